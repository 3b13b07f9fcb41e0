/**
 * Every kind of official signature as data: who signs, where it stands and what it shows (Decree 30/2020, annex I, items 7
 * and 8, and articles 25 to 27; Circular 05/2025/TT-BNV for digitised paper). Pure: the time of signing comes in.
 */
import { clampToPage, type FoundPlaces, leaderPlace, mm, type PageSize, type Placed } from './signaturePlaces.ts';

export type SignatureKind = 'initial' | 'leader' | 'agency' | 'attachment' | 'copy' | 'duplicate' | 'extract' | 'incoming' | 'digitised';
type Where = 'beside_name' | 'end_of_content' | 'top_right_first';

export interface KindRule {
  readonly name: string;
  /** Other spellings a person may type on a command line. */
  readonly aliases: readonly string[];
  readonly holder: 'person' | 'agency';
  readonly where: Where;
  readonly color: 'black' | 'red';
  /** Goes into `/Reason`. */
  readonly reason: string;
  readonly size: number;
}
export const SIGNATURE_KINDS: Readonly<Record<SignatureKind, KindRule>> = {
  initial: {
    name: 'Ký nháy',
    aliases: ['ky-nhay', 'nhay'],
    holder: 'person',
    where: 'end_of_content',
    color: 'black',
    reason: 'Ký nháy',
    size: 9,
  },
  leader: {
    name: 'Ký ban hành',
    aliases: ['ky-ban-hanh', 'ban-hanh'],
    holder: 'person',
    where: 'beside_name',
    color: 'black',
    reason: 'Ký ban hành',
    size: 14,
  },
  agency: {
    name: 'Ký số của cơ quan',
    aliases: ['co-quan', 'seal'],
    holder: 'agency',
    where: 'beside_name',
    color: 'red',
    reason: 'Phát hành',
    size: 11,
  },
  attachment: {
    name: 'Phụ lục, tài liệu đính kèm',
    aliases: ['phu-luc', 'dinh-kem'],
    holder: 'agency',
    where: 'top_right_first',
    color: 'black',
    reason: 'Tài liệu kèm theo',
    size: 10,
  },
  copy: {
    name: 'Sao y',
    aliases: ['sao-y'],
    holder: 'agency',
    where: 'top_right_first',
    color: 'black',
    reason: 'SAO Y',
    size: 10,
  },
  duplicate: {
    name: 'Sao lục',
    aliases: ['sao-luc'],
    holder: 'agency',
    where: 'top_right_first',
    color: 'black',
    reason: 'SAO LỤC',
    size: 10,
  },
  extract: {
    name: 'Trích sao',
    aliases: ['trich-sao'],
    holder: 'agency',
    where: 'top_right_first',
    color: 'black',
    reason: 'TRÍCH SAO',
    size: 10,
  },
  incoming: {
    name: 'Dấu đến',
    aliases: ['dau-den', 'den'],
    holder: 'agency',
    where: 'top_right_first',
    color: 'red',
    reason: 'Văn bản đến',
    size: 10,
  },
  digitised: {
    name: 'Số hóa',
    aliases: ['so-hoa'],
    holder: 'agency',
    where: 'top_right_first',
    color: 'black',
    reason: 'Số hóa',
    size: 10,
  },
};
export const kindOf = (text: string): SignatureKind | undefined =>
  (Object.keys(SIGNATURE_KINDS) as SignatureKind[]).find((kind) => kind === text || SIGNATURE_KINDS[kind].aliases.includes(text));

/** `21-11-2026 14:05:09 +07:00`: day-month-year, hour-minute-second and zone, as the decree's annex asks. */
export function printedTime(at: number): string {
  const text = new Date(at + 7 * 3_600_000).toISOString();
  return `${text.slice(8, 10)}-${text.slice(5, 7)}-${text.slice(0, 4)} ${text.slice(11, 19)} +07:00`;
}

/** What the field shows where no picture stands for it. */
export function kindLines(kind: SignatureKind, said: { readonly organ: string; readonly code?: string; readonly at: number }): string[] {
  const time = printedTime(said.at);
  if (kind === 'leader') return ['Đã ký'];
  if (kind === 'initial') return ['Ký nháy'];
  if (kind === 'agency') return [said.organ];
  if (kind === 'attachment') return [...(said.code ? [said.code] : []), time];
  if (kind === 'incoming') return ['ĐẾN', ...(said.code ? [`Số: ${said.code}`] : []), `Ngày: ${time.slice(0, 10)}`];
  return [...(kind === 'digitised' ? [] : [SIGNATURE_KINDS[kind].reason]), said.organ, time];
}

/** Where the field of this kind stands by itself; a person may move it. */
export function kindPlace(kind: SignatureKind, pages: readonly PageSize[], found: FoundPlaces): Placed {
  const { where } = SIGNATURE_KINDS[kind];
  const last = pages[pages.length - 1] ?? { width: 595.28, height: 841.89 };
  const first = pages[0] ?? last;
  if (where === 'beside_name') return leaderPlace(pages, found);
  if (where === 'end_of_content') {
    const box = { x: last.width - mm(15 + 22), y: mm(20), width: mm(22), height: mm(9) };
    return { page: Math.max(1, pages.length), ...clampToPage(box, last) };
  }
  const [width, height] = [mm(70), mm(kind === 'incoming' ? 18 : 15)];
  return { page: 1, ...clampToPage({ x: first.width - mm(10) - width, y: first.height - mm(6) - height, width, height }, first) };
}
