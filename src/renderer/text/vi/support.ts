/** Chẩn đoán, việc cài đặt còn thiếu, bài tập huấn, quy trình khi máy hỏng. */
export const supportText = {
  'settings.support.title': 'Chẩn đoán',
  'settings.support.lead':
    'Thông tin để người hỗ trợ biết tình trạng máy. Không có nội dung văn bản, tên người, mật khẩu, mã PIN hay khóa: gửi đi được.',
  'support.copy': 'Chép toàn bộ',
  'support.copied': 'Đã chép. Dán vào thư hoặc tin nhắn gửi người hỗ trợ.',
  'support.save': 'Lưu thành tệp…',
  'support.saved': 'Đã lưu tệp chẩn đoán.',
  'support.again': 'Đọc lại',
  'support.test': 'Đọc lại và thử kết nối',
  'support.at': 'Đọc lúc {{at}}.',
  'support.none': 'Không có.',
} as const;
