/**
 * Khóa sổ: a book's year is closed once a person has seen what stays open; the register is printed as final with its
 * cover, its hash stands in the audit, minutes say what it held and who gave the order. A closed year takes no number.
 * Opened again only with a reason; the closing before stays on record.
 */
import type { Closing, UnregisteredRow } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import { shiftDays } from '../../domain/periods.ts';
import type { BookDirection, DeskBookKind } from '../../domain/registers.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import { type ClosingFacts, lastDayOf, mayClose, type OpenItem, type OpenKind, refusalOf, stops } from '../../domain/yearEnd.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { printSheet } from '../print/index.ts';
import { type JobControl, stepsOf } from '../print/jobs.ts';
import { keepWithin } from '../print/kept.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { inTurns, momentOf, ofOneMoment, type Parts, UNWATCHED, whole } from '../working/index.ts';
import { requireOpenYear } from './closed.ts';
import { yearFactsParts } from './facts.ts';
import { formOf, type RegisterForm } from './forms.ts';
import { type Book, bookById, gapsOf, nextLate } from './index.ts';
import { makeRegister, periodWords, placeAndDate, type RegisterOffice, takenOver } from './make.ts';

interface Span {
  readonly organ: string;
  readonly book: string;
  readonly period: string;
  readonly from: string;
  readonly to: string;
  /** The same days as instants, from the first on and up to the next. */
  readonly begin: number;
  readonly end: number;
}
const startOf = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);
function spanOf(book: Book, period: string): Span {
  const [from, to] = /^\d{4}$/.test(period) ? [`${period}-01-01`, `${period}-12-31`] : [period.slice(0, 10), lastDayOf(period)];
  return { organ: book.organId, book: book.id, period, from, to, begin: startOf(from), end: startOf(shiftDays(to as LegalDate, 1)) };
}
/** By the index of what waits to be registered: no other arrival is looked at. */
const ARRIVED = `FROM incoming i INDEXED BY incoming_waiting WHERE i.organ_id = @organ AND i.state = 'arrived' AND i.arrived_at >= @begin AND i.arrived_at < @end`;
/** An organ may have several books for one direction: documents in none of them yet are everybody's. */
const UNNUMBERED = `FROM outgoing o WHERE o.organ_id = @organ AND o.state = 'leader_signed' AND o.number_pending = 0`;

interface Finding {
  readonly kind: OpenKind;
  readonly sql: string;
  readonly name: string;
  /** Which are told of first, where the index does not say it. */
  readonly order?: string;
}
/** Books of the desk: copies are made when they are numbered; a petition is told by its number alone. */
const DESK_FINDINGS: Readonly<Record<DeskBookKind, readonly Finding[]>> = {
  copy: [],
  petition: [
    {
      kind: 'unsettled',
      sql: `FROM petition p WHERE p.book_id = @book AND p.period = substr(@from, 1, 4) AND p.state IN ('received', 'accepted')`,
      name: `'số ' || p.number`,
    },
  ],
};
const findingsOf = ({ rule }: Book): readonly Finding[] => (rule.desk === undefined ? FINDINGS[rule.direction] : DESK_FINDINGS[rule.desk]);
const FINDINGS: Readonly<Record<Book['rule']['direction'], readonly Finding[]>> = {
  incoming: [
    { kind: 'pending', sql: 'FROM incoming i WHERE i.book_id = @book AND i.number_pending = 1', name: 'i.subject' },
    { kind: 'unregistered', sql: ARRIVED, name: `rtrim(i.number || '/' || i.notation, '/')`, order: 'ORDER BY i.arrived_at' },
    {
      kind: 'unhandled',
      // By the index of open documents with a day to be done by; one registered late has a day of the next year.
      sql: `FROM incoming i WHERE i.book_id = @book AND i.due_date <= @to AND i.state IN ('registered','assigned','in_progress')
        AND EXISTS (SELECT 1 FROM book_number n WHERE n.incoming_id = i.id AND n.book_id = @book AND n.period = @period)`,
      name: `'số đến ' || i.arrival_number`,
    },
  ],
  outgoing: [
    { kind: 'pending', sql: 'FROM outgoing o WHERE o.book_id = @book AND o.number_pending = 1', name: 'o.subject' },
    { kind: 'unnumbered', sql: UNNUMBERED, name: 'o.subject' },
    {
      kind: 'unissued',
      sql: `FROM outgoing o WHERE o.book_id = @book AND o.date BETWEEN @from AND @to AND o.state IN ('numbered','agency_signed')`,
      name: 'o.code',
    },
  ],
};
const EXAMPLES = 8;

