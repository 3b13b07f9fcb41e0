import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { correctIncoming, finishIncoming, getIncoming, instructIncoming, registerIncoming, saveDraft } from '../documents/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import { findDocuments } from '../search/index.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { changesOf } from './index.ts';

const OURS = 'H99.242';
let t: TestStore;
let clerk: Actor;
beforeEach(() => {
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2026, 10, 25) });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(t.store, OURS, 'UBND');
  });
  clerk = { personId: t.store.newId(), name: 'Trần Thị Văn Thư', roles: ['clerk'] };
});
afterEach(() => t.remove());
const put = (subject: string): RecordId =>
  t.store.tx(() => putIncoming(t.store, { subject, number: '12', notation: 'SNV' })).id as RecordId;
const shown = (id: string) =>
  changesOf(t.store, 'incoming', id).map((row) => [
    row.by,
    row.act,
    Object.fromEntries(row.fields.map((f) => [f.field, [f.before, f.after]])),
  ]);

describe('every change of a document', () => {
  it('is kept field by field with who made it, whichever act it was, beside the line of its history', () => {
    const id = put('Việc');
    registerIncoming(t.store, clerk, id, 'ghi chú');
    instructIncoming(t.store, clerk, id, {
      leader: 'L',
      text: 'làm',
      lead: 'Đỗ Xử Lý',
      coHandlers: ['B'],
      slipDate: '2026-11-20',
      dueDate: '2026-12-01',
    });
    finishIncoming(t.store, clerk, id, 'done', '');
    expect(shown(id)).toEqual([
      [
        clerk.name,
        'incoming.register',
        {
          state: ['arrived', 'registered'],
          arrival_number: [undefined, '1'],
          arrival_date: [undefined, '2026-11-25'],
          book_id: [undefined, 'Sổ đăng ký văn bản đến'],
          note: [undefined, 'ghi chú'],
        },
      ],
      [
        clerk.name,
        'incoming.instruct',
        {
          state: ['registered', 'assigned'],
          due_date: [undefined, '2026-12-01'],
          lead: [undefined, 'Đỗ Xử Lý'],
          co_handlers: [undefined, 'B'],
          instruction_text: [undefined, 'làm'],
        },
      ],
      [clerk.name, 'incoming.finish', { state: ['assigned', 'finished'] }],
    ]);
    const lines = getIncoming(t.store, id).history.map((row) => row.id);
    expect(changesOf(t.store, 'incoming', id).map((row) => lines.includes(row.historyId))).toEqual([true, true, true]);
  });

  it('is kept of departures too, and of a change no act knows of', () => {
    const draft = {
      typeName: 'Công văn',
      subject: 'Một',
      content: '',
      competence: '',
      signerPosition: '',
      signer: 'A',
      priority: 0,
      toPlaces: [],
      recipients: [{ name: 'Sở A' }],
      uploadIds: [],
    };
    const id = saveDraft(t.store, clerk, OURS, draft);
    saveDraft(t.store, clerk, OURS, { ...draft, subject: 'Hai', recipients: [{ name: 'Sở A' }, { name: 'Sở B' }] }, id);
    expect(changesOf(t.store, 'outgoing', id).map((row) => row.fields)).toEqual([
      [
        { field: 'subject', before: 'Một', after: 'Hai' },
        { field: 'content', before: 'Một', after: 'Hai' },
        { field: 'recipients', before: 'Sở A', after: 'Sở A; Sở B' },
      ],
    ]);
    t.store.tx(() => t.store.db.prepare(`UPDATE outgoing SET signer = 'B' WHERE id = ?`).run(id));
    expect(changesOf(t.store, 'outgoing', id).at(-1)).toMatchObject({
      by: 'Trạm Văn thư',
      fields: [{ field: 'signer', before: 'A', after: 'B' }],
    });
  });

  it('is what it was first and last in one act; what was changed back or rolled back is none', () => {
    const id = put('Một');
    t.store.tx(() => {
      const set = t.store.db.prepare('UPDATE incoming SET subject = ?, signer = ? WHERE id = ?');
      set.run('Hai', 'A', id);
      set.run('Ba', null, id);
    });
    expect(shown(id).map(([, , fields]) => fields)).toEqual([{ subject: ['Một', 'Ba'] }]);
    expect(() =>
      t.store.tx(() => {
        t.store.db.prepare(`UPDATE incoming SET subject = 'Bốn' WHERE id = ?`).run(id);
        throw new Error('broken off');
      }),
    ).toThrow('broken off');
    expect(shown(id)).toHaveLength(1);
  });

  it('stands: neither it nor the history is changed or deleted while the document is there', () => {
    const id = put('Một');
    registerIncoming(t.store, clerk, id);
    for (const sql of [
      `UPDATE document_change SET by_name = 'Ai khác'`,
      'DELETE FROM document_change',
      `UPDATE history SET by_name = 'Ai khác'`,
      'DELETE FROM history',
    ])
      expect(() => t.store.db.exec(sql), sql).toThrow('append-only');
    expect(shown(id)).toHaveLength(1);
  });

  it('goes with a destroyed document, of which only the row stays', () => {
    const id = put('Bí danh');
    registerIncoming(t.store, clerk, id, 'riêng tư');
    t.store.tx(() => {
      t.store.db.exec(`INSERT INTO blob (id, key, size, sha256, created_at) VALUES ('scan', randomblob(32), 1, 'x', 0)`);
      t.store.db.exec(
        `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, seq)
         VALUES ('d', 'done', '1', '2026-11-25', 'A', 'B', 'scan', 's.pdf', 'p', 'P', 0, 1)`,
      );
      t.store.db.prepare(`UPDATE incoming SET subject = '', note = NULL WHERE id = ?`).run(id);
      t.store.db.prepare(`UPDATE incoming SET destruction_id = 'd' WHERE id = ?`).run(id);
    });
    expect(t.store.db.prepare('SELECT count(*) FROM document_change').pluck().get()).toBe(0);
    expect(() => t.store.db.exec('DELETE FROM history')).not.toThrow();
  });

  it('begins with a store from before without touching what it holds', () => {
    const own = MIGRATIONS.find((step) => step.name === 'search-depth')?.version ?? 0;
    const before = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < own) });
    const { id } = before.store.tx(() => putIncoming(before.store, { subject: 'Cũ' }));
    before.store.close();
    const store = openStore({ dir: before.dir, keys: before.keys, clock: systemClock });
    store.tx(() => store.db.prepare(`UPDATE incoming SET subject = 'Mới' WHERE id = ?`).run(id));
    expect(changesOf(store, 'incoming', id).map((row) => row.fields)).toEqual([[{ field: 'subject', before: 'Cũ', after: 'Mới' }]]);
    store.close();
    before.remove();
  });
});

