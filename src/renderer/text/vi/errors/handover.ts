/** Handing over the desk and the right to give numbers. */
export const handoverErrors = {
  'handover.given':
    'Công việc văn thư ở máy này đã bàn giao sang máy khác nên máy này không cấp số, không gửi và không nhận văn bản nữa. Dữ liệu cũ vẫn xem được. Làm tiếp trên máy đã nhận bàn giao.',
  'handover.under_way':
    'Đang bàn giao công việc văn thư nên tạm không cấp số, không gửi và không nhận. Dữ liệu vẫn còn nguyên. Làm tiếp hoặc thôi bàn giao ở mục Bàn giao.',
  'handover.gave_away':
    'Quyền cấp số của kho này đã chuyển sang máy khác, bản sao lưu cũ không cấp số tiếp được. Chưa có số nào bị cấp trùng. Làm tiếp trên máy đã nhận bàn giao, hoặc bàn giao ngược lại từ máy đó.',
  'handover.claim_first':
    'Kho này từ máy khác chuyển sang nên chưa có quyền cấp số. Dữ liệu vẫn còn nguyên. Nhận quyền cấp số ở bước đầu tiên rồi mới kết thúc đối chiếu.',
  'handover.ticket_damaged':
    'Tệp bàn giao không đọc được hoặc không thuộc kho này. Dữ liệu không bị thay đổi. Dùng tệp ban-giao.json nằm cùng bản sao lưu bàn giao.',
  'handover.ticket_old':
    'Tệp bàn giao này không còn giá trị: đã có lần bàn giao sau, hoặc chính máy này đã giao đi. Dữ liệu không bị thay đổi. Lấy tệp của lần bàn giao mới nhất.',
  'handover.no_ticket':
    'Không thấy tệp bàn giao kèm bản sao lưu. Dữ liệu không bị thay đổi. Chọn tệp ban-giao.json nằm trong thư mục của bản sao lưu bàn giao.',
  'handover.only_ticket':
    'Kho này đang chờ bàn giao nên chỉ nhận quyền cấp số bằng tệp bàn giao. Dữ liệu không bị thay đổi. Lấy tệp ban-giao.json cùng bản sao lưu bàn giao từ máy cũ.',
} as const;
