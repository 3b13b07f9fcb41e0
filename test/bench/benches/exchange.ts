/**
 * The exchange after an outage: a full queue drained through the core, against plain uploads of the same bytes with the
 * same number of connections to the same axis; the core's memory and its answers to a page meanwhile; and taking in what
 * waited. `--size small` is a quick look.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashFile } from '../../../src/core/axis/vxp/headers.ts';
import { CORE_EXEC_ARGV } from '../../../src/main/supervisor.ts';
import { type LineChild, startChild } from '../../support/child.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import type { CoreTask } from '../exchange/coreProcess.ts';
import { type MadePackage, makePackage, makeStore, RECEIVER, SENDER } from '../exchange/prepare.ts';

interface Size {
  readonly small: number;
  readonly large: number;
  readonly inbox: number;
}
const SIZES: Readonly<Record<string, Size>> = {
  full: { small: 2_000, large: 20, inbox: 2_000 },
  small: { small: 200, large: 2, inbox: 200 },
  large: { small: 0, large: 8, inbox: 0 },
};
const SMALL_BYTES = 200_000;
const LARGE_BYTES = 50_000_000;
/** What the office's list holds already. */
const INCOMING = 5_000;
const LIST_EVERY_MS = 40;
const here = (name: string): string => join(import.meta.dirname, '..', 'exchange', name);

async function axisAt(dir: string): Promise<{ child: LineChild; url: string }> {
  const child = startChild(here('axisProcess.ts'), [JSON.stringify({ dir })]);
  const { url } = JSON.parse((await child.line()) ?? '{}') as { url: string };
  return { child, url };
}

/** The core as a process that answers questions. */
class Core {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  #next = 1;
  #peak = 0;
  readonly #watch: NodeJS.Timeout;
  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: { id: number; value: unknown }) => this.#waiting.get(message.id)?.(message.value));
    this.#watch = setInterval(() => void this.peakMb(), 200);
  }
  static async start(task: CoreTask): Promise<Core> {
    const child = fork(here('coreProcess.ts'), [JSON.stringify(task)], {
      execArgv: ['--disable-warning=ExperimentalWarning', ...CORE_EXEC_ARGV],
    });
    const core = new Core(child);
    await new Promise((resolve) => core.#waiting.set(0, resolve));
    return core;
  }
  ask<T>(ask: 'list' | 'start' | 'stand' | 'stop'): Promise<T> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (value) => {
        this.#waiting.delete(id);
        resolve(value as T);
      });
      this.#child.send({ id, ask }, (error) => {
        if (error) reject(error);
      });
    });
  }
  /** Highest resident memory since its start, as the system counts it. */
  peakMb(): number {
    try {
      const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'latin1'));
      this.#peak = Math.max(this.#peak, Number(line?.[1] ?? 0) / 1024);
    } catch {
      // It has ended, or this system does not tell.
    }
    return this.#peak;
  }
  async stop(): Promise<void> {
    clearInterval(this.#watch);
    await this.ask('stop');
  }
}

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

/** From the start of the exchange until nothing is open; a page asks for its list all the while. */
async function untilEmpty(core: Core, lists: number[]): Promise<number> {
  const begun = performance.now();
  await core.ask('start');
  let seen = false;
  for (;;) {
    const asked = performance.now();
    await core.ask('list');
    lists.push(performance.now() - asked);
    const { open, stored } = await core.ask<{ open: number; stored: number }>('stand');
    seen ||= open > 0 || stored > 0;
    if (seen && open === 0) return performance.now() - begun;
    await sleep(LIST_EVERY_MS);
  }
}

async function plainUploads(dir: string, made: { small: readonly MadePackage[]; large: readonly MadePackage[] }): Promise<number> {
  const axis = await axisAt(join(dir, 'axis-plain'));
  const described = (packages: readonly MadePackage[]) =>
    Promise.all(packages.map(async ({ path, size }) => ({ path, size, hash: hashFile(await sha256Of(path), 'unpadded') })));
  const uploads = { url: axis.url, small: await described(made.small), large: await described(made.large) };
  const file = join(dir, 'plain.json');
  writeFileSync(file, JSON.stringify(uploads));
  const child = startChild(here('plain.ts'), [file]);
  const { ms } = JSON.parse((await child.line()) ?? '{}') as { ms: number };
  axis.child.process.stdin?.end();
  await axis.child.ended;
  rmSync(join(dir, 'axis-plain'), { recursive: true, force: true });
  return ms;
}
async function sha256Of(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest();
}

