import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { useLook } from '../theme/look.ts';
import { dismissWork, runCoreWork, runToEnd, runWork, showWork, useWork } from './work.ts';

const told: unknown[] = [];
const chimes = vi.hoisted(() => ({ count: 0 }));
vi.mock('../today/alarm.ts', () => ({ chime: () => chimes.count++ }));
const sound = (doneSound: boolean): void => useLook.setState(({ look }) => ({ look: { ...look, doneSound } }));
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', { postMessage: (message: unknown) => told.push(message) });
  told.length = 0;
  chimes.count = 0;
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
  expect(chimes.count).toBe(1);
  sound(false);
  await runWork('Sao lưu', async () => vi.advanceTimersByTime(11_000));
  expect([told.length, chimes.count]).toEqual([2, 1]);
  // Worth a line, not a sound.
  sound(true);
  await runWork('Sao lưu', async () => vi.advanceTimersByTime(5_000));
  expect([told.length, chimes.count, shown().length]).toEqual([2, 1, 3]);
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
test('work that the core says was stopped, by whomever, is no failure', async () => {
  for (const stopped of ['work.stopped', 'print.stopped'])
    await expect(runWork('In sổ', () => Promise.reject(new Failure(stopped)))).rejects.toThrow();
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

const core = vi.hoisted(() => ({ look: (): unknown => ({}), stopped: [] as string[] }));
vi.mock('../core.ts', async (original) => ({
  ...(await original<typeof import('../core.ts')>()),
  api: {
    'work.look': async () => core.look(),
    'work.stop': async ({ workId }: { workId: string }) => void core.stopped.push(workId),
  },
}));
test('a long call of the core is in sight with its phase, is stopped by its name, and cannot be once it writes', async () => {
  let ids: string[] = [];
  let end: () => void = () => undefined;
  const done = runCoreWork('Kết thúc 500 văn bản', (workId) => {
    ids = [workId];
    return new Promise<string>((resolve) => {
      end = () => resolve('xong');
    });
  });
  core.look = () => ({ now: { phase: 'check', done: 120, total: 500, canStop: true } });
  await vi.advanceTimersByTimeAsync(600);
  const [work] = useWork.getState().all;
  expect([work?.part, work?.at]).toEqual([0.24, 'Đang kiểm tra 120/500; chưa ghi gì, dừng lúc nào cũng được.']);
  work?.cancel?.();
  expect(core.stopped).toEqual(ids);
  // Too late: it answers all the same.
  core.look = () => ({ now: { phase: 'write', done: 0, total: 500, canStop: false } });
  end();
  expect(await done).toBe('xong');
  const second = runCoreWork(
    'Kết thúc',
    () =>
      new Promise<string>((resolve) => {
        end = () => resolve('xong');
      }),
  );
  await vi.advanceTimersByTimeAsync(600);
  expect(useWork.getState().all.map(({ cancel, part }) => [cancel, part])).toEqual([[undefined, undefined]]);
  end();
  await second;
});
test('a call that nobody waits for any more is stopped; one that has ended is not', async () => {
  core.look = () => ({ now: { phase: 'read', done: 1, total: 2, canStop: true } });
  const gone = new AbortController();
  let [fail, ids]: [(error: Error) => void, string[]] = [() => undefined, []];
  const ask = (workId: string): Promise<never> => {
    ids.push(workId);
    return new Promise((_resolve, reject) => {
      fail = reject;
    });
  };
  core.stopped.length = 0;
  const done = runCoreWork('Đếm', ask, undefined, gone.signal);
  await vi.advanceTimersByTimeAsync(600);
  const late = useWork.getState().all[0]?.cancel;
  gone.abort();
  expect(core.stopped).toEqual(ids);
  fail(new Failure('work.stopped'));
  await expect(done).rejects.toThrow();
  expect(shown()).toEqual([]);
  late?.();
  expect(core.stopped).toEqual(ids);
});
test('a call that ends soon never comes into sight', async () => {
  let seen = 0;
  const end = useWork.subscribe(({ all }) => {
    seen += all.length;
  });
  expect(await runCoreWork('Kiểm tra', async () => 3)).toBe(3);
  await vi.advanceTimersByTimeAsync(2_000);
  end();
  expect(seen).toBe(0);
});

test('an act that cannot be stopped says so where it takes longer than a moment, and leaves nothing where it does not', async () => {
  let end: () => void = () => undefined;
  const slow = () =>
    new Promise<string>((resolve) => {
      end = () => resolve('xong');
    });
  const done = runToEnd('Hoàn tác 500 văn bản', slow);
  expect(useWork.getState().all).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  const [work] = useWork.getState().all;
  expect([work?.name, work?.at, work?.cancel]).toEqual([
    'Hoàn tác 500 văn bản',
    'Đang ghi vào kho, một lần cho tất cả; không dừng giữa chừng.',
    undefined,
  ]);
  end();
  expect(await done).toBe('xong');
  const quick = runToEnd('Hoàn tác', slow);
  end();
  await quick;
  await vi.advanceTimersByTimeAsync(400);
  expect(useWork.getState().all).toEqual([]);
});
