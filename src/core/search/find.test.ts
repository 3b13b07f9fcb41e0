import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { SearchFilters } from '../../contract/page/search.ts';
import { recordId } from '../../domain/ids.ts';
import { parseSearch } from '../../domain/searchQuery.ts';
import { systemClock } from '../clock.ts';
import { WORKSTATION } from '../context.ts';
import { instructIncoming, registerIncoming, saveDraft } from '../documents/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { findDocuments, forgetSearch, savedSearches, saveSearch } from './index.ts';
import { createTexts } from './texts.ts';

const OURS = 'H99.242';
let t: TestStore;
beforeEach(() => {
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2026, 10, 25) });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(t.store, OURS, 'UBND');
  });
});
afterEach(() => t.remove());

type Put = Parameters<typeof putIncoming>[1] & { priority?: number; due?: string; kind?: string; senderId?: string };
function put(...made: Put[]): string[] {
  return t.store.tx(() =>
    made.map((one) => {
      const { id, seq } = putIncoming(t.store, one);
      t.store.db
        .prepare('UPDATE incoming SET priority = ?, due_date = ?, type_name = ?, sender_organ_id = ? WHERE seq = ?')
        .run(one.priority ?? 0, one.due ?? null, one.kind ?? 'Công văn', one.senderId ?? null, seq);
      return id;
    }),
  );
}
const find = (text: string, filters: SearchFilters = {}) => findDocuments(t.store, { text, filters, offset: 0, limit: 50 });
const ids = (text: string, filters: SearchFilters = {}): string[] => find(text, filters).rows.map((row) => row.id);

/** A PDF whose text is known, put beside a document as the parser's answer. */
async function withText(id: string, text: string | undefined): Promise<void> {
  const blob = await t.store.vault.put(Buffer.from(`%PDF ${id} ${text}`));
  t.store.tx(() => {
    t.store.vault.record(blob);
    t.store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'van-ban.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(t.store.newId(), id, blob.id, t.store.nextSeq());
  });
  const texts = createTexts({
    store: t.store,
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    parsing: { readText: async () => ({ pages: 1, text: text ?? '', truncated: false }) },
    changed: () => undefined,
  });
  while (await texts.step());
}

