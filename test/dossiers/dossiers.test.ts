/** Hồ sơ: the year's list, documents in their order, the end of a file, its way to the archive, what destruction leaves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { destroyDocuments } from '../../src/core/destruction/skeleton.ts';
import { getIncoming } from '../../src/core/documents/index.ts';
import {
  approveList,
  closeDossier,
  closedRows,
  copyYear,
  dossierChoices,
  dossierDetail,
  dropDossier,
  handOver,
  listFacts,
  listHandovers,
  moveItem,
  noteItem,
  orderItems,
  placesOf,
  printMinutes,
  putIn,
  reopenDossier,
  saveDossier,
  takeBack,
  takeOut,
  toHandOver,
  waitingRows,
  yearView,
} from '../../src/core/dossiers/index.ts';
import { listLines } from '../../src/core/dossiers/paper.ts';
import { OrganRows } from '../../src/core/organs/index.ts';
import { findDocuments } from '../../src/core/search/index.ts';
import { eraseDocument } from '../../src/core/secrecy/erase.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { type LegalDate, legalDateOf } from '../../src/domain/time.ts';
import { codeOf, fonts } from '../desk/support.ts';
import { type Desk, FIELDS, giveFile, OURS, openDesk, putOutgoing } from './support.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
const store = () => desk.kit.store;
const save = (change: Partial<typeof FIELDS> = {}, id?: string): RecordId =>
  saveDossier(store(), desk.clerk, OURS, { ...FIELDS, ...change }, id);
const day = (text: string): LegalDate => text as LegalDate;
const found = (text: string): number => findDocuments(store(), { text, filters: {}, offset: 0, limit: 5 }).total;
const given = { date: '2026-11-20', giver: 'Lê Thị Ví Dụ', receiver: 'Trần Lưu Trữ', receiverPosition: 'Công chức lưu trữ', note: '' };

describe('the year’s list', () => {
  it('holds each notation once, is issued by a decision, and a dropped entry frees its notation but stays', () => {
    const id = save();
    expect(codeOf(() => save())).toBe('dossiers.notation_taken');
    dropDossier(store(), desk.clerk, id, 'Trùng việc');
    const again = save({ title: 'Việc khác' });
    approveList(store(), desk.clerk, OURS, {
      year: 2026,
      decision: 'QĐ 01/QĐ-UBND',
      approvedOn: '2026-01-05',
      approvedBy: 'Chủ tịch UBND xã',
    });
    expect(listFacts(store(), OURS, 2026)?.decision).toBe('QĐ 01/QĐ-UBND');
    const view = yearView(store(), OURS, 2026);
    expect(view.rows.map((row) => [row.id === again, row.state])).toEqual([
      [true, 'planned'],
      [false, 'dropped'],
    ]);
    expect(() => store().db.prepare('DELETE FROM dossier').run()).toThrow('dropped, not deleted');
  });
  it('is copied into the new year with the years in its titles; what is there, what was beside it and what was dropped is not', () => {
    save();
    save({ notation: '02.VP', title: 'Văn bản trao đổi' });
    save({ notation: '03.VP', listed: false });
    dropDossier(store(), desk.clerk, save({ notation: '04.VP' }), 'thừa');
    save({ year: 2027, notation: '02.VP', title: 'Đã có' });
    expect(copyYear(store(), desk.clerk, OURS, 2026, 2027)).toEqual({ copied: 1, skipped: 1 });
    expect(yearView(store(), OURS, 2027).rows.map(({ notation, title, state }) => [notation, title, state])).toContainEqual([
      '01.VP',
      'Hồ sơ công tác văn thư, lưu trữ năm 2027',
      'planned',
    ]);
    expect(codeOf(() => copyYear(store(), desk.clerk, OURS, 2020, 2027))).toBe('dossiers.nothing_to_copy');
  });
  it('is printed by its headings, files opened beside it named so', () => {
    save({ notation: '02.VP' });
    save({ notation: '01.TC', heading: 'Tài chính', title: 'Dự toán' });
    save({ notation: '01.VP', listed: false });
    expect(listLines(yearView(store(), OURS, 2026).rows).map((line) => [line[0], line[4]])).toEqual([
      ['I', ''],
      ['01.VP', 'Mở ngoài danh mục'],
      ['02.VP', ''],
      ['II', ''],
      ['01.TC', ''],
    ]);
  });
});

describe('documents in a file', () => {
  it('go in many at once, each refused for its own reason, and stand in their history, their search and in their order', () => {
    const id = save();
    const first = desk.arrival({ subject: 'Về việc rà soát', date: '2026-11-19' });
    const reply = putOutgoing(store(), { subject: 'Trả lời', date: '2026-11-10' });
    const draft = putOutgoing(store(), { subject: 'Dự thảo', state: 'draft', code: '' });
    const other = putOutgoing(store(), { subject: 'Của cơ quan khác', organId: 'H99.9' });
    expect(putIn(store(), desk.clerk, id, 'incoming', [first, first]).done).toEqual([first]);
    const many = putIn(store(), desk.clerk, id, 'outgoing', [reply, draft, other]);
    expect([many.done, many.refused.map(({ code }) => code)]).toEqual([[reply], ['dossiers.not_numbered', 'session.other_organ']]);
    expect(putIn(store(), desk.clerk, id, 'incoming', [first]).refused[0]?.code).toBe('dossiers.already_in');
    const detail = dossierDetail(store(), id);
    expect(detail).toMatchObject({ state: 'open', documents: 2, startDate: '2026-11-10', endDate: '2026-11-19' });
    expect(detail.items.map(({ ordinal, side }) => [ordinal, side])).toEqual([
      [1, 'incoming'],
      [2, 'outgoing'],
    ]);
    expect(getIncoming(store(), first).history.at(-1)).toMatchObject({ act: 'document.into_dossier', params: { code: '01.VP (2026)' } });
    expect(placesOf(store(), 'incoming', first)).toMatchObject([{ notation: '01.VP', year: 2026, ordinal: 1 }]);
    expect(found('công tác văn thư lưu trữ')).toBe(2);
    save({ title: 'Đổi tên hồ sơ' }, id);
    expect([found('công tác văn thư lưu trữ'), found('đổi tên hồ sơ')]).toEqual([0, 2]);
    orderItems(store(), desk.clerk, id, 'date');
    expect(dossierDetail(store(), id).items.map(({ side }) => side)).toEqual(['outgoing', 'incoming']);
    moveItem(store(), desk.clerk, dossierDetail(store(), id).items[1]?.id ?? '', 1);
    expect(dossierDetail(store(), id).items.map(({ ordinal, side }) => [ordinal, side])).toEqual([
      [1, 'incoming'],
      [2, 'outgoing'],
    ]);
  });
  it('are taken out with a reason that stays, the others close up, and the search forgets the file', () => {
    const id = save();
    const ids = ['a', 'b', 'c'].map((subject) => desk.arrival({ subject, number: subject }));
    putIn(store(), desk.clerk, id, 'incoming', ids);
    expect(found('01.VP')).toBe(3);
    takeOut(store(), desk.clerk, dossierDetail(store(), id).items[1]?.id ?? '', 'Đưa nhầm');
    expect(dossierDetail(store(), id).items.map(({ ordinal, subject }) => [ordinal, subject])).toEqual([
      [1, 'a'],
      [2, 'c'],
    ]);
    expect(getIncoming(store(), ids[1] ?? '').history.at(-1)).toMatchObject({
      act: 'document.out_of_dossier',
      params: { text: 'Đưa nhầm' },
    });
    expect([found('01.VP'), placesOf(store(), 'incoming', ids[1] ?? '')]).toEqual([2, []]);
    expect(putIn(store(), desk.clerk, id, 'incoming', [ids[1] as RecordId]).done).toHaveLength(1);
  });
  it('have the pages of their files, or those that a person counted', async () => {
    const id = save();
    const scanned = desk.arrival({ subject: 'có tệp' });
    await giveFile(store(), 'incoming', scanned, 'a.pdf', 'x', 4);
    await giveFile(store(), 'incoming', scanned, 'b.pdf', 'y', 2, 'attachment');
    putIn(store(), desk.clerk, id, 'incoming', [scanned, desk.arrival({ subject: 'bản giấy', number: '9' })]);
    expect(dossierDetail(store(), id)).toMatchObject({ pages: 6, check: { withoutPages: 1 } });
    const [, paper] = dossierDetail(store(), id).items;
    noteItem(store(), desk.clerk, paper?.id ?? '', { pages: 3, note: 'bản giấy ở tủ số 2' });
    expect(dossierDetail(store(), id)).toMatchObject({ pages: 9, check: { withoutPages: 0 } });
    expect(yearView(store(), OURS, 2026).rows[0]).toMatchObject({ documents: 2, pages: 9 });
  });
  it('find the files that take them by words of title or notation, without marks, never a closed one', () => {
    const open = save({ notation: '02.VP', title: 'Phòng cháy, chữa cháy rừng' });
    putIn(store(), desk.clerk, open, 'incoming', [desk.arrival({ subject: 'x' })]);
    save();
    expect(dossierChoices(store(), OURS, 'phong chay').map(({ notation }) => notation)).toEqual(['02.VP']);
    closeDossier(store(), desk.clerk, open, day('2026-11-20'), true);
    expect(dossierChoices(store(), OURS, '').map(({ notation }) => notation)).toEqual(['01.VP']);
  });
});

describe('the end of a file', () => {
  it('settles order and totals, freezes it in the store itself, and is undone only with a reason', () => {
    const id = save({ maintenance: '' });
    expect(codeOf(() => closeDossier(store(), desk.clerk, id, day('2026-11-20'), false))).toBe('dossiers.act_not_allowed');
    const document = desk.arrival({ subject: 'việc', date: '2026-11-19' });
    putIn(store(), desk.clerk, id, 'incoming', [document]);
    const close = (on: string, accept = false): string => codeOf(() => closeDossier(store(), desk.clerk, id, day(on), accept));
    expect(close('2026-11-20')).toBe('dossiers.no_maintenance');
    save({}, id);
    expect([close('2027-01-01'), close('2026-11-18'), close('2026-11-20'), close('2026-11-20', true)]).toEqual([
      'documents.date_in_future',
      'dossiers.closed_before_last',
      'dossiers.unfinished',
      'done',
    ]);
    expect(dossierDetail(store(), id)).toMatchObject({
      state: 'closed',
      documents: 1,
      closedOn: '2026-11-20',
      handInBy: '2027-11-20',
      handIn: 'ahead',
    });
    const item = dossierDetail(store(), id).items[0]?.id ?? '';
    expect(codeOf(() => putIn(store(), desk.clerk, id, 'incoming', [desk.arrival({ subject: 'y', number: '2' })]))).toBe(
      'dossiers.act_not_allowed',
    );
    expect([codeOf(() => takeOut(store(), desk.clerk, item, 'x')), codeOf(() => save({ title: 'Khác' }, id))]).toEqual([
      'dossiers.act_not_allowed',
      'dossiers.act_not_allowed',
    ]);
    expect(() => store().db.prepare('UPDATE dossier_item SET removed_at = 1 WHERE id = ?').run(item)).toThrow('the file is closed');
    expect(() => store().db.prepare('UPDATE dossier_item SET ordinal = 5 WHERE id = ?').run(item)).toThrow('the file is closed');
    reopenDossier(store(), desk.clerk, id, 'Còn văn bản chưa đưa vào');
    expect(dossierDetail(store(), id).events.at(-1)).toMatchObject({
      act: 'reopened',
      params: { text: 'Còn văn bản chưa đưa vào' },
      by: desk.clerk.name,
    });
    expect(codeOf(() => takeOut(store(), desk.clerk, item, 'x'))).toBe('done');
    expect(() => store().db.prepare(`UPDATE dossier_event SET by_name = ''`).run()).toThrow('append-only');
  });

  it('is handed to the archive within a year: told before, late after, marked with both papers, and taken back with a reason', async () => {
    const id = save();
    putIn(store(), desk.clerk, id, 'incoming', [desk.arrival({ subject: 'việc', date: '2026-11-19' })]);
    closeDossier(store(), desk.clerk, id, day('2026-11-20'), true);
    const waits = () => waitingRows(store(), OURS).map(({ handIn }) => handIn);
    const states = ['2027-09-01', '2027-10-01', '2027-11-21'].map((on) => {
      desk.at(Date.parse(`${on}T03:00:00Z`));
      return [waits()[0], yearView(store(), OURS).late];
    });
    expect(states).toEqual([
      ['ahead', 0],
      ['soon', 0],
      ['late', 1],
    ]);
    expect(codeOf(() => toHandOver(store(), OURS, [id], '2026-11-19'))).toBe('dossiers.handed_before_closed');
    const rows = closedRows(toHandOver(store(), OURS, [id], '2027-11-21'), legalDateOf(store().now()));
    const place = { officeName: 'Ủy ban nhân dân xã Ví Dụ', parentName: '', place: 'Ví Dụ', now: store().now(), fonts };
    const pdf = await printMinutes(rows, { ...given, date: '2027-11-21' }, place);
    const blob = async () => store().vault.put(pdf);
    const row = handOver(store(), desk.clerk, OURS, [id], { ...given, date: '2027-11-21' }, { list: await blob(), minutes: await blob() });
    expect(row).toMatchObject({ files: 1, receiver: 'Trần Lưu Trữ', minutes: { name: 'Biên bản giao nhận hồ sơ 2027-11-21.pdf' } });
    expect([waits(), dossierDetail(store(), id).state, listHandovers(store(), OURS)]).toMatchObject([[], 'handed', [{ id: row.id }]]);
    expect(codeOf(() => reopenDossier(store(), desk.clerk, id, 'x'))).toBe('dossiers.act_not_allowed');
    takeBack(store(), desk.clerk, id, 'Ghi nhầm');
    expect(dossierDetail(store(), id)).toMatchObject({ state: 'closed', closedOn: '2026-11-20' });
  });
});

it('of a destroyed document its place stays with nothing of what it said, and the totals of a closed file stand', () => {
  const id = save();
  const document = desk.arrival({ subject: 'Bí danh riêng tư', date: '2026-11-19' });
  putIn(store(), desk.clerk, id, 'incoming', [document]);
  const [item] = dossierDetail(store(), id).items;
  noteItem(store(), desk.clerk, item?.id ?? '', { pages: 5, note: 'lời riêng' });
  closeDossier(store(), desk.clerk, id, day('2026-11-20'), true);
  store().tx(() => {
    store().db.exec(`INSERT INTO blob (id, key, size, sha256, created_at) VALUES ('scan', randomblob(32), 1, 'x', 0)`);
    store().db.exec(
      `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, seq)
       VALUES ('d', 'done', '1', '2026-11-25', 'A', 'B', 'scan', 's.pdf', 'p', 'P', 0, 1)`,
    );
    destroyDocuments(store(), { id: 'd' as RecordId, number: '1', date: '2026-11-25' }, [{ list: 'incoming', id: document }], desk.clerk);
  });
  const detail = dossierDetail(store(), id);
  expect(detail.items).toMatchObject([{ ordinal: 1, destroyed: true, note: '', code: '125/SNV-VP' }]);
  expect(JSON.stringify(detail)).not.toMatch(/Bí danh|lời riêng/);
  expect(detail).toMatchObject({ documents: 1, pages: 5 });
});

it('a document that turned out to be a state secret leaves its file without a trace, a closed one too', async () => {
  const id = save();
  const ids = ['mật', 'thường'].map((subject) => desk.arrival({ subject, number: subject, date: '2026-11-19' }));
  putIn(store(), desk.clerk, id, 'incoming', ids);
  closeDossier(store(), desk.clerk, id, day('2026-11-20'), true);
  await eraseDocument(store(), desk.clerk, 'incoming', ids[0] ?? '');
  expect(dossierDetail(store(), id)).toMatchObject({ documents: 2, items: [{ subject: 'thường' }] });
  expect(store().db.pragma('foreign_key_check')).toEqual([]);
});

it('a file, its documents’ places and its history belong to its organ alone', () => {
  const id = save();
  putIn(store(), desk.clerk, id, 'incoming', [desk.arrival({ subject: 'x' })]);
  const rows = new OrganRows(store());
  const detail = dossierDetail(store(), id);
  for (const one of [id, detail.items[0]?.id, detail.events[0]?.id]) expect(rows.organOf(one ?? '')).toBe(OURS);
  expect(rows.withoutOthers({ rows: yearView(store(), OURS, 2026).rows }, ['H99.9'])).toEqual({ rows: [] });
});
