/**
 * Rounds of SIGKILL: a core at work is ended at random (by the clock, or at a random point of a transaction), then the
 * store is opened and everything it had acknowledged is looked for. One store lives through all rounds.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMachineKey } from '../../../src/core/accounts/index.ts';
import { verifyChain } from '../../../src/core/audit/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { gapsOf, listBooks, openDefaultBooks, periodsOf } from '../../../src/core/registers/index.ts';
import { checkStore } from '../../../src/core/store/check.ts';
import { deriveKeys, openStore } from '../../../src/core/store/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import type { BlobId } from '../../../src/domain/ids.ts';
import { seededRandom } from '../../bench/bench.ts';
import { startChild } from '../../support/child.ts';

export interface CrashFigures {
  readonly rounds: number;
  readonly kills: number;
  /** Acknowledged acts that the store does not hold any more. */
  readonly lost: number;
  /** Acts of which a part is there and a part is not; broken files, rows, hashes. */
  readonly torn: number;
  readonly numbers_doubled: number;
  readonly numbers_skipped: number;
  readonly seed: number;
}
interface Ack {
  readonly act: 'open' | 'paper' | 'register' | 'finish' | 'draft' | 'number' | 'cancel' | 'issue';
  readonly id?: string;
  readonly number?: number;
}

export async function crash(rounds: number, seed: number, onRound?: (round: number, acts: number) => void): Promise<CrashFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-crash-rounds-'));
  const dataKey = randomBytes(32);
  const open = (create = false): Store => openStore({ dir, keys: deriveKeys(dataKey), clock: systemClock, create });
  const random = seededRandom(seed);
  const sums = { kills: 0, lost: 0, torn: 0, numbers_doubled: 0, numbers_skipped: 0 };
  try {
    begin(open(true));
    let seen = '';
    for (let round = 1; round <= rounds; round++) {
      const acks = await oneRound(dir, dataKey, Math.floor(random() * 2 ** 31), random);
      if (acks.killed) sums.kills++;
      const store = open();
      try {
        sums.lost += lost(store, acks.told);
        const judged = await judge(store, seen);
        seen = judged.lastFile;
        sums.torn += judged.torn;
        sums.numbers_doubled += judged.doubled;
        sums.numbers_skipped += judged.skipped;
        if (round === rounds) sums.torn += (await checkStore(store)).findings.length;
      } finally {
        store.close();
      }
      onRound?.(round, acks.told.length);
    }
    return { rounds, ...sums, seed };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function begin(store: Store): void {
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`).run();
    store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.01', 'Sở Mẫu', 'so mau', 0)`).run();
    openDefaultBooks(store, 'H99.242', 'UBND');
    createMachineKey(store);
  });
  store.close();
}

/** Half of the rounds end at a point of a transaction, half by the clock, from the first act on. */
async function oneRound(dir: string, dataKey: Buffer, seed: number, random: () => number): Promise<{ killed: boolean; told: Ack[] }> {
  const byPoint = random() < 0.5;
  const atPoint = byPoint ? 1 + Math.floor(random() * 90) : 0;
  const child = startChild(join(import.meta.dirname, 'child.ts'), [dir, dataKey.toString('hex'), String(seed), String(atPoint)], {
    // The same sources sixty times: compiled once.
    NODE_COMPILE_CACHE: join(dir, 'compile-cache'),
  });
  const told: Ack[] = [];
  let timer: NodeJS.Timeout | undefined;
  for (let line = await child.line(); line !== undefined; line = await child.line()) {
    told.push(JSON.parse(line) as Ack);
    if (!byPoint) timer ??= setTimeout(() => child.process.kill('SIGKILL'), random() * 250);
  }
  clearTimeout(timer);
  const killed = (await child.ended) === 'SIGKILL';
  if (!killed) throw new Error('the child ended by itself');
  return { killed, told };
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

function lost(store: Store, told: readonly Ack[]): number {
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

async function judge(store: Store, afterFile: string): Promise<{ torn: number; doubled: number; skipped: number; lastFile: string }> {
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
