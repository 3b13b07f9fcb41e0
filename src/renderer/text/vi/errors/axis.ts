/** Lỗi của việc gửi, nhận qua trục và lý do để riêng một gói tin. */
export const axisErrors = {
  'axis.connection_refused':
    'Máy chủ của Trục liên thông chưa nhận kết nối. Văn bản vẫn nằm trong hàng chờ và sẽ tự gửi khi có kết nối; không cần làm gì.',
  'axis.name_not_found':
    'Chưa tìm thấy địa chỉ của Trục liên thông trên mạng. Văn bản vẫn nằm trong hàng chờ; kiểm tra dây mạng hoặc mạng truyền số liệu chuyên dùng.',
  'axis.unreachable': 'Chưa tới được Trục liên thông. Văn bản vẫn nằm trong hàng chờ và sẽ tự gửi khi có kết nối.',
  'axis.connection_lost':
    'Kết nối đứt giữa chừng. Trạm sẽ tự hỏi lại Trục liên thông hoặc gửi lại đúng gói tin này; bên nhận chỉ nhận một lần.',
  'axis.timed_out': 'Trục liên thông chưa trả lời kịp. Trạm sẽ tự hỏi lại hoặc gửi lại đúng gói tin này; bên nhận chỉ nhận một lần.',
  'axis.tls_failed':
    'Chưa lập được kết nối an toàn với Trục liên thông ({{reason}}). Chưa có gì được gửi đi; nhờ quản trị kiểm tra chứng thư của Trục liên thông và giờ của máy.',
  'axis.captive_portal':
    'Mạng đòi đăng nhập trước khi dùng, nên Trục liên thông chưa nhận được gì. Văn bản vẫn nằm trong hàng chờ; mở trình duyệt, đăng nhập mạng rồi chờ trạm tự gửi.',
  'axis.certificate_untrusted':
    'Chứng thư của máy chủ Trục liên thông không do nơi được tin cậy cấp ({{reason}}). Chưa có gì được gửi đi; nhờ quản trị nhập chứng thư gốc của Trục liên thông ở Cài đặt › Kết nối.',
  'axis.certificate_out_of_time':
    'Chứng thư của máy chủ Trục liên thông đã hết hạn hoặc chưa có hiệu lực theo giờ của máy này ({{reason}}). Chưa có gì được gửi đi; xem lại ngày giờ của máy, nếu đúng thì báo đơn vị vận hành Trục liên thông.',
  'axis.certificate_wrong_name':
    'Chứng thư của máy chủ không mang tên máy chủ của Trục liên thông ({{reason}}). Chưa có gì được gửi đi; nhờ quản trị xem lại địa chỉ kết nối.',
  'axis.certificate_revoked':
    'Chứng thư của máy chủ Trục liên thông đã bị thu hồi ({{reason}}). Chưa có gì được gửi đi; báo đơn vị vận hành Trục liên thông.',
  'axis.client_certificate_refused':
    'Máy chủ Trục liên thông đòi chứng thư của đơn vị, hoặc không nhận chứng thư đang dùng ({{reason}}). Chưa có gì được gửi đi; nhờ quản trị nhập chứng thư kết nối ở Cài đặt › Kết nối.',
  'axis.client_certificate_unreadable':
    'Chưa đọc được chứng thư kết nối. Chưa có gì thay đổi; xem lại tệp (PKCS#12 hoặc PEM có kèm khóa) và mật khẩu của tệp rồi nhập lại.',
  'axis.authorities_unreadable': 'Chưa đọc được chứng thư gốc. Chưa có gì thay đổi; chọn tệp PEM do đơn vị vận hành Trục liên thông cấp.',
  'axis.proxy_unreachable':
    'Chưa tới được máy chủ trung chuyển {{host}}:{{port}}. Văn bản vẫn nằm trong hàng chờ; nhờ quản trị xem lại cấu hình mạng.',
  'axis.proxy_refused':
    'Máy chủ trung chuyển không mở đường tới Trục liên thông (mã {{status}}). Văn bản vẫn nằm trong hàng chờ; nhờ quản trị xem lại cấu hình mạng.',
  'axis.proxy_credential':
    'Máy chủ trung chuyển không chấp nhận tên hoặc mật khẩu (mã {{status}}). Văn bản vẫn nằm trong hàng chờ; nhờ quản trị nhập lại.',
  'axis.gateway_bad_file':
    'Cổng liên thông của tỉnh không đọc được tệp gửi lên (mã {{axisCode}} {{description}}). Văn bản vẫn nguyên ở trạm; thử gửi lại, nếu lặp lại thì báo quản trị.',
  'axis.gateway_no_recipient':
    'Cổng liên thông của tỉnh không có nơi nhận này (mã {{axisCode}} {{description}}). Văn bản vẫn nguyên ở trạm; xem lại nơi nhận trong danh bạ rồi gửi lại.',
  'axis.gateway_sender_unknown':
    'Cổng liên thông của tỉnh chưa đăng ký cơ quan gửi (mã {{axisCode}} {{description}}). Văn bản vẫn nguyên ở trạm; nhờ quản trị liên hệ đơn vị vận hành cổng.',
  'axis.gateway_file_failed':
    'Cổng liên thông của tỉnh gặp lỗi khi xử lý tệp (mã {{axisCode}} {{description}}). Văn bản vẫn nguyên ở trạm; thử gửi lại sau ít phút.',
  'axis.gateway_bad_edxml':
    'Cổng liên thông của tỉnh cho rằng gói tin sai cấu trúc (mã {{axisCode}} {{description}}). Văn bản vẫn nguyên ở trạm; báo quản trị kèm mã này.',
  'axis.gateway_recipient_locked':
    'Nơi nhận đang bị khóa trên cổng liên thông của tỉnh (mã {{axisCode}} {{description}}). Văn bản vẫn nguyên ở trạm; hỏi nơi nhận, tạm gửi bằng cách khác nếu gấp.',
  'axis.no_agency_list':
    'Kết nối này không có danh bạ cơ quan. Danh bạ đang dùng được giữ nguyên; nhập danh bạ từ tệp hoặc hỏi đơn vị vận hành.',
  'axis.clock_off':
    'Đồng hồ máy lệch {{minutes}} phút so với Trục liên thông. Kết nối vẫn dùng được; chỉnh lại giờ máy để thời điểm gửi, nhận ghi đúng.',
  'axis.organ_unknown': 'Trạm không phục vụ cơ quan mang mã {{organId}}. Chưa có gì thay đổi; chọn lại cơ quan.',
  'axis.paused': 'Đã tạm dừng gửi theo yêu cầu. Văn bản vẫn nằm trong hàng chờ.',
  'axis.disk_short':
    'Ổ đĩa chỉ còn {{freeMb}} MB nên trạm tạm ngừng nhận gói tin mới; các gói tin vẫn được giữ trên Trục liên thông. Giải phóng ổ đĩa, trạm sẽ tự nhận tiếp.',
  'axis.credential_refused':
    'Trục liên thông từ chối mã hệ thống hoặc khóa kết nối của cơ quan ({{axisCode}} {{description}}). Văn bản vẫn nằm trong hàng chờ; nhờ quản trị kiểm tra lại kết nối.',
  'axis.fault': 'Trục liên thông đang gặp sự cố (mã {{status}}). Văn bản vẫn nằm trong hàng chờ, trạm tự thử lại.',
  'axis.not_the_axis':
    'Có máy trả lời nhưng không phải Trục liên thông (mã {{status}}), có thể là trang đăng nhập mạng. Văn bản vẫn nằm trong hàng chờ; kiểm tra kết nối mạng.',
  'axis.answer_too_large':
    'Trục liên thông trả về nhiều dữ liệu hơn mức cho phép ({{limit}} byte). Trạm sẽ thử lại; nếu lặp lại, báo quản trị.',
  'axis.no_doc_id': 'Trục liên thông đã nhận nhưng không cho mã gói tin. Trạm sẽ tự hỏi lại hoặc gửi lại đúng gói tin này.',
  'axis.maybe_sent':
    'Có thể đã gửi: kết nối đứt trước khi Trục liên thông trả lời. Trạm sẽ gửi lại đúng gói tin này; bên nhận chỉ nhận một lần.',
  'axis.refused':
    'Trục liên thông không nhận gói tin này: {{description}} (mã {{axisCode}}). Văn bản vẫn nguyên ở trạm; xem lại nơi nhận rồi gửi lại.',
  'axis.refused_after_maybe_sent':
    'Trục liên thông không nhận lần gửi lại: {{description}} (mã {{axisCode}}). Lần gửi trước có thể đã đến nơi nhận và văn bản vẫn nguyên ở trạm. Hỏi nơi nhận đã có văn bản chưa trước khi bấm gửi lại.',
  'axis.too_large': 'Gói tin lớn hơn mức Trục liên thông nhận. Văn bản vẫn nguyên ở trạm; giảm dung lượng tệp kèm theo hoặc gửi bản giấy.',
  'axis.unexpected': 'Việc gửi gặp lỗi ngoài dự kiến. Văn bản vẫn nằm trong hàng chờ, trạm tự thử lại; nếu lặp lại, báo quản trị.',
  'axis.no_recipient': 'Văn bản chưa có nơi nhận nào trên Trục liên thông. Chọn nơi nhận trong danh bạ rồi phát hành lại.',
  'axis.not_ascii': 'Mã định danh ở mục {{name}} có chữ ngoài bảng chữ không dấu. Chưa có gì được gửi; sửa lại mã rồi thử lại.',
  'axis.endpoint_invalid': 'Địa chỉ của Trục liên thông chưa đúng dạng http(s)://tên-máy. Nhờ quản trị sửa lại kết nối.',
  'axis.loopback_in_real': 'Địa chỉ này trỏ về chính máy trạm nên không dùng cho việc thật. Nhờ quản trị nhập địa chỉ của Trục liên thông.',
  'axis.training_organ_in_real': 'Mã {{organId}} là mã tập huấn, không dùng cho việc thật. Nhập mã định danh của cơ quan.',
  'axis.real_organ_in_training': 'Mã {{organId}} không phải mã tập huấn. Hồ sơ tập huấn chỉ gửi, nhận bằng mã tập huấn.',
  'axis.not_connected': 'Cơ quan chưa có kết nối với Trục liên thông. Nhờ quản trị nhập kết nối rồi thử lại.',
  // Vì sao một gói tin đến được để riêng.
  'axis.secret':
    'Gói tin ghi độ mật nên trạm không nhận và đã hủy phần nội dung; chỉ giữ thời gian, mã nơi gửi và mã gói tin. Báo người phụ trách bảo vệ bí mật nhà nước.',
  'axis.other_office': 'Gói tin gửi cho cơ quan khác. Bản gốc được giữ riêng, Trục liên thông đã được báo; không cần vào sổ.',
  'axis.empty_attachment': 'Tệp kèm theo “{{name}}” rỗng. Bản gốc được giữ riêng, Trục liên thông đã được báo; đề nghị nơi gửi gửi lại.',
  'axis.not_a_pdf':
    'Tệp “{{name}}” mang tên PDF nhưng không phải PDF ({{detected}}). Bản gốc được giữ riêng, Trục liên thông đã được báo; đề nghị nơi gửi gửi lại.',
  'axis.promised_file_missing':
    'Gói tin có khai tệp “{{name}}” nhưng không kèm tệp nên văn bản chưa đủ. Bản gốc được giữ riêng, Trục liên thông đã được báo; đề nghị nơi gửi gửi lại.',
  'axis.missing_pdf': 'Gói tin không có tệp PDF của văn bản. Bản gốc được giữ riêng, Trục liên thông đã được báo; đề nghị nơi gửi gửi lại.',
  'axis.parser_failed': 'Trạm không đọc được gói tin. Bản gốc được giữ riêng; đề nghị nơi gửi gửi lại, nếu lặp lại thì báo quản trị.',
  'axis.package_problem': 'Trạm chưa xử lý được gói tin, sẽ tự thử lại. Nếu lặp lại nhiều lần, báo quản trị.',
} as const;
