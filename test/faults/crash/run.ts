/**
 * Rounds of SIGKILL: a core at work is ended at random (by the clock, or at a random point of a transaction), then the
 * store is opened and everything it had acknowledged is looked for. One store lives through all rounds.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import { checkStore } from '../../../src/core/store/check.ts';
import { deriveKeys, openStore } from '../../../src/core/store/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { seededRandom } from '../../bench/bench.ts';
import { startChild } from '../../support/child.ts';
import type { Ack } from './acts.ts';
import { begin, judge, lost } from './judge.ts';

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
export async function crash(rounds: number, seed: number, onRound?: (round: number, acts: number) => void): Promise<CrashFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-crash-rounds-'));
  const dataKey = randomBytes(32);
  const open = (create = false): Store => openStore({ dir, keys: deriveKeys(dataKey), clock: systemClock, create });
  const random = seededRandom(seed);
  const sums = { kills: 0, lost: 0, torn: 0, numbers_doubled: 0, numbers_skipped: 0 };
  try {
    const made = open(true);
    begin(made);
    made.close();
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
