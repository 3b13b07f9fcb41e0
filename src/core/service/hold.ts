/** Reports of an act that a person may still take back wait some seconds before they leave for the sender. */
import type { Workstation } from '../workstation.ts';

/** As long as the page offers to undo, and a little more. */
const HOLD_MS = 12_000;

/** The store's sequence before an act: what the act queues comes after it. */
export const lastSeq = ({ store }: Workstation): number => store.db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0;

/** In the same turn as the act, before anything was handed to the queue's work. */
export function holdReports(workstation: Workstation, from: number): void {
  const { store, exchange } = workstation;
  const held = store.tx(
    () =>
      store.db
        .prepare(`UPDATE dispatch SET next_at = ? WHERE seq > ? AND kind = 'status' AND state = 'queued' AND attempts = 0`)
        .run(store.now() + HOLD_MS, from).changes,
    'status:hold',
  );
  if (held === 0) return;
  // Else it would go with the next look at the queue, which may be half a minute away.
  setTimeout(() => {
    if (store.db.open) exchange.wake();
  }, HOLD_MS + 200).unref();
}
