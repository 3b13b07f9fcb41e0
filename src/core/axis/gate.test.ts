import { beforeEach, describe, expect, it } from 'vitest';
import { HERD_AFTER_MS } from '../../domain/returning.ts';
import type { Clock } from '../clock.ts';
import { TransportError } from './failure.ts';
import { Gate } from './gate.ts';

let now = 0;
let timers: { at: number; work: () => void }[] = [];
const clock: Clock = {
  now: () => now,
  random: () => 0.5,
  setTimer(work, ms) {
    const timer = { at: now + ms, work };
    timers.push(timer);
    return { cancel: () => (timers = timers.filter((one) => one !== timer)) };
  },
};
/** Runs the timers that are due by then, in their order. */
async function until(time: number): Promise<void> {
  for (;;) {
    timers.sort((a, b) => a.at - b.at);
    const next = timers[0];
    if (next === undefined || next.at > time) break;
    timers.shift();
    now = next.at;
    next.work();
    await new Promise((resolve) => setImmediate(resolve));
  }
  now = time;
}
beforeEach(() => {
  now = 0;
  timers = [];
});

describe('the gate after an outage', () => {
  it('stands open after a short one, and before any', async () => {
    const gate = new Gate(clock);
    expect(await gate.pass()).toBe(true);
    gate.returned(HERD_AFTER_MS - 1);
    expect(await gate.pass()).toBe(true);
    expect(timers).toEqual([]);
  });
  it('lets one through after the other, and sooner once answers are quick', async () => {
    const gate = new Gate(clock);
    gate.returned(HERD_AFTER_MS);
    const passed: number[] = [];
    for (let i = 0; i < 3; i++) void gate.pass().then(() => passed.push(now));
    await until(60_000);
    expect(passed).toHaveLength(3);
    const slow = (passed[2] ?? 0) - (passed[1] ?? 0);
    expect(slow).toBeGreaterThan(5_000);
    for (let i = 0; i < 10; i++) {
      now += 5_000;
      await gate.learn(100, () => Promise.resolve());
    }
    const from = now;
    void gate.pass().then(() => passed.push(now));
    await until(now + 60_000);
    expect((passed[3] ?? 0) - from).toBeLessThan(slow / 10);
  });
  it('slows down where the axis says that it is busy', async () => {
    const gate = new Gate(clock);
    gate.returned(HERD_AFTER_MS);
    now += 20_000;
    await gate.learn(100, () => Promise.resolve());
    await gate.learn(100, () => Promise.resolve());
    const gap = async (): Promise<number> => {
      const from = now;
      let passed = 0;
      void gate.pass().then(() => (passed = now));
      await until(now + 120_000);
      return passed - from;
    };
    const before = await gap();
    now += 10_000;
    const busy = new TransportError('axis_error', 'axis.trouble');
    await expect(gate.learn(100, () => Promise.reject(busy))).rejects.toBe(busy);
    expect(await gap()).toBeGreaterThan(before);
  });
  it('sends away who waits when the line goes again', async () => {
    const gate = new Gate(clock);
    gate.returned(HERD_AFTER_MS);
    const waiting = gate.pass();
    gate.close();
    expect(await waiting).toBe(false);
    expect(timers).toEqual([]);
    expect(await gate.pass()).toBe(true);
  });
});
