/** Search: what happened → what is safe → what to do. */
export const searchErrors = {
  'search.too_many_saved':
    'Đã lưu đủ {{max}} tìm kiếm. Tìm kiếm này chưa được lưu; các tìm kiếm đã lưu vẫn còn. Bỏ bớt một tìm kiếm cũ rồi lưu lại.',
} as const;
