/** Documents: what happened → what is safe → what to do. */
export const documentsErrors = {
  'documents.not_set_aside':
    'Gói tin này không còn ở mục Văn bản lỗi, có thể người khác vừa xử lý. Danh sách đã được giữ nguyên; mở lại mục này để xem.',
  'documents.package_returned': 'Gói tin này đã được trả lại nơi gửi rồi. Chưa có gì được gửi thêm.',
  'documents.package_not_returnable':
    'Không trả lại qua Trục liên thông được vì gói tin không cho biết nơi gửi và mã văn bản. Bản gốc vẫn giữ nguyên; gọi điện cho nơi gửi rồi bấm “Đã xử lý xong”.',
  'documents.package_gone': 'Nội dung gói tin không còn trên máy nên không làm được việc này; chỉ còn thời gian, nơi gửi và lý do.',
  'documents.not_found': 'Không tìm thấy văn bản này trong kho. Các văn bản khác không bị ảnh hưởng. Tải lại danh sách rồi mở lại.',
  'documents.act_not_allowed':
    'Văn bản đã chuyển sang bước khác nên không làm được việc này. Chưa có gì thay đổi. Mở lại văn bản để xem bước tiếp theo.',
  'documents.extend_no_date':
    'Văn bản này chưa có thời hạn giải quyết nên không gia hạn được. Chưa có gì thay đổi. Ghi ý kiến chỉ đạo kèm thời hạn trước.',
  'documents.extend_not_later': 'Ngày gia hạn không sau thời hạn đang có ({{date}}). Thời hạn cũ vẫn giữ. Chọn ngày muộn hơn.',
  'documents.extend_in_past': 'Ngày gia hạn đã qua. Thời hạn cũ vẫn giữ. Chọn ngày từ hôm nay trở đi.',
  'documents.send_at_out_of_range':
    'Giờ hẹn gửi đã qua hoặc xa hơn 31 ngày. Văn bản chưa phát hành. Chọn lại giờ hẹn, hoặc bỏ trống để gửi ngay.',
  'documents.deliver_before_too_early': 'Giờ cần đến nơi sớm hơn giờ gửi. Văn bản chưa phát hành. Chọn lại giờ.',
  'documents.not_our_organ': 'Văn bản thuộc cơ quan không khai báo trên máy này. Chưa có gì thay đổi. Kiểm tra lại mã định danh cơ quan.',
  'documents.date_in_future': 'Ngày ghi sau ngày hôm nay. Chưa có gì được ghi vào sổ. Kiểm tra lại ngày rồi làm lại.',
  'documents.date_old':
    'Ngày văn bản ghi năm {{year}}, cách nay từ hai năm trở lên. Chưa ghi vào sổ. Xem lại ngày trên văn bản; nếu đúng, bấm “Ngày đã đúng”.',
  'documents.arrived_in_future': 'Giờ đến ghi sau giờ hiện tại của máy. Chưa có gì được ghi. Kiểm tra lại ngày, giờ đến.',
  'documents.arrived_too_early':
    'Ngày đến ghi trước ngày của văn bản hoặc quá một năm. Chưa có gì được ghi. Kiểm tra lại ngày đến và ngày văn bản.',
  'documents.advance_held':
    'Đây là bản đến trước, đang giữ chờ bản chính thức nên chưa cấp số đến. Khi bản chính thức đến, bấm “Gộp”. Nếu sẽ không có bản chính thức, bấm “Không chờ nữa” và ghi lý do rồi vào sổ.',
  'documents.not_held': 'Bản này không còn ở danh sách bản đến trước. Chưa có gì thay đổi. Mở lại văn bản để xem.',
  'documents.both_registered':
    'Cả hai văn bản đều đã có số đến nên không gộp được. Hai số vẫn giữ nguyên. Nếu vào sổ trùng, hủy một số (ghi lý do, người cho phép).',
  'documents.not_joined': 'Văn bản này không gộp với văn bản nào. Chưa có gì thay đổi. Mở lại văn bản để xem.',
  'documents.reason_needed': 'Chưa ghi lý do trả lại. Văn bản vẫn ở tình trạng cũ. Ghi lý do rồi bấm lại.',
  'documents.duplicate':
    'Văn bản số {{code}} của {{sender}} đã có trên máy, số đến {{arrivalNumber}}. Chưa vào sổ lần nữa. Mở văn bản đã có để so, rồi chọn “Gộp” hoặc “Là văn bản khác”.',
  'documents.number_was_cancelled':
    'Số đến {{number}} của văn bản kia đã hủy nên không gộp vào số ấy được. Hai văn bản vẫn giữ riêng. Vào sổ văn bản này để có số mới.',
  'documents.other_destroyed':
    'Nội dung văn bản kia (số đến {{number}}) đã tiêu hủy theo quyết định nên không gộp vào đó được. Bản này vẫn giữ riêng. Vào sổ bản này để có số mới, hoặc trả lại nơi gửi.',
  'documents.cannot_merge':
    'Không gộp được vào văn bản này: văn bản đã trả lại, đã lấy lại hoặc không phải bản trùng. Chưa có gì thay đổi. Mở lại văn bản để xem.',
  'documents.recalled':
    'Văn bản đã được lấy lại hoặc thu hồi nên không gửi tiếp. Số và thông tin sổ vẫn giữ. Lập văn bản mới nếu cần gửi lại.',
  'documents.nothing_to_take_back':
    'Không còn nơi nhận nào để đề nghị: các nơi nhận đã được hỏi hoặc đã đồng ý. Chưa có gì thay đổi. Xem trả lời ở phần nơi nhận.',
  'documents.recall_answered': 'Đề nghị này đã được trả lời. Chưa có gì thay đổi. Mở lại văn bản để xem.',
  'documents.refusal_needs_reason': 'Chưa ghi lý do không đồng ý. Chưa gửi trả lời. Ghi lý do rồi bấm lại.',
  'documents.secret':
    'Văn bản có dấu chỉ độ mật, không được tiếp nhận trên máy này. Nội dung đã được xóa khỏi máy. Báo cáo ngay lãnh đạo, đăng ký vào Sổ đăng ký bí mật nhà nước và thực hiện theo quy định bảo vệ bí mật nhà nước.',
  'documents.secrecy_asked':
    'Trong văn bản có chữ {{words}}. Văn bản vẫn giữ nguyên, chưa làm bước này. Mở văn bản xem có phải dấu chỉ độ mật hay không, trả lời rồi làm lại.',
  'documents.secrecy_not_asked': 'Văn bản này không có câu hỏi nào về độ mật đang chờ trả lời. Chưa có gì thay đổi.',
  'documents.number_not_pending': 'Văn bản này không chờ số của phần mềm của tỉnh. Chưa có gì thay đổi. Mở lại văn bản để xem.',
  'documents.unknown_kind': 'Tên loại văn bản “{{kind}}” không có trong danh mục. Dự thảo chưa được lưu. Chọn lại tên loại.',
  'documents.recipient_twice': 'Nơi nhận {{name}} được ghi hai lần. Dự thảo chưa được lưu. Bỏ bớt một dòng rồi lưu lại.',
  'documents.recipient_unknown':
    'Nơi nhận {{name}} không có mã định danh trong danh bạ Trục liên thông. Văn bản chưa được phát hành. Chọn lại nơi nhận từ danh bạ, hoặc ghi nơi nhận bằng chữ để gửi bản giấy.',
  'documents.no_recipient': 'Văn bản chưa có nơi nhận. Văn bản chưa được phát hành. Thêm nơi nhận rồi bấm Phát hành.',
  'documents.not_correctable':
    'Văn bản đã trả lại hoặc đã thu hồi nên không sửa thông tin. Chưa có gì thay đổi. Thông tin cũ vẫn giữ để đối chiếu.',
  'documents.nothing_changed': 'Chưa có thông tin nào khác với trước. Chưa có gì được ghi. Sửa mục cần sửa rồi bấm lại.',
  'documents.secret_mark':
    'Tên loại vừa ghi là một độ mật. Chưa có gì được ghi. Văn bản mật không được quản lý trên máy này; báo cáo ngay lãnh đạo.',
  'files.empty': 'Tệp {{name}} rỗng (0 byte). Chưa có gì được lưu. Quét hoặc chép lại tệp rồi chọn lại.',
  'files.too_large':
    'Tệp {{name}} lớn hơn {{megabytes}} MB. Chưa có gì được lưu. Quét lại với độ phân giải 200 dpi hoặc tách thành nhiều tệp.',
  'files.too_many_uploads': 'Đang có nhiều tệp được đưa vào cùng lúc. Các tệp trước vẫn giữ nguyên. Chờ đưa xong rồi thêm tiếp.',
  'files.no_such_upload': 'Tệp vừa chọn không còn trong bộ nhớ tạm. Văn bản chưa thay đổi. Chọn lại tệp.',
  'files.upload_out_of_order': 'Tệp được đưa vào bị đứt quãng. Chưa có gì được lưu. Chọn lại tệp.',
  'files.upload_cut': 'Tệp {{name}} chưa được đưa vào trọn vẹn. Chưa có gì được lưu. Chọn lại tệp.',
  'files.not_a_pdf': 'Tệp {{name}} không phải là PDF. Văn bản chưa thay đổi. Xuất hoặc quét văn bản thành PDF rồi chọn lại.',
  'files.half_pdf':
    'Tệp {{name}} bị đứt giữa chừng: thiếu phần cuối nên có thể mất trang. Chưa có gì được lưu; tệp vẫn ở chỗ cũ. Quét hoặc chép lại tệp rồi chọn lại.',
  'files.encrypted_pdf':
    'Tệp {{name}} có đặt mật khẩu nên không mở và ký số được. Chưa có gì được lưu. Lưu lại bản không đặt mật khẩu rồi chọn lại.',
  'files.not_found': 'Không tìm thấy tệp này trong kho. Các tệp khác không bị ảnh hưởng. Mở lại văn bản.',
  'documents.signed_partly':
    'Văn bản đã có chữ ký của một người, nên không sửa thông tin được nữa. Văn bản vẫn giữ nguyên. Muốn sửa, tải lên tệp mới: các chữ ký cũ không còn dùng.',
  'documents.destroyed':
    'Nội dung văn bản này đã tiêu hủy theo quyết định nên không gửi lại, không lấy lại được. Số và ngày trong sổ vẫn giữ.',
} as const;
