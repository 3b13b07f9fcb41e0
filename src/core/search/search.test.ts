import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Made, putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { markedText } from '../../domain/searchText.ts';
import { systemClock } from '../clock.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { COUNT_AHEAD, listPage } from './index.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2027, 2, 3) });
});
afterEach(() => t.remove());

const put = (...documents: Made[]): number[] => t.store.tx(() => documents.map((made) => putIncoming(t.store, made).seq));
const find = (text: string, states: readonly string[] = []): readonly number[] =>
  listPage(t.store, 'incoming', { states, text, offset: 0, limit: 50 }).seqs;

describe('search', () => {
  it('finds with and without marks, in any case, composed or not, with old and new placement', () => {
    const [a = 0, b = 0] = put({ subject: 'Về việc hòa giải ở cơ sở, Ủy ban đề nghị' }, { subject: 'Kế hoạch phòng chống lụt bão' });
    for (const typed of ['hòa giải', 'hoà giải', 'HOA GIAI', 'hoa giai', 'hòa giải'.normalize('NFD'), 'Uỷ ban', 'đề nghị', 'de nghi']) {
      expect(find(typed), typed).toEqual([a]);
    }
    expect(find('lụt bão')).toEqual([b]);
    expect(find('động đất')).toEqual([]);
  });

  it('prefers what carries the typed marks, newest first within each', () => {
    const [old = 0, without = 0, marked = 0] = put({ subject: 'bảo hiểm' }, { subject: 'báo cáo' }, { subject: 'bảo tồn' });
    expect(find('bảo ')).toEqual([marked, old, without]);
    expect(find('bao ')).toEqual([marked, without, old]);
    const page = (offset: number) => listPage(t.store, 'incoming', { states: [], text: 'bảo ', offset, limit: 1 }).seqs[0];
    expect([page(0), page(1), page(2), page(3)]).toEqual([marked, old, without, undefined]);
  });

  it('finds by số ký hiệu, with and without its zero, agency, signer, day and month', () => {
    const [a = 0] = put(
      { subject: 'x', number: '05', notation: 'QĐ-UBND', sender: 'Sở Mẫu', signer: 'Nguyễn Văn Mẫu', date: '2026-11-21' },
      { subject: 'y', number: '12', notation: 'CV', date: '2026-10-05', sender: 'UBND xã Thử Nghiệm' },
    );
    for (const typed of ['05/QĐ-UBND', '5', '05/qd', 'so mau', 'nguyễn văn mẫu', '21/11/2026', '11/2026', 'nguyen mau']) {
      expect(find(typed), typed).toEqual([a]);
    }
    expect(find('2026'), 'a bare number does not find dates').toEqual([]);
  });

  it('takes the last word as a beginning, and what is no word at all as nothing', () => {
    const [a = 0] = put({ subject: 'Quyết định phê duyệt' });
    for (const typed of ['quyet di', 'phê duyệ', 'quyế', 'duye']) expect(find(typed), typed).toEqual([a]);
    expect(find('quyet x')).toEqual([]);
    expect(find('" OR folded : *'), 'only words count').toEqual([]);
    expect(find('  /// ')).toEqual([a]);
  });

  it('follows every change in the same transaction, and none that was rolled back', () => {
    const [a = 0] = put({ subject: 'kế hoạch' });
    t.store.tx(() => t.store.db.prepare(`UPDATE incoming SET subject = 'tờ trình', state = 'registered' WHERE seq = ?`).run(a));
    expect([find('kế hoạch'), find('tờ trình'), find('tờ trình', ['arrived']), find('tờ trình', ['registered', 'finished'])]).toEqual([
      [],
      [a],
      [],
      [a],
    ]);
    expect(() =>
      t.store.tx(() => {
        t.store.db.prepare(`UPDATE incoming SET subject = 'khác' WHERE seq = ?`).run(a);
        throw new Error('broken off');
      }),
    ).toThrow('broken off');
    expect([find('khác'), find('tờ trình')]).toEqual([[], [a]]);
    t.reopen();
    expect(find('tờ trình')).toEqual([a]);
  });

  it('counts hits a bounded way beyond the page', () => {
    put(...Array.from({ length: COUNT_AHEAD + 500 }, () => ({ subject: 'công văn chung' })));
    expect(listPage(t.store, 'incoming', { states: [], text: 'chung', offset: 0, limit: 10 }).total).toBe(COUNT_AHEAD + 10);
    expect(listPage(t.store, 'incoming', { states: [], text: 'chung', offset: 2000, limit: 10 }).total).toBe(COUNT_AHEAD + 500);
  });

  it('writes one placement of marks', () => {
    expect(['hoà', 'hòa', 'thuỷ', 'thủy', 'khoẻ', 'khỏe', 'QUÝ'].map(markedText)).toEqual([
      'hòa',
      'hòa',
      'thủy',
      'thủy',
      'khỏe',
      'khỏe',
      'qúy',
    ]);
  });
});

describe('a list page', () => {
  const ALL = ['arrived', 'registered', 'finished'];
  it('is the same from any offset as walking the list, for any states', () => {
    t.store.tx(() => {
      const gap = t.store.db.prepare('UPDATE sequence SET last = last + ?');
      for (let i = 0; i < 3000; i++) {
        putIncoming(t.store, { subject: `văn bản ${i}`, state: ALL[(i * 7) % 3 === 0 && i % 5 === 0 ? 2 : i % 2] ?? '' });
        gap.run(i % 9);
      }
    });
    for (const states of [[], ['arrived'], ['finished'], ['registered', 'finished'], ['returned']]) {
      const where = states.length === 0 ? '' : `WHERE state IN (${states.map((s) => `'${s}'`).join(',')})`;
      const walked = t.store.db.prepare(`SELECT seq FROM incoming ${where} ORDER BY seq DESC`).pluck().all() as number[];
      for (const offset of [0, 1, 49, 50, 999, 1500, 2950, 2999, 3000]) {
        const page = listPage(t.store, 'incoming', { states, text: '', offset, limit: 50 });
        expect(page.seqs, `${states.join()} from ${offset}`).toEqual(walked.slice(offset, offset + 50));
        expect(page.total).toBe(walked.length);
      }
    }
  });

  it('counts by state what the rows say, through changes and removals', () => {
    const seqs = put({ subject: 'a' }, { subject: 'b' }, { subject: 'c' });
    t.store.tx(() => {
      t.store.db.prepare(`UPDATE incoming SET state = 'finished' WHERE seq = ?`).run(seqs[0]);
      t.store.db.prepare('DELETE FROM incoming WHERE seq = ?').run(seqs[1]);
    });
    expect(listPage(t.store, 'incoming', { states: [], text: '', offset: 0, limit: 10 })).toMatchObject({
      total: 2,
      counts: { arrived: 1, finished: 1 },
    });
    expect(find('b')).toEqual([]);
  });
});

describe('a store from before the index', () => {
  it('has its documents found, counted and listed after the migration', () => {
    const before = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < 3) });
    const [seq = 0] = before.store.tx(() => [putIncoming(before.store, { subject: 'văn bản cũ' }).seq]);
    before.store.close();
    const store = openStore({ dir: before.dir, keys: before.keys, clock: systemClock });
    expect(listPage(store, 'incoming', { states: ['arrived'], text: 'van ban cu', offset: 0, limit: 10 })).toEqual({
      seqs: [seq],
      total: 1,
      counts: { arrived: 1 },
    });
    store.close();
    before.remove();
  });
});
