import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { Grouping, Measure } from '../../contract/page/reports.ts';
import { GROUPINGS, MEASURES } from '../../contract/page/reports.ts';
import type { RecordId } from '../../domain/ids.ts';
import { reckon } from '../../domain/savings.ts';
import { DEFAULT_HOURS, DEFAULT_WEEKDAYS, type WorkCalendar } from '../../domain/workCalendar.ts';
import { readXlsx, TABLE_LIMITS } from '../../formats/table/index.ts';
import { createPaper, finishIncoming, instructIncoming } from '../documents/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import { ofOneMoment, type Parts, Works, whole } from '../working/index.ts';
import {
  behind,
  behindParts,
  periodParts,
  periodReport,
  printPeriod,
  savings,
  setSavings,
  statTable,
  tableParts,
  workbookTable,
} from './index.ts';

const OURS = 'H99.242';
const CLERK = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] as const };
let now = 0;
let t: TestStore;
const on = (month: number, day: number): void => {
  now = Date.UTC(2026, month - 1, day, 2);
};
const calendar: WorkCalendar = {
  table: { updated: '2026-01-01' as never, lunar: {}, announced: {} },
  changes: [],
  weekdays: DEFAULT_WEEKDAYS,
  hours: DEFAULT_HOURS,
};
beforeEach(() => {
  on(11, 2);
  t = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(t.store, OURS, 'UBND');
  });
});
afterEach(() => t.remove());

let count = 0;
function arrive(
  sender: string,
  more: { lead?: string; due?: string; done?: 'done' | 'for_information'; doneOn?: number; register?: boolean } = {},
): string {
  const { id } = createPaper(t.store, CLERK, {
    ...{
      organId: OURS,
      channel: 'post',
      sender,
      number: String(++count),
      notation: 'SNV',
      typeName: 'Công văn',
      subject: `Việc ${count}`,
      signer: '',
    },
    ...{ priority: 0, uploadIds: [], register: more.register ?? true, notDuplicate: true },
  });
  if (more.lead)
    instructIncoming(t.store, CLERK, id, {
      ...{ leader: 'Chủ tịch', text: 'x', lead: more.lead, coHandlers: [], slipDate: '2026-11-02' },
      ...(more.due ? { dueDate: more.due } : {}),
    });
  if (more.done) {
    if (more.doneOn) on(11, more.doneOn);
    finishIncoming(t.store, CLERK, id as RecordId, more.done, '');
    on(11, 2);
  }
  return id;
}
function issue(
  recipients: readonly { organId?: string; name: string }[],
  day: number,
  issuedDay: number | undefined,
  pages: number | null = 3,
): string {
  const { db } = t.store;
  const id = t.store.newId();
  t.store.tx(() => {
    db.prepare(
      `INSERT INTO outgoing (id, organ_id, state, priority, number, code, date, type_name, subject, signer, recipients, folded, issued_at, updated_at, seq, workstation_id)
       VALUES (?, ?, ?, 0, 1, ?, ?, 'Công văn', 'x', 'Nguyễn Văn Mẫu', ?, '', ?, 0, ?, 'w')`,
    ).run(
      ...[id, OURS, issuedDay === undefined ? 'numbered' : 'issued', `${day}/UBND`, `2026-11-${String(day).padStart(2, '0')}`],
      ...[JSON.stringify(recipients), issuedDay === undefined ? null : Date.UTC(2026, 10, issuedDay, 3), t.store.nextSeq()],
    );
    const blob = t.store.newId();
    db.prepare(`INSERT INTO blob (id, key, size, sha256, created_at) VALUES (?, zeroblob(32), 1, '', 0)`).run(blob);
    db.prepare(
      `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', ?, ?, 0, ?)`,
    ).run(t.store.newId(), id, pages, blob, t.store.nextSeq());
  });
  return id;
}
function accepted(outgoingId: string, organs: readonly string[], more: { state?: string; type?: number; documentId?: string } = {}): void {
  const { db } = t.store;
  t.store.tx(() => {
    const dispatch = t.store.newId();
    db.prepare(
      `INSERT INTO dispatch (id, organ_id, kind, state, outgoing_id, document_id, priority, title, inline, sha256, size, queued_at, accepted_at, seq, business_type)
       VALUES (?, ?, 'document', 'accepted', ?, ?, 0, '', x'00', '', 1, 0, ?, ?, ?)`,
    ).run(dispatch, OURS, outgoingId, more.documentId ?? dispatch, Date.UTC(2026, 10, 10), t.store.nextSeq(), more.type ?? 0);
    for (const organ of organs)
      db.prepare(`INSERT INTO delivery (id, dispatch_id, organ_id, name, state, seq) VALUES (?, ?, ?, 'x', ?, ?)`).run(
        ...[t.store.newId(), dispatch, organ, more.state ?? 'delivered', t.store.nextSeq()],
      );
  });
}
const MONTH = { from: '2026-11-01', to: '2026-11-30' };
const table = (direction: 'incoming' | 'outgoing', by: Grouping) =>
  statTable(t.store, calendar, { organId: OURS, direction, ...MONTH }, by);
