/** Gói tin edXML, tệp nén và tiến trình đọc tệp: điều đã xảy ra, điều gì vẫn an toàn, việc cần làm. */
export const edxmlErrors = {
  'edxml.empty': 'Gói tin nhận được không có nội dung. Bản gốc đã được giữ lại. Đề nghị nơi gửi gửi lại.',
  'edxml.not_xml': 'Gói tin nhận được không phải là tệp edXML. Bản gốc đã được giữ lại nguyên vẹn. Đề nghị nơi gửi kiểm tra và gửi lại.',
  'edxml.not_well_formed':
    'Gói tin edXML bị hỏng hoặc bị cắt giữa chừng nên không đọc được. Bản gốc đã được giữ lại nguyên vẹn. Đề nghị nơi gửi gửi lại.',
  'edxml.bad_encoding':
    'Gói tin dùng bảng mã chữ không đúng quy định (phải là UTF-8). Bản gốc đã được giữ lại nguyên vẹn. Đề nghị nơi gửi gửi lại.',
  'edxml.doctype_refused':
    'Gói tin có khai báo DOCTYPE, không được phép vì lý do an toàn nên không được mở. Bản gốc đã được giữ lại. Đề nghị báo cho người quản trị và nơi gửi.',
  'edxml.no_envelope':
    'Gói tin không có phần bì thư edXML (edXMLEnvelope). Bản gốc đã được giữ lại nguyên vẹn. Đề nghị nơi gửi kiểm tra và gửi lại.',
  'edxml.no_header':
    'Gói tin không có thông tin văn bản (MessageHeader). Bản gốc đã được giữ lại nguyên vẹn. Đề nghị nơi gửi kiểm tra và gửi lại.',
  'edxml.no_sender':
    'Gói tin không ghi cơ quan gửi. Bản gốc đã được giữ lại nguyên vẹn. Đề nghị liên hệ đơn vị quản lý Trục liên thông để biết nơi gửi.',
  'edxml.no_status_code': 'Thông báo trạng thái không có mã trạng thái. Bản gốc đã được giữ lại. Đề nghị nơi gửi gửi lại.',
  'edxml.too_deep':
    'Gói tin có cấu trúc lồng nhau quá nhiều tầng nên không được mở, để bảo vệ máy. Bản gốc đã được giữ lại. Đề nghị báo cho người quản trị.',
  'edxml.too_many_attributes':
    'Gói tin có cấu trúc bất thường (quá nhiều thuộc tính) nên không được mở, để bảo vệ máy. Bản gốc đã được giữ lại. Đề nghị báo cho người quản trị.',
  'edxml.too_large':
    'Phần thông tin của gói tin lớn quá mức cho phép nên không được mở. Bản gốc đã được giữ lại. Đề nghị báo cho người quản trị.',
  'edxml.text_too_long':
    'Một mục thông tin trong gói tin dài quá mức cho phép (1 MB) nên gói tin không được mở. Bản gốc đã được giữ lại. Đề nghị báo cho nơi gửi.',
  'edxml.too_many_attachments':
    'Gói tin có quá nhiều tệp kèm theo (tối đa {{max}} tệp). Bản gốc đã được giữ lại. Đề nghị nơi gửi chia thành nhiều lần gửi.',
  'edxml.attachment_too_large':
    'Tệp kèm theo lớn hơn mức cho phép ({{max}} MB). Bản gốc đã được giữ lại. Đề nghị báo người quản trị nâng mức hoặc đề nghị nơi gửi giảm dung lượng.',
  'edxml.attachment_without_name':
    'Tệp kèm theo thứ {{position}} không có tên. Gói tin được giữ nguyên. Đề nghị kiểm tra lại tên tệp rồi thực hiện lại.',
  'edxml.attachment_changed':
    'Tệp “{{name}}” đã thay đổi trong lúc đóng gói nên việc đóng gói dừng lại. Chưa có gì được gửi đi. Thực hiện lại.',
  'edxml.control_character':
    'Mục {{field}} có ký tự không hiển thị được nên không gửi được. Dữ liệu đã nhập vẫn còn. Xóa và gõ lại mục này.',
  'edxml.field_missing': 'Còn thiếu thông tin bắt buộc: {{field}}. Chưa có gì được gửi đi. Điền đủ rồi thực hiện lại.',
  'edxml.field_too_long': 'Mục “{{field}}” dài quá {{max}} ký tự cho phép. Chưa có gì được gửi đi. Rút gọn rồi thực hiện lại.',
  'edxml.field_form': 'Mục “{{field}}” chưa đúng dạng quy định. Chưa có gì được gửi đi. Kiểm tra và sửa lại.',
  'edxml.same_recipient': 'Nơi nhận {{organId}} được chọn hai lần. Chưa có gì được gửi đi. Bỏ bớt một.',
  'edxml.date_in_future': 'Ngày văn bản ở trong tương lai. Chưa có gì được gửi đi. Kiểm tra lại ngày.',

  'edxml.model_invalid': 'Tệp mô tả văn bản không đúng cấu trúc tại {{field}}. Chưa có gì được tạo ra. Kiểm tra lại tệp mô tả.',
  'edxml.attachments_differ': 'Tệp mô tả nêu {{model}} tệp kèm theo nhưng được đưa {{given}} tệp. Chưa có gì được tạo ra. Đưa đủ các tệp.',
  'edxml.signing_key_not_of_certificate':
    'Khóa và chứng thư dùng để ký gói tin không phải của nhau nên chưa được dùng. Cấu hình cũ vẫn giữ nguyên. Chọn đúng cặp tệp.',
  'edxml.signing_key_unreadable':
    'Không đọc được khóa hoặc chứng thư dùng để ký gói tin. Chưa có gì được tạo ra. Kiểm tra lại tệp khóa và chứng thư.',

  'edxml.old_encoding':
    'Thông tin văn bản được gõ bằng mã {{encoding}} cũ, đã chuyển sang Unicode để đọc và tra cứu. Bản gốc vẫn giữ nguyên. Đối chiếu với văn bản.',
  'edxml.unknown_element': 'Gói tin có mục lạ “{{name}}” chưa được hiển thị. Bản gốc vẫn giữ đủ. Có thể xem trong tệp gốc nếu cần.',
  'edxml.unknown_namespace': 'Gói tin có mục “{{name}}” thuộc chuẩn khác, chưa được hiển thị. Bản gốc vẫn giữ đủ.',
  'edxml.repeated_element': 'Mục “{{name}}” xuất hiện nhiều lần; mục sau cùng được dùng. Bản gốc vẫn giữ đủ. Đối chiếu với văn bản.',
  'edxml.bad_value': 'Mục “{{name}}” có giá trị không hiểu được nên để trống. Bản gốc vẫn giữ đủ. Đối chiếu với văn bản.',
  'edxml.unknown_business_type':
    'Loại nghiệp vụ {{type}} không có trong quy định; tạm coi là văn bản mới. Bản gốc vẫn giữ đủ. Hỏi lại nơi gửi.',
  'edxml.name_cleaned': 'Tên tệp kèm theo có ký tự không an toàn, đã đổi thành “{{name}}”. Nội dung tệp không thay đổi.',
  'edxml.base64_stray_characters':
    'Tệp kèm theo có ký tự lạ trong phần mã hóa, có thể đã hỏng. Bản gốc vẫn giữ đủ. Mở tệp kiểm tra trước khi tiếp nhận.',
  'edxml.attachment_paired_loosely':
    'Mã của tệp kèm theo không khớp với danh mục trong gói tin; đã ghép theo tên hoặc thứ tự. Đối chiếu tệp với văn bản.',
  'edxml.attachment_missing':
    'Gói tin có khai tệp “{{name}}” nhưng không kèm tệp. Những tệp khác vẫn giữ đủ. Đề nghị nơi gửi gửi lại nếu cần.',
  'edxml.attachment_empty': 'Tệp kèm theo “{{name}}” không có nội dung (0 byte). Bản gốc vẫn giữ đủ. Đề nghị nơi gửi gửi lại.',
  'edxml.attachment_not_pdf':
    'Tệp “{{name}}” mang tên PDF nhưng nội dung là loại khác. Tệp được giữ nguyên. Thận trọng và hỏi lại nơi gửi.',
  'edxml.zip_unreadable': 'Có tệp nén kèm theo bị hỏng, được giữ nguyên như khi nhận. Đề nghị nơi gửi gửi lại nếu không mở được.',

  'zip.unreadable': 'Tệp nén bị hỏng hoặc thuộc loại không hỗ trợ. Tệp được giữ nguyên. Đề nghị nơi gửi gửi lại.',
  'zip.too_large':
    'Tệp nén khi mở ra lớn quá mức cho phép nên không được mở, để bảo vệ máy. Bản gốc đã được giữ lại. Đề nghị báo cho người quản trị.',
  'zip.too_many_entries':
    'Tệp nén chứa quá nhiều tệp (tối đa {{max}}) nên không được mở. Bản gốc đã được giữ lại. Đề nghị báo cho người quản trị.',
} as const;
