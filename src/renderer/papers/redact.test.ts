import { expect, test } from 'vitest';
import { type Box, keyed } from './boxes.ts';

const box: Box = { x: 0.1, y: 0.1, width: 0.4, height: 0.03 };
const near = (got: Box | undefined): number[] => (got ? [got.x, got.y, got.width, got.height].map((v) => Math.round(v * 1000) / 1000) : []);

test('a box over a name goes by the arrows and takes its size with Shift, and never leaves its page', () => {
  expect(near(keyed(box, 'ArrowRight', false))).toEqual([0.11, 0.1, 0.4, 0.03]);
  expect(near(keyed(box, 'ArrowDown', true))).toEqual([0.1, 0.1, 0.4, 0.04]);
  const far = Array.from({ length: 200 }).reduce<Box>((now) => keyed(now, 'ArrowRight', false) ?? now, box);
  expect(near(far)).toEqual([0.6, 0.1, 0.4, 0.03]);
  const wide = Array.from({ length: 200 }).reduce<Box>((now) => keyed(now, 'ArrowRight', true) ?? now, far);
  expect(near(wide)).toEqual([0.6, 0.1, 0.4, 0.03]);
  const thin = Array.from({ length: 200 }).reduce<Box>((now) => keyed(now, 'ArrowUp', true) ?? now, box);
  expect(near(thin)).toEqual([0.1, 0.1, 0.4, 0.01]);
  expect(keyed(box, 'a', false)).toBeUndefined();
});
