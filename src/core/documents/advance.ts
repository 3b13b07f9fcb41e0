/**
 * Bản đến trước: what came by Zalo, fax, mail or telephone before the official document, or after it. By the office's rule
 * such a copy is held and gets no number of its own; it is joined with the official one whichever comes first, on a person's
 * word, and taken apart again where that was wrong (record keeping, 3).
 */
import type { HeldRow, LikelyRow } from '../../contract/page/paper.ts';
import type { Channel, IncomingState } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import {
  ADVANCE_RULES,
  type AdvanceRules,
  type ArrivalFacts,
  DEFAULT_ADVANCE_RULES,
  DESK_CHANNELS,
  type DeskChannel,
  likeness,
  PROPOSED_FROM,
} from '../../domain/paperDesk.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { mergeWithin, putDifferent } from './duplicates.ts';
import { addHistory } from './history.ts';

const RULES = 'paper.advance';

export function advanceRules(store: Store): AdvanceRules {
  const text = store.setting(RULES);
  return text === undefined ? DEFAULT_ADVANCE_RULES : { ...DEFAULT_ADVANCE_RULES, ...(JSON.parse(text) as Partial<AdvanceRules>) };
}
export function setAdvanceRules(store: Store, actor: Actor, rules: Readonly<Record<string, string>>): void {
  const known = DESK_CHANNELS.map((channel) => {
    const rule = ADVANCE_RULES.find((one) => one === rules[channel]);
    return [channel, rule ?? DEFAULT_ADVANCE_RULES[channel]];
  });
  store.tx(() => {
    store.setSetting(RULES, JSON.stringify(Object.fromEntries(known)));
    record(store, actor, 'paper.advance_rules', 'setting', known.map((pair) => pair.join('=')).join(' '));
  }, 'paper:rules');
}
/** Whether an arrival of this channel is held; `said` is the clerk's word, which counts where the rule asks for it. */
export function isAdvance(rules: AdvanceRules, channel: DeskChannel, said: boolean | undefined): boolean {
  const rule = rules[channel];
  return rule === 'hold' || (rule === 'ask' && said === true);
}

/** The arrival waits for its official document; inside the caller's transaction. */
export function holdWithin(store: Store, actor: Actor, id: RecordId): void {
  store.db
    .prepare(`INSERT INTO advance_copy (incoming_id, state, at, by_name, seq) VALUES (?, 'held', ?, ?, ?)`)
    .run(id, store.now(), actor.name, store.nextSeq());
  addHistory(store, actor, { incomingId: id, act: 'incoming.held' });
}
export const advanceState = (store: Store, id: string): 'held' | 'joined' | 'released' | undefined =>
  store.db.prepare('SELECT state FROM advance_copy WHERE incoming_id = ?').pluck().get(id) as 'held' | 'joined' | 'released' | undefined;
export const isHeld = (store: Store, id: string): boolean => advanceState(store, id) === 'held';

/** The official one will not come, or this one is official after all: it may be registered. */
export function releaseAdvance(store: Store, actor: Actor, id: RecordId, reason: string): void {
  store.tx(() => {
    const done = store.db
      .prepare(
        `UPDATE advance_copy SET state = 'released', reason = ?, settled_at = ?, settled_by = ? WHERE incoming_id = ? AND state = 'held'`,
      )
      .run(reason, store.now(), actor.name, id);
    if (done.changes === 0) throw new Failure('documents.not_held');
    addHistory(store, actor, { incomingId: id, act: 'incoming.released', params: { text: reason } });
    record(store, actor, 'incoming.release', id, 'ok');
  }, 'incoming:release');
}

interface Side {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly arrival_number: number | null;
  readonly merged_into: string | null;
  readonly destruction_id: string | null;
  readonly number_pending: number;
  readonly seq: number;
}
const sideOf = (store: Store, id: string): Side => {
  const row = store.db
    .prepare(
      'SELECT id, organ_id, state, channel, arrival_number, merged_into, destruction_id, number_pending, seq FROM incoming WHERE id = ?',
    )
    .get(id) as Side | undefined;
  if (!row) throw new Failure('documents.not_found');
  return row;
};
/** The one that goes on: which has a number, else which is official, else which came first. */
function mainOf(store: Store, a: Side, b: Side): readonly [Side, Side] {
  const settled = (side: Side): boolean => side.state !== 'arrived';
  if (settled(a) && settled(b)) throw new Failure('documents.both_registered');
  if (settled(a) !== settled(b)) return settled(a) ? [a, b] : [b, a];
  const [heldA, heldB] = [isHeld(store, a.id), isHeld(store, b.id)];
  if (heldA !== heldB) return heldA ? [b, a] : [a, b];
  return a.seq < b.seq ? [a, b] : [b, a];
}

