/** Errors of long work that a page waits for. */
export const workErrors = {
  'work.stopped': 'Đã dừng theo yêu cầu. Chưa ghi gì, mọi thứ vẫn như trước khi bắt đầu. Làm lại khi cần.',
  'work.too_many': 'Đang có nhiều việc dài chạy cùng lúc. Việc này chưa bắt đầu; chờ một việc xong rồi làm lại.',
  'files.attach_not_draft':
    'Văn bản này đã ký hoặc đã cấp số nên không thêm tệp được nữa. Tệp chưa được thêm, văn bản giữ nguyên. Cần gửi thêm tài liệu thì soạn văn bản mới.',
  'files.attach_ended':
    'Văn bản này đã trả lại, đã thu hồi hoặc đã gộp nên không nhận thêm tài liệu. Tệp chưa được thêm. Mở văn bản đang dùng rồi thả tệp lại.',
} as const;
