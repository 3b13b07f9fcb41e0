/**
 * What sending electronically saved. Counted: each recipient whose package the axis took, once a document, unless it was
 * sent to them on paper too; pages of the document's PDFs. Prices and minutes are the office's own settings: without them nothing is reckoned.
 */
import type { SavingRow, SavingSettings, Savings } from '../../contract/page/reports.ts';
import { shiftDays } from '../../domain/periods.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import { checkSpan } from './count.ts';

const SETTING = 'reports.savings';

export function savingSettings(store: Store): SavingSettings {
  const set = store.setting(SETTING);
  return set === undefined ? {} : (JSON.parse(set) as SavingSettings);
}
export function setSavings(store: Store, actor: Actor, settings: SavingSettings): void {
  store.tx(() => {
    store.setSetting(SETTING, JSON.stringify(settings));
    record(store, actor, 'reports.savings', 'settings', JSON.stringify(settings));
  }, 'reports:savings');
}

/** The instant a legal date begins. */
const start = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);

/** A message that takes back or recalls carries no document. A document sent again is the same document. */
const SENT = `SELECT d.outgoing_id AS id, v.organ_id AS organ, d.accepted_at AS at FROM dispatch d JOIN delivery v ON v.dispatch_id = d.id
    WHERE d.kind = 'document' AND d.accepted_at >= @from AND d.accepted_at < @to AND d.organ_id = @organ AND d.state = 'accepted'
      AND d.business_type <> 1 AND v.organ_id IS NOT NULL AND v.state IN ('sent', 'delivered')
      AND NOT EXISTS (SELECT 1 FROM paper_delivery p WHERE p.outgoing_id = d.outgoing_id AND p.recipient_code = v.organ_id AND p.sent_on IS NOT NULL)`;
const PAGES = `SELECT coalesce(sum(f.pages), 0) AS pages, sum(f.pages IS NULL) AS uncounted FROM file f
    WHERE f.outgoing_id = ? AND f.current = 1 AND f.role IN ('main', 'attachment')`;
/** As many packages, and as many documents, are read before the others have their turn. */
const SENT_AT_ONCE = 1_000;
const COUNTED_AT_ONCE = 1_000;

/** The time from one instant up to another in spans that hold about so many packages. */
function spansOf(store: Store, from: number, to: number): { from: number; to: number }[] {
  const next = store.db
    .prepare<[number, number], number>(
      `SELECT accepted_at FROM dispatch WHERE kind = 'document' AND accepted_at >= ? AND accepted_at < ? ORDER BY accepted_at LIMIT 1 OFFSET ${SENT_AT_ONCE}`,
    )
    .pluck();
  const spans: { from: number; to: number }[] = [];
  for (let begin = from; begin < to; ) {
    const found = next.get(begin, to);
    const end = found === undefined ? to : Math.max(found, begin + 1);
    spans.push({ from: begin, to: end });
    begin = end;
  }
  return spans;
}
interface Sent {
  /** When the first of its packages was taken. */
  at: number;
  readonly organs: Set<string>;
}

export const savings = (store: Store, organId: string, from: string, to: string): Savings => whole(savingParts(store, organId, from, to));
/** @throws Failure `reports.span` */
export function* savingParts(store: Store, organId: string, from: string, to: string): Parts<Savings> {
  checkSpan(from, to);
  const sent = new Map<string, Sent>();
  const read = store.db.prepare<unknown[], { id: string; organ: string; at: number }>(SENT);
  for (const span of spansOf(store, start(from), start(shiftDays(to as LegalDate, 1)))) {
    for (const { id, organ, at } of read.all({ organ: organId, ...span })) {
      const known = sent.get(id) ?? { at, organs: new Set<string>() };
      known.at = Math.min(known.at, at);
      known.organs.add(organ);
      sent.set(id, known);
    }
    yield { done: 0, total: 0 };
  }
  const months = new Map<string, Omit<SavingRow, 'month'>>();
  const pages = store.db.prepare<[string], { pages: number; uncounted: number | null }>(PAGES);
  let done = 0;
  for (const [id, { at, organs }] of sent) {
    const month = legalDateOf(at).slice(0, 7);
    const was = months.get(month) ?? { documents: 0, recipients: 0, pages: 0, uncounted: 0 };
    const file = pages.get(id);
    months.set(month, {
      documents: was.documents + 1,
      recipients: was.recipients + organs.size,
      pages: was.pages + (file?.pages ?? 0) * organs.size,
      uncounted: was.uncounted + (file?.uncounted ?? 0),
    });
    if (++done % COUNTED_AT_ONCE === 0) yield { done, total: sent.size };
  }
  const rows = [...months].map(([month, counted]): SavingRow => ({ month, ...counted })).sort((a, b) => (a.month < b.month ? -1 : 1));
  const sum = (name: Exclude<keyof SavingRow, 'month'>): number => rows.reduce((all, row) => all + row[name], 0);
  return {
    settings: savingSettings(store),
    rows,
    total: { documents: sum('documents'), recipients: sum('recipients'), pages: sum('pages'), uncounted: sum('uncounted') },
  };
}
