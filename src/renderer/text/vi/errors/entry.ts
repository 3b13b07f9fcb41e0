/** Fast entry: what happened → what is safe → what to do; and what is wrong with a cell → what to do with it. */
export const entryErrors = {
  'entry.no_sheet': 'Không tìm thấy bảng nhập. Sổ không thay đổi. Mở lại màn hình Nhập nhanh.',
  'entry.too_many_rows': 'Bảng chỉ nhận {{max}} dòng một lần. Sổ không thay đổi. Chia tệp thành nhiều phần rồi nhập lần lượt.',
  'entry.no_columns': 'Chưa chọn cột nào của tệp. Bảng không thay đổi. Chọn ít nhất một cột rồi bấm lại.',
  'entry.empty': 'Bảng chưa có dòng nào để vào sổ. Nhập hoặc dán dữ liệu trước.',
  'entry.not_clean':
    'Bảng còn {{errors}} chỗ sai và {{asks}} chỗ cần trả lời, chưa dòng nào vào sổ. Sửa theo danh sách bên cạnh rồi bấm lại.',
  'entry.required': 'Ô này bắt buộc, đang để trống. Nhập nội dung.',
  'entry.too_long': 'Dài {{length}} ký tự, chỉ được {{max}}. Rút gọn lại.',
  'entry.formula_error': 'Ô mang lỗi công thức của Excel ({{text}}). Nhập lại giá trị.',
  'entry.secret': 'Ô ghi độ mật. Văn bản mật không nhập vào máy này: xóa dòng, ghi vào Sổ đăng ký bí mật nhà nước.',
  'entry.not_a_date': '“{{text}}” không phải là ngày. Nhập ngày/tháng/năm, ví dụ 21/11/26.',
  'entry.date_in_future': 'Ngày {{date}} chưa đến. Kiểm tra lại ngày, tháng, năm.',
  'entry.date_old': 'Ngày {{date}} đã lâu. Xem lại có đúng năm không; đúng thì không cần sửa.',
  'entry.due_before_date': 'Thời hạn trước ngày của văn bản. Kiểm tra lại hai ngày.',
  'entry.arrived_before_date': 'Ngày đến trước ngày của văn bản. Kiểm tra lại hai ngày.',
  'entry.priority_unknown': '“{{text}}” không phải mức độ khẩn. Nhập Khẩn, Thượng khẩn, Hỏa tốc, hoặc để trống.',
  'entry.channel_unknown': '“{{text}}” không phải kênh đến. Nhập Bưu chính, Trực tiếp, Thư điện tử, Zalo, Fax, Điện thoại hoặc Cổng.',
  'entry.kind_unknown': '“{{text}}” không có trong danh mục tên loại. Chọn trong danh sách (Alt + mũi tên xuống).',
  'entry.code_unreadable': 'Không đọc được số, ký hiệu “{{text}}”. Nhập dạng 125/SNV-VP.',
  'entry.code_not_of_book': '“{{text}}” không đúng mẫu số của sổ. Theo sổ phải là {{expected}}; sửa lại, hoặc sửa tên loại.',
  'entry.too_many_recipients': 'Chỉ được {{max}} nơi nhận. Bỏ bớt.',
  'entry.not_a_number': '“{{text}}” không phải số đến. Nhập số nguyên, ví dụ 125.',
  'entry.no_book': 'Không có sổ nào cấp số cho “{{kind}}”. Sửa tên loại, hoặc thêm sổ ở Cài đặt, Cơ quan và sổ.',
  'entry.number_twice': 'Số {{number}} đã có ở dòng {{row}}. Mỗi số một dòng: sửa hoặc xóa một dòng.',
  'entry.number_taken': 'Số {{number}} đã dùng trong {{book}}. Kiểm tra lại số, hoặc xóa dòng nếu đã nhập rồi.',
  'entry.number_after_own':
    'Số {{number}} không thuộc phần sổ giấy: từ số {{first}} do máy cấp. Kiểm tra lại số; văn bản mới thì chuyển bảng sang “Vào sổ mới”.',
  'entry.number_out_of_order': 'Số {{number}} ghi ngày {{date}}, sớm hơn số trước nó. Xem lại; đúng như sổ giấy thì không cần sửa.',
  'entry.twin_row': 'Giống hệt dòng {{row}}. Chọn: là văn bản khác, hoặc bỏ dòng này.',
  'entry.twin_here':
    'Văn bản {{code}} của {{sender}} đã có, số đến {{arrivalNumber}}. Chọn: gộp vào số đã có, là văn bản khác, hoặc bỏ dòng này.',
  'entry.twin_issued': 'Văn bản cùng tên loại, cùng trích yếu đã phát hành gần đây, số {{code}}. Chọn: là văn bản khác, hoặc bỏ dòng này.',
  'entry.recipient_several':
    '{{count}} cơ quan cùng tên “{{name}}” nên chưa nhận ra là nơi nào; ghi như nơi nhận ngoài danh bạ. Chọn trong gợi ý (Alt + mũi tên xuống) để kèm mã.',
  'entry.block_too_small': '{{book}}: khối số dự phòng còn {{left}} số, bảng có {{count}} dòng. Bớt dòng, hoặc ghi thêm khối số.',
  'entry.province_numbers':
    '{{book}} do phần mềm của tỉnh cấp số. Lấy số trên phần mềm của tỉnh, chuyển bảng sang “Đã có số” rồi nhập kèm số và ngày.',
} as const;
