/**
 * The same document twice: the same DocumentId, or the same number, notation and issuer in one year (Decree 30/2020,
 * annex VI). The clerk is warned wherever it comes in and decides: another document, or one, whose copies are put together
 * under the earlier number. The decision stays.
 */
import type { DuplicateRow } from '../../contract/page/incoming.ts';
import type { Channel, IncomingState } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { joinWithin } from './advance.ts';
import { addHistory } from './history.ts';
import { reportStatus } from './reporting.ts';

interface Facts {
  readonly organ_id: string;
  readonly document_id: string | null;
  readonly number: string;
  readonly notation: string;
  readonly sender_organ_id: string | null;
  readonly sender_name: string;
  readonly date: string | null;
  readonly arrived_at: number;
}
interface Row extends Facts {
  readonly id: string;
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly subject: string;
  readonly arrival_number: number | null;
  readonly arrival_date: string | null;
  readonly merged_into: string | null;
  readonly business_type: number;
}
const COLUMNS =
  'id, organ_id, state, channel, subject, document_id, number, notation, sender_organ_id, sender_name, date, arrived_at, arrival_number, arrival_date, merged_into, business_type';

const yearOf = (facts: Facts): string => (facts.date ?? legalDateOf(facts.arrived_at)).slice(0, 4);
const sameIssuer = (a: Facts, b: Facts): boolean =>
  (a.sender_organ_id !== null && a.sender_organ_id === b.sender_organ_id) ||
  foldVietnamese(a.sender_name.trim()) === foldVietnamese(b.sender_name.trim());
function sameness(a: Facts, b: Facts): DuplicateRow['same'] | undefined {
  if (a.document_id !== null && a.document_id === b.document_id) return 'document_id';
  const coded = a.number !== '' && a.number === b.number && foldVietnamese(a.notation) === foldVietnamese(b.notation);
  return coded && sameIssuer(a, b) && yearOf(a) === yearOf(b) ? 'code' : undefined;
}

/** For tests: what is asked of the store. An organ's index would read its whole book, which a planner takes for the shorter way. */
export const TWINS = `SELECT ${COLUMNS} FROM incoming INDEXED BY incoming_code
    WHERE organ_id = @organ AND business_type = 0 AND number = @number AND number <> ''
  UNION SELECT ${COLUMNS} FROM incoming INDEXED BY incoming_document_id
    WHERE organ_id = @organ AND business_type = 0 AND document_id IS NOT NULL AND document_id = @document`;

/** Earlier documents of the same organ that this one may be; what was returned or taken back does not count. */
function twins(store: Store, facts: Facts, exceptId?: string): (Row & { same: DuplicateRow['same'] })[] {
  const rows = store.db.prepare(TWINS).all({ organ: facts.organ_id, number: facts.number, document: facts.document_id }) as Row[];
  return rows
    .filter((row) => row.id !== exceptId && !['returned', 'withdrawn', 'merged'].includes(row.state))
    .flatMap((row) => {
      const same = sameness(facts, row);
      return same ? [{ ...row, same }] : [];
    })
    .sort((a, b) => a.arrived_at - b.arrived_at);
}

const decisionOf = (store: Store, id: string, other: string): DuplicateRow['decision'] =>
  store.db
    .prepare(
      'SELECT decision FROM duplicate_decision WHERE (incoming_id = @id AND other_id = @other) OR (incoming_id = @other AND other_id = @id)',
    )
    .pluck()
    .get({ id, other }) as DuplicateRow['decision'];

const rowOf = (row: Row, same: DuplicateRow['same'], decision: DuplicateRow['decision']): DuplicateRow => ({
  id: row.id,
  same,
  state: row.state,
  channel: row.channel,
  sender: row.sender_name,
  code: [row.number, row.notation].filter(Boolean).join('/'),
  subject: row.subject,
  arrivedAt: row.arrived_at,
  ...(row.date ? { date: row.date } : {}),
  ...(row.arrival_number === null ? {} : { arrivalNumber: row.arrival_number }),
  ...(row.arrival_date ? { arrivalDate: row.arrival_date } : {}),
  ...(decision ? { decision } : {}),
});

const byId = (store: Store, id: string): Row => {
  const row = store.db.prepare(`SELECT ${COLUMNS} FROM incoming WHERE id = ?`).get(id) as Row | undefined;
  if (!row) throw new Failure('documents.not_found');
  return row;
};

/** Others that this document may be, with what was decided. A message of types 1–3 is about another by its nature. */
export function duplicatesOf(store: Store, id: string): DuplicateRow[] {
  const row = byId(store, id);
  if (row.business_type !== 0 || row.merged_into !== null) return [];
  return twins(store, row, id).map((twin) => rowOf(twin, twin.same, decisionOf(store, id, twin.id)));
}

/** The document it was put together with, and the copies that were put together with it. */
export function mergedOf(store: Store, id: string): { mergedInto?: DuplicateRow; copies: DuplicateRow[] } {
  const row = byId(store, id);
  const copies = store.db.prepare(`SELECT ${COLUMNS} FROM incoming WHERE merged_into = ? ORDER BY seq`).all(id) as Row[];
  const into = row.merged_into === null ? undefined : byId(store, row.merged_into);
  return {
    copies: copies.map((copy) => rowOf(copy, 'code', 'merged')),
    ...(into ? { mergedInto: rowOf(into, 'code', 'merged') } : {}),
  };
}

const failure = (twin: Row): Failure =>
  new Failure('documents.duplicate', {
    code: [twin.number, twin.notation].filter(Boolean).join('/'),
    sender: twin.sender_name,
    arrivalNumber: twin.arrival_number ?? 'chưa có',
    otherId: twin.id,
  });

