/** Lists that a desk keeps have an end, told by name; the ones that are there stay. */

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addNote } from '../../src/core/documents/notes.ts';
import { addTarget } from '../../src/core/maintenance/targets.ts';
import { beginJob, jobView, stopJob } from '../../src/core/print/jobs.ts';
import { saveRule } from '../../src/core/rules/index.ts';
import { saveSearch } from '../../src/core/search/saved.ts';
import { allowModule } from '../../src/core/tokens/kept.ts';
import { codeOf, type Desk, OURS, openDesk } from './support.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
/** Does it until it is refused; what came then, and after how many. */
function until(most: number, act: (n: number) => unknown): { code: string; done: number } {
  for (let n = 0; n <= most; n++) {
    const code = codeOf(() => act(n));
    if (code !== 'done') return { code, done: n };
  }
  throw new Error(`not refused after ${most}`);
}

describe('the end of a list', () => {
  it('notes of a document', () => {
    const id = desk.arrival({ subject: 'Về việc thử' });
    expect(until(300, (n) => addNote(desk.kit.store, desk.clerk, 'incoming', id, `Ghi chú ${n}`))).toEqual({
      code: 'documents.too_many_notes',
      done: 200,
    });
  });
  it('saved searches; the same name again is no further one', () => {
    const query = { text: 'x', filters: {} };
    const { code, done } = until(300, (n) => saveSearch(desk.kit.store, desk.clerk, `Tìm ${n}`, query));
    expect(code).toBe('search.too_many_saved');
    expect(codeOf(() => saveSearch(desk.kit.store, desk.clerk, `Tìm ${done - 1}`, query))).toBe('done');
  });
  it('standing rules', () => {
    const rule = {
      name: 'Quy tắc',
      conditions: { agencies: [], kinds: [], words: ['giấy mời'] },
      outcome: { kind: 'for_information' as const, note: '' },
      auto: false,
      active: true,
    };
    const { code } = until(500, () => saveRule(desk.kit.store, desk.clerk, OURS, rule));
    expect(code).toBe('rules.too_many');
  });
  it('drivers that are allowed, and places for backups', () => {
    const { store, dir } = desk.kit;
    expect(until(100, (n) => allowModule(store, desk.clerk, { path: `/opt/${n}.so`, sha256: 'a'.repeat(64) })).code).toBe(
      'token.too_many_modules',
    );
    expect(until(20, (n) => addTarget(store, join(dir, 'vault'), mkdtempSync(join(dir, `o-${n}-`)))).code).toBe('backup.too_many_targets');
  });
});

describe('one long print at a time', () => {
  it('the second is refused, a stopped one says so, and one that breaks is no more than a print that failed', async () => {
    const { store } = desk.kit;
    let give: (error: Error) => void = () => undefined;
    const wait = (): Promise<never> =>
      new Promise((_, reject) => {
        give = reject;
      });
    const id = beginJob(store, 'p', 1, wait);
    expect(codeOf(() => beginJob(store, 'p', 1, wait))).toBe('print.busy');
    stopJob(store, 'p', id);
    give(new Error('x'));
    await Promise.resolve();
    await Promise.resolve();
    expect(jobView(store, 'p', id).error).toEqual({ code: 'print.stopped' });
    const other = beginJob(store, 'p', 1, wait);
    give(new Error('x'));
    await Promise.resolve();
    await Promise.resolve();
    expect(jobView(store, 'p', other).error).toEqual({ code: 'print.failed' });
    expect(codeOf(() => jobView(store, 'somebody', other))).toBe('print.no_such_job');
  });
});
