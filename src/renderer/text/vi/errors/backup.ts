/** Backups, restoring, reconciliation. */
export const backupErrors = {
  'backup.target_missing': 'Không thấy thư mục sao lưu {{path}}. Dữ liệu trong trạm vẫn an toàn. Cắm ổ sao lưu rồi làm lại.',
  'backup.target_full':
    'Nơi sao lưu {{path}} đã hết chỗ nên lần này chưa có bản sao lưu. Dữ liệu trong trạm và các bản sao lưu trước vẫn còn nguyên. Dọn bớt ổ đó hoặc thêm nơi khác rồi sao lưu lại.',
  'backup.target_read_only':
    'Nơi sao lưu {{path}} không cho ghi nên lần này chưa có bản sao lưu. Dữ liệu trong trạm và các bản sao lưu trước vẫn còn nguyên. Gạt nút khóa ghi trên USB, mở quyền ghi của thư mục, hoặc thêm nơi khác rồi sao lưu lại.',
  'backup.target_inside': 'Thư mục sao lưu nằm ngay trong thư mục dữ liệu nên không bảo vệ được gì. Chưa sao lưu. Chọn một ổ khác.',
  'backup.target_twice': 'Thư mục này đã có trong danh sách nơi sao lưu. Danh sách giữ nguyên.',
  'backup.too_many_targets': 'Đã có {{max}} nơi sao lưu. Danh sách giữ nguyên. Bỏ bớt một nơi không dùng rồi thêm lại.',
  'backup.keep_out_of_range': 'Số bản giữ lại phải từ {{low}} đến {{high}}. Thiết đặt cũ giữ nguyên. Nhập lại.',
  'backup.files_damaged':
    'Bản sao lưu có {{count}} tệp bị hỏng. Chưa có gì bị thay đổi. Dùng bản sao lưu khác; nếu không còn bản nào, có thể khôi phục phần còn nguyên.',
  'backup.no_room': 'Ổ đĩa không đủ chỗ để khôi phục: cần {{need}} MB, còn {{free}} MB. Chưa có gì bị thay đổi. Dọn bớt ổ đĩa rồi làm lại.',
  'backup.no_target': 'Chưa chọn nơi sao lưu. Dữ liệu trong trạm vẫn an toàn. Nhờ quản trị chọn một ổ thứ hai hoặc USB.',
  'backup.running': 'Đang có một lần sao lưu hoặc kiểm tra khác. Dữ liệu vẫn an toàn. Đợi xong rồi làm lại.',
  'backup.cancelled': 'Đã dừng sao lưu theo yêu cầu. Các bản sao lưu trước vẫn còn nguyên.',
  'backup.copy_failed': 'Không sao lưu được cơ sở dữ liệu. Các bản sao lưu trước vẫn còn nguyên. Làm lại; nếu vẫn vậy, chạy kiểm tra kho.',
  'backup.copy_differs':
    'Tệp {{file}} chép sang ổ sao lưu không giống bản gốc nên lần sao lưu này không được tính. Dữ liệu trong trạm vẫn an toàn. Dùng ổ khác.',
  'backup.none_here': 'Không tìm thấy bản sao lưu nào ở thư mục này. Chưa có gì bị thay đổi. Chọn thư mục khác.',
  'backup.manifest_damaged': 'Bản sao lưu này không còn nguyên vẹn. Chưa có gì bị thay đổi. Dùng bản sao lưu khác.',
  'backup.database_damaged': 'Cơ sở dữ liệu trong bản sao lưu đã bị hỏng hoặc bị sửa. Chưa có gì bị thay đổi. Dùng bản sao lưu khác.',
  'backup.files_missing': 'Bản sao lưu thiếu {{count}} tệp (tệp đầu: {{first}}). Chưa có gì bị thay đổi. Dùng bản sao lưu khác.',
  'backup.other_mode': 'Bản sao lưu thuộc chế độ khác (thật và tập huấn không lẫn được). Chưa có gì bị thay đổi. Chọn đúng bản.',
  'backup.without_keys': 'Bản sao lưu không kèm tệp khóa nên không mở được. Chưa có gì bị thay đổi. Dùng bản sao lưu khác.',
  'reconcile.first':
    'Dữ liệu vừa được khôi phục hoặc chép từ máy khác nên chưa được gửi văn bản, chưa được cấp số. Văn bản đã có vẫn an toàn. Nhờ quản trị đối chiếu với Trục liên thông và xác nhận số cuối của từng sổ.',
  'reconcile.not_needed': 'Dữ liệu này không cần đối chiếu. Có thể làm việc bình thường.',
  'reconcile.compare_first':
    'Chưa đối chiếu với Trục liên thông. Chưa gửi và chưa cấp số nào. Đối chiếu trước rồi xác nhận số cuối của các sổ.',
  'reconcile.below_seen':
    'Trên Trục liên thông hoặc trong sổ đã có số {{seen}}, nên số cuối không thể nhỏ hơn. Sổ giữ nguyên. Kiểm tra lại sổ giấy và nhập lại.',
  'reconcile.too_far': 'Số nhập vào cách quá xa số cuối đã thấy ({{seen}}). Sổ giữ nguyên. Kiểm tra lại và nhập lại.',
  'reconcile.books_open': 'Còn {{count}} sổ chưa xác nhận số cuối. Chưa gửi và chưa cấp số nào. Xác nhận hết rồi kết thúc đối chiếu.',
} as const;
