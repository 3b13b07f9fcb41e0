/** One row of a fast-entry sheet, read and judged: what it says, and what is wrong with it, cell by cell. */
import { type DocumentKind, documentKind } from '../documentKinds.ts';
import { CHANNELS, type Channel } from '../documents.ts';
import type { Priority } from '../edxml.ts';
import { periodOf, printedCode, seriesOf } from '../numbering.ts';
import type { BookDirection, BookRule } from '../registers.ts';
import { foldVietnamese, secrecyDegree } from '../secrecy.ts';
import type { LegalDate } from '../time.ts';
import { screenDate } from '../time.ts';
import { readTypedDate } from './dates.ts';
import {
  DAY_DIRECTION,
  DEFAULT_FIELDS,
  type EntryDefaults,
  type EntryField,
  type EntryMode,
  entryFields,
  FIELD_LENGTH,
  requiredFields,
} from './fields.ts';

export interface EntryProblem {
  /** Counted from 0. */
  readonly row: number;
  readonly field: EntryField;
  /** Key of its text. */
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** `error`: must be mended; `ask`: a person decides; `note`: to be looked at, nothing is stopped. */
  readonly kind: 'error' | 'ask' | 'note';
  /** Of `ask`: the document that is here already; absent where it is another row of the sheet. */
  readonly otherId?: string;
}
/** What words are read against. */
export interface EntryFactsForWords {
  readonly today: LegalDate;
  readonly kinds: readonly DocumentKind[];
}
export interface EntryContext extends EntryFactsForWords {
  readonly direction: BookDirection;
  readonly mode: EntryMode;
  readonly defaults: EntryDefaults;
  /** The book that numbers a kind; undefined where none does. */
  readonly ruleOf: (kindName: string) => BookRule | undefined;
}
export interface EntryValues {
  readonly channel: Exclude<Channel, 'axis'>;
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly date?: LegalDate;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly signerPosition: string;
  readonly priority: Priority;
  readonly dueDate?: LegalDate;
  readonly recipients: readonly string[];
  readonly unit: string;
  readonly note: string;
  /** Of a number given on paper: itself, and the day it was given. */
  readonly given?: { readonly number: number; readonly date: LegalDate; readonly code: string };
}

const CHANNEL_WORDS: readonly (readonly [Exclude<Channel, 'axis'>, readonly string[]])[] = [
  ['post', ['buu chinh', 'buu dien', 'post', 'qua buu dien', 'duong buu dien', 'bc']],
  ['hand', ['truc tiep', 'nhan truc tiep', 'tay', 'chuyen tay', 'giay', 'ban giay', 'tt']],
  ['email', ['thu dien tu', 'email', 'e-mail', 'mail', 'thu']],
  ['zalo', ['zalo']],
  ['fax', ['fax']],
  ['phone', ['dien thoai', 'dt', 'phone']],
  ['portal', ['cong', 'cong dich vu cong', 'cong dvc', 'portal']],
];
const PRIORITY_WORDS: readonly (readonly [Priority, readonly string[]])[] = [
  [0, ['', 'thuong', 'binh thuong', 'khong', '0']],
  [1, ['khan', '1']],
  [2, ['thuong khan', '2']],
  [3, ['hoa toc', '3']],
];
const squeezed = (text: string): string => foldVietnamese(text).replace(/\s+/g, ' ').trim();
const wordOf = <T>(words: readonly (readonly [T, readonly string[]])[], text: string): T | undefined =>
  words.find(([, all]) => all.includes(squeezed(text)))?.[0];

export const readChannel = (text: string): Exclude<Channel, 'axis'> | undefined =>
  wordOf(CHANNEL_WORDS, text) ?? CHANNELS.find((c): c is Exclude<Channel, 'axis'> => c !== 'axis' && c === squeezed(text));
