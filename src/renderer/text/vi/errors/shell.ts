/** What the shell (window, processes, key store of the machine) cannot do. */
export const shellErrors = {
  'shell.no_key_store':
    'Máy này không có kho khóa của hệ điều hành mà trạm dùng được. Dữ liệu vẫn còn nguyên. Mở trạm bằng mật khẩu hoặc mã khôi phục.',
  'shell.key_store_refused':
    'Kho khóa của hệ điều hành không mở được khóa của trạm, thường do tài khoản máy đã đổi. Dữ liệu vẫn còn nguyên. Mở trạm bằng mật khẩu hoặc mã khôi phục.',
  'shell.training_not_running':
    'Trục tập huấn chưa chạy. Những gì đã lưu vẫn còn nguyên. Đợi vài giây rồi làm lại; nếu vẫn gặp, đóng trạm và mở lại.',
  'shell.file_unreadable':
    'Không đọc được tệp “{{name}}” vừa mở. Tệp vẫn nguyên ở chỗ cũ. Kiểm tra USB còn cắm, tệp không bị chương trình khác giữ, rồi mở lại.',
  'shell.too_many_files': 'Đang chờ nhiều tệp vừa mở. Tệp “{{name}}” chưa được nhận. Trả lời các tệp trước rồi mở lại tệp này.',
  'shell.training_elsewhere':
    'Trạm đang chạy một hồ sơ tập huấn khác. Dữ liệu của cả hai vẫn còn nguyên. Đóng trạm rồi mở lại hồ sơ cần dùng.',
} as const;
