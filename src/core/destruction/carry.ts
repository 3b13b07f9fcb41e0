/**
 * Carrying out what two people agreed. Agreed means that there is no way back: it goes on to the end of the list, a few
 * documents in one transaction and then the others' turn; what the end of the program broke off is carried on at the next
 * start. A document is whole or gone, never half; its own row says which. One that is worked on again, or still being sent,
 * when its turn comes is left until it is done with, and the act stands open until then.
 */
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import type { RestoredMark } from '../store/backup/index.ts';
import type { Store } from '../store/types.ts';
import { momentOf, ofOneMoment, type Parts, UNWATCHED } from '../working/index.ts';
import { type ActRow, actById, agreedActs, listedIn, stateOf } from './acts.ts';
import { isDoneWith, type Listed, requireDoneWith } from './fitting.ts';
import { type Decision, destroyDocuments } from './skeleton.ts';
import { leaveNothingBehind, rest } from './sweep.ts';

interface Second {
  readonly id: RecordId;
  readonly name: string;
}
/** The others' turn; false = the store is about to be closed. */
export type Turn = () => Promise<boolean>;
const nextTurn: Turn = () => new Promise((resolve) => setImmediate(() => resolve(true)));

/** Documents that go in one transaction: each takes a millisecond or two. */
const AT_ONCE = 20;
/** So long after a try that did not come to its end (no room on the disk, a document worked on again) there is another. */
const AGAIN_MS = 10 * 60_000;

/**
 * The second person agreed: from here on the list is carried out (`Carrier`), whatever happens.
 * @throws Failure `destruction.unknown`, `destruction.same_person`, `destruction.not_open`, `destruction.not_done_with`
 */
export async function agree(store: Store, id: string, second: Second): Promise<void> {
  if (second.id === actById(store, id).proposed_by) throw new Failure('destruction.same_person');
  await ofOneMoment(momentOf(store), () => agreeParts(store, id, second), UNWATCHED);
}
function* agreeParts(store: Store, id: string, second: Second): Parts<void> {
  const act = actById(store, id);
  if (stateOf(act) !== 'proposed') throw new Failure('destruction.not_open');
  yield* requireDoneWith(store, listedIn(store, id), id);
  store.tx(() => {
    store.db
      .prepare('UPDATE destruction SET agreed_by = ?, agreed_name = ?, agreed_at = ? WHERE id = ?')
      .run(second.id, second.name, store.now(), id);
    record(store, actorOf(second), 'destruction.agree', id, `${act.number}, ${act.documents} documents`);
  }, 'destruction:agree');
}
const actorOf = ({ id, name }: Second): Actor => ({ personId: id, name, roles: [] });

/**
 * Carries one agreed act out, from where it stands.
 * @returns whether it came to its end
 */
export async function carryOut(store: Store, id: string, turn: Turn = nextTurn): Promise<boolean> {
  const act = actById(store, id);
  if (stateOf(act) !== 'carrying') throw new Failure('destruction.not_open');
  const listed = listedIn(store, id);
  const left = listed.filter((one) => isWhole(store, one));
  let carried = listed.length - left.length;
  for (let at = 0; at < left.length; at += AT_ONCE) {
    if (!(await turn())) return false;
    const part = left.slice(at, at + AT_ONCE);
    const { through, gone } = carryPart(store, act, part, carried);
    carried += through;
    await store.vault.discard(gone);
    // What the part wrote is brought into the database now: a commit would do it for all of them at once.
    if (!(await turn())) return false;
    rest(store);
  }
  if (carried < listed.length || !(await leaveNothingBehind(store, turn))) return false;
  finish(store, id);
  return true;
}
const isWhole = ({ db }: Store, { list, id }: Listed): boolean =>
  db.prepare(`SELECT 1 FROM ${list} WHERE id = ? AND destruction_id IS NULL`).get(id) !== undefined;
/** After a restore it is carried out again: it was done with then. */
const isAgain = (act: ActRow): boolean => act.done_at !== null;
const byWhom = ({ agreed_by, agreed_name }: ActRow): Actor =>
  agreed_by === null ? WORKSTATION : actorOf({ id: agreed_by, name: agreed_name ?? '' });

function carryPart(store: Store, act: ActRow, part: readonly Listed[], carried: number) {
  const decision: Decision = { id: act.id, number: act.number, date: act.date };
  return store.tx(() => {
    const fitting = isAgain(act) ? part : part.filter((one) => !isWhole(store, one) || isDoneWith(store, one, act.id));
    const { files, bytes, gone } = destroyDocuments(store, decision, fitting, byWhom(act));
    store.db
      .prepare('UPDATE destruction SET carried = ?, files = files + ?, bytes = bytes + ? WHERE id = ?')
      .run(carried + fitting.length, files, bytes, act.id);
    return { through: fitting.length, gone };
  }, 'destruction:part');
}
function finish(store: Store, id: string): void {
  store.tx(() => {
    const act = actById(store, id);
    store.db
      .prepare(`UPDATE destruction SET state = 'done', carried = ?, done_at = coalesce(done_at, ?) WHERE id = ?`)
      .run(act.documents, store.now(), id);
    record(store, byWhom(act), 'destruction.done', id, `${act.number}, ${act.documents} documents, ${act.files} files`);
  }, 'destruction:done');
}

