/**
 * Acts on many incoming documents at once: one transaction, in it each document for itself. What is refused is left as it
 * was and named with its reason; a machine that ends meanwhile leaves nothing done at all.
 */
import type { ManyDone, PlannedRegistration, Refused, RegisteredMany } from '../../contract/page/lists.ts';
import type { IncomingState } from '../../domain/documents.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { bookFor, NOT_HERE, numberRow } from '../registers/index.ts';
import { ruleById, ruleFor } from '../rules/index.ts';
import type { Store } from '../store/types.ts';
import { inParts, type Steps } from '../working/index.ts';
import { addHistory } from './history.ts';
import { applyRuleWithin, finishWithin, type Instruction, instructWithin, lateNumber, registerWithin } from './incoming.ts';
import { registerPendingWithin } from './pending.ts';
import { undoWithin } from './undo.ts';

/** One document's part of a transaction: done whole, or not at all and said why. Not refusals (a full disk) end the transaction. */
function part<T>(store: Store, work: () => T): { readonly value: T } | { readonly error: AppError } {
  store.db.exec('SAVEPOINT part');
  try {
    const value = work();
    store.db.exec('RELEASE part');
    return { value };
  } catch (error) {
    if (!(error instanceof Failure) || error.error.code.startsWith('store.')) throw error;
    store.db.exec('ROLLBACK TO part');
    store.db.exec('RELEASE part');
    return { error: error.error };
  }
}
const refusedOf = (id: string, { code, params }: AppError): Refused => ({ id, code, ...(params === undefined ? {} : { params }) });

/** One act on each of them, inside the caller's transaction. */
export function eachWithin(store: Store, ids: readonly RecordId[], work: (id: RecordId) => void): ManyDone {
  const done: string[] = [];
  const refused: Refused[] = [];
  for (const id of new Set(ids)) {
    const result = part(store, () => work(id));
    if ('error' in result) refused.push(refusedOf(id, result.error));
    else done.push(id);
  }
  return { done, refused };
}
const each = (store: Store, label: string, ids: readonly RecordId[], work: (id: RecordId) => void): ManyDone =>
  store.tx(() => eachWithin(store, ids, work), label);

class Tried extends Error {}
/** Does it and takes it back: what it would come to, and nothing is left of it. */
function rehearse<T>(store: Store, label: string, work: () => T): T {
  let result: { readonly value: T } | undefined;
  try {
    store.tx(() => {
      result = { value: work() };
      throw new Tried();
    }, label);
  } catch (error) {
    if (!(error instanceof Tried) || result === undefined) throw error;
  }
  if (result === undefined) throw new Error('a rehearsal without an end');
  return result.value;
}

/** So few are done before anybody could stop them. */
const FEW = 20;
/** As many are tried before the others have their turn. */
const TRIED_AT_ONCE = 10;
/** The same in steps: each is tried in small parts which are taken back, and may be stopped; then all are done at once. */
async function eachInSteps(
  store: Store,
  label: string,
  ids: readonly RecordId[],
  steps: Steps,
  work: (id: RecordId) => void,
): Promise<ManyDone> {
  const all = [...new Set(ids)];
  if (all.length > FEW)
    await inParts(all, TRIED_AT_ONCE, steps, 'check', (some) =>
      rehearse(store, `${label}:try`, () => {
        for (const id of some) part(store, () => work(id));
      }),
    );
  await steps.step('write', 0, all.length);
  return each(store, label, all, work);
}

const closing = (store: Store, actor: Actor, note: string) => (id: RecordId) =>
  void finishWithin(store, actor, id, 'for_information', note);
/** "Kết thúc – để biết, lưu": each told its sender (status 06). */
export const closeMany = (store: Store, actor: Actor, ids: readonly RecordId[], note: string): ManyDone =>
  each(store, 'many:close', ids, closing(store, actor, note));
export const closeManyInSteps = (store: Store, actor: Actor, ids: readonly RecordId[], note: string, steps: Steps): Promise<ManyDone> =>
  eachInSteps(store, 'many:close', ids, steps, closing(store, actor, note));

const instructing = (store: Store, actor: Actor, instruction: Instruction) => (id: RecordId) =>
  void instructWithin(store, actor, id, instruction);
