/**
 * The gate before calls that are not urgent, while a connection comes back from a long outage (`domain/returning.ts`):
 * thousands of workstations come back at the same minute. Without an outage it stands open and costs nothing.
 */
import { afterAnswer, beginReturn, gapOf, type Returning, SMALL_CALL } from '../../domain/returning.ts';
import type { Clock } from '../clock.ts';
import { TransportError } from './failure.ts';

export class Gate {
  readonly #clock: Clock;
  #pace: Returning | undefined;
  /** When the next call may pass. */
  #free = 0;
  readonly #waiting = new Map<(may: boolean) => void, { cancel(): void }>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The line is back after so long. */
  returned(outageMs: number): void {
    this.#free = this.#clock.now();
    this.#pace = beginReturn(outageMs, this.#free);
  }
  /** The line is gone again, or the station stops: who waits is sent away. */
  close(): void {
    this.#pace = undefined;
    for (const [answer, timer] of this.#waiting) {
      timer.cancel();
      answer(false);
    }
    this.#waiting.clear();
  }
  /** Resolves when a call that is not urgent may go; false where it is not to go at all. */
  async pass(): Promise<boolean> {
    const pace = this.#pace;
    if (pace === undefined) return true;
    const now = this.#clock.now();
    this.#free = Math.max(now, this.#free) + gapOf(pace, this.#clock.random());
    const wait = this.#free - now;
    return new Promise((resolve) => {
      const answer = (may: boolean): void => {
        this.#waiting.delete(answer);
        resolve(may);
      };
      this.#waiting.set(
        answer,
        this.#clock.setTimer(() => answer(true), wait),
      );
    });
  }
  /** Makes a call of so many bytes and learns from how it was answered. */
  async learn<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#pace === undefined) return work();
    const begun = this.#clock.now();
    try {
      const answer = await work();
      if (bytes <= SMALL_CALL) this.#told({ ms: this.#clock.now() - begun });
      return answer;
    } catch (error) {
      if (error instanceof TransportError && (error.failure === 'unknown_outcome' || error.failure === 'axis_error')) this.#told('busy');
      throw error;
    }
  }
  #told(answer: { readonly ms: number } | 'busy'): void {
    if (this.#pace !== undefined) this.#pace = afterAnswer(this.#pace, answer, this.#clock.now());
  }
}
