/** Advance copies, whichever comes first; envelopes that stay closed; dates that cannot be. */
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey } from '../../src/core/accounts/machine.ts';
import { agree, carryOut, propose } from '../../src/core/destruction/index.ts';
import {
  attachArrival,
  createPaper,
  getIncoming,
  heldCopies,
  joinArrivals,
  likelyFor,
  likelyOf,
  registerIncoming,
  releaseAdvance,
  separateArrival,
  setAdvanceRules,
} from '../../src/core/documents/index.ts';
import { bindUploads } from '../../src/core/documents/uploads.ts';
import {
  envelopesBetween,
  handEnvelope,
  listEnvelopes,
  logEnvelope,
  printEnvelopeBook,
  returnEnvelope,
} from '../../src/core/paper/index.ts';
import { cancelNumber, gapsOf, listBooks } from '../../src/core/registers/index.ts';
import { findDocuments } from '../../src/core/search/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { DEFAULT_ADVANCE_RULES } from '../../src/domain/paperDesk.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { hasPdfText } from '../handover/pdfText.ts';
import { arrive, codeOf, type Office, ORGAN, openOffice, paper, START } from './support.ts';

let office: Office;
beforeEach(() => {
  office = openOffice();
});
afterEach(() => office.remove());

const font = (name: string): Uint8Array => readFileSync(new URL(`../../resources/fonts/${name}`, import.meta.url));
const where = {
  ...{ officeName: 'UBND xã Ví Dụ', parentName: '', place: 'Ví Dụ', now: START },
  fonts: { regular: font('Tinos-Regular.ttf'), bold: font('Tinos-Bold.ttf'), italic: font('Tinos-Italic.ttf') },
};
const numbersGiven = (): number => office.store.db.prepare(`SELECT count(*) FROM book_number WHERE state = 'used'`).pluck().get() as number;
const take = (more: Parameters<typeof paper>[0] = {}) => createPaper(office.store, office.clerk, paper(more));
const zalo = () => take({ channel: 'zalo', number: '0125', notation: 'SM - VP', sender: 'Sở mẫu' });
const numberOf = (id: string): number | undefined => getIncoming(office.store, id).arrivalNumber;
/** Where each upload's bytes lie. */
const blobs = new Map<string, string>();
async function upload(bytes: Uint8Array): Promise<{ uploadId: string }> {
  const { store } = office;
  const blob = await store.vault.put(bytes);
  const uploadId = store.newId();
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(`INSERT INTO upload (id, name, detected, pages, blob_id, at) VALUES (?, 'a.pdf', 'pdf', 1, ?, 0)`)
      .run(uploadId, blob.id);
  });
  blobs.set(uploadId, store.vault.sealed(blob.id).path);
  return { uploadId };
}
/** By decision, of two people. */
async function destroyed(id: string): Promise<void> {
  const { store } = office;
  store.tx(() => {
    if (store.setting('machine_key') === undefined) createMachineKey(store);
    store.db.prepare(`UPDATE incoming SET state = 'finished' WHERE id = ?`).run(id);
  });
  const { uploadId } = await upload(Buffer.from('%PDF-1.7 quyết định'));
  const act = propose(store, office.clerk, {
    ...{ number: '05/QĐ-UBND', date: '2026-11-20', decidedBy: 'Chủ tịch', council: 'Hội đồng', scanUploadId: uploadId },
    documents: [{ list: 'incoming', id }],
  });
  const { personId, name } = office.person('Nguyễn Văn Mẫu', 'leader');
  await agree(store, act, { id: personId as RecordId, name });
  expect(await carryOut(store, act)).toBe(true);
}

