/** Documents put straight into a store, with the shape that the documents room gives them. */
import type { Store } from '../../src/core/store/types.ts';
import { foldVietnamese } from '../../src/domain/secrecy.ts';

export interface Made {
  readonly number?: string;
  readonly notation?: string;
  readonly sender?: string;
  readonly subject: string;
  readonly state?: string;
  readonly date?: string;
  readonly signer?: string;
  readonly file?: string;
}

/** Inside a transaction; returns the document's sequence. */
export function putIncoming(store: Store, made: Made): { id: string; seq: number } {
  const id = store.newId();
  const seq = store.nextSeq();
  store.db
    .prepare(
      `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, date, type_name, subject, signer, folded,
         arrived_at, updated_at, seq, workstation_id) VALUES (?, 'H99.242', ?, 'axis', 0, ?, ?, ?, ?, 'Công văn', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      made.state ?? 'arrived',
      made.sender ?? 'Sở Mẫu',
      made.number ?? '',
      made.notation ?? '',
      made.date ?? null,
      made.subject,
      made.signer ?? null,
      foldVietnamese(made.subject),
      store.now(),
      store.now(),
      seq,
      store.workstationId,
    );
  return { id, seq };
}

/** The same of one that leaves. */
export function putOutgoing(
  store: Store,
  { subject, state = 'issued', date }: Pick<Made, 'subject' | 'state' | 'date'>,
): { id: string; seq: number } {
  const id = store.newId();
  const seq = store.nextSeq();
  store.db
    .prepare(
      `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, date, folded, updated_at, seq, workstation_id)
       VALUES (?, 'H99.242', ?, 0, 'Công văn', ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, state, subject, date ?? null, foldVietnamese(subject), store.now(), seq, store.workstationId);
  return { id, seq };
}