export const readPriority = (text: string): Priority | undefined => wordOf(PRIORITY_WORDS, text);
/** By its name or its abbreviation, marks or not. */
export function readKind(text: string, kinds: readonly DocumentKind[]): DocumentKind | undefined {
  const said = squeezed(text);
  if (said === '') return undefined;
  return (
    documentKind(text.trim(), kinds) ??
    kinds.find((kind) => squeezed(kind.name) === said) ??
    kinds.find((kind) => kind.abbreviation !== '' && kind.abbreviation.toLowerCase() === text.trim().toLowerCase()) ??
    (said === 'cv' ? kinds.find((kind) => kind.abbreviation === '') : undefined)
  );
}
/** The two halves as edXML and the register carry them: `125/SNV-VP`; a code without a stroke is all number. */
export function splitCode(text: string): { readonly number: string; readonly notation: string } {
  const bare = text.replace(/^\s*số\s*:?\s*/i, '').trim();
  const stroke = bare.indexOf('/');
  return stroke < 0
    ? { number: bare, notation: '' }
    : {
        number: bare.slice(0, stroke).trim(),
        notation: bare
          .slice(stroke + 1)
          .replace(/\s*([/-])\s*/g, '$1')
          .trim(),
      };
}
export const splitRecipients = (text: string): string[] => [
  ...new Set(
    text
      .split(/[;\n]/)
      .map((part) => part.replace(/^[-–•\s]+/, '').replace(/[.\s]+$/, ''))
      .filter((part) => part !== ''),
  ),
];
/** `005/QĐ-UBND` and `5/qđ-ubnd` are one code of a book. */
const sameCode = (a: string, b: string): boolean => {
  const bare = (code: string): string =>
    code
      .normalize('NFC')
      .replace(/\s+/g, '')
      .replace(/^0+(?=\d)/, '')
      .toUpperCase();
  return bare(a) === bare(b);
};
/** What spreadsheets leave where a formula failed. */
const FORMULA_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|####)/;
/** Documents of before are asked about once, not refused: a wrong year is typed easily. */
const OLD_YEARS = 2;
const MAX_RECIPIENTS = 100;

class RowReader {
  readonly problems: EntryProblem[] = [];
  readonly #cells: Readonly<Partial<Record<EntryField, string>>>;
  readonly #row: number;
  readonly #context: EntryContext;

