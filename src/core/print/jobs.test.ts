import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Store } from '../store/types.ts';
import { printSheet } from './index.ts';
import { beginJob, betweenParts, type JobControl, jobView, stopJob } from './jobs.ts';

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
