/** A sheet of rows becomes documents: judged before, all at once, or not at all. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { deadlineRules, officeCalendar, openDeadlines, shippedTable } from '../../src/core/deadlines/index.ts';
import { createDirectory, recipientMatcher, saveGroup } from '../../src/core/directory/index.ts';
import { createPaper, listIncoming, listOutgoing } from '../../src/core/documents/index.ts';
import {
  clearSheet,
  commitSheet,
  commitSheetInSteps,
  judgeSheet,
  judgeSheetInSteps,
  openSheet,
  saveSheet,
  sheetById,
} from '../../src/core/entry/index.ts';
import { incomingPage, listCounts } from '../../src/core/lists/index.ts';
import { listDeliveries } from '../../src/core/paper/index.ts';
import {
  addBlock,
  bookFor,
  enterRows,
  gapsOf,
  listBooks,
  registerColumns,
  setEnterColumns,
  setNumberSource,
} from '../../src/core/registers/index.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { Works } from '../../src/core/working/index.ts';
import { nameKey } from '../../src/domain/agencyNames.ts';
import { entryFields } from '../../src/domain/entry/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { entryErrors } from '../../src/renderer/text/vi/errors/entry.ts';
import { historyText } from '../../src/renderer/text/vi/history.ts';
import { startChild } from '../support/child.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { arrival, type Cells, clerk, nobody, ORGAN, openDesk, putSheet } from './support.ts';

const holidays = shippedTable(new URL('../../resources', import.meta.url).pathname);
let kit: TestStore;
beforeEach(() => {
  let now = Date.UTC(2026, 10, 22, 2, 0, 0);
  kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  openDesk(kit.store);
});
afterEach(() => kit.remove());

const failing = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return undefined;
};
const judged = (id: string) => judgeSheet(kit.store, sheetById(kit.store, clerk, id), nobody);
const said = (id: string): string[] => judged(id).problems.map(({ row, field, code, kind }) => `${row + 1} ${field} ${code} ${kind}`);
const all = { text: '', offset: 0, limit: 200 };
const incoming = () => listIncoming(kit.store, { states: [], ...all }).rows;
const outgoing = () => listOutgoing(kit.store, { states: [], ...all }).rows;
const paper = (code: string) => {
  const [number = '', notation = ''] = code.split('/');
  const facts = {
    organId: ORGAN,
    channel: 'post',
    sender: 'Sở Mẫu',
    number,
    notation,
    date: '2026-11-19',
    typeName: '',
    subject: 'Trước đó',
  } as const;
  return createPaper(kit.store, clerk, { ...facts, signer: '', priority: 0, uploadIds: [], register: true, notDuplicate: false });
};
const out = (subject: string, more: Cells = {}): Cells => ({
  typeName: 'Quyết định',
  subject,
  signer: 'Nguyễn Văn Ví Dụ',
  recipients: 'Sở Mẫu; Lưu VT',
  ...more,
});

describe('registering what is new', () => {
  it('gives the numbers in the order of the rows, empty rows between them or not, and empties the sheet', () => {
    const id = putSheet(kit.store, 'incoming', [arrival(0), {}, arrival(1), { ...arrival(2), typeName: 'qđ', channel: 'bưu điện' }]);
    expect(judged(id)).toMatchObject({ count: 3, errors: 0, asks: 0, first: 1, date: '2026-11-22' });
    expect(commitSheet(kit.store, clerk, id, nobody)).toMatchObject({ count: 3, first: '1', last: '3' });
    expect(incoming().map((row) => [row.arrivalNumber, row.subject, row.channel, row.typeName, row.state])).toEqual([
      [3, 'Việc thứ 3', 'post', 'Quyết định', 'registered'],
      [2, 'Việc thứ 2', 'hand', '', 'registered'],
      [1, 'Việc thứ 1', 'hand', '', 'registered'],
    ]);
    expect(sheetById(kit.store, clerk, id).rows).toEqual([]);
    expect(failing(() => commitSheet(kit.store, clerk, id, nobody))).toBe('entry.empty');
  });

  it('registers nothing while one row has a fault, and says which', () => {
    const id = putSheet(kit.store, 'incoming', [arrival(0), { ...arrival(1), date: '31/02/26' }, { ...arrival(2), sender: '' }]);
    expect(said(id)).toEqual(['2 date entry.not_a_date error', '3 sender entry.required error']);
    expect(failing(() => commitSheet(kit.store, clerk, id, nobody))).toBe('entry.not_clean');
    expect(incoming()).toEqual([]);
    expect(sheetById(kit.store, clerk, id).rows).toHaveLength(3);
  });

  it('asks about what is here already and about two equal rows; each answer is done', () => {
    const first = paper('1/SM-VP');
    const rows = [arrival(0), arrival(1), arrival(1), { sender: 'Sở Khác', subject: 'không số', date: '20/11/26' }];
    const id = putSheet(kit.store, 'incoming', rows);
    expect(said(id)).toEqual(['1 code entry.twin_here ask', '3 code entry.twin_row ask']);
    expect(judged(id).problems[0]).toMatchObject({ otherId: first.id });
    expect(failing(() => commitSheet(kit.store, clerk, id, nobody))).toBe('entry.not_clean');
    putSheet(
      kit.store,
      'incoming',
      rows.map((row, i) => ({ ...row, answer: ['merge', '', 'skip', ''][i] ?? '' })),
    );
    expect(judged(id)).toMatchObject({ count: 2, merged: 1, skipped: 1, errors: 0, asks: 0, first: 2 });
    expect(commitSheet(kit.store, clerk, id, nobody)).toMatchObject({ count: 2, merged: 1, first: '2', last: '3' });
    expect(incoming().filter((row) => row.state === 'merged')).toHaveLength(1);
    // The same again, as other documents.
    putSheet(kit.store, 'incoming', [{ ...arrival(1), answer: 'different' }]);
    expect(commitSheet(kit.store, clerk, id, nobody)).toMatchObject({ count: 1, first: '4' });
  });

  it('numbers what left on paper from the same book, each kind with its code', () => {
    const id = putSheet(kit.store, 'outgoing', [out('Một'), out('Hai', { typeName: 'CV' }), out('Hai', { typeName: 'công văn' })]);
    expect(said(id)).toEqual(['3 subject entry.twin_row ask']);
    putSheet(kit.store, 'outgoing', [out('Một'), out('Hai', { typeName: 'CV' })]);
    expect(commitSheet(kit.store, clerk, id, nobody)).toMatchObject({ count: 2, first: '01/QĐ-UBND', last: '02/UBND-VP' });
    expect(outgoing().map(({ code, state, date, recipientCount }) => [code, state, date, recipientCount])).toEqual([
      ['02/UBND-VP', 'issued', '2026-11-22', 2],
      ['01/QĐ-UBND', 'issued', '2026-11-22', 2],
    ]);
    putSheet(kit.store, 'outgoing', [out('Một')]);
    expect(said(id)).toEqual(['1 subject entry.twin_issued ask']);
  });

  it('carries the remark of what leaves into its book', async () => {
    const id = putSheet(kit.store, 'outgoing', [out('Một', { note: 'Gửi kèm 02 bản giấy' }), out('Hai')]);
    commitSheet(kit.store, clerk, id, nobody);
    const book = listBooks(kit.store).find(({ rule }) => rule.direction === 'outgoing');
    if (book === undefined) throw new Error('no book');
    expect(registerColumns(kit.store, book, '2026').map(({ columns }) => columns.at(-1))).toEqual(['Gửi kèm 02 bản giấy', '']);
    expect((await enterRows(kit.store, book, '2026', true)).rows).toHaveLength(2);
    setEnterColumns(kit.store, clerk, 'outgoing', [{ key: 'note', heading: 'Ghi chú' }]);
    expect((await enterRows(kit.store, book, '2026', true)).rows.map(({ cells }) => cells)).toEqual([['Gửi kèm 02 bản giấy'], ['']]);
  });

  it('of more rows than its block has numbers left is told so, and registers nothing', () => {
    const { id: bookId } = bookFor(kit.store, ORGAN, 'incoming', 'Công văn');
    setNumberSource(kit.store, clerk, bookId, 'blocks', '2026');
    addBlock(kit.store, clerk, {
      ...{ bookId, period: '2026', series: '', first: 301, last: 302, allowedBy: 'Chánh Văn phòng' },
      ...{ allowedOn: '2026-11-20' as LegalDate, origin: 'taken', note: '' },
    });
    const id = putSheet(kit.store, 'incoming', [arrival(0), arrival(1), arrival(2)]);
    expect(judged(id).problems.map(({ code, params }) => [code, params?.left, params?.count])).toEqual([['entry.block_too_small', 2, 3]]);
    expect(failing(() => commitSheet(kit.store, clerk, id, nobody))).toBe('entry.not_clean');
    expect(incoming()).toEqual([]);
  });

  it('leaves numbers to the province’s system where it gives them', () => {
    for (const book of listBooks(kit.store)) setNumberSource(kit.store, clerk, book.id, 'province', '2026');
    const id = putSheet(kit.store, 'incoming', [arrival(0)]);
    expect(commitSheet(kit.store, clerk, id, nobody)).toMatchObject({ count: 1, first: '' });
    expect(incoming()[0]).toMatchObject({ state: 'registered', numberPending: true });
    expect(said(putSheet(kit.store, 'outgoing', [out('Một')]))).toEqual(['1 typeName entry.province_numbers error']);
  });
});

describe('the recipients of what goes out', () => {
  const agency = (organId: string, name: string): void =>
    void kit.store.db
      .prepare(`INSERT INTO agency (organ_id, name, folded, valid_from, seen_at) VALUES (?, ?, ?, 0, 0)`)
      .run(organId, name, nameKey(name));
  const directory = () => {
    agency('H99.5', 'Sở Nội vụ');
    agency('H98.5', 'Sở Nội vụ');
    agency('H99.7', 'Ủy ban nhân dân xã Thử Nghiệm');
    agency('H97.8', 'Trung tâm Mẫu');
    agency('H96.8', 'Trung tâm Mẫu');
    saveGroup(kit.store, clerk, { name: 'Các xã lân cận', members: ['H99.7'] });
    return createDirectory(kit.store);
  };
  const stored = () =>
    JSON.parse(kit.store.db.prepare<[], string>('SELECT recipients FROM outgoing').pluck().get() ?? '[]') as { organId?: string }[];
  const followed = () => kit.store.db.prepare('SELECT name, recipient_code, carry FROM paper_delivery ORDER BY seq').raw().all();

  it('are found in directory and groups, in our province first; who is not stays text; nobody is guessed at', () => {
    const { search } = directory();
    const match = recipientMatcher(kit.store, search, ORGAN);
    expect(match('sở nội vụ')).toMatchObject({ kind: 'agency', organId: 'H99.5' });
    expect(match('UBND xã Thử Nghiệm')).toMatchObject({ kind: 'agency', organId: 'H99.7' });
    expect(match('Sở Nội vụ (H98.5)')).toMatchObject({ kind: 'agency', organId: 'H98.5' });
    expect(match('các xã lân cận')).toMatchObject({ kind: 'group', members: [{ organId: 'H99.7' }] });
    expect(match('Trung tâm Mẫu')).toEqual({ kind: 'several', text: 'Trung tâm Mẫu', count: 2 });
    expect(match('Sở Nội')).toEqual({ kind: 'text', text: 'Sở Nội' });
    expect(match('(H99.nothing)')).toMatchObject({ kind: 'text' });
  });
  it('are followed one by one on the board of what leaves on paper, the own copy not; each once', () => {
    const { search } = directory();
    const row = out('Một', { recipients: 'Sở Nội vụ; Các xã lân cận; UBND xã Thử Nghiệm; Trung tâm Mẫu; Ông Mẫu; Lưu: VT' });
    const id = putSheet(kit.store, 'outgoing', [row]);
    saveSheet(kit.store, clerk, id, { count: 1, blocks: [], finished: false });
    const report = judgeSheet(kit.store, sheetById(kit.store, clerk, id), search);
    expect(report.recipients).toEqual({ known: 3, asText: ['Trung tâm Mẫu', 'Ông Mẫu', 'Lưu: VT'] });
    expect(report.problems.map(({ code, kind }) => [code, kind])).toEqual([['entry.recipient_several', 'note']]);
    commitSheet(kit.store, clerk, id, search);
    expect(stored()).toEqual([
      { organId: 'H99.5', name: 'Sở Nội vụ', medium: 'paper' },
      { organId: 'H99.7', name: 'Ủy ban nhân dân xã Thử Nghiệm', medium: 'paper' },
      { name: 'Trung tâm Mẫu' },
      { name: 'Ông Mẫu' },
      { name: 'Lưu: VT' },
    ]);
    expect(followed()).toEqual([
      ['Sở Nội vụ', 'H99.5', 'post'],
      ['Ủy ban nhân dân xã Thử Nghiệm', 'H99.7', 'post'],
      ['Trung tâm Mẫu', null, 'post'],
      ['Ông Mẫu', null, 'post'],
    ]);
    const { rows, notSent } = listDeliveries(kit.store, ORGAN, 'not_sent');
    expect([rows.length, notSent]).toEqual([4, 4]);
    // Nothing waits for the axis: it left on paper.
    expect(kit.store.db.prepare('SELECT count(*) FROM dispatch').pluck().get()).toBe(0);
  });
  it('of what was sent long ago are followed by nobody', () => {
    const { search } = directory();
    const id = putSheet(kit.store, 'outgoing', [out('Cũ', { code: '5/QĐ-UBND', date: '5/1/26', recipients: 'Sở Nội vụ' })], 'paper_book');
    saveSheet(kit.store, clerk, id, { count: 1, blocks: [], finished: false });
    commitSheet(kit.store, clerk, id, search);
    expect([followed(), stored()]).toEqual([[], [{ organId: 'H99.5', name: 'Sở Nội vụ', medium: 'paper' }]]);
  });
});

describe('a sheet in steps', () => {
  const rows = Array.from({ length: 160 }, (_, i) => arrival(i));
  it('is judged as it is at once', async () => {
    const id = putSheet(kit.store, 'incoming', [...rows, arrival(3), { ...arrival(200), date: '31/02/26' }]);
    const sheet = sheetById(kit.store, clerk, id);
    const works = new Works();
    const parts: unknown[] = [];
    const judging = works.run('w', (steps) => judgeSheetInSteps(kit.store, sheet, nobody, steps));
    const look = (): void => {
      const { now } = works.look('w');
      if (now === undefined) return;
      parts.push(now.done);
      setImmediate(look);
    };
    look();
    expect(await judging).toEqual(judgeSheet(kit.store, sheet, nobody));
    expect(parts.length).toBeGreaterThan(4);
  });
  it('stopped, registers nothing and keeps every row; not stopped, registers all', async () => {
    const id = putSheet(kit.store, 'incoming', rows);
    const works = new Works();
    const begun = works.run('w', (steps) => commitSheetInSteps(kit.store, clerk, id, nobody, steps));
    expect(works.stop('w')).toBe(true);
    await expect(begun).rejects.toMatchObject({ error: { code: 'work.stopped' } });
    expect([incoming().length, sheetById(kit.store, clerk, id).rows.length]).toEqual([0, 160]);
    const phases: unknown[] = [];
    const step = async (...told: unknown[]): Promise<void> => void phases.push(told);
    expect(await commitSheetInSteps(kit.store, clerk, id, nobody, { step, waitFor: (other) => other })).toMatchObject({
      count: 160,
      last: '160',
    });
    // Told before it is too late to stop.
    expect(phases.at(-1)).toEqual(['write', 0, 160]);
  });
  it('does not trust what it judged once somebody wrote meanwhile', async () => {
    const id = putSheet(kit.store, 'incoming', rows);
    const works = new Works();
    const begun = works.run('w', (steps) => commitSheetInSteps(kit.store, clerk, id, nobody, steps));
    // Another desk takes one of the rows in, after that row was judged and before anything is written.
    const look = (): void => {
      const { now } = works.look('w');
      if (now === undefined || now.done >= 300) paper('7/SM-VP');
      else setImmediate(look);
    };
    look();
    await expect(begun).rejects.toMatchObject({ error: { code: 'entry.not_clean', params: { asks: 1 } } });
    expect(incoming().length).toBe(1);
  });
});

describe('taking over a paper book', () => {
  const line = (number: string, date: string, more: Cells = {}): Cells => ({
    arrivalNumber: number,
    arrivalDate: date,
    sender: 'Sở Mẫu',
    subject: `Sổ giấy ${number}`,
    ...more,
  });

  it('keeps the numbers, marks them, and goes on counting behind them', () => {
    const id = putSheet(
      kit.store,
      'incoming',
      [line('1', '05/01/26'), line('2', '06/01/26', { unit: 'Kế toán' }), line('4', '05/01/26')],
      'paper_book',
    );
    expect(said(id)).toEqual(['3 arrivalNumber entry.number_out_of_order note']);
    expect(commitSheet(kit.store, clerk, id, nobody)).toMatchObject({ count: 3, first: '1', last: '4' });
    const [book] = listBooks(kit.store);
    if (!book) throw new Error('no book');
    const columns = registerColumns(kit.store, book, '2026').map((entry) => [
      entry.columns[0],
      entry.columns[1],
      entry.columns[6],
      entry.columns[9],
    ]);
    expect(columns).toEqual([
      ['05/01/2026', '1', '', 'Chuyển từ sổ giấy'],
      ['06/01/2026', '2', 'Kế toán', 'Chuyển từ sổ giấy'],
      ['05/01/2026', '4', '', 'Chuyển từ sổ giấy'],
    ]);
    expect(kit.store.db.prepare('SELECT DISTINCT origin FROM book_number').pluck().all()).toEqual(['paper_book']);
    expect(incoming().every((row) => row.state === 'finished')).toBe(true);
    expect(paper('99/SM-VP').arrivalNumber).toBe(5);
    // Of this year the book accounts for every number; of a year that was all paper it does not.
    expect(gapsOf(kit.store, book, '2026')).toEqual([3]);
    const again = putSheet(kit.store, 'incoming', [line('7', '05/02/25'), line('3', '05/01/26'), line('6', '05/01/26')], 'paper_book');
    expect(said(again)).toEqual(['3 arrivalNumber entry.number_after_own error']);
    putSheet(kit.store, 'incoming', [line('7', '05/02/25'), line('3', '05/01/26')], 'paper_book');
    commitSheet(kit.store, clerk, again, nobody);
    expect(gapsOf(kit.store, book, '2025')).toEqual([]);
    expect(gapsOf(kit.store, book, '2026')).toEqual([]);
  });

  it('stands at its own day, done: behind what arrives now, unread by nobody, due to nobody, told to no sender', () => {
    const first = paper('88/SM-VP');
    const id = putSheet(
      kit.store,
      'incoming',
      [line('1', '05/01/25', { dueDate: '20/01/25' }), line('2', '06/01/25', { unit: 'Kế toán' })],
      'paper_book',
    );
    commitSheet(kit.store, clerk, id, nobody);
    const other = { ...clerk, personId: '01890000-0000-7000-8000-000000000002' as typeof clerk.personId & string };
    const page = incomingPage(kit.store, other, {
      filter: { organId: ORGAN, states: [], text: '' },
      order: { by: 'day', descending: true },
      offset: 0,
      limit: 10,
    });
    expect(page.rows.map(({ day, state, unread }) => [day, state, unread])).toEqual([
      ['2026-11-22', 'registered', true],
      ['2025-01-06', 'finished', undefined],
      ['2025-01-05', 'finished', undefined],
    ]);
    expect(listCounts(kit.store, other, ORGAN).incoming).toEqual({ undone: 1, unread: 1 });
    const due = openDeadlines(kit.store, officeCalendar(kit.store, holidays), deadlineRules(kit.store));
    expect(due.every((row) => row.id === first.id)).toBe(true);
    expect(kit.store.db.prepare(`SELECT count(*) FROM dispatch WHERE kind = 'status'`).pluck().get()).toBe(0);
  });

  it('refuses a number twice, a number that is taken, and a code that is not of the book', () => {
    const id = putSheet(kit.store, 'outgoing', [out('A', { code: '5/QĐ-UBND', date: '5/1/26' })], 'paper_book');
    commitSheet(kit.store, clerk, id, nobody);
    const rows = [
      out('B', { code: '05/QĐ-UBND', date: '6/1/26' }),
      out('C', { code: '6', date: '6/1/26' }),
      out('D', { code: '006', date: '6/1/26' }),
      out('E', { code: '7/TB-UBND', date: '6/1/26' }),
    ];
    putSheet(kit.store, 'outgoing', rows, 'paper_book');
    expect(said(id)).toEqual(['1 code entry.number_taken error', '3 code entry.number_twice error', '4 code entry.code_not_of_book error']);
  });
});

describe('the sheet', () => {
  it('is one person’s, comes back as it was typed, also after the store was closed, and lies nowhere in the clear', () => {
    const id = putSheet(
      kit.store,
      'incoming',
      Array.from({ length: 120 }, (_, i) => arrival(i)),
    );
    saveSheet(kit.store, clerk, id, {
      count: 121,
      blocks: [{ place: 2, rows: Array.from({ length: 21 }, () => ['', '', '', 'Sở Sửa']) }],
      defaults: { signer: 'Trần Mẫu' },
    });
    const other = { ...clerk, personId: '01890000-0000-7000-8000-000000000002' as typeof clerk.personId & string };
    expect(failing(() => sheetById(kit.store, other, id))).toBe('entry.no_sheet');
    const store = kit.reopen();
    const sheet = openSheet(store, clerk, ORGAN, 'incoming');
    expect(sheet).toMatchObject({ id, defaults: { signer: 'Trần Mẫu' } });
    expect(sheet.rows).toHaveLength(121);
    expect([sheet.rows[99]?.[4], sheet.rows[100]?.[3]]).toEqual(['100/SM-VP', 'Sở Sửa']);
    clearSheet(store, clerk, id);
    expect(sheetById(store, clerk, id).rows).toEqual([]);
    expect(openSheet(store, other, ORGAN, 'incoming').id).not.toBe(id);
  });

  it('typed in the columns of a version before keeps every cell in its column, also where only some of it is typed anew', () => {
    const id = putSheet(
      kit.store,
      'outgoing',
      Array.from({ length: 60 }, (_, i) => out(`Việc ${i}`)),
    );
    const before = entryFields('outgoing').filter((field) => field !== 'note');
    const blocks = kit.store.db.prepare('SELECT place, rows FROM entry_block WHERE sheet_id = ?').all(id) as {
      place: number;
      rows: string;
    }[];
    const note = entryFields('outgoing').indexOf('note');
    for (const { place, rows } of blocks) {
      const old = (JSON.parse(rows) as string[][]).map((cells) => [...cells.slice(0, note), 'skip']);
      kit.store.db.prepare('UPDATE entry_block SET rows = ? WHERE sheet_id = ? AND place = ?').run(JSON.stringify(old), id, place);
    }
    kit.store.db.prepare('UPDATE entry_sheet SET fields = ? WHERE id = ?').run(JSON.stringify(before), id);
    saveSheet(kit.store, clerk, id, { count: 60, blocks: [{ place: 1, rows: sheetById(kit.store, clerk, id).rows.slice(50) }] });
    const { rows } = sheetById(kit.store, clerk, id);
    expect(new Set(rows.map((cells) => cells[note]))).toEqual(new Set(['']));
    expect(new Set(rows.map((cells) => cells[note + 1]))).toEqual(new Set(['skip']));
  });

  it.each(['tx:begin', 'tx:before-commit', 'tx:after-commit'])(
    'after an end of the process at %s holds either all its rows or all its numbers',
    async (point) => {
      const dir = mkdtempSync(join(tmpdir(), 'tvt-entry-'));
      const dataKey = randomBytes(32);
      try {
        const keys = deriveKeys(dataKey);
        let store = openStore({ dir, keys, clock: systemClock, create: true });
        openDesk(store);
        const id = putSheet(
          store,
          'incoming',
          Array.from({ length: 60 }, (_, i) => ({ ...arrival(i), date: '' })),
        );
        store.close();
        const child = startChild(join(import.meta.dirname, 'kill-child.ts'), [dir, dataKey.toString('hex'), id, point]);
        expect(await child.ended).toBe('SIGKILL');
        store = openStore({ dir, keys, clock: systemClock });
        const done = point === 'tx:after-commit';
        expect(store.db.prepare('SELECT count(*) FROM book_number').pluck().get()).toBe(done ? 60 : 0);
        expect(store.db.prepare('SELECT count(*) FROM incoming').pluck().get()).toBe(done ? 60 : 0);
        expect(sheetById(store, clerk, id).rows).toHaveLength(done ? 0 : 60);
        if (!done) expect(commitSheet(store, clerk, id, nobody)).toMatchObject({ count: 60, first: '1', last: '60' });
        store.close();
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    },
  );

  it('has a sentence for everything it says', () => {
    for (const act of ['incoming.from_paper_book', 'outgoing.from_paper_book', 'outgoing.entered_paper'])
      expect(historyText).toHaveProperty([`history.${act}`]);
    for (const text of Object.values(entryErrors)) expect(text).not.toContain('!');
  });
});
