/** Sổ: the registers of annex IV on screen, on paper and as files; lines kept by hand; numbers explained; a year closed. */
import { z } from 'zod';
import type { AppError } from '../../domain/errors.ts';
import type { BookDirection, BookRule } from '../../domain/registers.ts';
import type { ClosingFacts, OpenItem } from '../../domain/yearEnd.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import type { NumberSource } from './province.ts';
import { workId } from './work.ts';

export interface BookRow {
  readonly id: string;
  readonly name: string;
  readonly direction: BookDirection;
  readonly rule: BookRule;
  readonly periods: readonly string[];
  /** Those of them that were closed. */
  readonly closed: readonly string[];
  /** Of today: in which the next number is given. */
  readonly current?: string;
  /** Absent where this program has none to give now. */
  readonly nextNumber?: number;
  readonly numbers: NumberSource;
}
/** A column of a register, in the law's order; with a `kind` it is entered by hand. */
export interface FormColumn {
  readonly key: string;
  readonly heading: string;
  /** Part of the sheet's width. */
  readonly share: number;
  readonly center?: true;
  readonly kind?: 'text' | 'date' | 'number';
  readonly required?: true;
  readonly max?: number;
}
export interface FormRow {
  readonly key: string;
  readonly title: string;
  readonly columns: readonly FormColumn[];
  /** It is of a numbered book in this direction. */
  readonly book?: BookDirection;
  readonly entered?: true;
}
export interface RegisterEntry {
  readonly number: number;
  /** `struck`: a line kept by hand that was wrong. */
  readonly state: 'used' | 'cancelled' | 'secret' | 'struck';
  /** The form's columns, in order. */
  readonly columns: readonly string[];
  readonly documentId?: string;
  readonly at?: 'incoming' | 'outgoing';
  readonly lineId?: string;
  readonly reason?: string;
  readonly allowedBy?: string;
  /** Registered after its year was over. */
  readonly late?: true;
}
export interface PrintedFile {
  readonly fileId: string;
  readonly size: number;
  readonly name: string;
}
/** A long print or export under way; `file` once it is there. */
export interface JobView {
  readonly done: number;
  readonly total: number;
  /** It is at what cannot be stopped any more. */
  readonly last?: true;
  readonly file?: PrintedFile;
  readonly error?: AppError;
}
export interface Closing {
  readonly id: string;
  readonly turn: number;
  readonly facts: ClosingFacts;
  readonly openItems: readonly OpenItem[];
  readonly orderedBy: string;
  readonly note: string;
  readonly register: PrintedFile;
  readonly sha256: string;
  readonly pages: number;
  readonly minutes: PrintedFile;
  readonly closedAt: number;
  readonly closedBy: string;
  readonly reopened?: { readonly at: number; readonly by: string; readonly reason: string };
}
/** What a book whose year is over would give an arrival of it. */
export interface LateNumber {
  readonly bookId: string;
  readonly period: string;
  readonly number: number;
}
/** An arrival of the book's year that stands in no book yet. */
export interface UnregisteredRow {
  readonly id: string;
  readonly at: 'incoming' | 'outgoing';
  readonly code: string;
  readonly subject: string;
  readonly party: string;
  readonly date: string;
}

const period = z.string().max(30);
const form = z.string().max(30);
const which = {
  form,
  bookId: id.optional(),
  period,
  from: legalDateText.optional(),
  to: legalDateText.optional(),
  text: line(100).optional(),
};
const some = (max: number) => line(max).pipe(z.string().min(1));
const reason = text(500).pipe(z.string().min(1));
const number = z.number().int().positive().max(10_000_000);
const cells = z.record(z.string().max(30), line(500));
const paper = z.enum(['A4', 'A3']);
const nothing = call<Record<string, never>>();

