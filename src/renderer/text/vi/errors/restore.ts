/** Restoring a backup, as a whole or single documents. */
export const restoreErrors = {
  'restore.not_found': 'Bản sao lưu đã chọn không còn ở đó hoặc không dùng được. Chưa có gì bị thay đổi. Tìm lại.',
  'restore.not_open': 'Chưa mở bản sao lưu nào. Chưa có gì bị thay đổi. Chọn và mở một bản sao lưu.',
  'restore.running': 'Đang khôi phục. Kho đang dùng chưa bị thay đổi. Đợi xong hoặc bấm Dừng.',
  'restore.failed': 'Không khôi phục được. Kho đang dùng chưa bị thay đổi. Làm lại hoặc dùng bản sao lưu khác.',
  'restore.document_absent':
    'Văn bản này không có trong kho đang dùng nên không lấy tệp về được. Kho giữ nguyên. Có thể lưu từng tệp ra ngoài kho.',
  'restore.destroyed': 'Văn bản này đã tiêu hủy theo quyết định nên không lấy lại được. Kho giữ nguyên.',
} as const;
