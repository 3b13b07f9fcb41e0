/**
 * Destruction of records by decision (record keeping, 4): never one person's click. One proposes with the decision's
 * number and scan, another agrees, and it is carried out for good: a few documents at a time, while the desk goes on, to the end of
 * the list that was agreed, across an end of the program too. What remains of a document is its row's skeleton: number,
 * date, and by which decision it was destroyed; its bytes and their keys are gone.
 */
import type { DestructionItem } from '../../contract/page/destruction.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { legalDate, legalDateOf } from '../../domain/time.ts';
import { findPerson, type OpenProfile, opensWay, waysOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { momentOf, ofOneMoment, type Parts, UNWATCHED, whole } from '../working/index.ts';
import { actById, COLUMNS, stateOf } from './acts.ts';
import { DONE, type List, requireDoneWith } from './fitting.ts';

export { actDetail, actDetailParts, listActs } from './acts.ts';
export { agree, Carrier, carryOut, takeNoteOfRestore } from './carry.ts';
export { destroyedHere } from './ledger.ts';

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
export const propose = (store: Store, actor: Actor, proposal: Proposal): RecordId => whole(proposeParts(store, actor, proposal));
/** The same, while others have their turn between looking at the documents; written in one transaction. */
export const proposeInTurns = (store: Store, actor: Actor, proposal: Proposal): Promise<RecordId> =>
  ofOneMoment(momentOf(store), () => proposeParts(store, actor, proposal), UNWATCHED);

function* proposeParts(store: Store, actor: Actor, proposal: Proposal): Parts<RecordId> {
  const { personId } = actor;
  if (personId === undefined) throw new Failure('destruction.person_needed');
  const date = legalDate(proposal.date);
  if (date === undefined || date > legalDateOf(store.now())) throw new Failure('destruction.date_wrong');
  const listed = new Set(proposal.documents.map(({ list, id }) => `${list} ${id}`));
  if (listed.size !== proposal.documents.length) throw new Failure('destruction.not_done_with');
  yield* requireDoneWith(store, proposal.documents, '');
  return store.tx(() => {
    const id = writeAct(store, { ...proposal, date }, { id: personId, name: actor.name });
    const insert = store.db.prepare('INSERT INTO destruction_item VALUES (?, ?, ?)');
    for (const document of proposal.documents) insert.run(id, document.list, document.id);
    record(store, actor, 'destruction.propose', id, `${proposal.number}, ${proposal.documents.length} documents`);
    return id;
  }, 'destruction:propose');
}
function writeAct(store: Store, proposal: Proposal, by: { readonly id: RecordId; readonly name: string }): RecordId {
  const { db } = store;
  const scan = db
    .prepare<[string], { blob_id: string; name: string }>('SELECT blob_id, name FROM upload WHERE id = ?')
    .get(proposal.scanUploadId);
  if (!scan) throw new Failure('files.no_such_upload');
  const id = store.newId();
  const { number, date, decidedBy, council } = proposal;
  db.prepare(
    `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, seq)
     VALUES (?, 'proposed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, number, date, decidedBy, council, scan.blob_id, scan.name, by.id, by.name, store.now(), store.nextSeq());
  db.prepare(
    `INSERT INTO file (id, role, position, name, detected, blob_id, created_at, seq) SELECT ?, 'register', 0, name, detected, blob_id, ?, ? FROM upload WHERE id = ?`,
  ).run(store.newId(), store.now(), store.nextSeq(), proposal.scanUploadId);
  db.prepare('DELETE FROM upload WHERE id = ?').run(proposal.scanUploadId);
  return id;
}

/** @throws Failure `destruction.unknown`, `destruction.not_open` */
export function withdraw(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    if (stateOf(actById(store, id)) !== 'proposed') throw new Failure('destruction.not_open');
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
