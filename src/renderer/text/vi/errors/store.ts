/** What the store reports: what happened, what is safe, what to do. */
export const storeErrors = {
  'store.already_open':
    'Dữ liệu này đang được mở trong một cửa sổ Trạm Văn thư khác. Dữ liệu vẫn an toàn. Chuyển sang cửa sổ đang mở, hoặc đóng cửa sổ đó rồi mở lại.',
  'store.missing':
    'Không tìm thấy kho dữ liệu ở nơi đã lưu. Chưa có gì bị thay đổi. Kiểm tra ổ đĩa, hoặc nhờ quản trị khôi phục từ bản sao lưu.',
  'store.exists':
    'Nơi này đã có một kho dữ liệu nên không tạo kho mới đè lên. Dữ liệu đã có được giữ nguyên. Mở kho đã có, hoặc nhờ quản trị kiểm tra.',
  'store.wrong_key':
    'Khóa không đúng với kho dữ liệu này. Dữ liệu được giữ nguyên. Nhờ quản trị kiểm tra xem thư mục dữ liệu có bị chép lẫn từ máy khác không.',
  'store.damaged':
    'Kho dữ liệu có chỗ bị hỏng trên đĩa. Trạm Văn thư đã dừng đọc chỗ đó và không sửa, không xóa gì. Không chép đè lên; nhờ quản trị khôi phục từ bản sao lưu gần nhất.',
  'store.newer_version':
    'Kho dữ liệu do phiên bản Trạm Văn thư mới hơn ghi (kho: {{version}}, máy này: {{newest}}). Dữ liệu được giữ nguyên và chưa mở. Cài phiên bản mới rồi mở lại.',
  'store.no_room_to_migrate':
    'Phiên bản này cần nâng cấp kho dữ liệu và phải chép kho ra một bản trước, nhưng ổ đĩa không đủ chỗ. Kho được giữ nguyên và chưa mở. Giải phóng chỗ trống bằng dung lượng kho rồi mở lại.',
  'store.copy_damaged':
    'Bản chép của kho trước khi nâng cấp đọc lại không đúng nên chưa nâng cấp. Kho được giữ nguyên và chưa mở. Nhờ quản trị kiểm tra ổ đĩa rồi mở lại.',
  'store.no_such_copy':
    'Không có bản chép của kho trước lần nâng cấp từ phiên bản {{version}}. Chưa có gì bị thay đổi. Chọn bản khác hoặc khôi phục từ bản sao lưu.',
  'store.other_workstation':
    'Kho dữ liệu này thuộc một máy trạm khác. Dữ liệu được giữ nguyên và chưa mở. Nhờ quản trị kiểm tra thư mục dữ liệu.',
  'store.read_only':
    'Không ghi được vào ổ đĩa chứa dữ liệu. Những gì đã lưu vẫn an toàn; việc vừa làm chưa được lưu. Kiểm tra quyền ghi của thư mục rồi làm lại.',
  'store.disk_full': 'Ổ đĩa đã đầy. Những gì đã lưu vẫn an toàn; việc vừa làm chưa được lưu. Giải phóng chỗ trống trên ổ đĩa rồi làm lại.',
  'store.disk_error':
    'Ổ đĩa báo lỗi khi đọc hoặc ghi. Việc vừa làm chưa chắc đã được lưu. Khởi động lại Trạm Văn thư, xem lại việc vừa làm và nhờ quản trị kiểm tra ổ đĩa.',
  'store.file_unknown':
    'Không có tệp này trong kho (mã {{id}}). Các tệp khác không bị ảnh hưởng. Mở lại văn bản; nếu vẫn vậy, báo quản trị.',
  'store.file_missing': 'Tệp mã {{id}} không còn trên đĩa. Các tệp khác không bị ảnh hưởng. Nhờ quản trị khôi phục tệp này từ bản sao lưu.',
  'store.file_damaged':
    'Tệp mã {{id}} trên đĩa đã bị hỏng hoặc bị thay đổi nên không được mở. Các tệp khác không bị ảnh hưởng. Nhờ quản trị khôi phục tệp này từ bản sao lưu.',
} as const;
