/** Máy đọc giúp: what reading pages may say. */
export const readerErrors = {
  'reader.no_data':
    'Máy này chưa có dữ liệu để đọc chữ trên ảnh quét. Các việc khác vẫn làm bình thường; nhập các ô bằng tay. Người phụ trách kỹ thuật cài lại bản đầy đủ của trạm thì dùng được.',
  'reader.no_picture': 'Trang này không phải ảnh đọc được. Bản quét vẫn giữ nguyên; nhập các ô bằng tay.',
  'reader.too_large': 'Ảnh của trang lớn hơn mức máy đọc được. Bản quét vẫn giữ nguyên; quét lại ở 200–300 dpi hoặc nhập các ô bằng tay.',
  'reader.file_unreadable': 'Không mở được ảnh của trang trong kho. Chạy kiểm tra dữ liệu ở mục Chẩn đoán.',
  'reader.too_long': 'Trang này đọc quá lâu nên máy đã dừng. Bản quét vẫn giữ nguyên; nhập các ô bằng tay.',
  'reader.too_much_memory': 'Trang này cần quá nhiều bộ nhớ nên máy đã dừng đọc. Bản quét vẫn giữ nguyên; nhập các ô bằng tay.',
  'reader.process_died': 'Bộ phận đọc chữ dừng giữa chừng và đã chạy lại. Bản quét vẫn giữ nguyên; có thể đọc lại.',
  'reader.refused': 'Trang này đã làm bộ phận đọc chữ dừng hai lần nên không đọc nữa. Bản quét vẫn giữ nguyên; nhập các ô bằng tay.',
  'reader.cancelled': 'Đã dừng đọc theo yêu cầu. Tệp giữ nguyên; có thể đọc lại bất cứ lúc nào.',
  'reader.closed': 'Trạm đang đóng nên dừng đọc; lần mở sau đọc tiếp.',
} as const;
