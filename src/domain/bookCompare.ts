/**
 * A book here beside the same book as the province's system exported it: what stands only here, only there, or differs.
 * Lines meet by their number; lines without one by what identifies the document.
 */
import { foldVietnamese } from './secrecy.ts';

export interface ComparedLine {
  /** Undefined: waits for its number. */
  readonly number?: number;
  /** Số, ký hiệu of the document. */
  readonly code: string;
  /** `dd/MM/yyyy` or empty. */
  readonly date: string;
  readonly subject: string;
  /** Tác giả in an incoming book; empty in an outgoing one. */
  readonly party: string;
  /** The document's row, where it is one of ours. */
  readonly id?: string;
  readonly cancelled?: boolean;
}
export type ComparedField = 'number' | 'code' | 'date' | 'subject' | 'party';
export interface Difference {
  readonly here: ComparedLine;
  readonly there: ComparedLine;
  readonly fields: readonly ComparedField[];
}
export interface BookComparison {
  readonly same: number;
  readonly onlyHere: readonly ComparedLine[];
  readonly onlyThere: readonly ComparedLine[];
  readonly different: readonly Difference[];
}

const plain = (text: string): string =>
  foldVietnamese(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
/** `012/UBND-VP` and `12/ubnd-vp` are one code. */
const plainCode = (text: string): string => plain(text).replace(/^0+(?=\d)/, '');

/** `20/11/2026` of `2026-11-20`, `20-11-2026`, `20.11.2026 08:00`; as it is where it is no date. */
export function readDate(text: string): string {
  const ymd = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text.trim());
  if (ymd) return `${ymd[3]?.padStart(2, '0')}/${ymd[2]?.padStart(2, '0')}/${ymd[1]}`;
  const dmy = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})/.exec(text.trim());
  return dmy ? `${dmy[1]?.padStart(2, '0')}/${dmy[2]?.padStart(2, '0')}/${dmy[3]}` : text.trim();
}
/** The number at the head of `1 287`, `012/QĐ-UBND`, `Số 12`; undefined where there is none. */
export function readNumber(text: string): number | undefined {
  const digits = /^\D{0,6}(\d[\d\s.]*)/.exec(text.trim())?.[1]?.replace(/\D/g, '');
  const number = Number(digits);
  return digits && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Fields that both sides have and that do not say the same; an empty field says nothing. */
function fieldsApart(here: ComparedLine, there: ComparedLine): ComparedField[] {
  const apart = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;
  const fields: ComparedField[] = [];
  if (here.number === undefined && there.number !== undefined) fields.push('number');
  if (apart(plainCode(here.code), plainCode(there.code))) fields.push('code');
  if (apart(readDate(here.date), readDate(there.date))) fields.push('date');
  if (apart(plain(here.subject), plain(there.subject))) fields.push('subject');
  if (apart(plain(here.party), plain(there.party))) fields.push('party');
  return fields;
}

export function compareBooks(here: readonly ComparedLine[], there: readonly ComparedLine[]): BookComparison {
  const byNumber = new Map<number, ComparedLine[]>();
  const byCode = new Map<string, ComparedLine[]>();
  const keep = <K>(map: Map<K, ComparedLine[]>, key: K, line: ComparedLine): void => void map.set(key, [...(map.get(key) ?? []), line]);
  for (const line of there) {
    if (line.number !== undefined) keep(byNumber, line.number, line);
    if (line.code !== '') keep(byCode, plainCode(line.code), line);
  }
  const met = new Set<ComparedLine>();
  const onlyHere: ComparedLine[] = [];
  const different: Difference[] = [];
  let same = 0;
  for (const line of here) {
    const candidates = line.number === undefined ? byCode.get(plainCode(line.code)) : byNumber.get(line.number);
    const other = candidates?.find((candidate) => !met.has(candidate));
    if (other === undefined) {
      // A number that was cancelled here need not stand there.
      if (!line.cancelled) onlyHere.push(line);
      continue;
    }
    met.add(other);
    const fields = fieldsApart(line, other);
    if (fields.length === 0) same++;
    else different.push({ here: line, there: other, fields });
  }
  return { same, onlyHere, onlyThere: there.filter((line) => !met.has(line)), different };
}

/** Which column holds what, guessed by its heading. */
export type ColumnMapping = Readonly<Partial<Record<ComparedField, number>>>;
const HEADINGS: Readonly<Record<'incoming' | 'outgoing', Readonly<Record<ComparedField, readonly RegExp[]>>>> = {
  incoming: {
    number: [/^so den$/, /so thu tu den/, /so den/],
    code: [/so,? ?ky hieu/, /so kh/, /ky hieu/, /so van ban/],
    date: [/ngay (thang )?van ban/, /ngay vb/, /ngay ban hanh/, /ngay ky/],
    subject: [/trich yeu/, /noi dung/],
    party: [/tac gia/, /co quan (ban hanh|gui)/, /noi (gui|ban hanh)/, /don vi (gui|ban hanh)/],
  },
  outgoing: {
    number: [/^so( di| van ban( di)?)?$/, /so di/, /so,? ?ky hieu/, /so kh/],
    code: [/so,? ?ky hieu/, /so kh/, /ky hieu/],
    date: [/ngay (thang )?van ban/, /ngay vb/, /ngay ban hanh/, /ngay ky/, /^ngay$/],
    subject: [/trich yeu/, /noi dung/],
    party: [],
  },
};
/** The row that reads like headings (among the first fifteen), and what its columns seem to be. */
export function guessColumns(
  rows: readonly (readonly string[])[],
  direction: 'incoming' | 'outgoing',
): { headerRow: number; mapping: ColumnMapping } {
  let best = { headerRow: 0, mapping: {} as ColumnMapping };
  for (const [index, row] of rows.slice(0, 15).entries()) {
    const headings = row.map((cell) => foldVietnamese(cell).replace(/\s+/g, ' ').trim());
    const mapping: Partial<Record<ComparedField, number>> = {};
    for (const [field, patterns] of Object.entries(HEADINGS[direction]) as [ComparedField, readonly RegExp[]][]) {
      for (const pattern of patterns) {
        const column = headings.findIndex((heading) => heading.length < 60 && pattern.test(heading));
        if (column < 0) continue;
        mapping[field] = column;
        break;
      }
    }
    if (Object.keys(mapping).length > Object.keys(best.mapping).length) best = { headerRow: index, mapping };
  }
  return best;
}
