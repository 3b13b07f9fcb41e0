/** Lỗi của danh bạ cơ quan, nhóm nơi nhận và danh mục mã. */
export const directoryErrors = {
  'directory.update_too_small':
    'Danh bạ mới thiếu {{missing}} trong {{known}} cơ quan đang có nên chưa được dùng. Danh bạ cũ vẫn nguyên; kiểm tra với đơn vị quản lý Trục liên thông rồi xác nhận ở mục Danh bạ.',
  'directory.no_such_agency': 'Danh bạ không có cơ quan mang mã {{organId}}. Chưa có gì thay đổi; tìm lại cơ quan theo tên rồi chọn.',
  'directory.already_answered': 'Các mục này đã được trả lời hoặc không còn trong danh bạ mới. Không cần làm gì; xem lại danh sách.',
  'directory.no_such_group': 'Nhóm nơi nhận này không còn. Không có gì thay đổi; chọn nhóm khác hoặc lập nhóm mới.',
  'directory.group_empty': 'Nhóm chưa có cơ quan nào nên chưa được ghi. Chọn ít nhất một cơ quan hoặc đổi điều kiện của nhóm.',
  'directory.group_too_large': 'Nhóm có {{count}} cơ quan, nhiều hơn mức {{most}} nên chưa được ghi. Chia thành các nhóm nhỏ hơn.',
  'directory.group_name_taken': 'Đã có nhóm tên “{{name}}”. Nhóm này chưa được ghi; đặt tên khác.',
} as const;
