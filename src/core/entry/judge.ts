/** Everything that is wrong with a sheet, before anything is registered: row by row, among the rows, and against the store. */
import type { MatchedRecipient, RecipientSum } from '../../contract/page/entry.ts';
import { type EntryContext, type EntryProblem, type EntryValues, entryFields, isEmptyRow, readEntryRow } from '../../domain/entry/index.ts';
import { Failure } from '../../domain/errors.ts';
import { periodOf, seriesOf } from '../../domain/numbering.ts';
import type { BookRule } from '../../domain/registers.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { documentKinds } from '../codelists/index.ts';
import { recipientMatcher, recipientsOf, type Search } from '../directory/index.ts';
import { twinOf } from '../documents/index.ts';
import { type Book, bookFor, NOT_HERE, numberSource, peekNumber } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import type { Steps } from '../working/index.ts';
import type { SheetRecord } from './sheet.ts';

/** What a person decided about a row that may be here already. */
export type EntryAnswer = '' | 'different' | 'skip' | 'merge';
export const answerOf = (cells: readonly string[], width: number): EntryAnswer => {
  const said = cells[width] ?? '';
  return said === 'different' || said === 'skip' || said === 'merge' ? said : '';
};

/** A row that is to be registered. */
export interface EntryLine {
  /** Of the sheet, counted from 0. */
  readonly row: number;
  readonly values: EntryValues;
  readonly answer: EntryAnswer;
  /** The document it may be. */
  readonly twinId?: string;
  /** Whom it goes to, found in directory and groups, else as typed. */
  readonly to: readonly { readonly organId?: string; readonly name: string }[];
}
export interface EntryReport {
  /** Rows that will be registered, empty and skipped ones not counted. */
  readonly count: number;
  readonly skipped: number;
  /** Copies that go under a number that is here. */
  readonly merged: number;
  readonly problems: readonly EntryProblem[];
  readonly errors: number;
  /** Asked and not answered. */
  readonly asks: number;
  /** What the first row will get, where the numbers are given now and are of one series. */
  readonly first?: number;
  readonly date: LegalDate;
  readonly recipients?: RecipientSum;
}

/** What concerns the whole sheet and no cell of it. */
const WHOLE_SHEET = 0;
/** A day's number after a later day's: looked at over so many days only where both are written. */
const TWIN_DAYS = 30;
const DAY_MS = 86_400_000;

export interface Judged extends EntryReport {
  readonly lines: readonly EntryLine[];
}

/** Rows that are judged before the others have their turn. */
const AT_ONCE = 50;
/** Rows judged, of how many; each is looked at twice. */
interface Part {
  readonly done: number;
  readonly total: number;
}

/** The whole sheet at once. */
export function judgeSheet(store: Store, sheet: SheetRecord, search: Search): Judged {
  const run = judging(store, sheet, search);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}
/** The same in steps. @throws Failure `work.stopped` */
export async function judgeSheetInSteps(store: Store, sheet: SheetRecord, search: Search, steps: Steps): Promise<Judged> {
  const run = judging(store, sheet, search);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
    await steps.step('check', value.done, value.total);
  }
}

function* judging(store: Store, sheet: SheetRecord, search: Search): Generator<Part, Judged, void> {
  const books = new Map<string, Book | undefined>();
  const bookOf = (kindName: string): Book | undefined => {
    if (!books.has(kindName)) books.set(kindName, findBook(store, sheet, kindName));
    return books.get(kindName);
  };
  const today = legalDateOf(store.now());
  const context: EntryContext = {
    direction: sheet.direction,
    mode: sheet.mode,
    today,
    kinds: documentKinds(store),
    defaults: sheet.defaults,
    ruleOf: (kindName): BookRule | undefined => bookOf(kindName)?.rule,
  };
  const width = entryFields(sheet.direction).length;
  const problems: EntryProblem[] = [];
  const lines: EntryLine[] = [];
  const total = 2 * sheet.rows.length;
  const recipients = matchedRecipients(store, sheet, search);
  let skipped = 0;
  for (const [row, cells] of sheet.rows.entries()) {
    if (row % AT_ONCE === AT_ONCE - 1) yield { done: row, total };
    if (isEmptyRow(cells.slice(0, width))) continue;
    const answer = answerOf(cells, width);
    if (answer === 'skip') {
      skipped++;
      continue;
    }
    const read = readEntryRow(cells, row, context);
    problems.push(...read.problems);
    const matches = read.values.recipients.map(recipients.match);
    recipients.note(row, matches, problems);
    lines.push({ row, values: read.values, answer, to: recipientsOf(matches) });
  }
  const known: EntryLine[] = [];
  const twinned = withTwins(store, sheet, problems);
  for (const [place, line] of lines.entries()) {
    if (place % AT_ONCE === AT_ONCE - 1) yield { done: total - sheet.rows.length + place, total };
    known.push(twinned(line));
  }
  if (sheet.mode === 'paper_book') judgeGiven(store, sheet, bookOf, known, problems);
  const first = sheet.mode === 'new' ? judgeNew(store, sheet, bookOf, known, problems) : undefined;
  problems.sort((a, b) => a.row - b.row);
  const merged = known.filter((line) => line.answer === 'merge' && line.twinId !== undefined).length;
  return {
    lines: known,
    count: known.length - merged,
    skipped,
    merged,
    problems,
    errors: problems.filter(({ kind }) => kind === 'error').length,
    asks: problems.filter(({ kind }) => kind === 'ask').length,
    date: today,
    ...(first === undefined ? {} : { first }),
    ...(sheet.direction === 'outgoing' ? { recipients: recipients.sum() } : {}),
  };
}

