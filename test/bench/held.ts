export interface Held {
  /** Milliseconds in which nobody else had a turn. */
  readonly held: number;
  /** The same by the thread's own processor time: what other programs take away on a busy machine is not in it. */
  readonly heldBusy: number;
  readonly took: number;
}
const busy = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
/** How long the thread was held in one piece at most while the work went on, and how long it took. */
export async function held(work: () => unknown): Promise<Held> {
  let [last, lastBusy, longest, longestBusy, on] = [0, 0, 0, 0, true];
  const look = (): void => {
    const [now, nowBusy] = [performance.now(), busy()];
    longest = Math.max(longest, now - last);
    longestBusy = Math.max(longestBusy, nowBusy - lastBusy);
    [last, lastBusy] = [now, nowBusy];
    if (on) setImmediate(look);
  };
  await new Promise((resolve) => setImmediate(resolve));
  [last, lastBusy] = [performance.now(), busy()];
  setImmediate(look);
  const begun = performance.now();
  try {
    await work();
  } finally {
    on = false;
    look();
  }
  return { held: longest, heldBusy: longestBusy, took: performance.now() - begun };
}
