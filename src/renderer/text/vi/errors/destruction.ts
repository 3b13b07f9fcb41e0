/** Destruction of records by decision. */
export const destructionErrors = {
  'destruction.date_wrong': 'Ngày của quyết định tiêu hủy không đúng hoặc ở sau hôm nay. Chưa tiêu hủy gì. Nhập lại ngày.',
  'destruction.person_needed':
    'Chưa rõ ai đồng ý tiêu hủy. Chưa tiêu hủy gì. Người đồng ý đăng nhập hoặc chọn tên và nhập mật khẩu của mình.',
  'destruction.same_person': 'Người đồng ý phải khác người đề nghị. Chưa tiêu hủy gì. Nhờ người thứ hai đồng ý.',
  'destruction.not_done_with':
    'Có văn bản đang xử lý, đang chờ gửi, đã tiêu hủy hoặc nằm trong đề nghị khác. Chưa tiêu hủy gì. Bỏ văn bản đó khỏi danh sách rồi làm lại.',
  'destruction.unknown': 'Không tìm thấy đề nghị tiêu hủy này. Dữ liệu không bị thay đổi.',
  'destruction.not_open': 'Đề nghị tiêu hủy này đã được đồng ý hoặc đã rút. Không có gì thay đổi thêm.',
} as const;
