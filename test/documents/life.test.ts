import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actorOf, createPerson } from '../../src/core/accounts/index.ts';
import type { ReceivedDocument } from '../../src/core/axis/types.ts';
import type { Actor } from '../../src/core/context.ts';
import {
  cancelOutgoing,
  createPaper,
  createReceiver,
  finishIncoming,
  getIncoming,
  getOutgoing,
  instructIncoming,
  listIncoming,
  numberOutgoing,
  progressIncoming,
  registerIncoming,
  returnIncoming,
  saveDraft,
} from '../../src/core/documents/index.ts';
import { gapsOf, listBooks, makeSure, openDefaultBooks, registerColumns } from '../../src/core/registers/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { edxmlDocumentId, organId, type RecordId, recordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const OURS = organId('H99.242');
const SENDER = organId('H99.01');
let now = Date.UTC(2026, 10, 20, 2, 0, 0);
let kit: TestStore;
let clerk: Actor;

beforeEach(() => {
  now = Date.UTC(2026, 10, 20, 2, 0, 0);
  kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  const { store } = kit;
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`).run(OURS);
    openDefaultBooks(store, OURS, 'UBND');
    clerk = actorOf(createPerson(store, { name: 'Lê Thị Ví Dụ', roles: ['clerk'] }));
  });
});
afterEach(() => kit.remove());

async function received(number: string, more: Partial<ReceivedDocument['message']> = {}): Promise<ReceivedDocument> {
  const { store } = kit;
  const packageId = recordId(store.newId());
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES (?, ?, ?, 'edoc', ?, 'listed', 0, ?)`,
      )
      .run(packageId, OURS, packageId, SENDER, store.nextSeq());
  });
  const blob = await store.vault.put(Buffer.from(`%PDF-1.4 ${number}`));
  return {
    packageId,
    organId: OURS,
    transportSender: SENDER,
    files: [{ blob, name: `${number}.pdf`, detected: 'pdf' }],
    warnings: [],
    message: {
      kind: 'document',
      from: { organId: SENDER, organName: 'Sở Mẫu' },
      to: [{ organId: OURS }],
      documentId: edxmlDocumentId(`H99.01,2026/11/19,${number}/SM-VP`),
      code: { number, notation: 'SM-VP' },
      promulgation: { date: '2026-11-19' as LegalDate },
      documentType: { typeName: 'Công văn' },
      subject: 'Về việc báo cáo thử nghiệm',
      toPlaces: [],
      otherInfo: { priority: 1, appendixes: [] },
      responseFor: [],
      taskCodes: [],
      trace: [],
      business: { type: 0, paper: false, replacements: [] },
      attachments: [],
      packageSignature: 'absent',
      ...more,
    },
  };
}
async function takeIn(number: string): Promise<RecordId> {
  const document = await received(number);
  kit.store.tx(() => createReceiver(kit.store).document(document));
  return kit.store.db.prepare('SELECT id FROM incoming WHERE number = ?').pluck().get(number) as RecordId;
}
const reported = (): string[] =>
  kit.store.db.prepare(`SELECT status_code FROM dispatch WHERE kind = 'status' ORDER BY seq`).pluck().all() as string[];
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'no failure';
};