export const instructMany = (store: Store, actor: Actor, ids: readonly RecordId[], instruction: Instruction): ManyDone =>
  each(store, 'many:instruct', ids, instructing(store, actor, instruction));
export const instructManyInSteps = (
  store: Store,
  actor: Actor,
  ids: readonly RecordId[],
  instruction: Instruction,
  steps: Steps,
): Promise<ManyDone> => eachInSteps(store, 'many:instruct', ids, steps, instructing(store, actor, instruction));

export interface Extension {
  readonly dueDate: LegalDate;
  readonly reason: string;
  readonly allowedBy: string;
}
const EXTENDABLE: readonly IncomingState[] = ['registered', 'assigned', 'in_progress'];
/**
 * A later due date ("gia hạn"), with why and by whose leave; the deadlines are read from the row and follow at once.
 * @throws Failure `documents.extend_no_date`, `documents.extend_not_later`, `documents.extend_in_past`, `documents.act_not_allowed`
 */
export function extendWithin(store: Store, actor: Actor, id: RecordId, { dueDate, reason, allowedBy }: Extension): void {
  const row = store.db
    .prepare<[string], { state: IncomingState; due: string | null; instruction: string | null }>(
      `SELECT state, coalesce(json_extract(instruction, '$.dueDate'), due_date) AS due, instruction FROM incoming WHERE id = ?`,
    )
    .get(id);
  if (!row) throw new Failure('documents.not_found');
  if (!EXTENDABLE.includes(row.state)) throw new Failure('documents.act_not_allowed', { act: 'extend', state: row.state });
  if (row.due === null) throw new Failure('documents.extend_no_date');
  if (dueDate <= row.due) throw new Failure('documents.extend_not_later', { date: screenDate(row.due as LegalDate) });
  if (dueDate < legalDateOf(store.now())) throw new Failure('documents.extend_in_past');
  store.db
    .prepare(
      `UPDATE incoming SET due_date = ?, instruction = CASE WHEN instruction IS NULL THEN NULL ELSE json_set(instruction, '$.dueDate', ?) END, updated_at = ?
       WHERE id = ?`,
    )
    .run(dueDate, dueDate, store.now(), id);
  addHistory(store, actor, { incomingId: id, act: 'incoming.extend', params: { from: row.due, to: dueDate, allowedBy, text: reason } });
  record(store, actor, 'incoming.extend', id, dueDate);
}
export const extendMany = (store: Store, actor: Actor, ids: readonly RecordId[], extension: Extension): ManyDone =>
  each(store, 'many:extend', ids, (id) => extendWithin(store, actor, id, extension));
export const extendManyInSteps = (
  store: Store,
  actor: Actor,
  ids: readonly RecordId[],
  extension: Extension,
  steps: Steps,
): Promise<ManyDone> => eachInSteps(store, 'many:extend', ids, steps, (id) => extendWithin(store, actor, id, extension));

/**
 * Takes back what one act on many did, where its report has not left and nothing followed: each document for itself.
 * @param from the store's sequence before the act
 */
export const undoMany = (
  store: Store,
  actor: Actor,
  ids: readonly RecordId[],
  { act, from }: { readonly act: 'finish' | 'instruct'; readonly from: number },
): ManyDone => each(store, 'many:undo', ids, (id) => void undoWithin(store, actor, id, (line) => line.undone === act && line.seq > from));

/** A rule that a person accepted for a document that is registered already. */
export function applyRule(store: Store, actor: Actor, id: RecordId, ruleId: string): void {
  store.tx(() => {
    reportedRule(store, actor, id, ruleId);
  }, 'rules:apply');
}
function reportedRule(store: Store, actor: Actor, id: RecordId, ruleId: string): 'assigned' | 'closed' {
  const organ = store.db.prepare<[string], string>('SELECT organ_id FROM incoming WHERE id = ?').pluck().get(id);
  if (organ === undefined) throw new Failure('documents.not_found');
  const rule = ruleById(store, organ, ruleId);
  applyRuleWithin(store, actor, id, rule);
  return rule.outcome.kind === 'assign' ? 'assigned' : 'closed';
}

