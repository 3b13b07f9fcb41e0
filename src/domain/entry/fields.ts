/**
 * The columns of a fast-entry sheet: what the register of Decree 30/2020 (annex IV) asks of one document, in its order. A
 * row is a list of texts, one for each column, as they were typed.
 */
import type { BookDirection } from '../registers.ts';
import type { DayDirection } from '../typedDay.ts';

export const INCOMING_FIELDS = [
  'arrivalNumber',
  'arrivalDate',
  'channel',
  'sender',
  'code',
  'date',
  'typeName',
  'subject',
  'signer',
  'priority',
  'dueDate',
  'unit',
  'note',
] as const;
export const OUTGOING_FIELDS = [
  'code',
  'date',
  'typeName',
  'subject',
  'signerPosition',
  'signer',
  'recipients',
  'priority',
  'dueDate',
  'note',
] as const;
export type EntryField = (typeof INCOMING_FIELDS)[number] | (typeof OUTGOING_FIELDS)[number];

/** The columns that hold a day, and where one typed without its year lies. */
export const DAY_DIRECTION: Readonly<Partial<Record<EntryField, DayDirection>>> = { arrivalDate: 'past', date: 'past', dueDate: 'coming' };

/** `new`: the book gives the numbers now. `paper_book`: the numbers were given on paper and are taken over as they are. */
export const ENTRY_MODES = ['new', 'paper_book'] as const;
export type EntryMode = (typeof ENTRY_MODES)[number];

export const entryFields = (direction: BookDirection): readonly EntryField[] =>
  direction === 'incoming' ? INCOMING_FIELDS : OUTGOING_FIELDS;

/** Columns that a number already given on paper brings along; the book says them otherwise. */
const OF_PAPER_BOOK: Readonly<Record<BookDirection, readonly EntryField[]>> = {
  incoming: ['arrivalNumber', 'arrivalDate', 'unit'],
  outgoing: ['code', 'date'],
};
export const shownFields = (direction: BookDirection, mode: EntryMode): readonly EntryField[] =>
  entryFields(direction).filter((field) => mode === 'paper_book' || !OF_PAPER_BOOK[direction].includes(field));

/** Without these a row is not registered. */
export function requiredFields(direction: BookDirection, mode: EntryMode): readonly EntryField[] {
  if (direction === 'incoming') return mode === 'new' ? ['sender', 'subject'] : ['arrivalNumber', 'arrivalDate', 'sender', 'subject'];
  return mode === 'new' ? ['typeName', 'subject', 'signer', 'recipients'] : ['code', 'date', 'typeName', 'subject', 'signer', 'recipients'];
}
/** An empty cell of these takes what the sheet says for all rows. */
export const DEFAULT_FIELDS: Readonly<Record<BookDirection, readonly EntryField[]>> = {
  incoming: ['channel', 'sender', 'typeName', 'signer'],
  outgoing: ['typeName', 'signerPosition', 'signer', 'recipients'],
};
export type EntryDefaults = Readonly<Partial<Record<EntryField, string>>>;

/** Longest text of each column (Decree 30/2020, annex VI; lists of recipients as a draft takes them). */
export const FIELD_LENGTH: Readonly<Record<EntryField, number>> = {
  arrivalNumber: 10,
  arrivalDate: 40,
  channel: 40,
  sender: 200,
  code: 42,
  date: 40,
  typeName: 100,
  subject: 500,
  signer: 50,
  signerPosition: 100,
  priority: 40,
  dueDate: 40,
  unit: 100,
  note: 300,
  recipients: 1_000,
};
export const MAX_ENTRY_ROWS = 5_000;
/** Longest text of a cell as it is kept, before it is judged. */
export const MAX_ENTRY_CELL = 1_000;

export const isEmptyRow = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');
