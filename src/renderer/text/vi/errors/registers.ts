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
    'Ngày giờ của máy đang thuộc kỳ {{period}}, nhưng sổ “{{book}}” đã có số của kỳ {{last}}: đồng hồ của máy có thể bị lùi. Chưa cấp số, các số đã cấp giữ nguyên. Chỉnh ngày giờ của máy rồi làm lại; chỉ khi ngày giờ đúng mới bấm nút dưới đây.',
  'registers.period_changed': 'Ngày giờ của máy vừa đổi sang kỳ khác. Chưa cấp số. Xem lại ngày giờ của máy rồi làm lại.',
  'registers.number_not_used': 'Số {{number}} chưa được cấp hoặc đã hủy. Sổ giữ nguyên. Chọn lại số cần hủy.',
  'registers.book_closed': 'Sổ {{name}} đã khóa vì cơ quan đã sáp nhập. Số trong sổ giữ nguyên. Dùng sổ của cơ quan kế tiếp.',
  'registers.number_by_province':
    'Sổ “{{book}}” do phần mềm của tỉnh cấp số. Chưa cấp số trên máy này. Vào sổ với “số: chờ cấp”, rồi điền số sau khi phần mềm của tỉnh cấp.',
  'registers.blocks_used_up':
    'Các khối số dự phòng của sổ “{{book}}” đã dùng hết hoặc hết hạn. Chưa cấp số. Thêm khối số (qua điện thoại) và ghi vào Sổ, hoặc vào sổ với “số: chờ cấp”.',
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
  'registers.no_such_form': 'Không tìm thấy loại sổ này. Dữ liệu giữ nguyên. Tải lại danh sách sổ.',
  'registers.year_closed':
    'Sổ “{{book}}” kỳ {{period}} đã khóa nên không cấp thêm số, không hủy số. Sổ và văn bản giữ nguyên. Văn bản mới đăng ký vào sổ năm nay; nếu thật cần sửa sổ đã khóa, nhờ người quản trị mở lại sổ, có ghi lý do.',
  'registers.late_not_here':
    'Đăng ký bổ sung vào năm cũ chỉ dùng cho sổ văn bản đến do máy này cấp số. Chưa cấp số. Văn bản đi lấy số của ngày ban hành; số do phần mềm của tỉnh cấp thì đăng ký bổ sung trên phần mềm đó.',
  'registers.no_such_period': 'Kỳ này không có trong sổ hoặc chưa hết. Chưa cấp số. Chọn lại năm của sổ.',
  'registers.reason_needed': 'Cần ghi lý do. Sổ giữ nguyên. Ghi lý do rồi làm lại.',
  'registers.number_not_missing': 'Số {{number}} không phải số trống của sổ. Sổ giữ nguyên. Tải lại và chọn lại số.',
  'registers.line_wrong': 'Ô “{{column}}” còn trống hoặc chưa đúng. Chưa ghi dòng này. Điền lại rồi ghi.',
  'registers.line_in_future': 'Ngày ở tương lai. Chưa ghi dòng này. Kiểm tra lại ngày.',
  'registers.line_struck': 'Dòng này đã gạch bỏ nên không sửa được. Sổ giữ nguyên. Ghi thêm dòng mới nếu cần.',
  'registers.too_long': 'Phần chọn có hơn {{max}} dòng, quá dài cho một tệp. Chưa xuất. Chọn khoảng ngày ngắn hơn, hoặc lập bản in (PDF).',
  'registers.year_not_over': 'Kỳ {{period}} chưa hết (ngày cuối {{date}}). Sổ vẫn mở. Khóa sổ từ ngày cuối của kỳ trở đi.',
  'registers.close_gaps':
    'Sổ còn {{count}} số trống chưa giải thích ({{examples}}). Chưa khóa sổ. Ghi lý do từng số ở tab Sổ đăng ký rồi khóa lại.',
  'registers.close_pending':
    'Còn {{count}} văn bản chờ phần mềm của tỉnh cấp số ({{examples}}). Chưa khóa sổ. Điền số đã được cấp rồi khóa lại.',
  'registers.close_unseen': 'Còn việc chưa xong mới phát sinh. Chưa khóa sổ. Xem lại danh sách, đánh dấu từng việc rồi khóa lại.',
  'registers.close_changed': 'Sổ vừa có thay đổi trong lúc lập bản in. Chưa khóa sổ, các số giữ nguyên. Khóa lại.',
  'registers.pattern_invalid':
    'Mẫu số, ký hiệu chưa đúng ở {{part}}. Chưa thay đổi. Mẫu phải có phần số (chữ number trong ngoặc nhọn) đúng một lần và chỉ dùng các phần đã nêu.',
  'registers.kind_has_book': 'Loại “{{kind}}” đã có sổ riêng khác. Chưa thay đổi. Bỏ loại này khỏi sổ kia trước, hoặc chọn loại khác.',
  'registers.common_has_book': 'Cơ quan đã có sổ chung cho mọi loại. Chưa thay đổi. Chọn các loại văn bản cho sổ này.',
  'registers.rule_date': 'Ngày áp dụng phải từ {{date}} trở đi, vì số của các ngày trước đã cấp. Chưa thay đổi. Chọn lại ngày.',
  'registers.rule_mid_period':
    'Cách đánh số và loại văn bản của sổ chỉ đổi từ ngày đầu năm (đầu nhiệm kỳ), để một năm là một dãy số. Chưa thay đổi. Chọn ngày đầu năm sau.',
  'registers.rule_holds': 'Quy định này đã áp dụng hoặc đã bỏ. Chưa thay đổi. Đặt quy định mới từ một ngày sau.',
  'registers.book_begun': 'Sổ đã cấp số nên không đổi số bắt đầu được. Sổ giữ nguyên. Số trống thì ghi lý do từng số.',
  'registers.first_note_needed': 'Cần ghi các số trước đăng ký ở đâu. Chưa mở sổ. Ghi rồi làm lại.',
} as const;