export const registerCalls = {
  /** The same with the books of the desk, which are closed at the year's end too. */
  'registers.closingBooks': call<{ books: BookRow[] }>()(z.strictObject({})),
  'registers.books': call<{ books: BookRow[] }>()(z.strictObject({})),
  'registers.forms': call<{ forms: FormRow[]; years: string[] }>()(z.strictObject({})),
  /** A page of a register, in its order; which lines there are may take long to find (a text, the tracking register). */
  'registers.lines': call<{ lines: RegisterEntry[]; total: number }>()(
    z.strictObject({
      ...which,
      offset: z.number().int().min(0).max(10_000_000),
      limit: z.number().int().min(1).max(200),
      workId: workId.optional(),
    }),
  ),
  /** What must be said beside a book's year: numbers nothing explains, where it began, whether it is closed. */
  'registers.year': call<{ gaps: number[]; firstNumber: number; firstNote?: string; closing?: Closing }>()(
    z.strictObject({ bookId: id, period }),
  ),
  /** A person says that the machine's date is right: the book's year (or term) that it names may be numbered in. */
  'registers.sure': nothing(z.strictObject({ bookId: id, period })),
  /** Cancels a used number: it is not given again. */
  'registers.cancelNumber': nothing(z.strictObject({ bookId: id, period, number, reason, allowedBy: some(50) })),
  /** A number that is missing in the book gets its explanation; `secret`: it was used for a secret document. */
  'registers.explainNumber': nothing(
    z.strictObject({ bookId: id, period, number, reason: text(500), allowedBy: some(50), secret: z.boolean() }),
  ),
  /** The next number goes to a secret document that is registered in the secret book; nothing else of it is kept. */
  'registers.secretNumber': call<{ code: string }>()(z.strictObject({ bookId: id, typeName: some(100), allowedBy: some(50) })),
  /** Whether an arrival may still stand in its own year's book, which is over and open. */
  'registers.late': call<{ late?: LateNumber }>()(z.strictObject({ id })),
  /** An arrival of a year that is over, in that year's book: marked as registered later. */
  'registers.registerLate': call<{ arrivalNumber: number }>()(z.strictObject({ id, bookId: id, period })),

  /** The register as PDF (A4 landscape), kept in the store; read it by `files.read`. */
  'registers.print': call<PrintedFile>()(z.strictObject({ bookId: id, period })),
  /** Begins a print or an export; ask for it by `registers.job`. */
  'registers.begin': call<{ jobId: string }>()(
    z.strictObject({ ...which, as: z.enum(['pdf', 'xlsx', 'docx']), paper, cover: z.boolean() }),
  ),
  'registers.job': call<JobView>()(z.strictObject({ jobId: z.string().max(40) })),
  'registers.stop': nothing(z.strictObject({ jobId: z.string().max(40) })),

  'registers.line': call<{ form: string; date: string; cells: Record<string, string> }>()(z.strictObject({ id })),
  'registers.addLine': call<{ id: string }>()(
    z.strictObject({ form, date: legalDateText, cells, incomingId: id.optional(), outgoingId: id.optional() }),
  ),
  'registers.changeLine': nothing(z.strictObject({ id, date: legalDateText, cells })),
  'registers.strikeLine': nothing(z.strictObject({ id, reason })),

  /** What closing this year would find; and the closings there were, newest first. */
  'registers.closing': call<{
    facts: ClosingFacts;
    open: OpenItem[];
    unregistered: UnregisteredRow[];
    mayClose: boolean;
    refused?: AppError;
    /** What an arrival registered late would get now. */
    lateNumber?: number;
    closings: Closing[];
  }>()(z.strictObject({ bookId: id, period })),
  /** Prints the register with its cover and the minutes, keeps both and closes the year; by `registers.job`. */
  'registers.close': call<{ jobId: string }>()(
    z.strictObject({ bookId: id, period, orderedBy: some(100), note: text(1000), accepted: z.array(z.string().max(30)).max(10), paper }),
  ),
  'registers.reopen': nothing(z.strictObject({ id, reason })),
} as const;

const patterns = { pattern: some(60), plainPattern: some(60) };
export const bookRule = z.strictObject({
  ...patterns,
  organAbbreviation: some(20),
  unitAbbreviation: line(20),
  padTo: z.number().int().min(1).max(4),
  series: z.enum(['common', 'per_kind']),
  kinds: z.array(some(100)).max(40),
});
export interface RuleRow {
  readonly id?: string;
  /** Absent: since the book was opened. */
  readonly fromDate?: string;
  readonly rule: BookRule;
  readonly reason?: string;
  readonly by?: string;
  readonly state: 'past' | 'now' | 'coming';
}
export interface BookDetail {
  readonly id: string;
  readonly organId: string;
  readonly organName: string;
  readonly name: string;
  readonly direction: BookDirection;
  readonly openedOn: string;
  readonly closedOn?: string;
  readonly numbers: NumberSource;
  readonly rules: readonly RuleRow[];
  /** The first day from which a new rule may hold. */
  readonly ruleFrom: string;
  readonly nextNumber?: number;
  /** No number was given yet: the first one may be set. */
  readonly untouched: boolean;
}
export const bookCalls = {
  'books.list': call<{ books: BookDetail[] }>()(z.strictObject({})),
  'books.open': nothing(
    z.strictObject({
      organId: some(35),
      name: some(100),
      direction: z.enum(['incoming', 'outgoing']),
      rule: bookRule,
      /** Of a committee; a calendar year where absent. */
      term: z.strictObject({ from: legalDateText, to: legalDateText }).optional(),
      firstNumber: number,
      firstNote: text(300),
    }),
  ),
  'books.rename': nothing(z.strictObject({ bookId: id, name: some(100) })),
  /** From a day on; what was numbered before stays as it was. */
  'books.changeRule': nothing(z.strictObject({ bookId: id, fromDate: legalDateText, rule: bookRule, reason })),
  /** One that does not hold yet. */
  'books.withdrawRule': nothing(z.strictObject({ id })),
  /** Where the book goes on from paper in mid-year; before its first number only. From 01 on there is nothing to note. */
  'books.setFirst': nothing(z.strictObject({ bookId: id, firstNumber: number, note: text(300) })),
} as const;
