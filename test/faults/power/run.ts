/**
 * Power cuts: a core's day is recorded call by call, then the folder is rebuilt as of each sync with everything that was
 * not synced dropped, kept or torn, opened, and searched for every act that had been told by then.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock.ts';
import { checkStore } from '../../../src/core/store/check.ts';
import { deriveKeys, openStore, type StoreKeys } from '../../../src/core/store/index.ts';
import { seededRandom } from '../../bench/bench.ts';
import type { Ack } from '../crash/acts.ts';
import { judge, lost } from '../crash/judge.ts';
import { Disk, type Outcome } from './disk.ts';
import { type Call, recordRun } from './record.ts';

export interface PowerFigures {
  /** Calls that the run made. */
  readonly calls: number;
  readonly syncs: number;
  /** Folders that were rebuilt, opened and judged. */
  readonly cuts: number;
  readonly acts: number;
  readonly lost: number;
  readonly torn: number;
  readonly numbers_doubled: number;
  readonly numbers_skipped: number;
  readonly seed: number;
}
export interface PowerOptions {
  readonly documents: number;
  readonly seed: number;
  /** Judges one sync of so many; 1 = each. */
  readonly everyNth: number;
  /** The core does not sync its commits: the cuts must find acts lost. */
  readonly careless?: boolean;
  onCut?(cut: number, syncs: number): void;
}
const OUTCOMES: readonly Outcome[] = ['dropped', 'torn', 'kept'];

export async function power(options: PowerOptions): Promise<PowerFigures> {
  const dataKey = randomBytes(32);
  const keys = deriveKeys(dataKey);
  const sums = { lost: 0, torn: 0, numbers_doubled: 0, numbers_skipped: 0 };
  const args = [dataKey.toString('hex'), String(options.seed), String(options.documents), options.careless ? 'careless' : ''];
  const run = await cutEverywhere('child.ts', args, options, async (dir, told, cut) => {
    if (told.length > 0) add(sums, await judgeCut(dir, keys, told, cut % 25 === 0));
  });
  return { ...run, acts: run.acts - 1, ...sums, seed: options.seed };
}

/**
 * Records a script (its first argument is the folder) and hands over the folder as each cut leaves it, with what had
 * been told by then.
 */
export async function cutEverywhere(
  script: string,
  args: readonly string[],
  options: Pick<PowerOptions, 'everyNth' | 'seed' | 'onCut'>,
  judge: (dir: string, told: readonly Ack[], cut: number) => Promise<void>,
): Promise<Pick<PowerFigures, 'calls' | 'syncs' | 'cuts' | 'acts'>> {
  const scratch = mkdtempSync(join(tmpdir(), 'tvt-power-'));
  try {
    const root = join(scratch, 'profile');
    mkdirSync(root);
    const calls = recordRun(join(import.meta.dirname, script), [root, ...args], root, scratch);
    const syncs = calls.filter((call) => call.kind === 'synced').length;
    const random = seededRandom(options.seed);
    const disk = new Disk(root);
    const told: Ack[] = [];
    let cuts = 0;
    let sync = 0;
    for (const call of [...calls, END]) {
      // The cut comes just before a sync: the most was told, the least is certain.
      if ((call.kind === 'synced' && sync++ % options.everyNth === 0) || call === END) {
        for (const outcome of OUTCOMES) {
          const to = join(scratch, 'cut');
          rmSync(to, { recursive: true, force: true });
          disk.rebuild(to, outcome, random);
          await judge(to, told, cuts++);
        }
        options.onCut?.(sync, syncs);
      }
      if (call.kind === 'told') told.push(...acks(call.text));
      else disk.apply(call);
    }
    return { calls: calls.length, syncs, cuts, acts: told.length };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
/** After the last call, too. */
const END: Call = { kind: 'closed', fd: -1 };
const acks = (text: string): Ack[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Ack);

interface Found {
  lost: number;
  torn: number;
  numbers_doubled: number;
  numbers_skipped: number;
}
function add(sums: Found, found: Found): void {
  sums.lost += found.lost;
  sums.torn += found.torn;
  sums.numbers_doubled += found.numbers_doubled;
  sums.numbers_skipped += found.numbers_skipped;
}

/** A store that does not open has lost everything it told. */
async function judgeCut(dir: string, keys: StoreKeys, told: readonly Ack[], whole: boolean): Promise<Found> {
  let store: ReturnType<typeof openStore>;
  try {
    store = openStore({ dir, keys, clock: systemClock });
  } catch (error) {
    console.error(`a cut store does not open: ${String(error)}`);
    return { lost: told.length, torn: 0, numbers_doubled: 0, numbers_skipped: 0 };
  }
  try {
    const judged = await judge(store, '');
    const findings = whole ? (await checkStore(store)).findings : [];
    for (const finding of findings) console.error(`a cut store: ${JSON.stringify(finding)}`);
    // And the work goes on.
    store.tx(() => store.setSetting('after', 'the cut'));
    const torn = judged.torn + findings.length;
    return { lost: lost(store, told), torn, numbers_doubled: judged.doubled, numbers_skipped: judged.skipped };
  } finally {
    store.close();
  }
}
