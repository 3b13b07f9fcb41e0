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
  'handover.under_way_already': 'Đang có một lần bàn giao chưa xong. Dữ liệu vẫn còn nguyên. Làm tiếp hoặc thôi lần đó trước.',
  'handover.none_under_way': 'Không có lần bàn giao nào đang làm dở. Dữ liệu không bị thay đổi.',
  'handover.no_place': 'Nơi sao lưu đã chọn chưa cắm. Chưa bàn giao gì. Cắm ổ hoặc chọn nơi sao lưu khác rồi làm lại.',
  'handover.no_machine': 'Máy này chưa ghi nhớ được trạm của mình nên chưa bàn giao sang máy khác được. Dữ liệu vẫn còn nguyên.',
  'handover.people_needed': 'Chưa chọn người giao hoặc người nhận. Chưa bàn giao gì. Chọn đủ hai người rồi làm lại.',
  'handover.same_person': 'Người giao và người nhận là một. Chưa bàn giao gì. Chọn người nhận khác.',
  'handover.taker_needed': 'Chưa ghi tên người nhận. Chưa bàn giao gì. Ghi tên người nhận rồi làm lại.',
  'handover.no_administrator':
    'Sau khi bàn giao sẽ không còn ai có quyền quản trị. Chưa bàn giao gì. Thêm quyền quản trị cho người nhận hoặc người khác trước.',
  'handover.taker_without_way':
    '{{name}} chưa có mật khẩu hoặc USB ký số để mở trạm. Chưa bàn giao gì. Đặt cách vào trạm cho người nhận trước rồi bàn giao.',
  'handover.unknown': 'Không tìm thấy lần bàn giao này. Dữ liệu không bị thay đổi.',
  'handover.organ_unknown': 'Không tìm thấy cơ quan này trong trạm. Dữ liệu không bị thay đổi.',
  'handover.organ_closed': 'Cơ quan này đã có cơ quan kế tiếp. Sổ và số giữ nguyên. Chọn cơ quan khác.',
  'handover.organ_same': 'Mã định danh của cơ quan mới trùng với cơ quan cũ. Chưa thay đổi gì. Nhập lại mã mới.',
  'handover.until_past': 'Ngày thôi nhận văn bản theo mã cũ đã qua. Chưa thay đổi gì. Nhập ngày từ hôm nay trở đi.',
  'handover.work_unfinished':
    'Còn {{count}} văn bản đã ký mà chưa phát hành theo mã cũ. Chưa thay đổi gì. Phát hành hoặc hủy các văn bản đó trước.',
} as const;
