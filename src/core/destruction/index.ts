/**
 * Destruction of records by decision (record keeping, 4): never one person's click. One proposes with the decision's
 * number and scan, another agrees, and it is carried out at once and for good. What remains of a document is its row's
 * skeleton: number, date, and by which decision it was destroyed; its bytes and their keys are gone.
 */
import type { DestructionDetail, DestructionItem, DestructionRow } from '../../contract/page/destruction.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { legalDate, legalDateOf } from '../../domain/time.ts';
import { findPerson, listPeople, type OpenProfile, opensWay, waysOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { type Actor, WORKSTATION } from '../context.ts';
import type { RestoredMark } from '../store/backup/index.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import { copiesUnder, type Decision, destroyDocuments, finishDestruction } from './skeleton.ts';

export { destroyedHere } from './ledger.ts';

type List = DestructionItem['list'];
/** Done with: nothing more is to be done or sent of it. */
const DONE: Readonly<Record<List, string>> = {
  incoming: `state IN ('finished','returned','withdrawn','recalled')`,
  outgoing: `state IN ('issued','cancelled')`,
};
const COLUMNS: Readonly<Record<List, string>> = {
  incoming: `id, trim(coalesce('số đến ' || arrival_number || ' · ', '') || number || CASE WHEN notation = '' THEN '' ELSE '/' || notation END) AS code,
    coalesce(arrival_date, date, '') AS date, subject`,
  outgoing: `id, code, coalesce(date, '') AS date, subject`,
};
const WHEN: Readonly<Record<List, string>> = { incoming: `coalesce(arrival_date, date, '')`, outgoing: `coalesce(date, '')` };
const MOST = 500;

/** As many documents are looked at before the others have their turn. */
const LOOKED_AT_ONCE = 300;
interface Wanted {
  readonly list: List;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}
export const candidates = (store: Store, wanted: Wanted): { items: DestructionItem[]; more: boolean } =>
  whole(candidateParts(store, wanted));
/** The oldest first, looked for in parts: words are looked for in every document of the time. */
export function* candidateParts(
  store: Store,
  { list, from, to, text }: Wanted,
  atOnce = LOOKED_AT_ONCE,
): Parts<{ items: DestructionItem[]; more: boolean }> {
  const words = foldVietnamese(text).split(/\s+/).filter(Boolean).slice(0, 8);
  const total = store.db.prepare<[], number>(`SELECT coalesce(max(seq), 0) FROM ${list}`).pluck().get() ?? 0;
  const next = store.db
    .prepare<[number], number>(`SELECT seq FROM ${list} WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ${Math.trunc(atOnce)}`)
    .pluck();
  const read = store.db.prepare<unknown[], Omit<DestructionItem, 'list'>>(
    `SELECT ${COLUMNS[list]} FROM ${list} WHERE seq > ? AND seq <= ? AND +${DONE[list]} AND destruction_id IS NULL AND ${WHEN[list]} BETWEEN ? AND ?
       AND id NOT IN (SELECT i.document_id FROM destruction_item i JOIN destruction d ON d.id = i.destruction_id WHERE d.state = 'proposed' AND i.list = '${list}')
       ${words.map(() => `AND folded LIKE ? ESCAPE '\\'`).join(' ')} ORDER BY seq LIMIT ${MOST + 1}`,
  );
  const like = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const items: DestructionItem[] = [];
  for (let after = 0; after < total && items.length <= MOST; ) {
    // In hundredths of all there are.
    if (after > 0) yield { done: Math.floor((after / total) * 100), total: 100 };
    const upTo = next.get(after) ?? total;
    for (const item of read.all(after, upTo, from, to, ...like)) items.push({ list, ...item });
    after = upTo;
  }
  return { items: items.slice(0, MOST), more: items.length > MOST };
}

export interface Proposal {
  readonly number: string;
  readonly date: string;
  readonly decidedBy: string;
  readonly council: string;
  readonly scanUploadId: string;
  readonly documents: readonly { readonly list: List; readonly id: string }[];
}
/**
 * @throws Failure `destruction.date_wrong`, `destruction.person_needed`, `files.no_such_upload`,
 *   `destruction.not_done_with` (a document is still worked on, was destroyed, or stands in another proposal)
 */
export function propose(store: Store, actor: Actor, proposal: Proposal): RecordId {
  const { personId } = actor;
  if (personId === undefined) throw new Failure('destruction.person_needed');
  const date = legalDate(proposal.date);
  if (date === undefined || date > legalDateOf(store.now())) throw new Failure('destruction.date_wrong');
  return store.tx(() => {
    const scan = store.db
      .prepare<[string], { blob_id: string; name: string }>('SELECT blob_id, name FROM upload WHERE id = ?')
      .get(proposal.scanUploadId);
    if (!scan) throw new Failure('files.no_such_upload');
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, seq)
         VALUES (?, 'proposed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        proposal.number,
        date,
        proposal.decidedBy,
        proposal.council,
        scan.blob_id,
        scan.name,
        personId,
        actor.name,
        store.now(),
        store.nextSeq(),
      );
    store.db
      .prepare(
        `INSERT INTO file (id, role, position, name, detected, blob_id, created_at, seq) SELECT ?, 'register', 0, name, detected, blob_id, ?, ? FROM upload WHERE id = ?`,
      )
      .run(store.newId(), store.now(), store.nextSeq(), proposal.scanUploadId);
    store.db.prepare('DELETE FROM upload WHERE id = ?').run(proposal.scanUploadId);
    const insert = store.db.prepare('INSERT INTO destruction_item VALUES (?, ?, ?)');
    for (const document of proposal.documents) {
      requireDoneWith(store, document, id);
      insert.run(id, document.list, document.id);
    }
    record(store, actor, 'destruction.propose', id, `${proposal.number}, ${proposal.documents.length} documents`);
    return id;
  }, 'destruction:propose');
}
function requireDoneWith(store: Store, { list, id }: { list: List; id: string }, act: string): void {
  const fits = store.db.prepare(`SELECT 1 FROM ${list} WHERE id = ? AND ${DONE[list]} AND destruction_id IS NULL`).get(id);
  const elsewhere = store.db
    .prepare(
      `SELECT 1 FROM destruction_item i JOIN destruction d ON d.id = i.destruction_id WHERE d.state = 'proposed' AND d.id <> ? AND i.list = ? AND i.document_id = ?`,
    )
    .get(act, list, id);
  const open = store.db.prepare(`SELECT 1 FROM dispatch WHERE ${list}_id = ? AND state IN ('queued','sending','unknown')`);
  const waiting = [{ id }, ...copiesUnder(store, { list, id })].some((one) => open.get(one.id) !== undefined);
  if (!fits || elsewhere || waiting) throw new Failure('destruction.not_done_with');
}

