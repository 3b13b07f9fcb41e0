/**
 * Three workstations and the axis as processes of their own, a faulty line before each workstation, SIGKILLs on all of
 * them; when everything has come to rest, the books of both ends and of the axis are compared.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../../src/core/clock.ts';
import { openDefaultBooks } from '../../../src/core/registers/index.ts';
import { openStore, type Store } from '../../../src/core/store/index.ts';
import { AxisStore } from '../../../src/training/axis/store.ts';
import { seededRandom } from '../../bench/bench.ts';
import { type LineChild, startChild } from '../../support/child.ts';
import type { FaultRun } from '../runs/index.ts';
import { compareBooks } from './compare.ts';
import { OFFICES, planDocuments } from './plan.ts';
import { type FaultyLine, openLine } from './wire.ts';
import type { WorkstationOptions } from './workstationProcess.ts';

export interface ExchangeFaults {
  readonly messages: number;
  readonly seed: number;
  /** Documents of 40 MB among them. */
  readonly large?: number;
  readonly verbose?: boolean;
  readonly say?: (line: string) => void;
}
export interface ExchangeFigures {
  readonly [figure: string]: number;
  readonly messages: number;
  readonly kills: number;
  readonly faults: number;
  readonly lost: number;
  readonly doubled: number;
  readonly out_of_order: number;
  readonly wrong_recipient: number;
  readonly bytes_differ: number;
  readonly seed: number;
}

const here = (name: string): string => join(import.meta.dirname, name);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Chance of a fault at a request, and of an end at a marked point (there are about ten at each message). */
const FAULT_CHANCE = 0.06;
/** A run in which nothing moved for so long has come to a stop that nobody wants. */
const STALL_MS = 25_000;
const DIE_CHANCE = 1 / 2500;

/** A process that is started again whenever it ended, until it is told to stop. */
class Kept {
  readonly name: string;
  readonly #start: (starts: number) => LineChild;
  #child: LineChild;
  #starts = 0;
  #stopped = false;
  #watching: Promise<void>;
  kills = 0;
  last: Readonly<Record<string, number>> = {};
  /** When the last line came, by `performance.now`. */
  heard = 0;

  constructor(name: string, start: (starts: number) => LineChild) {
    this.name = name;
    this.#start = start;
    this.#child = start(this.#starts++);
    this.#watching = this.#watch();
  }
  async #watch(): Promise<void> {
    for (;;) {
      const line = await this.#child.line();
      if (line !== undefined) {
        this.last = JSON.parse(line) as Record<string, number>;
        this.heard = performance.now();
        continue;
      }
      const end = await this.#child.ended;
      if (end === 'SIGKILL') this.kills++;
      else if (!this.#stopped) throw new Error(`${this.name} ended by itself: ${end}`);
      if (this.#stopped) return;
      this.#child = this.#start(this.#starts++);
    }
  }
  kill(): void {
    this.#child.process.kill('SIGKILL');
  }
  send(command: string): void {
    this.#child.send(command);
  }
  /** Rejects where the process ended by itself. */
  get failed(): Promise<void> {
    return this.#watching;
  }
  async stop(how: 'stop' | 'SIGTERM'): Promise<void> {
    this.#stopped = true;
    if (how === 'stop') this.send('stop');
    else this.#child.process.kill(how);
    await this.#watching;
  }
}

function prepareStore(dir: string, organ: string, key: Buffer): void {
  const store = openStore({ dir, keys: { database: key, names: key }, clock: systemClock, create: true });
  const office = OFFICES.find((o) => o.organId === organ);
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, parent_name, place, abbreviation, endpoint, system_id, secret) VALUES (?, ?, ?, ?, 'UBND', '', ?, ?)`,
      )
      .run(organ, office?.name, office?.parentName, office?.place, office?.systemId, office?.secret);
    for (const other of OFFICES)
      store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES (?, ?, '', 0)`).run(other.organId, other.name);
    openDefaultBooks(store, organ, 'UBND');
  });
  store.close();
}

