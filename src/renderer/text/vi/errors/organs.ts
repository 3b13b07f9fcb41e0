/** What the room of organs reports: what happened, what is safe, what to do. */
export const organsErrors = {
  'organs.exists': 'Mã định danh này đã có trong trạm. Chưa có gì được lưu. Kiểm tra lại mã, hoặc sửa cơ quan đã có.',
  'organs.code_invalid': 'Mã định danh {{organId}} chưa đúng mẫu. Chưa có gì được lưu. Nhập mã theo văn bản cấp mã, ví dụ H51.242.',
  'organs.abbreviation_invalid':
    'Chữ viết tắt {{abbreviation}} chưa dùng được trong số, ký hiệu. Chưa có gì được lưu. Chỉ dùng chữ, số, dấu gạch nối, ví dụ UBND.',
  'organs.term_invalid': 'Ngày bắt đầu nhiệm kỳ sau ngày kết thúc. Chưa có gì được lưu. Sửa lại ngày rồi lưu.',
  'organs.kind_has_book': 'Loại văn bản {{kind}} đã có sổ riêng của cơ quan này. Chưa có gì được lưu. Chọn loại khác.',
  'organs.pattern_invalid': 'Mẫu số, ký hiệu cần có chỗ cho số (chữ number trong ngoặc nhọn). Chưa có gì được lưu. Sửa mẫu rồi lưu.',
} as const;
