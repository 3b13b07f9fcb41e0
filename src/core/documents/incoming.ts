/** Acts on an incoming document: each one transaction with its history, its audit line and the status it owes the sender. */
import type { RuleProposal } from '../../contract/page/lists.ts';
import type { NumberSource } from '../../contract/page/province.ts';
import type { LateNumber } from '../../contract/page/registers.ts';
import { afterIncomingAct, type IncomingAct, type IncomingState, type ReturnReason } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { periodOf } from '../../domain/numbering.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { bookById, bookFor, NOT_HERE, nextLate, numberSource, peekNumber, takeNumber } from '../registers/index.ts';
import { ruleFor } from '../rules/index.ts';
import { requireAnswered } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { isHeld } from './advance.ts';
import { requireDecided } from './duplicates.ts';
import { addHistory } from './history.ts';
import { reportStatus } from './reporting.ts';
import { bindScan } from './uploads.ts';

export const RETURN_REASON_TEXT: Readonly<Record<ReturnReason, string>> = {
  wrong_recipient: 'Sai nơi nhận',
  pages_missing: 'Thiếu trang',
  appendix_missing: 'Thiếu phụ lục',
  unreadable: 'Không mở được',
  unsigned: 'Không có chữ ký số',
  signature_invalid: 'Chữ ký không hợp lệ',
  duplicate: 'Đã nhận trùng',
  other: 'Lý do khác',
};

interface Subject {
  id: RecordId;
  organ_id: string;
  state: IncomingState;
  type_name: string;
}

/** The document before an act, with the state the act leads to; throws `documents.act_not_allowed`. */
export function beginIncoming(store: Store, id: string, act: IncomingAct): Subject & { next: IncomingState } {
  const row = store.db.prepare('SELECT id, organ_id, state, type_name FROM incoming WHERE id = ?').get(id) as Subject | undefined;
  if (!row) throw new Failure('documents.not_found');
  const next = afterIncomingAct(row.state, act);
  if (!next.ok) throw new Failure(next.error.code, next.error.params);
  return { ...row, next: next.value };
}

export interface NextArrival {
  readonly number?: number;
  readonly date: LegalDate;
  readonly numbers: NumberSource;
  /** Numbers that the open blocks still hold. */
  readonly left?: number;
}
export interface Registered {
  readonly arrivalNumber: number;
  readonly arrivalDate: LegalDate;
}

/**
 * Gives the arrival number of today (Decree 30/2020, article 22); runs inside the caller's transaction.
 * @param late the book's year that is over, in which an arrival of it is registered afterwards
 */
export function registerWithin(
  store: Store,
  actor: Actor,
  id: RecordId,
  note: string,
  late?: { bookId: string; period: string },
): Registered {
  const subject = beginIncoming(store, id, 'register');
  requireAnswered(store, 'incoming_id', id);
  if (isHeld(store, id)) throw new Failure('documents.advance_held');
  requireDecided(store, id);
  const book = late ? bookById(store, late.bookId) : bookFor(store, subject.organ_id, 'incoming', subject.type_name);
  const given = takeNumber(store, book, {
    ...{ kindName: subject.type_name, incomingId: id, actor },
    ...(late ? { latePeriod: late.period } : {}),
  });
  store.db
    .prepare(
      'UPDATE incoming SET state = ?, arrival_number = ?, arrival_date = ?, book_id = ?, note = coalesce(?, note), updated_at = ?, person_id = ? WHERE id = ?',
    )
    .run(subject.next, given.number, given.date, book.id, note || null, store.now(), actor.personId ?? null, id);
  addHistory(store, actor, { incomingId: id, act: 'incoming.register', params: { number: given.number } });
  reportStatus(store, actor, id, '03', `Đã tiếp nhận, vào sổ văn bản đến số ${given.number}`);
  record(store, actor, 'incoming.register', id, `number ${given.number}`);
  applyAutoRule(store, actor, id);
  return { arrivalNumber: given.number, arrivalDate: given.date };
}

export const registerIncoming = (store: Store, actor: Actor, id: RecordId, note = ''): Registered =>
  store.tx(() => registerWithin(store, actor, id, note), 'incoming:register');

