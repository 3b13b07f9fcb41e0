/**
 * The top of page one by the decree's cells (Decree 30/2020, annex I): 1 the state's name, 2 the office, 3 số, ký hiệu, 4 place
 * and date, 5a kind and subject, 5b a letter's subject, 10b urgency. Where a cell lies is told from the state's name and motto
 * where they were read, else from the page; labels help where they were read and are not needed.
 */
import type { DocumentKind } from '../codeLists.ts';
import { foldVietnamese } from '../secrecy.ts';
import { isSyllable } from '../syllables.ts';
import { legalDate } from '../time.ts';
import { isOfficeWord, isWholeName, knownAgency, namesInLines } from './agencies.ts';
import { bare, best, likeness } from './fuzzy.ts';
import type { Found, Known } from './known.ts';
import { withPhrases } from './language.ts';
import { boxOf, boxOfWords, centreLine, cutAt, middle, type Run, type Shape } from './shape.ts';

/** Parts of the page's width and height in which the head lies (A4: margins 20–25 mm, the head at most eight lines). */
const HEAD = { bottom: 0.42, columns: 0.46, dateBottom: 0.3 } as const;
const STATE = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'ĐẢNG CỘNG SẢN VIỆT NAM'] as const;
const MOTTO = 'Độc lập Tự do Hạnh phúc';

export interface Head {
  readonly left: readonly Run[];
  readonly right: readonly Run[];
  /** Runs of the page under the state's name, in one column. */
  readonly runs: readonly Run[];
  readonly anchored: boolean;
  readonly column: number;
}

/** The two columns of the head. */
export function columnsOf(shape: Shape): Head {
  const upper = shape.runs.filter((run) => run.top < shape.height * HEAD.bottom);
  const anchor = anchorOf(upper);
  const column = anchor ? anchor.left - shape.em * 0.3 : (shape.left + shape.right) * HEAD.columns;
  const right: Run[] = [];
  const left: Run[] = [];
  for (const run of upper) {
    const crosses = run.left < column - shape.em && run.right > column + shape.em * 3 && run.top < shape.height * HEAD.dateBottom;
    for (const part of crosses && mayBeTwo(run, column, shape) ? cutAt(run, column) : [run])
      (middle(part) < column ? left : right).push(part);
  }
  return { left, right, runs: upper, anchored: anchor !== undefined, column };
}
/** Two columns that the reader took for one line: at the column's edge the gap is wider than between words. */
function mayBeTwo(run: Run, column: number, shape: Shape): boolean {
  const words = [...run.words].sort((a, b) => a.x - b.x);
  return words.some((word, i) => {
    const next = words[i + 1];
    if (!next) return false;
    const edge = word.x + word.w;
    return edge <= column + shape.em * 0.5 && next.x >= column - shape.em * 0.5 && next.x - edge > shape.em * 0.6;
  });
}
function anchorOf(runs: readonly Run[]): { left: number } | undefined {
  for (const run of runs) {
    for (const name of STATE) {
      const count = name.split(' ').length;
      for (let from = 0; from + count - 1 <= run.words.length; from++) {
        const words = run.words.slice(from, from + count);
        if (words.length > 2 && likeness(words.map((w) => w.text).join(' '), name) > 0.75)
          return { left: Math.min(...words.map((w) => w.x)) };
      }
    }
  }
  const motto = runs.find((run) => likeness(run.text, MOTTO) > 0.7);
  // The motto is shorter than the state's name by about a sixth at each side.
  return motto && { left: motto.left - (motto.right - motto.left) * 0.17 };
}

const DIGITS: Readonly<Record<string, string>> = {
  o: '0',
  O: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  S: '5',
  s: '5',
  B: '8',
  Z: '2',
  z: '2',
};
const digits = (text: string): string => text.replace(/[^\d]/g, (letter) => DIGITS[letter] ?? letter);
const sure = (confidence: number): number => Math.max(0, Math.min(1, confidence / 100));