/** One question after the other, so that who is in no hurry lets the others have their turn between two. */
function* asking(store: Store, book: Book, period: string): Parts<OpenItem[]> {
  const span = spanOf(book, period);
  const gaps = gapsOf(store, book, period);
  const items: OpenItem[] = [{ kind: 'gaps', count: gaps.length, examples: gaps.slice(0, EXAMPLES).map(String), stops: true }];
  for (const { kind, sql, name, order = '' } of findingsOf(book)) {
    yield { done: items.length, total: 0 };
    const count = store.db.prepare(`SELECT count(*) ${sql}`).pluck().get(span) as number;
    const examples =
      count === 0 ? [] : (store.db.prepare(`SELECT ${name} ${sql} ${order} LIMIT ${EXAMPLES}`).pluck().all(span) as (string | null)[]);
    items.push({ kind, count, examples: examples.map((text) => (text ?? '').slice(0, 120)).filter(Boolean), stops: stops(kind) });
  }
  return items.filter((item) => item.count > 0);
}
export const openItems = (store: Store, book: Book, period: string): OpenItem[] => whole(asking(store, book, period));

/** Arrivals of the year that stand in no book: to be registered late, or left to the new year. */
function unregistered(store: Store, book: Book, period: string): UnregisteredRow[] {
  if (book.rule.direction !== 'incoming' || book.rule.desk !== undefined) return [];
  return store.db
    .prepare(
      `SELECT i.id, 'incoming' AS at, rtrim(i.number || '/' || i.notation, '/') AS code, i.subject, i.sender_name AS party,
         date(i.arrived_at / 1000 + 25200, 'unixepoch') AS date ${ARRIVED} ORDER BY i.arrived_at LIMIT 200`,
    )
    .all(spanOf(book, period)) as UnregisteredRow[];
}

interface ClosingRecord {
  readonly id: string;
  readonly turn: number;
  readonly facts: string;
  readonly open_items: string;
  readonly ordered_by: string;
  readonly note: string;
  readonly register_file_id: string;
  readonly register_sha256: string;
  readonly pages: number;
  readonly minutes_file_id: string;
  readonly closed_at: number;
  readonly closed_by: string;
  readonly reopened_at: number | null;
  readonly reopened_by: string | null;
  readonly reopen_reason: string | null;
  readonly register_name: string;
  readonly register_size: number;
  readonly minutes_name: string;
  readonly minutes_size: number;
}
const CLOSINGS = `SELECT c.*, f.name AS register_name, b.size AS register_size, m.name AS minutes_name, n.size AS minutes_size FROM book_closing c
  JOIN file f ON f.id = c.register_file_id JOIN blob b ON b.id = f.blob_id JOIN file m ON m.id = c.minutes_file_id JOIN blob n ON n.id = m.blob_id`;
