/** Lists, acts on many documents, standing rules. */
export const listsErrors = {
  'lists.numbers_moved':
    'Số đến đã thay đổi vì vừa có văn bản khác vào sổ (đã xem số {{shown}}, nay là {{now}}). Chưa văn bản nào được vào sổ. Xem lại các số mới rồi xác nhận.',
  'rules.no_condition':
    'Quy tắc chưa có điều kiện nào nên chưa được ghi. Chọn ít nhất một: cơ quan ban hành, loại văn bản, từ trong trích yếu hoặc sổ.',
  'rules.auto_not_allowed':
    '“Tự áp dụng” do lãnh đạo hoặc người quản trị đặt. Quy tắc chưa được ghi. Bỏ chọn “Tự áp dụng” để ghi, rồi đề nghị lãnh đạo đặt sau.',
  'rules.too_many': 'Đã có {{max}} quy tắc, không thêm được nữa. Các quy tắc đang có vẫn giữ. Xóa bớt quy tắc không dùng rồi thêm lại.',
  'rules.not_found': 'Quy tắc này không còn hoặc đã tắt. Chưa có gì thay đổi. Mở lại danh sách quy tắc để chọn.',
} as const;