export function dateOf(head: Head, shape: Shape, today: string): { date?: Found; place?: Found; row?: number } {
  const limit = shape.height * HEAD.dateBottom;
  for (const run of [...head.right, ...head.left].filter((r) => r.top < limit)) {
    const folded = foldVietnamese(run.text.normalize('NFC'));
    const m =
      /n[a-z]{2,3}\W{0,3}([\doli|sbz]{1,2})\W{0,3}[tl][a-z]{2,5}\W{0,3}([\doli|sbz]{1,2})\W{0,3}[nh][a-z]{1,2}\W{0,3}([\doli|sbz]{4})\b/.exec(
        folded,
      );
    if (!m) continue;
    const [day = '', month = '', year = ''] = m.slice(1).map((part) => digits(part));
    const value = legalDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    const row = centreLine(run);
    const numbers = run.words.filter((w) => /\d/.test(w.text));
    const exact = m.slice(1).every((part) => /^\d+$/.test(part));
    const plausible = value !== undefined && value <= today && Number(year) > Number(today.slice(0, 4)) - 15;
    const confidence = sure(Math.min(...numbers.map((w) => w.confidence), 96)) * (exact ? 1 : 0.7);
    const place = placeOf(run);
    return {
      row,
      ...(plausible ? { date: { value, confidence, box: boxOf([run]) } } : {}),
      ...(place ? { place } : {}),
    };
  }
  return {};
}
/** What stands before `ngày`, as a name. */
function placeOf(run: Run): Found | undefined {
  const at = run.words.findIndex((w) => /^n[gq]a/.test(bare(w.text)));
  const words = run.words.slice(0, at);
  if (at < 1 || words.length > 5) return undefined;
  const value = words
    .map((w) => w.text)
    .join(' ')
    .replace(/[^\p{L}\p{N}\s]+$/u, '')
    .trim();
  const named = value.split(/\s+/).every((word) => /^\p{Lu}[\p{L}]*$/u.test(word) && isWord(word));
  return named && value !== ''
    ? { value, confidence: sure(Math.min(...words.map((w) => w.confidence))), box: boxOfWords(words) }
    : undefined;
}
/** A syllable, or a word of another tongue's name (Ea, Đắk, Krông) that is at least all letters. */
const isWord = (word: string): boolean => isSyllable(word) || /^\p{L}{2,8}$/u.test(word);

const CODE = /(\d{1,5}|[\doOlISB]{1,5})([a-zA-Z])?\s?[/|\\]\s?([\p{Lu}\d][\p{L}\d.&/-]*(?:\s?-\s?[\p{Lu}\d][\p{L}\d.&]*)*)/u;
const PARTY = /(\d{1,5})\s?([-–])\s?([\p{Lu}]{2,4}\s?\/\s?[\p{Lu}\d][\p{L}\d.&-]*)/u;

export interface CodeFound {
  readonly number: Found;
  readonly notation: Found;
  readonly run: Run;
}
/** Số, ký hiệu: in the left column, on the row of the date or near it; `Số:` need not have been read. */
export function codeOf(head: Head, shape: Shape, row: number | undefined, known: Known): CodeFound | undefined {
  const runs = head.left
    .filter((run) => run.top < shape.height * HEAD.dateBottom && (row === undefined || Math.abs(centreLine(run) - row) < shape.em * 4.5))
    .sort((a, b) => (row === undefined ? a.top - b.top : Math.abs(centreLine(a) - row) - Math.abs(centreLine(b) - row)));
  for (const run of runs) {
    // The label, where it was read, goes first: its letters look like digits to a reader.
    const text = run.text.replace(/^\W*[sS5$]\s?[\p{L}ố6ôó0]{0,2}\s*[:;.,]*\s*(?=[\doOlI])/u, '');
    const m = CODE.exec(text);
    if (m) return judged(run, m[1] ?? '', m[2] ?? '', m[3] ?? '', known);
    const p = PARTY.exec(text);
    if (p) return judged(run, p[1] ?? '', '', p[3] ?? '', known);
  }
  return undefined;
}
function judged(run: Run, number: string, letter: string, notation: string, known: Known): CodeFound {
  const tidy = notationOf(notation.replace(/\s+/g, ''), known.kinds);
  const word = run.words.filter((w) => /\d/.test(w.text) || w.text.includes('/'));
  const confidence = sure(Math.min(...(word.length > 0 ? word : run.words).map((w) => w.confidence)));
  const box = boxOf([run]);
  return {
    run,
    number: { value: digits(number) + letter, confidence: /^\d+$/.test(number) ? confidence : confidence * 0.6, box },
    // Where every part is a short form that offices use, it was read right.
    notation: { value: tidy.value, confidence: tidy.whole ? Math.max(confidence, 0.82) : tidy.sure ? confidence : confidence * 0.75, box },
  };
}

