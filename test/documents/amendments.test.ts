import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedDocument } from '../../src/core/axis/types.ts';
import type { Actor } from '../../src/core/context.ts';
import { listDeadlines, shippedTable } from '../../src/core/deadlines/index.ts';
import {
  answerRecall,
  createPaper,
  createReceiver,
  decideDuplicate,
  draftAmending,
  finishIncoming,
  getIncoming,
  getOutgoing,
  issueOutgoing,
  listIncoming,
  orphanRequests,
  registerIncoming,
  sendAgain,
  takeBack,
} from '../../src/core/documents/index.ts';
import { incomingPage } from '../../src/core/lists/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import { whole } from '../../src/core/working/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { organId, type RecordId, recordId } from '../../src/domain/ids.ts';
import { readEdxmlJob } from '../../src/parser/edxml.ts';
import { documentsErrors } from '../../src/renderer/text/vi/errors/documents.ts';
import { historyText } from '../../src/renderer/text/vi/history.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const OFFICES = [
  ['H99.01', 'Sở Mẫu'],
  ['H99.242', 'UBND xã Ví Dụ'],
  ['H99.243', 'UBND xã Thử Nghiệm'],
] as const;
const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
let now = Date.UTC(2026, 10, 20, 2, 0, 0);
let sender: TestStore;
let receiver: TestStore;

function open(organ: string): TestStore {
  const kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  const { store } = kit;
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES (?, ?, 'Mẫu', 'UBND')`).run(organ, organ);
    for (const [id, name] of OFFICES)
      store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES (?, ?, '', 0)`).run(id, name);
    openDefaultBooks(store, organ, 'UBND');
  });
  return kit;
}
beforeEach(() => {
  now = Date.UTC(2026, 10, 20, 2, 0, 0);
  sender = open('H99.01');
  receiver = open('H99.242');
});
afterEach(() => {
  sender.remove();
  receiver.remove();
});

/** A document that both have signed. */
async function signed(number: number, amends?: RecordId): Promise<RecordId> {
  const { store } = sender;
  const blob = await store.vault.put(Buffer.from(`%PDF-1.4\n${number}`));
  const id = amends ?? recordId(store.newId());
  store.tx(() => {
    if (amends === undefined)
      store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, recipients, folded, updated_at, seq, workstation_id)
           VALUES (?, 'H99.01', 'draft', 0, 'Công văn', 'Về việc thử nghiệm', ?, '', 0, ?, '')`,
        )
        .run(id, JSON.stringify([{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }]), store.nextSeq());
    store.db
      .prepare(
        `UPDATE outgoing SET state = 'agency_signed', number = ?, code = ?, notation = 'SM-VP', date = '2026-11-20', document_id = ? WHERE id = ?`,
      )
      .run(number, `${number}/SM-VP`, `H99.01,2026/11/20,${number}/SM-VP`, id);
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', 1, ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
  });
  return id;
}

type Dispatch = {
  id: string;
  kind: string;
  blob_id: string | null;
  inline: Buffer | null;
  document_id: string;
  status_code: string | null;
};
/** Carries what waits at one end to the other, as the axis would; returns what it carried. */
async function carry(from: TestStore, to: TestStore, times = 1): Promise<Dispatch[]> {
  const organ = from === sender ? 'H99.01' : 'H99.242';
  const own = to === sender ? 'H99.01' : 'H99.242';
  const rows = from.store.db.prepare(`SELECT * FROM dispatch WHERE state = 'queued' ORDER BY seq`).all() as Dispatch[];
  for (const row of rows) {
    const bytes = row.blob_id === null ? (row.inline ?? Buffer.alloc(0)) : await from.store.vault.readAll(row.blob_id as never);
    for (let i = 0; i < times; i++) await arrive(to, own, organ, bytes);
    from.store.tx(() => {
      from.store.db.prepare(`UPDATE dispatch SET state = 'accepted' WHERE id = ?`).run(row.id);
      from.store.db.prepare(`UPDATE delivery SET state = 'sent' WHERE dispatch_id = ?`).run(row.id);
    });
  }
  return rows;
}
async function arrive(to: TestStore, own: string, organ: string, bytes: Uint8Array): Promise<void> {
  const { store } = to;
  const blob = await store.vault.put(bytes);
  const packageId = recordId(store.newId());
  const targets = store.vault.reserve(5);
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, blob_id, listed_at, seq) VALUES (?, ?, ?, 'edoc', ?, 'listed', ?, 0, ?)`,
      )
      .run(packageId, own, packageId, organ, blob.id, store.nextSeq());
  });
  const read = await readEdxmlJob({ source: store.vault.sealed(blob.id), targets: targets.map((t) => t.file), maxAttachmentBytes: 1e6 });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const common = { packageId, organId: organId(own), transportSender: organ };
  const files: ReceivedDocument['files'][number][] = [];
  if (read.message.kind === 'document')
    for (const [i, attachment] of read.message.attachments.entries()) {
      const target = targets[read.attachments[i]?.target ?? -1];
      if (target)
        files.push({ blob: await store.vault.adopt(target.id, target.file), name: attachment.name, detected: attachment.detected });
    }
  store.tx(() => {
    const { message } = read;
    const room = createReceiver(store);
    if (message.kind === 'document') room.document({ ...common, message, files, warnings: [] });
    else room.status({ ...common, message });
  });
}
const arrivals = (): ReturnType<typeof getIncoming>[] =>
  listIncoming(receiver.store, { states: [], text: '', offset: 0, limit: 50 })
    .rows.map((row) => getIncoming(receiver.store, row.id))
    .reverse();