describe('a copy that came before the official document', () => {
  it('is held by the office’s rule and gets no number, and cannot be registered', () => {
    const held = zalo();
    expect(held).toMatchObject({ held: true });
    expect(held.arrivalNumber).toBeUndefined();
    expect(numbersGiven()).toBe(0);
    expect(codeOf(() => registerIncoming(office.store, office.clerk, held.id))).toBe('documents.advance_held');
    expect(heldCopies(office.store).map((row) => row.channel)).toEqual(['zalo']);
  });

  it('before the axis: the axis document gets the one number, the copy stands under it with its channel and time', () => {
    const held = zalo();
    office.pass(3600_000);
    const official = arrive(office.store);
    expect(likelyOf(office.store, official)[0]).toMatchObject({ id: held.id, held: true });
    expect(joinArrivals(office.store, office.clerk, official, held.id)).toBe(official);
    expect(registerIncoming(office.store, office.clerk, official).arrivalNumber).toBe(1);
    expect(numbersGiven()).toBe(1);
    const { copies } = getIncoming(office.store, official);
    expect(copies.map((copy) => [copy.id, copy.channel])).toEqual([[held.id, 'zalo']]);
    expect(copies[0]?.arrivedAt).toBeLessThan(START + 3600_000);
    expect(heldCopies(office.store)).toEqual([]);
  });

  it('axis before paper: the paper stands under the axis document’s number', () => {
    const official = arrive(office.store);
    registerIncoming(office.store, office.clerk, official);
    expect(take({ mergeInto: official })).toEqual({ id: official });
    expect([numberOf(official), numbersGiven()]).toEqual([1, 1]);
  });

  it('paper before axis: the axis document stands under the paper’s number, and its sender is told that number', () => {
    const first = take();
    const official = arrive(office.store);
    expect(joinArrivals(office.store, office.clerk, official, first.id)).toBe(first.id);
    expect([numberOf(first.id), numbersGiven()]).toEqual([1, 1]);
    const told = office.store.db
      .prepare(`SELECT inline FROM dispatch WHERE incoming_id = ? AND status_code = '03'`)
      .pluck()
      .get(official) as Buffer;
    expect(told.toString('utf8')).toContain('số 1');
  });

  it('two copies before both: all three are one document with one number', () => {
    const [one, two] = [zalo(), take({ channel: 'fax', notDuplicate: true })];
    joinArrivals(office.store, office.clerk, one.id, two.id);
    const official = take({ notDuplicate: true });
    // Taken as another document by mistake: taken back by joining is refused only where both have numbers.
    expect(official.arrivalNumber).toBe(1);
    joinArrivals(office.store, office.clerk, official.id, one.id);
    expect(
      getIncoming(office.store, official.id)
        .copies.map((copy) => copy.channel)
        .sort(),
    ).toEqual(['fax', 'zalo']);
    expect(numbersGiven()).toBe(1);
  });

  it('the paper original typed with the copy in sight goes on and is registered in one step', () => {
    const held = zalo();
    const official = take({ mergeInto: held.id });
    expect(official).toMatchObject({ arrivalNumber: 1 });
    expect(official.id).not.toBe(held.id);
    expect(getIncoming(office.store, official.id).copies).toHaveLength(1);
  });

  it('joined by mistake is taken apart with its history, told from the other for good, and joined again where that was right', () => {
    const held = zalo();
    const official = arrive(office.store);
    joinArrivals(office.store, office.clerk, official, held.id);
    registerIncoming(office.store, office.clerk, official);
    separateArrival(office.store, office.clerk, held.id, 'nhầm công văn');
    expect(getIncoming(office.store, held.id)).toMatchObject({ state: 'arrived' });
    expect(heldCopies(office.store)).toHaveLength(1);
    expect(likelyOf(office.store, held.id)).toEqual([]);
    expect(numberOf(official)).toBe(1);
    expect(getIncoming(office.store, held.id).history.at(-1)).toMatchObject({
      act: 'incoming.separated',
      params: { text: 'nhầm công văn' },
    });
    expect(getIncoming(office.store, official).history.map((row) => row.act)).toContain('incoming.separated_copy');
    joinArrivals(office.store, office.clerk, held.id, official);
    expect(getIncoming(office.store, official).copies).toHaveLength(1);
    expect(codeOf(() => separateArrival(office.store, office.clerk, official, 'x'))).toBe('documents.not_joined');
  });

  it('a number told because of a wrong join is not sent once it was taken apart', () => {
    const first = take();
    const official = arrive(office.store);
    joinArrivals(office.store, office.clerk, official, first.id);
    separateArrival(office.store, office.clerk, official, 'khác');
    const told = () =>
      office.store.db.prepare(`SELECT count(*) FROM dispatch WHERE incoming_id = ? AND status_code = '03'`).pluck().get(official);
    expect(told()).toBe(0);
    expect(registerIncoming(office.store, office.clerk, official).arrivalNumber).toBe(2);
    expect(told()).toBe(1);
  });

  it('two that both have a number are not joined, and say so', () => {
    const [one, two] = [take(), take({ number: '126' })];
    expect(codeOf(() => joinArrivals(office.store, office.clerk, one.id, two.id))).toBe('documents.both_registered');
  });

  it('is joined once: not with itself, not twice, not into what was joined, not across offices, not under a cancelled number', () => {
    const { db } = office.store;
    const held = zalo();
    const official = arrive(office.store);
    const state = (): unknown[] =>
      ['incoming', 'advance_copy', 'dispatch', 'book_number', 'duplicate_decision'].map((table) =>
        JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()),
      );
    const refused = (id: string, other: string): string => {
      const before = state();
      const code = codeOf(() => joinArrivals(office.store, office.clerk, id as RecordId, other));
      // Nothing of a refused join remains.
      expect(state()).toEqual(before);
      return code;
    };
    expect(refused(held.id, held.id)).toBe('documents.act_not_allowed');
    registerIncoming(office.store, office.clerk, official);
    const { book_id, period, number } = db
      .prepare('SELECT book_id, period, number FROM book_number WHERE incoming_id = ?')
      .get(official) as {
      book_id: string;
      period: string;
      number: number;
    };
    office.store.tx(() => cancelNumber(office.store, { bookId: book_id, period, number }, { reason: 'nhầm', allowedBy: 'Chủ tịch' }));
    expect(refused(held.id, official)).toBe('documents.number_was_cancelled');
    const right = take({ number: '0125', notation: 'SM - VP', notDuplicate: true });
    joinArrivals(office.store, office.clerk, held.id, right.id);
    expect(refused(held.id, right.id)).toBe('documents.both_registered');
    const late = take({ channel: 'fax', number: '77', advance: true });
    expect(refused(late.id, held.id)).toBe('documents.cannot_merge');
    office.store.tx(() => db.prepare(`UPDATE incoming SET organ_id = 'H99.01' WHERE id = ?`).run(late.id));
    expect(refused(late.id, right.id)).toBe('documents.cannot_merge');
    expect(getIncoming(office.store, right.id).copies.map((copy) => copy.id)).toEqual([held.id]);
    for (const book of listBooks(office.store)) expect(gapsOf(office.store, book, '2026')).toEqual([]);
  });

  it('of a document that was destroyed is joined with nothing: it is said why, stands by itself and gets a number of its own', async () => {
    const { store } = office;
    const official = take();
    await destroyed(official.id);
    const held = zalo();
    expect(likelyOf(store, held.id)).toEqual([]);
    expect(codeOf(() => joinArrivals(store, office.clerk, held.id, official.id))).toBe('documents.other_destroyed');
    // Typed or sent after it: nothing of the refused arrival is kept either.
    const rows = () =>
      ['incoming', 'file', 'history', 'advance_copy'].map((table) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const before = rows();
    expect(codeOf(() => take({ channel: 'fax', mergeInto: official.id }))).toBe('documents.other_destroyed');
    expect(codeOf(() => attachArrival(store, office.clerk, official.id, { channel: 'post', uploadIds: [] }))).toBe(
      'documents.other_destroyed',
    );
    expect(rows()).toEqual(before);
    // The axis brings it again: another arrival, in either order of joining.
    const again = arrive(store);
    expect(codeOf(() => joinArrivals(store, office.clerk, again, official.id))).toBe('documents.other_destroyed');
    expect(codeOf(() => joinArrivals(store, office.clerk, official.id, again))).toBe('documents.other_destroyed');
    expect(joinArrivals(store, office.clerk, held.id, again)).toBe(again);
    expect([registerIncoming(store, office.clerk, again).arrivalNumber, numberOf(official.id)]).toEqual([2, 1]);
    for (const book of listBooks(store)) expect(gapsOf(store, book, '2026')).toEqual([]);
  });

  it('goes with its document when that is destroyed, whichever came first, and is not taken apart from it after', async () => {
    const { store } = office;
    const first = zalo();
    const { uploadId } = await upload(Buffer.from('%PDF-1.7 ảnh chụp Zalo'));
    store.tx(() => bindUploads(store, { incomingId: first.id }, [uploadId], true));
    const official = take({ mergeInto: first.id });
    const later = await upload(Buffer.from('%PDF-1.7 bản giấy'));
    attachArrival(store, office.clerk, official.id, { channel: 'post', uploadIds: [later.uploadId] });
    const { copies } = getIncoming(store, official.id);
    expect(copies).toHaveLength(2);
    await destroyed(official.id);
    for (const { id } of copies) {
      const row = store.db
        .prepare('SELECT state, merged_into, destruction_id IS NOT NULL AS gone, subject FROM incoming WHERE id = ?')
        .get(id);
      expect(row).toMatchObject({ state: 'merged', merged_into: official.id, gone: 1, subject: expect.stringContaining('đã tiêu hủy') });
      expect(codeOf(() => separateArrival(store, office.clerk, id as RecordId, 'x'))).toBe('documents.destroyed');
    }
    expect(store.db.prepare('SELECT count(*) FROM file WHERE incoming_id IS NOT NULL').pluck().get()).toBe(0);
    for (const blob of [uploadId, later.uploadId].map((id) => blobs.get(id))) expect(existsSync(blob ?? '')).toBe(false);
    expect([numberOf(official.id), numbersGiven()]).toEqual([1, 1]);
  });

  it('that nothing follows is released with the reason, and registered', () => {
    const held = zalo();
    releaseAdvance(office.store, office.clerk, held.id, 'Sở chỉ gửi bản này');
    expect(registerIncoming(office.store, office.clerk, held.id).arrivalNumber).toBe(1);
    expect(codeOf(() => releaseAdvance(office.store, office.clerk, held.id, 'x'))).toBe('documents.not_held');
  });

  it('follows the office’s own rule: registered at once where it says so, asked of each where it says so', () => {
    setAdvanceRules(office.store, office.clerk, { ...DEFAULT_ADVANCE_RULES, zalo: 'register' });
    expect(zalo().arrivalNumber).toBe(1);
    expect(take({ channel: 'email', number: '7', advance: true })).toMatchObject({ held: true });
    expect(take({ channel: 'email', number: '8' }).arrivalNumber).toBe(2);
  });

  it('is proposed by number, issuer and day as a person compares them, by the subject where nothing else was said', () => {
    const official = take();
    const facts = { sender: 'SỞ MẪU', number: '125', notation: 'sm-vp', date: '2026-11-19', subject: '' };
    expect(likelyFor(office.store, ORGAN, facts)[0]?.id).toBe(official.id);
    expect(likelyFor(office.store, ORGAN, { ...facts, number: '126' })).toEqual([]);
    expect(likelyFor(office.store, ORGAN, { sender: 'Sở Mẫu', number: '', notation: '', subject: 'rà soát hộ nghèo 2026' })[0]?.id).toBe(
      official.id,
    );
    expect(likelyFor(office.store, ORGAN, { sender: 'Huyện đoàn', number: '', notation: '', subject: 'giải bóng đá' })).toEqual([]);
  });

  it('no number is left unexplained by any of it', () => {
    zalo();
    take({ mergeInto: arrive(office.store) });
    for (const book of listBooks(office.store)) expect(gapsOf(office.store, book, '2026')).toEqual([]);
  });
});