/** Short forms of offices that stand in notations everywhere. */
const OFFICES = ['UBND', 'HĐND', 'ĐU', 'VP', 'VPUB', 'MTTQ', 'HĐBC', 'BCĐ', 'TTHĐND'];
/** `QD-UBND` → `QĐ-UBND`: a reader loses the stroke of Đ and the marks of small letters; known parts say what stood there. */
export function notationOf(read: string, kinds: readonly DocumentKind[]): { value: string; sure: boolean; whole: boolean } {
  const shorts = [...kinds.flatMap((kind) => (kind.abbreviation === '' ? [] : [kind.abbreviation])), ...OFFICES];
  const parts = read
    .replace(/[.,;:\-–]+$/u, '')
    .replaceAll('Ð', 'Đ')
    .split(/([-/&.])/);
  let known = 0;
  const value = parts
    .map((part) => {
      if (shorts.includes(part)) known++;
      if (part === '' || shorts.includes(part)) return part;
      const plain = part.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('Đ', 'D').normalize('NFC');
      const twins = shorts.filter((short) => short.replaceAll('Đ', 'D') === plain);
      if (twins.length === 1 && twins[0] !== undefined) {
        known++;
        return twins[0];
      }
      return part;
    })
    .join('');
  const whole = known === parts.filter((part) => /\p{L}/u.test(part)).length;
  return { value, whole, sure: known > 0 || /^[A-ZĐ]{2,8}-[A-ZĐ]{2,6}$/u.test(value) };
}

/** The office and its superior: the lines of the left column over the number. `place` is cell 4's, whose small letters read better. */
export function agencyOf(
  head: Head,
  shape: Shape,
  at: { readonly code: CodeFound | undefined; readonly row: number | undefined; readonly place: Found | undefined },
  known: Known,
): { sender?: Found; superior?: Found } {
  const { code, row } = at;
  const end = code ? code.run.top - shape.em * 0.2 : row === undefined ? shape.height * 0.14 : row - shape.em * 0.4;
  const lines = head.left.filter((run) => centreLine(run) < end && isCapitals(run.text) && bare(run.text).length >= 3);
  if (lines.length === 0 || lines.length > 6) return {};
  const named = namesInLines(lines.map((run) => run.text.replace(/[^\p{L}\p{N}\s,-]/gu, ' ').trim()));
  const name = (printed: string, runs: readonly Run[]): Found | undefined => {
    if (runs.length === 0 || !isWholeName(printed)) return undefined;
    const listed = knownAgency(printed, known.agencies);
    const value = listed ?? withPlace(printed, at.place?.value);
    if (
      !value
        .split(/[\s,-]+/)
        .filter(Boolean)
        .every(isWord)
    )
      return undefined;
    // Words that every office's name is made of were put right by what they must be; the others must have been read well.
    const own = runs
      .flatMap((run) => run.words)
      .filter((w) => bare(w.text) !== '' && !isOfficeWord(w.text) && !sameName(w.text, at.place?.value));
    const confidence = listed === undefined ? sure(Math.min(94, ...own.map((w) => w.confidence))) : 0.95;
    return { value, confidence, box: boxOf(runs) };
  };
  const sender = name(named.agency, lines.slice(-named.agencyLines));
  const superior = named.superior === '' ? undefined : name(named.superior, lines.slice(0, -named.agencyLines));
  return { ...(sender ? { sender } : {}), ...(superior ? { superior } : {}) };
}
const sameName = (word: string, place: string | undefined): boolean => place?.split(' ').some((part) => bare(part) === bare(word)) ?? false;
/** `xã Giá Sử` at `Giả Sử, ngày …` → `xã Giả Sử`. */
function withPlace(name: string, place: string | undefined): string {
  if (place === undefined) return name;
  const count = place.split(' ').length;
  const said = name.split(' ');
  return bare(said.slice(-count).join(' ')) === bare(place) && said.length > count ? [...said.slice(0, -count), place].join(' ') : name;
}
function isCapitals(text: string): boolean {
  const letters = [...text].filter((c) => /\p{L}/u.test(c));
  return letters.length >= 2 && letters.filter((c) => c === c.toUpperCase()).length >= letters.length * 0.7;
}

/** Kind and subject under the head (5a), or a letter's subject under its number (5b). */
export function subjectOf(
  head: Head,
  shape: Shape,
  code: CodeFound | undefined,
  row: number | undefined,
  known: Known,
): { typeName?: Found; subject?: Found } {
  const from = row ?? code?.run.top ?? shape.height * 0.12;
  const below = shape.runs.filter((run) => run.top > from && run.top < shape.height * 0.6);
  const title = titleOf(below, shape, known.kinds);
  if (title) {
    const lines = subjectLines(below, title.run, shape);
    const subject = textOf(lines);
    return { typeName: title.found, ...(subject ? { subject } : {}) };
  }
  const letter = letterSubject(head, shape, code);
  return letter ? { typeName: { value: 'Công văn', confidence: Math.max(0.8, letter.confidence), box: letter.box }, subject: letter } : {};
}

