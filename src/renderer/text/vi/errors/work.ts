/** Errors of long work that a page waits for. */
export const workErrors = {
  'work.stopped': 'Đã dừng theo yêu cầu. Chưa ghi gì, mọi thứ vẫn như trước khi bắt đầu. Làm lại khi cần.',
  'work.too_many': 'Đang có nhiều việc dài chạy cùng lúc. Việc này chưa bắt đầu; chờ một việc xong rồi làm lại.',
} as const;
