/**
 * Every kind of official signature as data: who signs, where it stands, how large it is and what it shows (Decree 30/2020,
 * annex I, items 7 and 8, annex IV, and articles 25 to 27; Circular 05/2025/TT-BNV for digitised paper). All presets stand
 * here and nowhere else. Pure: the time of signing comes in.
 */
import type { AppError } from './errors.ts';
import { clampToPage, type FoundPlaces, leaderPlace, mm, type PageSize, type Placed } from './signaturePlaces.ts';

export type SignatureKind = 'initial' | 'leader' | 'agency' | 'attachment' | 'copy' | 'duplicate' | 'extract' | 'incoming' | 'digitised';
/** Kinds that make a copy of its own beside the file they are put on. */
export const COPY_KINDS = ['copy', 'duplicate', 'extract', 'incoming', 'digitised'] as const;
export type CopyKind = (typeof COPY_KINDS)[number];
export const isCopyKind = (kind: SignatureKind): kind is CopyKind => (COPY_KINDS as readonly string[]).includes(kind);

type Where = 'beside_name' | 'end_of_content' | 'top_right_first';

export interface KindRule {
  readonly name: string;
  /** Other spellings a person may type on a command line. */
  readonly aliases: readonly string[];
  readonly holder: 'person' | 'agency';
  readonly where: Where;
  /** Size of the field; the seal's own size comes from its picture. */
  readonly box: { readonly widthMm: number; readonly heightMm: number };
  /** Drawn where the office has it; else the lines. */
  readonly picture?: 'signature' | 'seal';
  readonly color: 'black' | 'red';
  readonly frame?: boolean;
  /** Goes into `/Reason`. */
  readonly reason: string;
  /** Size of the letters, points. */
  readonly size: number;
  /** What is shown: `{organ}`, `{code}`, `{time}`, `{date}`; a line whose value is not known is left out. */
  readonly lines: readonly string[];
}
const TOP_RIGHT = { holder: 'agency', where: 'top_right_first', box: { widthMm: 70, heightMm: 15 }, size: 10 } as const;

export const SIGNATURE_KINDS: Readonly<Record<SignatureKind, KindRule>> = {
  initial: {
    name: 'Ký nháy',
    aliases: ['ky-nhay', 'nhay'],
    holder: 'person',
    where: 'end_of_content',
    box: { widthMm: 22, heightMm: 9 },
    color: 'black',
    reason: 'Ký nháy',
    size: 9,
    lines: ['Ký nháy'],
  },
  leader: {
    name: 'Ký ban hành',
    aliases: ['ky-ban-hanh', 'ban-hanh'],
    holder: 'person',
    where: 'beside_name',
    box: { widthMm: 44, heightMm: 18 },
    picture: 'signature',
    color: 'black',
    reason: 'Ký ban hành',
    size: 14,
    lines: ['Đã ký'],
  },
  agency: {
    name: 'Ký số của cơ quan',
    aliases: ['co-quan', 'seal'],
    holder: 'agency',
    where: 'beside_name',
    box: { widthMm: 36, heightMm: 36 },
    picture: 'seal',
    color: 'red',
    reason: 'Phát hành',
    size: 11,
    lines: ['{organ}'],
  },
  // Item 7 of annex I: a file of its own beside the main text; number and sign, time of signing, no picture.
  attachment: {
    ...TOP_RIGHT,
    name: 'Phụ lục, tài liệu đính kèm',
    aliases: ['phu-luc', 'dinh-kem'],
    color: 'black',
    reason: 'Tài liệu kèm theo',
    lines: ['{code}', '{time}'],
  },
  copy: { ...TOP_RIGHT, name: 'Sao y', aliases: ['sao-y'], color: 'black', reason: 'SAO Y', lines: ['SAO Y', '{organ}', '{time}'] },
  duplicate: {
    ...TOP_RIGHT,
    name: 'Sao lục',
    aliases: ['sao-luc'],
    color: 'black',
    reason: 'SAO LỤC',
    lines: ['SAO LỤC', '{organ}', '{time}'],
  },
  extract: {
    ...TOP_RIGHT,
    name: 'Trích sao',
    aliases: ['trich-sao'],
    color: 'black',
    reason: 'TRÍCH SAO',
    lines: ['TRÍCH SAO', '{organ}', '{time}'],
  },
  // Annex IV, drawn small enough for the free margin above the text of an electronic document.
  incoming: {
    ...TOP_RIGHT,
    box: { widthMm: 60, heightMm: 15 },
    name: 'Dấu đến',
    aliases: ['dau-den', 'den'],
    color: 'red',
    frame: true,
    reason: 'Văn bản đến',
    lines: ['{organ}', 'ĐẾN', 'Số: {code}   Ngày: {date}'],
  },
  digitised: { ...TOP_RIGHT, name: 'Số hóa', aliases: ['so-hoa'], color: 'black', reason: 'Số hóa', lines: ['{organ}', '{time}'] },
};
export const kindOf = (text: string): SignatureKind | undefined =>
  (Object.keys(SIGNATURE_KINDS) as SignatureKind[]).find((kind) => kind === text || SIGNATURE_KINDS[kind].aliases.includes(text));