export interface CarrierParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Documents are gone. */
  changed(): void;
}
/** Carries agreed acts out, one after another, also those that an earlier run of the program left. */
export class Carrier {
  readonly #parts: CarrierParts;
  readonly #failed = new Map<string, unknown>();
  #running: Promise<void> | undefined;
  #timer: { cancel(): void } | undefined;
  #stopped = false;
  constructor(parts: CarrierParts) {
    this.#parts = parts;
  }

  /**
   * Carries out everything that is agreed; who asks while it runs waits for the same run.
   * @param id then fails with what this act failed with
   * @returns whether it (without one: every one) is at its end
   */
  async carry(id?: string): Promise<boolean> {
    this.#timer?.cancel();
    this.#running ??= this.#all();
    await this.#running;
    const failed = id === undefined ? undefined : this.#failed.get(id);
    if (failed !== undefined) throw failed;
    return !this.#stopped && agreedActs(this.#parts.store).every((act) => id !== undefined && act.id !== id);
  }
  async #all(): Promise<void> {
    const tried = new Set<string>();
    const { store, clock, log, changed } = this.#parts;
    this.#failed.clear();
    try {
      await nextTurn();
      for (;;) {
        const next = this.#stopped ? undefined : agreedActs(store).find((act) => !tried.has(act.id));
        if (next === undefined) break;
        tried.add(next.id);
        await this.#one(next.id);
        changed();
      }
    } finally {
      // In the same moment in which nothing was left: what is agreed from now on begins a run of its own.
      this.#running = undefined;
    }
    if (this.#stopped || agreedActs(store).length === 0) return;
    const again = (): void =>
      void this.carry().catch((error: unknown) => log.warn('destructions not carried on', { error: String(error) }));
    this.#timer = clock.setTimer(again, AGAIN_MS);
  }

  async #one(id: string): Promise<void> {
    try {
      await carryOut(this.#parts.store, id, async () => (await nextTurn()) && !this.#stopped);
    } catch (error) {
      this.#failed.set(id, error);
      const code = error instanceof Failure ? error.error.code : String(error);
      this.#parts.log.warn('a destruction was not carried to its end', { code });
    }
  }

  /** How far it is while it runs; one that waits for a document does not. */
  progress(): { readonly done: number; readonly total: number } | undefined {
    if (this.#running === undefined) return undefined;
    const acts = agreedActs(this.#parts.store);
    return { done: acts.reduce((sum, act) => sum + act.carried, 0), total: acts.reduce((sum, act) => sum + act.documents, 0) };
  }

  /** After the part under way; the rest is carried on at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }
}

/**
 * After a restore: what was destroyed since the backup was agreed, and is destroyed again (`Carrier`), by the decisions that
 * stand beside the backups.
 */
export function takeNoteOfRestore(store: Store, restored: RestoredMark): void {
  store.tx(() => {
    record(store, WORKSTATION, 'store.restored', store.workstationId, new Date(restored.backupAt).toISOString());
    const known = store.db.prepare(`SELECT 1 FROM destruction WHERE id = ? AND (state = 'done' OR agreed_at IS NOT NULL)`);
    for (const act of restored.acts ?? []) {
      if (known.get(act.id) !== undefined) continue;
      if (act.documents.some(([list, id]) => isWhole(store, { list, id }))) keepAct(store, act);
    }
  }, 'destruction:again');
}
function keepAct(store: Store, act: NonNullable<RestoredMark['acts']>[number]): void {
  const scan = store.db.prepare<[], string>('SELECT id FROM blob LIMIT 1').pluck().get();
  store.db
    .prepare(
      `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, agreed_name,
         agreed_at, done_at, seq)
       VALUES (?, 'proposed', ?, ?, ?, '', ?, '', '', '', ?, '', ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = 'proposed', agreed_at = excluded.agreed_at, done_at = excluded.done_at`,
    )
    .run(recordId(act.id), act.number, act.date, act.decidedBy, scan ?? null, act.doneAt, act.doneAt, act.doneAt, store.nextSeq());
  const insert = store.db.prepare('INSERT OR IGNORE INTO destruction_item VALUES (?, ?, ?)');
  for (const [list, id] of act.documents) insert.run(act.id, list, id);
}
