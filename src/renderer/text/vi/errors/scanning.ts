/** Paper from the scanner: what happened → what is safe → what to do. */
export const scanningErrors = {
  'scan.empty_file': 'Tệp “{{name}}” không có dữ liệu (0 byte). Tệp vẫn ở thư mục máy quét. Kiểm tra máy quét rồi quét lại tờ này.',
  'scan.half_file':
    'Tệp “{{name}}” chưa ghi xong hoặc bị đứt giữa chừng. Chưa lấy tệp này; tệp vẫn ở chỗ cũ. Chờ máy quét ghi xong, nếu vẫn còn thông báo thì quét lại.',
  'scan.damaged': 'Tệp “{{name}}” bị hỏng, không mở được. Chưa lấy tệp này; tệp vẫn ở chỗ cũ. Quét lại tờ này.',
  'scan.encrypted_pdf':
    'Tệp “{{name}}” có mật khẩu nên không đọc được. Chưa lấy tệp này; tệp vẫn ở chỗ cũ. Xin bản không có mật khẩu, hoặc in ra rồi quét.',
  'scan.not_a_scan': 'Tệp “{{name}}” không phải PDF, TIFF, JPEG hay PNG. Tệp vẫn ở chỗ cũ. Đặt máy quét lưu theo một trong các dạng này.',
  'scan.too_large_page': 'Trang trong “{{name}}” quá lớn. Chưa lấy tệp này; tệp vẫn ở chỗ cũ. Quét lại ở 300 dpi.',
  'scan.too_large_file': 'Tệp “{{name}}” lớn hơn {{megabytes}} MB. Tệp vẫn ở chỗ cũ. Quét thành nhiều tệp nhỏ hơn.',
  'scan.too_many_pages': 'Tệp “{{name}}” có hơn {{most}} trang. Tệp vẫn ở chỗ cũ. Quét thành nhiều tệp nhỏ hơn.',
  'scan.no_such_page': 'Trang này không còn trong khay. Các trang khác vẫn giữ nguyên. Mở lại khay giấy quét.',
  'scan.no_such_group': 'Giấy này không còn trong khay. Các giấy khác vẫn giữ nguyên. Mở lại khay giấy quét.',
  'scan.group_registered': 'Giấy này đã thuộc một văn bản, không sửa trang được nữa. Bản quét gốc vẫn giữ. Xem ở văn bản đã vào sổ.',
  'scan.whole_stays': 'Tệp PDF này được dùng nguyên bản nên không sửa từng trang. Tệp vẫn giữ nguyên. Cần sửa trang thì in ra và quét lại.',
  'scan.last_page': 'Mỗi giấy cần ít nhất một trang. Chưa có gì thay đổi. Muốn bỏ cả giấy thì bấm Bỏ khỏi khay.',
  'scan.no_archive': 'Việc tạo tệp PDF bị ngắt. Bản quét gốc vẫn giữ nguyên. Bấm Tạo lại.',
  'scan.not_an_archive':
    'Tệp PDF vừa tạo không đạt kiểm tra cấu trúc PDF/A ({{faults}}). Bản quét gốc vẫn giữ nguyên. Bấm Tạo lại; nếu vẫn gặp, báo người phụ trách kỹ thuật.',
  'scan.too_long': 'Trang quá phức tạp, xử lý quá lâu nên đã dừng. Bản quét gốc vẫn giữ nguyên. Quét lại trang này ở 300 dpi.',
  'scan.too_much_memory': 'Trang quá lớn so với bộ nhớ nên đã dừng. Bản quét gốc vẫn giữ nguyên. Quét lại trang này ở 300 dpi.',
  'scan.process_died': 'Bộ phận đọc ảnh vừa khởi động lại. Không mất gì. Thử lại sau ít giây.',
  'scan.refused': 'Tệp này hai lần làm dừng bộ phận đọc ảnh nên không đọc nữa. Tệp vẫn giữ nguyên. Quét lại tờ này.',
  'scan.closed': 'Trạm đang đóng nên chưa đọc được bản quét. Không mất gì. Mở lại trạm.',
  'scan.cannot_read_here': 'Máy này chưa đọc được bản quét. Văn bản vẫn vào sổ được. Báo người phụ trách kỹ thuật.',
  'scan.given_up': 'Đã dừng tạo tệp PDF theo yêu cầu. Bản quét gốc vẫn giữ nguyên. Bấm Tạo lại khi cần.',
  'scan.not_moved':
    'Đã lấy “{{name}}” vào kho, nhưng không chuyển được tệp khỏi thư mục máy quét ({{reason}}). Tệp này sẽ không bị lấy lần nữa. Kiểm tra quyền ghi của thư mục.',
  'scan.same_again': '“{{name}}” giống hệt bản quét đã có (“{{other}}”) nên không lấy thêm. Tệp được chuyển sang thư mục “Đã lấy”.',
  'scan.same_upload': '“{{name}}” giống hệt bản quét đã có (“{{other}}”) nên không lấy thêm. Bản đã có vẫn giữ nguyên trong kho.',
  'scan.unreachable': 'Chưa đọc được “{{name}}” trên ổ đĩa. Tệp vẫn ở chỗ cũ, trạm sẽ tự thử lại.',
  'scan.busy_file': '“{{name}}” đang được chương trình khác mở. Tệp vẫn ở chỗ cũ, trạm sẽ tự thử lại.',
  'scan.not_taken': 'Chưa lấy được “{{name}}”. Tệp vẫn ở chỗ cũ. Quét lại, hoặc kéo tệp vào màn hình này.',
  'scan.no_folder': 'Chưa chọn thư mục của máy quét. Chưa có gì thay đổi. Chọn thư mục trước.',
} as const;
