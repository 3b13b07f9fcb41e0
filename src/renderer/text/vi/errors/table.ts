/** Tables of other programs: what happened → what is safe → what to do. */
export const tableErrors = {
  'table.unreadable': 'Không đọc được bảng trong tệp. Sổ trên máy không thay đổi. Xuất hoặc lưu lại tệp dạng xlsx hoặc csv rồi chọn lại.',
  'table.encoding':
    'Không nhận ra bảng mã chữ Việt của tệp csv. Sổ trên máy không thay đổi. Mở tệp bằng Excel, lưu lại dạng xlsx (hoặc csv UTF-8) rồi chọn lại.',
  'table.not_a_table': 'Tệp không phải bảng xlsx hoặc csv. Sổ trên máy không thay đổi. Chọn tệp bảng khác, hoặc lưu lại dạng xlsx.',
  'table.old_workbook':
    'Tệp là bảng Excel đời cũ (xls) hoặc có đặt mật khẩu nên không đọc được. Sổ trên máy không thay đổi. Mở bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng xlsx rồi chọn lại.',
} as const;
