/** Pages as a reader would give them, for tests: lines set on A4 at 200 dots an inch, then skewed, misread, with words lost. */
import type { PageText, PageWord } from '../pageText.ts';

export const WIDTH = 1654;
export const HEIGHT = 2339;
const EM = 30;
const LETTER = 14;

export interface SetLine {
  readonly text: string;
  /** Middle of the line, or its left edge. */
  readonly centre?: number;
  readonly left?: number;
  readonly y: number;
}
export const lineWidth = (text: string): number => text.length * LETTER;

/** @param skew radians; positive sinks to the right */
export function setPage(lines: readonly SetLine[], skew = 0): PageText {
  const words: PageWord[] = [];
  const starts: number[] = [];
  for (const line of lines) {
    starts.push(words.length);
    let x = line.left ?? (line.centre ?? WIDTH / 2) - lineWidth(line.text) / 2;
    for (const text of line.text.split(' ')) {
      const w = text.length * LETTER - 2;
      const sink = Math.tan(skew) * (x + w / 2 - WIDTH / 2);
      words.push({ text, x: Math.round(x), y: Math.round(line.y + sink), w, h: EM, confidence: 95 });
      x += (text.length + 1) * LETTER;
    }
  }
  return { width: WIDTH, height: HEIGHT, words, lines: starts };
}

/** A letter of the people's committee of an invented commune; what differs is given. */
export function letterLines(over: { readonly code?: string; readonly date?: string; readonly stamp?: string } = {}): SetLine[] {
  const [left, right] = [430, 1160];
  return [
    { text: 'ỦY BAN NHÂN DÂN', centre: left, y: 160 },
    { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', centre: right, y: 160 },
    { text: 'XÃ VÍ DỤ', centre: left, y: 202 },
    { text: 'Độc lập - Tự do - Hạnh phúc', centre: right, y: 204 },
    { text: over.code ?? 'Số: 125/UBND-VP', centre: left, y: 276 },
    { text: over.date ?? 'Ví Dụ, ngày 20 tháng 11 năm 2026', centre: right, y: 276 },
    { text: 'V/v báo cáo kết quả', centre: left, y: 320 },
    { text: 'cải cách hành chính', centre: left, y: 360 },
    ...(over.stamp === undefined ? [] : [{ text: over.stamp, centre: left, y: 430 }]),
    { text: 'Kính gửi: Ủy ban nhân dân các xã, phường', centre: WIDTH / 2, y: 520 },
    ...[0, 1, 2, 3].map((i) => ({
      text: `${'thực hiện kế hoạch của tỉnh về công tác cải cách hành chính năm nay và các năm sau đó'}`,
      left: 240,
      y: 600 + i * 46,
    })),
    { text: 'Nơi nhận:', left: 240, y: 900 },
    { text: '- Như trên;', left: 240, y: 940 },
    { text: 'TM. ỦY BAN NHÂN DÂN', centre: 1180, y: 890 },
    { text: 'CHỦ TỊCH', centre: 1180, y: 930 },
    { text: 'Nguyễn Văn Mẫu', centre: 1180, y: 1140 },
  ];
}
/** A decision of a department, with its superior over it. */
export function decisionLines(): SetLine[] {
  const [left, right] = [430, 1160];
  return [
    { text: 'UBND TỈNH MẪU', centre: left, y: 160 },
    { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', centre: right, y: 160 },
    { text: 'SỞ NỘI VỤ', centre: left, y: 202 },
    { text: 'Độc lập - Tự do - Hạnh phúc', centre: right, y: 204 },
    { text: 'Số: 07/QĐ-SNV', centre: left, y: 276 },
    { text: 'Mẫu, ngày 05 tháng 01 năm 2026', centre: right, y: 276 },
    { text: 'QUYẾT ĐỊNH', y: 380 },
    { text: 'Về việc thành lập Tổ công tác rà soát', y: 422 },
    { text: 'hồ sơ, tài liệu lưu trữ năm 2026', y: 464 },
    ...[0, 1, 2].map((i) => ({
      text: `${'thực hiện kế hoạch của tỉnh về công tác cải cách hành chính năm nay và các năm sau đó'}`,
      left: 240,
      y: 560 + i * 46,
    })),
    { text: 'KT. GIÁM ĐỐC', centre: 1180, y: 890 },
    { text: 'PHÓ GIÁM ĐỐC', centre: 1180, y: 930 },
    { text: 'Trần Thị Thử', centre: 1180, y: 1140 },
  ];
}
