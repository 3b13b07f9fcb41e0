/** A register on paper and as a file: PDF as it is bound, a workbook, a Word document; all with the law's columns. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { RegisterEntry } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import { periodOf } from '../../domain/numbering.ts';
import { type LegalDate, printedDate, screenDate } from '../../domain/time.ts';
import type { ClosingFacts } from '../../domain/yearEnd.ts';
import { writeDocx } from '../../formats/docx/index.ts';
import { packXlsx } from '../../formats/table/index.ts';
import { type BookSheet, printBook } from '../print/book.ts';
import type { PrintFonts } from '../print/index.ts';
import { betweenParts, type JobControl, stepsOf } from '../print/jobs.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import { inTurns } from '../working/index.ts';
import { yearFactsParts } from './facts.ts';
import type { LineQuery, RegisterForm } from './forms.ts';
import type { Book } from './index.ts';
import { type OpenLines, openLines } from './openLines.ts';

export interface RegisterOffice {
  readonly officeName: string;
  readonly parentName: string;
  readonly place: string;
  readonly today: LegalDate;
  /** Printed across each page in training mode. */
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}
export interface RegisterMake {
  readonly as: 'pdf' | 'xlsx' | 'docx';
  readonly paper: 'A4' | 'A3';
  readonly cover: boolean;
  /** Behind the last line, where the year is closed. */
  readonly closing?: BookSheet['closing'];
}
export interface MadeRegister {
  readonly blob: WrittenBlob;
  readonly name: string;
  readonly detected: 'pdf' | 'ooxml';
  /** Behind the cover; of a PDF. */
  readonly pages?: number;
  readonly rows: number;
}
/** Lines of one file for Word or Excel, which are held in memory whole. */
const MOST_LINES = 50_000;
const BATCH = 100;
/** Columns that a person sorts and adds up by. */
const FIGURES = ['number', 'copies', 'envelopes'];

export const periodWords = (period: string): string => (/^\d{4}$/.test(period) ? `Năm ${period}` : `Nhiệm kỳ ${termWords(period)}`);
const termWords = (period: string): string =>
  period
    .split('..')
    .map((day) => screenDate(day as LegalDate))
    .join(' – ');
const two = (number: number): string => String(number).padStart(2, '0');

/** A book that went on from paper in this year (or term): from which number, and where those before are registered. */
export function takenOver({ rule, openedOn }: Book, period: string): string | undefined {
  const opened = periodOf(rule, openedOn);
  if (!rule.firstNote || !opened.ok || opened.value !== period) return undefined;
  return `Sổ này bắt đầu từ số ${two(rule.firstNumber)}: ${rule.firstNote}`;
}

/** What the cover says of the book between its boards (annex IV: year, from number to number, from day to day). */
function coverLines({ period, book, from: first, to: last }: LineQuery, facts: ClosingFacts | undefined): string[] {
  const from = first ?? facts?.firstDate;
  const to = last ?? facts?.lastDate;
  const before = facts && book ? takenOver(book, period) : undefined;
  return [
    periodWords(period),
    ...(facts?.first === undefined || facts.last === undefined ? [] : [`Từ số ${two(facts.first)} đến số ${two(facts.last)}`]),
    ...(from && to ? [`Từ ngày ${screenDate(from as LegalDate)} đến ngày ${screenDate(to as LegalDate)}`] : []),
    ...(before === undefined ? [] : [before]),
    'Quyển số: ……',
  ];
}

function notesOf(form: RegisterForm, { book, period, from, to, text }: LineQuery): string[] {
  const before = form.book && book ? takenOver(book, period) : undefined;
  return [
    ...(before === undefined ? [] : [before]),
    ...(from || to || text
      ? [
          `Trích sổ: ${[from && `từ ngày ${screenDate(from as LegalDate)}`, to && `đến ngày ${screenDate(to as LegalDate)}`, text && 'theo nội dung đã lọc'].filter(Boolean).join(', ')}.`,
        ]
      : []),
  ];
}