const first = (): ReturnType<typeof getIncoming> => {
  const [doc] = arrivals();
  if (!doc) throw new Error('nothing arrived');
  return doc;
};
async function delivered(number = 1): Promise<RecordId> {
  const id = await signed(number);
  await issueOutgoing(sender.store, clerk, id);
  await carry(sender, receiver);
  await carry(receiver, sender);
  return id;
}

describe('taking back', () => {
  it('before it was sent leaves the queue; nothing goes out, number and metadata stay', async () => {
    const id = await signed(1);
    await issueOutgoing(sender.store, clerk, id);
    expect(takeBack(sender.store, clerk, id, 'Nhầm nơi nhận')).toEqual({ withdrawn: 1, asked: 0 });
    expect(await carry(sender, receiver)).toEqual([]);
    expect(getOutgoing(sender.store, id)).toMatchObject({ state: 'issued', code: '1/SM-VP', frozenAt: expect.any(Number) });
    await expect(sendAgain(sender.store, clerk, id, 'H99.242')).rejects.toThrow(Failure);
  });

  it('before it was registered withdraws it at once, says who and when, and answers 15', async () => {
    const id = await delivered();
    expect(takeBack(sender.store, clerk, id, 'Sai nội dung')).toEqual({ withdrawn: 0, asked: 1 });
    await carry(sender, receiver, 2);
    expect(first()).toMatchObject({
      state: 'withdrawn',
      acts: [],
      amendments: [{ kind: 'take_back', state: 'withdrawn', reason: 'Sai nội dung' }],
    });
    expect(first().history.map((h) => h.act)).toEqual(['incoming.arrived', 'incoming.asked.take_back', 'incoming.withdrawn']);
    expect((await carry(receiver, sender, 2)).map((d) => d.status_code)).toEqual(['15']);
    expect(getOutgoing(sender.store, id).amendments).toMatchObject([{ state: 'agreed' }]);
  });

  it('after it was registered asks; a refusal needs a reason, may be asked again, then agreed; the number stays', async () => {
    const id = await delivered();
    const { arrivalNumber } = registerIncoming(receiver.store, clerk, first().id as RecordId);
    await carry(receiver, sender);
    takeBack(sender.store, clerk, id, 'Sai nội dung');
    expect(() => takeBack(sender.store, clerk, id, 'lần nữa')).toThrow(Failure);
    await carry(sender, receiver);
    expect(first()).toMatchObject({ state: 'registered', amendments: [{ state: 'open' }] });
    const request = first().amendments[0]?.id ?? '';
    expect(() => answerRecall(receiver.store, clerk, request, false, ' ')).toThrow(Failure);
    answerRecall(receiver.store, clerk, request, false, 'Đã thi hành');
    expect(() => answerRecall(receiver.store, clerk, request, true, '')).toThrow(Failure);
    await carry(receiver, sender, 2);
    expect(getOutgoing(sender.store, id).amendments).toMatchObject([{ state: 'refused', answer: expect.stringContaining('Đã thi hành') }]);
    takeBack(sender.store, clerk, id, 'Đề nghị xem lại');
    await carry(sender, receiver, 2);
    const again = first().amendments[1]?.id ?? '';
    answerRecall(receiver.store, clerk, again, true, '');
    await carry(receiver, sender);
    expect(first()).toMatchObject({ state: 'recalled', arrivalNumber, acts: [] });
    expect(getOutgoing(sender.store, id).amendments.map((a) => a.state)).toEqual(['refused', 'agreed']);
  });

  it('two requests are answered by one agreement: nothing is left that could be refused', async () => {
    const id = await delivered();
    registerIncoming(receiver.store, clerk, first().id as RecordId);
    await carry(receiver, sender);
    takeBack(sender.store, clerk, id, 'Sai nội dung');
    const asked = await carry(sender, receiver);
    const message = asked.find((row) => row.status_code === '13')?.inline ?? Buffer.alloc(0);
    const again = message.toString().replace('Sai nội dung', 'Đề nghị lần hai');
    await arrive(receiver, 'H99.242', 'H99.01', Buffer.from(again));
    const [one, two] = first().amendments;
    expect([one?.state, two?.state]).toEqual(['open', 'open']);
    answerRecall(receiver.store, clerk, one?.id ?? '', true, '');
    expect(first().amendments.map((a) => a.state)).toEqual(['agreed', 'agreed']);
    expect(() => answerRecall(receiver.store, clerk, two?.id ?? '', false, 'Không')).toThrow(Failure);
    expect((await carry(receiver, sender)).map((d) => d.status_code)).toEqual(['15', '15']);
    expect(getOutgoing(sender.store, id).amendments).toMatchObject([{ state: 'agreed' }]);
  });

  it('while a second sending still waits takes that out and asks for the first, which has arrived', async () => {
    const id = await delivered();
    await sendAgain(sender.store, clerk, id, 'H99.242');
    expect(takeBack(sender.store, clerk, id, 'Nhầm nơi nhận')).toEqual({ withdrawn: 1, asked: 1 });
    expect((await carry(sender, receiver)).map((d) => d.status_code)).toEqual(['13']);
    expect(first()).toMatchObject({ state: 'withdrawn' });
  });

  it('of a document that has not come yet is kept, and counts when it comes', async () => {
    const id = await signed(1);
    await issueOutgoing(sender.store, clerk, id);
    sender.store.tx(() => sender.store.db.prepare(`UPDATE dispatch SET state = 'sending'`).run());
    takeBack(sender.store, clerk, id, 'Nhầm');
    await carry(sender, receiver);
    expect(arrivals()).toEqual([]);
    expect(orphanRequests(receiver.store)).toMatchObject([{ kind: 'take_back', documentId: 'H99.01,2026/11/20,1/SM-VP', reason: 'Nhầm' }]);
    sender.store.tx(() => sender.store.db.prepare(`UPDATE dispatch SET state = 'queued' WHERE kind = 'document'`).run());
    await carry(sender, receiver);
    expect(first()).toMatchObject({ state: 'withdrawn' });
    expect(orphanRequests(receiver.store)).toEqual([]);
  });

  it('is asked once, answered once, and a refusal says why; what was taken back is not sent again', async () => {
    const refusal = (work: () => unknown): string => {
      try {
        work();
        return 'accepted';
      } catch (error) {
        return error instanceof Failure ? error.error.code : String(error);
      }
    };
    const id = await delivered();
    takeBack(sender.store, clerk, id, 'Sai nội dung');
    expect(refusal(() => takeBack(sender.store, clerk, id, 'Lần nữa'))).toBe('documents.nothing_to_take_back');
    await expect(sendAgain(sender.store, clerk, id, 'H99.242')).rejects.toMatchObject({ error: { code: 'documents.recalled' } });
    registerIncoming(receiver.store, clerk, arrivals()[0]?.id as RecordId);
    await carry(sender, receiver);
    const [request] = getIncoming(receiver.store, arrivals()[0]?.id as RecordId).amendments;
    expect(refusal(() => answerRecall(receiver.store, clerk, request?.id ?? '', false, ' '))).toBe('documents.refusal_needs_reason');
    answerRecall(receiver.store, clerk, request?.id ?? '', true, '');
    expect(refusal(() => answerRecall(receiver.store, clerk, request?.id ?? '', true, ''))).toBe('documents.recall_answered');
  });

  it('of a copy that was put together with a paper is asked about that one, and its sender is answered', async () => {
    const paper = createPaper(receiver.store, clerk, {
      ...{
        organId: 'H99.242',
        channel: 'post',
        sender: 'H99.01',
        number: '1',
        notation: 'SM-VP',
        date: '2026-11-20',
        typeName: 'Công văn',
      },
      ...{ subject: 'Về việc', signer: '', priority: 0, uploadIds: [], register: true, notDuplicate: false },
    });
    const id = await delivered();
    const copy = arrivals().find((doc) => doc.channel === 'axis');
    decideDuplicate(receiver.store, clerk, copy?.id as RecordId, paper.id, 'merged');
    takeBack(sender.store, clerk, id, 'Sai nội dung');
    await carry(sender, receiver);
    const [request] = getIncoming(receiver.store, paper.id).amendments;
    expect(request).toMatchObject({ kind: 'take_back', state: 'open' });
    answerRecall(receiver.store, clerk, request?.id ?? '', true, '');
    await carry(receiver, sender);
    expect(getIncoming(receiver.store, paper.id).state).toBe('recalled');
    expect(getOutgoing(sender.store, id).amendments).toMatchObject([{ state: 'agreed' }]);
  });
});