const closingOfRow = (row: ClosingRecord): Closing => ({
  ...{ id: row.id, turn: row.turn, facts: JSON.parse(row.facts) as ClosingFacts, openItems: JSON.parse(row.open_items) as OpenItem[] },
  ...{
    orderedBy: row.ordered_by,
    note: row.note,
    sha256: row.register_sha256,
    pages: row.pages,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  },
  register: { fileId: row.register_file_id, name: row.register_name, size: row.register_size },
  minutes: { fileId: row.minutes_file_id, name: row.minutes_name, size: row.minutes_size },
  ...(row.reopened_at === null ? {} : { reopened: { at: row.reopened_at, by: row.reopened_by ?? '', reason: row.reopen_reason ?? '' } }),
});
/** Newest first. */
export const closingsOf = (store: Store, bookId: string, period: string): Closing[] =>
  (store.db.prepare(`${CLOSINGS} WHERE c.book_id = ? AND c.period = ? ORDER BY c.turn DESC`).all(bookId, period) as ClosingRecord[]).map(
    closingOfRow,
  );
export const closingOf = (store: Store, bookId: string, period: string): Closing | undefined =>
  closingsOf(store, bookId, period).find((closing) => closing.reopened === undefined);

const fingerprint = (store: Store, book: Book, period: string): string =>
  JSON.stringify(
    store.db
      .prepare("SELECT count(*), max(seq), sum(state = 'used') FROM book_number WHERE book_id = ? AND period = ?")
      .raw()
      .get(book.id, period),
  );
interface LookedAt {
  readonly facts: ClosingFacts;
  readonly open: OpenItem[];
  /** Of the numbers, when all of it was read. */
  readonly numbers: string;
}
/** First the sums, in pieces: whoever asks of all numbers behind them finds them in memory. */
export function* lookedAt(store: Store, book: Book, period: string): Parts<LookedAt> {
  const facts = yield* yearFactsParts(store, book, period);
  yield { done: facts.total, total: 0 };
  const open = yield* asking(store, book, period);
  yield { done: facts.total, total: 0 };
  return { facts, open, numbers: fingerprint(store, book, period) };
}

/** In pieces: a year of many documents is looked at without holding up the others. Closing itself looks again. */
export async function closingView(store: Store, bookId: string, period: string) {
  const book = bookById(store, bookId);
  const { facts, open } = await inTurns(lookedAt(store, book, period), UNWATCHED);
  const closings = closingsOf(store, bookId, period);
  const closed = closings.some((closing) => closing.reopened === undefined);
  const may = mayClose(
    period,
    legalDateOf(store.now()),
    book.closedOn !== undefined,
    open,
    open.map(({ kind }) => kind),
  );
  const refused = refusalOf(may);
  const late = closed ? undefined : nextLate(store, book, period);
  return {
    ...{ facts, open, unregistered: unregistered(store, book, period), closings },
    mayClose: may.ok && !closed,
    ...(late === undefined ? {} : { lateNumber: late.number }),
    ...(refused === undefined || closed ? {} : { refused }),
  };
}

const OPEN_WORDS: Readonly<Record<OpenKind, string>> = {
  gaps: 'Số chưa giải thích được',
  pending: 'Văn bản chờ phần mềm của tỉnh cấp số',
  unregistered: 'Văn bản đến trong kỳ chưa vào sổ',
  unnumbered: 'Văn bản đã ký ban hành chưa cấp số',
  unissued: 'Văn bản đã cấp số chưa phát hành',
  unhandled: 'Văn bản đến hạn trong kỳ chưa giải quyết xong',
  unsettled: 'Đơn thư vào sổ trong kỳ chưa giải quyết xong',
};
const two = (number: number): string => String(number).padStart(2, '0');
/** In the register's last lines and in the minutes. */
const NUMBER_WORDS: Readonly<Record<DeskBookKind | BookDirection, string>> = {
  incoming: 'số đến',
  outgoing: 'số văn bản đi',
  copy: 'số bản sao',
  petition: 'số đơn thư',
};
function sumWords(facts: ClosingFacts, book: Book, period: string): string[] {
  const { rule } = book;
  const before = takenOver(book, period);
  const range =
    facts.first === undefined || facts.last === undefined ? 'không có số nào' : `từ số ${two(facts.first)} đến số ${two(facts.last)}`;
  const dates =
    facts.firstDate && facts.lastDate
      ? `, từ ngày ${screenDate(facts.firstDate as LegalDate)} đến ngày ${screenDate(facts.lastDate as LegalDate)}`
      : '';
  const parts = [
    `${facts.used} số đã dùng`,
    `${facts.cancelled} số đã hủy`,
    ...(facts.secret > 0 ? [`${facts.secret} số dùng cho văn bản mật, quản lý tại sổ riêng`] : []),
  ];
  return [
    `Sổ có ${facts.total} ${NUMBER_WORDS[rule.desk ?? rule.direction]}, ${range}${dates}; gồm ${parts.join(', ')}.`,
    ...(facts.late > 0
      ? [`Trong đó ${facts.late} ${rule.desk === undefined ? 'văn bản' : 'số'} đăng ký bổ sung sau khi hết năm, đã ghi rõ tại cột Ghi chú.`]
      : []),
    ...(before === undefined ? [] : [`${before.replace(/\.$/, '')}.`]),
  ];
}