function titleOf(runs: readonly Run[], shape: Shape, kinds: readonly DocumentKind[]): { found: Found; run: Run } | undefined {
  const page = (shape.left + shape.right) / 2;
  for (const run of runs) {
    if (Math.abs(middle(run) - page) > shape.width * 0.08 || !isCapitals(run.text) || run.words.length > 6) continue;
    const named = kinds.filter((kind) => kind.abbreviation !== '');
    const kind = best(run.text, named, (one) => one.name, 0.8, 0.03);
    if (kind) {
      const confidence = Math.max(sure(run.confidence), kind.likeness);
      return { run, found: { value: kind.one.name, confidence, box: boxOf([run]) } };
    }
  }
  return undefined;
}

const ENDS = /^(kinh gui|can cu|theo de nghi|xet|thuc hien|noi nhan|dieu 1|i\b|1\.|thanh phan)/;
function subjectLines(runs: readonly Run[], title: Run, shape: Shape): Run[] {
  const page = (shape.left + shape.right) / 2;
  const lines: Run[] = [];
  let last = title;
  for (const run of runs.filter((r) => centreLine(r) > title.bottom && bare(r.text) !== '')) {
    const pitch = Math.max(shape.em * 1.15, title.bottom - title.top);
    const gap = centreLine(run) - centreLine(last);
    const centred = Math.abs(middle(run) - page) < shape.width * 0.045;
    const full = run.right > shape.right - shape.em * 0.6 && run.left < shape.left + shape.em * 3.2;
    const aside = Math.abs(centreLine(run) - centreLine(last)) < shape.em * 0.5;
    if (!centred || full || gap > pitch * 2.05 || lines.length >= 6 || ENDS.test(foldVietnamese(run.text))) {
      if (aside) continue;
      break;
    }
    lines.push(run);
    last = run;
  }
  return lines;
}

const ABOUT = /^[^\p{L}\p{N}]*[vV]\s?[/|\\lI17)]\s?[vVyY][^\p{L}\p{N}]*/u;
function letterSubject(head: Head, shape: Shape, code: CodeFound | undefined): Found | undefined {
  const below = head.left
    .filter((run) => (code ? centreLine(run) > code.run.bottom - shape.em * 0.2 : true) && bare(run.text) !== '')
    .sort((a, b) => a.top - b.top);
  const at = below.findIndex((run) => ABOUT.test(run.text) || /^v[ềe] vi[ệe]c/iu.test(run.text));
  const first = below[at];
  if (!first) return undefined;
  const lines = [first];
  for (const run of below.slice(at + 1)) {
    const last = lines.at(-1) ?? first;
    const gap = centreLine(run) - centreLine(last);
    if (gap > shape.em * 2 || isCapitals(run.text) || ENDS.test(foldVietnamese(run.text)) || run.right > head.column + shape.em * 2) break;
    lines.push(run);
  }
  return textOf(lines, (text) => text.replace(ABOUT, ''));
}

/** Lines as one text; surer where every word can be Vietnamese. */
function textOf(lines: readonly Run[], tidy: (text: string) => string = (text) => text): Found | undefined {
  if (lines.length === 0) return undefined;
  const value = withPhrases(tidy(lines.map((run) => run.text).join(' ')))
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;:])/g, '$1')
    .replace(/^[\s.\-–—_]+|[\s.\-–—_;:]+$/gu, '');
  if (bare(value).length < 6) return undefined;
  const words = lines.flatMap((run) => run.words).filter((w) => bare(w.text) !== '');
  const odd = value.split(/[\s,;:()"“”-]+/).filter((word) => word !== '' && !isPlain(word)).length;
  const least = Math.min(...words.map((w) => w.confidence));
  return { value, confidence: sure(least) * (odd === 0 ? 1 : 0.5), box: boxOf(lines) };
}
const isPlain = (word: string): boolean =>
  /^[\d./%]+$/.test(word) || isSyllable(word) || /^[\p{Lu}Đ]{2,6}(?:[-/][\p{Lu}\d]+)*$/u.test(word) || /^[IVX]+$/.test(word);

const URGENCY = ['HỎA TỐC', 'THƯỢNG KHẨN', 'KHẨN'] as const;
/** Cell 10b: alone in its frame under number or subject; it may be set elsewhere near the top. */
export function urgencyOf(shape: Shape): Found | undefined {
  for (const run of shape.runs.filter((r) => r.top < shape.height * 0.45)) {
    const words = run.words.filter((w) => bare(w.text).length > 1);
    if (words.length === 0 || words.length > 4) continue;
    const text = words.map((w) => w.text).join(' ');
    const found = best(text, URGENCY, (one) => one, 0.78, 0.1);
    if (found && isCapitals(text))
      return { value: found.one, confidence: Math.max(sure(run.confidence), found.likeness), box: boxOfWords(words) };
  }
  return undefined;
}