/** `21-11-2026 14:05:09 +07:00`: day-month-year, hour-minute-second and zone, as the decree's annex asks. */
export function printedTime(at: number): string {
  const text = new Date(at + 7 * 3_600_000).toISOString();
  return `${text.slice(8, 10)}-${text.slice(5, 7)}-${text.slice(0, 4)} ${text.slice(11, 19)} +07:00`;
}

/** What the field shows where no picture stands for it. `date`: where it is not the day of signing, as it is to be printed. */
export function kindLines(
  kind: SignatureKind,
  said: { readonly organ: string; readonly code?: string; readonly date?: string; readonly at: number },
): string[] {
  const time = printedTime(said.at);
  const values: Readonly<Record<string, string | undefined>> = {
    organ: said.organ,
    code: said.code,
    time,
    date: said.date ?? time.slice(0, 10),
  };
  return SIGNATURE_KINDS[kind].lines.flatMap((line) => {
    let known = true;
    const text = line.replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = values[key];
      if (value === undefined || value === '') known = false;
      return value ?? '';
    });
    return known ? [text] : [];
  });
}

/** Where the field of this kind stands by itself; a person may move it. */
export function kindPlace(kind: SignatureKind, pages: readonly PageSize[], found: FoundPlaces): Placed {
  const { where, box } = SIGNATURE_KINDS[kind];
  const last = pages[pages.length - 1] ?? { width: 595.28, height: 841.89 };
  const first = pages[0] ?? last;
  const [width, height] = [mm(box.widthMm), mm(box.heightMm)];
  if (where === 'beside_name') return leaderPlace(pages, found);
  if (where === 'end_of_content') {
    // Beside the last line of the text (annex I, item 7): there the drafter's initial stands.
    const { contentEnd } = found;
    const page = contentEnd ? (pages[contentEnd.page - 1] ?? last) : last;
    const beside = contentEnd && { x: Math.min(contentEnd.x + contentEnd.width + mm(2), page.width - mm(8) - width), y: contentEnd.y - 3 };
    const { x, y } = beside ?? { x: last.width - mm(15) - width, y: mm(20) };
    return { page: contentEnd?.page ?? Math.max(1, pages.length), ...clampToPage({ x, y, width, height }, page) };
  }
  return { page: 1, ...clampToPage({ x: first.width - mm(10) - width, y: first.height - mm(4) - height, width, height }, first) };
}

/**
 * Which copies may be made of a document as electronic files (Decree 30/2020, article 25): of paper every form, of an
 * electronic document an extract only; the other directions end on paper. The arrival mark and the mark of digitising are
 * no copies in that sense: the first is for what came in, the second for paper.
 */
export function copyRefusal(
  kind: CopyKind,
  of: { readonly medium: 'paper' | 'electronic'; readonly arrived: boolean },
): AppError | undefined {
  if (kind === 'incoming') return of.arrived ? undefined : { code: 'signing.mark_before_number' };
  if (of.medium === 'paper' || kind === 'extract') return undefined;
  return { code: kind === 'digitised' ? 'signing.digitised_of_electronic' : 'signing.copy_of_electronic' };
}
