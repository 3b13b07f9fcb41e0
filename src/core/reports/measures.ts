/** What is counted and by what, as SQL over the narrow rows `r` that follow their documents (migration `books`). */
import type { Grouping, Measure } from '../../contract/page/reports.ts';

export type Direction = 'incoming' | 'outgoing';
const OPEN = `r.state IN ('registered', 'assigned', 'in_progress')`;
const LATE_END = '(r.due IS NOT NULL AND r.ended IS NOT NULL AND r.ended > r.due)';
/** Issued after the next working day (Decree 30/2020, article 18(1)): `l.until` of its day. */
const LATE_ISSUE = '(r.issued > coalesce(l.until, r.issued))';

export const MEASURE_SQL: Readonly<Record<Direction, Readonly<Partial<Record<Measure, string>>>>> = {
  incoming: {
    total: '1',
    waiting: `r.state = 'arrived'`,
    open: `(${OPEN} AND (r.due IS NULL OR r.due >= @today))`,
    openLate: `(${OPEN} AND r.due < @today)`,
    done: `(r.state = 'finished' AND coalesce(r.outcome, 'done') = 'done' AND NOT ${LATE_END})`,
    doneLate: `(r.state = 'finished' AND ${LATE_END})`,
    information: `(r.state = 'finished' AND r.outcome = 'for_information' AND NOT ${LATE_END})`,
    returned: `r.state IN ('returned', 'withdrawn', 'recalled')`,
  },
  outgoing: {
    total: '1',
    draft: `r.state IN ('draft', 'leader_signed')`,
    numbered: `r.state IN ('numbered', 'agency_signed')`,
    issued: `(r.state = 'issued' AND NOT ${LATE_ISSUE})`,
    issuedLate: `(r.state = 'issued' AND ${LATE_ISSUE})`,
    cancelled: `r.state = 'cancelled'`,
    electronic: `(r.state = 'issued' AND r.electronic > 0)`,
    paper: `(r.state = 'issued' AND r.paper > 0)`,
  },
};

const TIME: Readonly<Partial<Record<Grouping, string>>> = {
  day: 'r.day',
  week: `date(r.day, 'weekday 0', '-6 days')`,
  month: 'substr(r.day, 1, 7)',
  quarter: `substr(r.day, 1, 4) || '-Q' || ((CAST(substr(r.day, 6, 2) AS INTEGER) + 2) / 3)`,
  year: 'substr(r.day, 1, 4)',
};
export const GROUP_SQL: Readonly<Record<Direction, Readonly<Partial<Record<Grouping, string>>>>> = {
  incoming: {
    ...TIME,
    agency: 'r.agency',
    kind: 'r.kind',
    state: 'r.state',
    handler: 'r.handler',
    channel: 'r.channel',
    priority: 'CAST(r.priority AS TEXT)',
    route: `CASE r.channel WHEN 'axis' THEN 'axis' ELSE 'other' END`,
    urgency: `CASE WHEN r.priority >= 3 THEN 'flash' WHEN r.priority > 0 THEN 'urgent' ELSE 'ordinary' END`,
  },
  outgoing: {
    ...TIME,
    agency: `coalesce(json_extract(e.value, '$.name'), '')`,
    kind: 'r.kind',
    state: 'r.state',
    signer: 'r.signer',
    channel: `CASE WHEN r.electronic > 0 AND r.paper > 0 THEN 'both' WHEN r.electronic > 0 THEN 'electronic' WHEN r.paper > 0 THEN 'paper' ELSE 'none' END`,
    priority: 'CAST(r.priority AS TEXT)',
  },
};
/** In time's own order; the others by how many they are. */
export const byTime = (by: Grouping): boolean => by in TIME;

/** Copies of a document that is here already are no arrivals. */
export const FROM_SQL = (direction: Direction, by: Grouping | undefined): string =>
  direction === 'incoming'
    ? `FROM report_incoming r WHERE r.organ_id = @organ AND r.day BETWEEN @from AND @to AND r.state <> 'merged'`
    : `FROM report_outgoing r LEFT JOIN l ON l.day = r.day ${
        by === 'agency' ? 'JOIN outgoing o ON o.seq = r.seq JOIN json_each(o.recipients) e' : ''
      } WHERE r.organ_id = @organ AND r.day BETWEEN @from AND @to`;
/** The latest day of issue for each day of the period, from the office's calendar. */
export const LIMITS_SQL = 'WITH l AS MATERIALIZED (SELECT key AS day, value AS until FROM json_each(@limits))';
