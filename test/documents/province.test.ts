/** Beside the province's document system: it gives the numbers, blocks of them are used in an outage, both books agree after it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkView } from '../../src/contract/page/work.ts';
import type { Actor } from '../../src/core/context.ts';
import {
  createPaper,
  fillIncomingNumber,
  fillOutgoingNumber,
  getIncoming,
  getOutgoing,
  instructIncoming,
  nextArrivalNumber,
  nextOutgoingNumber,
  numberOutgoing,
  pendOutgoing,
  registerIncoming,
  registerPending,
  saveDraft,
} from '../../src/core/documents/index.ts';
import {
  addBlock,
  type Book,
  blockRows,
  closeBlock,
  comparedLines,
  enterRows,
  gapsOf,
  listBooks,
  markEntered,
  openDefaultBooks,
  registerColumns,
  setEnterColumns,
  setNumberSource,
} from '../../src/core/registers/index.ts';
import { provinceHandlers } from '../../src/core/service/province.ts';
import { registerHandlers } from '../../src/core/service/registers.ts';
import type { Session } from '../../src/core/service/session.ts';
import { workHandlers } from '../../src/core/service/work.ts';
import { compareBooks, guessColumns } from '../../src/domain/bookCompare.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { writeXlsx } from '../../src/formats/table/index.ts';
import { readTableJob } from '../../src/parser/table.ts';
import { historyText } from '../../src/renderer/text/vi/history.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const font = (name: string) => readFileSync(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
const FONTS = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
let kit: TestStore;
let now: number;
beforeEach(() => {
  now = Date.UTC(2026, 10, 20, 2, 0, 0);
  kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  kit.store.tx(() => {
    kit.store.db
      .prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`)
      .run();
    openDefaultBooks(kit.store, 'H99.242', 'UBND');
  });
});
afterEach(() => kit.remove());

const book = (direction: 'incoming' | 'outgoing'): Book => {
  const found = listBooks(kit.store).find((one) => one.rule.direction === direction);
  if (!found) throw new Error(direction);
  return found;
};
const by = (direction: 'incoming' | 'outgoing', numbers: 'here' | 'province' | 'blocks') =>
  setNumberSource(kit.store, clerk, book(direction).id, numbers, '2026');
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'no failure';
};
let n = 0;
const arrived = (subject = 'Về việc'): RecordId =>
  createPaper(kit.store, clerk, {
    ...{
      organId: 'H99.242',
      channel: 'post',
      sender: 'Sở Mẫu',
      number: String(++n),
      notation: 'SM-VP',
      date: '2026-11-19',
      typeName: 'Công văn',
    },
    ...{ subject, signer: '', priority: 0, uploadIds: [], register: false, notDuplicate: false },
  }).id;
const signed = (subject = 'Về việc'): RecordId => {
  const id = saveDraft(kit.store, clerk, 'H99.242', {
    ...{ typeName: 'Quyết định', subject, content: '', competence: '', signerPosition: '', signer: 'Nguyễn Văn Mẫu', priority: 0 },
    ...{ toPlaces: [], recipients: [{ name: 'Sở Mẫu' }], uploadIds: [] },
  });
  kit.store.tx(() => kit.store.db.prepare(`UPDATE outgoing SET state = 'leader_signed' WHERE id = ?`).run(id));
  return id;
};
const block = (
  direction: 'incoming' | 'outgoing',
  first: number,
  last: number,
  more: { validTo?: LegalDate; origin?: 'taken' | 'phone' } = {},
) =>
  addBlock(kit.store, clerk, {
    ...{
      bookId: book(direction).id,
      period: '2026',
      series: '',
      first,
      last,
      allowedBy: 'Chánh Văn phòng',
      allowedOn: '2026-11-20' as LegalDate,
    },
    ...{ origin: 'taken', note: '' },
    ...more,
  });

it('the list for the province’s system, on paper and as a workbook, tells that it is read and made, can be stopped in either, and then nothing of it is kept', async () => {
  registerIncoming(kit.store, clerk, arrived());
  const organ = { organId: 'H99.242', name: 'UBND xã Ví Dụ', parentName: '', place: '' };
  const workstation = { store: kit.store, mode: 'production', organ: () => organ, fonts: () => FONTS };
  const session = { signedIn: { workstation, actor: clerk } } as unknown as Session;
  const files = () => kit.store.db.prepare('SELECT count(*) FROM file').pluck().get();
  for (const call of ['province.print', 'province.workbook'] as const)
    for (const stopAt of ['read', 'make']) {
      const workId = `${call} ${stopAt}`;
      const asked = provinceHandlers[call]({ bookId: book('incoming').id, period: '2026', all: true, workId }, session) as Promise<unknown>;
      // What may be stopped says so; the page asks by the name that it gave.
      await expect(provinceHandlers[call]({ bookId: '', period: '2026', all: true, workId }, session)).rejects.toThrow('work.too_many');
      const seen = new Set<string>();
      const look = (): void => {
        const { now: at } = workHandlers['work.look']({ workId }, session) as WorkView;
        if (at === undefined) return;
        seen.add(at.phase);
        expect(at.canStop).toBe(true);
        if (at.phase === stopAt) expect(workHandlers['work.stop']({ workId }, session)).toEqual({ stopped: true });
        else setImmediate(look);
      };
      look();
      await expect(asked).rejects.toThrow('work.stopped');
      expect([workId, seen.has(stopAt), files()]).toEqual([workId, true, 0]);
    }
  await provinceHandlers['province.workbook']({ bookId: book('incoming').id, period: '2026', all: true }, session);
  expect(files()).toBe(1);
});

it('the list on screen is read under a name: it tells that it reads, and is stopped by that name', async () => {
  const session = { signedIn: { actor: clerk, workstation: { store: kit.store } } } as unknown as Session;
  const ask = () =>
    provinceHandlers['province.list'](
      { bookId: book('incoming').id, period: '2026', all: true, limit: 100, workId: 'doc' },
      session,
    ) as Promise<unknown>;
  const reading = ask();
  expect(workHandlers['work.look']({ workId: 'doc' }, session)).toMatchObject({ now: { canStop: true } });
  expect(workHandlers['work.stop']({ workId: 'doc' }, session)).toEqual({ stopped: true });
  await expect(reading).rejects.toThrow('work.stopped');
  expect(await ask()).toMatchObject({ rows: [], total: 0 });
});

it('the tracking register on screen is looked for under a name, is stopped by that name, and is whole when it is asked for again', async () => {
  const id = arrived();
  registerIncoming(kit.store, clerk, id);
  instructIncoming(kit.store, clerk, id, { leader: 'x', text: 'x', lead: 'Văn phòng', coHandlers: [], slipDate: '2026-11-20' });
  // More numbers than are read in one piece: a book that is read at once has nothing to stop.
  const number = kit.store.db.prepare(
    `INSERT INTO book_number (book_id, period, series, number, state, date, at, seq) VALUES (?, '2026', '', ?, 'cancelled', '2026-11-20', 0, 0)`,
  );
  kit.store.tx(() => {
    for (let i = 0; i < 520; i++) number.run(book('incoming').id, 100 + i);
  });
  const session = { signedIn: { actor: clerk, workstation: { store: kit.store } } } as unknown as Session;
  const asked = { form: 'tracking', bookId: book('incoming').id, period: '2026', offset: 0, limit: 10, workId: 'so' };
  const ask = () => registerHandlers['registers.lines'](asked, session) as Promise<unknown>;
  const looking = ask();
  expect(workHandlers['work.look']({ workId: 'so' }, session)).toMatchObject({ now: { canStop: true } });
  expect(workHandlers['work.stop']({ workId: 'so' }, session)).toEqual({ stopped: true });
  await expect(looking).rejects.toThrow('work.stopped');
  expect(await ask()).toMatchObject({ total: 1, lines: [{ number: 1 }] });
});

describe('a block of numbers', () => {
  it('gives its numbers in order, then the next block’s, and says when all are used up', () => {
    by('outgoing', 'blocks');
    block('outgoing', 301, 302);
    block('outgoing', 350, 350, { origin: 'phone' });
    const ids = [signed(), signed(), signed(), signed()];
    expect(nextOutgoingNumber(kit.store, ids[0] ?? '')).toMatchObject({ number: 301, code: '301/QĐ-UBND', left: 3, numbers: 'blocks' });
    expect(ids.slice(0, 3).map((id) => numberOutgoing(kit.store, clerk, id).code)).toEqual(['301/QĐ-UBND', '302/QĐ-UBND', '350/QĐ-UBND']);
    expect(code(() => numberOutgoing(kit.store, clerk, ids[3] ?? ''))).toBe('registers.blocks_used_up');
    expect(nextOutgoingNumber(kit.store, ids[3] ?? '')).toEqual({ date: '2026-11-20', numbers: 'blocks' });
    expect(blockRows(kit.store, book('outgoing').id)).toMatchObject([{ state: 'used_up', left: 0, origin: 'phone' }, { state: 'used_up' }]);
    expect(gapsOf(kit.store, book('outgoing'), '2026')).toEqual([]);
    expect(registerColumns(kit.store, book('outgoing'), '2026').map((row) => row.number)).toEqual([301, 302, 350]);
  });

  it('that ended, or was given back, gives nothing more', () => {
    by('incoming', 'blocks');
    const first = block('incoming', 10, 20, { validTo: '2026-11-20' as LegalDate });
    registerIncoming(kit.store, clerk, arrived());
    now += 24 * 3600_000;
    expect(nextArrivalNumber(kit.store, 'H99.242')).toEqual({ date: '2026-11-21', numbers: 'blocks' });
    expect(blockRows(kit.store, book('incoming').id)).toMatchObject([{ id: first, state: 'expired', left: 10 }]);
    const second = block('incoming', 30, 31);
    expect(nextArrivalNumber(kit.store, 'H99.242')).toMatchObject({ number: 30, left: 2 });
    closeBlock(kit.store, clerk, second);
    expect(nextArrivalNumber(kit.store, 'H99.242').number).toBeUndefined();
  });

  it('is refused where it overlaps, holds a number that was given, is turned round or from tomorrow', () => {
    registerIncoming(kit.store, clerk, arrived());
    expect(code(() => block('incoming', 5, 6))).toBe('registers.block_not_used');
    by('incoming', 'blocks');
    expect(code(() => block('incoming', 1, 6))).toBe('registers.number_taken');
    expect(code(() => block('incoming', 9, 8))).toBe('registers.block_range');
    expect(code(() => block('incoming', 5, 6, { validTo: '2026-11-19' as LegalDate }))).toBe('registers.block_dates');
    block('incoming', 5, 9);
    expect(code(() => block('incoming', 9, 12))).toBe('registers.block_overlaps');
  });
});

describe('số: chờ cấp', () => {
  it('an incoming document is registered without a number and gets it later, once', () => {
    by('incoming', 'province');
    const id = arrived();
    expect(code(() => registerIncoming(kit.store, clerk, id))).toBe('registers.number_by_province');
    expect(getIncoming(kit.store, id).state).toBe('arrived');
    registerPending(kit.store, clerk, id);
    expect(getIncoming(kit.store, id)).toMatchObject({ state: 'registered', numberPending: true, arrivalDate: '2026-11-20' });
    expect(getIncoming(kit.store, id).arrivalNumber).toBeUndefined();
    fillIncomingNumber(kit.store, clerk, id, 1287);
    expect(getIncoming(kit.store, id)).toMatchObject({ arrivalNumber: 1287, state: 'registered' });
    expect(getIncoming(kit.store, id).numberPending).toBeUndefined();
    expect(code(() => fillIncomingNumber(kit.store, clerk, id, 1288))).toBe('documents.number_not_pending');
    const other = arrived();
    registerPending(kit.store, clerk, other);
    expect(code(() => fillIncomingNumber(kit.store, clerk, other, 1287))).toBe('registers.number_taken');
  });

  it('an outgoing document waits, then has number, day and DocumentId as the province’s system gave them', () => {
    by('outgoing', 'province');
    const id = signed();
    pendOutgoing(kit.store, clerk, id);
    expect(getOutgoing(kit.store, id)).toMatchObject({ state: 'leader_signed', numberPending: true });
    expect(code(() => pendOutgoing(kit.store, clerk, id))).toBe('documents.act_not_allowed');
    expect(code(() => fillOutgoingNumber(kit.store, clerk, id, 45, '2026-11-21' as LegalDate))).toBe('documents.date_in_future');
    expect(fillOutgoingNumber(kit.store, clerk, id, 45, '2026-11-19' as LegalDate)).toEqual({ code: '45/QĐ-UBND' });
    expect(getOutgoing(kit.store, id)).toMatchObject({ state: 'numbered', code: '45/QĐ-UBND', date: '2026-11-19' });
    expect(kit.store.db.prepare('SELECT document_id FROM outgoing').pluck().get()).toBe('H99.242,2026/11/19,45/QĐ-UBND');
  });

  it('is not for a book whose numbers this program gives; and that does not begin in the middle of a year', () => {
    expect(code(() => registerPending(kit.store, clerk, arrived()))).toBe('registers.numbers_here');
    by('incoming', 'province');
    registerPending(kit.store, clerk, arrived());
    expect(code(() => by('incoming', 'here'))).toBe('registers.source_mid_period');
    by('outgoing', 'blocks');
    by('outgoing', 'here');
    expect(nextOutgoingNumber(kit.store, signed()).number).toBe(1);
  });

  it('every line of its history has its words', () => {
    for (const act of ['incoming.register_pending', 'incoming.number_filled', 'outgoing.number_pending', 'outgoing.number_filled'])
      expect(Object.keys(historyText)).toContain(`history.${act}`);
  });
});

describe('where the province’s system collects the packages', () => {
  it('no status is sent from here', () => {
    kit.store.tx(() => kit.store.db.prepare(`UPDATE organ SET collects = 'province'`).run());
    const id = arrived();
    kit.store.tx(() =>
      kit.store.db.prepare(`UPDATE incoming SET channel = 'axis', sender_organ_id = 'H99.01', document_id = 'x' WHERE id = ?`).run(id),
    );
    registerIncoming(kit.store, clerk, id);
    expect(kit.store.db.prepare('SELECT count(*) FROM dispatch').pluck().get()).toBe(0);
  });
});

describe('after the outage', () => {
  function worked(): RecordId[] {
    by('incoming', 'blocks');
    block('incoming', 301, 305);
    const ids = [arrived('Về việc một'), arrived('Về việc hai'), arrived('Về việc ba')];
    registerIncoming(kit.store, clerk, ids[0] as RecordId);
    registerIncoming(kit.store, clerk, ids[1] as RecordId);
    registerPending(kit.store, clerk, ids[2] as RecordId);
    return ids;
  }

  it('the list holds what is to be entered, in the columns that were set, and empties as it is entered', async () => {
    const ids = worked();
    const list = () => enterRows(kit.store, book('incoming'), '2026', false);
    expect((await list()).rows.map((row) => row.cells[0])).toEqual(['301', '302', 'chờ cấp']);
    const first = await enterRows(kit.store, book('incoming'), '2026', false, undefined, 2);
    expect([first.rows, first.total]).toEqual([(await list()).rows.slice(0, 2), 3]);
    setEnterColumns(kit.store, clerk, 'incoming', [
      { key: 'subject', heading: 'Nội dung' },
      { key: 'number', heading: 'Số đến (QLVB)' },
    ]);
    expect((await list()).columns.map(({ heading }) => heading)).toEqual(['Nội dung', 'Số đến (QLVB)']);
    expect((await list()).rows[0]?.cells).toEqual(['Về việc một', '301']);
    markEntered(kit.store, clerk, book('incoming'), ids.slice(0, 2), true);
    expect((await list()).rows).toMatchObject([{ id: ids[2], pending: true }]);
    expect((await enterRows(kit.store, book('incoming'), '2026', true)).rows).toHaveLength(3);
    expect(code(() => setEnterColumns(kit.store, clerk, 'incoming', [{ key: 'khac', heading: 'x' }]))).toBe('registers.no_such_column');
  });

  it('both books are compared from the exported file: only here, only there, different', async () => {
    const ids = worked();
    const [, second] = kit.store.db.prepare('SELECT number FROM incoming ORDER BY seq').pluck().all() as string[];
    const third = kit.store.db.prepare('SELECT number FROM incoming WHERE id = ?').pluck().get(ids[2]);
    const bytes = writeXlsx({
      name: 'Sổ đến',
      headings: ['STT', 'Số đến', 'Số, ký hiệu', 'Ngày văn bản', 'Trích yếu', 'Cơ quan ban hành'],
      rows: [
        ['1', '302', `${second}/SM-VP`, '19/11/2026', 'VỀ VIỆC KHÁC', 'SỞ MẪU'],
        ['2', '300', '9/X', '18/11/2026', 'Về việc trước', 'Sở Mẫu'],
        ['3', '306', `${third}/SM-VP`, '19/11/2026', 'Về việc ba', 'Sở Mẫu'],
      ],
    });
    const blob = await kit.store.vault.put(bytes);
    const table = await readTableJob({ source: kit.store.vault.unrecorded(blob) });
    const { headerRow, mapping } = guessColumns(table.rows, 'incoming');
    expect(mapping).toEqual({ number: 1, code: 2, date: 3, subject: 4, party: 5 });
    const there = table.rows
      .slice(headerRow + 1)
      .map((row) => ({ number: Number(row[1]), code: row[2] ?? '', date: row[3] ?? '', subject: row[4] ?? '', party: row[5] ?? '' }));
    expect(compareBooks(await comparedLines(kit.store, book('incoming'), '2026'), there)).toMatchObject({
      same: 0,
      onlyHere: [{ number: 301 }],
      onlyThere: [{ number: 300 }],
      different: [
        { here: { number: 302 }, fields: ['subject'] },
        { here: { id: ids[2] }, there: { number: 306 }, fields: ['number'] },
      ],
    });
  });

  it.skipIf(spawnSync('which', ['unzip']).status !== 0)(
    'a file that is no table is refused in words, whatever its name [needs unzip]',
    async () => {
      for (const [bytes, wanted] of [
        [Buffer.from('%PDF-1.4\nx'), 'table.not_a_table'],
        [Buffer.from('PK\x03\x04\x00\x00'), 'table.unreadable'],
        [Buffer.from([0x53, 0xe8, 0x3b, 0x0a]), 'table.encoding'],
      ] as const) {
        const blob = await kit.store.vault.put(bytes);
        const refused = await readTableJob({ source: kit.store.vault.unrecorded(blob) }).catch((error: unknown) => error);
        expect(refused instanceof Failure && refused.error.code).toBe(wanted);
      }
      const path = join(kit.dir, 'a.xlsx');
      writeFileSync(path, writeXlsx({ name: 'x', headings: ['a'], rows: [] }));
      execFileSync('unzip', ['-tq', path]);
      rmSync(path);
    },
  );
});
