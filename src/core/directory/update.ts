/** Taking a new list over: one transaction, every change kept, nothing that a person has to be asked about. */
import { createHash } from 'node:crypto';
import { type ListedAgency, planUpdate, type UpdatePlan, unusualLoss } from '../../domain/directoryUpdate.ts';
import { Failure } from '../../domain/errors.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { openAgencies } from './agencies.ts';
import { membersOfGroups } from './groups.ts';
import { putQuestions } from './questions.ts';
import { agencyWriter, directoryChanged } from './write.ts';

/** Lines kept of one update; beyond, only the counts. */
const MAX_CHANGES = 5_000;
const CHECKED_AT = 'directory.checked_at';

export const checkedAt = (store: Store): number | undefined => {
  const at = store.setting(CHECKED_AT);
  return at === undefined ? undefined : Number(at);
};
/** SHA-256 of a list, whatever the order of its entries. */
export function digestOf(listed: readonly ListedAgency[]): string {
  const lines = listed.map((a) => JSON.stringify([a.organId, a.name, a.parentId ?? '', a.otherCode ?? '', a.mail ?? ''])).sort();
  const hash = createHash('sha256');
  for (const text of lines) hash.update(text).update('\n');
  return hash.digest('hex');
}

export interface UpdateOptions {
  readonly actor: Actor;
  /** Digest of the refused list that a person has looked at and wants. */
  readonly confirm?: string;
}
export interface UpdateResult {
  readonly updateId: string;
  readonly plan: UpdatePlan;
}

/**
 * @throws Failure `directory.update_too_small` when the list lacks an unusual share of what is known; it is kept as
 *   refused, with its digest, until a person confirms it
 */
export function takeList(store: Store, listed: readonly ListedAgency[], options: UpdateOptions): UpdateResult {
  const known = openAgencies(store);
  const plan = planUpdate(known, listed, membersOfGroups(store));
  const update: Update = { id: store.newId(), listed, known: known.length, plan };
  if (unusualLoss(plan.closed.length, known.length) && options.confirm !== digestOf(listed)) {
    refuse(store, update, options.actor);
    throw new Failure('directory.update_too_small', { known: known.length, missing: plan.closed.length });
  }
  store.tx(() => {
    store.setSetting(CHECKED_AT, String(store.now()));
    const asked = putQuestions(store, plan.questions);
    const { opened, closed, renamed, moved } = plan;
    if (opened.length + closed.length + renamed.length + moved.length + asked === 0 && lastUpdate(store)?.state !== 'refused') return;
    insertUpdate(store, update, 'applied', asked, options.actor);
    apply(store, update);
    directoryChanged(store);
    record(store, options.actor, 'directory.update', update.id, `+${opened.length} -${closed.length} ~${renamed.length} ?${asked}`);
  }, 'directory:update');
  return { updateId: update.id, plan };
}

interface Update {
  readonly id: string;
  readonly listed: readonly ListedAgency[];
  readonly known: number;
  readonly plan: UpdatePlan;
}

const lastUpdate = (store: Store) =>
  store.db.prepare('SELECT id, state, digest FROM directory_update ORDER BY seq DESC LIMIT 1').get() as
    | { id: string; state: 'applied' | 'refused'; digest: string }
    | undefined;

function refuse(store: Store, update: Update, actor: Actor): void {
  store.tx(() => {
    // The same list that comes again each day is one refusal, not many.
    const last = lastUpdate(store);
    if (last?.state === 'refused' && last.digest === digestOf(update.listed)) {
      store.db.prepare('UPDATE directory_update SET at = ? WHERE id = ?').run(store.now(), last.id);
      return;
    }
    insertUpdate(store, update, 'refused', 0, actor);
    keepChanges(store, update);
    record(store, actor, 'directory.update', update.id, `refused -${update.plan.closed.length}/${update.known}`);
  }, 'directory:refuse');
}

function insertUpdate(store: Store, update: Update, state: 'applied' | 'refused', asked: number, actor: Actor): void {
  const { opened, closed, renamed, moved } = update.plan;
  store.db
    .prepare('INSERT INTO directory_update VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      update.id,
      store.now(),
      state,
      digestOf(update.listed),
      update.listed.length,
      update.known,
      opened.length,
      closed.length,
      renamed.length,
      moved.length,
      asked,
      actor.name,
      store.nextSeq(),
    );
}

function apply(store: Store, update: Update): void {
  const { opened, closed, renamed, moved } = update.plan;
  const write = agencyWriter(store, update.id);
  for (const agency of closed) write.close(agency, 'closed');
  for (const { before, after } of renamed) write.change(before, after, 'renamed');
  for (const { before, after } of moved) write.change(before, after, 'moved');
  for (const agency of opened) write.open(agency);
  // The first list is no change of anything.
  if (update.known > 0) keepChanges(store, update);
}

function keepChanges(store: Store, { id, plan }: Update): void {
  const insert = store.db.prepare('INSERT INTO directory_change VALUES (?, ?, ?, ?, ?, ?, ?)');
  const lines: [kind: string, code: string, name: string, before: string, after: string][] = [
    ...plan.closed.map((a): [string, string, string, string, string] => ['closed', a.organId, a.name, '', '']),
    ...plan.renamed.map((r): [string, string, string, string, string] => [
      'renamed',
      r.after.organId,
      r.after.name,
      r.before.name,
      r.after.name,
    ]),
    ...plan.moved.map((r): [string, string, string, string, string] => [
      'moved',
      r.after.organId,
      r.after.name,
      facts(r.before),
      facts(r.after),
    ]),
    ...plan.opened.map((a): [string, string, string, string, string] => ['opened', a.organId, a.name, '', '']),
  ];
  for (const [position, line] of lines.slice(0, MAX_CHANGES).entries()) insert.run(id, position, ...line);
}
const facts = (agency: ListedAgency): string =>
  [agency.parentId, agency.otherCode, agency.mail].filter((part) => part !== undefined).join(' · ');
