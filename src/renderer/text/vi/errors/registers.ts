/** Register books. */
export const registersErrors = {
  'registers.no_such_book': 'Không tìm thấy sổ đăng ký này. Số đã cấp vẫn giữ nguyên. Tải lại danh sách sổ.',
  'registers.no_book_for_kind': 'Chưa có sổ đăng ký cho loại văn bản này. Chưa cấp số. Nhờ người quản trị mở sổ rồi làm lại.',
  'registers.kind_not_in_book': 'Loại văn bản “{{kind}}” không đăng ký ở sổ này. Chưa cấp số. Chọn đúng sổ rồi làm lại.',
  'registers.outside_term':
    'Ngày {{date}} nằm ngoài nhiệm kỳ của sổ ({{from}} – {{to}}). Chưa cấp số. Nhờ người quản trị mở sổ nhiệm kỳ mới.',
  'registers.date_passed':
    'Đồng hồ của máy đang chậm: số {{number}} đã cấp ngày {{date}}, không cấp lại và không lùi ngày được. Chưa cấp số mới. Chỉnh lại ngày giờ của máy rồi làm lại.',
  'registers.period_unsure':
    'Ngày giờ của máy đang thuộc kỳ {{period}}, nhưng sổ “{{book}}” chưa có số nào của kỳ này (kỳ gần nhất: {{last}}). Chưa cấp số. Nếu ngày giờ đúng, bấm nút dưới đây rồi làm lại; nếu sai, chỉnh ngày giờ của máy trước.',
  'registers.period_behind':
    'Ngày giờ của máy đang thuộc kỳ {{period}}, nhưng sổ “{{book}}” đã có số của kỳ {{last}}: đồng hồ của máy có thể bị lùi. Chưa cấp số, các số đã cấp giữ nguyên. Xin chỉnh ngày giờ của máy rồi làm lại; chỉ khi ngày giờ đúng mới bấm nút dưới đây.',
  'registers.period_changed': 'Ngày giờ của máy vừa đổi sang kỳ khác. Chưa cấp số. Xem lại ngày giờ của máy rồi làm lại.',
  'registers.number_not_used': 'Số {{number}} chưa được cấp hoặc đã hủy. Sổ giữ nguyên. Chọn lại số cần hủy.',
  'registers.book_closed': 'Sổ {{name}} đã khóa vì cơ quan đã sáp nhập. Số trong sổ giữ nguyên. Xin dùng sổ của cơ quan kế tiếp.',
} as const;