  constructor(cells: readonly string[], row: number, context: EntryContext) {
    this.#row = row;
    this.#context = context;
    const fields = entryFields(context.direction);
    this.#cells = Object.fromEntries(
      fields.map((field, i) => {
        const typed = (cells[i] ?? '')
          .normalize('NFC')
          .replace(field === 'recipients' ? /[^\S\n]+/g : /\s+/g, ' ')
          .trim();
        const inherited = DEFAULT_FIELDS[context.direction].includes(field) ? (context.defaults[field] ?? '') : '';
        return [field, typed === '' ? inherited : typed];
      }),
    );
    for (const field of fields) this.#whole(field);
  }
  text(field: EntryField): string {
    return this.#cells[field] ?? '';
  }
  wrong(field: EntryField, code: string, params?: EntryProblem['params'], kind: EntryProblem['kind'] = 'error'): void {
    this.problems.push({ row: this.#row, field, code, kind, ...(params === undefined ? {} : { params }) });
  }
  /** What is wrong with any text, whatever it says. */
  #whole(field: EntryField): void {
    const text = this.text(field);
    if (text.length > FIELD_LENGTH[field]) this.wrong(field, 'entry.too_long', { max: FIELD_LENGTH[field], length: text.length });
    if (FORMULA_ERROR.test(text)) this.wrong(field, 'entry.formula_error', { text: text.slice(0, 10) });
    if (secrecyDegree(text) !== undefined) this.wrong(field, 'entry.secret');
  }
  date(field: EntryField): LegalDate | undefined {
    const text = this.text(field);
    if (text === '') return undefined;
    const date = readTypedDate(text, this.#context.today, DAY_DIRECTION[field]);
    if (date === undefined) this.wrong(field, 'entry.not_a_date', { text: text.slice(0, 20) });
    return date;
  }
  past(field: EntryField): LegalDate | undefined {
    const date = this.date(field);
    const { today } = this.#context;
    if (date === undefined) return undefined;
    if (date > today) this.wrong(field, 'entry.date_in_future', { date: screenDate(date) });
    else if (Number(today.slice(0, 4)) - Number(date.slice(0, 4)) >= OLD_YEARS && this.#context.mode === 'new')
      this.wrong(field, 'entry.date_old', { date: screenDate(date) }, 'note');
    return date;
  }
}

/** What a row says and what is wrong with it by itself; whether it is here already is asked of the store. */
export function readEntryRow(
  cells: readonly string[],
  row: number,
  context: EntryContext,
): { readonly values: EntryValues; readonly problems: readonly EntryProblem[] } {
  const reader = new RowReader(cells, row, context);
  for (const field of requiredFields(context.direction, context.mode)) if (reader.text(field) === '') reader.wrong(field, 'entry.required');
  const values = context.direction === 'incoming' ? readIncoming(reader, context) : readOutgoing(reader, context);
  return { values, problems: reader.problems };
}

function common(reader: RowReader, context: EntryContext): Omit<EntryValues, 'channel' | 'number' | 'notation'> {
  const priority = readPriority(reader.text('priority'));
  if (priority === undefined) reader.wrong('priority', 'entry.priority_unknown', { text: reader.text('priority').slice(0, 30) });
  const kindText = reader.text('typeName');
  const kind = readKind(kindText, context.kinds);
  if (kindText !== '' && kind === undefined)
    reader.wrong('typeName', 'entry.kind_unknown', { text: kindText.slice(0, 40) }, context.direction === 'incoming' ? 'note' : 'error');
  const dueDate = reader.date('dueDate');
  const recipients = splitRecipients(reader.text('recipients'));
  if (recipients.length > MAX_RECIPIENTS) reader.wrong('recipients', 'entry.too_many_recipients', { max: MAX_RECIPIENTS });
  const long = recipients.find((name) => name.length > 200);
  if (long !== undefined) reader.wrong('recipients', 'entry.too_long', { max: 200, length: long.length });
  return {
    sender: reader.text('sender'),
    typeName: kind?.name ?? kindText,
    subject: reader.text('subject'),
    signer: reader.text('signer'),
    signerPosition: reader.text('signerPosition'),
    priority: priority ?? 0,
    recipients,
    unit: reader.text('unit'),
    note: reader.text('note'),
    ...(dueDate === undefined ? {} : { dueDate }),
  };
}

function readIncoming(reader: RowReader, context: EntryContext): EntryValues {
  const channelText = reader.text('channel');
  const channel = channelText === '' ? 'hand' : readChannel(channelText);
  if (channel === undefined) reader.wrong('channel', 'entry.channel_unknown', { text: channelText.slice(0, 30) });
  const { number, notation } = splitCode(reader.text('code'));
  if (number.length > 11) reader.wrong('code', 'entry.code_unreadable', { text: reader.text('code').slice(0, 42) });
  else if (notation.length > 30) reader.wrong('code', 'entry.too_long', { max: 30, length: notation.length });
  const date = reader.past('date');
  const values = { ...common(reader, context), channel: channel ?? 'hand', number, notation, ...(date === undefined ? {} : { date }) };
  if (date !== undefined && values.dueDate !== undefined && values.dueDate < date) reader.wrong('dueDate', 'entry.due_before_date');
  if (context.mode === 'new') return values;
  const text = reader.text('arrivalNumber').replace(/[\s.]/g, '');
  const arrivalNumber = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (text !== '' && arrivalNumber < 1) reader.wrong('arrivalNumber', 'entry.not_a_number', { text: text.slice(0, 12) });
  const arrivalDate = reader.past('arrivalDate');
  if (date !== undefined && arrivalDate !== undefined && arrivalDate < date) reader.wrong('arrivalDate', 'entry.arrived_before_date');
  if (arrivalNumber < 1 || arrivalDate === undefined) return values;
  fits(reader, 'arrivalDate', context, values.typeName, arrivalDate);
  return { ...values, given: { number: arrivalNumber, date: arrivalDate, code: String(arrivalNumber) } };
}

function readOutgoing(reader: RowReader, context: EntryContext): EntryValues {
  const values = { ...common(reader, context), channel: 'hand' as const, number: '', notation: '' };
  if (context.mode === 'new') return values;
  const date = reader.past('date');
  const text = reader.text('code').replace(/^\s*số\s*:?\s*/i, '');
  const number = Number(/^\d{1,7}/.exec(text)?.[0] ?? 0);
  if (text !== '' && number < 1) reader.wrong('code', 'entry.code_unreadable', { text: text.slice(0, 42) });
  if (number < 1 || date === undefined || values.typeName === '') return values;
  const rule = fits(reader, 'date', context, values.typeName, date);
  if (rule === undefined) return values;
  const expected = printedCode(rule, number, values.typeName, date, context.kinds);
  // A number alone is enough: the book says the rest.
  if (!/^\d+$/.test(text) && !sameCode(text, expected.code))
    reader.wrong('code', 'entry.code_not_of_book', { text: text.slice(0, 42), expected: expected.code });
  return { ...values, number: expected.number, notation: expected.notation, date, given: { number, date, code: expected.code } };
}

/** The book that takes such a document on such a day. */
function fits(reader: RowReader, dateField: EntryField, context: EntryContext, typeName: string, date: LegalDate): BookRule | undefined {
  const rule = context.ruleOf(typeName);
  if (rule === undefined) {
    reader.wrong('typeName', 'entry.no_book', { kind: typeName });
    return undefined;
  }
  const period = periodOf(rule, date);
  if (!period.ok) reader.wrong(dateField, period.error.code, period.error.params);
  const series = seriesOf(rule, typeName, context.kinds);
  if (!series.ok) reader.wrong('typeName', series.error.code, series.error.params);
  return period.ok && series.ok ? rule : undefined;
}
