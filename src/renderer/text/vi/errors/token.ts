/** Signing devices. Whatever happened, the document is as it was before. */
export const tokenErrors = {
  'token.addon_missing':
    'Phần kết nối thiết bị ký số chưa có trên máy này. Văn bản vẫn giữ nguyên, các việc khác làm bình thường. Nhờ người quản trị cài lại phần mềm đầy đủ.',
  'token.module_missing': 'Không thấy trình điều khiển {{module}} ở nơi đã khai báo. Nhờ người quản trị kiểm tra lại đường dẫn.',
  'token.module_32bit': 'Trình điều khiển {{module}} là bản 32-bit, không dùng được với phần mềm 64-bit. Cài bản 64-bit.',
  'token.module_other_machine': 'Trình điều khiển {{module}} dành cho loại máy khác. Cài bản đúng với máy này.',
  'token.module_not_pkcs11': 'Tệp {{module}} không phải trình điều khiển thiết bị ký số. Nhờ người quản trị chọn lại tệp.',
  'token.module_load_failed': 'Không mở được trình điều khiển {{module}}. Nhờ người quản trị cài lại trình điều khiển.',
  'token.module_changed':
    'Trình điều khiển {{module}} đã khác với tệp người quản trị cho phép nên không được dùng. Nếu vừa cập nhật trình điều khiển, nhờ người quản trị chọn lại tệp.',
  'token.module_needs_library':
    'Trình điều khiển {{module}} cần thêm thư viện {{library}} chưa có trên máy. Nhờ người quản trị cài lại trình điều khiển cho đủ.',
  'token.module_needs_part': 'Trình điều khiển {{module}} thiếu một thành phần đi kèm. Nhờ người quản trị cài lại trình điều khiển cho đủ.',
  'token.module_avoided':
    'Trình điều khiển {{module}} làm phần kết nối thiết bị dừng nhiều lần nên tạm thời không được dùng; thiết bị khác vẫn dùng bình thường. Cài lại trình điều khiển rồi bấm “Tìm lại”.',
  'token.driver_hung':
    'Trình điều khiển thiết bị ký số không trả lời nên phần kết nối được khởi động lại. Văn bản chưa ký và vẫn giữ nguyên. Rút thiết bị ra, cắm lại rồi ký lại.',
  'token.not_present': 'Chưa cắm thiết bị ký số. Văn bản chưa ký và vẫn giữ nguyên. Cắm thiết bị rồi ký lại.',
  'token.removed': 'Thiết bị ký số đã bị rút ra. Văn bản chưa ký và vẫn giữ nguyên. Cắm lại thiết bị rồi ký lại.',
  'token.not_recognized':
    'Không nhận dạng được thiết bị ký số. Văn bản vẫn giữ nguyên. Kiểm tra trình điều khiển của thiết bị rồi thử lại.',
  'token.busy': 'Thiết bị ký số đang bận. Văn bản chưa ký và vẫn giữ nguyên. Đợi việc ký đang làm xong rồi ký lại.',
  'token.used_elsewhere': 'Thiết bị ký số đang được phần mềm khác dùng. Văn bản chưa ký. Đóng phần mềm kia rồi ký lại.',
  'token.certificate_missing': 'Không thấy chứng thư số đã chọn trên thiết bị. Văn bản chưa ký. Chọn lại chứng thư số.',
  'token.key_missing': 'Thiết bị không có khóa của chứng thư số đã chọn. Văn bản chưa ký. Chọn chứng thư số khác.',
  'token.key_not_rsa': 'Loại khóa của chứng thư số này chưa được hỗ trợ. Văn bản chưa ký. Chọn chứng thư số khác.',
  'token.key_cannot_decrypt':
    'Khóa trên USB ký số này chỉ dùng để ký, không dùng để mở trạm được. Chưa có gì bị thay đổi. Dùng cách mở khác.',
  'token.not_decrypted': 'USB ký số này không mở được. Dữ liệu vẫn an toàn. Kiểm tra đúng USB đã đăng ký, hoặc dùng cách mở khác.',
  'token.key_cannot_sign': 'Khóa trên thiết bị không dùng để ký được. Văn bản chưa ký. Chọn chứng thư số khác.',
  'token.pin_incorrect':
    'Mã PIN không đúng. Văn bản chưa ký và vẫn giữ nguyên. Số lần thử có hạn, kiểm tra kỹ rồi nhập lại; sai nhiều lần thiết bị sẽ bị khóa.',
  'token.pin_incorrect_final':
    'Mã PIN không đúng và chỉ còn một lần thử cuối. Văn bản chưa ký và vẫn giữ nguyên. Chỉ nhập lại khi chắc chắn; sai lần nữa thiết bị sẽ bị khóa.',
  'token.pin_locked':
    'Thiết bị đã bị khóa do nhập sai mã PIN nhiều lần. Văn bản chưa ký và vẫn giữ nguyên. Liên hệ đơn vị quản lý chứng thư số để mở khóa.',
  'token.pin_must_change': 'Thiết bị đòi đổi mã PIN trước khi ký. Văn bản chưa ký. Bấm “Đổi mã PIN” rồi ký lại.',
  'token.final_try_not_accepted':
    'Thiết bị chỉ còn một lần thử mã PIN cuối. Chưa mất lần thử nào. Kiểm tra kỹ mã PIN, đánh dấu đồng ý thử lần cuối rồi ký lại.',
  'token.pin_not_plain':
    'Mã PIN có chữ có dấu hoặc ký tự lạ, có thể bộ gõ tiếng Việt đang bật. Chưa mất lần thử nào. Tắt bộ gõ rồi nhập lại mã PIN.',
  'token.new_pin_same': 'Mã PIN mới trùng với mã PIN đang dùng. Mã PIN chưa đổi. Chọn mã PIN mới khác.',
  'token.new_pin_weak':
    'Mã PIN mới cần ít nhất 8 ký tự, có chữ hoa, chữ thường và chữ số. Mã PIN chưa đổi và chưa mất lần thử nào. Nhập mã PIN mới khác.',
  'token.pin_change_unknown':
    'Chưa biết mã PIN đã đổi hay chưa vì mất kết nối với thiết bị. Thử mã PIN cũ trước khi ký; nếu sai, dùng mã PIN mới, không thử quá một lần mỗi mã.',
  'token.too_many_modules': 'Đã có {{max}} trình điều khiển được cho phép. Bỏ bớt trình điều khiển không dùng rồi thêm lại.',
  'token.too_many_certificates': 'Đã có {{max}} chứng thư nhập tay. Bỏ bớt chứng thư không dùng rồi nhập lại.',
  'token.not_a_certificate': 'Tệp này không phải chứng thư số (.cer) đọc được. Chưa có gì thay đổi. Chọn lại tệp chứng thư.',
  'token.certificate_of_authority':
    'Đây là chứng thư của nơi cấp, không phải của người ký. Chưa có gì thay đổi. Chọn chứng thư của cơ quan hoặc cá nhân.',
  'token.pin_fixed': 'Mã PIN của khóa tập huấn không đổi được. Dùng mã PIN ghi bên cạnh ô nhập.',
  'token.pin_not_initialized': 'Thiết bị chưa được đặt mã PIN. Văn bản chưa ký. Liên hệ đơn vị quản lý chứng thư số.',
  'token.pin_length': 'Mã PIN phải dài từ {{min}} đến {{max}} ký tự. Chưa mất lần thử nào. Nhập lại mã PIN.',
  'token.pin_refused_length': 'Thiết bị không nhận mã PIN có độ dài này. Văn bản chưa ký. Kiểm tra lại mã PIN rồi nhập lại.',
  'token.pin_characters': 'Mã PIN có ký tự mà thiết bị không nhận. Văn bản chưa ký. Kiểm tra lại mã PIN rồi nhập lại.',
  'token.pin_already_given': 'Mã PIN chỉ dùng một lần cho mỗi lần ký. Văn bản chưa ký. Bắt đầu ký lại.',
  'token.pin_malformed': 'Mã PIN không đến được thiết bị. Chưa mất lần thử nào. Bắt đầu ký lại.',
  'token.not_logged_in': 'Phiên đăng nhập thiết bị chưa mở hoặc đã hết. Văn bản chưa ký. Nhập mã PIN rồi ký lại.',
  'token.session_lost': 'Mất kết nối với thiết bị ký số. Văn bản chưa ký và vẫn giữ nguyên. Rút thiết bị ra, cắm lại rồi ký lại.',
  'token.no_such_act': 'Lần ký này đã kết thúc. Văn bản chưa ký và vẫn giữ nguyên. Bắt đầu ký lại.',
  'token.act_exists': 'Lần ký này đã được mở. Văn bản vẫn giữ nguyên. Đợi việc ký đang làm xong.',
  'token.too_much_data': 'Dữ liệu cần ký lớn hơn mức cho phép. Văn bản chưa ký và vẫn giữ nguyên. Báo lỗi này cho bộ phận hỗ trợ.',
  'token.signature_self_check_failed':
    'Chữ ký do thiết bị tạo ra không khớp với chứng thư số nên đã bỏ. Văn bản chưa ký và vẫn giữ nguyên. Rút thiết bị ra, cắm lại rồi ký lại; nếu vẫn vậy, chọn chứng thư số khác.',
  'token.cancelled': 'Đã hủy việc ký. Văn bản vẫn giữ nguyên.',
  'token.device_error': 'Thiết bị ký số gặp lỗi. Văn bản chưa ký và vẫn giữ nguyên. Rút thiết bị ra, cắm lại rồi ký lại.',
  'token.driver_error':
    'Trình điều khiển {{module}} báo lỗi {{code}}. Văn bản chưa ký và vẫn giữ nguyên. Cắm lại thiết bị rồi ký lại; chưa nên nhập lại mã PIN nhiều lần.',
  'token.vendor_error':
    'Trình điều khiển {{module}} báo lỗi riêng của nhà sản xuất: {{code}}. Văn bản chưa ký và vẫn giữ nguyên. Báo mã lỗi này cho bộ phận hỗ trợ.',
  'token.system_error': 'Máy tính không đủ tài nguyên cho thiết bị ký số. Văn bản chưa ký. Đóng rồi mở lại trạm, sau đó ký lại.',
  'token.internal':
    'Có lỗi bên trong khi dùng thiết bị ký số (mã {{code}}). Văn bản chưa ký và vẫn giữ nguyên. Báo mã lỗi này cho bộ phận hỗ trợ.',
} as const;
