/** Acts of signing. Whatever happened, the document is as it was before. */
export const signingErrors = {
  'signing.timestamp_unreachable':
    'Chưa liên lạc được với máy chủ cấp dấu thời gian. Văn bản chưa ký và vẫn giữ nguyên. Kiểm tra mạng rồi ký lại.',
  'signing.timestamp_refused':
    'Máy chủ cấp dấu thời gian từ chối yêu cầu. Văn bản chưa ký và vẫn giữ nguyên. Báo người quản trị kiểm tra địa chỉ máy chủ.',
  'signing.timestamp_wrong':
    'Dấu thời gian nhận được không khớp với chữ ký. Văn bản chưa ký và vẫn giữ nguyên. Ký lại; nếu vẫn vậy, báo người quản trị.',
  'signing.training_certificate':
    'Đây là chứng thư tập huấn, không dùng được cho công việc thật. Chọn chứng thư số của cơ quan hoặc cá nhân.',
  'signing.real_certificate': 'Đây là chứng thư thật, không dùng trong chế độ tập huấn. Chọn khóa tập huấn.',
  'signing.certificate_not_yet_valid': 'Chứng thư số chưa đến ngày có hiệu lực. Chọn chứng thư khác hoặc kiểm tra lại ngày giờ của máy.',
  'signing.certificate_expired':
    'Chứng thư số đã hết hạn. Liên hệ đơn vị cấp chứng thư để gia hạn; trong lúc chờ, có thể ký giấy rồi quét.',
  'signing.certificate_of_ca': 'Đây là chứng thư của nơi cấp, không dùng để ký văn bản. Chọn chứng thư khác.',
  'signing.certificate_not_for_signing': 'Chứng thư số này không được cấp để ký. Chọn chứng thư khác.',
  'signing.certificate_unreadable': 'Không đọc được chứng thư số trên thiết bị {{token}}. Văn bản vẫn giữ nguyên. Kiểm tra lại thiết bị.',
  'signing.certificate_gone':
    'Không thấy thiết bị có chứng thư số đã chọn. Văn bản chưa ký và vẫn giữ nguyên. Cắm lại thiết bị rồi ký lại.',
  'signing.agency_certificate_for_leader': 'Đây là chứng thư của cơ quan. Ký ban hành phải dùng chứng thư của người có thẩm quyền.',
  'signing.leader_certificate_for_agency': 'Đây là chứng thư của cá nhân. Ký số của cơ quan phải dùng chứng thư của cơ quan.',
  'signing.no_key': 'Thiết bị có chứng thư này nhưng không có khóa để ký. Chọn chứng thư khác.',
  'signing.token_process_gone': 'Phần kết nối thiết bị ký số vừa khởi động lại. Văn bản vẫn giữ nguyên. Bấm “Tìm lại” sau ít giây.',
  'signing.no_such_act': 'Lần ký này đã kết thúc. Văn bản chưa thay đổi. Bắt đầu ký lại.',
  'signing.not_done': 'Việc ký dừng giữa chừng. Văn bản chưa ký và vẫn giữ nguyên. Kiểm tra thiết bị rồi ký lại.',
  'signing.not_reached':
    'Chưa ký văn bản này vì thiết bị ký số không còn dùng được giữa chừng. Văn bản vẫn giữ nguyên. Cắm lại thiết bị rồi ký tiếp.',
  'signing.cancelled': 'Đã thôi ký. Văn bản chưa ký và vẫn giữ nguyên.',
  'signing.no_main_file': 'Văn bản chưa có tệp PDF chính. Thêm tệp PDF vào dự thảo rồi ký.',
  'signing.not_numbered': 'Văn bản chưa có số và ngày. Cấp số trước, rồi ký số của cơ quan.',
  'signing.earlier_signature_not_intact':
    'Chữ ký có sẵn trong tệp không còn nguyên vẹn hoặc chưa kiểm tra được, nên không ký tiếp. Văn bản vẫn giữ nguyên. Kiểm tra lại tệp, nếu cần thì trình ký lại.',
  'signing.signature_wrong':
    'Chữ ký do thiết bị trả về không khớp với chứng thư. Văn bản chưa ký và vẫn giữ nguyên. Rút ra, cắm lại thiết bị; nếu lặp lại thì báo đơn vị cấp chứng thư.',
  'signing.result_not_intact':
    'Tệp sau khi ký không kiểm tra được là nguyên vẹn nên không dùng. Văn bản vẫn giữ nguyên như trước khi ký. Báo người quản trị.',
  'signing.file_changed':
    'Tệp của văn bản đã được thay trong lúc ký. Lần ký này không được dùng, văn bản vẫn giữ nguyên. Xem lại tệp rồi ký lại.',
} as const;
