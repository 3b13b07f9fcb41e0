/**
 * What sending electronically saved. Counted: each recipient whose package the axis took, once a document, unless it was
 * sent to them on paper too; pages of the document's PDFs. Prices and minutes are the office's own settings: without them nothing is reckoned.
 */
import type { SavingRow, SavingSettings, Savings } from '../../contract/page/reports.ts';
import { shiftDays } from '../../domain/periods.ts';
import type { LegalDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
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
const SENT = `WITH sent AS (
    SELECT d.outgoing_id, v.organ_id, min(d.accepted_at) AS at FROM dispatch d JOIN delivery v ON v.dispatch_id = d.id
    WHERE d.kind = 'document' AND d.accepted_at >= @from AND d.accepted_at < @to AND d.organ_id = @organ AND d.state = 'accepted'
      AND d.business_type <> 1 AND v.organ_id IS NOT NULL AND v.state IN ('sent', 'delivered')
      AND NOT EXISTS (SELECT 1 FROM paper_delivery p WHERE p.outgoing_id = d.outgoing_id AND p.recipient_code = v.organ_id AND p.sent_on IS NOT NULL)
    GROUP BY d.outgoing_id, v.organ_id),
  documents AS (
    SELECT outgoing_id, strftime('%Y-%m', min(at) / 1000 + 25200, 'unixepoch') AS month, count(*) AS recipients FROM sent GROUP BY outgoing_id),
  counted AS (
    SELECT x.month, x.recipients,
      (SELECT coalesce(sum(f.pages), 0) FROM file f WHERE f.outgoing_id = x.outgoing_id AND f.current = 1 AND f.role IN ('main', 'attachment')) AS pages,
      (SELECT count(*) FROM file f WHERE f.outgoing_id = x.outgoing_id AND f.current = 1 AND f.role IN ('main', 'attachment') AND f.pages IS NULL) AS uncounted
    FROM documents x)
  SELECT month, count(*) AS documents, sum(recipients) AS recipients, sum(pages * recipients) AS pages, sum(uncounted) AS uncounted
  FROM counted GROUP BY month ORDER BY month`;

/** @throws Failure `reports.span` */
export function savings(store: Store, organId: string, from: string, to: string): Savings {
  checkSpan(from, to);
  const rows = store.db.prepare(SENT).all({ organ: organId, from: start(from), to: start(shiftDays(to as LegalDate, 1)) }) as SavingRow[];
  const sum = (name: Exclude<keyof SavingRow, 'month'>): number => rows.reduce((all, row) => all + row[name], 0);
  return {
    settings: savingSettings(store),
    rows,
    total: { documents: sum('documents'), recipients: sum('recipients'), pages: sum('pages'), uncounted: sum('uncounted') },
  };
}
