/** Hồ sơ: what happened → what is safe → what to do. */
export const dossiersErrors = {
  'dossiers.unknown': 'Không tìm thấy hồ sơ này. Chưa ghi gì. Mở lại danh mục hồ sơ rồi chọn lại.',
  'dossiers.act_not_allowed':
    'Hồ sơ {{notation}} đang ở tình trạng không làm được việc này. Chưa thay đổi gì. Hồ sơ đã kết thúc cần mở lại (ghi lý do) trước khi sửa.',
  'dossiers.notation_taken': 'Số và ký hiệu {{notation}} đã có trong danh mục năm {{year}}. Chưa ghi gì. Chọn số, ký hiệu khác.',
  'dossiers.list_full': 'Danh mục của một năm có nhiều nhất {{max}} hồ sơ. Chưa ghi gì. Kiểm tra lại năm của danh mục.',
  'dossiers.year_stays': 'Hồ sơ đã mở giữ nguyên năm của danh mục. Chưa thay đổi gì. Mở hồ sơ mới trong năm khác nếu cần.',
  'dossiers.not_empty': 'Hồ sơ còn văn bản nên không bỏ khỏi danh mục được. Chưa thay đổi gì. Đưa văn bản ra khỏi hồ sơ trước.',
  'dossiers.nothing_to_copy': 'Danh mục năm {{year}} không có hồ sơ nào để chép. Chưa ghi gì. Chọn năm khác.',
  'dossiers.full': 'Một hồ sơ có nhiều nhất {{max}} văn bản. Văn bản này chưa được đưa vào. Mở thêm một hồ sơ (tập 2).',
  'dossiers.already_in': 'Văn bản đã có trong hồ sơ {{notation}}. Không đưa vào lần nữa.',
  'dossiers.not_registered': 'Văn bản đến chưa vào sổ. Chưa đưa vào hồ sơ. Vào sổ trước rồi làm lại.',
  'dossiers.not_numbered': 'Văn bản đi chưa có số. Chưa đưa vào hồ sơ. Cấp số trước rồi làm lại.',
  'dossiers.not_ours': 'Văn bản đã trả lại hoặc nơi gửi đã lấy lại. Không đưa vào hồ sơ.',
  'dossiers.merged': 'Văn bản này đã gộp vào bản khác. Chưa đưa vào hồ sơ. Đưa bản có số đến vào hồ sơ.',
  'dossiers.cancelled': 'Văn bản đi đã hủy. Không đưa vào hồ sơ.',
  'dossiers.no_item': 'Văn bản không còn trong hồ sơ này. Chưa thay đổi gì. Xem lại danh sách văn bản của hồ sơ.',
  'dossiers.empty': 'Hồ sơ chưa có văn bản nào. Chưa kết thúc. Đưa văn bản vào, hoặc bỏ hồ sơ khỏi danh mục.',
  'dossiers.no_maintenance': 'Hồ sơ chưa ghi thời hạn bảo quản. Chưa kết thúc. Sửa thông tin hồ sơ rồi làm lại.',
  'dossiers.unfinished':
    'Còn {{count}} văn bản trong hồ sơ chưa giải quyết xong. Chưa kết thúc. Xem lại, hoặc đánh dấu đã xem rồi kết thúc.',
  'dossiers.closed_before_last':
    'Ngày kết thúc sớm hơn văn bản cuối trong hồ sơ ({{date}}). Chưa kết thúc. Chọn ngày kết thúc từ ngày đó trở đi.',
  'dossiers.handed_before_closed':
    'Hồ sơ {{notation}} kết thúc ngày {{date}}, sau ngày giao nộp. Chưa ghi giao nộp. Chọn lại ngày giao nộp hoặc bỏ hồ sơ này ra.',
  'dossiers.nothing_to_export': 'Hồ sơ chưa có văn bản nào để xuất. Chưa ghi gì ra ngoài.',
  'dossiers.too_large_to_export':
    'Hồ sơ vượt mức xuất một lần ({{files}} tệp, {{gigabytes}} GB). Chưa ghi gì ra ngoài. Chia hồ sơ thành nhiều tập rồi xuất từng tập.',
  'dossiers.no_room': 'Nơi đã chọn không đủ chỗ; cần khoảng {{megabytes}} MB. Chưa ghi gì ra ngoài. Chọn ổ đĩa khác.',
  'dossiers.export_stopped': 'Đã dừng xuất hồ sơ. Thư mục đang ghi đã được xóa, hồ sơ trong kho còn nguyên. Bấm Xuất để làm lại từ đầu.',
  'dossiers.export_busy': 'Đang xuất một hồ sơ khác. Chưa ghi gì ra ngoài. Chờ xong, hoặc dừng việc đó trong phần Việc đang chạy.',
} as const;
