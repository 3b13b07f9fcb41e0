/**
 * Reconciliation: how a store that was restored or copied comes to send and number again. It promises: nothing that was
 * sent goes out again, no number that was given is given again. First the axis is asked what it has; then a person
 * confirms the last number of every book, for which the highest seen is proposed; only then the store works again.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditAct } from '../../domain/auditActs.ts';
import { type DocumentKind, documentKind } from '../../domain/documentKinds.ts';
import { Failure } from '../../domain/errors.ts';
import { periodOf } from '../../domain/numbering.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Compared } from '../axis/index.ts';
import { documentKinds } from '../codelists/index.ts';
import type { Actor } from '../context.ts';
import { allBooks, type Book, bookById } from '../registers/index.ts';
import type { StoreKeys } from '../store/index.ts';
import { type Machine, notedEpoch, numberingRight, readTicket, requireTicketCounts, TICKET_FILE, takeRight } from '../store/right.ts';
import type { Store } from '../store/types.ts';
import { putReconciliation, type Reconciliation, reconciliation } from '../store/waiting.ts';

export interface BookToConfirm {
  readonly bookId: string;
  readonly name: string;
  readonly period: string;
  readonly series: string;
  /** Last number that the store holds; 0 = none. */
  readonly held: number;
  /** Highest number seen in the store and at the axis: what is proposed. */
  readonly seen: number;
  readonly confirmed?: number;
}
export interface ReconciliationView extends Omit<Reconciliation, 'confirmed'> {
  readonly books: readonly BookToConfirm[];
  /** Sent after the backup and not in this store: number, title, to whom. */
  readonly unknownDocuments: readonly {
    readonly code: string;
    readonly title: string;
    readonly recipients: readonly string[];
    readonly sentAt: number;
  }[];
}

/** A mistyped number must not eat a book. */
const MAX_SKIP = 2_000;
const keyOf = (book: Pick<BookToConfirm, 'bookId' | 'period' | 'series'>): string => `${book.bookId} ${book.period} ${book.series}`;

function current(store: Store): Reconciliation {
  const state = reconciliation(store);
  if (state === undefined) throw new Failure('reconcile.not_needed');
  return state;
}

/** undefined: the store works. */
export function reconciliationView(store: Store): ReconciliationView | undefined {
  const state = reconciliation(store);
  if (state === undefined) return undefined;
  const { confirmed, ...rest } = state;
  const unknown = store.db
    .prepare<[], { code: string; title: string; recipients: string; sentAt: number }>(
      `SELECT code, title, recipients, sent_at AS sentAt FROM axis_seen WHERE message_type = 'edoc' ORDER BY sent_at LIMIT 500`,
    )
    .all();
  return {
    ...rest,
    books: booksToConfirm(store).map((book) => {
      const last = confirmed[keyOf(book)];
      return last === undefined ? book : { ...book, confirmed: last };
    }),
    unknownDocuments: unknown.map((row) => ({ ...row, recipients: JSON.parse(row.recipients) as string[] })),
  };
}

/** Every series that counts today. */
function booksToConfirm(store: Store): BookToConfirm[] {
  const today = legalDateOf(store.now());
  return allBooks(store).flatMap((book) => {
    if (book.closedOn !== undefined) return [];
    const period = periodOf(book.rule, today);
    if (!period.ok) return [];
    const held = store.db
      .prepare<[string, string], { series: string; last: number }>(
        'SELECT series, max(number) AS last FROM book_number WHERE book_id = ? AND period = ? GROUP BY series',
      )
      .all(book.id, period.value);
    // No copy and no petition is told of over the axis: a person says what the paper book's last number is.
    const seen: ReadonlyMap<string, number> =
      book.rule.desk !== undefined
        ? new Map()
        : book.rule.direction === 'outgoing'
          ? seenOutgoing(store, book, period.value)
          : seenIncoming(store, book);
    const series = new Set([...held.map((row) => row.series), ...seen.keys(), ...(book.rule.series === 'common' ? [''] : [])]);
    return [...series].sort().map((name) => {
      const last = held.find((row) => row.series === name)?.last ?? 0;
      return {
        bookId: book.id,
        name: book.name,
        period: period.value,
        series: name,
        held: last,
        seen: Math.max(last, seen.get(name) ?? 0),
      };
    });
  });
}