export interface CloseYear {
  readonly bookId: string;
  readonly period: string;
  /** Who gave the order to close: head of office, chairperson. */
  readonly orderedBy: string;
  readonly note: string;
  /** Kinds of open items that were seen and stay open. */
  readonly accepted: readonly string[];
  readonly paper: 'A4' | 'A3';
}

/**
 * Prints, keeps and closes. Two files: the register with its cover, and the minutes, which carry the register's SHA-256.
 * @param form the register's columns and lines; of a book of the desk its own room knows them
 * @throws Failure `registers.year_not_over`, `registers.close_gaps`, `registers.close_pending`, `registers.close_unseen`,
 *   `registers.year_closed`, `registers.close_changed` (a number was given meanwhile)
 */
export async function closeYear(
  store: Store,
  actor: Actor,
  what: CloseYear,
  office: RegisterOffice,
  control: JobControl,
  form: RegisterForm = formOf(bookById(store, what.bookId).rule.direction),
): Promise<Closing> {
  const book = bookById(store, what.bookId);
  const { period } = what;
  const requireStanding = (): void => {
    requireReconciled(store);
    requireOpenYear(store, book, period);
  };
  const requireMay = (open: readonly OpenItem[]): void => {
    const may = mayClose(period, legalDateOf(store.now()), book.closedOn !== undefined, open, what.accepted);
    if (!may.ok) throw new Failure(may.error.code, may.error.params);
  };
  requireStanding();
  const { facts, open, numbers } = await ofOneMoment(momentOf(store), () => lookedAt(store, book, period), stepsOf(control));
  requireMay(open);
  const closing = {
    paragraphs: [...sumWords(facts, book, period), `Khóa sổ ${printedDate(office.today)}. Người cho khóa sổ: ${what.orderedBy}.`],
    placeAndDate: placeAndDate(office),
    signers: ['VĂN THƯ', 'NGƯỜI CHO KHÓA SỔ'],
  };
  const query = { organId: book.organId, book, period };
  const register = await makeRegister(store, form, query, office, { as: 'pdf', paper: what.paper, cover: true, closing }, control);
  const turn = closingsOf(store, book.id, period).length + 1;
  const minutes = await store.vault.put(
    await printMinutes(
      { book, period, facts, open, what, turn, actor, pages: register.pages ?? 0, sha256: register.blob.sha256, now: store.now() },
      office,
    ),
  );
  await control.lastStep?.();
  control.signal.throwIfAborted();
  return store.tx(() => {
    requireStanding();
    requireMay(openItems(store, book, period));
    if (fingerprint(store, book, period) !== numbers) throw new Failure('registers.close_changed');
    const kept = keepWithin(store, { ...register, organId: book.organId });
    const name = `Biên bản khóa sổ – ${register.name}`;
    const keptMinutes = keepWithin(store, { blob: minutes, name, detected: 'pdf', organId: book.organId });
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO book_closing (id, book_id, period, turn, facts, open_items, ordered_by, note, register_file_id, register_sha256, pages, minutes_file_id,
           closed_at, closed_by, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, book.id, period, turn, JSON.stringify(facts), JSON.stringify(open), what.orderedBy, what.note, kept.fileId],
        ...[
          register.blob.sha256,
          register.pages ?? 0,
          keptMinutes.fileId,
          store.now(),
          actor.name,
          actor.personId ?? null,
          store.nextSeq(),
        ],
      );
    record(store, actor, 'register.close', book.id, `${period} sha256:${register.blob.sha256}`);
    const made = closingOf(store, book.id, period);
    if (made === undefined) throw new Failure('registers.close_changed');
    return made;
  }, 'registers:close');
}

