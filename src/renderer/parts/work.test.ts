import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { dismissWork, runWork, showWork, useWork } from './work.ts';

const told: unknown[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', { postMessage: (message: unknown) => told.push(message) });
  told.length = 0;
  useWork.setState({ all: [] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const shown = () => useWork.getState().all.map(({ name, part, ended }) => ({ name, part, ended }));

test('work is in sight with its progress, and short work that went well leaves nothing behind', async () => {
  let go: () => void = () => undefined;
  const done = runWork('Đưa tệp vào', ({ progress }) => {
    progress(0.5);
    return new Promise<number>((resolve) => {
      go = () => resolve(7);
    });
  });
  expect(shown()).toEqual([{ name: 'Đưa tệp vào', part: 0.5, ended: undefined }]);
  go();
  expect(await done).toBe(7);
  expect(shown()).toEqual([]);
});
test('long work is told when it ended, to the system too, and stays until it was looked at', async () => {
  await runWork('Sao lưu', async () => vi.advanceTimersByTime(11_000));
  expect(shown()).toEqual([{ name: 'Sao lưu', part: undefined, ended: {} }]);
  expect(told).toEqual([{ type: 'tram-van-thu:talk', say: { say: 'ended' } }]);
  for (const { id } of useWork.getState().all) dismissWork(id);
  expect(shown()).toEqual([]);
});
test('a failure stays with its reason and is thrown on', async () => {
  await expect(runWork('Sao lưu', () => Promise.reject(new Failure('backup.target_missing')))).rejects.toThrow();
  expect(shown()).toEqual([{ name: 'Sao lưu', part: undefined, ended: { error: { code: 'backup.target_missing' } } }]);
});
test('stopped work hears of it and leaves nothing behind', async () => {
  const done = runWork(
    'Đưa tệp vào',
    ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
  );
  useWork.getState().all[0]?.cancel?.();
  await expect(done).rejects.toThrow('stopped');
  expect(shown()).toEqual([]);
});
test('work of the core is shown as it tells, and ends when it tells no more', () => {
  showWork('maintenance', { name: 'Kiểm tra kho', part: 0.1 });
  vi.advanceTimersByTime(5_000);
  showWork('maintenance', { name: 'Kiểm tra kho', part: 0.9 });
  expect(shown()).toEqual([{ name: 'Kiểm tra kho', part: 0.9, ended: undefined }]);
  showWork('maintenance', undefined);
  expect(shown()).toEqual([{ name: 'Kiểm tra kho', part: undefined, ended: {} }]);
  showWork('maintenance', undefined);
  expect(shown().length).toBe(1);
});