const named = (direction: 'incoming' | 'outgoing', by: Grouping) =>
  Object.fromEntries(
    table(direction, by).rows.map((row) => [
      row.label,
      Object.fromEntries(MEASURES[direction].flatMap((measure, i) => (row.cells[i] ? [[measure, row.cells[i]]] : []))),
    ]),
  );

function office(): void {
  arrive('Sở Nội vụ', { lead: 'Phòng Kinh tế', due: '2026-11-05', done: 'done', doneOn: 5 });
  arrive('Sở Nội vụ', { lead: 'Phòng Kinh tế', due: '2026-11-05', done: 'done', doneOn: 6 });
  arrive('Sở Nội vụ', { done: 'for_information' });
  arrive('Sở Tài chính', { lead: 'Công an xã', due: '2026-11-04' });
  arrive('Sở Tài chính', { lead: 'Công an xã', due: '2026-12-04' });
  arrive('', { register: false });
  // Friday 6 → Monday 9 is the next working day.
  issue([{ organId: 'H99.01', name: 'Sở Nội vụ' }, { name: 'Hội Mẫu' }], 6, 9);
  issue([{ organId: 'H99.01', name: 'Sở Nội vụ' }], 6, 10);
  issue([{ name: 'Hội Mẫu' }], 11, undefined);
  on(11, 20);
}

