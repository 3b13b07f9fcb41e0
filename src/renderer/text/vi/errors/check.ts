/** Findings of the sanity check: what was found, what is safe, what to do. */
export const checkErrors = {
  'check.cancelled': 'Đã dừng kiểm tra theo yêu cầu. Dữ liệu không bị thay đổi.',
  'check.broken_off':
    'Việc kiểm tra bị dừng giữa chừng nên không có kết quả. Dữ liệu không bị thay đổi. Kiểm tra lại; nếu vẫn vậy, báo quản trị.',
  'check.database_damaged':
    'Cơ sở dữ liệu có chỗ hỏng: {{detail}}. Không có gì bị sửa hay xóa. Sao lưu ngay phần còn đọc được và khôi phục từ bản sao lưu gần nhất.',
  'check.row_without_its_row':
    'Bảng {{table}} có dòng trỏ tới dòng không còn ở bảng {{parent}}. Các dòng khác vẫn dùng được. Báo người phụ trách kỹ thuật.',
  'check.file_missing': 'Tệp “{{name}}” (mã {{id}}) không còn trên đĩa. Các tệp khác vẫn dùng được. Khôi phục tệp này từ bản sao lưu.',
  'check.file_damaged':
    'Tệp “{{name}}” (mã {{id}}) bị hỏng hoặc bị thay đổi. Các tệp khác vẫn dùng được. Khôi phục tệp này từ bản sao lưu.',
  'check.number_gap': 'Sổ “{{book}}” kỳ {{period}} thiếu số {{number}} mà không có lý do. Các số khác vẫn đúng. Xem lại sổ và ghi lý do.',
  'check.document_numbered_twice':
    'Một văn bản trong sổ “{{book}}” đứng ở {{times}} số (từ số {{number}}). Sổ giữ nguyên. Xem lại và hủy số thừa.',
  'check.number_not_in_book': 'Có văn bản mang số {{number}} nhưng sổ không có số đó. Văn bản giữ nguyên. Báo người phụ trách kỹ thuật.',
  'check.audit_broken':
    'Nhật ký không còn nguyên vẹn từ số thứ tự {{seq}} ({{why}}). Văn bản không bị ảnh hưởng. Báo người phụ trách an toàn thông tin.',
  'check.search_damaged': 'Chỉ mục tìm kiếm bị hỏng. Văn bản không bị ảnh hưởng. Bấm dựng lại chỉ mục.',
  'check.search_differs':
    'Chỉ mục tìm kiếm lệch với dữ liệu: thiếu {{missing}}, thừa {{extra}}. Văn bản không bị ảnh hưởng. Bấm dựng lại chỉ mục.',
  'check.counts_differ': 'Số đếm của danh sách lệch với dữ liệu. Văn bản không bị ảnh hưởng. Bấm dựng lại chỉ mục.',
  'check.more': 'Còn {{count}} chỗ nữa cùng loại ({{code}}). Xem các chỗ đã nêu trước.',
} as const;
