/**
 * Documents that a text names: số, ký hiệu with what says whose it is (date, agency). `Công văn số 125/SNV-VP ngày
 * 20/11/2026 của Sở Nội vụ`. Found by form, never guessed beyond it.
 */

import { foldedText } from './searchText.ts';
import type { LegalDate } from './time.ts';

export interface Reference {
  /** As `codeKey` makes it. */
  readonly key: string;
  readonly date?: LegalDate;
  /** Folded words that follow `của`; the agency's name begins them. */
  readonly issuer?: string;
}

/** A number with its notation as one comparable text: `05/QĐ-UBND` → `5/qd-ubnd`. */
export const codeKey = (code: string): string =>
  foldedText(code)
    .replace(/[–—]/g, '-')
    .replace(/\s+/g, '')
    .replace(/^0+(?=\d)/, '');

/** `125/SNV-VP`, `01/2026/QĐ-UBND`, `45-CV/ĐU`: a number, and a notation of capitals with at least one separator or year. */
const CODE =
  /(?<![\p{L}\p{N}/.-])(\d{1,6}\s?(?:\/\s?(?:(?:19|20)\d{2}\s?\/\s?)?\p{Lu}[\p{Lu}\p{N}]*(?:[-–.&]\p{Lu}[\p{L}\p{N}]*)*|-\p{Lu}+\/\p{Lu}[\p{Lu}\p{N}-]*))/gu;
const MAX = 40;
/** How far behind a code its date and agency are looked for. */
const REACH = 160;

/** At most 40 of a text, each once, in their order. */
export function referencesIn(text: string): Reference[] {
  const composed = text.normalize('NFC');
  const found = new Map<string, Reference>();
  const matches = [...composed.matchAll(CODE)];
  for (const [i, match] of matches.entries()) {
    const key = codeKey(match[1] ?? '');
    if (found.has(key)) continue;
    const from = match.index + match[0].length;
    const behind = composed.slice(from, Math.min(from + REACH, matches[i + 1]?.index ?? composed.length)).split(/[;\n]/)[0] ?? '';
    const date = dateIn(behind);
    const issuer = issuerIn(behind);
    found.set(key, { key, ...(date ? { date } : {}), ...(issuer ? { issuer } : {}) });
    if (found.size >= MAX) break;
  }
  return [...found.values()];
}

function dateIn(text: string): LegalDate | undefined {
  const parts = /^[\s,(]*ngày\s+(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})/u.exec(text);
  if (!parts) return undefined;
  const [, day = '', month = '', year = ''] = parts;
  return Number(month) > 12 || Number(day) > 31 ? undefined : (`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` as LegalDate);
}
function issuerIn(text: string): string | undefined {
  const name = /(?:^|[\s,])của\s+([^,.()"“”]{3,100})/u.exec(text)?.[1];
  return name === undefined ? undefined : foldedText(name).replace(/\s+/g, ' ').trim();
}

/**
 * Whether a named agency can be this one: one name begins the other, `UBND` and the like written out or short.
 * @param said folded words behind `của`, which may go on beyond the name
 */
export function sameIssuer(said: string, name: string): boolean {
  const long = (text: string): string =>
    foldedText(text)
      .replace(/\bubnd\b/g, 'uy ban nhan dan')
      .replace(/\bhdnd\b/g, 'hoi dong nhan dan')
      .replace(/\s+/g, ' ')
      .trim();
  const [a, b] = [long(said), long(name)];
  if (a === '' || b === '') return false;
  const begins = (whole: string, part: string): boolean => whole === part || whole.startsWith(`${part} `);
  return begins(a, b) || begins(b, a);
}

/** Words that open a subject and say nothing of its matter. */
const OPENING =
  /^(?:(?:v\/v|ve viec|viec|v\.v|vv|trich yeu|tra loi|phuc dap|gop y|y kien|tham gia y kien|bao cao|de nghi|don doc|lay y kien|cho y kien|nhac|trien khai|thuc hien|[:,.-])\s*)+/;
/** What two documents of one matter have in common; '' where too little is left to tell. */
export function subjectKey(subject: string): string {
  const withoutCodes = subject
    .normalize('NFC')
    .replace(CODE, ' ')
    .replace(/\bngày\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{4}/gu, ' ');
  const key = foldedText(withoutCodes)
    .replace(OPENING, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return key.split(' ').length < 4 ? '' : key.slice(0, 200);
}
