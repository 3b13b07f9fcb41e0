import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actorOf, createPerson } from '../../src/core/accounts/index.ts';
import { verifyChain } from '../../src/core/audit/index.ts';
import type { Actor } from '../../src/core/context.ts';
import { makeCopy } from '../../src/core/copies/index.ts';
import { officeCalendar, shippedTable } from '../../src/core/deadlines/index.ts';
import { createPaper, instructIncoming, lateNumber, planRegistration, registerLate } from '../../src/core/documents/index.ts';
import { registerPetition } from '../../src/core/petitions/index.ts';
import { yearFactsParts, yearPieces } from '../../src/core/registers/facts.ts';
import {
  addRegisterLine,
  type Book,
  bookById,
  bookDetails,
  cancelNumber,
  changeRegisterLine,
  changeRule,
  closeYear,
  closingOf,
  closingView,
  explainNumber,
  findDeskBook,
  formOf,
  gapsOf,
  listBooks,
  makeRegister,
  makeSure,
  openBook,
  openDefaultBooks,
  peekNumber,
  type RegisterOffice,
  registerColumns,
  reopenYear,
  secretNumber,
  setFirst,
  strikeRegisterLine,
  takeNumber,
} from '../../src/core/registers/index.ts';
import { formOfBook } from '../../src/core/service/deskForms.ts';
import type { Store } from '../../src/core/store/types.ts';
import { whole } from '../../src/core/working/index.ts';
import { organId, type RecordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { readXlsx, TABLE_LIMITS } from '../../src/formats/table/index.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const OURS = organId('H99.242');
let now = 0;
let kit: TestStore;
let clerk: Actor;
const on = (year: number, month: number, day: number): void => {
  now = Date.UTC(year, month - 1, day, 2);
};
beforeEach(() => {
  on(2026, 12, 20);
  kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  const { store } = kit;
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, parent_name, place, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND tỉnh Mẫu', 'Ví Dụ', 'UBND')`,
      )
      .run(OURS);
    openDefaultBooks(store, OURS, 'UBND');
    clerk = actorOf(createPerson(store, { name: 'Lê Thị Ví Dụ', roles: ['clerk'] }));
  });
});
afterEach(() => kit.remove());

const book = (direction: 'incoming' | 'outgoing'): Book => {
  const found = listBooks(kit.store).find((one) => one.rule.direction === direction);
  if (!found) throw new Error('no book');
  return found;
};
const arrive = (number: string, register = true) =>
  createPaper(kit.store, clerk, {
    organId: OURS,
    ...{ channel: 'post', sender: 'Sở Nội vụ tỉnh Mẫu', number, notation: 'SNV-VP', date: '2026-12-18' as LegalDate, typeName: 'Công văn' },
    ...{ subject: `Về việc rà soát số ${number}`, signer: 'Nguyễn Văn Mẫu', priority: 0, uploadIds: [], register, notDuplicate: true },
  });
