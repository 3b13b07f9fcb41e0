/** What runs against a clock now, read from the rows as they stand: nothing is kept that could go out of step. */
import type { DeadlineRow } from '../../contract/page/deadlines.ts';
import type { AmendmentKind } from '../../domain/amendments.ts';
import {
  byNeed,
  type Clock,
  type Deadline,
  type DeadlineKind,
  type DeadlineRules,
  deadlineOf,
  lateBy,
  stateOf,
  toBeTold,
} from '../../domain/deadlines.ts';
import type { Priority } from '../../domain/edxml.ts';
import type { Instant, LegalDate } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import type { Actor } from '../context.ts';
import { runningClocks } from '../petitions/index.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';

/** More of one kind than anyone reads; the count goes on. */
const MOST = 2_000;
/** Clocks counted in one turn. */
const PART = 250;
/** A silent recipient is asked about for so long. */
const SILENCE_DAYS = 60;

interface Found {
  readonly id: string;
  readonly organId: string;
  readonly code: string;
  readonly subject: string;
  readonly who: string;
  readonly priority: Priority;
  readonly start: Instant;
  readonly dueDate?: LegalDate | null;
  readonly before?: Instant | null;
  readonly asks?: AmendmentKind;
}
interface Source {
  readonly kind: DeadlineKind;
  readonly side: 'incoming' | 'outgoing';
  readonly sql: string;
}
const INCOMING = `i.id, i.organ_id AS organId, trim(i.number || '/' || i.notation, '/') AS code, i.subject, i.priority`;
const OUTGOING = `o.id, o.organ_id AS organId, o.code, o.subject, o.priority`;
const MOMENT = (column: string, id: string, act: string): string =>
  `coalesce((SELECT max(h.at) FROM history h WHERE h.${column} = ${id} AND h.act = '${act}')`;

/** What was sent since, by its day: else every document ever issued would be looked at. */
const LATELY = `dispatch d INDEXED BY dispatch_document_accepted CROSS JOIN delivery v ON v.dispatch_id = d.id CROSS JOIN outgoing o ON o.id = d.outgoing_id`;

/** For tests: what is asked of the store. */
export const SOURCES: readonly Source[] = [
  {
    kind: 'register',
    side: 'incoming',
    // What updates a document, or is the same one sent again, stands under that one's number.
    sql: `SELECT ${INCOMING}, i.sender_name AS who, i.arrived_at AS start FROM incoming i WHERE i.state = 'arrived' AND i.business_type <> 2 ORDER BY i.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'answer',
    side: 'incoming',
    // Leads to the letter that asks, where there is one: it is read before it is answered.
    sql: `SELECT coalesce(a.message_id, i.id) AS id, i.organ_id AS organId, trim(i.number || '/' || i.notation, '/') AS code, i.subject,
            max(i.priority, coalesce(m.priority, 0)) AS priority, a.other_name AS who, a.kind AS asks,
            coalesce((SELECT max(h.at) FROM history h WHERE h.incoming_id = i.id AND h.act = 'incoming.asked.' || a.kind), a.asked_at) AS start
          FROM amendment a INDEXED BY amendment_open JOIN incoming i ON i.id = a.incoming_id LEFT JOIN incoming m ON m.id = a.message_id
          WHERE a.direction = 'in' AND a.state = 'open' ORDER BY a.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'submit',
    side: 'incoming',
    sql: `SELECT ${INCOMING}, i.sender_name AS who, ${MOMENT('incoming_id', 'i.id', 'incoming.register')}, i.updated_at) AS start
          FROM incoming i WHERE i.state = 'registered' ORDER BY i.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'handle',
    side: 'incoming',
    sql: `SELECT ${INCOMING}, coalesce(json_extract(i.instruction, '$.lead'), i.sender_name) AS who, i.updated_at AS start,
            coalesce(json_extract(i.instruction, '$.dueDate'), i.due_date) AS dueDate
          FROM incoming i INDEXED BY incoming_due WHERE i.state IN ('assigned', 'in_progress')
            AND coalesce(json_extract(i.instruction, '$.dueDate'), i.due_date) IS NOT NULL ORDER BY i.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'issue',
    side: 'outgoing',
    sql: `SELECT ${OUTGOING}, o.signer AS who,
            coalesce((SELECT max(a.ended_at) FROM signing_act a WHERE a.outgoing_id = o.id AND a.act = 'leader'), o.updated_at) AS start
          FROM outgoing o WHERE o.state IN ('leader_signed', 'numbered', 'agency_signed') ORDER BY o.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'receipt',
    side: 'outgoing',
    sql: `SELECT ${OUTGOING}, v.name AS who, d.accepted_at AS start
          FROM ${LATELY}
          WHERE v.state = 'sent' AND d.kind = 'document' AND d.state = 'accepted' AND d.accepted_at >= $since AND o.state = 'issued' AND o.frozen_at IS NULL
          ORDER BY d.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'reply',
    side: 'outgoing',
    sql: `SELECT ${OUTGOING}, v.name AS who, d.accepted_at AS start, o.due_date AS dueDate
          FROM ${LATELY}
          WHERE v.state IN ('sent', 'delivered') AND coalesce(v.status_code, '') NOT IN ('06', '02') AND d.kind = 'document' AND d.state = 'accepted'
            AND o.due_date IS NOT NULL AND d.accepted_at >= $since AND o.state = 'issued' AND o.frozen_at IS NULL
          ORDER BY d.seq LIMIT $limit OFFSET $offset`,
  },
  {
    kind: 'deliver',
    side: 'outgoing',
    sql: `SELECT ${OUTGOING}, (SELECT group_concat(v.name, '; ') FROM delivery v WHERE v.dispatch_id = d.id) AS who, d.queued_at AS start, o.deliver_before AS before
          FROM dispatch d JOIN outgoing o ON o.id = d.outgoing_id
          WHERE d.state IN ('queued', 'sending', 'unknown', 'refused') AND d.kind = 'document' AND o.deliver_before IS NOT NULL ORDER BY d.seq LIMIT $limit OFFSET $offset`,
  },
];