/** An arrival of a year that is over, in that year's book while it is open; its number carries today's date. @throws as `takeNumber` */
export const registerLate = (store: Store, actor: Actor, id: RecordId, book: { bookId: string; period: string }): Registered =>
  store.tx(() => registerWithin(store, actor, id, '', book), 'incoming:register-late');

/** Of an arrival of a year that is over, in no book yet: the number that year's book would give it now, while it is open. */
export function lateNumber(store: Store, id: string): LateNumber | undefined {
  const row = store.db.prepare("SELECT organ_id, type_name, arrived_at FROM incoming WHERE id = ? AND state = 'arrived'").get(id) as
    | { organ_id: string; type_name: string; arrived_at: number }
    | undefined;
  if (row === undefined) return undefined;
  const book = bookFor(store, row.organ_id, 'incoming', row.type_name);
  const period = periodOf(book.rule, legalDateOf(row.arrived_at));
  const next = period.ok ? nextLate(store, book, period.value, row.type_name) : undefined;
  return next === undefined || !period.ok ? undefined : { bookId: book.id, period: period.value, number: next.number };
}

/** Without a number where the province's system gives it, or its blocks are used up. */
export function nextArrivalNumber(store: Store, organId: string): NextArrival {
  const book = bookFor(store, organId, 'incoming', '');
  const numbers = numberSource(store, book.id);
  try {
    const { number, date, left } = peekNumber(store, book, '');
    return { number, date, numbers, ...(left === undefined ? {} : { left }) };
  } catch (error) {
    if (error instanceof Failure && NOT_HERE.includes(error.error.code)) return { date: legalDateOf(store.now()), numbers };
    throw error;
  }
}

export interface Instruction {
  readonly leader: string;
  readonly text: string;
  readonly lead: string;
  readonly coHandlers: readonly string[];
  /** Day of the slip or of the stamp the clerk enters it from. */
  readonly slipDate: string;
  readonly dueDate?: string;
  /** Scan of the slip, waiting among the uploads. */
  readonly scanUploadId?: string;
}

/** The leader at this very desk, or somebody who takes down what the leader wrote on paper. */
const ownInstruction = (actor: Actor, { leader }: Instruction): boolean =>
  actor.onBehalfOf === undefined && actor.roles.includes('leader') && leader === actor.name;

/**
 * The leader's instruction (article 23): who leads, who helps, by when; given by the leader, or entered by the clerk from
 * the slip and kept as that, with the slip's scan where there is one.
 */
export const instructIncoming = (store: Store, actor: Actor, id: RecordId, given: Instruction): void =>
  store.tx(() => instructWithin(store, actor, id, given), 'incoming:instruct');

/**
 * Inside the caller's transaction.
 * @param byRule a standing rule says it, no slip of paper
 */
export function instructWithin(store: Store, actor: Actor, id: RecordId, given: Instruction, byRule = false): void {
  const { scanUploadId, ...instruction } = given;
  const self = !byRule && ownInstruction(actor, given);
  const { next } = beginIncoming(store, id, 'instruct');
  if (instruction.slipDate > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'slipDate' });
  const scanId = scanUploadId === undefined ? undefined : bindScan(store, id, scanUploadId, instruction.slipDate);
  const kept = {
    ...instruction,
    how: byRule ? 'rule' : self ? 'self' : 'slip',
    ...(self ? {} : { enteredBy: actor.name }),
    ...(scanId === undefined ? {} : { scanId }),
  };
  store.db
    .prepare('UPDATE incoming SET state = ?, instruction = ?, due_date = coalesce(?, due_date), updated_at = ? WHERE id = ?')
    .run(next, JSON.stringify(kept), instruction.dueDate ?? null, store.now(), id);
  addHistory(store, actor, {
    incomingId: id,
    act: byRule ? 'incoming.instruct_rule' : self ? 'incoming.instruct_self' : 'incoming.instruct',
    params: { leader: instruction.leader, lead: instruction.lead, date: instruction.slipDate },
  });
  reportStatus(store, actor, id, '04', `Đã phân công: ${instruction.lead} chủ trì`);
  record(store, actor, 'incoming.instruct', id, 'ok');
}

