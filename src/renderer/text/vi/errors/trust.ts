/** The list of trusted authorities, and asking the network about certificates. */
export const trustErrors = {
  'trust.update_unreadable':
    'Tệp này không phải tệp cập nhật danh sách chứng thư tin cậy, hoặc đã hỏng. Danh sách đang dùng vẫn giữ nguyên. Tải lại tệp từ nơi phát hành.',
  'trust.update_no_key':
    'Bản cài đặt này chưa có khóa của nơi phát hành để kiểm tra tệp cập nhật, nên chưa nhận tệp nào. Danh sách đang dùng vẫn giữ nguyên. Hỏi nơi cung cấp phần mềm.',
  'trust.update_signature':
    'Tệp cập nhật không có chữ ký đúng của nơi phát hành nên không được nhận. Danh sách đang dùng vẫn giữ nguyên. Tải lại tệp từ nơi phát hành.',
  'trust.update_version':
    'Tệp cập nhật là bản số {{offered}}, không mới hơn bản đang dùng (số {{current}}), nên không được nhận. Danh sách đang dùng vẫn giữ nguyên.',
  'trust.update_pin_differs':
    'Tệp cập nhật có chứng thư không khớp với danh sách của chính tệp đó nên không được nhận. Danh sách đang dùng vẫn giữ nguyên.',
  'trust.certificate_unreadable': 'Không đọc được chứng thư trong tệp này. Chưa thêm gì. Chọn tệp chứng thư (.cer, .crt, .pem, .der).',
  'trust.training_authority':
    'Đây là nơi cấp chứng thư tập huấn, không dùng cho công việc thật. Danh sách giữ nguyên. Chọn chứng thư của nơi cấp thật.',
  'trust.not_an_authority':
    'Chứng thư này là của người dùng, không phải của đơn vị cấp chứng thư, nên không thêm được vào danh sách tin cậy. Chưa thêm gì.',
  'trust.known_already': 'Chứng thư này đã có trong danh sách. Danh sách giữ nguyên, không cần thêm lại.',
  'trust.too_many': 'Danh sách đã có {{most}} chứng thư được thêm, là mức nhiều nhất. Gỡ bớt chứng thư không dùng rồi thêm lại.',
  'trust.not_found': 'Không gỡ được: chứng thư này không do quản trị thêm vào hoặc đã được gỡ.',
  'verify.net_refused': 'Địa chỉ tra cứu ghi trong chứng thư không được phép dùng nên không tra cứu.',
  'verify.net_unreachable': 'Chưa kết nối được nơi tra cứu chứng thư. Kết quả đã có vẫn giữ; máy sẽ tự tra cứu lại.',
  'verify.net_answer': 'Nơi tra cứu chứng thư trả lời không dùng được. Kết quả đã có vẫn giữ; máy sẽ tự tra cứu lại.',
  'verify.not_a_pdf': 'Tệp này không phải PDF nên không có chữ ký số PDF để kiểm tra.',
} as const;