describe('a correction of what was taken down', () => {
  const code = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Failure) return error.error.code;
      throw error;
    }
    return 'done';
  };
  it('changes only the given fields, keeps number and day of arrival, and is found by the new words', () => {
    const id = put('Về việc rà xoát');
    registerIncoming(t.store, clerk, id);
    expect(correctIncoming(t.store, clerk, id, 'gõ nhầm', { subject: 'Về việc rà soát', number: '012', date: '2026-11-20' })).toEqual([
      'number',
      'date',
      'subject',
    ]);
    expect(getIncoming(t.store, id)).toMatchObject({
      subject: 'Về việc rà soát',
      code: '012/SNV',
      date: '2026-11-20',
      arrivalNumber: 1,
      sender: 'Sở Mẫu',
    });
    expect(getIncoming(t.store, id).history.at(-1)).toMatchObject({ act: 'incoming.correct', by: clerk.name, params: { text: 'gõ nhầm' } });
    expect(shown(id).at(-1)).toEqual([
      clerk.name,
      'incoming.correct',
      { number: ['12', '012'], date: [undefined, '2026-11-20'], subject: ['Về việc rà xoát', 'Về việc rà soát'] },
    ]);
    expect(findDocuments(t.store, { text: 'rà soát', filters: {}, offset: 0, limit: 5 }).total).toBe(1);
  });
  it('is refused where nothing differs, the day lies ahead, the document is out of use, or a degree of secrecy is typed', () => {
    const id = put('Việc');
    expect(code(() => correctIncoming(t.store, clerk, id, 'x', { subject: 'Việc' }))).toBe('documents.nothing_changed');
    expect(code(() => correctIncoming(t.store, clerk, id, 'x', { date: '2026-12-31' }))).toBe('documents.date_in_future');
    expect(code(() => correctIncoming(t.store, clerk, id, 'x', { typeName: 'Tối mật' }))).toBe('documents.secret_mark');
    t.store.tx(() => t.store.db.prepare(`UPDATE incoming SET state = 'recalled' WHERE id = ?`).run(id));
    expect(code(() => correctIncoming(t.store, clerk, id, 'x', { subject: 'Khác' }))).toBe('documents.not_correctable');
  });
});