interface ActRow {
  readonly id: RecordId;
  readonly state: DestructionRow['state'];
  readonly number: string;
  readonly date: string;
  readonly decided_by: string;
  readonly council: string;
  readonly scan_name: string;
  readonly proposed_by: RecordId;
  readonly proposed_name: string;
  readonly proposed_at: number;
  readonly agreed_name: string | null;
  readonly done_at: number | null;
  readonly documents: number;
  readonly files: number;
  readonly bytes: number;
}
const ACTS = `SELECT d.*, (SELECT count(*) FROM destruction_item i WHERE i.destruction_id = d.id) AS documents FROM destruction d`;
const rowOf = (row: ActRow): DestructionRow => ({
  id: row.id,
  state: row.state,
  number: row.number,
  date: row.date,
  decidedBy: row.decided_by,
  proposedBy: row.proposed_name,
  proposedById: row.proposed_by,
  proposedAt: row.proposed_at,
  documents: row.documents,
  files: row.files,
  bytes: row.bytes,
  ...(row.agreed_name === null ? {} : { agreedBy: row.agreed_name }),
  ...(row.done_at === null ? {} : { doneAt: row.done_at }),
});
function actById(store: Store, id: string): ActRow {
  const row = store.db.prepare<[string], ActRow>(`${ACTS} WHERE d.id = ?`).get(id);
  if (!row) throw new Failure('destruction.unknown');
  return row;
}
export const listActs = (store: Store): DestructionRow[] =>
  store.db.prepare<[], ActRow>(`${ACTS} ORDER BY d.seq DESC LIMIT 200`).all().map(rowOf);

const itemsOf = (store: Store, id: string): { list: List; id: string }[] =>
  store.db
    .prepare<[string], { list: List; id: string }>('SELECT list, document_id AS id FROM destruction_item WHERE destruction_id = ?')
    .all(id);

export function actDetail(store: Store, id: string, backupsToGo: number): DestructionDetail {
  const row = actById(store, id);
  const items = itemsOf(store, id).flatMap(({ list, id: document }) => {
    const item = store.db
      .prepare<[string], Omit<DestructionItem, 'list'>>(`SELECT ${COLUMNS[list]} FROM ${list} WHERE id = ?`)
      .get(document);
    return item ? [{ list, ...item }] : [];
  });
  const agreeing = listPeople(store)
    .filter((person) => person.id !== row.proposed_by)
    .map((person) => ({ id: person.id, name: person.name }));
  const scan = store.db
    .prepare<[string], { id: string; name: string; size: number; detected: string }>(
      `SELECT f.id, f.name, b.size, f.detected FROM destruction d JOIN file f ON f.blob_id = d.scan_id AND f.role = 'register' JOIN blob b ON b.id = f.blob_id
       WHERE d.id = ? LIMIT 1`,
    )
    .get(id);
  return { ...rowOf(row), council: row.council, items, agreeing, backupsToGo, ...(scan && row.scan_name ? { scan } : {}) };
}

/** @throws Failure `destruction.unknown`, `destruction.not_open` */
export function withdraw(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    if (actById(store, id).state !== 'proposed') throw new Failure('destruction.not_open');
    store.db.prepare(`UPDATE destruction SET state = 'withdrawn' WHERE id = ?`).run(id);
    record(store, actor, 'destruction.withdraw', id);
  }, 'destruction:withdraw');
}

