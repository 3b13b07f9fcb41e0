/** PDF files that cannot be read or signed, and pictures for visible signatures. */
export const pdfErrors = {
  'pdf.too_large_to_compose':
    'Tệp lớn hơn {{megabytes}} MB nên chưa ghép được bản để in. Tệp gốc vẫn giữ nguyên. Mở tệp gốc để in, kèm trang sao in riêng.',
  'pdf.too_many_pages': 'Văn bản quá {{max}} trang nên chưa ghép được bản để in. Tệp gốc vẫn giữ nguyên. Chọn ít trang hơn.',
  'pdf.not_a_pdf': 'Tệp này không phải PDF. Tệp gốc vẫn giữ nguyên. Chuyển văn bản sang PDF rồi chọn lại tệp.',
  'pdf.damaged': 'Tệp PDF bị hỏng, không đọc được. Tệp gốc vẫn giữ nguyên. Đề nghị nơi gửi gửi lại tệp.',
  'pdf.damaged_cannot_sign':
    'Tệp PDF có chỗ hỏng nên chưa ký được. Văn bản vẫn giữ nguyên. Xuất lại tệp PDF từ văn bản soạn thảo rồi chọn lại tệp.',
  'pdf.encrypted':
    'Tệp PDF đang đặt mật khẩu hoặc hạn chế nên không ký được. Văn bản vẫn giữ nguyên. Lưu một bản không đặt mật khẩu rồi chọn lại tệp.',
  'pdf.no_further_signatures':
    'Người ký trước đã khóa tệp, không cho ký thêm. Văn bản vẫn giữ nguyên. Đề nghị người ký trước ký lại mà không khóa tệp.',
  'pdf.page_missing': 'Tệp PDF không có trang {{page}}. Văn bản chưa ký và vẫn giữ nguyên. Kiểm tra lại tệp.',
  'pdf.font_missing':
    'Không thấy phông chữ đi kèm phần mềm ({{file}}). Văn bản chưa ký và vẫn giữ nguyên. Nhờ người quản trị cài lại phần mềm.',
  'pdf.font_unusable': 'Phông chữ đi kèm phần mềm không dùng được. Văn bản chưa ký và vẫn giữ nguyên. Nhờ người quản trị cài lại phần mềm.',
  'pdf.letter_missing': 'Phông chữ không có chữ “{{letter}}”. Văn bản chưa ký và vẫn giữ nguyên. Sửa nội dung hiển thị rồi ký lại.',
  'pdf.cms_too_large': 'Chữ ký lớn hơn chỗ đã dành. Văn bản chưa ký và vẫn giữ nguyên. Báo người quản trị.',
  'pdf.place_differs': 'Chỗ dành cho chữ ký không còn trống. Văn bản chưa ký và vẫn giữ nguyên. Ký lại từ đầu.',
  'pdf.digest_differs': 'Tệp đã khác so với lúc bắt đầu ký nên không ghi chữ ký. Văn bản vẫn giữ nguyên. Ký lại từ đầu.',
  'cms.damaged': 'Cấu trúc chữ ký số bị hỏng, không đọc được. Tệp gốc vẫn giữ nguyên.',
  'cms.certificate_damaged': 'Chứng thư số bị hỏng, không đọc được. Văn bản vẫn giữ nguyên. Chọn chứng thư số khác.',
  'image.unreadable': 'Không đọc được ảnh chữ ký hoặc ảnh dấu. Văn bản chưa ký và vẫn giữ nguyên. Chọn lại tệp ảnh PNG.',
  'image.too_large': 'Ảnh chữ ký hoặc ảnh dấu quá lớn. Văn bản chưa ký và vẫn giữ nguyên. Chọn ảnh PNG nhỏ hơn.',
  'pdf.damaged_signed':
    'Tệp PDF bị hỏng bảng tra và đã có chữ ký số, nên không sửa được mà không làm mất chữ ký. Tệp vẫn giữ nguyên. Đề nghị nơi gửi gửi lại.',
  'pdf.field_not_empty': 'Ô ký “{{name}}” không còn trống hoặc không dùng được. Ký vào vị trí khác.',
  'pdf.field_wants_more': 'Ô ký “{{name}}” đặt yêu cầu riêng mà trạm không đáp ứng. Ký vào vị trí khác.',
  'pdf.already_certified': 'Tệp đã có chữ ký nên không đặt thêm ô ghi số, ngày được. Chọn cách ghi số bằng chữ ký trong Cài đặt › Ký số.',
  'pdf.field_missing': 'Không thấy ô “{{name}}” đã đặt sẵn trong tệp. Văn bản vẫn giữ nguyên. Báo người quản trị.',
} as const;
