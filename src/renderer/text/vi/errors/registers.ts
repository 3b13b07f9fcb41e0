/** Register books. */
export const registersErrors = {
  'registers.no_such_book': 'Không tìm thấy sổ đăng ký này. Số đã cấp vẫn giữ nguyên. Tải lại danh sách sổ.',
  'registers.no_book_for_kind': 'Chưa có sổ đăng ký cho loại văn bản này. Chưa cấp số. Nhờ người quản trị mở sổ rồi làm lại.',
  'registers.kind_not_in_book': 'Loại văn bản “{{kind}}” không đăng ký ở sổ này. Chưa cấp số. Chọn đúng sổ rồi làm lại.',
  'registers.outside_term':
    'Ngày {{date}} nằm ngoài nhiệm kỳ của sổ ({{from}} – {{to}}). Chưa cấp số. Nhờ người quản trị mở sổ nhiệm kỳ mới.',
  'registers.date_passed':
    'Đồng hồ của máy đang chậm: số {{number}} đã cấp ngày {{date}}, không cấp lại và không lùi ngày được. Chưa cấp số mới. Chỉnh lại ngày giờ của máy rồi làm lại.',
  'registers.first_number_late': '{{book}} đã cấp số nên không đổi số bắt đầu được. Các số đã cấp vẫn giữ nguyên.',
  'registers.first_number_taken': 'Số {{number}} đã có trong sổ. Số bắt đầu phải lớn hơn; nhập lại.',
  'registers.period_unsure':
    'Ngày giờ của máy đang thuộc kỳ {{period}}, nhưng sổ “{{book}}” chưa có số nào của kỳ này (kỳ gần nhất: {{last}}). Chưa cấp số. Nếu ngày giờ đúng, bấm nút dưới đây rồi làm lại; nếu sai, chỉnh ngày giờ của máy trước.',
  'registers.period_behind':
    'Ngày giờ của máy đang thuộc kỳ {{period}}, nhưng sổ “{{book}}” đã có số của kỳ {{last}}: đồng hồ của máy có thể bị lùi. Chưa cấp số, các số đã cấp giữ nguyên. Xin chỉnh ngày giờ của máy rồi làm lại; chỉ khi ngày giờ đúng mới bấm nút dưới đây.',
  'registers.period_changed': 'Ngày giờ của máy vừa đổi sang kỳ khác. Chưa cấp số. Xem lại ngày giờ của máy rồi làm lại.',
  'registers.number_not_used': 'Số {{number}} chưa được cấp hoặc đã hủy. Sổ giữ nguyên. Chọn lại số cần hủy.',
  'registers.book_closed': 'Sổ {{name}} đã khóa vì cơ quan đã sáp nhập. Số trong sổ giữ nguyên. Xin dùng sổ của cơ quan kế tiếp.',
  'registers.number_by_province':
    'Sổ “{{book}}” do phần mềm của tỉnh cấp số. Chưa cấp số trên máy này. Vào sổ với “số: chờ cấp”, rồi điền số sau khi phần mềm của tỉnh cấp.',
  'registers.blocks_used_up':
    'Các khối số dự phòng của sổ “{{book}}” đã dùng hết hoặc hết hạn. Chưa cấp số. Xin thêm khối số (qua điện thoại) và ghi vào Sổ, hoặc vào sổ với “số: chờ cấp”.',
  'registers.numbers_here': 'Sổ “{{book}}” do máy này cấp số nên không để “số: chờ cấp”. Chưa có gì thay đổi. Vào sổ như thường lệ.',
  'registers.source_mid_period':
    'Trong năm nay sổ đã có số do phần mềm của tỉnh cấp nên máy này không biết số tiếp theo. Chưa có gì thay đổi. Chuyển sang máy này cấp số từ đầu năm sau, khi mở sổ mới.',
  'registers.block_not_used': 'Sổ này không cấp số theo khối. Chưa ghi khối số. Đổi cách cấp số của sổ trong Cài đặt trước.',
  'registers.block_range':
    'Khối số không đúng: số cuối phải bằng hoặc lớn hơn số đầu, nhiều nhất {{max}} số. Chưa ghi khối số. Kiểm tra lại.',
  'registers.block_dates': 'Ngày cho phép ở tương lai hoặc hạn dùng đã qua. Chưa ghi khối số. Kiểm tra lại ngày.',
  'registers.block_overlaps': 'Khối số trùng với khối {{first}}–{{last}} đã ghi. Chưa ghi khối số. Kiểm tra lại với nơi cho số.',
  'registers.number_taken': 'Số {{number}} đã có trong sổ. Chưa ghi. Kiểm tra lại số với phần mềm của tỉnh.',
  'registers.no_such_column': 'Danh sách cột không đúng. Chưa thay đổi. Tải lại và chọn lại cột.',
} as const;
