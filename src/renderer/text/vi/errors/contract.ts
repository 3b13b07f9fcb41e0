/** What the contract between page and core itself can answer. */
export const contractErrors = {
  'contract.unknown_call': 'Màn hình và phần lưu trữ không cùng phiên bản. Dữ liệu vẫn an toàn. Đóng rồi mở lại trạm.',
  'contract.bad_input': 'Thông tin vừa nhập chưa đúng dạng hoặc quá dài. Chưa có gì thay đổi. Kiểm tra lại các ô rồi làm lại.',
  'contract.too_many': 'Chương trình đang bận. Dữ liệu vẫn an toàn. Chờ một lát rồi làm lại.',
  'contract.closed': 'Phiên làm việc đã kết thúc. Dữ liệu đã lưu vẫn an toàn. Mở khóa để làm tiếp.',
  'session.locked': 'Máy đang khóa. Dữ liệu vẫn an toàn. Mở khóa để làm tiếp.',
  'session.other_organ':
    'Văn bản hoặc sổ này thuộc cơ quan khác trong trạm. Chưa có gì thay đổi. Nhờ người phụ trách cơ quan đó, hoặc nhờ quản trị giao thêm cơ quan.',
  'session.not_allowed': 'Người đang đăng nhập không được giao việc này. Chưa có gì thay đổi. Nhờ người có trách nhiệm thực hiện.',
  'session.no_profile': 'Chưa thiết lập đơn vị trên máy này. Chưa có gì được ghi. Thiết lập đơn vị hoặc chọn chế độ tập huấn.',
  'session.other_profile_open': 'Máy đang mở một không gian làm việc khác. Dữ liệu vẫn an toàn. Đóng rồi mở lại trạm để chuyển.',
  'session.setup_expired': 'Lần thiết lập này đã bỏ dở. Chưa có gì được tạo. Làm lại từ bước nhập thông tin đơn vị.',
  'session.connection_needed':
    'Chưa có thông tin kết nối Trục liên thông. Chưa có gì được tạo. Nhập địa chỉ, mã hệ thống và khóa do tỉnh cấp.',
  'training.not_training': 'Việc này chỉ có trong chế độ tập huấn. Chưa có gì thay đổi.',
  unexpected:
    'Việc vừa làm chưa hoàn thành vì một trục trặc chưa rõ. Dữ liệu đã lưu vẫn an toàn. Làm lại; nếu vẫn không được, đóng rồi mở lại trạm và báo người quản trị.',
} as const;