describe('statistics', () => {
  it('count every document of the period once in each table, in exactly one state of its work', () => {
    office();
    expect(named('incoming', 'agency')).toEqual({
      'Sở Nội vụ': { total: 3, done: 1, doneLate: 1, information: 1 },
      'Sở Tài chính': { total: 2, open: 1, openLate: 1 },
      '(chưa rõ cơ quan)': { total: 1, waiting: 1 },
    });
    expect(named('incoming', 'handler')).toMatchObject({
      'Phòng Kinh tế': { total: 2 },
      'Công an xã': { total: 2 },
      '(chưa phân công)': { total: 2 },
    });
    expect(named('outgoing', 'channel')).toEqual({
      'Điện tử và bản giấy': { total: 1, issued: 1, electronic: 1, paper: 1 },
      'Điện tử': { total: 1, issuedLate: 1, electronic: 1 },
      'Bản giấy': { total: 1, numbered: 1 },
    });
    expect(Object.keys(named('incoming', 'quarter'))).toEqual(['Quý IV/2026']);
    expect(Object.keys(named('incoming', 'week'))).toEqual(['Tuần từ 02/11/2026']);
    for (const direction of ['incoming', 'outgoing'] as const) {
      const parts = direction === 'incoming' ? 8 : 6;
      for (const by of GROUPINGS[direction])
        for (const { label, cells } of table(direction, by).rows)
          expect([by, label, cells[0]]).toEqual([by, label, cells.slice(1, parts).reduce((a, b) => a + b, 0)]);
    }
  });
  it('a document sent to several places is counted with each and once in the sum', () => {
    office();
    expect(named('outgoing', 'agency')).toMatchObject({ 'Sở Nội vụ': { total: 2 }, 'Hội Mẫu': { total: 2 } });
    expect(table('outgoing', 'agency').total[0]).toBe(3);
  });
  it('every number is exactly as many documents as the list behind it', () => {
    office();
    for (const direction of ['incoming', 'outgoing'] as const) {
      for (const by of GROUPINGS[direction]) {
        for (const row of table(direction, by).rows) {
          (MEASURES[direction] as readonly Measure[]).forEach((measure, i) => {
            const list = behind(t.store, calendar, { organId: OURS, direction, ...MONTH }, { measure, by, key: row.key }, 0, 50);
            expect([by, row.label, measure, list.total, list.rows.length]).toEqual([by, row.label, measure, row.cells[i], row.cells[i]]);
          });
        }
      }
    }
    const late = behind(t.store, calendar, { organId: OURS, direction: 'incoming', ...MONTH }, { measure: 'openLate' }, 0, 50);
    expect(late.rows).toMatchObject([{ party: 'Sở Tài chính', handler: 'Công an xã', dueDate: '2026-11-04', state: 'Đã phân công' }]);
  });
  it('follow what is undone: a document finished and taken up again is open', () => {
    const id = arrive('Sở Nội vụ', { lead: 'Phòng Kinh tế', done: 'done' });
    t.store.db.prepare(`UPDATE incoming SET state = 'in_progress' WHERE id = ?`).run(id);
    expect(named('incoming', 'agency')).toEqual({ 'Sở Nội vụ': { total: 1, open: 1 } });
    expect(t.store.db.prepare('SELECT ended, outcome FROM report_incoming').get()).toEqual({ ended: null, outcome: null });
  });
  it('are read over the narrow rows of the period, by their key, never over the documents', () => {
    const plan = (sql: string) =>
      (t.store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join('\n');
    const read = plan(
      `SELECT r.agency, count(*) FROM report_incoming r WHERE r.organ_id = 'x' AND r.day BETWEEN 'a' AND 'b' AND r.state <> 'merged' GROUP BY 1`,
    );
    expect(read).toMatch(/SEARCH r USING PRIMARY KEY \(organ_id=\? AND day>\? AND day<\?\)/);
  });
  it('refuse a span that is none and a grouping a list does not have', () => {
    const query = { organId: OURS, direction: 'incoming' as const };
    expect(() => statTable(t.store, calendar, { ...query, from: '2026-12-01', to: '2026-11-01' }, 'agency')).toThrow('reports.span');
    expect(() => statTable(t.store, calendar, { ...query, from: '1900-01-01', to: '2026-11-01' }, 'agency')).toThrow('reports.span');
    expect(() => statTable(t.store, calendar, { ...query, ...MONTH }, 'signer')).toThrow('reports.no_such_grouping');
  });
  it('a workbook holds numbers as numbers', async () => {
    office();
    const bytes = Buffer.from(await workbookTable({ direction: 'incoming', by: 'agency', ...MONTH, table: table('incoming', 'agency') }));
    const { rows } = await readXlsx({ size: bytes.byteLength, read: (at, length) => bytes.subarray(at, at + length) }, TABLE_LIMITS);
    expect(rows[0]?.slice(0, 2)).toEqual(['Cơ quan', 'Tổng số']);
    expect(rows.at(-1)?.slice(0, 2)).toEqual(['Cộng', '6']);
  });
});

describe('counting in parts', () => {
  /** What it comes to, and how far it said to be. */
  function walked<T>(parts: Parts<T>): { value: T; seen: number[]; totals: Set<number> } {
    const seen: number[] = [];
    const totals = new Set<number>();
    for (let next = parts.next(); ; next = parts.next()) {
      if (next.done) return { value: next.value, seen, totals };
      seen.push(next.value.done);
      totals.add(next.value.total);
    }
  }
  const FEW = 1;
  it('comes to the same numbers and lists, however small the parts; it tells how far it is', () => {
    office();
    for (const direction of ['incoming', 'outgoing'] as const) {
      const query = { organId: OURS, direction, ...MONTH };
      for (const by of GROUPINGS[direction]) {
        const { value, seen, totals } = walked(tableParts(t.store, calendar, query, by, FEW));
        expect([by, value]).toEqual([by, statTable(t.store, calendar, query, by)]);
        expect([...new Set(seen)].sort((a, b) => a - b)).toEqual(seen);
        expect([...totals]).toEqual([30]);
        expect(seen.length).toBeGreaterThan(0);
      }
      for (const measure of MEASURES[direction]) {
        const list = behind(t.store, calendar, query, { measure }, 0, 50).rows.map(({ id }) => id);
        const ids = t.store.db.prepare<[number], string>(`SELECT id FROM ${direction} WHERE seq = ?`).pluck();
        expect(walked(behindParts(t.store, calendar, query, { measure }, FEW)).value.map((seq) => ids.get(seq))).toEqual(list);
      }
    }
    const { seen, totals } = walked(periodParts(t.store, calendar, OURS, 'month', MONTH.from, MONTH.to));
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect([...totals]).toHaveLength(1);
    expect(Math.max(...seen)).toBeLessThan(Math.max(...totals));
  });
  it('begins anew where a document changed meanwhile: every number is of one moment', async () => {
    office();
    const query = { organId: OURS, direction: 'incoming' as const, ...MONTH };
    const last = t.store.db.prepare<[], number>('SELECT last FROM sequence').pluck();
    let turns = 0;
    const step = async (): Promise<void> => {
      if (++turns === 1) arrive('Sở Nội vụ');
    };
    const steps = { step, waitFor: <T>(other: Promise<T>) => other };
    const table = await ofOneMoment(
      () => last.get(),
      () => tableParts(t.store, calendar, query, 'day', FEW),
      steps,
    );
    expect(turns).toBeGreaterThan(1);
    expect(table).toEqual(statTable(t.store, calendar, query, 'day'));
    expect(table.total[0]).toBe(7);
    // Where something is written all the time it is read in one piece in the end.
    let written = 0;
    const busy = await ofOneMoment(
      () => written++,
      () => tableParts(t.store, calendar, query, 'day', FEW),
      { ...steps, step: async () => undefined },
    );
    expect(busy).toEqual(whole(tableParts(t.store, calendar, query, 'day')));
  });
  it('is stopped between two parts; others have their turn meanwhile', async () => {
    office();
    const query = { organId: OURS, direction: 'incoming' as const, ...MONTH };
    const works = new Works();
    const order: string[] = [];
    function* told(): Parts<unknown> {
      for (const part of tableParts(t.store, calendar, query, 'day', FEW)) {
        order.push('part');
        yield part;
      }
      return order.push('end');
    }
    const counting = works.run('w', (steps) => ofOneMoment(() => 0, told, steps));
    setImmediate(() => {
      order.push('other');
      works.stop('w');
    });
    await expect(counting).rejects.toMatchObject({ error: { code: 'work.stopped' } });
    expect(order.slice(0, 3)).toContain('other');
    expect(order).not.toContain('end');
  });
});

describe('the report of a period', () => {
  it('has the numbers of the period before beside it, and lists that hold as many', () => {
    on(10, 28);
    arrive('Sở Nội vụ');
    on(11, 2);
    office();
    const report = periodReport(t.store, calendar, OURS, 'month', MONTH.from, MONTH.to);
    expect(report).toMatchObject({ previousFrom: '2026-10-01', previousTo: '2026-10-31', title: 'Tháng 11 năm 2026' });
    expect(report.lines.find(({ key }) => key === 'incoming.total')).toMatchObject({ now: 6, before: 1 });
    for (const { behind: list, now: shown, key } of report.lines) {
      if (list === undefined) continue;
      const { direction, ...what } = list;
      expect([key, behind(t.store, calendar, { organId: OURS, direction, ...MONTH }, what, 0, 1).total]).toEqual([key, shown]);
    }
  });
  it.skipIf(spawnSync('pdftotext', ['-v']).status !== 0)('stands on one page [needs pdftotext]', async () => {
    office();
    const font = (name: string) => readFileSync(new URL(`../../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
    const pdf = await printPeriod(periodReport(t.store, calendar, OURS, 'quarter', '2026-10-01', '2026-12-31'), {
      ...{ officeName: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu', place: 'Ví Dụ', now },
      fonts: { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') },
    });
    const words = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).stdout;
    expect(words.split('\f').filter((page) => page.trim() !== '')).toHaveLength(1);
    expect(words).toContain('Quý IV năm 2026');
    expect(words).toContain('CHÁNH VĂN PHÒNG');
  });
});

describe('what sending electronically saved', () => {
  it('counts what the axis took, once a recipient, never what went on paper too, was recalled or was not counted', () => {
    const two = issue([], 6, 6, 4);
    accepted(two, ['H99.01', 'H99.02']);
    // Sent again to one of them.
    accepted(two, ['H99.01'], { documentId: 'again', type: 2 });
    const both = issue([], 6, 6, 10);
    accepted(both, ['H99.01', 'H99.03']);
    t.store.db
      .prepare(
        `INSERT INTO paper_delivery (id, outgoing_id, recipient_code, name, address, carry, copies, sent_on, at, seq) VALUES ('p', ?, 'H99.03', 'x', '', 'post', 1, '2026-11-10', 0, 999)`,
      )
      .run(both);
    accepted(issue([], 6, 6, null), ['H99.01']);
    accepted(issue([], 6, 6, 50), ['H99.01'], { type: 1 });
    accepted(issue([], 6, 6, 50), ['H99.01'], { state: 'refused' });
    const saved = savings(t.store, OURS, MONTH.from, MONTH.to);
    expect(saved.rows).toEqual([{ month: '2026-11', documents: 3, recipients: 4, pages: 4 * 2 + 10, uncounted: 1 }]);
    expect(savings(t.store, OURS, '2026-12-01', '2026-12-31').total).toEqual({ documents: 0, recipients: 0, pages: 0, uncounted: 0 });
  });
  it('reckons nothing without the office’s own prices, and by the formula with them', () => {
    expect(savings(t.store, OURS, MONTH.from, MONTH.to).settings).toEqual({});
    const counted = { recipients: 4, pages: 18 };
    expect(reckon(counted, {})).toEqual({});
    expect(reckon(counted, { pagePrice: 350 })).toEqual({ paper: 6300 });
    setSavings(t.store, CLERK, { pagePrice: 350, postage: 12_000, minutes: 15 });
    expect(reckon(counted, savings(t.store, OURS, MONTH.from, MONTH.to).settings)).toEqual({
      paper: 6300,
      post: 48_000,
      money: 54_300,
      hours: 1,
    });
  });
});
