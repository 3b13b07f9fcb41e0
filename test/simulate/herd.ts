/**
 * A province's network returns and every workstation wakes: in virtual time, with the product's own order of sending,
 * backoff and pace after an outage. The gateway is one queue with a bandwidth and a cost for each call; a station's own
 * line is slower than the gateway's. What is not the product's is named here and nowhere else.
 */
import { bySendingOrder, nextTry } from '../../src/domain/dispatch.ts';
import type { Priority } from '../../src/domain/edxml.ts';
import { afterAnswer, beginReturn, gapOf, type Returning, SMALL_CALL } from '../../src/domain/returning.ts';
import { Events, seeded } from './events.ts';

export interface HerdOptions {
  readonly stations: number;
  readonly outageHours: number;
  readonly seed: number;
  /** Off: every station sends as fast as it can, to see what the pace is worth. */
  readonly pace: boolean;
}
export interface HerdResult {
  readonly stations: number;
  readonly outage_hours: number;
  readonly calls: number;
  readonly gigabytes: number;
  readonly peak_over_mean: number;
  readonly urgent_out_s_p99: number;
  readonly drain_over_bandwidth: number;
  readonly drain_minutes: number;
  readonly seed: number;
}

/** The world around: measured nowhere, chosen to be plausible and stated. The gateway is that of 3,300 stations and scales with them. */
export const WORLD = {
  stations: 3300,
  gatewayBytesPerS: 125_000_000,
  callCostMs: 0.25,
  stationBytesPerS: 2_500_000,
  roundTripMs: 40,
  callBytes: 4_000,
  /** Of a working day, an office. */
  outgoingADay: 10,
  incomingADay: 40,
  statusesADay: 60,
  urgentShare: 0.02,
  pollMs: 30_000,
  timeoutMs: 60_000,
} as const;

/** Nine documents in ten under 300 kB, a few of 40 MB. */
function sizeOf(random: number): number {
  if (random < 0.9) return 40_000 + random * 280_000;
  if (random < 0.995) return 300_000 + ((random - 0.9) / 0.095) * 4_000_000;
  return 40_000_000;
}

interface Job {
  readonly kind: 'document' | 'status';
  readonly priority: Priority;
  readonly seq: number;
  /** Bytes that go through the gateway for it. */
  readonly bytes: number;
}
interface Call {
  readonly bytes: number;
  readonly urgent: boolean;
  done(answer: { readonly ms: number } | 'busy'): void;
}

class Gateway {
  readonly #events: Events;
  /** When everything accepted so far is through. */
  #free = 0;
  calls = 0;
  bytes = 0;
  readonly perSecond: number[] = [];
  /** Its part of the gateway of 3,300 stations. */
  readonly #share: number;
  constructor(events: Events, stations: number) {
    this.#events = events;
    this.#share = stations / WORLD.stations;
  }
  get bytesPerS(): number {
    return WORLD.gatewayBytesPerS * this.#share;
  }
  call({ bytes, done }: Call): void {
    const now = this.#events.now;
    const second = Math.floor(now / 1000);
    this.perSecond[second] = (this.perSecond[second] ?? 0) + 1;
    this.calls++;
    const wait = Math.max(0, this.#free - now);
    // The queue is as long as clients wait; beyond it the gateway says that it is busy.
    if (wait > WORLD.timeoutMs) {
      this.#events.after(WORLD.roundTripMs, () => done('busy'));
      return;
    }
    this.bytes += bytes;
    const service = WORLD.callCostMs / this.#share + (bytes / this.bytesPerS) * 1000;
    this.#free = Math.max(this.#free, now) + service;
    const ownLine = (bytes / WORLD.stationBytesPerS) * 1000;
    const ms = WORLD.roundTripMs + Math.max(wait + service, ownLine);
    this.#events.after(ms, () => done({ ms }));
  }
}

class Station {
  readonly #events: Events;
  readonly #gateway: Gateway;
  readonly #random: () => number;
  /** Both in the product's order, the next one last. */
  readonly #rest: Job[];
  readonly #urgents: Job[];
  readonly #outageMs: number;
  readonly #paced: boolean;
  readonly onUrgent: (ms: number) => void;
  #pace: Returning | undefined;
  #tries = 0;
  emptyAt: number | undefined;