describe('one box over both lists', () => {
  it('finds a number however it is typed, the document that bears it first', () => {
    const [bears = '', named = '', other = ''] = put(
      { number: '15', notation: 'UBND-VP', subject: 'kế hoạch' },
      { number: '7', notation: 'SNV', subject: 'trả lời Công văn số 15/UBND-VP' },
      { number: '151', notation: 'UBND-VP', subject: 'khác' },
    );
    for (const typed of ['15/UBND-VP', '15 ubnd', '15-UBND', '15ubnd', 'số 15/ubnd', 'so 15-ubnd-vp', '15 / ubnd', '015/UBND', '15.ubnd'])
      expect(ids(typed), typed).toEqual([bears, named]);
    expect(ids('151')).toEqual([other]);
    const [zero = ''] = put({ number: '05', notation: 'QĐ-UBND', subject: 'khác nữa' });
    for (const typed of ['05/QĐ-UBND', '5/qd', '5 qđ', '05 qd ubnd']) expect(ids(typed), typed).toEqual([zero]);
  });

  it('finds a code at every letter from the second on', () => {
    const [letter = '', other = ''] = put(
      { number: '412', notation: 'TTr-UBND', subject: 'xin kinh phí' },
      { number: '413', notation: 'QĐ-UBND', subject: 'giao kinh phí' },
    );
    for (let end = 2; end <= '412/TTr-UBND'.length; end++) expect(ids('412/TTr-UBND'.slice(0, end)), String(end)).toContain(letter);
    for (const typed of ['413/Q', '413/QĐ-U']) expect(ids(typed), typed).toEqual([other]);
    expect(ids('412/T ')).toEqual([]);
  });

  it('finds a day, a month and a year however they are typed', () => {
    const [a = '', b = ''] = put({ subject: 'a', date: '2026-11-21' }, { subject: 'b', date: '2025-11-21' });
    const days = ['21/11/26', '21/11/2026', '21-11-2026', '21.11.2026', 'ngày 21/11/2026', 'ngày 21 tháng 11 năm 2026', 'ngay 21-11-26'];
    for (const typed of days) expect(ids(typed), typed).toEqual([a]);
    for (const typed of ['11/2025', 'tháng 11/2025', 'tháng 11 năm 2025', 'thang 11-2025']) expect(ids(typed), typed).toEqual([b]);
    expect(ids('năm 2025')).toEqual([b]);
    expect(ids('21/11')).toEqual([b, a]);
    expect(ids('ngày 21/11 a')).toEqual([a]);
    expect(ids('31/13/2026')).toEqual([]);
  });

  it('finds what people said: instruction, handler, note, progress, in both lists, and own register numbers', () => {
    const [id = ''] = put({ subject: 'phòng dịch' });
    const { arrivalNumber } = registerIncoming(t.store, WORKSTATION, recordId(id), 'bản giấy để ở tủ số ba');
    instructIncoming(t.store, WORKSTATION, recordId(id), {
      leader: 'Lê Văn Chủ Tịch',
      text: 'Giao đồng chí khảo sát ngay',
      lead: 'Trần Thị Xử Lý',
      coHandlers: ['Đinh Phối Hợp'],
      slipDate: '2026-11-20',
    });
    for (const typed of ['tủ số ba', 'khao sat ngay', 'tran thi xu ly', 'dinh phoi hop', 'chủ tịch', String(arrivalNumber)])
      expect(ids(typed), typed).toEqual([id]);
    const draft = saveDraft(t.store, WORKSTATION, OURS, {
      typeName: 'Công văn',
      subject: 'Trả lời về khảo sát',
      content: '',
      competence: '',
      signerPosition: '',
      signer: 'Lê Văn Chủ Tịch',
      priority: 0,
      toPlaces: [],
      recipients: [{ organId: 'H99.01', name: 'Sở Nội vụ tỉnh Mẫu' }],
      uploadIds: [],
    });
    expect(ids('khảo sát')).toEqual([draft, id]);
    expect(ids('H99.01')).toEqual([draft]);
    expect(find('khảo sát', { direction: 'outgoing' }).rows.map((row) => [row.direction, row.id])).toEqual([['outgoing', draft]]);
  });

  it('puts few hits by how well they match: marks and word order before the row, the row before its file', async () => {
    const [file = '', apart = '', unmarked = '', marked = '', phrase = ''] = put(
      { subject: 'Một việc khác' },
      { subject: 'hiểm họa và bảo tồn' },
      { subject: 'bao hiem y te' },
      { subject: 'hiểm nghèo, bảo trợ' },
      { subject: 'chế độ bảo hiểm' },
    );
    await withText(file, 'Căn cứ Luật Bảo hiểm xã hội');
    expect(ids('bảo hiểm')).toEqual([phrase, marked, apart, unmarked, file]);
    expect(ids('bao hiem')[0]).toBe(phrase);
  });

  it('puts what was taken over from a book of before at its own day, not at the day it was entered', () => {
    const [now = '', old = ''] = put({ subject: 'Rà soát hộ nghèo' }, { subject: 'Rà soát hộ nghèo' });
    t.store.tx(() => t.store.db.prepare('UPDATE incoming SET arrived_at = ? WHERE id = ?').run(Date.UTC(2024, 2, 5), old));
    expect(ids('rà soát hộ nghèo')).toEqual([now, old]);
  });
  it('marks the places: in the row, in what was said, in the text of a file', async () => {
    const [id = ''] = put({ subject: 'Về việc hòa giải ở cơ sở', sender: 'Sở Tư pháp' });
    await withText(id, `${'mở đầu '.repeat(100)}hướng dẫn nghiệp vụ cho tổ hòa giải ${'kết thúc '.repeat(100)}`);
    const [row] = find('hoà giải nghiệp vụ').rows;
    const subject = row?.marks.find((mark) => mark.field === 'subject');
    expect(subject?.parts.filter((part) => part.hit).map((part) => part.text)).toEqual(['hòa', 'giải']);
    const body = row?.marks.find((mark) => mark.field === 'body');
    expect(body?.parts.filter((part) => part.hit).map((part) => part.text)).toEqual(
      expect.arrayContaining(['nghiệp', 'vụ', 'hòa', 'giải']),
    );
    expect(body?.parts.map((part) => part.text).join('').length).toBeLessThan(260);
    expect(body?.parts.at(0)?.text).toBe('… ');
  });
});