/**
 * Puts two arrivals together as one document, whichever came first and whichever is official: it keeps one number, and each
 * arrival its channel, time and files. Inside the caller's transaction.
 * @returns the one that goes on
 * @throws Failure `documents.both_registered`, `documents.cannot_merge`, `documents.other_destroyed`, `documents.number_was_cancelled`,
 *   `documents.act_not_allowed`
 */
export function joinWithin(store: Store, actor: Actor, id: string, otherId: string): RecordId {
  const [into, copy] = mainOf(store, sideOf(store, id), sideOf(store, otherId));
  mergeWithin(store, actor, copy.id, into.id);
  // What was joined with the held copy before is part of the same document.
  store.db.prepare('UPDATE incoming SET merged_into = ?, updated_at = ? WHERE merged_into = ?').run(into.id, store.now(), copy.id);
  store.db
    .prepare(`UPDATE advance_copy SET state = 'joined', settled_at = ?, settled_by = ? WHERE incoming_id = ? AND state = 'held'`)
    .run(store.now(), actor.name, copy.id);
  return into.id;
}
export const joinArrivals = (store: Store, actor: Actor, id: string, otherId: string): RecordId =>
  store.tx(() => joinWithin(store, actor, id, otherId), 'incoming:join');

/**
 * Takes an arrival apart again that was joined by mistake: it stands by itself as it did before, and is told from the other
 * one for good. What the other one has (its number first of all) stays.
 */
export function separateArrival(store: Store, actor: Actor, id: RecordId, reason: string): void {
  store.tx(() => {
    const row = sideOf(store, id);
    if (row.state !== 'merged' || row.merged_into === null) throw new Failure('documents.not_joined');
    // Of a pair that was destroyed nothing is left that could stand by itself.
    if (row.destruction_id !== null) throw new Failure('documents.destroyed');
    store.db.prepare(`UPDATE incoming SET state = 'arrived', merged_into = NULL, updated_at = ? WHERE id = ?`).run(store.now(), id);
    store.db
      .prepare(`UPDATE advance_copy SET state = 'held', settled_at = NULL, settled_by = NULL WHERE incoming_id = ? AND state = 'joined'`)
      .run(id);
    putDifferent(store, actor, id, row.merged_into);
    dropUnsentReport(store, id);
    addHistory(store, actor, { incomingId: id, act: 'incoming.separated', params: { text: reason } });
    addHistory(store, actor, {
      incomingId: recordId(row.merged_into),
      act: 'incoming.separated_copy',
      params: { channel: row.channel, text: reason },
    });
    record(store, actor, 'incoming.separate', id, row.merged_into);
  }, 'incoming:separate');
}
/** "Vào sổ số …" that was said of it because of the join and has not left yet is not said. */
function dropUnsentReport(store: Store, id: string): void {
  const open = store.db
    .prepare(
      `SELECT id FROM dispatch WHERE incoming_id = ? AND kind = 'status' AND status_code = '03' AND state = 'queued' AND attempts = 0
         AND NOT EXISTS (SELECT 1 FROM bundle_item b WHERE b.dispatch_id = dispatch.id)`,
    )
    .pluck()
    .all(id) as string[];
  for (const dispatch of open) {
    store.db.prepare('DELETE FROM delivery WHERE dispatch_id = ?').run(dispatch);
    store.db.prepare('DELETE FROM dispatch WHERE id = ?').run(dispatch);
  }
}

interface Compared {
  readonly id: string;
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly sender_organ_id: string | null;
  readonly sender_name: string;
  readonly number: string;
  readonly notation: string;
  readonly date: string | null;
  readonly subject: string;
  readonly arrived_at: number;
  readonly arrival_number: number | null;
  readonly held: number;
}
const COMPARED = `i.id, i.state, i.channel, i.sender_organ_id, i.sender_name, i.number, i.notation, i.date, i.subject, i.arrived_at, i.arrival_number,
  EXISTS (SELECT 1 FROM advance_copy a WHERE a.incoming_id = i.id AND a.state = 'held') AS held`;
