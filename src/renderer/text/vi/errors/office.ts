/** Office files turned into PDF by a program of this machine. */
export const officeErrors = {
  'office.no_program':
    'Máy này chưa có LibreOffice hoặc Word để chuyển sang PDF. Tệp vẫn giữ nguyên. Lưu thành PDF bằng phần mềm soạn thảo rồi tải lên.',
  'office.kind': 'Loại tệp này không chuyển sang PDF được. Lưu thành PDF bằng phần mềm đã soạn tệp rồi tải lên.',
  'office.too_long': 'Chuyển sang PDF quá lâu nên đã dừng. Tệp vẫn giữ nguyên. Lưu thành PDF bằng phần mềm soạn thảo rồi tải lên.',
  'office.failed': 'Không chuyển được tệp sang PDF. Tệp vẫn giữ nguyên. Mở bằng phần mềm soạn thảo, lưu thành PDF rồi tải lên.',
  'office.too_large': 'Tệp PDF chuyển ra quá lớn. Tệp vẫn giữ nguyên. Giảm dung lượng hình ảnh rồi chuyển lại.',
} as const;