describe('what nobody has answered yet', () => {
  /** By clock: the document it leads to, and what is asked. */
  const waiting = (): string[] =>
    whole(listDeadlines(receiver.store, shippedTable(new URL('../../resources', import.meta.url).pathname)))
      .rows.filter(({ kind }) => kind === 'answer' || kind === 'register')
      .map(({ kind, id, asks, who }) =>
        [kind, arrivals().findIndex((doc) => doc.id === id), asks, kind === 'answer' ? who : ''].join(' ').trim(),
      )
      .sort();
  const marks = (): (string | undefined)[] =>
    incomingPage(receiver.store, clerk, {
      filter: { organId: 'H99.242', states: [], text: '' },
      order: { by: 'day', descending: false },
      offset: 0,
      limit: 10,
    }).rows.map(({ asked }) => asked);

  it('is among the day’s work and marked in the list, of a finished document too, until it is answered', async () => {
    const id = await delivered();
    registerIncoming(receiver.store, clerk, first().id as RecordId);
    finishIncoming(receiver.store, clerk, first().id as RecordId, 'for_information', '');
    await carry(receiver, sender);
    expect([waiting(), marks()]).toEqual([[], [undefined]]);
    takeBack(sender.store, clerk, id, 'Sai nội dung');
    await carry(sender, receiver);
    expect(first().state).toBe('finished');
    expect([waiting(), marks()]).toEqual([['answer 0 take_back H99.01'], ['take_back']]);
    answerRecall(receiver.store, clerk, first().amendments[0]?.id ?? '', false, 'Đã thi hành');
    expect([waiting(), marks()]).toEqual([[], [undefined]]);
  });

  it('leads to the letter that replaces, which is to be registered too; an update stands under the old number', async () => {
    const id = await delivered();
    registerIncoming(receiver.store, clerk, first().id as RecordId);
    await carry(receiver, sender);
    const updating = draftAmending(sender.store, clerk, id, 2);
    await signed(2, updating);
    await issueOutgoing(sender.store, clerk, updating);
    await carry(sender, receiver);
    expect([waiting(), marks()]).toEqual([['answer 1 update H99.01'], ['update', 'update']]);
    answerRecall(receiver.store, clerk, first().amendments[0]?.id ?? '', true, '');
    const replacing = draftAmending(sender.store, clerk, id, 3);
    await signed(3, replacing);
    await issueOutgoing(sender.store, clerk, replacing);
    await carry(sender, receiver);
    expect(waiting()).toEqual(['answer 2 replace H99.01', 'register 2']);
    expect(marks()).toEqual(['replace', undefined, 'replace']);
  });
});