describe('filters', () => {
  it('are exact, alone, together and with a text, whatever the list', () => {
    const [a = '', b = '', c = '', d = ''] = put(
      {
        subject: 'kế hoạch a',
        date: '2026-01-31',
        priority: 3,
        due: '2026-11-24',
        kind: 'Kế hoạch',
        sender: 'Sở Nội vụ',
        senderId: 'H99.01',
      },
      { subject: 'kế hoạch b', date: '2026-02-01', priority: 1, due: '2026-11-25', sender: 'Sở Y tế', senderId: 'H99.02' },
      { subject: 'kế hoạch c', date: '2024-12-31', state: 'finished', due: '2026-01-01' },
      { subject: 'báo cáo d' },
    );
    expect(ids('', { dated: { from: '2026-01-31', to: '2026-01-31' } })).toEqual([a]);
    expect(ids('', { dated: { from: '2025-01-01' } })).toEqual([b, a]);
    expect(ids('', { dated: { to: '2026-01-31' } })).toEqual([c, a]);
    expect(ids('kế hoạch', { dated: { from: '2026-02-01', to: '2026-02-28' } })).toEqual([b]);
    expect(ids('', { dated: { from: '2026-03-01', to: '2026-02-01' } })).toEqual([]);
    expect(ids('', { overdue: true })).toEqual([a]);
    expect(find('', { overdue: true }).rows[0]?.overdue).toBe(true);
    expect(ids('', { priorities: [1, 3] })).toEqual([b, a]);
    expect(ids('', { typeName: 'Kế hoạch' })).toEqual([a]);
    expect(ids('', { agency: { organId: 'H99.02', name: 'Tên khác' } })).toEqual([b]);
    expect(ids('', { agency: { name: 'sở nội vụ' } })).toEqual([a]);
    expect(ids('', { states: ['finished'] })).toEqual([c]);
    expect(ids('', { states: ['finished', 'issued'], direction: 'outgoing' })).toEqual([]);
    expect(ids('', { arrived: { from: '2026-11-25', to: '2026-11-25' } })).toEqual([d, c, b, a]);
    expect(ids('', { organId: OURS, states: ['arrived'], due: { from: '2026-11-25' } })).toEqual([b]);
  });

  it('by book and handler follow what happens to the document', () => {
    const [id = ''] = put({ subject: 'việc' });
    expect(ids('', { handler: 'Trần Thị Xử Lý' })).toEqual([]);
    registerIncoming(t.store, WORKSTATION, recordId(id));
    const book = t.store.db.prepare<[], string>('SELECT book_id FROM incoming').pluck().get() ?? '';
    expect(ids('', { bookId: book })).toEqual([id]);
    instructIncoming(t.store, WORKSTATION, recordId(id), {
      leader: 'A',
      text: 'b',
      lead: 'Trần Thị Xử Lý',
      coHandlers: [],
      slipDate: '2026-11-20',
    });
    expect(ids('', { handler: 'trần thị xử lý' })).toEqual([id]);
    expect(ids('việc', { handler: 'trần thị xử lý', states: ['registered'] })).toEqual([]);
  });

  it('hold for what only the file says, against a plain walk of the rows', async () => {
    const states = ['arrived', 'finished'];
    const made = put(
      ...Array.from({ length: 40 }, (_, i) => ({ subject: `văn bản ${i}`, state: states[i % 2] ?? '', date: `2026-0${1 + (i % 9)}-10` })),
    );
    for (const [i, id] of made.entries()) if (i % 3 === 0) await withText(id, `nội dung đặc biệt ${i}`);
    for (const state of states as ('arrived' | 'finished')[]) {
      const expected = made.filter((_, i) => i % 3 === 0 && states[i % 2] === state).reverse();
      expect(ids('đặc biệt', { states: [state] }), state).toEqual(expected);
    }
    expect(ids('đặc biệt văn bản 3', { dated: { from: '2026-04-01', to: '2026-04-30' } })).toEqual([made[3]]);
  });
});

describe('pages of a search', () => {
  it('come from one list: every hit once, and what arrives between two pages moves nothing', () => {
    const made = put(...Array.from({ length: 130 }, (_, i) => ({ subject: i % 4 === 0 ? 'bảo trì' : 'bao tri' })));
    const exact = made.filter((_, i) => i % 4 === 0).reverse();
    const first = findDocuments(t.store, { text: 'bảo trì ', filters: {}, offset: 0, limit: 50 });
    put({ subject: 'bảo trì đến sau' });
    const pages = [50, 100].map((offset) => findDocuments(t.store, { text: 'bảo trì ', filters: {}, offset, limit: 50, upTo: first.upTo }));
    const all = [first, ...pages].flatMap((page) => page.rows.map((row) => row.id));
    expect(new Set(all).size).toBe(130);
    expect(all).toEqual([...exact, ...made.filter((_, i) => i % 4 !== 0).reverse()]);
    expect(pages.map((page) => [page.total, page.more])).toEqual([
      [130, false],
      [130, false],
    ]);
  });
});

