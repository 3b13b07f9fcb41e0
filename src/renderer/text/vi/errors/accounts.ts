/** What accounts reports: what happened, what is safe, what to do. */
export const accountsErrors = {
  'accounts.way_in_refused':
    'Chưa mở được: thông tin vừa nhập không khớp. Dữ liệu vẫn an toàn. Kiểm tra bộ gõ, phím Caps Lock rồi thử lại, hoặc dùng cách mở khác.',
  'accounts.wait': 'Lần nhập vừa rồi chưa đúng nên cần chờ một lát. Dữ liệu vẫn an toàn. Thử lại sau {{seconds}} giây.',
  'accounts.recovery_code_differs': 'Mã khôi phục gõ lại chưa giống mã đã hiện. Chưa có gì bị thay đổi. So từng nhóm bốn ký tự rồi gõ lại.',
  'accounts.passphrase_short': 'Cụm mật khẩu cần ít nhất {{min}} ký tự. Chưa có gì bị thay đổi. Đặt cụm dài hơn, ví dụ vài từ dễ nhớ.',
  'accounts.passphrase_needed':
    'Máy này không dùng được kho khóa của hệ điều hành nên cần một cụm mật khẩu. Chưa có gì bị thay đổi. Đặt cụm mật khẩu rồi tiếp tục.',
  'accounts.os_key_store_absent':
    'Kho khóa của hệ điều hành không dùng được trên máy này. Dữ liệu vẫn an toàn. Dùng cụm mật khẩu, hoặc nhờ quản trị kiểm tra máy.',
  'accounts.way_in_failed':
    'Cách mở mới chưa dùng được nên không được lưu. Các cách mở cũ vẫn giữ nguyên. Thử lại; nếu vẫn vậy, báo quản trị.',
  'accounts.way_in_unknown': 'Cách mở này không còn. Các cách mở khác vẫn giữ nguyên. Mở lại trang rồi chọn lại.',
  'accounts.recovery_must_stay':
    'Mã khôi phục chỉ có thể thay bằng mã mới, không thể bỏ. Các cách mở vẫn giữ nguyên. Chọn tạo mã khôi phục mới.',
  'accounts.choose_person': 'Trạm đang mở và có nhiều người dùng. Chưa có gì bị thay đổi. Chọn tên mình rồi nhập mật khẩu.',
  'accounts.person_ended': 'Người này đã thôi làm việc tại trạm. Chưa có gì bị thay đổi. Chọn người khác.',
  'accounts.last_administrator':
    'Trạm cần ít nhất một quản trị phụ trách mọi cơ quan và có cách vào trạm. Chưa có gì bị thay đổi. Giao vai trò quản trị cho người khác trước.',
  'accounts.behalf_role':
    'Người được ghi thay không có vai trò làm việc này. Chưa có gì được ghi. Chọn đúng người, hoặc nhờ quản trị bổ sung vai trò.',
  'accounts.rekey_running': 'Kho dữ liệu đang được thay khóa. Dữ liệu vẫn an toàn. Chờ xong rồi vào lại.',
  'accounts.last_daily_way':
    'Đây là cách mở hằng ngày duy nhất còn lại nên chưa thể bỏ. Các cách mở vẫn giữ nguyên. Thêm một cách mở khác trước.',
  'accounts.passphrase_unusable': 'Mật khẩu này không dùng được. Chưa có gì bị thay đổi. Đặt một mật khẩu khác.',
  'accounts.rekey_cancelled': 'Đã dừng thay khóa kho. Kho dữ liệu giữ nguyên với khóa cũ. Có thể làm lại bất cứ lúc nào.',
  'accounts.rekey_no_room':
    'Ổ đĩa chưa đủ chỗ để làm bản mới của kho. Chưa có gì bị thay đổi. Giải phóng khoảng {{megabytes}} MB rồi làm lại.',
  'accounts.rekey_ways_old':
    'Còn {{count}} cách vào trạm kiểu cũ nên chưa thay khóa được. Chưa có gì bị thay đổi. Để từng người vào lại một lần, tạo mã khôi phục mới, rồi làm lại.',
  'accounts.rekey_copy_failed':
    'Chưa làm được bản mới của kho. Kho dữ liệu giữ nguyên với khóa cũ. Kiểm tra ổ đĩa và kho dữ liệu rồi làm lại. ({{code}})',
  'accounts.rekey_not_proved':
    'Bản mới của kho chưa mở lại được nên không được dùng. Kho dữ liệu giữ nguyên với khóa cũ. Làm lại; nếu vẫn vậy, báo người phụ trách kỹ thuật.',
  'accounts.profile_exists': 'Hồ sơ làm việc này đã được thiết lập trên máy. Dữ liệu đã có được giữ nguyên. Mở hồ sơ đã có.',
  'accounts.profile_missing':
    'Không tìm thấy hồ sơ làm việc trên máy này. Chưa có gì bị thay đổi. Kiểm tra ổ đĩa, hoặc nhờ quản trị khôi phục từ bản sao lưu.',
  'accounts.keys_damaged':
    'Tệp khóa của hồ sơ bị hỏng nên chưa mở được. Dữ liệu được giữ nguyên. Không xóa gì; nhờ quản trị khôi phục tệp khóa từ bản sao lưu.',
  'accounts.other_mode':
    'Hồ sơ ở đây thuộc chế độ khác (làm việc thật và tập huấn không bao giờ dùng chung). Dữ liệu được giữ nguyên. Nhờ quản trị kiểm tra thư mục dữ liệu.',
  'accounts.machine_key_missing':
    'Kho dữ liệu không có khóa của máy trạm. Văn bản vẫn an toàn. Nhờ quản trị kiểm tra, khôi phục từ bản sao lưu nếu cần.',
  'accounts.person_incomplete': 'Cần họ tên và ít nhất một vai trò. Chưa có gì được lưu. Điền đủ rồi lưu lại.',
  'accounts.person_unknown': 'Không tìm thấy người này trong danh sách. Chưa có gì bị thay đổi. Mở lại danh sách rồi chọn lại.',
  'accounts.role_needed': 'Việc này cần vai trò khác với vai trò đang có. Chưa có gì bị thay đổi. Nhờ người có vai trò đó thực hiện.',
} as const;
