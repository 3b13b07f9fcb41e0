/** Petitions: what happened → what is safe → what to do. No sentence names a person. */
export const petitionsErrors = {
  'petitions.not_named':
    'Chỉ người được giao xử lý đơn này mới xem và làm được việc này. Chưa có gì thay đổi. Đề nghị người đang giữ đơn thêm tên nếu cần.',
  'petitions.same':
    'Đã có đơn của cùng người, cùng nội dung: số {{number}}, ngày {{date}}. Chưa vào sổ lần nữa. Xem đơn đã có; nếu là việc khác, bấm “Là đơn khác”.',
  'petitions.act_not_allowed': 'Đơn đã chuyển sang bước khác nên không làm được việc này. Chưa có gì thay đổi. Mở lại đơn để xem.',
  'petitions.before_received': 'Ngày ghi trước ngày nhận đơn. Chưa có gì thay đổi. Kiểm tra lại ngày.',
  'petitions.join_with': 'Chưa chọn đơn đã có để gộp. Chưa có gì thay đổi. Chọn đơn có cùng người, cùng nội dung.',
  'petitions.no_such_person': 'Người được chọn không còn làm việc trên máy này. Chưa có gì thay đổi. Chọn người khác.',
  'petitions.cannot_be_named':
    'Người được chọn chỉ làm quản trị máy, không được xem đơn thư. Chưa có gì thay đổi. Chọn người xử lý đơn, hoặc nhờ quản trị cho người này thêm vai trò.',
  'petitions.last_named': 'Phải còn ít nhất một người được giao. Chưa có gì thay đổi. Thêm người khác trước khi bỏ tên này.',
  'petitions.clocks_wrong':
    'Số ngày của đơn loại {{kind}} chưa hợp lý: vụ việc phức tạp có ít ngày hơn vụ việc thường, hoặc chưa ghi căn cứ. Các số ngày cũ vẫn được dùng. Kiểm tra lại rồi lưu.',
  'petitions.nothing_blacked': 'Chưa che phần nào trên đơn. Chưa tạo bản để chuyển. Kéo chuột che họ tên, địa chỉ, chữ viết rồi làm lại.',
  'petitions.too_many_pages':
    'Đơn và giấy tờ kèm theo có {{pages}} trang, nhiều hơn {{most}} trang che được một lần. Chưa tạo bản nào. In phần cần chuyển, che bằng tay rồi quét lại.',
  'petitions.page_unreadable': 'Không đọc được hình của một trang đơn. Đơn gốc vẫn giữ nguyên. Mở lại đơn rồi che lại.',
} as const;