  constructor(events: Events, gateway: Gateway, random: () => number, options: HerdOptions, onUrgent: (ms: number) => void) {
    this.#events = events;
    this.#gateway = gateway;
    this.#random = random;
    this.#outageMs = options.outageHours * 3_600_000;
    this.#paced = options.pace;
    this.onUrgent = onUrgent;
    const jobs = this.#work(options.outageHours / 24)
      .sort(bySendingOrder)
      .reverse();
    this.#rest = jobs.filter((job) => job.priority === 0);
    this.#urgents = jobs.filter((job) => job.priority > 0);
  }
  /** Statuses are sent on lanes of their own; what comes in is fetched, told done and answered with status 01. */
  #work(days: number): Job[] {
    const jobs: Job[] = [];
    const scale = 0.5 + this.#random();
    const add = (count: number, make: (urgent: boolean) => Omit<Job, 'seq' | 'priority'>): void => {
      for (let i = 0; i < Math.round(count * scale * days); i++) {
        const urgent = this.#random() < WORLD.urgentShare;
        jobs.push({ ...make(urgent), priority: urgent ? 3 : 0, seq: Math.floor(this.#random() * 1e9) });
      }
    };
    add(WORLD.outgoingADay, () => ({ kind: 'document', bytes: sizeOf(this.#random()) }));
    add(WORLD.incomingADay, () => ({ kind: 'document', bytes: sizeOf(this.#random()) }));
    // Told done, and status 01, for each that comes in.
    for (let i = 0; i < 2; i++) add(WORLD.incomingADay, () => ({ kind: 'status', bytes: WORLD.callBytes }));
    add(WORLD.statusesADay, () => ({ kind: 'status', bytes: WORLD.callBytes }));
    return jobs;
  }
  start(): void {
    // Where in its interval of looking a station stands when the line returns.
    this.#events.after(this.#random() * Math.min(nextTry(0, 20, this.#random()), 2 * WORLD.pollMs), () => this.#look());
  }
  #look(): void {
    this.#gateway.call({
      bytes: WORLD.callBytes,
      urgent: false,
      done: (answer) => {
        if (answer === 'busy') {
          this.#tries++;
          this.#events.after(Math.min(nextTry(0, this.#tries, this.#random()), 2 * WORLD.pollMs), () => this.#look());
          return;
        }
        this.#pace = this.#paced ? beginReturn(this.#outageMs, this.#events.now) : undefined;
        this.#told(answer);
        this.#urgent();
        const lanes = 3;
        for (let i = 0; i < lanes; i++) this.#next();
      },
    });
  }
  /** Urgent ones first and at once, one after the other. */
  #urgent(): void {
    const job = this.#urgents.pop();
    if (job === undefined) {
      this.#ended();
      return;
    }
    this.#gateway.call({
      bytes: job.bytes,
      urgent: true,
      done: (answer) => {
        if (answer === 'busy') {
          this.#urgents.push(job);
          this.#events.after(nextTry(0, 1, this.#random()), () => this.#urgent());
          return;
        }
        this.onUrgent(this.#events.now);
        this.#urgent();
      },
    });
  }
  #told(answer: { readonly ms: number } | 'busy'): void {
    if (this.#pace !== undefined) this.#pace = afterAnswer(this.#pace, answer, this.#events.now);
  }
  /** One lane: the pace is the station's, so each of the lanes waits its part. */
  #next(): void {
    const wait = this.#pace === undefined ? 0 : gapOf(this.#pace, this.#random()) * 3;
    this.#events.after(wait, () => {
      const job = this.#rest.pop();
      if (job === undefined) {
        this.#ended();
        return;
      }
      this.#gateway.call({
        bytes: job.bytes,
        urgent: false,
        done: (answer) => {
          if (answer === 'busy') {
            this.#rest.unshift(job);
            this.#tries++;
            this.#told('busy');
            this.#events.after(nextTry(0, Math.min(this.#tries, 4), this.#random()), () => this.#next());
            return;
          }
          if (job.bytes <= SMALL_CALL) this.#told(answer);
          this.#next();
        },
      });
    });
  }
  #ended(): void {
    this.emptyAt = this.#events.now;
  }
  get left(): number {
    return this.#rest.length + this.#urgents.length;
  }
}

const HALF_HOUR_S = 1800;
export function herd(options: HerdOptions): HerdResult {
  const events = new Events();
  const random = seeded(options.seed);
  const gateway = new Gateway(events, options.stations);
  const urgent: number[] = [];
  const stations = Array.from({ length: options.stations }, () => new Station(events, gateway, random, options, (ms) => urgent.push(ms)));
  for (const station of stations) station.start();
  events.run(48 * 3_600_000);
  const left = stations.reduce((sum, station) => sum + station.left, 0);
  if (left > 0) throw new Error(`${left} left after two days`);
  const end = Math.max(...stations.map((station) => station.emptyAt ?? 0));
  const first = Array.from({ length: HALF_HOUR_S }, (_, i) => gateway.perSecond[i] ?? 0);
  const mean = first.reduce((a, b) => a + b, 0) / HALF_HOUR_S;
  urgent.sort((a, b) => a - b);
  const two = (n: number): number => Math.round(n * 100) / 100;
  return {
    stations: options.stations,
    outage_hours: options.outageHours,
    calls: gateway.calls,
    gigabytes: two(gateway.bytes / 1e9),
    peak_over_mean: two(Math.max(...first) / mean),
    urgent_out_s_p99: two((urgent[Math.floor(urgent.length * 0.99)] ?? 0) / 1000),
    drain_over_bandwidth: two(end / ((gateway.bytes / gateway.bytesPerS) * 1000)),
    drain_minutes: two(end / 60_000),
    seed: options.seed,
  };
}