export interface RegisterItem {
  readonly id: RecordId;
  /** The number that was shown. */
  readonly number?: number | undefined;
  /** Accepted with it. */
  readonly ruleId?: string | undefined;
  readonly forInformation?: true | undefined;
}
interface One {
  readonly number?: number;
  readonly after?: 'assigned' | 'closed';
}

/** In the order of arrival, whatever order they were ticked in. */
function inOrder<T extends { readonly id: string }>(store: Store, items: readonly T[]): T[] {
  const seq = store.db.prepare<[string], number>('SELECT seq FROM incoming WHERE id = ?').pluck();
  return [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (seq.get(a.id) ?? 0) - (seq.get(b.id) ?? 0));
}

function registerOne(store: Store, actor: Actor, { id, ruleId, forInformation }: RegisterItem): One {
  const number = registered(store, actor, id);
  const state = store.db.prepare<[string], IncomingState>('SELECT state FROM incoming WHERE id = ?').pluck().get(id);
  const by = number === undefined ? {} : { number };
  // A rule that goes by itself was here first.
  if (state !== 'registered') return { ...by, after: state === 'finished' ? 'closed' : 'assigned' };
  if (forInformation) {
    finishWithin(store, actor, id, 'for_information', '');
    return { ...by, after: 'closed' };
  }
  return ruleId === undefined ? by : { ...by, after: reportedRule(store, actor, id, ruleId) };
}
/** Where this program has no number to give the document waits for its number. */
function registered(store: Store, actor: Actor, id: RecordId): number | undefined {
  const result = part(store, () => registerWithin(store, actor, id, '').arrivalNumber);
  if ('value' in result) return result.value;
  if (!NOT_HERE.includes(result.error.code)) throw new Failure(result.error.code, result.error.params);
  registerPendingWithin(store, actor, id, '');
  return undefined;
}
function registerAll(store: Store, actor: Actor, items: readonly RegisterItem[]): { id: string; one?: One; error?: AppError }[] {
  return inOrder(store, items).map((item) => {
    const result = part(store, () => registerOne(store, actor, item));
    return 'error' in result ? { id: item.id, error: result.error } : { id: item.id, one: result.value };
  });
}

/**
 * Numbers in the order of arrival, each with what follows. A number that is not the one that was shown refuses the whole:
 * somebody registered meanwhile.
 * @throws Failure `lists.numbers_moved`
 */
export function registerMany(store: Store, actor: Actor, items: readonly RegisterItem[]): RegisteredMany {
  return store.tx(() => {
    const shown = new Map(items.map(({ id, number }) => [id as string, number]));
    const results = registerAll(store, actor, items);
    const moved = results.find(({ id, one }) => one?.number !== undefined && shown.get(id) !== undefined && shown.get(id) !== one.number);
    if (moved) throw new Failure('lists.numbers_moved', { shown: shown.get(moved.id) ?? 0, now: moved.one?.number ?? 0 });
    return {
      date: legalDateOf(store.now()),
      done: results.flatMap(({ id, one }) => (one === undefined ? [] : [{ id, ...one }])),
      refused: results.flatMap(({ id, error }) => (error === undefined ? [] : [refusedOf(id, error)])),
    };
  }, 'many:register');
}

/** The same in steps: tried in small parts first, and may be stopped until all are registered at once. */
export async function registerManyInSteps(
  store: Store,
  actor: Actor,
  items: readonly RegisterItem[],
  steps: Steps,
): Promise<RegisteredMany> {
  if (items.length > FEW)
    await inParts(items, TRIED_AT_ONCE, steps, 'check', (some) => rehearse(store, 'many:try', () => registerAll(store, actor, some)));
  await steps.step('write', 0, items.length);
  return registerMany(store, actor, items);
}

export interface RegistrationPlan {
  readonly rows: PlannedRegistration[];
  readonly date: string;
}
/** The same, tried and taken back: what numbers there would be, what would be refused and why, which rules fit. */
export function planRegistration(store: Store, actor: Actor, ids: readonly RecordId[]): RegistrationPlan {
  return { rows: plannedPart(store, actor, ids, []).rows ?? [], date: legalDateOf(store.now()) };
}

/** Somebody else took a number between two parts: from the beginning, so often; then all in one piece. */
const TRIES = 3;
/**
 * The same in steps. A part is tried behind the numbers that the parts before it would have taken, so that each document
 * is shown the number it would get with all of them; nothing of it stays.
 * @throws Failure `work.stopped`
 */