export function progressIncoming(store: Store, actor: Actor, id: RecordId, text: string): void {
  store.tx(() => {
    const { next } = beginIncoming(store, id, 'progress');
    store.db.prepare('UPDATE incoming SET state = ?, updated_at = ? WHERE id = ?').run(next, store.now(), id);
    addHistory(store, actor, { incomingId: id, act: 'incoming.progress', params: { text } });
    reportStatus(store, actor, id, '05', text);
    record(store, actor, 'incoming.progress', id, 'ok');
  }, 'incoming:progress');
}

export const finishIncoming = (store: Store, actor: Actor, id: RecordId, outcome: 'for_information' | 'done', note: string): void =>
  store.tx(() => finishWithin(store, actor, id, outcome, note), 'incoming:finish');

/** Inside the caller's transaction. */
export function finishWithin(store: Store, actor: Actor, id: RecordId, outcome: 'for_information' | 'done', note: string): void {
  const { next } = beginIncoming(store, id, 'finish');
  store.db.prepare('UPDATE incoming SET state = ?, updated_at = ? WHERE id = ?').run(next, store.now(), id);
  addHistory(store, actor, {
    incomingId: id,
    act: outcome === 'done' ? 'incoming.finish' : 'incoming.file_for_information',
    params: note ? { text: note } : {},
  });
  const words = outcome === 'done' ? 'Đã hoàn thành xử lý' : 'Kết thúc – để biết, lưu';
  reportStatus(store, actor, id, '06', note ? `${words}. ${note}` : words);
  record(store, actor, 'incoming.finish', id, outcome);
}

/**
 * Does with a registered document what a standing rule says, and says so in its history; inside the caller's transaction.
 * @param auto nobody accepted it: the rule goes by itself
 */
export function applyRuleWithin(store: Store, actor: Actor, id: RecordId, rule: RuleProposal, auto = false): void {
  addHistory(store, actor, { incomingId: id, act: auto ? 'incoming.rule_auto' : 'incoming.rule_applied', params: { name: rule.name } });
  record(store, actor, 'incoming.rule', id, rule.ruleId);
  const { outcome } = rule;
  if (outcome.kind === 'for_information') {
    finishWithin(store, actor, id, 'for_information', outcome.note);
    return;
  }
  const due = store.db.prepare<[string], string | null>('SELECT due_date FROM incoming WHERE id = ?').pluck().get(id);
  // What the sender asked for earlier stands.
  const dueDate = rule.dueDate !== undefined && due && due < rule.dueDate ? due : rule.dueDate;
  instructWithin(
    store,
    actor,
    id,
    {
      leader: outcome.leader,
      text: outcome.text || `Theo quy tắc phân công sẵn: ${rule.name}`,
      lead: outcome.lead,
      coHandlers: outcome.coHandlers,
      slipDate: legalDateOf(store.now()),
      ...(dueDate === undefined ? {} : { dueDate }),
    },
    true,
  );
}
/** What goes by itself, once a document stands in the book; inside the caller's transaction. */
export function applyAutoRule(store: Store, actor: Actor, id: RecordId): void {
  const rule = ruleFor(store, id);
  if (rule?.auto) applyRuleWithin(store, actor, id, rule, true);
}

/** Returned to the sender with a reason (status 02), only while it has no arrival number. */
export function returnIncoming(store: Store, actor: Actor, id: RecordId, reason: ReturnReason, text: string): void {
  store.tx(() => {
    const { next } = beginIncoming(store, id, 'return');
    if (reason === 'other' && text === '') throw new Failure('documents.reason_needed');
    const words = [RETURN_REASON_TEXT[reason], text].filter(Boolean).join('. ');
    store.db.prepare('UPDATE incoming SET state = ?, updated_at = ? WHERE id = ?').run(next, store.now(), id);
    addHistory(store, actor, { incomingId: id, act: 'incoming.return', params: { text: words } });
    reportStatus(store, actor, id, '02', words);
    record(store, actor, 'incoming.return', id, reason);
  }, 'incoming:return');
}