const font = (name: string) => readFileSync(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
const office = (): RegisterOffice => ({
  ...{ officeName: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu', place: 'Ví Dụ', today: '2027-01-05' as LegalDate },
  fonts: { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') },
});
const control = () => ({ signal: new AbortController().signal, progress: () => undefined });
const close = (more: Partial<Parameters<typeof closeYear>[2]> = {}) =>
  closeYear(
    kit.store,
    clerk,
    { bookId: book('incoming').id, period: '2026', orderedBy: 'Nguyễn Văn Mẫu', note: '', accepted: [], paper: 'A4', ...more },
    office(),
    control(),
  );
const bytesOf = async (store: Store, fileId: string): Promise<Buffer> => {
  const blob = store.db.prepare<[string], string>('SELECT blob_id FROM file WHERE id = ?').pluck().get(fileId) ?? '';
  return Buffer.from(await store.vault.readAll(blob as never));
};
const has = (name: string) => existsSync(`/usr/bin/${name}`);
const textOf = (pdf: Uint8Array): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).replace(/\s+/g, ' ');

it('a year’s numbers are read in pieces, each once, by the order they lie in, and come to the same sums', () => {
  const { db } = kit.store;
  const { id } = book('incoming');
  const add = db.prepare(
    `INSERT INTO book_number (book_id, period, series, number, state, date, reason, allowed_by, at, seq) VALUES (?, '2026', ?, ?, ?, ?, ?, 'A', 0, 0)`,
  );
  for (const [series, number, state, date] of [
    ['', 1, 'used', '2026-12-20'],
    ['', 2, 'cancelled', '2026-03-01'],
    ['', 3, 'secret', '2026-05-02'],
    ['', 4, 'used', '2027-01-04'],
    ['', 9, 'used', '2026-06-30'],
    ['QĐ', 5, 'cancelled', '2026-02-02'],
    ['QĐ', 12, 'used', '2026-11-30'],
  ] as const)
    add.run(id, series, number, state, date, state === 'cancelled' ? `Hỏng ${number}` : null);
  const pieces = (atOnce: number): number => [...yearPieces(kit.store, book('incoming'), '2026', atOnce)].length;
  expect([1, 2, 3, 7, 8].map(pieces)).toEqual([7, 3, 2, 1, 0]);
  const factsBy = (atOnce: number, range = {}) => whole(yearFactsParts(kit.store, book('incoming'), '2026', range, atOnce));
  const cancelledList = [
    { number: 2, reason: 'Hỏng 2', allowedBy: 'A' },
    { number: 5, reason: 'Hỏng 5', allowedBy: 'A' },
  ];
  for (const atOnce of [1, 2, 3, 7, 8]) {
    expect(factsBy(atOnce)).toEqual({
      ...{ total: 7, used: 4, cancelled: 2, secret: 1, late: 1, cancelledList },
      ...{ first: 1, last: 12, firstDate: '2026-02-02', lastDate: '2027-01-04' },
    });
    expect(factsBy(atOnce, { from: '2026-05-01', to: '2026-06-30' })).toEqual({
      ...{ total: 2, used: 1, cancelled: 0, secret: 1, late: 0, cancelledList: [] },
      ...{ first: 3, last: 9, firstDate: '2026-05-02', lastDate: '2026-06-30' },
    });
    expect(whole(yearFactsParts(kit.store, book('incoming'), '2025', {}, atOnce))).toEqual({
      ...{ total: 0, used: 0, cancelled: 0, secret: 0, late: 0, cancelledList: [] },
    });
  }
  const plan = db
    .prepare(
      'EXPLAIN QUERY PLAN SELECT series, number FROM book_number WHERE book_id = ? AND period = ? AND (series, number) > (?, ?) AND (series, number) <= (?, ?) ORDER BY series, number',
    )
    .all('b', '2026', '', 0, '', 9);
  expect(JSON.stringify(plan)).toMatch(/SEARCH.*series,number/);
  expect(JSON.stringify(plan)).not.toContain('TEMP B-TREE');
});

describe('closing a book’s year', () => {
  it('is refused before its last day, over an unexplained gap, and over open items nobody has seen', async () => {
    arrive('1');
    await expect(close()).rejects.toThrow('registers.year_not_over');
    on(2027, 1, 5);
    kit.store.db.prepare('UPDATE book_number SET number = 3 WHERE number = 1').run();
    await expect(close()).rejects.toThrow('registers.close_gaps');
    for (const number of [1, 2])
      explainNumber(kit.store, clerk, {
        bookId: book('incoming').id,
        period: '2026',
        number,
        reason: 'Hỏng phôi',
        allowedBy: 'Mẫu',
        secret: number === 2,
      });
    expect(gapsOf(kit.store, book('incoming'), '2026')).toEqual([]);
    // Arrived in the old year, in no book.
    on(2026, 12, 31);
    arrive('2', false);
    on(2027, 1, 5);
    expect((await closingView(kit.store, book('incoming').id, '2026')).open).toMatchObject([
      { kind: 'unregistered', count: 1, examples: ['2/SNV-VP'] },
    ]);
    await expect(close()).rejects.toThrow('registers.close_unseen');
    // A number that the province's system is still to give stops it, seen or not.
    const pending = kit.store.db.prepare('UPDATE incoming SET number_pending = ?, book_id = ? WHERE number = ?');
    pending.run(1, book('incoming').id, '2');
    await expect(close({ accepted: ['unregistered', 'pending'] })).rejects.toThrow('registers.close_pending');
    pending.run(0, null, '2');
    await close({ accepted: ['unregistered'] });
    expect((await closingView(kit.store, book('incoming').id, '2026')).mayClose).toBe(false);
  });

  it.skipIf(!has('pdftotext'))(
    'keeps the final register and the minutes, its hash in the audit; then no number is given, cancelled or explained [needs pdftotext]',
    async () => {
      for (const number of ['1', '2', '3']) arrive(number);
      const { store } = kit;
      store.tx(() =>
        cancelNumber(store, { bookId: book('incoming').id, period: '2026', number: 2 }, { reason: 'Vào sổ nhầm', allowedBy: 'Lê Văn Thử' }),
      );
      on(2027, 1, 5);
      const closing = await close({ note: 'Đã đóng quyển' });
      expect(closing).toMatchObject({
        turn: 1,
        closedBy: 'Lê Thị Ví Dụ',
        orderedBy: 'Nguyễn Văn Mẫu',
        facts: { first: 1, last: 3, used: 2, cancelled: 1 },
      });
      const register = await bytesOf(store, closing.register.fileId);
      const words = textOf(register);
      expect(words).toContain('Từ số 01 đến số 03');
      expect(words).toContain('Hủy số: Vào sổ nhầm');
      expect(words).toContain('NGƯỜI CHO KHÓA SỔ');
      const minutes = textOf(await bytesOf(store, closing.minutes.fileId));
      expect(minutes).toContain('BIÊN BẢN KHÓA SỔ');
      expect(minutes.replace(/ /g, '')).toContain(closing.sha256);
      expect(store.db.prepare(`SELECT result FROM audit WHERE act = 'register.close'`).pluck().get()).toBe(`2026 sha256:${closing.sha256}`);
      expect(verifyChain(store).ok).toBe(true);
      on(2026, 12, 31);
      expect(() => arrive('4')).toThrow('registers.year_closed');
      const where = { bookId: book('incoming').id, period: '2026', number: 3 };
      expect(() => store.tx(() => cancelNumber(store, where, { reason: 'x', allowedBy: 'y' }))).toThrow('registers.year_closed');
      // Whatever door would forget to ask: the store itself refuses.
      expect(() =>
        store.db
          .prepare(
            `INSERT INTO book_number (book_id, period, series, number, state, date, at, seq) VALUES (?, '2026', '', 9, 'used', '2026-12-31', 0, 999)`,
          )
          .run(book('incoming').id),
      ).toThrow('closed');
    },
  );

  it('is undone with a reason only, stays on record, and the next closing is the second one', async () => {
    arrive('1');
    on(2027, 1, 5);
    const first = await close();
    reopenYear(kit.store, clerk, first.id, 'Sót một văn bản');
    expect(closingOf(kit.store, book('incoming').id, '2026')).toBeUndefined();
    const second = await close();
    expect(second.turn).toBe(2);
    const seen = (await closingView(kit.store, book('incoming').id, '2026')).closings;
    expect(seen.map(({ turn, reopened }) => [turn, reopened?.reason])).toEqual([
      [2, undefined],
      [1, 'Sót một văn bản'],
    ]);
  });

  it('stands still when a number was given while it printed', async () => {
    for (let i = 1; i <= 30; i++) arrive(String(i));
    on(2026, 12, 31);
    const { store } = kit;
    let given = false;
    const closing = closeYear(
      store,
      clerk,
      { bookId: book('incoming').id, period: '2026', orderedBy: 'Nguyễn Văn Mẫu', note: '', accepted: [], paper: 'A4' },
      office(),
      {
        ...control(),
        progress: () => {
          if (!given) arrive('99');
          given = true;
        },
      },
    );
    await expect(closing).rejects.toThrow('registers.close_changed');
    expect(closingOf(store, book('incoming').id, '2026')).toBeUndefined();
  });
});

describe('closing the year of a book of the desk', () => {
  const copies = async (): Promise<void> => {
    for (const name of ['một', 'hai'])
      await makeCopy(
        { store: kit.store, parsing: { composePdf: () => Promise.reject(new Error('not asked')) }, fonts: () => office().fonts },
        clerk,
        OURS,
        {
          ...{
            form: 'SY',
            direction: 'pp',
            pages: '',
            parts: '',
            copies: 1,
            forWhom: 'Ông Mẫu',
            competence: '',
            signerPosition: 'Chủ tịch',
          },
          ...{
            signer: 'Nguyễn Văn Mẫu',
            block: 'own_page',
            note: '',
            source: { code: '9/CV', agency: 'Hội Mẫu', subject: `Giấy ${name}` },
          },
        },
      );
  };
  const closeDesk = (kind: 'copy' | 'petition', accepted: readonly string[] = []) => {
    const desk = findDeskBook(kit.store, OURS, kind);
    if (!desk) throw new Error('no book');
    const what = { bookId: desk.id, period: '2026', orderedBy: 'Nguyễn Văn Mẫu', note: '', accepted, paper: 'A4' as const };
    return closeYear(
      kit.store,
      clerk,
      what,
      office(),
      control(),
      formOfBook(desk, clerk, () => officeCalendar(kit.store, shippedTable(new URL('../../resources', import.meta.url).pathname))),
    );
  };

  it.skipIf(!has('pdftotext'))(
    'copies: its register is bound with all lines, its numbers end, opened again they go on [needs pdftotext]',
    async () => {
      await copies();
      await expect(closeDesk('copy')).rejects.toThrow('registers.year_not_over');
      on(2026, 12, 31);
      const closing = await closeDesk('copy');
      const register = textOf(await bytesOf(kit.store, closing.register.fileId));
      expect(register).toMatch(/01\/SY-UBND.*Giấy một.*02\/SY-UBND.*Giấy hai/);
      expect(register).toContain('Sổ có 2 số bản sao, từ số 01 đến số 02');
      expect(textOf(await bytesOf(kit.store, closing.minutes.fileId))).toMatch(/biên bản khóa sổ/i);
      await expect(copies()).rejects.toThrow('registers.year_closed');
      reopenYear(kit.store, clerk, closing.id, 'còn bản sao chưa ghi');
      await copies();
      on(2027, 1, 4);
      expect(peekNumber(kit.store, findDeskBook(kit.store, OURS, 'copy') as Book, '').number).toBe(1);
    },
  );

  it.skipIf(!has('pdftotext'))(
    'petitions: what is not settled is seen first, and nobody’s name is bound into it [needs pdftotext]',
    async () => {
      registerPetition(kit.store, clerk, OURS, {
        ...{
          kind: 'denunciation',
          channel: 'hand',
          receivedOn: '2026-12-19' as LegalDate,
          people: 1,
          notSame: false,
          readers: [],
          uploadIds: [],
        },
        ...{ name: 'Đặng Tố Cáo', address: 'Thôn Kín', phone: '', identity: '', matter: 'chuyện kín', against: 'Bà Kín' },
      } as never);
      on(2026, 12, 31);
      await expect(closeDesk('petition')).rejects.toThrow('registers.close_unseen');
      const closing = await closeDesk('petition', ['unsettled']);
      expect(closing.openItems).toEqual([{ kind: 'unsettled', count: 1, examples: ['số 1'], stops: false }]);
      const all = textOf(await bytesOf(kit.store, closing.register.fileId)) + textOf(await bytesOf(kit.store, closing.minutes.fileId));
      expect(all).toContain('Tố cáo');
      expect(all).toContain('1 số đơn thư');
      expect(all).not.toMatch(/Đặng|Thôn Kín|chuyện kín|Bà Kín/);
    },
  );
});

describe('two years side by side', () => {
  it('takes late arrivals into the old year, marked, while the new year begins with 01', () => {
    arrive('1');
    on(2026, 12, 31);
    const { id } = arrive('2', false);
    on(2027, 1, 4);
    makeSure(kit.store, clerk, book('incoming').id, '2027');
    const fresh = arrive('3');
    expect(fresh.arrivalNumber).toBe(1);
    expect(registerLate(kit.store, clerk, id as RecordId, { bookId: book('incoming').id, period: '2026' }).arrivalNumber).toBe(2);
    expect(arrive('4').arrivalNumber).toBe(2);
    const [, late] = registerColumns(kit.store, book('incoming'), '2026');
    expect(late).toMatchObject({ number: 2, late: true });
    expect(late?.columns[0]).toBe('04/01/2027');
    expect(late?.columns.at(-1)).toContain('Đăng ký bổ sung ngày 04/01/2027');
    expect(registerColumns(kit.store, book('incoming'), '2027').some((entry) => entry.late)).toBe(false);
  });
  it('tells before it is given which number the old year has for an arrival of it, and none once that year is closed', async () => {
    setFirst(kit.store, clerk, book('incoming').id, 210, 'số 01–209 đăng ký tại sổ giấy');
    arrive('1');
    const { id } = arrive('2', false);
    expect(lateNumber(kit.store, id)).toBeUndefined();
    on(2027, 1, 4);
    expect(lateNumber(kit.store, id)).toEqual({ bookId: book('incoming').id, period: '2026', number: 211 });
    expect((await closingView(kit.store, book('incoming').id, '2026')).lateNumber).toBe(211);
    expect((await closingView(kit.store, book('incoming').id, '2027')).lateNumber).toBeUndefined();
    const { id: now } = arrive('3', false);
    expect(lateNumber(kit.store, now)).toBeUndefined();
    makeSure(kit.store, clerk, book('incoming').id, '2027');
    // Of many at once the plan says which: they would enter the new year's book.
    const plan = planRegistration(kit.store, clerk, [id as RecordId, now as RecordId]);
    expect(plan.rows.map(({ number, oldYear }) => [number, oldYear])).toEqual([
      [1, '2026'],
      [2, undefined],
    ]);
    await close({ accepted: ['unregistered'] });
    expect(lateNumber(kit.store, id)).toBeUndefined();
    expect((await closingView(kit.store, book('incoming').id, '2026')).lateNumber).toBeUndefined();
  });
  it('counts what was registered late among the work of the year whose book it stands in', async () => {
    arrive('1');
    on(2026, 12, 31);
    const { id } = arrive('2', false);
    on(2027, 1, 4);
    registerLate(kit.store, clerk, id as RecordId, { bookId: book('incoming').id, period: '2026' });
    kit.store.db.prepare(`UPDATE incoming SET due_date = '2026-12-31' WHERE id = ?`).run(id);
    const unhandled = async (period: string) =>
      (await closingView(kit.store, book('incoming').id, period)).open.find(({ kind }) => kind === 'unhandled')?.examples;
    expect(await unhandled('2026')).toEqual(['số đến 2']);
    expect(await unhandled('2027')).toBeUndefined();
  });
  it('gives no late number of a document of ours, of a year to come, or of one that is closed', async () => {
    arrive('1');
    on(2026, 12, 31);
    const { id } = arrive('2', false);
    const late = (bookId: string, period: string) => registerLate(kit.store, clerk, id as RecordId, { bookId, period });
    on(2027, 1, 4);
    expect(() => late(book('outgoing').id, '2026')).toThrow('registers.late_not_here');
    expect(() => late(book('incoming').id, '2028')).toThrow('registers.no_such_period');
    await close({ accepted: ['unregistered'] });
    expect(() => late(book('incoming').id, '2026')).toThrow('registers.year_closed');
  });
});

describe('rules of a book', () => {
  const rule = (change: object) => {
    const { pattern, plainPattern, organAbbreviation, unitAbbreviation, padTo, series, kinds } = book('outgoing').rule;
    return { ...{ pattern, plainPattern, organAbbreviation, unitAbbreviation, padTo, series, kinds }, ...change };
  };
  const give = (kindName = 'Quyết định') => kit.store.tx(() => takeNumber(kit.store, book('outgoing'), { kindName, actor: clerk })).code;

  it('change from a day on; what was numbered stays; never over numbers of that day', () => {
    expect(give()).toBe('01/QĐ-UBND');
    const change = (date: string, what: object) => changeRule(kit.store, clerk, book('outgoing').id, date, rule(what), 'Quy chế mới');
    expect(() => change('2026-12-20', { pattern: '{number}/{year}/{kind}-{organ}' })).toThrow('registers.rule_date');
    expect(() => change('2026-12-25', { series: 'per_kind' })).toThrow('registers.rule_mid_period');
    expect(() => change('2026-12-25', { pattern: '{nummer}/QĐ' })).toThrow('registers.pattern_invalid');
    change('2026-12-25', { pattern: '{number}/{year}/{kind}-{organ}' });
    expect(give()).toBe('02/QĐ-UBND');
    on(2026, 12, 25);
    expect(give()).toBe('03/2026/QĐ-UBND');
    change('2027-01-01', { series: 'per_kind' });
    on(2027, 1, 4);
    makeSure(kit.store, clerk, book('outgoing').id, '2027');
    expect([give(), give('Thông báo')]).toEqual(['01/2027/QĐ-UBND', '01/2027/TB-UBND']);
    expect(
      bookDetails(kit.store)
        .find(({ direction }) => direction === 'outgoing')
        ?.rules.map(({ state }) => state),
    ).toEqual(['past', 'past', 'now']);
  });
  it('a book goes on from paper with its explanation, before its first number only', () => {
    setFirst(kit.store, clerk, book('incoming').id, 210, 'số 01–209 đăng ký tại sổ giấy');
    expect(arrive('1').arrivalNumber).toBe(210);
    expect(gapsOf(kit.store, book('incoming'), '2026')).toEqual([]);
    expect(() => setFirst(kit.store, clerk, book('incoming').id, 300, 'x')).toThrow('registers.book_begun');
    expect(bookById(kit.store, book('incoming').id).rule.firstNote).toContain('sổ giấy');
    // One set by mistake is set back, and then there is nothing to note.
    expect(() => setFirst(kit.store, clerk, book('outgoing').id, 302, '')).toThrow('registers.first_note_needed');
    setFirst(kit.store, clerk, book('outgoing').id, 302, 'số 01–301 đăng ký tại sổ giấy');
    setFirst(kit.store, clerk, book('outgoing').id, 1, '');
    expect(give()).toBe('01/QĐ-UBND');
  });
  it.skipIf(!has('pdftotext'))(
    'a book that went on from paper says so on its cover, over its lines and in the minutes, in that year only [needs pdftotext]',
    async () => {
      const says = /Sổ này bắt đầu từ số 210: số 01–209 đăng ký tại sổ giấy/g;
      setFirst(kit.store, clerk, book('incoming').id, 210, 'số 01–209 đăng ký tại sổ giấy');
      arrive('1');
      on(2026, 12, 31);
      const closing = await close();
      // The cover, the head of the lines, the words at their end.
      expect(textOf(await bytesOf(kit.store, closing.register.fileId)).match(says)).toHaveLength(3);
      expect(textOf(await bytesOf(kit.store, closing.minutes.fileId)).match(says)).toHaveLength(1);
      on(2027, 1, 4);
      makeSure(kit.store, clerk, book('incoming').id, '2027');
      arrive('2');
      on(2027, 12, 31);
      const next = await close({ period: '2027' });
      expect(textOf(await bytesOf(kit.store, next.register.fileId)).match(says)).toBeNull();
      expect(textOf(await bytesOf(kit.store, next.minutes.fileId)).match(says)).toBeNull();
    },
  );
  it('a book of its own for some kinds wins over the common one; no kind stands in two', () => {
    const own = {
      ...{ organId: OURS, name: 'Sổ văn bản quy phạm pháp luật', direction: 'outgoing' as const, firstNumber: 1, firstNote: '' },
    };
    const legal = rule({ kinds: ['Nghị quyết'], pattern: '{number}/{year}/{kind}-{organ}' });
    openBook(kit.store, clerk, { ...own, rule: legal });
    const [, , opened] = listBooks(kit.store);
    expect(opened && peekNumber(kit.store, opened, 'Nghị quyết').code).toBe('01/2026/NQ-UBND');
    expect(() => openBook(kit.store, clerk, { ...own, rule: legal })).toThrow('registers.kind_has_book');
    expect(() => openBook(kit.store, clerk, { ...own, rule: rule({ kinds: [] }) })).toThrow('registers.common_has_book');
    expect(() => openBook(kit.store, clerk, { ...own, rule: rule({ kinds: ['Giấy mời'] }), firstNumber: 5 })).toThrow(
      'registers.first_note_needed',
    );
  });
  it('a number for a secret document takes its place, and nothing of the document is kept', () => {
    expect(secretNumber(kit.store, clerk, book('outgoing').id, 'Báo cáo', 'Nguyễn Văn Mẫu')).toBe('01/BC-UBND');
    expect(give()).toBe('02/QĐ-UBND');
    const [entry] = registerColumns(kit.store, book('outgoing'), '2026');
    expect(entry).toMatchObject({ number: 1, state: 'secret' });
    expect(entry?.columns.join(' ')).not.toContain('Báo cáo');
    expect(entry?.columns.at(-1)).toContain('quản lý tại sổ riêng');
  });
});

describe('registers that are no numbered books', () => {
  const lines = (key: string, more: object = {}) => formOf(key).lines(kit.store, { organId: OURS, period: '2026', ...more }, 0, 100);
  it('the tracking register follows the work by itself: who, by when, how far, answered by what', () => {
    const { id } = arrive('7');
    arrive('8');
    const { store } = kit;
    instructIncoming(store, clerk, id as RecordId, {
      ...{
        leader: 'Nguyễn Văn Mẫu',
        text: 'Giải quyết',
        lead: 'Phòng Kinh tế',
        coHandlers: ['Công an xã'],
        slipDate: '2026-12-20',
        dueDate: '2026-12-22',
      },
    });
    const tracked = () => lines('tracking', { book: book('incoming') }).map(({ columns }) => columns);
    expect(tracked()).toEqual([
      [
        '1',
        'Công văn số 7/SNV-VP ngày 18/12/2026, Sở Nội vụ tỉnh Mẫu',
        'Phòng Kinh tế (phối hợp: Công an xã)',
        '22/12/2026',
        'Đã phân công',
        '',
        '',
      ],
    ]);
    on(2026, 12, 24);
    expect(tracked()[0]?.[4]).toBe('Đã phân công, quá hạn');
  });
  it('lines kept by hand are checked, filled in, struck with a reason, never deleted', () => {
    const { store } = kit;
    const form = formOf('archive_use');
    const add = (cells: object, date = '2026-12-20') =>
      store.tx(() =>
        addRegisterLine(store, clerk, form, { organId: OURS, date: date as LegalDate, cells: cells as Record<string, string> }),
      );
    const borrowed = { person: 'Trần Thị Mẫu', code: '12/QĐ-UBND', allowedBy: 'Chánh Văn phòng' };
    expect(() => add({ ...borrowed, person: '' })).toThrow('registers.line_wrong');
    expect(() => add({ ...borrowed, returned: '31/12' })).toThrow('registers.line_wrong');
    expect(() => add(borrowed, '2027-05-01')).toThrow('registers.line_in_future');
    expect(() => add({ ...borrowed, extra: 'x' })).toThrow('registers.no_such_column');
    const id = add(borrowed);
    store.tx(() => changeRegisterLine(store, clerk, form.columns, id, '2026-12-20' as LegalDate, { ...borrowed, returned: '2026-12-20' }));
    expect(lines('archive_use')[0]?.columns[6]).toBe('20/12/2026');
    expect(lines('archive_use', { text: 'tran thi' })).toHaveLength(1);
    expect(lines('archive_use', { from: '2026-12-21' })).toHaveLength(0);
    store.tx(() => strikeRegisterLine(store, clerk, id, 'Ghi nhầm người'));
    expect(lines('archive_use')[0]).toMatchObject({ state: 'struck' });
    expect(lines('archive_use')[0]?.columns.at(-1)).toBe('Gạch bỏ: Ghi nhầm người (Lê Thị Ví Dụ)');
    expect(() => store.tx(() => strikeRegisterLine(store, clerk, id, 'nữa'))).toThrow('registers.line_struck');
    expect(() => store.db.prepare('DELETE FROM register_line').run()).toThrow('struck');
  });
});

describe('a register as a file', () => {
  const made = async (as: 'xlsx' | 'docx' | 'pdf', more: object = {}, place = office()) => {
    const query = { organId: OURS, book: book('incoming'), period: '2026', ...more };
    const file = await makeRegister(kit.store, formOf('incoming'), query, place, { as, paper: 'A3', cover: true }, control());
    kit.store.tx(() => kit.store.vault.record(file.blob));
    return { ...file, bytes: Buffer.from(await kit.store.vault.readAll(file.blob.id)) };
  };
  beforeEach(() => {
    for (const number of ['1', '2', '3']) arrive(number);
    createPaper(kit.store, clerk, {
      organId: OURS,
      ...{
        channel: 'hand',
        sender: 'Hội "Ví Dụ" & <Mẫu>',
        number: '',
        notation: '',
        typeName: '',
        subject: 'Đề nghị hỗ trợ\u0001 kinh phí',
        signer: '',
      },
      ...{ priority: 0, uploadIds: [], register: true, notDuplicate: true },
    });
  });
  it('a workbook has the law’s heads and every line', async () => {
    const { bytes, name } = await made('xlsx');
    expect(name).toBe('Sổ đăng ký văn bản đến 2026.xlsx');
    const source = { size: bytes.byteLength, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
    const { rows } = await readXlsx(source, TABLE_LIMITS);
    expect(rows[0]).toEqual(formOf('incoming').columns.map(({ heading }) => heading));
    expect(rows.slice(1).map((row) => row[1])).toEqual(['1', '2', '3', '4']);
    expect(rows[4]?.[2]).toBe('Hội "Ví Dụ" & <Mẫu>');
  });
  it.skipIf(!has('unzip'))('a cancelled number has a line through it in a workbook as on paper [needs unzip]', async () => {
    kit.store.tx(() =>
      cancelNumber(
        kit.store,
        { bookId: book('incoming').id, period: '2026', number: 2 },
        { reason: 'Vào sổ nhầm', allowedBy: 'Lê Văn Thử' },
      ),
    );
    const dir = mkdtempSync(join(tmpdir(), 'tvt-office-'));
    try {
      const path = join(dir, 'so.xlsx');
      writeFileSync(path, (await made('xlsx')).bytes);
      const sheet = execFileSync('unzip', ['-p', path, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' });
      const styles = [...sheet.matchAll(/<c r="B(\d)" s="(\d)"/g)].map(([, row, style]) => `${row}: ${style}`);
      expect(styles).toEqual(['1: 1', '2: 3', '3: 6', '4: 3', '5: 3']);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
  it.skipIf(!has('xmllint'))('a Word document and a workbook are archives of well-formed parts [needs xmllint]', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tvt-office-'));
    try {
      for (const as of ['docx', 'xlsx'] as const) {
        const { bytes } = await made(as);
        const path = join(dir, `so.${as}`);
        writeFileSync(path, bytes);
        const script = `import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])\nprint(*z.namelist(),sep='\\n')`;
        const out = join(dir, as);
        const parts = execFileSync('python3', ['-c', script, path, out], { encoding: 'utf8' }).trim().split('\n');
        expect(parts.length).toBeGreaterThan(5);
        execFileSync('xmllint', ['--noout', ...parts.map((part) => join(out, part))]);
        if (as === 'docx') {
          const document = readFileSync(join(out, 'word/document.xml'), 'utf8');
          expect(document.match(/<w:tblHeader\/>/g)).toHaveLength(2);
          expect(document).toContain('w:orient="landscape"');
          expect(document).toContain('Hội &quot;Ví Dụ&quot; &amp; &lt;Mẫu&gt;');
          expect(document).toContain('Đề nghị hỗ trợ kinh phí');
          expect(document).toContain('Từ số 01 đến số 04');
        }
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
  it.skipIf(!has('unzip'))('of training says so as a workbook and as a Word document, on every page of it [needs unzip]', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tvt-office-'));
    try {
      const parts = async (as: 'docx' | 'xlsx', watermark?: string): Promise<string[]> => {
        const { bytes } = await made(as, {}, { ...office(), ...(watermark ? { watermark } : {}) });
        const path = join(dir, `so.${as}`);
        writeFileSync(path, bytes);
        const names = as === 'docx' ? ['word/document.xml', 'word/footer1.xml'] : ['xl/workbook.xml', 'xl/worksheets/sheet1.xml'];
        return names.map((name) => execFileSync('unzip', ['-p', path, name], { encoding: 'utf8' }));
      };
      for (const as of ['docx', 'xlsx'] as const) {
        for (const part of await parts(as, 'TẬP HUẤN')) expect(part).toContain('TẬP HUẤN');
        for (const part of await parts(as)) expect(part).not.toContain('TẬP HUẤN');
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
  it.skipIf(!has('pdftotext'))('an extract says that it is one [needs pdftotext]', async () => {
    const { bytes, rows } = await made('pdf', { text: 'so 2' });
    expect(rows).toBe(1);
    expect(textOf(bytes)).toContain('Trích sổ: theo nội dung đã lọc.');
  });
});
