import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import type { EdxmlDocument } from '../../domain/edxml.ts';
import { systemClock } from '../clock.ts';
import { WORKSTATION } from '../context.ts';
import { saveDraft } from '../documents/index.ts';
import { chainOf } from './index.ts';

const OURS = 'H99.242';
let t: TestStore;
beforeEach(() => {
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2026, 10, 25) });
  t.store.tx(() =>
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'Ủy ban nhân dân xã Ví Dụ', 'UBND')`).run(OURS),
  );
});
afterEach(() => t.remove());

type Put = Parameters<typeof putIncoming>[1] & { senderId?: string; documentId?: string; message?: Partial<EdxmlDocument> };
function put(one: Put): string {
  return t.store.tx(() => {
    const { id, seq } = putIncoming(t.store, one);
    t.store.db
      .prepare('UPDATE incoming SET sender_organ_id = ?, document_id = ?, message = ? WHERE seq = ?')
      .run(one.senderId ?? null, one.documentId ?? null, one.message ? JSON.stringify(one.message) : null, seq);
    return id;
  });
}
/** A departure of ours, numbered by hand as the numbering would. */
function sent(subject: string, code: string, replyToId?: string): string {
  const id = saveDraft(t.store, WORKSTATION, OURS, {
    typeName: 'Công văn',
    subject,
    content: '',
    competence: '',
    signerPosition: '',
    signer: '',
    priority: 0,
    toPlaces: [],
    recipients: [{ name: 'Sở Nội vụ tỉnh Mẫu' }],
    uploadIds: [],
    ...(replyToId === undefined ? {} : { replyToId }),
  });
  t.store.tx(() =>
    t.store.db
      .prepare(`UPDATE outgoing SET code = ?, date = '2026-11-22', document_id = ?, state = 'issued' WHERE id = ?`)
      .run(code, `${OURS},2026/11/22,${code}`, id),
  );
  return id;
}
const chain = (direction: 'incoming' | 'outgoing', id: string) =>
  chainOf(t.store, direction, id).map((row) => [row.relation, row.id, row.likely ?? false] as const);

describe('documents of one matter', () => {
  it('are tied both ways: our reply, their answer to it by its id, and what lies beyond', () => {
    const asked = put({
      number: '125',
      notation: 'SNV-VP',
      subject: 'Rà soát quy hoạch',
      sender: 'Sở Nội vụ tỉnh Mẫu',
      senderId: 'H99.01',
      date: '2026-11-20',
    });
    const reply = sent('Báo cáo', '15/UBND-VP', asked);
    const thanks = put({
      number: '130',
      notation: 'SNV-VP',
      subject: 'Tiếp thu',
      sender: 'Sở Nội vụ tỉnh Mẫu',
      message: { responseFor: [{ documentId: `${OURS},2026/11/22,15/UBND-VP` as never }] },
    });
    expect(chain('incoming', asked)).toEqual([
      ['answered_by', reply, false],
      ['same_matter', thanks, false],
    ]);
    expect(chain('outgoing', reply)).toEqual([
      ['answers', asked, false],
      ['answered_by', thanks, false],
    ]);
    expect(chain('incoming', thanks)).toEqual([
      ['answers', reply, false],
      ['same_matter', asked, false],
    ]);
  });

  it('are found by number and notation in a text only where agency and day agree', () => {
    const right = put({ number: '125', notation: 'SNV-VP', subject: 'Việc một', sender: 'Sở Nội vụ tỉnh Mẫu', date: '2026-11-20' });
    put({ number: '125', notation: 'SNV-VP', subject: 'Việc hai', sender: 'Sở Nội vụ tỉnh Khác', date: '2025-11-20' });
    const names = put({
      number: '1',
      notation: 'STC',
      subject: 'Theo Công văn số 125/SNV-VP ngày 20/11/2026 của Sở Nội vụ',
      sender: 'Sở Tài chính',
    });
    expect(chain('incoming', names)).toEqual([['mentions', right, false]]);
    expect(chain('incoming', right)).toEqual([['mentioned_by', names, false]]);
    const vague = put({ number: '2', notation: 'STC', subject: 'Theo Công văn số 125/SNV-VP', sender: 'Sở Tài chính' });
    expect(chain('incoming', vague), 'two of that code, and nothing says which').toEqual([]);
    const only = put({ number: '77', notation: 'SYT', subject: 'Việc ba', sender: 'Sở Y tế' });
    const alone = put({ number: '3', notation: 'STC', subject: 'Theo văn bản 77/SYT', sender: 'Sở Tài chính' });
    expect(chain('incoming', alone)).toEqual([['mentions', only, true]]);
  });

  it('are copies by their id or by code and agency, and replaced ones by what replaces them', () => {
    const first = put({
      number: '9',
      notation: 'SNV',
      subject: 'Kế hoạch',
      sender: 'Sở Nội vụ',
      senderId: 'H99.01',
      documentId: 'D-1',
      date: '2026-01-02',
    });
    const copy = put({ number: '9', notation: 'SNV', subject: 'Kế hoạch', sender: 'SỞ NỘI VỤ', date: '2026-01-02' });
    const fresh = put({
      number: '10',
      notation: 'SNV',
      subject: 'Khác',
      sender: 'Sở Nội vụ',
      message: { business: { type: 3, paper: false, replacements: [{ documentId: 'D-1' as never, organIds: [] }] } },
    });
    expect(chain('incoming', first)).toEqual([
      ['replaced_by', fresh, false],
      ['copy', copy, false],
    ]);
    expect(chain('incoming', fresh)[0]).toEqual(['replaces', first, false]);
  });

  it('share the words of their subject, and of a monthly one only the near ones', () => {
    const a = put({ subject: 'Về việc rà soát quy hoạch sử dụng đất năm 2026', date: '2026-11-01' });
    const b = put({ subject: 'Trả lời việc rà soát quy hoạch sử dụng đất năm 2026', date: '2026-11-10' });
    expect(chain('incoming', a)).toEqual([['same_matter', b, true]]);
    const monthly = Array.from({ length: 24 }, (_, i) =>
      put({
        subject: 'Báo cáo kết quả tiêm chủng mở rộng hằng tháng',
        date: `202${5 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}-15`,
      }),
    );
    const near = chain('incoming', monthly[12] ?? '').map(([, id]) => monthly.indexOf(id));
    expect(near.length).toBeGreaterThan(0);
    expect(near.every((i) => Math.abs(i - 12) <= 4)).toBe(true);
  });

  it('follow a correction of the code', () => {
    const target = put({ number: '50', notation: 'SNV', subject: 'Gốc', sender: 'Sở Nội vụ' });
    const from = put({ subject: 'Theo Công văn 51/SNV' });
    expect(chain('incoming', from)).toEqual([]);
    t.store.tx(() => t.store.db.prepare(`UPDATE incoming SET number = '51' WHERE id = ?`).run(target));
    expect(chain('incoming', from)).toEqual([['mentions', target, true]]);
  });
});
