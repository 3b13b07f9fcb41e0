/** How long work still takes, told by how fast it went since it was first seen moving. */
export interface Pace {
  /** Milliseconds of a clock that only goes forward. */
  readonly at: number;
  readonly done: number;
  readonly total: number;
}
/** What is told earlier is a guess. */
const SEEN_MS = 5_000;
const SEEN_SHARE = 0.02;

/** From where the pace is counted: anew where other work begins. */
export const paceFrom = (before: Pace | undefined, now: Pace): Pace =>
  before === undefined || before.total !== now.total || now.done < before.done ? now : before;

/** @returns milliseconds; undefined while too little was seen of it */
export function timeLeft(from: Pace | undefined, now: Pace): number | undefined {
  if (from === undefined || from.total !== now.total) return undefined;
  const [took, done] = [now.at - from.at, now.done - from.done];
  if (took < SEEN_MS || done < now.total * SEEN_SHARE) return undefined;
  return (took * Math.max(0, now.total - now.done)) / done;
}
