/** How the line went, as it changed; from it the confirmation of an outage's times that an office may have to show. */
import type { OutageView } from '../../contract/page/deadlines.ts';
import type { LineState } from '../../domain/dispatch.ts';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';

type Kind = LineState['kind'];
const DOWN: readonly string[] = ['no_network', 'axis_silent', 'captive_portal', 'certificate', 'credential_refused'];
interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly kind: Kind | 'started';
}
const MOST = 5_000;

/** Writes a change of the line down; the same state again is no change. `started`: the program began here. */
export function noteLine(store: Store, kind: Kind | 'started'): void {
  if (kind === 'not_checked') return;
  const last = store.db.prepare('SELECT kind FROM line_log ORDER BY seq DESC LIMIT 1').pluck().get() as string | undefined;
  if (last === kind) return;
  store.tx(() => {
    store.db.prepare('INSERT INTO line_log (seq, at, kind) VALUES (?, ?, ?)').run(store.nextSeq(), store.now(), kind);
    store.db.prepare('DELETE FROM line_log WHERE seq <= (SELECT max(seq) FROM line_log) - 1000000').run();
  }, 'line:log');
}

/** Outages newest first: from the first word that the line was down to the word that it was back. */
export function outages(store: Store): OutageView[] {
  const entries = store.db
    .prepare('SELECT seq, at, kind FROM (SELECT * FROM line_log ORDER BY seq DESC LIMIT ?) ORDER BY seq')
    .all(MOST) as Entry[];
  const found: OutageView[] = [];
  let open: Entry | undefined;
  let kinds = new Set<string>();
  let restarts = 0;
  const close = (end: Entry | undefined): void => {
    if (open !== undefined)
      found.push({
        id: open.seq,
        from: open.at,
        ...(end ? { to: end.at } : {}),
        kinds: [...kinds] as Kind[],
        restarts,
        ...workOf(store, open.at, end?.at),
      });
    open = undefined;
    kinds = new Set();
    restarts = 0;
  };
  for (const entry of entries) {
    if (DOWN.includes(entry.kind)) {
      open ??= entry;
      kinds.add(entry.kind);
    } else if (entry.kind === 'started') {
      if (open !== undefined) restarts++;
    } else close(entry);
  }
  close(undefined);
  return found.reverse();
}

/** What waited because of it: documents that the office queued meanwhile, and those of them that are out by now. */
function workOf(store: Store, from: number, to: number | undefined): Pick<OutageView, 'queued' | 'sent' | 'received'> {
  const until = to ?? store.now();
  const row = store.db
    .prepare(
      `SELECT count(*) AS queued, coalesce(sum(state = 'accepted'), 0) AS sent FROM dispatch WHERE kind = 'document' AND queued_at BETWEEN ? AND ?`,
    )
    .get(from, until) as { queued: number; sent: number };
  const received = store.db
    .prepare(`SELECT count(*) FROM incoming WHERE channel <> 'axis' AND arrived_at BETWEEN ? AND ?`)
    .pluck()
    .get(from, until) as number;
  return { ...row, received };
}
/** @throws Failure `deadlines.no_such_outage` */
export function outageById(store: Store, id: number): OutageView {
  const outage = outages(store).find((one) => one.id === id);
  if (!outage) throw new Failure('deadlines.no_such_outage');
  return outage;
}

export interface OutageLine {
  readonly code: string;
  readonly subject: string;
  readonly recipients: string;
  readonly queuedAt: number;
  readonly acceptedAt: number | null;
}
/** The documents that were issued during an outage, in their order. */
export function outageLines(store: Store, outage: OutageView): OutageLine[] {
  return store.db
    .prepare(
      `SELECT o.code, o.subject, d.queued_at AS queuedAt, d.accepted_at AS acceptedAt,
         coalesce((SELECT group_concat(v.name, '; ') FROM delivery v WHERE v.dispatch_id = d.id), '') AS recipients
       FROM dispatch d JOIN outgoing o ON o.id = d.outgoing_id
       WHERE d.kind = 'document' AND d.queued_at BETWEEN ? AND ? ORDER BY d.seq LIMIT 2000`,
    )
    .all(outage.from, outage.to ?? store.now()) as OutageLine[];
}
