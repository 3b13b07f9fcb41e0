/** The same document twice, over the axis and on paper: warned with the earlier one, decided by a person, the decision kept. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedDocument } from '../../src/core/axis/types.ts';
import type { Actor } from '../../src/core/context.ts';
import {
  createPaper,
  createReceiver,
  decideDuplicate,
  finishIncoming,
  getIncoming,
  listIncoming,
  type PaperDocument,
  registerIncoming,
} from '../../src/core/documents/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import type { EdxmlDocument } from '../../src/domain/edxml.ts';
import { type AppError, Failure } from '../../src/domain/errors.ts';
import { edxmlDocumentId, organId, type RecordId, recordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { historyText } from '../../src/renderer/text/vi/history.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
let kit: TestStore;
beforeEach(() => {
  let now = Date.UTC(2026, 10, 20, 2, 0, 0);
  kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  kit.store.tx(() => {
    kit.store.db
      .prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`)
      .run();
    openDefaultBooks(kit.store, 'H99.242', 'UBND');
  });
});
afterEach(() => kit.remove());

const error = (work: () => unknown): AppError | undefined => {
  try {
    work();
  } catch (failed) {
    if (failed instanceof Failure) return failed.error;
    throw failed;
  }
  return undefined;
};
/** Over the axis, as the inbox hands it over. */
function arrive(number: string, more: Partial<EdxmlDocument> = {}): RecordId {
  const { store } = kit;
  const packageId = recordId(store.newId());
  const received: ReceivedDocument = {
    packageId,
    organId: organId('H99.242'),
    transportSender: 'H99.01',
    files: [],
    warnings: [],
    message: {
      kind: 'document',
      from: { organId: organId('H99.01'), organName: 'Sở Mẫu' },
      to: [{ organId: organId('H99.242') }],
      documentId: edxmlDocumentId(`H99.01,2026/11/19,${number}/SM-VP`),
      code: { number, notation: 'SM-VP' },
      promulgation: { date: '2026-11-19' as LegalDate },
      documentType: { typeName: 'Công văn' },
      subject: 'Về việc trùng',
      toPlaces: [],
      otherInfo: { priority: 0, appendixes: [] },
      responseFor: [],
      taskCodes: [],
      trace: [],
      business: { type: 0, paper: false, replacements: [] },
      attachments: [],
      packageSignature: 'absent',
      ...more,
    },
  };
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES (?, 'H99.242', ?, 'edoc', 'H99.01', 'listed', 0, ?)`,
      )
      .run(packageId, packageId, store.nextSeq());
    createReceiver(store).document(received);
  });
  return store.db.prepare('SELECT id FROM incoming WHERE package_id = ?').pluck().get(packageId) as RecordId;
}
const paper = (number: string, more: Partial<PaperDocument> = {}) =>
  createPaper(kit.store, clerk, {
    ...{ organId: 'H99.242', channel: 'post', sender: 'SỞ MẪU', number, notation: 'SM-VP', date: '2026-11-19', typeName: 'Công văn' },
    ...{ subject: 'Về việc trùng', signer: '', priority: 0, uploadIds: [], register: true, notDuplicate: false },
    ...more,
  });
const statuses = (): string[] =>
  kit.store.db.prepare(`SELECT status_code FROM dispatch WHERE kind = 'status' ORDER BY seq`).pluck().all() as string[];
const doc = (id: string) => getIncoming(kit.store, id);

describe('a document that is here already', () => {
  it('comes on paper first and over the axis after: put together under the first number, and its sender is told all', () => {
    const first = paper('125');
    const second = arrive('125');
    expect(doc(second).duplicates).toMatchObject([{ id: first.id, same: 'code', arrivalNumber: 1, channel: 'post', code: '125/SM-VP' }]);
    expect(error(() => registerIncoming(kit.store, clerk, second))).toMatchObject({
      code: 'documents.duplicate',
      params: { otherId: first.id, arrivalNumber: 1 },
    });
    decideDuplicate(kit.store, clerk, second, first.id, 'merged');
    expect(doc(second)).toMatchObject({ state: 'merged', acts: [], duplicates: [], mergedInto: { id: first.id } });
    expect(doc(first.id)).toMatchObject({ copies: [{ id: second, channel: 'axis' }] });
    finishIncoming(kit.store, clerk, first.id, 'for_information', '');
    expect(statuses()).toEqual(['01', '03', '06']);
    expect(listIncoming(kit.store, { states: ['merged'], text: '', offset: 0, limit: 9 }).total).toBe(1);
    expect(kit.store.db.prepare('SELECT count(*) FROM book_number').pluck().get()).toBe(1);
  });

  it('comes over the axis first and on paper after: the paper is put to it, whichever is registered first', () => {
    const first = arrive('125');
    expect(error(() => paper('125'))).toMatchObject({ code: 'documents.duplicate', params: { otherId: first, arrivalNumber: 'chưa có' } });
    const second = paper('125', { mergeInto: first });
    // The answer names the document that goes on.
    expect(second).toEqual({ id: first });
    expect(registerIncoming(kit.store, clerk, first).arrivalNumber).toBe(1);
    expect(doc(first).copies).toMatchObject([{ channel: 'post' }]);
    expect(statuses()).toEqual(['01', '03']);
  });

  it('is another document where the clerk says so; that is kept and not asked again', () => {
    const first = arrive('125');
    const second = paper('125', { notDuplicate: true });
    expect(second.arrivalNumber).toBe(1);
    expect(doc(second.id).duplicates).toMatchObject([{ id: first, decision: 'different' }]);
    expect(doc(first).duplicates).toMatchObject([{ id: second.id, decision: 'different' }]);
    expect(registerIncoming(kit.store, clerk, first).arrivalNumber).toBe(2);
    expect(doc(second.id).history.map((row) => row.act)).toContain('incoming.not_duplicate');
  });

  it('is known by its DocumentId from another sender’s hand too', () => {
    const first = arrive('125');
    const again = arrive('126', {
      documentId: edxmlDocumentId('H99.01,2026/11/19,125/SM-VP'),
      from: { organId: organId('H99.05'), organName: 'Sở Khác' },
    });
    expect(doc(again).duplicates).toMatchObject([{ id: first, same: 'document_id' }]);
  });
});

describe('what is not the same document', () => {
  it.each([
    ['another year', { promulgation: { date: '2025-11-19' as LegalDate } }],
    ['another notation', { code: { number: '125', notation: 'SM-TH' } }],
    ['another issuer', { from: { organId: organId('H99.02'), organName: 'Sở Khác' } }],
    ['a message about it', { business: { type: 2, paper: false, replacements: [] } as const }],
  ])('%s', (_why, more) => {
    arrive('125');
    const other = arrive('125', { documentId: edxmlDocumentId('khac'), ...more });
    expect(doc(other).duplicates).toEqual([]);
    expect(error(() => registerIncoming(kit.store, clerk, other))).toBeUndefined();
  });

  it('nor one without a number, nor one that was returned', () => {
    paper('');
    expect(error(() => paper(''))).toBeUndefined();
    const returned = arrive('125');
    kit.store.tx(() => kit.store.db.prepare(`UPDATE incoming SET state = 'returned' WHERE id = ?`).run(returned));
    expect(error(() => paper('125'))).toBeUndefined();
  });

  it('cannot be put together', () => {
    const a = arrive('125');
    const b = arrive('126');
    expect(error(() => decideDuplicate(kit.store, clerk, a, b, 'merged'))?.code).toBe('documents.cannot_merge');
    const c = paper('125', { notDuplicate: true });
    registerIncoming(kit.store, clerk, a);
    expect(error(() => decideDuplicate(kit.store, clerk, c.id, a, 'merged'))?.code).toBe('documents.both_registered');
  });
});

it('every line of history about duplicates has its words', () => {
  for (const act of ['not_duplicate', 'merged', 'merged_copy']) expect(Object.keys(historyText)).toContain(`history.incoming.${act}`);
});
