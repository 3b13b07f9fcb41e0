/**
 * Coming back after an outage. When a province's network returns, thousands of workstations find it within a minute and
 * each has hours of work; sent as fast as each can, that would end the gateway a second time. So after a long outage a
 * connection begins slowly and goes faster as long as small calls are answered as quickly as the best of them, and
 * slower as soon as they are not: additive increase in the logarithm, halving on trouble, as congestion control does
 * (RFC 5681 in spirit; here per call, not per segment). Urgent documents never wait for it. Pure.
 */

/** A connection that comes back; absent = no limit. */
export interface Returning {
  /** Calls a second that are not urgent. */
  readonly rate: number;
  /** The quickest answer to a small call since the line is back, ms. */
  readonly best?: number;
  /** When the rate last changed, ms: it follows the answers, not the number of calls. */
  readonly changedAt: number;
}

/** Shorter outages are a line of one's own, not a province. */
export const HERD_AFTER_MS = 10 * 60_000;
/** A call of this many bytes or fewer tells how busy the gateway is. */
export const SMALL_CALL = 64 * 1024;
const START_RATE = 0.15;
/** From here on one workstation alone is no burden. */
const FREE_RATE = 20;
const DOUBLES_MS = 10_000;
const HALVES_AT_MOST_MS = 4_000;
/** Slower than this many times the best, and by so many ms, counts as busy. */
const SLOW_TIMES = 3;
const SLOW_MS = 1_000;
const SLOWEST = 0.1;

export const beginReturn = (outageMs: number, now: number): Returning | undefined =>
  outageMs < HERD_AFTER_MS ? undefined : { rate: START_RATE, changedAt: now };

/**
 * After an answer to a call that was not urgent.
 * @param answer `ms` how long a small call took; `busy`: refused as busy (429, 5xx) or timed out
 * @returns the new pace; undefined once there is no need for one
 */
export function afterAnswer(pace: Returning, answer: { readonly ms: number } | 'busy', now: number): Returning | undefined {
  const ms = answer === 'busy' ? undefined : answer.ms;
  const best = ms === undefined ? pace.best : Math.min(ms, pace.best ?? ms);
  const known = best === undefined ? {} : { best };
  const slow = ms === undefined || (best !== undefined && ms > best * SLOW_TIMES && ms > best + SLOW_MS);
  if (slow) {
    // One burst of slow answers is one piece of news.
    if (now - pace.changedAt < HALVES_AT_MOST_MS) return { ...pace, ...known };
    return { rate: Math.max(SLOWEST, pace.rate / 2), changedAt: now, ...known };
  }
  const rate = pace.rate * 2 ** (Math.min(now - pace.changedAt, DOUBLES_MS) / DOUBLES_MS);
  return rate >= FREE_RATE ? undefined : { rate, changedAt: now, ...known };
}

/** Ms until the next call that is not urgent; spread, so that stations that began together do not stay together. */
export const gapOf = (pace: Returning, random: number): number => ((0.5 + random) * 1000) / pace.rate;