/** Numbers in the codes of documents that the axis has from us: `05/QĐ-UBND`, `45-CV/ĐU`. */
function seenOutgoing(store: Store, book: Book, period: string): Map<string, number> {
  const rows = store.db
    .prepare<[string], { code: string; documentId: string; sentAt: number }>(
      `SELECT code, document_id AS documentId, sent_at AS sentAt FROM axis_seen WHERE message_type = 'edoc' AND organ_id = ?`,
    )
    .all(book.organId);
  const highest = new Map<string, number>();
  const kinds = documentKinds(store);
  for (const { code, documentId, sentAt } of rows) {
    // The conventional DocumentId carries date and code: organ,yyyy/mm/dd,number/notation.
    const [, date = '', ...printed] = documentId.split(',');
    const number = Number(/^\s*0*(\d+)/.exec(code === '' ? printed.join(',') : code)?.[1]);
    if (!Number.isSafeInteger(number) || number === 0) continue;
    const day = /^\d{4}\/\d{2}\/\d{2}$/.test(date) ? (date.replaceAll('/', '-') as LegalDate) : legalDateOf(sentAt);
    const when = periodOf(book.rule, day);
    if (!when.ok || when.value !== period) continue;
    for (const series of seriesIn(book, code === '' ? printed.join(',') : code, kinds)) {
      highest.set(series, Math.max(highest.get(series) ?? 0, number));
    }
  }
  return highest;
}
/** The series that a code may belong to; where its kind cannot be told, every one of the book. */
function seriesIn(book: Book, code: string, kinds: readonly DocumentKind[]): string[] {
  if (book.rule.series === 'common') return [''];
  const all = book.rule.kinds.map((kind) => documentKind(kind, kinds)?.abbreviation || kind);
  const fitting = all.filter((name) => code.split(/[/-]/).includes(name));
  return fitting.length > 0 ? fitting : all;
}

/** Arrival numbers that our own reports 03 told the senders. */
function seenIncoming(store: Store, book: Book): Map<string, number> {
  const rows = store.db
    .prepare<[string], string>(`SELECT description FROM axis_seen WHERE message_type = 'status' AND status_code = '03' AND organ_id = ?`)
    .pluck()
    .all(book.organId);
  const numbers = rows.flatMap((text) => {
    const n = Number(/số\s+(\d+)\s*\.?\s*$/u.exec(text.normalize('NFC'))?.[1]);
    return Number.isSafeInteger(n) ? [n] : [];
  });
  return new Map(numbers.length > 0 ? [['', Math.max(...numbers)]] : []);
}

/** Asks the axis; may be done again as long as the store waits. */
export async function compare(store: Store, exchange: { compare(from: number): Promise<Compared> }, actor: Actor): Promise<Compared> {
  const { from } = current(store);
  const compared = await exchange.compare(from);
  store.tx(() => {
    const before = current(store).compared;
    const sum = {
      found: compared.found + (before?.found ?? 0),
      unknown: compared.unknown + (before?.unknown ?? 0),
      listed: compared.listed + (before?.listed ?? 0),
    };
    putReconciliation(store, { ...current(store), compared: { at: store.now(), ...sum } });
    record(
      store,
      actor,
      'reconcile.compare',
      store.workstationId,
      `found ${compared.found}, unknown ${compared.unknown}, listed ${compared.listed}`,
    );
  }, 'reconcile:compare');
  return compared;
}

/**
 * A person says which number of a series was the last one given. Numbers in between that this store does not hold are
 * written into the book as given before the restore, so that they are explained and never given again.
 * @throws Failure `reconcile.compare_first`, `reconcile.below_seen`, `reconcile.too_far`
 */
export function confirmBook(
  store: Store,
  actor: Actor,
  what: { readonly bookId: string; readonly period: string; readonly series: string; readonly last: number },
): void {
  store.tx(() => {
    const state = current(store);
    if (state.compared === undefined) throw new Failure('reconcile.compare_first');
    const book = booksToConfirm(store).find((one) => keyOf(one) === keyOf(what));
    if (book === undefined) throw new Failure('registers.no_such_book');
    if (what.last < book.seen) throw new Failure('reconcile.below_seen', { seen: book.seen });
    if (what.last > book.seen + MAX_SKIP) throw new Failure('reconcile.too_far', { seen: book.seen });
    const first = Math.max(book.held + 1, book.held === 0 ? firstNumber(store, what.bookId) : 1);
    const insert = store.db.prepare(
      `INSERT INTO book_number (book_id, period, series, number, state, date, reason, allowed_by, person_id, at, seq)
       VALUES (?, ?, ?, ?, 'cancelled', ?, 'Số đã cấp trước khi khôi phục dữ liệu; văn bản không có trong kho này', ?, ?, ?, ?)`,
    );
    const today = legalDateOf(store.now());
    for (let n = first; n <= what.last; n++) {
      insert.run(what.bookId, what.period, what.series, n, today, actor.name, actor.personId ?? null, store.now(), store.nextSeq());
    }
    putReconciliation(store, { ...state, confirmed: { ...state.confirmed, [keyOf(what)]: what.last } });
    record(store, actor, 'reconcile.confirm_book', what.bookId, `${what.period} ${what.series} ${what.last}`.replace(/\s+/g, ' '));
  }, 'reconcile:confirm');
}
/** Where a book begins in the period it was opened in; later periods begin with 1. */
function firstNumber(store: Store, bookId: string): number {
  const book = bookById(store, bookId);
  const opened = periodOf(book.rule, book.openedOn);
  const now = periodOf(book.rule, legalDateOf(store.now()));
  return opened.ok && now.ok && opened.value === now.value ? book.rule.firstNumber : 1;
}