describe('an incoming document', () => {
  it('reports every step to its sender: 01 on arrival, then 03, 04, 05, 06', async () => {
    const id = await takeIn('125');
    expect(registerIncoming(kit.store, clerk, id)).toEqual({ arrivalNumber: 1, arrivalDate: '2026-11-20' });
    instructIncoming(kit.store, clerk, id, {
      leader: 'Nguyễn Văn Mẫu',
      text: 'Giao Văn phòng',
      lead: 'Văn phòng',
      coHandlers: [],
      slipDate: '2026-11-20',
    });
    progressIncoming(kit.store, clerk, id, 'Đang tổng hợp');
    finishIncoming(kit.store, clerk, id, 'done', '');
    expect(reported()).toEqual(['01', '03', '04', '05', '06']);
    const detail = getIncoming(kit.store, id);
    expect(detail.history.map((row) => row.act)).toEqual([
      'incoming.arrived',
      'incoming.register',
      'incoming.instruct',
      'incoming.progress',
      'incoming.finish',
    ]);
    expect(detail.acts).toEqual([]);
  });

  it('carries its arrival number in status 03, given in the same transaction', async () => {
    const id = await takeIn('125');
    registerIncoming(kit.store, clerk, id);
    const bytes = kit.store.db.prepare(`SELECT inline FROM dispatch WHERE status_code = '03'`).pluck().get() as Buffer;
    expect(bytes.toString('utf8')).toContain('vào sổ văn bản đến số 1');
    expect(bytes.toString('utf8')).toContain('H99.01,2026/11/19,125/SM-VP');
  });

  it('comes in once, however often its package comes', async () => {
    await takeIn('125');
    const again = await received('125');
    expect(kit.store.tx(() => createReceiver(kit.store).document(again))).toBe('duplicate');
    expect(listIncoming(kit.store, { states: [], text: '', offset: 0, limit: 10 }).total).toBe(1);
    expect(reported()).toEqual(['01']);
  });

  it('is returned with a reason only while it has no number', async () => {
    const id = await takeIn('125');
    expect(code(() => returnIncoming(kit.store, clerk, id, 'other', ''))).toBe('documents.reason_needed');
    returnIncoming(kit.store, clerk, id, 'unsigned', '');
    expect(reported()).toEqual(['01', '02']);
    expect(code(() => registerIncoming(kit.store, clerk, id))).toBe('documents.act_not_allowed');
    const other = await takeIn('126');
    registerIncoming(kit.store, clerk, other);
    expect(code(() => returnIncoming(kit.store, clerk, other, 'duplicate', ''))).toBe('documents.act_not_allowed');
  });

  it('is refused at the door when its metadata names a degree of secrecy', async () => {
    const secret = await received('1', { secrecyMark: 'MẬT' });
    expect(createReceiver(kit.store).refuse(secret)).toEqual({ code: 'documents.secret' });
    expect(createReceiver(kit.store).refuse(await received('2'))).toBeUndefined();
  });

  it('is found by words without marks, by number and by sender', async () => {
    await takeIn('125');
    const find = (text: string) => listIncoming(kit.store, { states: [], text, offset: 0, limit: 10 }).total;
    expect([find('bao cao thu nghiem'), find('125/SM'), find('so mau'), find('khong co')]).toEqual([1, 1, 1, 0]);
  });
});

describe('paper at the desk', () => {
  const paper = {
    organId: OURS,
    channel: 'post' as const,
    sender: 'Hội Mẫu',
    number: '18',
    notation: 'CV-HM',
    typeName: 'Công văn',
    subject: 'Về việc phối hợp',
    signer: '',
    priority: 0,
    uploadIds: [],
    register: true,
    notDuplicate: false,
  };
  it('is numbered in the same book as what came over the axis, and reports to nobody', async () => {
    registerIncoming(kit.store, clerk, await takeIn('125'));
    expect(createPaper(kit.store, clerk, paper).arrivalNumber).toBe(2);
    expect(reported()).toEqual(['01', '03']);
  });
  it('warns of the same number, notation and agency, and takes it when it is another document', () => {
    createPaper(kit.store, clerk, paper);
    expect(code(() => createPaper(kit.store, clerk, { ...paper, sender: 'HỘI MẪU' }))).toBe('documents.duplicate');
    expect(createPaper(kit.store, clerk, { ...paper, notDuplicate: true }).arrivalNumber).toBe(2);
  });
  it('refuses a date in the future', () => {
    expect(code(() => createPaper(kit.store, clerk, { ...paper, date: '2026-11-21' }))).toBe('documents.date_in_future');
  });
});

