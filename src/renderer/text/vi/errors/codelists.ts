/** Lỗi của danh mục mã. */
export const codeListErrors = {
  'codelists.not_json': 'Tệp này không phải danh mục (JSON) nên chưa được dùng. Danh mục đang dùng vẫn nguyên; chọn đúng tệp rồi thử lại.',
  'codelists.not_this_list':
    'Tệp không đúng dạng của danh mục này (ở mục {{place}}) nên chưa được dùng. Danh mục đang dùng vẫn nguyên; sửa tệp rồi thử lại.',
  'codelists.named_twice': 'Danh mục ghi hai lần “{{name}}” nên chưa được dùng. Danh mục đang dùng vẫn nguyên; bỏ một dòng rồi thử lại.',
} as const;
