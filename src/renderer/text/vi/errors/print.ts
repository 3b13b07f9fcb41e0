/** Long prints and exports. */
export const printErrors = {
  'print.busy': 'Đang lập một bản in khác. Bản này chưa bắt đầu. Đợi bản kia xong hoặc dừng lại rồi làm lại.',
  'print.stopped': 'Đã dừng lập bản in. Không có gì được lưu. Làm lại khi cần.',
  'print.failed': 'Chưa lập được bản in. Dữ liệu trong sổ vẫn nguyên vẹn. Thử lại; nếu vẫn vậy, báo người quản trị.',
  'print.no_such_job': 'Không còn theo dõi được bản in này. Dữ liệu trong sổ vẫn nguyên vẹn. Lập lại bản in.',
} as const;