describe('the registers', () => {
  it('show the decree’s ten columns, and a cancelled number with its reason', async () => {
    const id = await takeIn('125');
    registerIncoming(kit.store, clerk, id);
    const [incoming] = listBooks(kit.store);
    const [entry] = incoming ? registerColumns(kit.store, incoming, '2026') : [];
    expect(entry?.columns).toEqual([
      '20/11/2026',
      '1',
      'Sở Mẫu',
      '125/SM-VP',
      '19/11/2026',
      'Công văn – Về việc báo cáo thử nghiệm',
      '',
      '',
      '',
      '',
    ]);
  });

  it('never give a number twice nor skip one, also when a document is given up after it was numbered', () => {
    const draft = {
      typeName: 'Công văn',
      subject: 'Thử',
      content: '',
      competence: '',
      signerPosition: '',
      signer: '',
      priority: 0,
      toPlaces: [],
      recipients: [{ name: 'Hội Mẫu' }],
      uploadIds: [],
    };
    const numbers = ['one', 'two', 'three'].map(() => {
      const id = saveDraft(kit.store, clerk, OURS, draft);
      kit.store.db.prepare(`UPDATE outgoing SET state = 'leader_signed' WHERE id = ?`).run(id);
      const given = numberOutgoing(kit.store, clerk, id);
      if (given.number === 2) cancelOutgoing(kit.store, clerk, id, 'Sai thể thức', 'Nguyễn Văn Mẫu');
      return { id, ...given };
    });
    expect(numbers.map((n) => n.code)).toEqual(['01/UBND-VP', '02/UBND-VP', '03/UBND-VP']);
    const outgoing = listBooks(kit.store).find((book) => book.rule.direction === 'outgoing');
    if (!outgoing) throw new Error('no outgoing book');
    expect(gapsOf(kit.store, outgoing, '2026')).toEqual([]);
    expect(registerColumns(kit.store, outgoing, '2026')[1]).toMatchObject({
      state: 'cancelled',
      reason: 'Sai thể thức',
      allowedBy: 'Nguyễn Văn Mẫu',
    });
    expect(getOutgoing(kit.store, numbers[0]?.id ?? '').code).toBe('01/UBND-VP');
    expect(() => kit.store.db.prepare('DELETE FROM book_number').run()).toThrow(/never deleted/);
  });

  it('begin again at 1 in the new year, and refuse a clock that went back', async () => {
    registerIncoming(kit.store, clerk, await takeIn('125'));
    now = Date.UTC(2027, 0, 4, 2);
    const incoming = listBooks(kit.store).find((book) => book.rule.direction === 'incoming');
    makeSure(kit.store, clerk, incoming?.id ?? '', '2027');
    expect(registerIncoming(kit.store, clerk, await takeIn('126'))).toMatchObject({ arrivalNumber: 1, arrivalDate: '2027-01-04' });
    now = Date.UTC(2026, 10, 10, 2);
    expect(
      code(() =>
        registerIncoming(kit.store, clerk, kit.store.db.prepare(`SELECT id FROM incoming WHERE number = '127'`).pluck().get() as RecordId),
      ),
    ).toBe('documents.not_found');
    const late = await takeIn('127');
    expect(code(() => registerIncoming(kit.store, clerk, late))).toBe('registers.period_behind');
  });
});

it('stores nothing of an act that fails half-way', async () => {
  const id = await takeIn('125');
  const before = createHash('sha256')
    .update(JSON.stringify(kit.store.db.prepare('SELECT * FROM incoming').all()))
    .digest('hex');
  expect(
    code(() => instructIncoming(kit.store, clerk, id, { leader: 'x', text: 'x', lead: 'x', coHandlers: [], slipDate: '2026-11-20' })),
  ).toBe('documents.act_not_allowed');
  expect(
    createHash('sha256')
      .update(JSON.stringify(kit.store.db.prepare('SELECT * FROM incoming').all()))
      .digest('hex'),
  ).toBe(before);
  expect(reported()).toEqual(['01']);
});