/** Names on lines that remain text, as they are told. */
const SHOWN_TEXTS = 100;
/** What all rows' recipients are taken for; a name that several agencies have is pointed out, not decided. */
function matchedRecipients(store: Store, sheet: SheetRecord, search: Search) {
  const known = new Set<string>();
  const asText = new Set<string>();
  return {
    match: recipientMatcher(store, search, sheet.organId),
    note(row: number, matches: readonly MatchedRecipient[], problems: EntryProblem[]): void {
      for (const match of matches) {
        if (match.kind === 'agency' || match.kind === 'group') known.add(match.text);
        else if (asText.size < SHOWN_TEXTS) asText.add(match.text);
        if (match.kind === 'several')
          problems.push({
            row,
            field: 'recipients',
            code: 'entry.recipient_several',
            params: { name: match.text.slice(0, 80), count: match.count },
            kind: 'note',
          });
      }
    },
    sum: (): RecipientSum => ({ known: known.size, asText: [...asText] }),
  };
}

function findBook(store: Store, sheet: SheetRecord, kindName: string): Book | undefined {
  try {
    return bookFor(store, sheet.organId, sheet.direction, kindName);
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'registers.no_book_for_kind') return undefined;
    throw error;
  }
}

const keyOf = (sheet: SheetRecord, { number, notation, sender, subject, typeName, date, recipients }: EntryValues): string => {
  const year = date?.slice(0, 4) ?? '';
  if (sheet.direction === 'outgoing') return foldVietnamese([typeName, subject, ...recipients].join('\u0000'));
  return foldVietnamese(number === '' ? ['', sender, subject, date ?? ''].join('\u0000') : [number, notation, sender, year].join('\u0000'));
};

/** Rows that may be one document with another row, or with one that is here: a person says which it is. */
function withTwins(store: Store, sheet: SheetRecord, problems: EntryProblem[]): (line: EntryLine) => EntryLine {
  const seen = new Map<string, number>();
  const issued = sheet.direction === 'outgoing' && sheet.mode === 'new' ? issuedLately(store, sheet.organId) : undefined;
  return (line) => {
    const { row, values, answer } = line;
    if (values.subject === '') return line;
    const key = keyOf(sheet, values);
    const other = seen.get(key);
    seen.set(key, other ?? row);
    const field = sheet.direction === 'incoming' && values.number !== '' ? 'code' : 'subject';
    if (other !== undefined && answer !== 'different')
      problems.push({ row, field, code: 'entry.twin_row', params: { row: other + 1 }, kind: 'ask' });
    if (sheet.direction === 'outgoing') {
      const twin = issued?.get(foldVietnamese([values.typeName, values.subject].join('\u0000')));
      if (twin === undefined) return line;
      if (answer !== 'different')
        problems.push({ row, field, code: 'entry.twin_issued', params: { code: twin.code }, kind: 'ask', otherId: twin.id });
      return { ...line, twinId: twin.id };
    }
    const twin = twinOf(store, { organId: sheet.organId, ...values });
    if (twin === undefined) return line;
    if (answer === '' || (answer === 'merge' && sheet.mode === 'paper_book')) {
      const params = { code: twin.code, sender: twin.sender, arrivalNumber: twin.arrivalNumber ?? 'chưa có' };
      problems.push({ row, field, code: 'entry.twin_here', params, kind: 'ask', otherId: twin.id });
    }
    return { ...line, twinId: twin.id };
  };
}

function issuedLately(store: Store, organId: string): ReadonlyMap<string, { readonly id: string; readonly code: string }> {
  const since = legalDateOf(store.now() - TWIN_DAYS * DAY_MS);
  const rows = store.db
    .prepare<[string, string], { id: string; code: string; type_name: string; subject: string }>(
      `SELECT id, code, type_name, subject FROM outgoing WHERE organ_id = ? AND date >= ? AND state <> 'cancelled'`,
    )
    .all(organId, since);
  return new Map(rows.map(({ id, code, type_name, subject }) => [foldVietnamese([type_name, subject].join('\u0000')), { id, code }]));
}

