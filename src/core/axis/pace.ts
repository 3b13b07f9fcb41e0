/** How fast things go out: the pace of the last minute, what each upload has sent so far, and a limit on the bandwidth. */
import type { SendingPace } from '../../domain/dispatch.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Clock } from '../clock.ts';

const WINDOW_MS = 60_000;
const MAX_KEPT = 600;

export class Pace {
  readonly #clock: Clock;
  readonly #sent = new Map<RecordId, number>();
  /** Ends of accepted uploads, oldest first. */
  #done: { at: number; bytes: number }[] = [];
  /** Since when uploads are under way without a break. */
  #busySince: number | undefined;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(id: RecordId): void {
    if (this.#sent.size === 0) {
      const now = this.#clock.now();
      // A pause makes the pace before it stale.
      if (this.#busySince === undefined || now - (this.#done.at(-1)?.at ?? 0) > 5_000) {
        this.#busySince = now;
        this.#done = [];
      }
    }
    this.#sent.set(id, 0);
  }
  sent(id: RecordId, bytes: number): void {
    this.#sent.set(id, bytes);
  }
  end(id: RecordId, acceptedBytes?: number): void {
    this.#sent.delete(id);
    if (acceptedBytes === undefined) return;
    this.#done.push({ at: this.#clock.now(), bytes: acceptedBytes });
    if (this.#done.length > MAX_KEPT) this.#done.splice(0, MAX_KEPT / 2);
  }
  /** Bytes that went out of an upload under way. */
  progress(id: RecordId): number | undefined {
    return this.#sent.get(id);
  }
  pace(): SendingPace {
    const now = this.#clock.now();
    const from = Math.max(this.#busySince ?? now, now - WINDOW_MS);
    const recent = this.#done.filter((one) => one.at >= from);
    // Where old ones were dropped the window begins at the oldest kept.
    const start = this.#done.length >= MAX_KEPT / 2 ? Math.max(from, this.#done[0]?.at ?? from) : from;
    return { items: recent.length, bytes: recent.reduce((sum, one) => sum + one.bytes, 0), ms: now - start };
  }
}

/** Lets pass so many bytes a second, over all uploads together; a limit of 0 lets pass all. */
export class Throttle {
  readonly #clock: Clock;
  readonly #limit: () => number;
  /** When the bytes taken so far will have passed. */
  #free = 0;
  readonly #waiting = new Map<() => void, { cancel(): void }>();
  constructor(clock: Clock, bytesPerSecond: () => number) {
    this.#clock = clock;
    this.#limit = bytesPerSecond;
  }
  /** Resolves when these bytes may go. */
  async take(bytes: number): Promise<void> {
    const limit = this.#limit();
    if (limit <= 0) return;
    const now = this.#clock.now();
    const start = Math.max(now, this.#free);
    this.#free = start + (bytes / limit) * 1000;
    const wait = start - now;
    if (wait <= 0) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go);
        resolve();
      };
      this.#waiting.set(go, this.#clock.setTimer(go, wait));
    });
  }
  /** Lets all go that wait: the limit changed, or everything stops. */
  release(): void {
    this.#free = 0;
    for (const [go, timer] of [...this.#waiting]) {
      timer.cancel();
      go();
    }
  }
}