interface Minutes {
  readonly book: Book;
  readonly period: string;
  readonly facts: ClosingFacts;
  readonly open: readonly OpenItem[];
  readonly what: CloseYear;
  readonly turn: number;
  readonly actor: Actor;
  readonly pages: number;
  readonly sha256: string;
  readonly now: number;
}
function printMinutes(
  { book, period, facts, open, what, turn, actor, pages, sha256, now }: Minutes,
  office: RegisterOffice,
): Promise<Uint8Array> {
  const { place: _p, today: _t, ...page } = office;
  return printSheet({
    ...page,
    title: `Biên bản khóa sổ${turn > 1 ? ` (lần ${turn})` : ''}`,
    subtitle: `${book.name}, ${periodWords(period).toLowerCase()}`,
    placeAndDate: placeAndDate(office),
    paragraphs: [
      `Vào ${screenHour(now)} ${printedDate(office.today)}, văn thư ${actor.name} khóa sổ theo ý kiến của ${what.orderedBy}.`,
      ...sumWords(facts, book, period),
      `Bản in sổ gồm ${pages} trang (không kể bìa). Mã kiểm tra (SHA-256) của tệp: ${sha256.replace(/(.{8})/g, '$1 ').trim()}.`,
      ...(open.length === 0
        ? ['Khi khóa sổ không còn việc chưa xong.']
        : open.map(
            (item) =>
              `${OPEN_WORDS[item.kind]}: ${item.count} (${item.examples.join('; ')}${item.count > item.examples.length ? '; …' : ''}).`,
          )),
      ...(what.note ? [`Ghi chú: ${what.note}`] : []),
      'Sau khi khóa, sổ không cấp thêm số, không hủy số. Chỉ người quản trị mở lại được, có ghi lý do.',
    ],
    table: {
      headings: ['Số đã hủy', 'Lý do', 'Người cho phép'],
      widths: [12, 60, 28],
      rows: facts.cancelledList.map((one) => [two(one.number), one.reason, one.allowedBy]),
      empty: 'Không có số nào bị hủy.',
    },
    signers: [
      { title: 'VĂN THƯ', name: actor.name },
      { title: 'NGƯỜI CHO KHÓA SỔ', name: what.orderedBy },
    ],
  });
}

/** The year takes numbers again. @throws Failure `documents.not_found` where it stands open */
export function reopenYear(store: Store, actor: Actor, id: string, reason: string): void {
  store.tx(() => {
    const row = store.db.prepare('SELECT book_id, period FROM book_closing WHERE id = ? AND reopened_at IS NULL').get(id) as
      | { book_id: string; period: string }
      | undefined;
    if (row === undefined) throw new Failure('documents.not_found');
    store.db
      .prepare('UPDATE book_closing SET reopened_at = ?, reopened_by = ?, reopen_reason = ? WHERE id = ?')
      .run(store.now(), actor.name, reason, id);
    record(store, actor, 'register.reopen', row.book_id, row.period);
  }, 'registers:reopen');
}
