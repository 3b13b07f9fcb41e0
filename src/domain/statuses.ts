/** Business statuses of the axis (spec 2): who sends which, and what the sender's board shows of a recipient. */

/** 01 đã đến · 02 từ chối tiếp nhận · 03 đã tiếp nhận · 04 phân công · 05 đang xử lý · 06 hoàn thành · 13 yêu cầu lấy lại · 15 đồng ý · 16 từ chối. */
export const STATUS_CODES = ['01', '02', '03', '04', '05', '06', '13', '15', '16'] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/** `1` is read as `01`; anything unknown is kept as it came. */
export function normalizeStatusCode(text: string): string {
  const t = text.trim();
  return /^\d$/.test(t) ? `0${t}` : t;
}

const RANK: Readonly<Partial<Record<string, number>>> = { '01': 1, '02': 9, '03': 2, '04': 3, '05': 4, '06': 5 };

/**
 * The main status a recipient's line shows after one more message: it never regresses on late or repeated
 * messages; 13, 15 and 16 are a state of their own and leave it alone; unknown codes are shown only in history.
 */
export function latestStatus(current: string | undefined, incoming: string): string | undefined {
  const rank = RANK[incoming];
  if (rank === undefined) return current;
  return current === undefined || rank > (RANK[current] ?? 0) ? incoming : current;
}
