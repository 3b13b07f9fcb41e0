/** What an office saves by sending electronically, from what was counted and its own prices. Pure. */
export interface Prices {
  readonly pagePrice?: number | undefined;
  readonly postage?: number | undefined;
  readonly minutes?: number | undefined;
}
export interface Counted {
  readonly recipients: number;
  readonly pages: number;
}
export interface Reckoned {
  /** Đồng; absent where its price is not set. */
  readonly paper?: number;
  readonly post?: number;
  /** Both, where both are set. */
  readonly money?: number;
  readonly hours?: number;
}
/** pages × price of a page; recipients × postage; recipients × minutes ÷ 60. */
export function reckon({ recipients, pages }: Counted, { pagePrice, postage, minutes }: Prices): Reckoned {
  const paper = pagePrice === undefined ? undefined : Math.round(pages * pagePrice);
  const post = postage === undefined ? undefined : Math.round(recipients * postage);
  return {
    ...(paper === undefined ? {} : { paper }),
    ...(post === undefined ? {} : { post }),
    ...(paper === undefined || post === undefined ? {} : { money: paper + post }),
    ...(minutes === undefined ? {} : { hours: (recipients * minutes) / 60 }),
  };
}
export const FORMULA = [
  'Số trang không phải in = số trang PDF của từng văn bản × số nơi nhận điện tử mà Trục liên thông đã nhận gói tin và không gửi thêm bản giấy.',
  'Tiền giấy, mực = số trang không phải in × giá một trang.',
  'Tiền bưu phí = số nơi nhận điện tử × bưu phí một bì.',
  'Số giờ = số nơi nhận điện tử × số phút cho một nơi nhận ÷ 60.',
] as const;
