import { expect, it } from 'vitest';
import { Events, seeded } from './events.ts';
import { herd } from './herd.ts';

it('after three days without a network the pace keeps the gateway up, urgent documents quick and the line full', () => {
  const result = herd({ stations: 3300, outageHours: 72, seed: 3, pace: true });
  expect(result.peak_over_mean).toBeLessThan(3);
  expect(result.urgent_out_s_p99).toBeLessThan(300);
  expect(result.drain_over_bandwidth).toBeLessThan(1.3);
});
it('without the pace urgent documents wait behind everything', () => {
  expect(herd({ stations: 330, outageHours: 72, seed: 3, pace: false }).urgent_out_s_p99).toBeGreaterThan(300);
});
it('virtual events come in the order of their time, whatever order they were set in', () => {
  const events = new Events();
  const random = seeded(5);
  const seen: number[] = [];
  for (let i = 0; i < 1000; i++) events.after(random() * 1000, () => seen.push(events.now));
  events.run(2000);
  expect(seen).toHaveLength(1000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
