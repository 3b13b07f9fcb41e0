/** What the screens show of what went and came by hand. */
import type { BundleRow, CarriedRow, HandedDocument } from '../../contract/page/folder.ts';
import type { Store } from '../store/types.ts';
import { listPeers, speaksFor } from './peers.ts';

/** Newest first. */
export function bundleRows(store: Store): BundleRow[] {
  const rows = store.db
    .prepare(
      `SELECT b.id, b.direction, b.number, b.state, b.at, b.by_name, b.receipt_at, p.name,
         (SELECT count(*) FROM bundle_item i WHERE i.bundle_id = b.id AND i.kind = 'edoc') AS documents,
         (SELECT count(*) FROM bundle_item i WHERE i.bundle_id = b.id AND i.kind = 'status') AS statuses
       FROM bundle b JOIN peer p ON p.id = b.peer_id ORDER BY b.seq DESC LIMIT 100`,
    )
    .all() as {
    id: string;
    direction: 'in' | 'out';
    number: number;
    state: BundleRow['state'];
    at: number;
    by_name: string;
    receipt_at: number | null;
    name: string;
    documents: number;
    statuses: number;
  }[];
  return rows.map(({ by_name, receipt_at, name, ...row }) => ({
    ...row,
    peer: name,
    by: by_name,
    ...(receipt_at === null ? {} : { receiptAt: receipt_at }),
  }));
}

function carriedRows(store: Store, outgoingId: string): CarriedRow[] {
  const rows = store.db
    .prepare(
      `SELECT b.number, b.at, p.name, i.outcome, b.receipt_at FROM bundle_item i JOIN bundle b ON b.id = i.bundle_id JOIN peer p ON p.id = b.peer_id
       JOIN dispatch d ON d.id = i.dispatch_id WHERE d.outgoing_id = ? AND d.kind = 'document' AND b.state = 'written' ORDER BY b.seq`,
    )
    .all(outgoingId) as { number: number; at: number; name: string; outcome: CarriedRow['receipt'] | null; receipt_at: number | null }[];
  return rows.map((row) => ({
    peer: row.name,
    number: row.number,
    at: row.at,
    ...(row.outcome ? { receipt: row.outcome } : {}),
    ...(row.receipt_at === null ? {} : { receiptAt: row.receipt_at }),
  }));
}

/** How an outgoing document went by hand, and to whom it could go sealed. */
export function carriedOf(store: Store, outgoingId: string): HandedDocument {
  const organs = store.db
    .prepare(
      `SELECT DISTINCT v.organ_id FROM delivery v JOIN dispatch d ON d.id = v.dispatch_id
       WHERE d.outgoing_id = ? AND d.kind = 'document' AND v.organ_id IS NOT NULL`,
    )
    .pluck()
    .all(outgoingId) as string[];
  const slips = store.db
    .prepare('SELECT id, recipients, at, by_name, back_at, back_note FROM handover_slip WHERE outgoing_id = ? ORDER BY seq')
    .all(outgoingId) as { id: string; recipients: string; at: number; by_name: string; back_at: number | null; back_note: string | null }[];
  return {
    peers: listPeers(store)
      .filter((peer) => peer.state === 'confirmed' && organs.some((organ) => speaksFor(peer, organ)))
      .map(({ id, name }) => ({ id, name })),
    carried: carriedRows(store, outgoingId),
    slips: slips.map((slip) => ({
      id: slip.id,
      names: JSON.parse(slip.recipients) as string[],
      at: slip.at,
      by: slip.by_name,
      ...(slip.back_at === null ? {} : { backAt: slip.back_at, backNote: slip.back_note ?? '' }),
    })),
  };
}
