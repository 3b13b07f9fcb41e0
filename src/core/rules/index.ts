/**
 * Standing rules of an organ, in their order: the first active one that fits an arrival is proposed when it is registered.
 * It promises: nothing is done by a rule that nobody accepted, but where a rule says so by the word of somebody who may say
 * it; the application itself is an act of the documents room and stands in the history.
 */
import type { RuleProposal, StandingRule } from '../../contract/page/lists.ts';
import { Failure } from '../../domain/errors.ts';
import { hasConditions, type RuleConditions, type RuledDocument, type RuleOutcome, ruleFits } from '../../domain/standingRules.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { addWorkingDays, DEFAULT_HOURS, DEFAULT_WEEKDAYS, type HolidayTable, type WorkCalendar } from '../../domain/workCalendar.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { officeCalendar } from '../deadlines/calendar.ts';
import type { Store } from '../store/types.ts';

const MOST_RULES = 200;
const TESTED = 20;

interface RuleRow {
  readonly id: string;
  readonly name: string;
  readonly rule: string;
  readonly auto: number;
  readonly active: number;
  readonly by_name: string;
  readonly at: number;
}
interface Kept {
  readonly conditions: RuleConditions;
  readonly outcome: RuleOutcome;
}

const tables = new WeakMap<Store, () => HolidayTable>();
/** Days of rest count when a rule's days are counted; without a table only the days of the week do. */
export const holidaysFrom = (store: Store, table: () => HolidayTable): void => void tables.set(store, table);
function calendarOf(store: Store): WorkCalendar {
  const table = tables.get(store);
  if (table) return officeCalendar(store, table());
  return {
    table: { updated: '2026-01-01' as LegalDate, lunar: {}, announced: {} },
    changes: [],
    weekdays: DEFAULT_WEEKDAYS,
    hours: DEFAULT_HOURS,
  };
}

export function listRules(store: Store, organId: string): StandingRule[] {
  return store.db
    .prepare<[string], RuleRow>(
      'SELECT id, name, rule, auto, active, by_name, at FROM standing_rule WHERE organ_id = ? ORDER BY position, seq',
    )
    .all(organId)
    .map((row) => {
      const { conditions, outcome } = JSON.parse(row.rule) as Kept;
      return {
        id: row.id,
        name: row.name,
        conditions,
        outcome,
        auto: row.auto === 1,
        active: row.active === 1,
        by: row.by_name,
        at: row.at,
      };
    });
}

/** "Tự áp dụng" is the head of office's or the administrator's to say. */
export const maySetAuto = (actor: Actor): boolean => actor.roles.includes('leader') || actor.roles.includes('administrator');

export interface RuleInput extends Kept {
  readonly name: string;
  readonly auto: boolean;
  readonly active: boolean;
}
/**
 * Writes a rule; a new one goes last. What goes by itself and is changed by somebody who may not say so waits for a
 * person's word again.
 * @throws Failure `rules.no_condition`, `rules.auto_not_allowed`, `rules.too_many`, `rules.not_found`
 */
export function saveRule(store: Store, actor: Actor, organId: string, input: RuleInput, id?: string): string {
  if (!hasConditions(input.conditions)) throw new Failure('rules.no_condition');
  return store.tx(() => {
    const rules = listRules(store, organId);
    const old = id === undefined ? undefined : rules.find((rule) => rule.id === id);
    if (id !== undefined && old === undefined) throw new Failure('rules.not_found');
    if (old === undefined && rules.length >= MOST_RULES) throw new Failure('rules.too_many', { max: MOST_RULES });
    if (input.auto && old?.auto !== true && !maySetAuto(actor)) throw new Failure('rules.auto_not_allowed');
    const same = old !== undefined && JSON.stringify([old.conditions, old.outcome]) === JSON.stringify([input.conditions, input.outcome]);
    const auto = input.auto && (maySetAuto(actor) || same);
    const made = id ?? store.newId();
    store.db
      .prepare(
        `INSERT INTO standing_rule (id, organ_id, position, name, rule, auto, active, person_id, by_name, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, rule = excluded.rule, auto = excluded.auto, active = excluded.active,
           person_id = excluded.person_id, by_name = excluded.by_name, at = excluded.at`,
      )
      .run(
        ...[made, organId, rules.length, input.name, JSON.stringify({ conditions: input.conditions, outcome: input.outcome })],
        ...[auto ? 1 : 0, input.active ? 1 : 0, actor.personId ?? null, actor.name, store.now(), store.nextSeq()],
      );
    record(store, actor, 'rules.save', made, [input.active ? 'active' : 'off', auto ? 'auto' : 'proposed'].join(' '));
    return made;
  }, 'rules:save');
}

