/** Files dropped where they cannot be taken: what happened, what to do. */
export const dropErrors = {
  'drop.no_file': 'Thứ vừa thả không phải là tệp nên không có gì được nhận. Thả tệp từ thư mục hoặc từ thư điện tử đã lưu.',
  'drop.one_package': 'Gói văn bản (.edxml) được mở từng gói một, không kèm tệp khác. Chưa nhận tệp nào. Thả lại riêng gói đó.',
  'drop.not_allowed': 'Việc mở gói văn bản thuộc người làm văn thư. Chưa nhận tệp nào. Chuyển gói cho văn thư.',
  'drop.on_form': 'Thả tệp vào đúng ô tệp của biểu mẫu đang điền. Chưa nhận tệp nào, nội dung đang gõ vẫn giữ nguyên.',
  'drop.one_at_a_time': 'Màn hình này nhận mỗi lần một tệp. Chưa nhận tệp nào. Thả lại từng tệp.',
  'drop.not_pdf': 'Ở đây chỉ nhận tệp PDF (kiểm tra chữ ký số) hoặc gói văn bản .edxml. Chưa nhận tệp nào.',
  'drop.not_scan': 'Ở đây nhận tệp PDF, ảnh quét (JPG, PNG, TIFF) hoặc gói văn bản .edxml. Chưa nhận tệp nào.',
  'drop.not_pdf_or_office':
    'Dự thảo bắt đầu bằng tệp PDF hoặc tệp Word, Excel. Chưa nhận tệp nào. Lưu tệp ra một trong các dạng đó rồi thả lại.',
} as const;
