/**
 * The organs a workstation serves (UBND, HĐND, Đảng ủy, Mặt trận of one commune), each with its code, connection and
 * books. It promises: an organ is entered with its books or not at all, and never renamed into another's code.
 */
import type { OrganDetail } from '../../contract/page/organs.ts';
import { Failure } from '../../domain/errors.ts';
import { type OrganKind, organBookRules } from '../../domain/numbering.ts';
import { isOrganAbbreviation, parseOrganCode } from '../../domain/organCodes.ts';
import { connectionRefusal, isTrainingOrgan, type Mode } from '../../domain/profile.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { gapsOf, listBooks, nextInBook, periodsOf } from '../registers/index.ts';
import type { Store } from '../store/types.ts';

export { OrganRows } from './rights.ts';

interface OrganRow {
  readonly organ_id: string;
  readonly name: string;
  readonly parent_name: string;
  readonly place: string;
  readonly abbreviation: string;
  readonly endpoint: string;
  readonly system_id: string;
  readonly leader_name: string;
  readonly leader_position: string;
  readonly kind: OrganKind;
  readonly closed_on: string | null;
}

/** Every organ with its connection (without the secret) and books, in the order they were entered. */
export function organDetails(store: Store): OrganDetail[] {
  const rows = store.db
    .prepare<[], OrganRow>(
      `SELECT organ_id, name, parent_name, place, abbreviation, endpoint, system_id, leader_name, leader_position, kind, closed_on
       FROM organ ORDER BY position, organ_id`,
    )
    .all();
  const books = listBooks(store);
  return rows.map((row) => ({
    organId: row.organ_id,
    own: true,
    name: row.name,
    parentName: row.parent_name,
    place: row.place,
    abbreviation: row.abbreviation,
    kind: row.kind,
    leaderName: row.leader_name,
    leaderPosition: row.leader_position,
    endpoint: row.endpoint,
    systemId: row.system_id,
    ...(row.closed_on === null ? {} : { closedOn: row.closed_on }),
    books: books
      .filter((book) => book.organId === row.organ_id)
      .map((book) => ({
        id: book.id,
        name: book.name,
        direction: book.rule.direction,
        rule: book.rule,
        next: nextOf(store, book),
        used: periodsOf(store, book).some((period) => gapsOf(store, book, period).length > 0) || hasNumbers(store, book.id),
      })),
  }));
}
const hasNumbers = (store: Store, bookId: string): boolean =>
  store.db.prepare('SELECT 1 FROM book_number WHERE book_id = ? LIMIT 1').get(bookId) !== undefined;
/** The number a book gives next; 0 where it gives none (its term is over, the province's system gives it). */
export function nextOf(store: Store, book: Parameters<typeof nextInBook>[1]): number {
  try {
    return nextInBook(store, book) ?? 0;
  } catch (error) {
    if (error instanceof Failure) return 0;
    throw error;
  }
}

export interface OrganFacts {
  readonly organId: string;
  readonly name: string;
  readonly parentName: string;
  readonly place: string;
  readonly abbreviation: string;
  readonly kind: OrganKind;
  readonly leaderName: string;
  readonly leaderPosition: string;
  /** Absent: without a connection, or (of an organ that is here) as it is. An empty secret stays as it is. */
  readonly connection?: { readonly endpoint: string; readonly systemId: string; readonly secret: string };
  /** Of a new organ: the first numbers of its books, taken over from paper, and the committee's term. */
  readonly firstIncoming?: number;
  readonly firstOutgoing?: number;
  readonly term?: { readonly from: LegalDate; readonly to: LegalDate };
}

/**
 * A code goes out in every package and is never changed afterwards: it is judged before anything is kept.
 * @throws Failure `organs.code_invalid`, `organs.abbreviation_invalid`
 */
export function checkOrganNames({ organId, abbreviation }: { readonly organId: string; readonly abbreviation: string }): void {
  if (!parseOrganCode(organId)) throw new Failure('organs.code_invalid', { organId });
  if (!isOrganAbbreviation(abbreviation)) throw new Failure('organs.abbreviation_invalid', { abbreviation });
}
function check(mode: Mode, facts: OrganFacts): void {
  checkOrganNames(facts);
  const refused = facts.connection
    ? connectionRefusal(mode, facts.connection.endpoint, facts.organId)
    : isTrainingOrgan(facts.organId) !== (mode === 'training')
      ? { code: mode === 'training' ? 'axis.real_organ_in_training' : 'axis.training_organ_in_real', params: { organId: facts.organId } }
      : undefined;
  if (refused) throw new Failure(refused.code, refused.params);
  if (facts.term && facts.term.from > facts.term.to) throw new Failure('organs.term_invalid');
}

