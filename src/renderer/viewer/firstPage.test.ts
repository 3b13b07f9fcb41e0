import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterFirstPage, firstPageIsThere } from './firstPage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is for later runs once, with the first page', () => {
  const run = vi.fn();
  afterFirstPage(run);
  expect(run).not.toHaveBeenCalled();
  firstPageIsThere();
  firstPageIsThere();
  vi.advanceTimersByTime(10_000);
  expect(run).toHaveBeenCalledTimes(1);
});
test('a page that is never drawn does not hold it up for good', () => {
  const run = vi.fn();
  afterFirstPage(run);
  vi.advanceTimersByTime(1_500);
  firstPageIsThere();
  expect(run).toHaveBeenCalledTimes(1);
});
test('who gave it up is not called', () => {
  const run = vi.fn();
  afterFirstPage(run)();
  firstPageIsThere();
  vi.advanceTimersByTime(10_000);
  expect(run).not.toHaveBeenCalled();
});