export async function planRegistrationInSteps(
  store: Store,
  actor: Actor,
  ids: readonly RecordId[],
  steps: Steps,
): Promise<RegistrationPlan> {
  const all = inOrder(
    store,
    ids.map((id) => ({ id })),
  ).map(({ id }) => id);
  for (let turn = 0; turn < TRIES && all.length > FEW; turn++) {
    const rows = await planInParts(store, actor, all, steps);
    if (rows !== undefined) return { rows, date: legalDateOf(store.now()) };
  }
  return planRegistration(store, actor, all);
}
async function planInParts(store: Store, actor: Actor, all: readonly RecordId[], steps: Steps): Promise<PlannedRegistration[] | undefined> {
  const rows: PlannedRegistration[] = [];
  const taken: TakenNumber[] = [];
  for (let at = 0; at < all.length; at += TRIED_AT_ONCE) {
    const part = plannedPart(store, actor, all.slice(at, at + TRIED_AT_ONCE), taken);
    if (part.rows === undefined) return undefined;
    rows.push(...part.rows);
    taken.push(...part.taken);
    await steps.step('check', Math.min(all.length, at + TRIED_AT_ONCE), all.length);
  }
  return rows;
}

/** A number's own row, as the try before wrote it. */
type TakenNumber = Readonly<Record<string, unknown>>;
/** @returns no rows where a number of the parts before was taken by somebody else meanwhile */
function plannedPart(
  store: Store,
  actor: Actor,
  ids: readonly RecordId[],
  before: readonly TakenNumber[],
): { rows?: PlannedRegistration[]; taken: TakenNumber[] } {
  const tried = rehearse(store, 'many:plan', () => {
    if (!putNumbers(store, before)) return undefined;
    const results = registerAll(
      store,
      actor,
      ids.map((id) => ({ id })),
    );
    return { results, taken: results.flatMap(({ id }) => numbersOf(store, id)) };
  });
  if (tried === undefined) return { taken: [] };
  return { rows: tried.results.map(({ id, one, error }) => planned(store, id, one, error)), taken: tried.taken };
}
function numbersOf(store: Store, id: string): TakenNumber[] {
  const row = store.db
    .prepare<[string], { book: string | null; number: number | null; date: LegalDate; kind: string }>(
      'SELECT book_id AS book, arrival_number AS number, arrival_date AS date, type_name AS kind FROM incoming WHERE id = ?',
    )
    .get(id);
  if (row === undefined || row.book === null || row.number === null) return [];
  const taken = numberRow(store, row.book, row.number, { kindName: row.kind, date: row.date });
  return taken === undefined ? [] : [taken];
}
function putNumbers(store: Store, rows: readonly TakenNumber[]): boolean {
  const [first] = rows;
  if (first === undefined) return true;
  const columns = Object.keys(first);
  const insert = store.db.prepare(
    `INSERT INTO book_number (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')}) ON CONFLICT DO NOTHING`,
  );
  return rows.every((row) => insert.run(row).changes === 1);
}
interface Facts {
  readonly organ_id: string;
  readonly sender_name: string;
  readonly number: string;
  readonly notation: string;
  readonly subject: string;
  readonly type_name: string;
}
function planned(store: Store, id: string, one: One | undefined, error: AppError | undefined): PlannedRegistration {
  const row = store.db
    .prepare<[string], Facts>('SELECT organ_id, sender_name, number, notation, subject, type_name FROM incoming WHERE id = ?')
    .get(id);
  const facts = {
    id,
    sender: row?.sender_name ?? '',
    code: [row?.number, row?.notation].filter(Boolean).join('/'),
    subject: row?.subject ?? '',
  };
  if (error || row === undefined) return { ...facts, refused: error ?? { code: 'documents.not_found' } };
  const rule = ruleFor(store, id, bookFor(store, row.organ_id, 'incoming', row.type_name).id);
  const oldYear = lateNumber(store, id)?.period;
  return {
    ...facts,
    ...(one?.number === undefined ? { pending: true as const } : { number: one.number }),
    ...(rule ? { rule } : {}),
    ...(oldYear === undefined ? {} : { oldYear }),
  };
}
