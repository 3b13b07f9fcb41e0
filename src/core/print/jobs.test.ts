import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Store } from '../store/types.ts';
import { printSheet } from './index.ts';
import { beginJob, betweenParts, type JobControl, jobView, stepsOf, stopJob } from './jobs.ts';

const FILE = { fileId: 'f', size: 1, name: 'x.pdf' };
const aStore = (): Store => ({}) as Store;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a job that is at what cannot be taken back says so, and is stopped no more; before that, it is', async () => {
  const store = aStore();
  let go: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    go = resolve;
  });
  const work = async (control: JobControl): Promise<typeof FILE> => {
    await betweenParts(control)(3);
    await waits;
    await control.lastStep?.();
    await turn();
    control.signal.throwIfAborted();
    return FILE;
  };
  const id = beginJob(store, 'me', 5, work);
  while (jobView(store, 'me', id).done < 3) await turn();
  expect(jobView(store, 'me', id)).toEqual({ done: 3, total: 5 });
  go();
  while (!jobView(store, 'me', id).last) await turn();
  stopJob(store, 'me', id);
  while (!jobView(store, 'me', id).file) await turn();
  expect(jobView(store, 'me', id)).toEqual({ done: 3, total: 5, last: true, file: FILE });
  const other = beginJob(store, 'me', 5, work);
  stopJob(store, 'me', other);
  while (!jobView(store, 'me', other).error) await turn();
  expect(jobView(store, 'me', other).error).toEqual({ code: 'print.stopped' });
});

it('a job hears between any two parts that it was stopped, lets others have their turn, and stopped before its last step it ends there', async () => {
  const ways: [string, (control: JobControl) => Promise<unknown>][] = [
    ['parts', (control) => betweenParts(control)(1)],
    ['steps', (control) => stepsOf(control).step('read', 1, 2)],
    ['last', (control) => control.lastStep?.() ?? Promise.resolve()],
  ];
  for (const [name, wait] of ways) {
    const store = aStore();
    let [turns, went] = [0, 0];
    setImmediate(() => turns++);
    const id = beginJob(store, 'me', 2, async (control) => {
      const before = turns;
      await wait(control);
      went = turns - before;
      await turn();
      return FILE;
    });
    while (!jobView(store, 'me', id).file) await turn();
    expect([name, went]).toEqual([name, 1]);
    let over = false;
    const stopped = beginJob(store, 'me', 2, async (control) => {
      await wait(control);
      over = true;
      return FILE;
    });
    stopJob(store, 'me', stopped);
    while (!jobView(store, 'me', stopped).error) await turn();
    expect([name, over, jobView(store, 'me', stopped).error]).toEqual([name, false, { code: 'print.stopped' }]);
  }
});

it('a long sheet is drawn in parts: others have their turn, and stopped it makes nothing', async () => {
  const font = (name: string) => readFileSync(new URL(`../../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
  const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
  const rows = Array.from({ length: 40 }, (_, i) => [String(i)]);
  const sheet = {
    title: 'Danh sách',
    officeName: 'UBND xã Ví Dụ',
    parentName: '',
    fonts,
    table: { headings: ['TT'], widths: [1], rows, empty: '' },
  };
  const order: (string | number)[] = [];
  const drawn = printSheet(sheet, async (done) => {
    order.push(done);
    await turn();
  });
  setImmediate(() => order.push('other'));
  await drawn;
  expect(order.filter((one) => one !== 'other')).toEqual([12, 24, 36]);
  expect(order.at(-1)).toBe(36);
  const stop = async (done: number): Promise<void> => {
    if (done === 24) throw new Error('stopped');
  };
  await expect(printSheet(sheet, stop)).rejects.toThrow('stopped');
});
