/** Files outside the store. */
export const leavingErrors = {
  'leaving.not_openable':
    'Tệp {{name}} thuộc loại không mở trực tiếp từ trạm (tệp chạy được, tệp có macro hoặc loại lạ). Tệp trong kho vẫn nguyên. Nếu cần, lưu tệp ra ngoài rồi kiểm tra bằng phần mềm diệt vi-rút.',
  'leaving.no_program':
    'Máy này không có phần mềm mở được tệp {{name}}. Tệp trong kho vẫn nguyên, bản tạm đã xóa. Lưu tệp ra ngoài hoặc mở trên máy khác.',
  'leaving.not_changed': 'Bản đang mở chưa có thay đổi nào được lưu. Tệp trong kho vẫn nguyên. Lưu trong phần mềm đang mở tệp rồi làm lại.',
  'leaving.not_returned': 'Bản đã sửa này đã được dùng rồi. Văn bản giữ nguyên. Xem lại dự thảo hoặc tệp kèm theo của văn bản.',
  'leaving.no_draft':
    'Chỉ kèm thêm tệp được vào dự thảo chưa ký hoặc văn bản đến. Bản đã sửa vẫn còn trong kho. Chọn văn bản khác hoặc soạn dự thảo mới.',
  'shell.not_a_copy': 'Tệp này không phải bản tạm của trạm nên không mở. Dữ liệu không bị thay đổi.',
} as const;
