/** The paper desk: what happened → what is safe → what to do. */
export const paperErrors = {
  'paper.secret_envelope':
    'Bì thư có dấu chỉ độ mật: máy này không ghi nhận gì về bì thư. Giao ngay cho người được phân công quản lý văn bản mật, đăng ký vào Sổ đăng ký bí mật nhà nước.',
  'paper.envelope_settled': 'Bì thư này đã được giao, vào sổ hoặc trả lại. Chưa có gì thay đổi. Tải lại danh sách để xem.',
  'paper.copy_needed':
    'Văn bản ký tay chưa có bản điện tử có chữ ký số của cơ quan nên chưa gửi qua Trục liên thông được. Quét bản giấy, bấm “Sao y điện tử” để ký, rồi phát hành; hoặc chuyển các nơi nhận sang giấy.',
  'paper.not_by_hand': 'Văn bản này không phải văn bản ký tay. Chưa có gì thay đổi. Chọn “Đã ký trên giấy” trước khi đính bản quét.',
  'paper.year_differs':
    'Bản lãnh đạo đã ký in sẵn “năm {{printed}}”, còn số được cấp năm {{year}}. Chưa in gì; bản đã ký giữ nguyên. Hủy số này, sửa năm trong dự thảo rồi trình ký lại.',
  'paper.date_differs':
    'Bản lãnh đạo đã ký ghi sẵn ngày {{printed}}, còn số được cấp ngày {{date}}. Chưa in gì; bản đã ký giữ nguyên. Hủy số này, để trống ngày tháng trong dự thảo rồi trình ký lại.',
  'paper.by_hand_already': 'Văn bản đã ký tay trên giấy nên không in lại để đóng dấu. Chưa có gì thay đổi. Đóng dấu lên bản giấy đã ký.',
  'paper.sent_before_document': 'Ngày gửi ghi trước ngày của văn bản {{code}}. Chưa ghi gì. Kiểm tra lại ngày gửi.',
  'paper.slip_not_out': 'Phiếu gửi này chưa gửi đi hoặc đã ghi là hoàn lại. Chưa có gì thay đổi. Tải lại danh sách để xem.',
  'paper.back_before_sent': 'Ngày hoàn lại ghi trước ngày gửi. Chưa ghi gì. Kiểm tra lại ngày trên phiếu gửi.',
  'paper.no_slips': 'Các nơi nhận đã chọn không có phiếu gửi. Chưa in gì. Đánh dấu “Cần phiếu gửi” ở nơi nhận rồi in lại.',
  'paper.days_turned': 'Ngày cuối trước ngày đầu. Chưa in gì. Chọn lại khoảng ngày.',
  'paper.labels_size': 'Khổ nhãn quá nhỏ hoặc quá lớn. Thiết lập cũ vẫn giữ. Nhập lại chiều rộng, chiều cao của nhãn.',
  'paper.labels_sheet': 'Số hàng, số cột và khoảng cách của nhãn vượt khổ giấy A4. Thiết lập cũ vẫn giữ. Nhập lại theo tờ nhãn đang dùng.',
  'paper.no_stamp': 'Văn bản chưa có số đến nên chưa in dấu đến được. Vào sổ văn bản trước rồi in.',
} as const;
