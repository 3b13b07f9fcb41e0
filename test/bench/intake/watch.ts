/** What a run of the intake benchmark measures beside its times: how lists answer meanwhile, and what its processes hold. */
import { readFileSync } from 'node:fs';
import { listIncoming } from '../../../src/core/documents/index.ts';
import type { Store } from '../../../src/core/store/types.ts';

const EVERY_MS = 25;
const LOOK_MS = 200;

export const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

/** Asks for the first page of the list again and again, as a page would; how long after it was asked each answer was there. */
export function askingLists(store: Store): { stop(): number[] } {
  const took: number[] = [];
  let timer: NodeJS.Timeout;
  const ask = (): void => {
    const due = performance.now() + EVERY_MS;
    timer = setTimeout(() => {
      listIncoming(store, { states: [], text: '', offset: 0, limit: 50 });
      took.push(performance.now() - due);
      ask();
    }, EVERY_MS);
  };
  ask();
  return {
    stop() {
      clearTimeout(timer);
      return took;
    },
  };
}

/** Resident memory, MB; nothing where the process is not there. */
function rssOf(pid: number | undefined): number {
  try {
    return (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

export interface Memory {
  /** Most that all held at one moment. */
  readonly peak: number;
  /** Most that each held. */
  readonly of: Readonly<Record<string, number>>;
  /** What all held, at the median, of the samples from a share of the run to another one. */
  between(from: number, to: number): number;
}
/** Samples the memory of some processes; each may end and come back under another id. */
export function watchMemory(processes: Readonly<Record<string, () => number | undefined>>): { stop(): Memory } {
  const samples: number[] = [];
  const of: Record<string, number> = {};
  const timer = setInterval(() => {
    let all = 0;
    for (const [name, pid] of Object.entries(processes)) {
      const now = rssOf(pid());
      of[name] = Math.max(of[name] ?? 0, now);
      all += now;
    }
    samples.push(all);
  }, LOOK_MS);
  return {
    stop() {
      clearInterval(timer);
      return {
        peak: Math.max(0, ...samples),
        of,
        between(from, to) {
          const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)).sort((a, b) => a - b);
          return part[Math.floor(part.length / 2)] ?? 0;
        },
      };
    },
  };
}
