/** Invented, and said nowhere else in this project. */
export const SECRETS = {
  name: 'Phạm Thị Kín Đáo',
  address: 'Ngõ Vắng 27, thôn Hạ',
  phone: '0912 000 111',
  matter: 'Tố cáo việc ăn chặn tiền cứu trợ bão',
  against: 'Ông Trưởng Thôn Mẫu',
} as const;
/** Parts of them, folded: no marks, no capitals. */
export const TELLING = ['kin dao', 'ngo vang', 'an chan', '0912 000 111', 'truong thon mau'] as const;
