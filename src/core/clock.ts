/** Time and randomness come into the core as arguments, so that tests and simulations can bring their own. */
import type { Instant } from '../domain/time.ts';

export interface Clock {
  now(): Instant;
  /** In [0, 1). */
  random(): number;
  setTimer(callback: () => void, ms: number): { cancel(): void };
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer(callback, ms) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
