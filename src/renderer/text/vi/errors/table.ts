/** Tables of other programs: what happened → what is safe → what to do. */
export const tableErrors = {
  'table.unreadable':
    'Không đọc được bảng trong tệp. Sổ trên máy không thay đổi. Xuất lại tệp xlsx hoặc csv từ phần mềm của tỉnh rồi chọn lại.',
  'table.encoding': 'Tệp csv không dùng bảng mã Unicode. Sổ trên máy không thay đổi. Xuất lại dạng xlsx, hoặc csv UTF-8, rồi chọn lại.',
  'table.not_a_table': 'Tệp không phải bảng xlsx hoặc csv. Sổ trên máy không thay đổi. Chọn tệp do phần mềm của tỉnh xuất ra.',
} as const;
