import { expect, it } from 'vitest';
import { crash } from './crash/run.ts';

it('60 cores killed at random moments of real acts: nothing acknowledged is lost, nothing torn, no number doubled or skipped', async () => {
  let acts = 0;
  const figures = await crash(60, 20261121, (_round, told) => {
    acts += told;
  });
  expect(figures).toEqual({ rounds: 60, kills: 60, lost: 0, torn: 0, numbers_doubled: 0, numbers_skipped: 0, seed: 20261121 });
  expect(acts).toBeGreaterThan(300);
}, 280_000);
