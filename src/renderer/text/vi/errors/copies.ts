/** Copies: what happened → what is safe → what to do. */
export const copiesErrors = {
  'copies.direction':
    'Văn bản điện tử không sao y, sao lục thành bản điện tử khác; bản điện tử gốc gửi thẳng được. Chưa cấp số. Chọn sao sang giấy hoặc trích sao.',
  'copies.source_needed': 'Chưa chọn tệp hoặc chưa ghi văn bản được sao. Chưa cấp số. Chọn văn bản rồi làm lại.',
  'copies.medium': 'Văn bản được sao là bản {{is}}, không khớp với chiều sao đã chọn. Chưa cấp số. Chọn lại chiều sao.',
  'copies.pages': 'Không đọc được các trang đã ghi; văn bản có {{pages}} trang. Chưa cấp số. Ghi như: 1-3, 5.',
  'copies.pages_needed': 'Trích sao cần ghi trang hoặc phần được trích. Chưa cấp số. Ghi trang (1-3, 5) hoặc phần trích.',
  'copies.whole': 'Sao y, sao lục là sao đầy đủ văn bản. Chưa cấp số. Bỏ trống ô trang, hoặc chọn trích sao.',
  'copies.number_moved': 'Vừa có bản sao khác lấy số này. Chưa ghi gì vào sổ. Bấm làm bản sao lần nữa để lấy số tiếp theo.',
} as const;