describe('a later arrival of a registered document', () => {
  it('stands under its number with channel and time of its own', () => {
    const official = arrive(office.store);
    registerIncoming(office.store, office.clerk, official);
    attachArrival(office.store, office.clerk, official, { channel: 'post', arrivedAt: START - 600_000, uploadIds: [] });
    expect(getIncoming(office.store, official).copies).toMatchObject([{ channel: 'post', arrivedAt: START - 600_000 }]);
    expect(numbersGiven()).toBe(1);
  });
});

describe('a date that cannot be', () => {
  it('in the future, or before the document’s own, is told and nothing is kept; years back is asked about once', () => {
    expect(codeOf(() => take({ date: '2026-11-21' }))).toBe('documents.date_in_future');
    expect(codeOf(() => take({ date: '2024-11-19' }))).toBe('documents.date_old');
    expect(codeOf(() => take({ arrivedAt: START + 3600_000 }))).toBe('documents.arrived_in_future');
    expect(codeOf(() => take({ arrivedAt: START - 3 * 86_400_000 }))).toBe('documents.arrived_too_early');
    expect(codeOf(() => take({ typeName: 'Mật' }))).toBe('documents.secret_mark');
    expect(office.store.db.prepare('SELECT count(*) FROM incoming').pluck().get()).toBe(0);
    expect(take({ date: '2024-11-19', dateIsRight: true }).arrivalNumber).toBe(1);
  });
});

