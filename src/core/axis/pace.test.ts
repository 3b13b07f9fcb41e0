import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../../contract/page/index.ts';
import { timeToEmpty } from '../../domain/dispatch.ts';
import { recordId } from '../../domain/ids.ts';
import type { Clock } from '../clock.ts';
import { fewer } from '../fewerEvents.ts';
import { Pace, Throttle } from './pace.ts';

/** A clock that stands until it is moved; timers run in their order. */
function virtual(): { clock: Clock; move(ms: number): Promise<void> } {
  let now = 1_000_000;
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
  const move = async (ms: number): Promise<void> => {
    const end = now + ms;
    await new Promise((resolve) => setImmediate(resolve));
    for (;;) {
      const next = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((one) => one !== next);
      now = next.at;
      next.work();
      await new Promise((resolve) => setImmediate(resolve));
    }
    now = end;
  };
  return { clock, move };
}

describe('the bandwidth limit', () => {
  it('lets pass so many bytes a second over all uploads together', async () => {
    const { clock, move } = virtual();
    const throttle = new Throttle(clock, () => 1_000);
    const passed: number[] = [];
    const begun = clock.now();
    for (let n = 0; n < 4; n++) void throttle.take(500).then(() => passed.push(clock.now() - begun));
    await move(2_000);
    expect(passed).toEqual([0, 500, 1_000, 1_500]);
  });
  it('lets who waits go at once where it changes or all stops', async () => {
    const { clock, move } = virtual();
    const throttle = new Throttle(clock, () => 1);
    await throttle.take(1);
    let passed = false;
    void throttle.take(1_000_000).then(() => (passed = true));
    await move(10);
    expect(passed).toBe(false);
    throttle.release();
    await move(0);
    expect(passed).toBe(true);
  });
  it('of 0 is none', async () => {
    const { clock } = virtual();
    await new Throttle(clock, () => 0).take(1e12);
  });
});

describe('when the queue will be empty', () => {
  it('follows the pace of the uploads, items and bytes both', async () => {
    const { clock, move } = virtual();
    const pace = new Pace(clock);
    for (let n = 0; n < 10; n++) {
      const id = recordId(`00000000-0000-7000-8000-00000000000${n}`);
      pace.begin(id);
      pace.sent(id, 50_000);
      expect(pace.progress(id)).toBe(50_000);
      await move(1_000);
      pace.end(id, 100_000);
    }
    expect(pace.pace()).toEqual({ items: 10, bytes: 1_000_000, ms: 10_000 });
    expect(timeToEmpty({ items: 20, bytes: 2_000_000 }, pace.pace())).toBe(20_000);
  });
  it('is not told from too little, and is now where nothing waits', () => {
    expect(timeToEmpty({ items: 5, bytes: 5 }, { items: 2, bytes: 10, ms: 10_000 })).toBeUndefined();
    expect(timeToEmpty({ items: 5, bytes: 5 }, { items: 9, bytes: 10, ms: 100 })).toBeUndefined();
    expect(timeToEmpty({ items: 0, bytes: 0 }, { items: 0, bytes: 0, ms: 0 })).toBe(0);
  });
  it('an old pace does not count after a rest', async () => {
    const { clock, move } = virtual();
    const pace = new Pace(clock);
    const [a, b] = [recordId('00000000-0000-7000-8000-00000000000a'), recordId('00000000-0000-7000-8000-00000000000b')];
    pace.begin(a);
    pace.end(a, 100);
    await move(60_000);
    pace.begin(b);
    expect(pace.pace()).toEqual({ items: 0, bytes: 0, ms: 0 });
  });
});

it('events of one topic go out at once and then together, without a row where they name several', async () => {
  const { clock, move } = virtual();
  const out: PageEvent[] = [];
  const events = fewer({ emit: (event) => out.push(event) }, clock);
  events.emit({ topic: 'outgoing', id: 'a' });
  expect(out).toEqual([{ topic: 'outgoing', id: 'a' }]);
  events.emit({ topic: 'outgoing', id: 'b' });
  events.emit({ topic: 'outgoing', id: 'c' });
  events.emit({ topic: 'exchange' });
  await move(250);
  expect(out.slice(1)).toEqual([{ topic: 'exchange' }, { topic: 'outgoing' }]);
  events.emit({ topic: 'outgoing', id: 'd' });
  events.emit({ topic: 'outgoing', id: 'd' });
  events.flush();
  expect(out.at(-1)).toEqual({ topic: 'outgoing', id: 'd' });
});