/**
 * A new organ with its books, in one transaction.
 * @throws Failure `organs.exists`, `organs.code_invalid`, `organs.term_invalid`, and what the mode refuses of a connection
 */
export function addOrgan(store: Store, actor: Actor, mode: Mode, facts: OrganFacts): void {
  check(mode, facts);
  store.tx(() => {
    if (store.db.prepare('SELECT 1 FROM organ WHERE organ_id = ?').get(facts.organId)) throw new Failure('organs.exists');
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, parent_name, place, abbreviation, endpoint, system_id, secret, leader_name, leader_position, kind, position)
         SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1 FROM organ`,
      )
      .run(
        ...[facts.organId, facts.name, facts.parentName, facts.place, facts.abbreviation],
        ...[facts.connection?.endpoint ?? '', facts.connection?.systemId ?? '', facts.connection?.secret ?? ''],
        ...[facts.leaderName, facts.leaderPosition, facts.kind],
      );
    openBooks(store, facts);
    record(store, actor, 'organ.add', facts.organId);
  }, 'organ:add');
}

function openBooks(store: Store, facts: OrganFacts): void {
  const rules = organBookRules(facts.kind, facts.abbreviation, facts.term);
  const insert = store.db.prepare('INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES (?, ?, ?, ?, ?, ?)');
  const today = legalDateOf(store.now());
  for (const [name, rule, firstNumber] of [
    ['Sổ đăng ký văn bản đến', rules.incoming, facts.firstIncoming],
    ['Sổ đăng ký văn bản đi', rules.outgoing, facts.firstOutgoing],
  ] as const) {
    insert.run(store.newId(), facts.organId, name, JSON.stringify({ ...rule, firstNumber: firstNumber ?? 1 }), today, store.nextSeq());
  }
}

/** Changes what is said of an organ; its code and kind stay. @throws as `addOrgan`, and Failure `documents.not_our_organ` */
export function changeOrgan(store: Store, actor: Actor, mode: Mode, facts: OrganFacts): void {
  check(mode, facts);
  store.tx(() => {
    const { changes } = store.db
      .prepare(
        'UPDATE organ SET name = ?, parent_name = ?, place = ?, abbreviation = ?, leader_name = ?, leader_position = ? WHERE organ_id = ?',
      )
      .run(facts.name, facts.parentName, facts.place, facts.abbreviation, facts.leaderName, facts.leaderPosition, facts.organId);
    if (changes !== 1) throw new Failure('documents.not_our_organ');
    if (facts.connection) {
      const { endpoint, systemId, secret } = facts.connection;
      store.db
        .prepare(`UPDATE organ SET endpoint = ?, system_id = ?, secret = CASE WHEN ? = '' THEN secret ELSE ? END WHERE organ_id = ?`)
        .run(endpoint, systemId, secret, secret, facts.organId);
    }
    record(store, actor, 'organ.change', facts.organId);
  }, 'organ:change');
}

/** Another book of an organ: for some kinds of document, or in the other direction. */
export function addBook(
  store: Store,
  actor: Actor,
  book: {
    readonly organId: string;
    readonly name: string;
    readonly kinds: readonly string[];
    readonly pattern: string;
    readonly firstNumber: number;
  },
): void {
  store.tx(() => {
    const organ = store.db
      .prepare<[string], Pick<OrganRow, 'abbreviation' | 'kind'>>('SELECT abbreviation, kind FROM organ WHERE organ_id = ?')
      .get(book.organId);
    if (!organ) throw new Failure('documents.not_our_organ');
    const taken = listBooks(store).filter((b) => b.organId === book.organId && b.rule.direction === 'outgoing');
    const twice = book.kinds.find((kind) => taken.some((b) => b.rule.kinds.includes(kind)));
    if (twice !== undefined) throw new Failure('organs.kind_has_book', { kind: twice });
    if (!/\{number\}/.test(book.pattern)) throw new Failure('organs.pattern_invalid');
    const rule = organBookRules(organ.kind, organ.abbreviation).outgoing;
    const own = { ...rule, kinds: book.kinds, pattern: book.pattern, plainPattern: book.pattern, firstNumber: book.firstNumber };
    store.db
      .prepare('INSERT INTO book (id, organ_id, name, rule, opened_on, seq) VALUES (?, ?, ?, ?, ?, ?)')
      .run(store.newId(), book.organId, book.name, JSON.stringify(own), legalDateOf(store.now()), store.nextSeq());
    record(store, actor, 'book.add', book.organId, book.name);
  }, 'book:add');
}