const DAY_MS = 86_400_000;

/**
 * Everything with a running clock, gravest first.
 * @param actor for whom: the petitions this person may see are among it, by number, kind and days; without one none is
 */
export const openDeadlines = (store: Store, calendar: WorkCalendar, rules: DeadlineRules, actor?: Actor): DeadlineRow[] =>
  whole(openInParts(store, calendar, rules, actor));

/** As `openDeadlines`, in parts: what is due is asked for at every change, and nobody is to wait behind thousands of clocks. */
export function* openInParts(store: Store, calendar: WorkCalendar, rules: DeadlineRules, actor?: Actor): Parts<DeadlineRow[]> {
  const now = store.now();
  // Much is late since the same hour: it is counted once.
  const lateness = new Map<Instant, Pick<DeadlineRow, 'lateMinutes' | 'tell'>>();
  const latenessOf = (deadline: Deadline): Pick<DeadlineRow, 'lateMinutes' | 'tell'> => {
    const known = lateness.get(deadline.latest);
    if (known) return known;
    const counted = { lateMinutes: lateBy(deadline, now, calendar), tell: toBeTold(deadline, now, calendar, rules) };
    lateness.set(deadline.latest, counted);
    return counted;
  };
  const rowOf =
    (source: Source) =>
    (one: Found): DeadlineRow => {
      const clock: Clock = {
        kind: source.kind,
        priority: one.priority,
        start: one.start,
        ...(one.dueDate ? { dueDate: one.dueDate } : {}),
        ...(one.before ? { before: one.before } : {}),
      };
      const deadline = deadlineOf(clock, calendar, rules);
      return {
        kind: source.kind,
        side: source.side,
        id: one.id,
        organId: one.organId,
        code: one.code,
        subject: one.subject,
        who: one.who,
        ...(one.asks ? { asks: one.asks } : {}),
        priority: one.priority,
        start: one.start,
        ...deadline,
        state: stateOf(deadline, now),
        ...latenessOf(deadline),
      };
    };
  const rows: DeadlineRow[] = [];
  for (const source of SOURCES) {
    const statement = store.db.prepare(source.sql);
    const since = source.sql.includes('$since') ? { since: now - SILENCE_DAYS * DAY_MS } : {};
    for (let offset = 0; offset < MOST; offset += PART) {
      const found = statement.all({ ...since, limit: PART, offset }) as Found[];
      rows.push(...found.map(rowOf(source)));
      yield { done: rows.length, total: 0 };
      if (found.length < PART) break;
    }
  }
  for (const one of actor ? runningClocks(store, actor, calendar) : []) {
    const kind = one.step === 'accept' ? 'petitionAccept' : 'petitionResolve';
    const deadline = deadlineOf({ kind, priority: 0, start: one.start, dueDate: one.dueOn }, calendar, rules);
    rows.push({
      kind,
      side: 'petition',
      id: one.id,
      organId: one.organId,
      code: String(one.number),
      subject: '',
      who: '',
      petition: { kind: one.kind, receivedOn: one.receivedOn },
      priority: 0,
      start: one.start,
      ...deadline,
      state: stateOf(deadline, now),
      lateMinutes: latenessOf(deadline).lateMinutes,
      // Who is told of a petition is who is named for it.
      tell: [],
    });
  }
  return rows.sort(byNeed);
}
