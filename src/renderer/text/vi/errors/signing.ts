/** Acts of signing. Whatever happened, the document is as it was before. */
export const signingErrors = {
  'signing.timestamp_unreachable':
    'Chưa liên lạc được với máy chủ cấp dấu thời gian. Văn bản chưa ký và vẫn giữ nguyên. Kiểm tra mạng rồi ký lại.',
  'signing.timestamp_refused':
    'Máy chủ cấp dấu thời gian từ chối yêu cầu. Văn bản chưa ký và vẫn giữ nguyên. Báo người quản trị kiểm tra địa chỉ máy chủ.',
  'signing.timestamp_wrong':
    'Dấu thời gian nhận được không khớp với chữ ký. Văn bản chưa ký và vẫn giữ nguyên. Ký lại; nếu vẫn vậy, báo người quản trị.',
  'signing.training_certificate':
    'Đây là chứng thư tập huấn, không dùng được cho công việc thật. Chọn chứng thư số của cơ quan hoặc cá nhân.',
  'signing.real_certificate': 'Đây là chứng thư thật, không dùng trong chế độ tập huấn. Chọn khóa tập huấn.',
  'signing.certificate_not_yet_valid': 'Chứng thư số chưa đến ngày có hiệu lực. Chọn chứng thư khác hoặc kiểm tra lại ngày giờ của máy.',
  'signing.certificate_expired':
    'Chứng thư số đã hết hạn. Liên hệ đơn vị cấp chứng thư để gia hạn; trong lúc chờ, có thể ký giấy rồi quét.',
  'signing.certificate_of_ca': 'Đây là chứng thư của nơi cấp, không dùng để ký văn bản. Chọn chứng thư khác.',
  'signing.certificate_not_for_signing': 'Chứng thư số này không được cấp để ký. Chọn chứng thư khác.',
  'signing.certificate_unreadable': 'Không đọc được chứng thư số trên thiết bị {{token}}. Văn bản vẫn giữ nguyên. Kiểm tra lại thiết bị.',
  'signing.certificate_gone':
    'Không thấy thiết bị có chứng thư số đã chọn. Văn bản chưa ký và vẫn giữ nguyên. Cắm lại thiết bị rồi ký lại.',
  'signing.agency_certificate_for_leader': 'Đây là chứng thư của cơ quan. Ký ban hành phải dùng chứng thư của người có thẩm quyền.',
  'signing.leader_certificate_for_agency': 'Đây là chứng thư của cá nhân. Ký số của cơ quan phải dùng chứng thư của cơ quan.',
  'signing.no_key': 'Thiết bị có chứng thư này nhưng không có khóa để ký. Chọn chứng thư khác.',
  'signing.token_process_gone': 'Phần kết nối thiết bị ký số vừa khởi động lại. Văn bản vẫn giữ nguyên. Bấm “Tìm lại” sau ít giây.',
  'signing.no_such_act': 'Lần ký này đã kết thúc. Văn bản chưa thay đổi. Bắt đầu ký lại.',
  'signing.not_done': 'Việc ký dừng giữa chừng. Văn bản chưa ký và vẫn giữ nguyên. Kiểm tra thiết bị rồi ký lại.',
  'signing.not_reached':
    'Chưa ký văn bản này vì thiết bị ký số không còn dùng được giữa chừng. Văn bản vẫn giữ nguyên. Cắm lại thiết bị rồi ký tiếp.',
  'signing.cancelled': 'Đã thôi ký. Văn bản chưa ký và vẫn giữ nguyên.',
  'signing.no_main_file': 'Văn bản chưa có tệp PDF chính. Thêm tệp PDF vào dự thảo rồi ký.',
  'signing.not_numbered': 'Văn bản chưa có số và ngày. Cấp số trước, rồi ký số của cơ quan.',
  'signing.earlier_signature_not_intact':
    'Chữ ký có sẵn trong tệp không còn nguyên vẹn hoặc chưa kiểm tra được, nên không ký tiếp. Văn bản vẫn giữ nguyên. Kiểm tra lại tệp, nếu cần thì trình ký lại.',
  'signing.signature_wrong':
    'Chữ ký do thiết bị trả về không khớp với chứng thư. Văn bản chưa ký và vẫn giữ nguyên. Rút ra, cắm lại thiết bị; nếu lặp lại thì báo đơn vị cấp chứng thư.',
  'signing.result_not_intact':
    'Tệp sau khi ký không kiểm tra được là nguyên vẹn nên không dùng. Văn bản vẫn giữ nguyên như trước khi ký. Báo người quản trị.',
  'signing.file_changed':
    'Tệp của văn bản đã được thay trong lúc ký. Lần ký này không được dùng, văn bản vẫn giữ nguyên. Xem lại tệp rồi ký lại.',
  'signing.all_signed': 'Mọi người và cơ quan phải ký văn bản này đã ký xong. Mở lại văn bản để làm bước tiếp theo.',
  'signing.initial_after_leader': 'Người có thẩm quyền đã ký, không ký nháy thêm được nữa. Văn bản vẫn giữ nguyên.',
  'signing.not_seen': 'Chưa xem tệp {{name}} nên chưa ký. Mở xem từng trang, đánh dấu đã xem, rồi ký.',
  'signing.place_page': 'Văn bản không có trang {{page}}. Đặt chữ ký vào trang có trong văn bản.',
  'signing.place_outside': 'Chữ ký nằm ra ngoài trang {{page}}. Kéo vào trong trang rồi ký.',
  'signing.place_over_name': 'Chữ ký hoặc con dấu đang che họ tên người ký. Dịch ra khỏi họ tên rồi ký.',
  'signing.mark_before_number': 'Văn bản chưa có số đến nên chưa đóng dấu đến được. Vào sổ văn bản đến trước.',
  'signing.mark_for_arrivals': 'Dấu đến chỉ đóng lên văn bản đến. Tệp giữ nguyên. Chọn tệp của một văn bản đến rồi làm lại.',
  'signing.copy_of_nothing':
    'Tệp này không thuộc văn bản đến hay văn bản đi nào nên chưa sao được. Tệp giữ nguyên. Vào sổ văn bản trước rồi làm bản sao.',
  'signing.copy_of_electronic':
    'Đây là văn bản điện tử: sao y, sao lục thành bản giấy; sao sang bản điện tử chỉ có trích sao (Nghị định 30/2020/NĐ-CP, Điều 25).',
  'signing.digitised_of_electronic': 'Đây là văn bản điện tử, không phải bản số hóa từ giấy. Dùng loại ký khác.',
  'signing.joint_after_signature':
    'Văn bản đã có người ký, không đổi được danh sách người ký. Tải tệp mới lên dự thảo nếu cần ký lại từ đầu.',
  'signing.joint_own_fields': 'Văn bản liên tịch được ký vào ô do trạm đặt để giữ đúng thứ tự. Bỏ chọn ô có sẵn trong tệp rồi ký.',
  'signing.power_person': '{{name}} không có trong bảng thẩm quyền ký. Kiểm tra người ký, hoặc bổ sung trong Cài đặt › Thẩm quyền ký.',
  'signing.power_kind': '{{name}} không có thẩm quyền ký loại văn bản “{{kind}}”. Kiểm tra người ký hoặc bảng thẩm quyền ký.',
  'signing.power_date': 'Ngày {{date}}, {{name}} không còn hoặc chưa có thẩm quyền ký. Kiểm tra thời hạn trong bảng thẩm quyền ký.',
  'signing.power_capacity': 'Thể thức đề ký của {{name}} không khớp thẩm quyền. Theo bảng thẩm quyền là: {{expected}}.',
  'signing.power_unsigned': 'Chưa thấy chữ ký số của {{name}} trên văn bản. Trình ký trước khi đóng dấu.',
  'signing.power_certificate': 'Chữ ký số trên văn bản là của {{certificate}}, không phải của {{name}}. Kiểm tra lại người ký.',
  'signing.year_differs':
    'Bản lãnh đạo đã ký in sẵn “năm {{printed}}”, còn số được cấp năm {{year}}. Chưa ký gì; bản đã ký giữ nguyên. Hủy số này, sửa năm trong dự thảo rồi trình ký lại.',
  'signing.number_differs':
    'Bản lãnh đạo đã ký ghi sẵn số {{printed}}, còn số được cấp là {{code}}. Chưa ký gì; bản đã ký giữ nguyên. Hủy số này, để trống số trong dự thảo rồi trình ký lại.',
  'signing.date_differs':
    'Bản lãnh đạo đã ký ghi sẵn ngày {{printed}}, còn số được cấp ngày {{date}}. Chưa ký gì; bản đã ký giữ nguyên. Hủy số này, để trống ngày tháng trong dự thảo rồi trình ký lại.',
  'signing.power_order': 'Thứ tự hoặc ngày ký của {{name}} không phù hợp: ký sau ngày văn bản hoặc không theo thứ tự. Kiểm tra lại.',
  'signing.power_agency':
    'Chứng thư {{certificate}} không mang tên {{name}}. Chọn USB ký số của đúng cơ quan; nếu đã đúng, nhờ người quản trị ghi nhận trong Cài đặt › Con dấu, chữ ký.',
  'signing.not_the_signer': 'Văn bản ghi người ký là {{name}}. Ký bằng chứng thư này thì khi đóng dấu sẽ chưa khớp người ký.',
  'signing.power_agency_other': 'USB ký số này là của {{other}}, không đóng dấu cho {{name}} được. Cắm USB ký số của đúng cơ quan.',
  'signing.power_agency_unrecorded':
    'Chứng thư {{certificate}} chưa được ghi nhận là của {{name}}. Văn bản vẫn giữ nguyên. Dùng đúng USB ký số của cơ quan, hoặc nhờ người quản trị ghi nhận trong Cài đặt › Con dấu, chữ ký.',
  'signing.power_body':
    'Chưa ghi ai được ký cho bộ phận đã chọn, nên chưa xác định được thẩm quyền của {{name}}. Bổ sung trong Cài đặt › Thẩm quyền ký.',
  'signing.power_signer_revoked': 'Chứng thư ký của {{name}} đã bị thu hồi. Trình ký lại bằng chứng thư còn hiệu lực.',
  'signing.power_signer_expired': 'Chứng thư ký của {{name}} không còn hiệu lực khi ký. Trình ký lại bằng chứng thư còn hiệu lực.',
  'signing.power_signer_unknown':
    'Chữ ký mang tên {{name}} dùng chứng thư không rõ nơi cấp và không ký tại máy này. Kiểm tra nguồn gốc tệp, hoặc trình ký lại.',
  'signing.allow_by_head':
    'Chỉ người đứng đầu văn phòng ({{name}}) cho phép được. Văn bản vẫn giữ nguyên. Nhờ người đó đăng nhập rồi cho phép.',
  'signing.joint_same_agency': '{{name}} được ghi hai lần. Mỗi cơ quan chỉ ký một lần trong một văn bản liên tịch. Bỏ bớt rồi lưu lại.',
  'signing.body_gone': 'Bộ phận đã chọn không còn hoặc không thuộc cơ quan này. Chọn lại bộ phận rồi lưu.',
  'signing.agency_certificate_other': 'Chứng thư này đã được ghi nhận là của {{name}}. Bỏ ghi nhận ở đó trước, nếu ghi nhầm.',
  'signing.agency_certificates_many': 'Đã ghi nhận {{most}} chứng thư. Bỏ bớt chứng thư cũ rồi ghi nhận.',
  'signing.agency_certificate_gone': 'Chứng thư này không còn trong danh sách. Mở lại danh sách để xem.',
  'signing.cut_off': 'Chương trình đã tắt trong lúc ký. Văn bản chưa ký và vẫn giữ nguyên. Ký lại khi sẵn sàng.',
  'signing.power_dates': 'Ngày bắt đầu và kết thúc chưa đúng. Nhập lại: ngày kết thúc không trước ngày bắt đầu.',
  'signing.power_twice': '{{name}} đã có thẩm quyền này trong thời gian trùng nhau. Sửa dòng đã có, hoặc đổi thời hạn.',
  'signing.power_gone': 'Dòng này đã được sửa hoặc bỏ. Xem lại bảng thẩm quyền ký.',
  'signing.form_a4': 'Có trang không phải khổ A4.',
  'signing.form_number_blank': 'Không thấy chỗ trống để ghi số; số sẽ được ghi ở vị trí thường dùng.',
  'signing.form_date_blank': 'Không thấy chỗ trống để ghi ngày, tháng; ngày sẽ được ghi ở vị trí thường dùng.',
  'signing.form_signer_name': 'Không thấy họ tên “{{signer}}” trong tệp; chữ ký được đặt ở vị trí thường dùng. Kiểm tra trước khi ký.',
  'signing.image_unreadable': 'Không đọc được hình này. Dùng tệp PNG, nền trong suốt.',
  'signing.image_large':
    'Hình lớn quá: tệp trên 1 MB hoặc trên 64 triệu điểm ảnh. Thu nhỏ hình (500 điểm ảnh mỗi cạnh là đủ) rồi chọn lại.',
  'signing.image_tall': 'Hình cao quá so với bề rộng đã ghi (cao {{height}} mm trên giấy). Cắt sát mép hình hoặc ghi bề rộng nhỏ hơn.',
  'signing.image_opaque': 'Hình có nền đục, sẽ che chữ bên dưới. Dùng tệp PNG có nền trong suốt.',
  'signing.image_missing': 'Chưa chọn hình. Chọn tệp PNG, nền trong suốt.',
  'signing.tsa_address': 'Địa chỉ máy chủ dấu thời gian chưa đúng. Nhập địa chỉ bắt đầu bằng http:// hoặc https://.',
  'signing.tsa_loopback':
    'Địa chỉ này là của chính máy này, không dùng cho công việc thật. Hỏi nơi quản lý chứng thư số để có địa chỉ đúng.',
  'signing.tsa_needed': 'Chưa khai báo máy chủ dấu thời gian. Khai báo trong Cài đặt › Ký số, rồi làm lại.',
  'signing.material_unreachable':
    'Chưa lấy được tài liệu kiểm tra chứng thư của {{names}}. Văn bản chưa ký và vẫn giữ nguyên. Kiểm tra mạng rồi ký lại, hoặc chọn mức chữ ký khác trong Cài đặt.',
  'signing.archive_before_signature':
    'Văn bản chưa có chữ ký số của cơ quan nên chưa lập bản lưu trữ. Văn bản giữ nguyên. Ký số của cơ quan rồi làm lại.',
} as const;