/** Numbers given on paper: each fits its book, is taken by nothing, and lies before the first that was given here. */
function judgeGiven(
  store: Store,
  sheet: SheetRecord,
  bookOf: (kindName: string) => Book | undefined,
  lines: readonly EntryLine[],
  problems: EntryProblem[],
): void {
  const kinds = documentKinds(store);
  const taken = store.db
    .prepare<[string, string, string, number], string>(
      'SELECT date FROM book_number WHERE book_id = ? AND period = ? AND series = ? AND number = ?',
    )
    .pluck();
  const own = store.db
    .prepare<[string, string, string], number | null>(
      `SELECT min(number) FROM book_number WHERE book_id = ? AND period = ? AND series = ? AND origin = 'here'`,
    )
    .pluck();
  const firsts = new Map<string, number>();
  const rows = new Map<string, number>();
  let last: { place: string; date: LegalDate; number: number } | undefined;
  const field = sheet.direction === 'incoming' ? 'arrivalNumber' : 'code';
  for (const { row, values } of lines) {
    const { given } = values;
    const book = bookOf(values.typeName);
    if (given === undefined || book === undefined) continue;
    const period = periodOf(book.rule, given.date);
    const series = seriesOf(book.rule, values.typeName, kinds);
    if (!period.ok || !series.ok) continue;
    const place = `${book.id} ${period.value} ${series.value}`;
    const add = (code: string, params: EntryProblem['params'], kind: EntryProblem['kind'] = 'error'): void =>
      void problems.push({ row, field, code, kind, ...(params === undefined ? {} : { params }) });
    const twice = rows.get(`${place} ${given.number}`);
    if (twice !== undefined) add('entry.number_twice', { number: given.number, row: twice + 1 });
    rows.set(`${place} ${given.number}`, row);
    if (taken.get(book.id, period.value, series.value, given.number) !== undefined)
      add('entry.number_taken', { number: given.number, book: book.name });
    else if (numberSource(store, book.id) === 'here') {
      const first = firsts.get(place) ?? firstOwn(book, period.value, own.get(book.id, period.value, series.value) ?? undefined);
      firsts.set(place, first);
      if (given.number >= first) add('entry.number_after_own', { number: given.number, first });
    }
    if (last?.place === place && given.number > last.number && given.date < last.date)
      add('entry.number_out_of_order', { number: given.number, date: screenDate(given.date) }, 'note');
    last = { place, date: given.date, number: given.number };
  }
}
/** The first number that is this program's own in a period: what was given, or what the book was opened with. */
function firstOwn(book: Book, period: string, given: number | undefined): number {
  const opened = periodOf(book.rule, book.openedOn);
  const opening = opened.ok && opened.value === period && book.rule.firstNumber > 1 ? book.rule.firstNumber : Number.POSITIVE_INFINITY;
  return Math.min(given ?? Number.POSITIVE_INFINITY, opening);
}

/** Whether the books have numbers to give; the first one, where all rows are of one series. */
function judgeNew(
  store: Store,
  sheet: SheetRecord,
  bookOf: (kindName: string) => Book | undefined,
  lines: readonly EntryLine[],
  problems: EntryProblem[],
): number | undefined {
  const wanted = new Map<string, { readonly book: Book; readonly kind: string; count: number }>();
  for (const { row, values } of lines) {
    const book = bookOf(values.typeName);
    if (book === undefined) {
      if (values.typeName !== '')
        problems.push({ row, field: 'typeName', code: 'entry.no_book', params: { kind: values.typeName }, kind: 'error' });
      continue;
    }
    const series = seriesOf(book.rule, values.typeName, documentKinds(store));
    const place = `${book.id} ${series.ok ? series.value : ''}`;
    const held = wanted.get(place);
    if (held) held.count++;
    else wanted.set(place, { book, kind: values.typeName, count: 1 });
  }
  let first: number | undefined;
  for (const { book, kind, count } of wanted.values()) {
    const whole = (code: string, params: EntryProblem['params']): void =>
      void problems.push({
        row: WHOLE_SHEET,
        field: sheet.direction === 'incoming' ? 'subject' : 'typeName',
        code,
        kind: 'error',
        ...(params ? { params } : {}),
      });
    try {
      const next = peekNumber(store, book, kind);
      if (next.left !== undefined && next.left < count) whole('entry.block_too_small', { book: book.name, left: next.left, count });
      if (wanted.size === 1) first = next.number;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // An incoming document may wait for its number; one that left on paper has it already.
      if (NOT_HERE.includes(error.error.code) && sheet.direction === 'incoming' && error.error.code === 'registers.number_by_province')
        continue;
      if (error.error.code === 'registers.number_by_province') whole('entry.province_numbers', { book: book.name });
      else whole(error.error.code, error.error.params);
    }
  }
  return first;
}
