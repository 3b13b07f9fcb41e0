/** Instructions by whom they are, undoing, meetings, reminders, notes, drafts as typed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { record } from '../../src/core/audit/index.ts';
import { addHistory } from '../../src/core/documents/history.ts';
import {
  cancelOutgoing,
  finishIncoming,
  getIncoming,
  getOutgoing,
  instructIncoming,
  progressIncoming,
  returnIncoming,
  saveDraft,
  sweepUploads,
} from '../../src/core/documents/index.ts';
import { dropKeptDraft, keepDraft, keptDraft, keptDrafts } from '../../src/core/documents/keptDrafts.ts';
import { addNote, notesOf, removeNote } from '../../src/core/documents/notes.ts';
import { discardDraft, restoreDraft, undoIncoming, undoState } from '../../src/core/documents/undo.ts';
import { cancelMeeting, listMeetings, meetingsOf, printWeek, proposeMeeting, saveMeeting } from '../../src/core/meetings/index.ts';
import { makeReminder, remindersOf } from '../../src/core/reminders/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { hasPdfText } from '../handover/pdfText.ts';
import { codeOf, type Desk, fonts, OURS, openDesk, START } from './support.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
const store = () => desk.kit.store;
const waiting = (): string[] =>
  store()
    .db.prepare<[], string>(`SELECT status_code FROM dispatch WHERE kind = 'status' AND status_code > '03' ORDER BY seq`)
    .pluck()
    .all();
const said = { text: 'Tham mưu', lead: 'Văn phòng', coHandlers: [], slipDate: '2026-11-20' };

describe('an instruction', () => {
  it('says whether the leader gave it here or the clerk took it down from paper', () => {
    const id = desk.arrival({ subject: 'Một' });
    instructIncoming(store(), desk.leader, id, { ...said, leader: desk.leader.name });
    expect(getIncoming(store(), id)).toMatchObject({ instruction: { how: 'self', leader: desk.leader.name } });
    expect(getIncoming(store(), id).history.at(-1)?.act).toBe('incoming.instruct_self');
    instructIncoming(store(), desk.clerk, id, { ...said, leader: desk.leader.name, text: 'Sửa' });
    expect(getIncoming(store(), id)).toMatchObject({ instruction: { how: 'slip', enteredBy: desk.clerk.name } });
    expect(getIncoming(store(), id).history.at(-1)).toMatchObject({ act: 'incoming.instruct', params: { date: '2026-11-20' } });
  });
  it('keeps the slip’s scan beside the document, never among what came in', async () => {
    const id = desk.arrival({ subject: 'Một' });
    const blob = await store().vault.put(Buffer.from('%PDF-1.4 phiếu'));
    const uploadId = store().newId();
    store().tx(() => {
      store().vault.record(blob);
      store()
        .db.prepare(`INSERT INTO upload (id, name, detected, pages, blob_id, at) VALUES (?, 'scan.pdf', 'pdf', 1, ?, 0)`)
        .run(uploadId, blob.id);
    });
    instructIncoming(store(), desk.clerk, id, { ...said, leader: desk.leader.name, scanUploadId: uploadId });
    const doc = getIncoming(store(), id);
    expect(doc.files).toEqual([]);
    expect(store().db.prepare('SELECT stage, name FROM file WHERE id = ?').get(doc.instruction?.scanId)).toEqual({
      stage: 'slip',
      name: 'Phiếu giải quyết ngày 2026-11-20.pdf',
    });
  });
});

describe('undoing', () => {
  it('takes the last act back as long as its report is here: state, instruction and due date as they were, the report gone', () => {
    const id = desk.arrival({ subject: 'Một' });
    instructIncoming(store(), desk.clerk, id, { ...said, leader: 'A', dueDate: '2026-12-01' });
    finishIncoming(store(), desk.clerk, id, 'for_information', '');
    expect(waiting()).toEqual(['04', '06']);
    const { historyId = '' } = undoState(store(), id);
    expect(codeOf(() => undoIncoming(store(), desk.clerk, id, store().newId()))).toBe('undo.not_the_last');
    expect(undoIncoming(store(), desk.clerk, id, historyId)).toEqual({ act: 'finish' });
    expect(waiting()).toEqual(['04']);
    expect(getIncoming(store(), id)).toMatchObject({ state: 'assigned', dueDate: '2026-12-01', instruction: { leader: 'A' } });
    expect(
      getIncoming(store(), id)
        .history.slice(-2)
        .map((row) => row.act),
    ).toEqual(['incoming.file_for_information', 'incoming.undone_finish']);
    expect(undoState(store(), id).refused?.code).toBe('undo.nothing');
    // Finished once more, the sender hears of it once.
    finishIncoming(store(), desk.clerk, id, 'done', '');
    expect(waiting()).toEqual(['04', '06']);
  });
  it('brings a changed instruction back to what it was, and a first one to none', () => {
    const id = desk.arrival({ subject: 'Một' });
    const undo = () => undoIncoming(store(), desk.clerk, id, undoState(store(), id).historyId ?? '');
    instructIncoming(store(), desk.clerk, id, { ...said, leader: 'A' });
    instructIncoming(store(), desk.clerk, id, { ...said, leader: 'A', lead: 'Phòng khác', dueDate: '2026-12-05' });
    undo();
    expect(getIncoming(store(), id)).toMatchObject({ state: 'assigned', instruction: { lead: 'Văn phòng' } });
    expect(getIncoming(store(), id).dueDate).toBeUndefined();
    const other = desk.arrival({ subject: 'Hai', number: '2' });
    instructIncoming(store(), desk.clerk, other, { ...said, leader: 'A' });
    undoIncoming(store(), desk.clerk, other, undoState(store(), other).historyId ?? '');
    expect(getIncoming(store(), other)).toMatchObject({ state: 'registered' });
    expect(getIncoming(store(), other).instruction).toBeUndefined();
  });
  it('says that paper went out meanwhile: a slip that was printed, or handed over, with the instruction on it', () => {
    const undo = (id: RecordId) => undoIncoming(store(), desk.clerk, id, undoState(store(), id).historyId ?? '');
    const instructed = (number: string): RecordId => {
      const id = desk.arrival({ subject: `Số ${number}`, number });
      instructIncoming(store(), desk.clerk, id, { ...said, leader: 'A' });
      return id;
    };
    const [none, printed, handed] = [instructed('1'), instructed('2'), instructed('3')];
    store().tx(() => {
      record(store(), desk.clerk, 'incoming.processing_slip', printed);
      addHistory(store(), desk.clerk, { incomingId: handed, act: 'incoming.transfer_slip', params: { name: 'Văn phòng', code: '1/2026' } });
    });
    expect(undo(none)).toEqual({ act: 'instruct' });
    expect(undo(printed)).toEqual({ act: 'instruct', handed: true });
    expect(undo(handed)).toEqual({ act: 'instruct', handed: true });
  });
  it('is refused once the report left, and for what is never undone', () => {
    const id = desk.arrival({ subject: 'Một' });
    expect(undoState(store(), id).refused?.code).toBe('undo.nothing');
    progressIncoming(store(), desk.clerk, id, 'Đang làm');
    const { historyId = '' } = undoState(store(), id);
    store().tx(() => store().db.prepare(`UPDATE dispatch SET state = 'sending' WHERE status_code = '05'`).run());
    expect(undoState(store(), id).refused?.code).toBe('undo.status_sent');
    expect(codeOf(() => undoIncoming(store(), desk.clerk, id, historyId))).toBe('undo.status_sent');
    expect(getIncoming(store(), id).state).toBe('in_progress');
  });
  it('of a paper document is always there; what stands beside the act does not hinder it', () => {
    const id = desk.arrival({ subject: 'Giấy', channel: 'post' });
    finishIncoming(store(), desk.clerk, id, 'done', '');
    saveMeeting(store(), desk.clerk, {
      incomingId: id,
      organId: OURS,
      title: 'Họp',
      date: '2026-11-27',
      from: 480,
      place: 'A',
      chair: '',
      attendees: [],
      note: '',
    });
    expect(undoIncoming(store(), desk.clerk, id, undoState(store(), id).historyId ?? '')).toEqual({ act: 'finish' });
    expect(getIncoming(store(), id).state).toBe('registered');
  });
  it('a draft nobody signed goes to the trash and comes back; one that was cancelled with a reason does not', () => {
    const draft = {
      typeName: 'Công văn',
      subject: 'Dự thảo',
      content: '',
      competence: '',
      signerPosition: '',
      signer: '',
      priority: 0,
      toPlaces: [],
      recipients: [{ name: 'Sở A' }],
      uploadIds: [],
    };
    const id = saveDraft(store(), desk.clerk, OURS, draft);
    discardDraft(store(), desk.clerk, id);
    expect(getOutgoing(store(), id).state).toBe('cancelled');
    expect(codeOf(() => discardDraft(store(), desk.clerk, id))).toBe('documents.act_not_allowed');
    restoreDraft(store(), desk.clerk, id);
    expect(getOutgoing(store(), id)).toMatchObject({ state: 'draft', subject: 'Dự thảo' });
    cancelOutgoing(store(), desk.clerk, id, 'thôi', 'Chánh Văn phòng');
    expect(codeOf(() => restoreDraft(store(), desk.clerk, id))).toBe('undo.not_discarded');
  });
  it('a note goes and comes back, one’s own or any at the desk', () => {
    const id = desk.arrival({ subject: 'Một' });
    const note = addNote(store(), desk.officer, 'incoming', id, 'Gọi lại Sở');
    expect(codeOf(() => removeNote(store(), desk.leader, note, true))).toBe('session.not_allowed');
    removeNote(store(), desk.clerk, note, true);
    expect(notesOf(store(), desk.clerk, 'incoming', id)).toEqual([]);
    removeNote(store(), desk.officer, note, false);
    expect(notesOf(store(), desk.officer, 'incoming', id)).toMatchObject([{ text: 'Gọi lại Sở', by: desk.officer.name, mine: true }]);
  });
});

describe('a meeting', () => {
  const facts = (more: object) => ({
    organId: OURS,
    title: 'Họp sơ kết',
    date: '2026-11-27',
    from: 14 * 60,
    place: 'Hội trường',
    chair: 'Nguyễn Văn Mẫu',
    attendees: ['Lê Thị Thử'],
    note: '',
    ...more,
  });
  it('is proposed from the invitation, near ones said to be so, and stands in the list only once a person confirmed it', () => {
    const id = desk.arrival({
      typeName: 'Giấy mời',
      subject: 'Mời họp sơ kết vào lúc 14 giờ 30 ngày 20/11/2026, tại Hội trường UBND tỉnh Mẫu',
    });
    expect(proposeMeeting(store(), 'incoming', id)).toMatchObject({
      date: '2026-11-20',
      from: 870,
      place: 'Hội trường UBND tỉnh Mẫu',
      near: true,
    });
    expect(listMeetings(store(), '2026-11-16', 7)).toEqual([]);
    const meeting = saveMeeting(store(), desk.clerk, facts({ incomingId: id }) as never);
    expect(getIncoming(store(), id).history.at(-1)).toMatchObject({
      act: 'incoming.meeting',
      params: { when: '14 giờ 00 ngày 27/11/2026' },
    });
    saveMeeting(store(), desk.clerk, facts({ id: meeting, place: 'Phòng 2' }) as never);
    expect(meetingsOf(store(), 'incoming', id)).toMatchObject([{ place: 'Phòng 2', code: '125/SNV-VP', near: false }]);
    expect(proposeMeeting(store(), 'incoming', desk.arrival({ subject: 'Về việc rà soát', number: '3' }))).toBeUndefined();
  });
  it('is refused on no day and with its end before its beginning', () => {
    expect(codeOf(() => saveMeeting(store(), desk.clerk, facts({ date: '2026-02-30' }) as never))).toBe('meetings.no_such_day');
    expect(codeOf(() => saveMeeting(store(), desk.clerk, facts({ to: 14 * 60 }) as never))).toBe('meetings.end_before_begin');
  });
  it('clashes with another at the same hour for the same person or room; the week is printed with what clashes', async () => {
    const first = saveMeeting(store(), desk.clerk, facts({}) as never);
    const second = saveMeeting(
      store(),
      desk.clerk,
      facts({ title: 'Tiếp công dân', from: 15 * 60, place: 'Phòng tiếp dân', chair: 'đồng chí NGUYỄN VĂN MẪU', attendees: [] }) as never,
    );
    saveMeeting(
      store(),
      desk.clerk,
      facts({ title: 'Sau đó', from: 16 * 60, to: 17 * 60, chair: 'Khác', attendees: [], place: 'Nơi khác' }) as never,
    );
    const rows = listMeetings(store(), '2026-11-23', 7);
    expect(rows.map((row) => row.clashes.map((clash) => clash.id))).toEqual([[second], [first], []]);
    const where = { officeName: 'UBND xã Ví Dụ', parentName: '', place: 'Ví Dụ', now: START, fonts };
    const pdf = await printWeek(rows, '2026-11-23' as LegalDate, '2026-11-29' as LegalDate, where);
    for (const words of ['LỊCH HỌP TUẦN', 'Thứ Sáu', '14 giờ 00', 'Trùng giờ', '16 giờ 00 – 17 giờ 00'])
      expect(await hasPdfText(pdf, words), words).toBe(true);
    cancelMeeting(store(), desk.clerk, first, true);
    expect(listMeetings(store(), '2026-11-23', 7).map((row) => row.clashes.length)).toEqual([0, 0]);
    cancelMeeting(store(), desk.clerk, first, false);
    expect(listMeetings(store(), '2026-11-23', 7)).toHaveLength(3);
  });
});

describe('a reminder', () => {
  it('is counted for each recipient apart, stands in the history and is refused where nothing is open', () => {
    const draft = {
      typeName: 'Công văn',
      subject: 'Báo cáo',
      content: '',
      competence: '',
      signerPosition: '',
      signer: '',
      priority: 0,
      toPlaces: [],
      recipients: [{ organId: 'H99.01', name: 'Sở A' }, { name: 'Hội B' }],
      uploadIds: [],
    };
    const id = saveDraft(store(), desk.clerk, OURS, draft);
    const remind = (who: string, recipientId?: string) =>
      makeReminder(store(), desk.clerk, {
        side: 'outgoing',
        id,
        who,
        how: 'phone',
        said: 'Hẹn mai',
        ...(recipientId ? { recipientId } : {}),
      });
    expect(codeOf(() => remind('Sở A', 'H99.01'))).toBe('reminders.nothing_open');
    store().tx(() =>
      store().db.prepare(`UPDATE outgoing SET state = 'issued', code = '5/UBND-VP', date = '2026-11-19' WHERE id = ?`).run(id),
    );
    expect(remind('Sở A', 'H99.01').count).toBe(1);
    expect(remind('Sở A (tên mới)', 'H99.01').count).toBe(2);
    expect(remind('Sở C', 'H99.02').count).toBe(1);
    expect(remind('Hội B')).toMatchObject({ count: 1, text: expect.stringContaining('số 5/UBND-VP ngày 19/11/2026') });
    expect(remindersOf(store(), 'outgoing', id)).toHaveLength(4);
    expect(getOutgoing(store(), id).history.at(-1)).toMatchObject({
      act: 'outgoing.reminded',
      params: { name: 'Hội B', count: 1, how: 'phone' },
    });
    const arrival = desk.arrival({ subject: 'Một' });
    expect(makeReminder(store(), desk.clerk, { side: 'incoming', id: arrival, who: 'Văn phòng', how: 'in_person', said: '' }).count).toBe(
      1,
    );
    returnIncomingRefused(arrival);
  });
  const returnIncomingRefused = (id: Parameters<typeof returnIncoming>[2]): void =>
    expect(codeOf(() => returnIncoming(store(), desk.clerk, id, 'duplicate', ''))).toBe('documents.act_not_allowed');
});

describe('a draft as it is typed', () => {
  it('is kept for its own person, form and organ, over a restart, and goes when it is saved', () => {
    const draft = JSON.stringify({ values: { subject: 'Đang gõ dở' } });
    keepDraft(store(), desk.clerk, OURS, 'new', JSON.stringify({ values: { subject: 'Đang' } }));
    keepDraft(store(), desk.clerk, OURS, 'new', draft);
    expect(keptDraft(desk.kit.reopen(), desk.clerk, OURS, 'new')).toMatchObject({ draft });
    expect(keptDrafts(store(), desk.clerk, OURS)).toMatchObject([{ form: 'new', subject: 'Đang gõ dở' }]);
    expect(keptDraft(store(), desk.officer, OURS, 'new')).toBeUndefined();
    expect(keptDraft(store(), desk.clerk, 'H99.243', 'new')).toBeUndefined();
    dropKeptDraft(store(), desk.clerk, OURS, 'new');
    expect(keptDraft(store(), desk.clerk, OURS, 'new')).toBeUndefined();
  });
  it('holds its files with it: the daily sweep takes only what no form holds', async () => {
    const put = async (): Promise<string> => {
      const blob = await store().vault.put(Buffer.from(`%PDF ${Math.random()}`));
      const id = store().newId();
      store().tx(() => {
        store().vault.record(blob);
        store().db.prepare(`INSERT INTO upload (id, name, detected, blob_id, at) VALUES (?, 'a.pdf', 'pdf', ?, 0)`).run(id, blob.id);
      });
      return id;
    };
    const [held, loose] = [await put(), await put()];
    keepDraft(store(), desk.clerk, OURS, 'new', JSON.stringify({ files: [{ uploadId: held }] }));
    await sweepUploads(store());
    expect(store().db.prepare('SELECT id FROM upload').pluck().all()).toEqual([held]);
    expect(loose).not.toBe(held);
  });
});
