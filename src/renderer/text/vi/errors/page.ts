/** Errors that the page itself meets, and those of the line to the core. */
export const pageErrors = {
  unexpected:
    'Có việc ngoài dự kiến nên thao tác này chưa thực hiện được. Dữ liệu đã lưu vẫn nguyên vẹn. Thử lại; nếu vẫn vậy, ghi lại thời điểm và báo người quản trị.',
  'contract.closed':
    'Phần lưu trữ vừa khởi động lại nên chưa rõ thao tác này đã xong hay chưa. Dữ liệu đã lưu vẫn nguyên vẹn. Chờ vài giây, xem lại văn bản rồi làm tiếp việc còn thiếu.',
  'contract.too_many': 'Đang có nhiều việc chạy cùng lúc. Những việc trước vẫn tiếp tục; chờ vài giây rồi làm lại.',
  'contract.bad_input': 'Nội dung nhập chưa đúng dạng nên chưa được ghi. Kiểm tra lại độ dài và các ô đã điền rồi làm lại.',
  'contract.unknown_call': 'Việc này chưa có ở phiên bản đang dùng. Không có gì bị thay đổi. Cập nhật phần mềm rồi làm lại.',
  'page.upload_stopped': 'Đã dừng đưa tệp “{{name}}” vào trạm theo yêu cầu. Chưa có gì của tệp được lưu. Chọn lại tệp khi cần.',
  'page.pin_port_missing':
    'Chưa mở được đường đến USB ký số nên mã PIN chưa được gửi đi. Chưa ký văn bản nào. Cắm lại USB ký số rồi thử lại.',
  'page.pin_process_ended': 'Bộ phận ký số đã dừng giữa chừng, chưa ký xong. Văn bản giữ nguyên như trước khi ký. Chờ vài giây rồi ký lại.',
  'page.not_copied': 'Máy chưa cho chép vào bộ nhớ tạm. Nội dung trên màn hình vẫn nguyên. Bôi đen phần cần chép rồi bấm Ctrl+C.',
  'page.pdf_unreadable': 'Chưa hiển thị được tệp này. Tệp gốc vẫn được giữ nguyên. Có thể lưu ra ngoài để xem bằng chương trình khác.',
  'page.file_changed_while_reading': 'Tệp vừa chọn không đọc được nữa (đã bị xóa, đổi tên hoặc rút ổ). Chọn lại tệp.',
} as const;
