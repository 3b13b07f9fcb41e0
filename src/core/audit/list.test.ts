import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fonts } from '../../../test/desk/support.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { AuditPage } from '../../contract/page/audit.ts';
import { AUDIT_ACTS, type AuditAct, BY_WORKSTATION } from '../../domain/auditActs.ts';
import { recordId } from '../../domain/ids.ts';
import { bytesSource } from '../../formats/pdf/index.ts';
import { readXlsx, TABLE_LIMITS } from '../../formats/table/index.ts';
import { createMachineKey } from '../accounts/machine.ts';
import { systemClock } from '../clock.ts';
import { type Actor, WORKSTATION } from '../context.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { inTurns, whole } from '../working/index.ts';
import { AUDIT_SOURCES, type AuditQuery, auditPaper, listAudit, record, type Viewer, verifyInParts } from './index.ts';

const person = (n: number) => recordId(`00000000-0000-7000-8000-00000000000${n}`);
const CLERK: Actor = { personId: person(1), name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const LEADER: Actor = { personId: person(2), name: 'Trần Văn Mẫu', roles: ['leader'] };
const OWN = 'H99.1';
const OTHER = 'H99.2';
const at = (day: string, hour = '09:00') => Date.parse(`${day}T${hour}:00+07:00`);

let t: TestStore;
let now = at('2026-11-20');
let place = 0;
beforeEach(() => {
  now = at('2026-11-20');
  t = openTestStore({ ...systemClock, now: () => now });
});
afterEach(() => t.remove());

const put = (actor: Actor, act: AuditAct, object = '', result = 'ok'): number =>
  t.store.tx(() => record(t.store, actor, act, object, result).seq);
const look = (query: AuditQuery = {}, viewer: Viewer = {}): AuditPage => whole(listAudit(t.store, viewer, query));
const seqs = (query?: AuditQuery, viewer?: Viewer): number[] => look(query, viewer).rows.map(({ seq }) => seq);
/** A row of a table as it is made elsewhere; what the test does not care about is empty. */
function row(table: string, values: Readonly<Record<string, string | number>>): string {
  const columns = t.store.db
    .prepare<[string], { name: string; type: string; notnull: number; dflt_value: string | null }>('SELECT * FROM pragma_table_info(?)')
    .all(table)
    .filter((column) => column.notnull === 1 && column.dflt_value === null && !Object.hasOwn(values, column.name));
  const all = {
    ...Object.fromEntries(columns.map(({ name, type }) => [name, type === 'TEXT' ? '' : name === 'seq' ? ++place : 0])),
    ...values,
  };
  const names = Object.keys(all);
  t.store.db.exec('PRAGMA foreign_keys = OFF');
  t.store.db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`).run(all);
  return String(values.id ?? '');
}
const arrival = (organ: string, number: number): string =>
  row('incoming', {
    id: t.store.newId(),
    organ_id: organ,
    number: '12',
    notation: 'QĐ-UBND',
    arrival_number: number,
    subject: 'Về việc mẫu',
  });

describe('the log on the screen', () => {
  it('shows the newest first, and page after page every row once', () => {
    const made = Array.from({ length: 7 }, (_, i) => put(CLERK, 'incoming.register', '', `number ${i}`));
    const seen: number[] = [];
    for (let after: AuditQuery['after'], pages = 0; pages < 9; pages++) {
      const page = look({ limit: 3, ...(after ? { after } : {}) });
      seen.push(...page.rows.map(({ seq }) => seq));
      after = page.next;
      // What is written meanwhile stands in front, and moves nothing.
      put(WORKSTATION, 'incoming.arrive');
      if (!after) break;
    }
    expect(seen).toEqual(made.toReversed());
    expect(look({ limit: 200 }).next).toBeUndefined();
  });

  it('finds a person, the workstation itself, a kind of act, one act, words without their marks', () => {
    const arrived = put(WORKSTATION, 'incoming.arrive');
    const given = put(CLERK, 'incoming.register', '', 'number 12');
    const returned = put(LEADER, 'incoming.return', '', 'Gửi nhầm địa chỉ');
    const closed = put(CLERK, 'register.close', '', '2026');
    expect(seqs({ person: person(1) })).toEqual([closed, given]);
    expect(seqs({ person: BY_WORKSTATION })).toEqual([arrived]);
    expect(seqs({ topic: 'incoming' })).toEqual([returned, given, arrived]);
    expect(seqs({ act: 'register.close' })).toEqual([closed]);
    expect(seqs({ text: 'dia chi NHAM' })).toEqual([returned]);
    expect(seqs({ text: 'number 12', person: person(2) })).toEqual([]);
  });

  it('goes by the days of the office, and hides nothing behind a clock that was set back', () => {
    now = at('2026-11-20', '23:59');
    const late = put(CLERK, 'note.add');
    now = at('2026-11-21', '00:00');
    const midnight = put(CLERK, 'note.add');
    now = at('2019-01-01');
    const wrong = put(CLERK, 'note.add');
    now = at('2026-11-21', '10:00');
    const morning = put(CLERK, 'note.add');
    expect(seqs({ from: '2026-11-20', to: '2026-11-20' })).toEqual([late]);
    expect(seqs({ from: '2026-11-21' })).toEqual([morning, midnight]);
    expect(seqs({ to: '2026-11-20' })).toEqual([late, wrong]);
    // Page by page too, and with an object.
    const first = look({ from: '2026-11-20', limit: 2 });
    expect([
      first.rows.map(({ seq }) => seq),
      seqs({ from: '2026-11-20', limit: 2, ...(first.next ? { after: first.next } : {}) }),
    ]).toEqual([[morning, midnight], [late]]);
    const document = arrival(OWN, 4);
    const own = put(CLERK, 'note.add', document);
    expect([seqs({ object: document, from: '2026-11-21' }), seqs({ object: document, to: '2026-11-20' })]).toEqual([[own], []]);
  });

  it('of a document it finds what was done with its files too, and nothing of another', () => {
    const [document, other] = [arrival(OWN, 41), arrival(OWN, 42)];
    const file = (of: string) => row('file', { id: t.store.newId(), incoming_id: of, name: 'cv.pdf', role: 'main', detected: 'pdf' });
    const [mine, theirs] = [file(document), file(other)];
    const registered = put(CLERK, 'incoming.register', document);
    put(CLERK, 'file.save_outside', theirs);
    const saved = put(CLERK, 'file.save_outside', mine);
    expect(seqs({ object: document })).toEqual([saved, registered]);
    expect(seqs({ object: mine })).toEqual([saved]);
  });

  it('on paper a row has its own time and person, whatever it is said to be; one that is not there, or not theirs, is left out', async () => {
    const own = put(CLERK, 'incoming.register', arrival(OWN, 51));
    const foreign = put(LEADER, 'incoming.register', arrival(OTHER, 52));
    const said = (seq: number) => ({ seq, role: 'Văn thư', act: 'Cấp số đến', object: 'Số đến 51', result: 'số 51' });
    const paper = { filter: ['Từ ngày 20/11/2026'], rows: [said(own), said(foreign), said(99_999)], more: true };
    const place = { officeName: 'UBND xã Ví Dụ', parentName: '', place: 'Ví Dụ', now, fonts };
    const made = await auditPaper(t.store, { organs: [OWN] }, { ...paper, as: 'xlsx' }, place);
    const { rows } = await readXlsx(bytesSource(made.bytes), TABLE_LIMITS);
    expect(rows[1]).toEqual([String(own), '20/11/2026', '09 giờ 00', 'Lê Thị Ví Dụ', 'Văn thư', 'Cấp số đến', 'Số đến 51', 'số 51']);
    const notes = rows.slice(2).map((cells) => cells.join(''));
    expect(notes.join('|')).toMatch(/\|?Lọc theo: Từ ngày 20\/11\/2026\.\|1 dòng, mới nhất ở trên; còn dòng cũ hơn không có ở đây\./);
    const pdf = await auditPaper(t.store, {}, { ...paper, as: 'pdf' }, place);
    expect([Buffer.from(pdf.bytes).subarray(0, 5).toString(), pdf.name]).toEqual(['%PDF-', 'Nhật ký 2026-11-20.pdf']);
  });

  it('says what an id stands for, who it was done for, and a row that a result names', () => {
    const document = arrival(OWN, 31);
    const other = arrival(OWN, 32);
    put({ ...CLERK, onBehalfOf: { personId: person(2), name: 'Trần Văn Mẫu' } }, 'incoming.instruct', document);
    put(CLERK, 'incoming.merge', document, other);
    const rows = look({ object: document }).rows;
    expect(rows.map(({ act, result, onBehalfOf, object, resultOf }) => ({ act, result, onBehalfOf, object, resultOf }))).toEqual([
      {
        act: 'incoming.merge',
        result: '',
        onBehalfOf: undefined,
        object: { kind: 'incoming', id: document, label: '12/QĐ-UBND', arrivalNumber: 31 },
        resultOf: { kind: 'incoming', id: other, label: '12/QĐ-UBND', arrivalNumber: 32 },
      },
      expect.objectContaining({ act: 'incoming.instruct', result: 'ok', onBehalfOf: 'Trần Văn Mẫu' }),
    ]);
    put(CLERK, 'session.begin', t.store.workstationId);
    put(CLERK, 'paper.settings', 'setting');
    put(CLERK, 'quarantine.close', t.store.newId());
    expect(look({ limit: 3 }).rows.map(({ object }) => object)).toEqual([{ kind: 'other' }, undefined, { kind: 'workstation' }]);
  });

  it('leaves out what was done with another organ’s rows, and with that organ', () => {
    row('organ', { organ_id: OWN, name: 'UBND xã Ví Dụ', abbreviation: 'UBND' });
    row('organ', { organ_id: OTHER, name: 'Đảng ủy xã Ví Dụ', abbreviation: 'ĐU' });
    const mine = put(CLERK, 'incoming.register', arrival(OWN, 1), 'number 1');
    const organ = put(CLERK, 'organ.change', OWN);
    put(CLERK, 'incoming.register', arrival(OTHER, 2), 'number 2');
    put(CLERK, 'organ.change', OTHER);
    const machine = put(CLERK, 'backup.make', t.store.workstationId);
    expect(seqs({}, { organs: [OWN] })).toEqual([machine, organ, mine]);
    expect(seqs({ text: 'number 2' }, { organs: [OWN] })).toEqual([]);
    expect(seqs()).toHaveLength(5);
  });

  it('says of a petition, and of its files, no more than that it is one, but to the persons named for it', () => {
    const petition = row('petition', { id: t.store.newId(), organ_id: OWN, number: 7, period: '2026', state: 'received' });
    const file = row('file', { id: t.store.newId(), name: 'tệp đơn', role: 'attachment' });
    row('petition_file', { file_id: file, petition_id: petition, kind: 'original', name: 'Đơn của ông Mẫu.pdf' });
    row('petition_reader', { petition_id: petition, person_id: person(1), by_name: '', at: 1 });
    put(CLERK, 'petitions.register', petition, 'number 7');
    put(CLERK, 'file.save_outside', file);
    const objects = (viewer: Viewer) => look({}, viewer).rows.map(({ object }) => object);
    expect(objects({ personId: person(3) })).toEqual([{ kind: 'file', of: { kind: 'petition' } }, { kind: 'petition' }]);
    expect(objects({ personId: person(1) })[1]).toEqual({ kind: 'petition', id: petition, label: '7/2026' });
    expect(JSON.stringify(look())).not.toContain('ông Mẫu');
  });

  it('reads some thousand rows at a time and can be stopped where a filter finds little', async () => {
    t.store.tx(() => {
      record(t.store, LEADER, 'keys.rekey', t.store.workstationId);
      for (let i = 0; i < 4_500; i++) record(t.store, CLERK, 'note.add', '');
    });
    const told: number[] = [];
    const steps = { step: (_: string, done: number) => Promise.resolve(void told.push(done)), waitFor: <T>(other: Promise<T>) => other };
    const page = await inTurns(listAudit(t.store, {}, { act: 'keys.rekey' }), steps);
    expect([page.rows.length, told.length]).toEqual([1, 2]);
    expect(told[1]).toBeGreaterThan(told[0] ?? 0);
    const stopped = { ...steps, step: () => Promise.reject(new Error('stopped')) };
    await expect(inTurns(listAudit(t.store, {}, { act: 'keys.rekey' }), stopped)).rejects.toThrow('stopped');
    t.store.tx(() => createMachineKey(t.store));
    told.length = 0;
    expect(await inTurns(verifyInParts(t.store), steps)).toMatchObject({ ok: true, rows: 4_501 });
    expect(told).toHaveLength(5);
  });

  it('goes by its indexes and sorts nothing, in a store from before too', () => {
    const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter(({ version }) => version < 38) });
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const plan = (sql: string) =>
      store.db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all({
          seq: 9,
          limit: 9,
          ...(sql.includes('@object') ? { object: 'x' } : {}),
          ...(sql.includes('@from') ? { from: 1, at: 2 } : {}),
        })
        .map(({ detail }) => detail)
        .join('; ');
    try {
      expect(plan(AUDIT_SOURCES.all)).toMatch(/^SEARCH audit USING INTEGER PRIMARY KEY \(rowid<\?\)$/);
      expect(plan(AUDIT_SOURCES.object)).toMatch(/^SEARCH audit USING INDEX audit_object \(object=\? AND rowid<\?\)$/);
      expect(plan(AUDIT_SOURCES.document)).toMatch(/^SEARCH audit USING INDEX audit_object \(object=\? AND rowid<\?\)/);
      expect(plan(AUDIT_SOURCES.days)).toMatch(/^SEARCH audit USING INDEX audit_at \(at>\? AND at<\?\)$/);
    } finally {
      store.close();
      old.remove();
    }
  });

  it('names every act once', () => {
    expect(new Set(AUDIT_ACTS).size).toBe(AUDIT_ACTS.length);
  });
});
