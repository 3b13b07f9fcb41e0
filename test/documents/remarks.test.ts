/** Language and remarks of documents: taken in with a paper, corrected, written down beside what was issued; in the register and the lists. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  correctIncoming,
  createPaper,
  getIncoming,
  getOutgoing,
  registerIncoming,
  saveDraft,
  setRemarks,
} from '../../src/core/documents/index.ts';
import { incomingRows, outgoingRows } from '../../src/core/lists/index.ts';
import { bookFor, formOf } from '../../src/core/registers/index.ts';
import { findDocuments } from '../../src/core/search/index.ts';
import { codeOf, type Desk, OURS, openDesk } from '../desk/support.ts';
import { putOutgoing } from '../dossiers/support.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
const seqOf = (list: string, id: string): number =>
  desk.kit.store.db.prepare(`SELECT seq FROM ${list} WHERE id = ?`).pluck().get(id) as number;

it('an arrival keeps what was written down with its paper, though it is registered later, and is corrected with its reason', () => {
  const { store } = desk.kit;
  const paper = {
    ...{
      organId: OURS,
      channel: 'post' as const,
      sender: 'Tổ chức Mẫu',
      number: '12',
      notation: 'TM',
      typeName: 'Công văn',
      subject: 'Lời mời',
    },
    ...{ signer: '', priority: 0, uploadIds: [], notDuplicate: false, note: 'kèm bản dịch', language: 'Tiếng Anh' },
  };
  const { id } = createPaper(store, desk.clerk, { ...paper, register: false });
  registerIncoming(store, desk.clerk, id);
  expect(getIncoming(store, id)).toMatchObject({ note: 'kèm bản dịch', language: 'Tiếng Anh' });
  correctIncoming(store, desk.clerk, id, 'dịch xong', { note: 'đã có bản dịch', language: '' });
  expect(getIncoming(store, id)).not.toHaveProperty('language');
  expect(incomingRows(store, '', [seqOf('incoming', id)])).toMatchObject([{ note: 'đã có bản dịch' }]);
  const find = (text: string): number => findDocuments(store, { text, filters: {}, offset: 0, limit: 5 }).total;
  expect([find('da co ban dich'), find('kèm bản dịch')]).toEqual([1, 0]);
});

it('a departure takes them in its draft and after it was issued; the register’s last column says the remarks, its list the copies', () => {
  const { store } = desk.kit;
  const draft = {
    ...{ typeName: 'Công văn', subject: 'Trả lời', content: '', competence: '', signerPosition: '', signer: '', priority: 0 },
    ...{ toPlaces: [], recipients: [{ name: 'Sở A' }], uploadIds: [] },
  };
  const kept = saveDraft(store, desk.clerk, OURS, { ...draft, note: 'gấp', language: 'Song ngữ' });
  // A form that does not know them leaves them as they are.
  saveDraft(store, desk.clerk, OURS, { ...draft, subject: 'Trả lời lần hai' }, kept);
  expect(getOutgoing(store, kept)).toMatchObject({ note: 'gấp', language: 'Song ngữ', issuedAmount: 1 });

  const id = putOutgoing(store, { subject: 'Đã phát hành' });
  const book = bookFor(store, OURS, 'outgoing', 'Công văn');
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO book_number (book_id, period, series, number, state, date, outgoing_id, at, seq) VALUES (?, '2026', '', 7, 'used', '2026-11-20', ?, 0, ?)`,
      )
      .run(book.id, id, store.nextSeq());
    store.db.prepare('INSERT INTO outgoing_paper (outgoing_id, copies) VALUES (?, 12)').run(id);
  });
  setRemarks(store, desk.clerk, id, { language: '', note: 'gửi kèm 02 bản giấy' });
  expect(codeOf(() => setRemarks(store, desk.clerk, id, { language: '', note: 'gửi kèm 02 bản giấy' }))).toBe('documents.nothing_changed');
  const [line] = formOf('outgoing').lines(store, { organId: OURS, book, period: '2026' }, 0, 5);
  expect(line?.columns.at(-1)).toBe('gửi kèm 02 bản giấy');
  expect(outgoingRows(store, '', [seqOf('outgoing', id)])).toMatchObject([{ copies: 12, note: 'gửi kèm 02 bản giấy' }]);
});
