/** Exchange by hand: what happened → what is safe → what to do. */
export const folderErrors = {
  'folder.key_file_unreadable':
    'Tệp không phải tệp khóa trao đổi hoặc đã bị hỏng. Chưa có gì thay đổi. Nhờ nơi kia lưu lại tệp khóa rồi chọn lại.',
  'folder.newer_version': 'Tệp do phiên bản Trạm Văn thư mới hơn lập. Chưa nhận gì từ tệp này. Cập nhật trạm rồi nhận lại.',
  'folder.own_key': 'Đây là tệp khóa của chính máy này. Chưa có gì thay đổi. Chọn tệp khóa do cơ quan kia gửi.',
  'folder.no_such_peer': 'Không tìm thấy máy này trong danh sách trao đổi. Chưa có gì thay đổi. Tải lại danh sách.',
  'folder.fingerprint_differs':
    'Dãy số vừa nhập khác dãy số của tệp khóa “{{name}}”. Máy này chưa được tin. Nhập lại; nếu vẫn khác thì xóa máy này và nhận tệp khóa khác trực tiếp từ cơ quan đó.',
  'folder.peer_not_confirmed':
    'Chưa so dãy số kiểm tra của “{{name}}” qua điện thoại. Chưa gửi, chưa nhận gì. Vào Cài đặt › Trao đổi qua USB để so, rồi làm lại.',
  'folder.nothing_to_carry': 'Không có văn bản, trạng thái hay phiếu nhận nào chờ chuyển cho “{{name}}”. Chưa ghi gì ra ngoài.',
  'folder.not_written':
    'Không ghi được vào USB hoặc thư mục đã chọn ({{reason}}). Văn bản vẫn ở danh sách chờ. Kiểm tra USB còn chỗ và không khóa ghi, rồi làm lại.',
  'folder.medium_unreadable': 'Không đọc được USB hoặc thư mục ({{reason}}). Chưa nhận gì. Cắm lại USB rồi thử lại.',
  'folder.not_a_bundle': 'Tệp không phải gói văn bản chuyển tay. Chưa nhận gì từ tệp này.',
  'folder.torn': 'Gói bị thiếu dữ liệu, có thể do rút USB khi đang ghi. Chưa nhận gì từ gói này. Nhờ nơi gửi ghi lại gói.',
  'folder.tampered':
    'Gói đã bị thay đổi sau khi ký, không đúng là của nơi gửi. Chưa nhận gì từ gói này. Báo nơi gửi và lãnh đạo, nhờ ghi lại gói.',
  'folder.unreadable': 'Nội dung gói không đúng dạng. Chưa nhận gì từ gói này. Nhờ nơi gửi ghi lại gói.',
  'folder.not_for_us': 'Gói này gửi cho máy khác, không mở được trên máy này. Chưa nhận gì. Chuyển gói đến đúng nơi nhận.',
  'folder.unknown_peer':
    'Gói do một máy chưa có trong danh sách trao đổi lập. Chưa nhận gì. Nhận tệp khóa của nơi gửi trong Cài đặt › Trao đổi qua USB trước.',
  'folder.number_used':
    'Gói số {{number}} của “{{name}}” đã nhận trước đây với nội dung khác. Chưa nhận gì từ gói này. Nhờ nơi gửi lập gói mới; hỏi rõ có máy nào chép lại dữ liệu cũ không.',
  'folder.sender_differs':
    'Văn bản trong gói ghi nơi gửi khác với cơ quan của máy “{{name}}”. Văn bản được giữ lại, chưa tiếp nhận. Hỏi lại nơi gửi.',
  'folder.not_a_package':
    'Tệp “{{name}}” không phải gói văn bản điện tử (edXML). Chưa nhận gì từ tệp này. Kiểm tra lại tệp với nơi đã gửi cho đồng chí.',
  'folder.opened_again': 'Tệp “{{name}}” đã được mở trước đây. Không nhận thêm lần nữa. Xem ở Văn bản lỗi, chờ xử lý.',
  'folder.opened_file':
    'Gói văn bản được mở từ một tệp trên máy, không đến qua Trục liên thông hay USB đã xác nhận, nên chưa được coi là văn bản đến. Tệp được giữ nguyên. Hỏi lại nơi gửi; nếu đúng, đề nghị gửi qua Trục liên thông hoặc tiếp nhận bản giấy.',
  'folder.slip_back_already': 'Phiếu gửi này đã được ghi là nhận lại. Chưa có gì thay đổi.',
  'folder.no_line': 'Gói chuyển tay không đi qua Trục liên thông. Chưa có gì thay đổi.',
} as const;
