/** What a store that was ended at any moment must still hold: every act that was told, each act whole, each number once. */
import { createHash } from 'node:crypto';
import { createMachineKey } from '../../../src/core/accounts/index.ts';
import { verifyChain } from '../../../src/core/audit/index.ts';
import { gapsOf, listBooks, openDefaultBooks, periodsOf } from '../../../src/core/registers/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import type { BlobId } from '../../../src/domain/ids.ts';
import type { Ack } from './acts.ts';

/** A fresh store as the acts need it. */
export function begin(store: Store): void {
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`).run();
    store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.01', 'Sở Mẫu', 'so mau', 0)`).run();
    openDefaultBooks(store, 'H99.242', 'UBND');
    createMachineKey(store);
  });
}

const STATES: Readonly<Record<string, readonly string[]>> = {
  paper: ['arrived', 'registered', 'finished'],
  register: ['registered', 'finished'],
  finish: ['finished'],
  draft: ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'cancelled'],
  number: ['numbered', 'agency_signed', 'issued', 'cancelled'],
  cancel: ['cancelled'],
  issue: ['issued'],
};

/** How many of the acts that were told are not there. */
export function lost(store: Store, told: readonly Ack[]): number {
  return told.filter(({ act, id, number }) => {
    if (act === 'open') return false;
    const incoming = ['paper', 'register', 'finish'].includes(act);
    const row = store.db
      .prepare<unknown[], { state: string; number: number | null }>(
        incoming ? 'SELECT state, arrival_number AS number FROM incoming WHERE id = ?' : 'SELECT state, number FROM outgoing WHERE id = ?',
      )
      .get(id);
    return row === undefined || !STATES[act]?.includes(row.state) || (number !== undefined && row.number !== number);
  }).length;
}

/** What each transaction writes together must stand together. */
const APART: readonly string[] = [
  `incoming i WHERE arrival_number IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM book_number n WHERE n.incoming_id = i.id AND n.number = i.arrival_number)
     OR NOT EXISTS (SELECT 1 FROM history h WHERE h.incoming_id = i.id AND h.act = 'incoming.register')
     OR NOT EXISTS (SELECT 1 FROM audit a WHERE a.object = i.id AND a.act = 'incoming.register'))`,
  `incoming i WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.incoming_id = i.id)`,
  `book_number n WHERE incoming_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.id = n.incoming_id AND i.arrival_number = n.number)`,
  `book_number n WHERE outgoing_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.id = n.outgoing_id AND o.number = n.number)`,
  `outgoing o WHERE state = 'issued' AND NOT EXISTS (SELECT 1 FROM dispatch d JOIN delivery r ON r.dispatch_id = d.id WHERE d.outgoing_id = o.id)`,
  `dispatch d WHERE NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.id = d.outgoing_id AND o.state = 'issued')`,
  `search_dirty`,
];

export interface Judged {
  /** Parts without their whole; broken files, rows, hashes. */
  readonly torn: number;
  readonly doubled: number;
  readonly skipped: number;
  readonly lastFile: string;
}
/** @param afterFile files up to this id were looked at before */
export async function judge(store: Store, afterFile: string): Promise<Judged> {
  const count = (from: string): number => store.db.prepare<[], number>(`SELECT count(*) FROM ${from}`).pluck().get() ?? 0;
  let torn = APART.reduce((n, from) => n + count(from), 0);
  if (!verifyChain(store).ok) torn++;
  const files = store.db
    .prepare<[string], { id: BlobId; sha256: string }>('SELECT id, sha256 FROM blob WHERE id > ? ORDER BY id')
    .all(afterFile);
  for (const { id, sha256 } of files) {
    const whole = await store.vault.readAll(id).then(
      (bytes) => createHash('sha256').update(bytes).digest('hex') === sha256,
      () => false,
    );
    if (!whole) torn++;
  }
  const doubled =
    count('(SELECT 1 FROM incoming WHERE arrival_number IS NOT NULL GROUP BY book_id, arrival_number HAVING count(*) > 1)') +
    count('(SELECT 1 FROM outgoing WHERE number IS NOT NULL GROUP BY book_id, number HAVING count(*) > 1)');
  const skipped = listBooks(store)
    .flatMap((book) => periodsOf(store, book).map((period) => gapsOf(store, book, period).length))
    .reduce((a, b) => a + b, 0);
  return { torn, doubled, skipped, lastFile: files.at(-1)?.id ?? afterFile };
}