describe('the text of files', () => {
  it('is read once, a scan is marked, and the text goes when the file is replaced', async () => {
    const [scan = '', text = ''] = put({ subject: 'một' }, { subject: 'hai' });
    await withText(scan, undefined);
    await withText(text, 'khoản kinh phí đối ứng');
    expect(find('một').rows[0]?.textMissing).toBe(true);
    expect(find('kinh phí').rows.map((row) => [row.id, row.textMissing])).toEqual([[text, undefined]]);
    expect(ids('hai kinh phí'), 'some words of the row, some of the file').toEqual([text]);
    t.store.tx(() => t.store.db.prepare('UPDATE file SET current = 0 WHERE incoming_id = ?').run(text));
    await withText(text, 'bản khác');
    expect(ids('kinh phí')).toEqual([]);
    expect(ids('bản khác')).toEqual([text]);
  });

  it('goes on with the page it had reached after a crash, tries a deadly file three times, and leaves the others', async () => {
    const [good = '', bad = ''] = put({ subject: 'dài' }, { subject: 'hỏng' });
    const asked: number[] = [];
    let deaths = 0;
    const { Failure } = await import('../../domain/errors.ts');
    const make = (dieAfter: number) =>
      createTexts({
        store: t.store,
        clock: systemClock,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        parsing: {
          async readText({ source, fromPage }) {
            if (source.path.includes(badFile)) {
              deaths++;
              throw new Failure('parsing.process_died');
            }
            asked.push(fromPage);
            if (asked.length > dieAfter) throw new Error('the whole core ends here');
            return {
              pages: 3,
              text: `trang ${fromPage} chữ${fromPage}`,
              truncated: false,
              ...(fromPage < 3 ? { nextPage: fromPage + 1 } : {}),
            };
          },
        },
        changed: () => undefined,
      });
    const blobs = await Promise.all([t.store.vault.put(Buffer.from('a')), t.store.vault.put(Buffer.from('b'))]);
    t.store.tx(() => {
      for (const [i, blob] of blobs.entries()) {
        t.store.vault.record(blob);
        t.store.db
          .prepare(
            `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'x.pdf', 'pdf', ?, 0, ?)`,
          )
          .run(t.store.newId(), i === 0 ? good : bad, blob.id, t.store.nextSeq());
      }
    });
    const badFile = t.store.vault.sealed(blobs[1]?.id ?? blobs[0].id).path;
    const run = async (dieAfter: number): Promise<void> => {
      const texts = make(dieAfter);
      try {
        while (await texts.step());
      } catch {}
    };
    await run(2);
    t.reopen();
    await run(99);
    expect(asked, 'page 3 was asked twice, the others once').toEqual([1, 2, 3, 3]);
    expect(ids('chữ1 chữ2 chữ3')).toEqual([good]);
    expect(deaths).toBe(3);
    expect(find('hỏng').rows[0]?.textMissing).toBe(true);
  });
});

describe('saved searches', () => {
  it('belong to one person, and a name holds one', () => {
    const [me, other] = [t.store.newId(), t.store.newId()].map((personId, i) => ({ personId, name: `N${i}`, roles: [] }));
    if (!me || !other) throw new Error('two people');
    saveSearch(t.store, me, 'Quá hạn', { text: '', filters: { overdue: true } });
    const id = saveSearch(t.store, me, 'Quá hạn', { text: 'x', filters: {} });
    expect(savedSearches(t.store, me)).toEqual([{ id, name: 'Quá hạn', query: { text: 'x', filters: {} } }]);
    expect(savedSearches(t.store, other)).toEqual([]);
    forgetSearch(t.store, other, id);
    expect(savedSearches(t.store, me)).toHaveLength(1);
    forgetSearch(t.store, me, id);
    expect(savedSearches(t.store, me)).toEqual([]);
  });
});

describe('a store from before', () => {
  it('has its documents filtered, their files waiting to be read and their matters known after the migration', () => {
    const own = MIGRATIONS.find((step) => step.name === 'search-depth')?.version ?? 0;
    const before = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < own) });
    before.store.tx(() => {
      const { id } = putIncoming(before.store, { number: '15', notation: 'SNV', subject: 'văn bản cũ', date: '2020-05-06' });
      before.store.db.prepare(`INSERT INTO blob (id, key, size, sha256, created_at) VALUES ('b', randomblob(32), 1, 'x', 0)`).run();
      before.store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES ('f', ?, 'main', 0, 'x.pdf', 'pdf', 'b', 0, 9)`,
        )
        .run(id);
    });
    before.store.close();
    const store = openStore({ dir: before.dir, keys: before.keys, clock: systemClock });
    const found = findDocuments(store, {
      text: 'van ban cu',
      filters: { dated: { from: '2020-05-06', to: '2020-05-06' } },
      offset: 0,
      limit: 10,
    });
    expect(found.rows.map((row) => row.code)).toEqual(['15/SNV']);
    expect(store.db.prepare('SELECT state FROM file_text').pluck().all()).toEqual(['waiting']);
    expect(store.db.prepare(`SELECT key FROM document_key WHERE role = 'own'`).pluck().all()).toEqual(['code:15/snv']);
    store.close();
    before.remove();
  });
});

describe('a typed text', () => {
  it('of no word asks for nothing, and no character of it reaches the expression', () => {
    expect(parseSearch(' /// "" * ')).toBeUndefined();
    for (const typed of ['" OR folded : *', 'a" NOT "b', "x'; DROP TABLE incoming", '(((', 'NEAR(a b)', 'ý"', '^a', '-a', '{a b}:c'])
      expect(() => find(typed), typed).not.toThrow();
  });
});