/** What a person enters at the desk, before there is a row for it. @throws Failure `documents.duplicate` with `otherId` */
export function requireNew(
  store: Store,
  facts: { organId: string; number: string; notation: string; sender: string; date?: string },
): void {
  const [twin] = twins(store, {
    organ_id: facts.organId,
    document_id: null,
    number: facts.number,
    notation: facts.notation,
    sender_organ_id: null,
    sender_name: facts.sender,
    date: facts.date ?? null,
    arrived_at: store.now(),
  });
  if (twin) throw failure(twin);
}
/** An earlier document that what is about to be entered may be. */
export function twinOf(
  store: Store,
  facts: { organId: string; number: string; notation: string; sender: string; date?: string },
): DuplicateRow | undefined {
  if (facts.number === '') return undefined;
  const [twin] = twins(store, {
    organ_id: facts.organId,
    document_id: null,
    number: facts.number,
    notation: facts.notation,
    sender_organ_id: null,
    sender_name: facts.sender,
    date: facts.date ?? null,
    arrived_at: store.now(),
  });
  return twin && rowOf(twin, twin.same, undefined);
}
/** Before registering: somebody has decided about each earlier one. @throws Failure `documents.duplicate` */
export function requireDecided(store: Store, id: string): void {
  const row = byId(store, id);
  if (row.business_type !== 0) return;
  const open = twins(store, row, id).find((twin) => decisionOf(store, id, twin.id) === undefined);
  if (open) throw failure(open);
}

function decide(store: Store, actor: Actor, id: string, other: string, decision: 'different' | 'merged'): void {
  // The last word about two counts, whichever of them it was said of.
  store.db.prepare('DELETE FROM duplicate_decision WHERE incoming_id = ? AND other_id = ?').run(other, id);
  store.db
    .prepare(
      `INSERT INTO duplicate_decision (incoming_id, other_id, decision, at, by_name) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (incoming_id, other_id) DO UPDATE SET decision = excluded.decision, at = excluded.at, by_name = excluded.by_name`,
    )
    .run(id, other, decision, store.now(), actor.name);
}
const nameOf = (row: Row): string => [[row.number, row.notation].filter(Boolean).join('/'), row.sender_name].filter(Boolean).join(', ');

/** These two are two documents, whatever their numbers say; inside the caller's transaction. */
export function putDifferent(store: Store, actor: Actor, id: RecordId, otherId: string): void {
  decide(store, actor, id, otherId, 'different');
}

/** Every twin of this one is another document; inside the caller's transaction. */
export function allDifferent(store: Store, actor: Actor, id: RecordId): void {
  const row = byId(store, id);
  for (const twin of twins(store, row, id)) {
    if (decisionOf(store, id, twin.id) !== undefined) continue;
    decide(store, actor, id, twin.id, 'different');
    addHistory(store, actor, { incomingId: id, act: 'incoming.not_duplicate', params: { code: nameOf(twin) } });
  }
}

/** Puts a copy under the earlier document's number: it gets none of its own. Inside the caller's transaction. */
export function mergeWithin(store: Store, actor: Actor, id: RecordId, intoId: string): void {
  const [copy, into] = [byId(store, id), byId(store, intoId)];
  if (copy.state !== 'arrived' || copy.merged_into !== null || id === intoId) throw new Failure('documents.act_not_allowed');
  if (into.organ_id !== copy.organ_id || ['returned', 'withdrawn', 'merged'].includes(into.state) || into.merged_into !== null)
    throw new Failure('documents.cannot_merge');
  const gone = store.db
    .prepare(
      `SELECT i.destruction_id IS NOT NULL AS destroyed, EXISTS (SELECT 1 FROM book_number n WHERE n.incoming_id = i.id AND n.state = 'cancelled')
         AND NOT EXISTS (SELECT 1 FROM book_number n WHERE n.incoming_id = i.id AND n.state = 'used') AS cancelled FROM incoming i WHERE i.id = ?`,
    )
    .get(intoId) as { destroyed: number; cancelled: number };
  if (gone.destroyed === 1) throw new Failure('documents.other_destroyed', { number: into.arrival_number ?? '' });
  // The pair would stand under a number that is none, and the sender be told it.
  if (gone.cancelled === 1) throw new Failure('documents.number_was_cancelled', { number: into.arrival_number ?? '' });
  decide(store, actor, id, intoId, 'merged');
  store.db.prepare(`UPDATE incoming SET state = 'merged', merged_into = ?, updated_at = ? WHERE id = ?`).run(intoId, store.now(), id);
  const number = into.arrival_number ?? 'chưa có';
  addHistory(store, actor, { incomingId: id, act: 'incoming.merged', params: { number, code: nameOf(into) } });
  addHistory(store, actor, { incomingId: recordId(intoId), act: 'incoming.merged_copy', params: { channel: copy.channel } });
  if (into.arrival_number !== null) reportStatus(store, actor, id, '03', `Đã tiếp nhận, vào sổ văn bản đến số ${into.arrival_number}`);
  record(store, actor, 'incoming.merge', id, intoId);
}

/** The clerk's decision about a document and an earlier one. */
export function decideDuplicate(store: Store, actor: Actor, id: RecordId, otherId: string, decision: 'different' | 'merged'): void {
  store.tx(() => {
    if (!twins(store, byId(store, id), id).some((twin) => twin.id === otherId)) throw new Failure('documents.cannot_merge');
    if (decision === 'merged') {
      joinWithin(store, actor, id, otherId);
      return;
    }
    decide(store, actor, id, otherId, 'different');
    addHistory(store, actor, { incomingId: id, act: 'incoming.not_duplicate', params: { code: nameOf(byId(store, otherId)) } });
    record(store, actor, 'incoming.not_duplicate', id, otherId);
  }, 'incoming:duplicate');
}
