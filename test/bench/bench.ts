/**
 * The form of a benchmark: named figures, each with its unit and, where a promise stands behind it, its target. Inputs come
 * from a seed. Times of two ways are compared by pairs run in turn (A B A B…), because a machine's mood changes between runs
 * but hardly within a pair.
 */
import { cpus } from 'node:os';

export type Unit = 'ratio' | 'ms' | 'MB' | 'kB' | 'per_s' | 'percent';
export interface Figure {
  readonly value: number;
  readonly unit: Unit;
  /** `<=1.6` or `>=40`; absent for a figure that promises nothing. */
  readonly target?: string;
}
export interface BenchResult {
  readonly figures: Readonly<Record<string, Figure>>;
  /** Which token was used, where one was. */
  readonly token?: string;
}
/** What may be asked of a benchmark on the command line. */
export interface BenchOptions {
  /** `--size`: how much there is, where a benchmark knows several sizes. */
  readonly size?: string;
  /** `--cache`: folder where what takes long to make is kept; else one in the system's temporary folder. */
  readonly cache?: string;
  /** `--make-for`: only make what is kept, for at most so many seconds; the next time goes on. */
  readonly makeFor?: number;
}
export interface Bench {
  readonly name: string;
  /** One sentence for people: what is compared with what. */
  readonly about: string;
  run(options?: BenchOptions): Promise<BenchResult>;
}
export interface BenchReport {
  readonly bench: string;
  readonly figures: Readonly<Record<string, Figure & { readonly holds: boolean }>>;
  readonly env: { readonly node: string; readonly cpus: number; readonly token: string };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('no values');
  return (upper + lower) / 2;
}

/** True when a value keeps its target; a figure without a target always holds; NaN never does. */
export function holds(value: number, target: string | undefined): boolean {
  if (target === undefined) return Number.isFinite(value);
  const [, sign, limit] = /^(<=|>=)(-?\d+(?:\.\d+)?)$/.exec(target) ?? [];
  if (sign === undefined || limit === undefined) throw new SyntaxError(`target ${target}`);
  return sign === '<=' ? value <= Number(limit) : value >= Number(limit);
}

export interface Pairs {
  /** Median of each pair's a/b. */
  readonly ratio: number;
  readonly aMs: number;
  readonly bMs: number;
}
/** Runs `a` and `b` in turn, `pairs` times after one pair that only warms up. */
export async function ratioOfPairs(
  pairs: number,
  a: () => unknown,
  b: () => unknown,
  now: () => number = () => performance.now(),
): Promise<Pairs> {
  const time = async (work: () => unknown): Promise<number> => {
    const start = now();
    await work();
    return now() - start;
  };
  const seen: { a: number; b: number }[] = [];
  for (let i = 0; i <= pairs; i++) {
    const pair = { a: await time(a), b: await time(b) };
    if (i > 0) seen.push(pair);
  }
  return { ratio: median(seen.map((p) => p.a / p.b)), aMs: median(seen.map((p) => p.a)), bMs: median(seen.map((p) => p.b)) };
}

/** Numbers in [0, 1) from a seed (mulberry32): the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes from a seed that do not compress. */
export function seededBytes(length: number, seed: number): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.allocUnsafe(length);
  const whole = length - (length % 4);
  for (let at = 0; at < whole; at += 4) bytes.writeUInt32LE(random() * 2 ** 32, at);
  for (let at = whole; at < length; at++) bytes[at] = random() * 256;
  return bytes;
}

export async function runBench(bench: Bench, options: BenchOptions = {}): Promise<BenchReport> {
  const { figures, token } = await bench.run(options);
  const judged = Object.entries(figures).map(([name, figure]) => {
    const value = Number(figure.value.toPrecision(4));
    return [name, { ...figure, value, holds: holds(figure.value, figure.target) }] as const;
  });
  return {
    bench: bench.name,
    figures: Object.fromEntries(judged),
    env: { node: process.versions.node, cpus: cpus().length, token: token ?? 'none' },
  };
}

/** The report as a table for people. */
export function table(report: BenchReport): string {
  const rows = Object.entries(report.figures).map(([name, f]) => [
    name,
    String(f.value),
    f.unit,
    f.target ?? '',
    f.holds ? 'holds' : 'FAILS',
  ]);
  const lines = [['figure', 'value', 'unit', 'target', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const { node, cpus: count, token } = report.env;
  return [...text, `Node ${node}, ${count} CPUs, token: ${token}`].join('\n');
}
