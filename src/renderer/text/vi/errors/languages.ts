export const languageErrors = {
  'languages.size': 'Tệp lớn quá 4 MB nên không nhận. Ngôn ngữ đang dùng giữ nguyên. Chọn đúng tệp ngôn ngữ của trạm.',
  'languages.json':
    'Tệp không đúng dạng JSON nên không nhận. Ngôn ngữ đang dùng giữ nguyên. Mở tệp bằng phần mềm soạn thảo chữ, xem lại dấu ngoặc kép và dấu phẩy rồi chọn lại.',
  'languages.shape':
    'Tệp này không phải tệp ngôn ngữ của trạm nên không nhận. Ngôn ngữ đang dùng giữ nguyên. Lấy bản mẫu bằng nút Lưu bản tiếng Việt để dịch.',
  'languages.language':
    'Mục language trong tệp phải là hai chữ cái thường, khác vi (ví dụ en). Tệp chưa được nhận, ngôn ngữ đang dùng giữ nguyên. Sửa mục đó rồi chọn lại.',
  'languages.name':
    'Mục name (tên ngôn ngữ) trong tệp trống, dài quá 40 chữ hoặc có ký hiệu không được dùng. Tệp chưa được nhận, ngôn ngữ đang dùng giữ nguyên. Sửa mục đó rồi chọn lại.',
  'languages.not_a_catalogue':
    'Tệp này không phải tệp ngôn ngữ của trạm nên không nhận. Ngôn ngữ đang dùng giữ nguyên. Lấy bản mẫu bằng nút Lưu bản tiếng Việt để dịch.',
} as const;