export interface RightPlace {
  readonly machine: Machine;
  /** Of the open profile. */
  readonly dir: string;
  readonly keys: Pick<StoreKeys, 'backup'>;
}

/**
 * Takes the right to give numbers over by a handover's file: the one given, or the one that came with the backup.
 * @throws Failure `handover.no_ticket`, `handover.ticket_damaged`, `handover.ticket_old`, `reconcile.not_needed`
 */
export function claimByTicket(store: Store, place: RightPlace, actor: Actor, text?: string): void {
  if (current(store).claim === undefined) throw new Failure('reconcile.not_needed');
  const ticket = readTicket(text ?? ticketBeside(place.dir), store.workstationId, place.keys);
  requireTicketCounts(store, place.machine, ticket.epoch);
  take(store, place, actor, ticket.epoch, 'handover.claim', ticket.handoverId);
}
function ticketBeside(dir: string): string {
  const path = join(dir, TICKET_FILE);
  if (!existsSync(path)) throw new Failure('handover.no_ticket');
  return readFileSync(path, 'utf8');
}
export const hasTicket = (dir: string): boolean => existsSync(join(dir, TICKET_FILE));

/**
 * Takes the right over because the machine that held it is gone for good: somebody says so, and answers for it.
 * @throws Failure `handover.only_ticket`, `handover.gave_away`, `reconcile.not_needed`
 */
export function claimByDeclaration(
  store: Store,
  place: RightPlace,
  actor: Actor,
  said: { readonly reason: string; readonly allowedBy: string },
): void {
  const { claim } = current(store);
  if (claim === undefined) throw new Failure('reconcile.not_needed');
  if (claim.kind === 'refused') throw new Failure('handover.gave_away');
  if (claim.by === 'ticket') throw new Failure('handover.only_ticket');
  const epoch = Math.max(numberingRight(store)?.epoch ?? 0, place.machine.memory(store.workstationId).gave, notedEpoch(store)) + 1;
  take(store, place, actor, epoch, 'handover.declare', `${said.reason} – ${said.allowedBy}`);
}

function take(store: Store, { machine }: RightPlace, actor: Actor, epoch: number, act: AuditAct, why: string): void {
  store.tx(() => {
    const { claim: _claim, ...rest } = current(store);
    takeRight(store, machine, epoch);
    putReconciliation(store, rest);
    // What was under way on the other machine was done: this machine is the proof.
    store.db.prepare(`UPDATE handover SET state = 'done', ended_at = ?, epoch = ? WHERE state = 'under_way'`).run(store.now(), epoch);
    record(store, actor, act, store.workstationId, why);
  }, 'reconcile:claim');
  const memory = machine.memory(store.workstationId);
  machine.remember(store.workstationId, { ...memory, held: Math.max(memory.held, epoch) });
}

/** @throws Failure `handover.claim_first`, `handover.gave_away`, `reconcile.compare_first`, `reconcile.books_open` while a book is not confirmed */
export function finish(store: Store, actor: Actor): void {
  store.tx(() => {
    const state = current(store);
    if (state.claim) throw new Failure(state.claim.kind === 'refused' ? 'handover.gave_away' : 'handover.claim_first');
    if (state.compared === undefined) throw new Failure('reconcile.compare_first');
    const open = booksToConfirm(store).filter((book) => state.confirmed[keyOf(book)] === undefined);
    if (open.length > 0) throw new Failure('reconcile.books_open', { count: open.length });
    putReconciliation(store, undefined);
    record(store, actor, 'reconcile.finish', store.workstationId, state.reason);
  }, 'reconcile:finish');
}