const factsOf = (row: Compared): ArrivalFacts => ({
  ...(row.sender_organ_id === null ? {} : { senderCode: row.sender_organ_id }),
  sender: row.sender_name,
  number: row.number,
  notation: row.notation,
  ...(row.date === null ? {} : { date: row.date }),
  subject: row.subject,
});
/** How far apart two arrivals of one document may be, and how many on each side are looked through, nearest first. */
const APART_MS = 90 * 86_400_000;
const MOST_COMPARED = 1_000;

/** For tests: what is asked of the store. Each side of the time by an index of its own; for a numbered document only those that wait for a number are read. */
export const nearest = (side: 'before' | 'after', waitingOnly: boolean): string =>
  `SELECT ${COMPARED} FROM incoming i INDEXED BY ${waitingOnly ? 'incoming_waiting' : 'incoming_arrived'}
   WHERE i.organ_id = @organ AND ${side === 'before' ? 'i.arrived_at BETWEEN @from AND @at' : 'i.arrived_at > @at AND i.arrived_at <= @to'}
     AND ${waitingOnly ? `i.state = 'arrived'` : `i.state NOT IN ('returned', 'withdrawn', 'merged')`}
     AND i.business_type = 0 AND i.id <> @id AND i.merged_into IS NULL AND i.destruction_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM duplicate_decision d WHERE d.decision = 'different'
       AND ((d.incoming_id = @id AND d.other_id = i.id) OR (d.incoming_id = i.id AND d.other_id = @id)))
   ORDER BY i.arrived_at ${side === 'before' ? 'DESC' : ''} LIMIT ${MOST_COMPARED}`;

/**
 * Documents here that an arrival may be, likeliest first. Where both have a number, or somebody said that they are two,
 * nothing is proposed.
 */
export function likelyFor(
  store: Store,
  organId: string,
  facts: ArrivalFacts,
  of?: { readonly id: string; readonly at: number; readonly open: boolean },
): LikelyRow[] {
  const at = of?.at ?? store.now();
  const waitingOnly = of !== undefined && !of.open;
  const range = { organ: organId, id: of?.id ?? '', at, from: at - APART_MS, to: at + APART_MS };
  const rows = (['before', 'after'] as const).flatMap((side) => store.db.prepare(nearest(side, waitingOnly)).all(range) as Compared[]);
  return rows
    .flatMap((row) => {
      const { score, same } = likeness(facts, factsOf(row));
      return score < PROPOSED_FROM ? [] : [{ row, score, same }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 5)
    .map(({ row, score, same }) => ({
      id: row.id,
      score,
      same,
      held: row.held === 1,
      state: row.state,
      channel: row.channel,
      sender: row.sender_name,
      code: [row.number, row.notation].filter(Boolean).join('/'),
      subject: row.subject,
      arrivedAt: row.arrived_at,
      ...(row.date ? { date: row.date } : {}),
      ...(row.arrival_number === null ? {} : { arrivalNumber: row.arrival_number }),
    }));
}
/** The same for a document that is here. */
export function likelyOf(store: Store, id: string): LikelyRow[] {
  const row = store.db.prepare(`SELECT ${COMPARED}, i.organ_id, i.merged_into, i.business_type FROM incoming i WHERE i.id = ?`).get(id) as
    | (Compared & { organ_id: string; merged_into: string | null; business_type: number })
    | undefined;
  if (!row) throw new Failure('documents.not_found');
  if (row.merged_into !== null || row.business_type !== 0) return [];
  return likelyFor(store, row.organ_id, factsOf(row), { id, at: row.arrived_at, open: row.state === 'arrived' });
}

/** Copies that wait for their official document, oldest first, each with what it may be. */
export function heldCopies(store: Store, organs?: readonly string[]): HeldRow[] {
  const rows = store.db
    .prepare(
      `SELECT ${COMPARED}, i.organ_id FROM advance_copy a JOIN incoming i ON i.id = a.incoming_id WHERE a.state = 'held' ORDER BY a.seq LIMIT 500`,
    )
    .all() as (Compared & { organ_id: string })[];
  return rows
    .filter((row) => organs === undefined || organs.includes(row.organ_id))
    .map((row) => ({
      id: row.id,
      channel: row.channel,
      sender: row.sender_name,
      code: [row.number, row.notation].filter(Boolean).join('/'),
      subject: row.subject,
      arrivedAt: row.arrived_at,
      ...(row.date ? { date: row.date } : {}),
      likely: likelyOf(store, row.id),
    }));
}