const titleOf = (form: RegisterForm, { book }: LineQuery): string => (form.book && !form.beside && book ? book.name : form.title);
export const registerName = (form: RegisterForm, query: LineQuery): string =>
  `${titleOf(form, query)} ${query.period.replace('..', ' – ')}`.replace(/[\\/:*?"<>|]+/g, '-');

/** A number that was cancelled, a line that was wrong: it stays, with a line through it. */
const isStruck = ({ state }: RegisterEntry): boolean => state === 'cancelled' || state === 'struck';
const rowOf = (entry: RegisterEntry): { cells: readonly string[]; struck: boolean } => ({ cells: entry.columns, struck: isStruck(entry) });

/** Writes the file into the vault; no row names it yet. @throws Failure `registers.too_long`; the signal's reason where stopped */
export async function makeRegister(
  store: Store,
  form: RegisterForm,
  query: LineQuery,
  office: RegisterOffice,
  make: RegisterMake,
  control: JobControl,
): Promise<MadeRegister> {
  const { title: _t, ...base } = { title: titleOf(form, query), officeName: office.officeName, parentName: office.parentName };
  const title = titleOf(form, query);
  const facts =
    form.book && query.book ? await inTurns(yearFactsParts(store, query.book, query.period, query), stepsOf(control)) : undefined;
  const notes = notesOf(form, query);
  const name = `${registerName(form, query)}.${make.as}`;
  const lines = coverLines(query, facts);
  const closing = make.closing ? { closing: make.closing } : {};
  const open = await openLines(store, form, query, stepsOf(control));
  control.progress(0, open.total);
  if (make.as === 'pdf') {
    const sheet: BookSheet = {
      ...{ ...base, title, subtitle: periodWords(query.period), paper: make.paper, columns: form.columns, notes, fonts: office.fonts },
      empty: form.entered ? 'Chưa ghi dòng nào.' : 'Chưa có văn bản nào được đăng ký.',
      ...(make.cover ? { cover: { lines: [...lines, 'Số trang: {pages}'] } } : {}),
      ...(office.watermark === undefined ? {} : { watermark: office.watermark }),
      ...closing,
    };
    const { blob, pages, rows } = await intoVault(store, sheet, open, control);
    return { blob, name, detected: 'pdf', pages, rows };
  }
  if (open.total > MOST_LINES) throw new Failure('registers.too_long', { max: MOST_LINES });
  const entries: RegisterEntry[] = [];
  for (let at = 0; ; at += BATCH) {
    control.signal.throwIfAborted();
    const some = open.lines(at, BATCH);
    entries.push(...some);
    // Read, and then written: each is half of the way.
    control.progress(Math.floor(entries.length / 2));
    if (some.length < BATCH) break;
    await breathe();
  }
  const half = (rows: number): number => Math.floor((entries.length + rows) / 2);
  const between = betweenParts({ ...control, progress: (rows) => control.progress(half(rows)) });
  const marked = office.watermark === undefined ? {} : { mark: office.watermark };
  const bytes =
    make.as === 'xlsx'
      ? await packXlsx(
          {
            ...marked,
            ...{ name: `${form.title} ${query.period}`, headings: form.columns.map(({ heading }) => heading), landscape: make.paper },
            rows: entries.map(({ columns }) => columns),
            struck: new Set(entries.flatMap((entry, i) => (isStruck(entry) ? [i] : []))),
            widths: form.columns.map(({ share }) => Math.max(9, share * 1.7)),
            figures: form.columns.flatMap(({ key }, i) => (FIGURES.includes(key) ? [i] : [])),
          },
          between,
        )
      : await writeDocx(
          {
            ...marked,
            ...{ ...base, title, subtitle: periodWords(query.period), paper: make.paper, landscape: true, numbered: true, notes },
            ...{ columns: form.columns, rows: entries.map(rowOf) },
            ...(make.cover ? { cover: { lines } } : {}),
            ...closing,
          },
          between,
        );
  control.signal.throwIfAborted();
  return { blob: await store.vault.put(bytes), name, detected: 'ooxml', rows: entries.length };
}

async function intoVault(
  store: Store,
  sheet: BookSheet,
  open: OpenLines,
  control: JobControl,
): Promise<{ blob: WrittenBlob; pages: number; rows: number }> {
  const writer = await store.vault.create();
  try {
    const made = await printBook(sheet, {
      rows: (offset) => open.lines(offset, BATCH).map(rowOf),
      write: (bytes) => writer.write(bytes),
      onProgress: control.progress,
      signal: control.signal,
    });
    return { ...made, blob: await writer.finish() };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

export const placeAndDate = ({ place, today }: RegisterOffice): string => [place, printedDate(today)].filter(Boolean).join(', ');