export async function exchangeFaults(options: ExchangeFaults): Promise<ExchangeFigures> {
  const { messages, seed, large = 0, verbose = false, say = () => undefined } = options;
  const root = mkdtempSync(join(tmpdir(), 'tvt-faults-'));
  const random = seededRandom(seed);
  const lines: FaultyLine[] = [];
  const kept: Kept[] = [];
  let calm = false;
  try {
    // Half of the runs meet an axis that takes everything twice and cannot be asked.
    const deduplicate = seed % 2 === 0;
    const axis = new Kept('axis', () => startChild(here('axisProcess.ts'), [JSON.stringify({ dir: join(root, 'axis'), deduplicate })]));
    kept.push(axis);
    const places = OFFICES.map((office) => ({ organ: office.organId, dir: join(root, office.organId), key: randomBytes(32) }));
    for (const place of places) {
      prepareStore(place.dir, place.organ, place.key);
      const line = await openLine(() => axis.last.port ?? 1, random);
      lines.push(line);
      kept.push(
        new Kept(place.organ, (start) => {
          const given: WorkstationOptions = {
            dir: place.dir,
            office: place.organ,
            url: line.url,
            key: place.key.toString('hex'),
            messages,
            seed,
            large,
            die: calm ? 0 : DIE_CHANCE,
            start,
            verbose,
          };
          return startChild(here('workstationProcess.ts'), [JSON.stringify(given)]);
        }),
      );
    }
    const stations = kept.slice(1);
    const guard = Promise.race(kept.map((k) => k.failed));
    guard.catch(() => undefined);
    for (const line of lines) line.setChance(FAULT_CHANCE);
    await Promise.race([guard, trouble({ kept, stations, lines, random, messages, say })]);
    calm = true;
    for (const line of lines) line.setChance(0);
    for (const station of stations) station.send('calm');
    say('the line is good again');
    await Promise.race([guard, rest({ axis, stations, say })]);
    const kills = kept.reduce((sum, k) => sum + k.kills, 0);
    for (const station of stations) await station.stop('stop');
    await axis.stop('SIGTERM');
    const stores = new Map<string, Store>();
    for (const place of places)
      stores.set(place.organ, openStore({ dir: place.dir, keys: { database: place.key, names: place.key }, clock: systemClock }));
    const book = new AxisStore(join(root, 'axis'), OFFICES, Date.now);
    const differences = compareBooks({ plan: planDocuments(messages, seed, large), stores, axis: book.all(), say });
    book.close();
    for (const store of stores.values()) store.close();
    return { messages, kills, faults: lines.reduce((sum, line) => sum + line.faults(), 0), ...differences, seed };
  } finally {
    for (const one of kept) one.kill();
    for (const line of lines) await line.close().catch(() => undefined);
    rmSync(root, { recursive: true, force: true });
  }
}

interface Scene {
  readonly kept: readonly Kept[];
  readonly stations: readonly Kept[];
  readonly lines: readonly FaultyLine[];
  readonly random: () => number;
  readonly messages: number;
  readonly say: (line: string) => void;
}
/** Kills and cuts until all documents were issued and most of the work was done under faults. */
async function trouble({ kept, stations, lines, random, messages, say }: Scene): Promise<void> {
  while (kept.some((k) => k.heard === 0)) await pause(100);
  const enough = performance.now() + Math.max(5_000, messages * 80);
  for (;;) {
    await pause(400 + random() * 600);
    const issued = stations.every((s) => (s.last.issued ?? 0) >= (s.last.planned ?? 1));
    say(
      `${stations.map((s) => `${s.name}: ${s.last.issued ?? 0}/${s.last.planned ?? '?'} issued, ${s.last.open ?? '?'} open`).join('; ')}`,
    );
    if (issued && performance.now() > enough) return;
    const drawn = random();
    const line = lines[Math.floor(random() * lines.length)];
    const victim = kept[Math.floor(random() * kept.length)];
    if (drawn < 0.6 && victim !== undefined && victim.heard > performance.now() - 1500) victim.kill();
    else if (drawn < 0.8) await line?.refuse(300 + random() * 1200);
  }
}

/** Until nothing waits anywhere, seen three times in a row. */
async function rest({ axis, stations, say }: Pick<Scene, 'stations' | 'say'> & { axis: Kept }): Promise<void> {
  let quiet = 0;
  let before = '';
  let changed = performance.now();
  for (let round = 0; quiet < 3; round++) {
    await pause(600);
    if (round % 10 === 0) for (const station of stations) station.send('now');
    const now = JSON.stringify([...stations.map((s) => s.last), axis.last]);
    if (now !== before) changed = performance.now();
    before = now;
    if (performance.now() - changed > STALL_MS) {
      for (const station of stations) station.send('stand');
      await pause(1000);
      throw new Error(`nothing moved for ${STALL_MS / 1000} s: ${now}`);
    }
    const since = performance.now() - 900;
    const still = stations.every((s) => s.heard > since && s.last.issued === s.last.planned && s.last.open === 0);
    quiet = still && axis.heard > since && axis.last.waiting === 0 ? quiet + 1 : 0;
    if (round % 5 === 0) say(`${stations.map((s) => `${s.name}: ${s.last.open} open`).join('; ')}; axis: ${axis.last.waiting} waiting`);
  }
}

export const exchange: FaultRun = {
  name: 'exchange',
  about: 'three workstations and the axis, faulty lines, SIGKILLs on all of them; both ends’ stores and the axis’s book must agree',
  usage: '[--messages N] [--seed S] [--large N] [--verbose]',
  async run(args, say) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string', default: '300' },
        seed: { type: 'string', default: '1' },
        large: { type: 'string' },
        verbose: { type: 'boolean', default: false },
      },
    });
    const messages = Number(values.messages);
    const large = values.large === undefined ? Math.floor(messages / 1000) : Number(values.large);
    const figures = await exchangeFaults({ messages, seed: Number(values.seed), large, verbose: values.verbose, say });
    const { lost, doubled, out_of_order, wrong_recipient, bytes_differ } = figures;
    return { figures, holds: lost + doubled + out_of_order + wrong_recipient + bytes_differ === 0 };
  },
};