/** Wrong passphrases of second persons, since the program started. */
const wrong = { count: 0, at: 0 };

/**
 * Who agrees, proved: the person signed in, or one who typed the own passphrase.
 * @throws Failure `destruction.same_person`, `destruction.person_needed`, `accounts.way_in_refused`, `accounts.wait`
 */
export async function secondPerson(
  store: Store,
  profile: OpenProfile | undefined,
  actor: Actor,
  typed: { readonly personId?: string; readonly passphrase?: string },
): Promise<{ readonly id: RecordId; readonly name: string }> {
  if (typed.personId === undefined || typed.personId === actor.personId) {
    if (actor.personId === undefined) throw new Failure('destruction.person_needed');
    return { id: actor.personId, name: actor.name };
  }
  const person = findPerson(store, recordId(typed.personId));
  if (person.endedAt !== undefined || !profile) throw new Failure('destruction.person_needed');
  const wait = Math.min(60, 2 ** wrong.count) * 1000 - (store.now() - wrong.at);
  if (wrong.count > 0 && wait > 0) throw new Failure('accounts.wait', { seconds: Math.ceil(wait / 1000) });
  for (const way of waysOf(profile.dir)) {
    if (way.way !== 'passphrase' || way.personId !== person.id) continue;
    if (await opensWay(profile, way.id, { way: 'passphrase', passphrase: typed.passphrase ?? '' })) {
      wrong.count = 0;
      return { id: person.id, name: person.name };
    }
  }
  wrong.count++;
  wrong.at = store.now();
  throw new Failure('accounts.way_in_refused');
}

/**
 * The second person agreed: carried out in one transaction, then the bytes go. There is no way back.
 * @throws Failure `destruction.same_person`, `destruction.not_open`, `destruction.not_done_with`
 */
export async function agree(
  store: Store,
  id: string,
  second: { readonly id: RecordId; readonly name: string },
): Promise<{ files: number }> {
  const before = actById(store, id);
  if (second.id === before.proposed_by) throw new Failure('destruction.same_person');
  const { files, gone } = store.tx(() => {
    const act = actById(store, id);
    if (act.state !== 'proposed') throw new Failure('destruction.not_open');
    const documents = itemsOf(store, id);
    for (const document of documents) requireDoneWith(store, document, id);
    const decision: Decision = { id: act.id, number: act.number, date: act.date };
    const result = destroyDocuments(store, decision, documents, { personId: second.id, name: second.name, roles: [] });
    store.db
      .prepare(`UPDATE destruction SET state = 'done', agreed_by = ?, agreed_name = ?, done_at = ?, files = ?, bytes = ? WHERE id = ?`)
      .run(second.id, second.name, store.now(), result.files, result.bytes, id);
    record(
      store,
      { personId: second.id, name: second.name, roles: [] },
      'destruction.agree',
      id,
      `${act.number}, ${documents.length} documents, ${result.files} files`,
    );
    return result;
  }, 'destruction:agree');
  await finishDestruction(store, gone);
  return { files };
}

/** After a restore: what was destroyed since the backup is destroyed again, by the decisions that stand beside the backups. */
export function takeNoteOfRestore(store: Store, restored: RestoredMark): void {
  const gone = store.tx(() => {
    record(store, WORKSTATION, 'store.restored', store.workstationId, new Date(restored.backupAt).toISOString());
    return (restored.acts ?? []).flatMap((act) => {
      if (store.db.prepare(`SELECT 1 FROM destruction WHERE id = ? AND state = 'done'`).get(act.id)) return [];
      const documents = act.documents
        .map(([list, id]) => ({ list, id }))
        .filter(({ list, id }) => store.db.prepare(`SELECT 1 FROM ${list} WHERE id = ? AND destruction_id IS NULL`).get(id));
      if (documents.length === 0) return [];
      keepAct(store, act);
      return destroyDocuments(store, { id: recordId(act.id), number: act.number, date: act.date }, documents, WORKSTATION).gone;
    });
  }, 'destruction:again');
  void finishDestruction(store, gone).catch(() => undefined);
}
function keepAct(store: Store, act: NonNullable<RestoredMark['acts']>[number]): void {
  const scan = store.db.prepare<[], string>('SELECT id FROM blob LIMIT 1').pluck().get();
  store.db
    .prepare(
      `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, agreed_name, done_at, seq)
       VALUES (?, 'done', ?, ?, ?, '', ?, '', '', '', ?, '', ?, ?) ON CONFLICT (id) DO UPDATE SET state = 'done', done_at = excluded.done_at`,
    )
    .run(act.id, act.number, act.date, act.decidedBy, scan ?? null, act.doneAt, act.doneAt, store.nextSeq());
  const insert = store.db.prepare('INSERT OR IGNORE INTO destruction_item VALUES (?, ?, ?)');
  for (const [list, id] of act.documents) insert.run(act.id, list, id);
}