async function drain(dir: string, made: readonly MadePackage[], lists: number[]): Promise<{ ms: number; peakMb: number }> {
  const key = randomBytes(32);
  const storeDir = join(dir, 'sender');
  await makeStore(storeDir, key, SENDER, made, INCOMING);
  const axis = await axisAt(join(dir, 'axis'));
  const core = await Core.start({ dir: storeDir, key: key.toString('hex'), office: SENDER, url: axis.url });
  const ms = await untilEmpty(core, lists);
  const peakMb = core.peakMb();
  await core.stop();
  axis.child.process.stdin?.end();
  await axis.child.ended;
  for (const name of ['sender', 'axis']) rmSync(join(dir, name), { recursive: true, force: true });
  return { ms, peakMb };
}

async function inbox(dir: string, small: readonly MadePackage[], lists: number[]): Promise<{ ms: number; peakMb: number }> {
  const key = randomBytes(32);
  const storeDir = join(dir, 'receiver');
  await makeStore(storeDir, key, RECEIVER, [], INCOMING);
  const axis = await axisAt(join(dir, 'axis-inbox'));
  axis.child.send(
    JSON.stringify({ folder: join(dir, 'packages'), names: small.map((one) => basename(one.path)), from: SENDER, to: RECEIVER }),
  );
  const { taken } = JSON.parse((await axis.child.line()) ?? '{}') as { taken: number };
  if (taken !== small.length) throw new Error(`the axis took ${taken}`);
  const core = await Core.start({ dir: storeDir, key: key.toString('hex'), office: RECEIVER, url: axis.url });
  const ms = await untilEmpty(core, lists);
  const peakMb = core.peakMb();
  await core.stop();
  axis.child.process.stdin?.end();
  await axis.child.ended;
  return { ms, peakMb };
}

export const exchange: Bench = {
  name: 'exchange',
  about: 'draining a full queue after an outage against plain undici uploads of the same bytes, and taking in what waited',
  async run(options: BenchOptions = {}) {
    const size = SIZES[options.size ?? 'full'];
    if (size === undefined) throw new RangeError(`--size ${Object.keys(SIZES).join('|')}`);
    const dir = mkdtempSync(join(tmpdir(), 'tvt-bench-exchange-'));
    try {
      mkdirSync(join(dir, 'packages'));
      const small: MadePackage[] = [];
      for (let n = 1; n <= size.small; n++) small.push(await makePackage(join(dir, 'packages'), n, SMALL_BYTES));
      const large: MadePackage[] = [];
      for (let n = 1; n <= size.large; n++) large.push(await makePackage(join(dir, 'packages'), 100_000 + n, LARGE_BYTES));
      // Before and after: the machine's mood changes between runs.
      const before = await plainUploads(dir, { small, large });
      const drainLists: number[] = [];
      const drained = await drain(dir, [...small, ...large], drainLists);
      const plainMs = (before + (await plainUploads(dir, { small, large }))) / 2;
      const inboxLists: number[] = [];
      const taken =
        size.inbox === 0 ? { ms: Number.POSITIVE_INFINITY, peakMb: 0 } : await inbox(dir, small.slice(0, size.inbox), inboxLists);
      return {
        figures: {
          drain_over_plain_upload: { value: plainMs / drained.ms, unit: 'ratio', target: '>=0.6' },
          core_peak_rss_mb: { value: Math.max(drained.peakMb, taken.peakMb), unit: 'MB', target: '<=250' },
          list_p95_ms_during_drain: { value: p95(drainLists), unit: 'ms', target: '<=50' },
          inbox_per_s: { value: (Math.min(size.inbox, small.length) * 1000) / taken.ms, unit: 'per_s' },
          list_p95_ms_during_inbox: { value: p95(inboxLists), unit: 'ms' },
          drain_ms: { value: drained.ms, unit: 'ms' },
          plain_ms: { value: plainMs, unit: 'ms' },
        },
      };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};
