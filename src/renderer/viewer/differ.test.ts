import { expect, test } from 'vitest';
import { differences, type Pixels } from './differ.ts';

const WIDTH = 400;
const HEIGHT = 560;
const page = (...spots: readonly (readonly [number, number, number, number])[]): Pixels => {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255);
  for (const [left, top, width, height] of spots)
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) data.fill(0, (y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3);
  return { width: WIDTH, height: HEIGHT, data };
};
const covers = (found: ReturnType<typeof differences>, x: number, y: number): boolean =>
  found.some((one) => x / WIDTH >= one.x && x / WIDTH <= one.x + one.width && y / HEIGHT >= one.y && y / HEIGHT <= one.y + one.height);

test('the same page differs nowhere, and one pixel at the edge of a letter is nothing', () => {
  expect(differences(page([40, 60, 100, 12]), page([40, 60, 100, 12]))).toEqual([]);
  expect(differences(page(), page([40, 60, 1, 1]))).toEqual([]);
});
test('each place that was covered or added is one box that holds all of it', () => {
  const found = differences(page([40, 60, 100, 12]), page([40, 60, 100, 12], [60, 300, 90, 30], [300, 480, 40, 40]));
  expect(found).toHaveLength(2);
  for (const [x, y] of [
    [61, 301],
    [149, 329],
    [301, 481],
    [339, 519],
  ] as const)
    expect(covers(found, x, y)).toBe(true);
  expect(covers(found, 90, 66)).toBe(false);
});
test('words that were blotted out in white are found as what was added is', () => {
  const [only, ...rest] = differences(page([200, 200, 80, 10]), page());
  expect(rest).toEqual([]);
  expect(covers(only ? [only] : [], 240, 205)).toBe(true);
});
test('letters of one line are one place; a page of another size, or that is not there, differs as a whole', () => {
  const letters = Array.from({ length: 12 }, (_, i) => [40 + i * 14, 100, 8, 10] as const);
  expect(differences(page(), page(...letters))).toHaveLength(1);
  const whole = [{ x: 0, y: 0, width: 1, height: 1 }];
  expect(differences(undefined, page())).toEqual(whole);
  expect(differences({ ...page(), width: WIDTH / 2 }, page())).toEqual(whole);
  expect(differences(undefined, undefined)).toEqual([]);
});
test('more places than a person counts are one box around them all', () => {
  const spots = Array.from({ length: 40 }, (_, i) => [(i % 6) * 64 + 4, Math.floor(i / 6) * 64 + 4, 8, 8] as const);
  expect(differences(page(), page(...spots))).toHaveLength(1);
});