describe('a document that changes another', () => {
  async function amended(id: RecordId, type: 1 | 2 | 3, number: number): Promise<RecordId> {
    const draft = draftAmending(sender.store, clerk, id, type);
    await signed(number, draft);
    await issueOutgoing(sender.store, clerk, draft);
    return draft;
  }

  it.each([
    [1, 'revoke', 'recalled'],
    [2, 'update', 'registered'],
    [3, 'replace', 'recalled'],
  ] as const)('of type %i stands beside the old one and is decided by the clerk (%s)', async (type, kind, after) => {
    const id = await delivered();
    registerIncoming(receiver.store, clerk, first().id as RecordId);
    await carry(receiver, sender);
    const letter = await amended(id, type, 2);
    await carry(sender, receiver, 2);
    const [old, fresh] = arrivals();
    expect(arrivals()).toHaveLength(2);
    expect(old?.amendments).toMatchObject([{ kind, state: 'open', originalId: old?.id, letterId: fresh?.id }]);
    expect(fresh?.amendments).toEqual(old?.amendments);
    answerRecall(receiver.store, clerk, old?.amendments[0]?.id ?? '', true, '');
    expect(first().state).toBe(after);
    await carry(receiver, sender);
    expect(getOutgoing(sender.store, id).amendments).toMatchObject([{ kind, state: 'agreed', letterId: letter }]);
    expect(getOutgoing(sender.store, letter).amends).toEqual({ id, code: '1/SM-VP', type });
    expect(getOutgoing(sender.store, id).frozenAt !== undefined).toBe(type !== 2);
  });

  it('waits until the document itself was accepted', async () => {
    const id = await signed(1);
    await issueOutgoing(sender.store, clerk, id);
    await amended(id, 3, 2);
    const rows = sender.store.db.prepare('SELECT after_id, business_type, id FROM dispatch ORDER BY seq').all() as {
      after_id: string | null;
      id: string;
    }[];
    expect(rows).toMatchObject([
      { after_id: null, business_type: 0 },
      { after_id: rows[0]?.id, business_type: 3 },
    ]);
  });

  it('about a document nobody here knows is kept and flagged, and answered by nobody', async () => {
    const id = await signed(1);
    await issueOutgoing(sender.store, clerk, id);
    sender.store.tx(() => sender.store.db.prepare(`UPDATE dispatch SET state = 'accepted'`).run());
    await amended(id, 1, 2);
    await carry(sender, receiver);
    const request = first().amendments[0];
    expect(request).toMatchObject({ kind: 'revoke', state: 'open' });
    expect(request?.originalId).toBeUndefined();
    expect(() => answerRecall(receiver.store, clerk, request?.id ?? '', true, '')).toThrow(Failure);
    expect(orphanRequests(receiver.store)).toMatchObject([{ kind: 'revoke', organName: 'H99.01', letterId: first().id }]);
  });

  it('while another request is open is answered for itself: answers count in the order of the requests', async () => {
    const id = await delivered();
    registerIncoming(receiver.store, clerk, first().id as RecordId);
    await carry(receiver, sender);
    await amended(id, 2, 2);
    takeBack(sender.store, clerk, id, 'Sai nội dung');
    await carry(sender, receiver);
    const [update, recall] = arrivals()[0]?.amendments ?? [];
    answerRecall(receiver.store, clerk, update?.id ?? '', true, '');
    answerRecall(receiver.store, clerk, recall?.id ?? '', false, 'Đã thi hành');
    await carry(receiver, sender);
    expect(getOutgoing(sender.store, id).amendments).toMatchObject([
      { kind: 'update', state: 'agreed' },
      { kind: 'take_back', state: 'refused' },
    ]);
  });

  it('sent again as new with the same DocumentId is dropped where its files are here, and kept as an update where one differs', async () => {
    await delivered();
    registerIncoming(receiver.store, clerk, first().id as RecordId);
    const { blob_id: blob } = sender.store.db.prepare('SELECT blob_id FROM dispatch').get() as Dispatch;
    const bytes = Buffer.from(await sender.store.vault.readAll(blob as never));
    await arrive(receiver, 'H99.242', 'H99.01', bytes);
    expect(arrivals()).toHaveLength(1);
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    // What was asked for: the same document, signed since.
    const signedSince = bytes.toString().replace(base64('%PDF-1.4\n1'), base64('%PDF-1.4\n7'));
    expect(signedSince).not.toBe(bytes.toString());
    for (let i = 0; i < 2; i++) await arrive(receiver, 'H99.242', 'H99.01', Buffer.from(signedSince));
    expect(arrivals()).toHaveLength(2);
    const [old, fresh] = arrivals();
    expect(old?.amendments).toMatchObject([{ kind: 'update', state: 'open', originalId: old?.id, letterId: fresh?.id }]);
    expect(fresh?.files[0]?.id).not.toBe(old?.files[0]?.id);
    answerRecall(receiver.store, clerk, old?.amendments[0]?.id ?? '', true, '');
    expect(first()).toMatchObject({ state: 'registered', arrivalNumber: 1 });
  });

  it('sent again to one recipient is a dispatch of type 2 with the same DocumentId, as often as it is sent', async () => {
    const id = await delivered();
    await sendAgain(sender.store, clerk, id, 'H99.242');
    await carry(sender, receiver, 2);
    await sendAgain(sender.store, clerk, id, 'H99.242');
    await carry(sender, receiver, 2);
    const all = arrivals();
    expect(all.map((d) => d.documentId)).toEqual(Array(3).fill('H99.01,2026/11/20,1/SM-VP'));
    expect(first().amendments).toMatchObject([{ kind: 'update' }, { kind: 'update' }]);
    expect(await carry(receiver, sender), 'its arrival was told with the first copy').toEqual([]);
    expect(getOutgoing(sender.store, id).deliveries).toHaveLength(1);
  });
});

it('every line of history and every refusal of these acts has its words', () => {
  const acts = ['take_back', 'revoke', 'update', 'replace'].flatMap((kind) => [`incoming.asked.${kind}`, `incoming.agreed.${kind}`]);
  for (const act of [
    ...acts,
    'incoming.withdrawn',
    'incoming.recall_refused',
    'outgoing.take_back',
    'outgoing.send_again',
    'outgoing.revoking',
  ])
    expect(Object.keys(historyText)).toContain(`history.${act}`);
  for (const code of ['recalled', 'nothing_to_take_back', 'recall_answered', 'refusal_needs_reason'])
    expect(Object.keys(documentsErrors)).toContain(`documents.${code}`);
});
