/**
 * Taking in all that waits: several packages are fetched side by side, read one after the other (urgent ones first), and
 * the axis is told of several side by side. Any of it may end at any point and go on at the next run.
 */
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { TransportError } from './failure.ts';
import { fetchPackage, HOLDING_TRIES, nextToFetch } from './fetch.ts';
import { acknowledge, type InboxParts, later, type PackageRecord, takeIn } from './inbox.ts';

const FETCHERS = 3;
/** The parser does one job at a time; the disk and the store work meanwhile. */
const READERS = 3;
const TELLERS = 2;

/** Disk that stays free whatever comes: for the clerk's own work and the database. */
export const DISK_RESERVE = 512 * 1024 * 1024;
/** A package of unknown size may bring this much, twice: itself and its files. */
const PER_PACKAGE = 2 * 64 * 1024 * 1024;

/**
 * Takes in every due package and tells the axis of every decided one.
 * @returns the failure that showed the line to be in trouble, if one did
 * @throws Failure `axis.disk_short` where too little disk is left to fetch
 */
export function receivePackages(parts: InboxParts): Promise<TransportError | undefined> {
  return new Intake(parts).run();
}

/** One kind of work with so many hands. */
interface Hands {
  readonly count: number;
  next(busy: ReadonlySet<RecordId>): PackageRecord | undefined;
  work(row: PackageRecord): Promise<void>;
}

class Intake {
  readonly #parts: InboxParts;
  /** A package is in one pair of hands only. */
  readonly #busy = new Set<RecordId>();
  /** Packages on their way that were not looked at before. */
  #heads = 0;
  #trouble: TransportError | undefined;
  #disk: Failure | undefined;
  #unexpected: unknown;
  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  async run(): Promise<TransportError | undefined> {
    const fetchers = this.#parts.fetchers ?? FETCHERS;
    const hands: readonly Hands[] = [
      { count: fetchers, next: (busy) => this.#toFetch('edoc', busy), work: (row) => this.#fetch(row) },
      { count: 1, next: (busy) => this.#toFetch('status', busy), work: (row) => this.#fetch(row) },
      { count: READERS, next: (busy) => this.#toRead('edoc', busy), work: (row) => this.#read(row) },
      // One at a time: the statuses of a document are stored in their order.
      { count: 1, next: (busy) => this.#toRead('status', busy), work: (row) => this.#read(row) },
      { count: TELLERS, next: (busy) => this.#toTell(busy), work: (row) => acknowledge(this.#parts, row.id) },
    ];
    await new Promise<void>((resolve) => this.#together(hands, resolve));
    if (this.#unexpected !== undefined) throw this.#unexpected;
    if (this.#disk !== undefined && this.#trouble === undefined) throw this.#disk;
    return this.#trouble;
  }

  /** Every hand works while there is something for it; all end when nothing is left and nobody works. */
  #together(hands: readonly Hands[], done: () => void): void {
    let working = 0;
    const idle = hands.map((one) => one.count);
    const look = (): void => {
      for (const [index, one] of hands.entries()) {
        while ((idle[index] ?? 0) > 0) {
          const row = this.#stopped() ? undefined : this.#pick(one);
          if (row === undefined) break;
          idle[index] = (idle[index] ?? 0) - 1;
          working++;
          this.#busy.add(row.id);
          void this.#one(one, row).finally(() => {
            this.#busy.delete(row.id);
            idle[index] = (idle[index] ?? 0) + 1;
            working--;
            look();
          });
        }
      }
      if (working === 0) done();
    };
    look();
  }
  #pick(hands: Hands): PackageRecord | undefined {
    try {
      return hands.next(this.#busy);
    } catch (error) {
      this.#unexpected ??= error;
      return undefined;
    }
  }
  #stopped(): boolean {
    return this.#parts.stopped() || this.#trouble !== undefined || this.#unexpected !== undefined;
  }

  async #one(hands: Hands, row: PackageRecord): Promise<void> {
    try {
      await hands.work(row);
    } catch (error) {
      if (this.#parts.stopped()) return;
      if (error instanceof Failure && error.error.code === 'axis.disk_short') {
        this.#disk ??= error;
        return;
      }
      try {
        later(this.#parts, row, error);
      } catch (failed) {
        this.#unexpected ??= failed;
      }
      if (error instanceof TransportError && error.failure !== 'axis_error' && error.failure !== 'refused') this.#trouble ??= error;
    }
  }

  #toFetch(kind: 'edoc' | 'status', busy: ReadonlySet<RecordId>): PackageRecord | undefined {
    if (this.#disk !== undefined) return undefined;
    const row = nextToFetch(this.#parts, kind, busy);
    // What was put off waits for every head: the urgent one may be the last of the list.
    return row?.put_off === 1 && this.#heads > 0 ? undefined : row;
  }
  async #fetch(row: PackageRecord): Promise<void> {
    const first = row.message_type === 'edoc' && row.put_off === 0;
    if (first) this.#heads++;
    try {
      await this.#watchDisk();
      if (this.#parts.gate && !(await this.#parts.gate.pass())) return;
      await fetchPackage(this.#parts, row, () => this.#watchDisk());
    } finally {
      if (first) this.#heads--;
    }
  }
  /** @throws Failure `axis.disk_short` */
  async #watchDisk(): Promise<void> {
    const free = await this.#parts.freeDisk?.();
    if (free !== undefined && free < DISK_RESERVE + PER_PACKAGE)
      throw new Failure('axis.disk_short', { freeMb: Math.floor(free / 1_048_576) });
  }

  /** Urgent first, then oldest; a status after the earlier ones of its sender. */
  #toRead(kind: 'edoc' | 'status', busy: ReadonlySet<RecordId>): PackageRecord | undefined {
    const { store, organ, clock } = this.#parts;
    const rows = store.db
      .prepare(`SELECT * FROM package p WHERE p.organ_id = @organ AND p.message_type = @kind AND p.state = 'listed' AND p.blob_id IS NOT NULL AND p.next_at <= @now
           AND NOT (p.message_type = 'status' AND EXISTS (SELECT 1 FROM package e WHERE e.organ_id = @organ AND e.sender = p.sender AND e.seq < p.seq
             AND e.state = 'listed' AND e.message_type = 'status' AND e.blob_id IS NULL AND e.attempts < ${HOLDING_TRIES}))
         ORDER BY coalesce(p.priority, 0) DESC, p.seq LIMIT @limit`)
      .all({ organ, kind, now: clock.now(), limit: busy.size + 1 }) as PackageRecord[];
    return rows.find((row) => !busy.has(row.id));
  }
  async #read(row: PackageRecord): Promise<void> {
    if (row.blob_id !== null) await takeIn(this.#parts, row, row.blob_id);
  }

  #toTell(busy: ReadonlySet<RecordId>): PackageRecord | undefined {
    const { store, organ, clock } = this.#parts;
    const rows = store.db
      .prepare(
        `SELECT * FROM package INDEXED BY package_to_tell WHERE organ_id = ? AND acknowledged = 0 AND outcome IS NOT NULL AND next_at <= ? ORDER BY seq LIMIT ?`,
      )
      .all(organ, clock.now(), busy.size + 1) as PackageRecord[];
    return rows.find((row) => !busy.has(row.id));
  }
}
