/** Tiến trình đọc tệp. */
export const parsingErrors = {
  'parsing.too_long':
    'Đọc tệp mất quá nhiều thời gian nên đã dừng lại. Bản gốc vẫn an toàn và trạm vẫn hoạt động. Có thể thử lại, hoặc báo cho người quản trị.',
  'parsing.too_much_memory':
    'Đọc tệp cần quá nhiều bộ nhớ nên đã dừng lại. Bản gốc vẫn an toàn và trạm vẫn hoạt động. Đề nghị báo cho người quản trị.',
  'parsing.process_died': 'Việc đọc tệp bị ngắt giữa chừng. Bản gốc vẫn an toàn và trạm vẫn hoạt động. Thử lại sau ít phút.',
  'parsing.refused':
    'Tệp này đã hai lần làm ngắt việc đọc nên không được mở nữa, để bảo vệ máy. Bản gốc vẫn được giữ lại. Đề nghị báo cho người quản trị.',
  'parsing.file_unreadable':
    'Tệp trong kho lưu trữ không đọc được hoặc đã bị sửa. Các tệp khác vẫn an toàn. Đề nghị khôi phục từ bản sao lưu hoặc báo cho người quản trị.',
  'parsing.disk_full': 'Ổ đĩa đã đầy nên chưa đọc được tệp. Những gì đã lưu vẫn an toàn. Báo người quản trị giải phóng dung lượng.',
  'parsing.closed': 'Trạm đang đóng nên chưa đọc được tệp. Bản gốc vẫn an toàn. Việc đọc sẽ tiếp tục khi mở lại.',
} as const;