/** Rules that are not named stay behind those that are. */
export function orderRules(store: Store, actor: Actor, organId: string, ids: readonly string[]): void {
  store.tx(() => {
    const rules = listRules(store, organId);
    const ordered = [...rules].sort((a, b) => place(ids, a.id) - place(ids, b.id));
    ordered.forEach(({ id }, i) => {
      store.db.prepare('UPDATE standing_rule SET position = ? WHERE id = ?').run(i, id);
    });
    record(store, actor, 'rules.order', organId);
  }, 'rules:order');
}
const place = (ids: readonly string[], id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);

export function removeRule(store: Store, actor: Actor, organId: string, id: string): void {
  store.tx(() => {
    const { changes } = store.db.prepare('DELETE FROM standing_rule WHERE id = ? AND organ_id = ?').run(id, organId);
    if (changes === 0) throw new Failure('rules.not_found');
    record(store, actor, 'rules.remove', id);
  }, 'rules:remove');
}

interface Arrival {
  readonly id: string;
  readonly organ_id: string;
  readonly sender_organ_id: string | null;
  readonly sender_name: string;
  readonly type_name: string;
  readonly subject: string;
  readonly book_id: string | null;
  readonly number: string;
  readonly notation: string;
}
const ARRIVAL = 'id, organ_id, sender_organ_id, sender_name, type_name, subject, book_id, number, notation';
const ruled = (row: Arrival, bookId?: string): RuledDocument => ({
  senderOrganId: row.sender_organ_id ?? undefined,
  sender: row.sender_name,
  typeName: row.type_name,
  subject: row.subject,
  bookId: row.book_id ?? bookId,
});

/** @param bookId the book it is about to stand in, where it stands in none yet */
export function ruleFor(store: Store, incomingId: string, bookId?: string): RuleProposal | undefined {
  const row = store.db.prepare<[string], Arrival>(`SELECT ${ARRIVAL} FROM incoming WHERE id = ?`).get(incomingId);
  if (!row) return undefined;
  const rule = listRules(store, row.organ_id).find(({ active, conditions }) => active && ruleFits(conditions, ruled(row, bookId)));
  return rule && proposal(store, rule);
}
export function ruleById(store: Store, organId: string, id: string): RuleProposal {
  const rule = listRules(store, organId).find((one) => one.id === id && one.active);
  if (!rule) throw new Failure('rules.not_found');
  return proposal(store, rule);
}
function proposal(store: Store, { id, name, outcome, auto }: StandingRule): RuleProposal {
  const days = outcome.kind === 'assign' ? outcome.dueInDays : undefined;
  const dueDate = days === undefined ? undefined : addWorkingDays(calendarOf(store), legalDateOf(store.now()), days);
  return { ruleId: id, name, outcome, auto, ...(dueDate === undefined ? {} : { dueDate: dueDate as LegalDate }) };
}

/** The last arrivals of the organ, and which of them conditions fit. */
export function testRule(
  store: Store,
  organId: string,
  conditions: RuleConditions,
): { id: string; sender: string; code: string; typeName: string; subject: string; fits: boolean }[] {
  return store.db
    .prepare<[string, number], Arrival>(
      `SELECT ${ARRIVAL} FROM incoming WHERE seq IN (SELECT seq FROM incoming_listed WHERE organ = (SELECT id FROM listed_organ WHERE organ_code = ?)
         ORDER BY day DESC, seq DESC LIMIT ?) ORDER BY seq DESC`,
    )
    .all(organId, TESTED)
    .map((row) => ({
      id: row.id,
      sender: row.sender_name,
      code: [row.number, row.notation].filter(Boolean).join('/'),
      typeName: row.type_name,
      subject: row.subject,
      fits: ruleFits(conditions, ruled(row)),
    }));
}