describe('an envelope that is not opened', () => {
  const envelope = (more: Partial<Parameters<typeof logEnvelope>[2]> = {}) =>
    logEnvelope(office.store, office.clerk, {
      organId: ORGAN,
      kind: 'person',
      channel: 'post',
      sender: 'Không ghi',
      addressee: 'Đ/c Nguyễn Văn Mẫu',
      marks: '',
      postCode: 'RR1',
      note: '',
      ...more,
    });
  it('is logged, handed over, and registered later where it was official, under a number of its own day', () => {
    const first = envelope();
    expect([first.number, envelope({ kind: 'organisation', addressee: 'Hội Phụ nữ' }).number]).toEqual([1, 2]);
    handEnvelope(office.store, office.clerk, first.id, 'Nguyễn Văn Mẫu', '');
    expect(codeOf(() => handEnvelope(office.store, office.clerk, first.id, 'Ai khác', ''))).toBe('paper.envelope_settled');
    const made = take({ envelopeId: first.id });
    expect(made.arrivalNumber).toBe(1);
    const { rows, open } = listEnvelopes(office.store, ORGAN, false);
    expect(open).toBe(1);
    expect(rows.find((row) => row.id === first.id)).toMatchObject({ state: 'registered', incomingId: made.id, handedTo: 'Nguyễn Văn Mẫu' });
    expect(codeOf(() => take({ number: '9', envelopeId: first.id }))).toBe('paper.envelope_settled');
  });
  it('goes back to its sender from the desk or from who got it, with the time and the reason, and is settled once', async () => {
    const [first, second] = [envelope(), envelope({ kind: 'organisation', addressee: 'Hội Phụ nữ', sender: 'Hội cấp trên' })];
    handEnvelope(office.store, office.clerk, first.id, 'Nguyễn Văn Mẫu', 'đã ký sổ');
    office.pass(86_400_000);
    returnEnvelope(office.store, office.clerk, first.id, 'không phải người nhận');
    returnEnvelope(office.store, office.clerk, second.id, 'Hội không còn ở xã');
    const { rows, open } = listEnvelopes(office.store, ORGAN, false);
    expect(open).toBe(0);
    const [late, early] = rows;
    expect(early).toMatchObject({ state: 'returned', handedTo: 'Nguyễn Văn Mẫu', settledNote: 'không phải người nhận' });
    expect((early?.returnedAt ?? 0) - (early?.handedAt ?? 0)).toBeGreaterThanOrEqual(86_400_000);
    expect([late?.handedAt, late?.settledNote]).toEqual([undefined, 'Hội không còn ở xã']);
    for (const act of [
      () => handEnvelope(office.store, office.clerk, first.id, 'Ai khác', ''),
      () => returnEnvelope(office.store, office.clerk, second.id, 'lần nữa'),
      () => take({ envelopeId: second.id }),
    ])
      expect(codeOf(act)).toBe('paper.envelope_settled');
    expect(numbersGiven()).toBe(0);
  });
  it('is in nobody’s list of arrivals or search before it was opened, and its own book is signed for receipt', async () => {
    envelope({ sender: 'Người gửi riêng' });
    const handed = envelope({ kind: 'bid', addressee: 'Tổ mời thầu', sender: 'Công ty Mẫu' });
    handEnvelope(office.store, office.clerk, handed.id, 'Trần Thị Mẫu', '');
    expect(office.store.db.prepare('SELECT count(*) FROM incoming').pluck().get()).toBe(0);
    for (const text of ['Người gửi riêng', 'Tổ mời thầu'])
      expect(findDocuments(office.store, { text, filters: {}, offset: 0, limit: 5 }).total).toBe(0);
    const day = '2026-11-20' as LegalDate;
    const book = await printEnvelopeBook(envelopesBetween(office.store, ORGAN, day, day), day, day, where);
    for (const word of ['Ký nhận', 'Tổ mời thầu', 'Giao Trần Thị Mẫu 20/11/2026'])
      expect([word, await hasPdfText(book, word)]).toEqual([word, true]);
    expect(envelopesBetween(office.store, ORGAN, '2026-11-21' as LegalDate, '2026-11-21' as LegalDate)).toEqual([]);
  });
  it('that is secret leaves nothing here: no row, no number, no line of the audit', () => {
    const rows = (): unknown[] =>
      ['envelope', 'audit', 'history', 'incoming'].map((table) => office.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const before = rows();
    const last = office.store.db.prepare('SELECT last FROM sequence').pluck().get();
    const secret: readonly Partial<Parameters<typeof logEnvelope>[2]>[] = [
      { kind: 'secret' },
      ...['TỐI MẬT', 'Công văn hỏa tốc; MẬT', 'MẬT/HỎA TỐC', 'Độ mật: Mật', 'mật + khẩn', 'A', '(B)', 'dấu A', 'ký hiệu “C”', 'Ⓐ'].map(
        (marks) => ({ marks }),
      ),
      { marks: 'Chỉ người có tên mới được bóc bì' },
      { note: 'ngoài bì có dấu TUYỆT MẬT' },
    ];
    for (const more of secret) expect([more, codeOf(() => envelope(more))]).toEqual([more, 'paper.secret_envelope']);
    expect(rows()).toEqual(before);
    expect(office.store.db.prepare('SELECT last FROM sequence').pluck().get()).toBe(last);
    // Words about secrecy are no mark, nor is a name or a number with a letter.
    const plain = ['Tập huấn bảo mật', 'Số 12/A-HĐND', 'Công ty A Châu', 'Kính gửi: Phòng A2', 'a, b'];
    expect(plain.map((marks) => envelope({ marks }).number)).toEqual([1, 2, 3, 4, 5]);
  });
});

it('an arrival that was held is registered by nobody through a side door', () => {
  const held = zalo();
  office.store.tx(() => office.store.db.prepare(`UPDATE incoming SET note = 'x' WHERE id = ?`).run(held.id as RecordId));
  expect(numbersGiven()).toBe(0);
});
