/**
 * Acts that a workstation refuses, asked as the page asks them, over the contract, of the real processes: each is answered by its
 * own code, and nothing is changed by any of them. One workstation for all; what a table row needs is made before it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { Failure } from '../../src/domain/errors.ts';
import { setUp } from '../faults/journey.ts';
import { lockedSheet, oldWorkbook, png } from './refusalFiles.ts';
import { DRAFT, PAPER } from './samples.ts';

let profilesDir: string;
let desk: Desk;
const passphrase = newPassphrase();
const NOBODY = '01900000-0000-7000-8000-0000000000dd';
/** Made once: what the rows below name. */
const made = {
  organId: '',
  draft: '',
  bare: '',
  paper: '',
  unregistered: '',
  book: '',
  out: '',
  dossier: '',
  opened: '',
  item: '',
  delivery: '',
  petition: '',
  me: '',
  pdf: '',
  byHand: '',
  recalledOut: '',
};
const YEAR = String(new Date().getFullYear());
const today = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Ho_Chi_Minh' });

const draft = { ...DRAFT, signer: 'Nguyễn Văn Mẫu' };
const paper = { ...PAPER, uploadIds: [] };
const dossier = {
  year: Number(YEAR),
  notation: '01.VP',
  heading: 'Văn phòng',
  title: 'Hồ sơ công tác văn thư',
  maintenance: '10 năm',
  rights: 'Không hạn chế',
  creator: 'Lê Thị Ví Dụ',
  language: 'Tiếng Việt',
  description: '',
  listed: true,
};
const sheet = { kind: 'sheet' as const, widthMm: 70, heightMm: 37, columns: 3, rows: 8, leftMm: 0, topMm: 0, gapXMm: 0, gapYMm: 0 };
const power = {
  person: 'Nguyễn Văn Mẫu',
  capacity: 'head' as const,
  collective: '',
  headPosition: '',
  position: 'Chủ tịch',
  kinds: [],
  authority: '',
};

beforeAll(async () => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-refusals-'));
  desk = openDesk({ profilesDir, documents: 0, autoReply: false });
  await setUp(desk, passphrase);
  const call = desk.call;
  const state = await call['app.state']({});
  made.organId = state.office?.organId ?? '';
  made.me = (await call['people.list']({ ended: false })).people.find(({ me }) => me)?.id ?? '';
  made.pdf = (await call['outgoing.sampleDraft']({ subject: 'Về việc thử', recipient: 'Sở Mẫu' })).uploadId;
  made.draft = (await call['outgoing.saveDraft']({ ...draft, uploadIds: [made.pdf] })).id;
  made.bare = (await call['outgoing.saveDraft']({ ...draft, subject: 'Chưa có tệp', uploadIds: [] })).id;
  made.paper = (await call['incoming.createPaper'](paper)).id;
  made.unregistered = (await call['incoming.createPaper']({ ...paper, number: '2', register: false })).id;
  const { books } = await call['registers.books']({});
  made.book = books.find(({ direction }) => direction === 'incoming')?.id ?? '';
  made.out = books.find(({ direction }) => direction === 'outgoing')?.id ?? '';
  made.dossier = (await call['dossiers.save'](dossier)).id;
  await call['dossiers.open']({ id: made.dossier });
  made.opened = (await call['dossiers.save']({ ...dossier, notation: '02.VP' })).id;
  await call['dossiers.open']({ id: made.opened });
  await call['dossiers.put']({ id: made.opened, side: 'incoming', ids: [made.paper] });
  made.petition = (
    await call['petitions.register']({
      kind: 'complaint',
      channel: 'hand',
      receivedOn: today,
      people: 1,
      name: 'Nguyễn Văn Mẫu',
      address: '',
      phone: '',
      identity: '',
      matter: 'Ranh giới thửa đất',
      against: '',
      readers: [],
      uploadIds: [],
      notSame: true,
    })
  ).id;
  const hand = (
    await call['outgoing.saveDraft']({
      ...draft,
      subject: 'Ký tay',
      uploadIds: [(await call['outgoing.sampleDraft']({ subject: 'Ký tay', recipient: 'Sở Mẫu' })).uploadId],
    })
  ).id;
  await call['paper.signedByHand']({ id: hand, signedOn: today });
  await call['outgoing.number']({ id: hand });
  made.byHand = hand;
  await call['paper.saveSettings']({ ...(await call['paper.settings']({})), slips: 'none' });
  await call['outgoing.issue']({ id: hand });
  made.delivery = (await call['paper.ofOutgoing']({ id: hand, duplex: false })).deliveries[0]?.id ?? '';
}, 60_000);
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
};
type Row = readonly [code: string, act: (call: Desk['call']) => Promise<unknown>];
function refusals(where: string, rows: readonly Row[]): void {
  it.each(rows)(`${where}: %s`, async (code, act) => {
    expect(await codeOf(act(desk.call))).toBe(code);
  });
}

describe('who works here', () => {
  refusals('ways in and people', [
    ['accounts.way_in_unknown', (call) => call['ways.remove']({ id: NOBODY, secret: passphrase })],
    ['session.other_profile_open', (call) => call['session.unlock']({ mode: 'real', way: 'passphrase', secret: 'x' })],
    ['session.setup_expired', (call) => call['setup.confirm']({ setupId: NOBODY, recoveryCode: 'X' })],
    [
      'organs.code_invalid',
      (call) =>
        call['office.addOrgan']({
          organId: 'xa vi du',
          name: 'Đảng ủy xã Ví Dụ',
          parentName: '',
          place: '',
          abbreviation: 'ĐU',
          kind: 'party',
          leaderName: '',
          leaderPosition: '',
          firstIncoming: 1,
          firstOutgoing: 1,
        }),
    ],
    [
      'organs.term_invalid',
      (call) =>
        call['office.addOrgan']({
          organId: 'H99.2.77',
          name: 'Đảng ủy xã Ví Dụ',
          parentName: '',
          place: '',
          abbreviation: 'ĐU',
          kind: 'party',
          leaderName: '',
          leaderPosition: '',
          firstIncoming: 1,
          firstOutgoing: 1,
          term: { from: '2026-01-01', to: '2025-01-01' },
        }),
    ],
    [
      'organs.pattern_invalid',
      (call) =>
        call['office.addBook']({ organId: made.organId, name: 'Sổ quyết định', kinds: ['Quyết định'], pattern: 'QĐ', firstNumber: 1 }),
    ],
    ['handover.no_place', (call) => call['handover.begin']({ kind: 'leave', placeId: 'x', basis: 'Quyết định', items: '' })],
    ['handover.unknown', (call) => call['handover.print']({ id: NOBODY })],
  ]);
});
describe('files of the year', () => {
  refusals('hồ sơ', [
    ['dossiers.unknown', (call) => call['dossiers.get']({ id: NOBODY })],
    ['dossiers.empty', (call) => call['dossiers.close']({ id: made.dossier, closedOn: today, accept: true })],
    ['dossiers.year_stays', (call) => call['dossiers.save']({ ...dossier, id: made.dossier, year: Number(YEAR) - 1 })],
    ['dossiers.not_empty', (call) => call['dossiers.drop']({ id: made.opened, reason: 'Nhầm' })],
    [
      'organs.kind_has_book',
      async (call) => {
        const book = { organId: made.organId, name: 'Sổ quyết định', kinds: ['Quyết định'], pattern: '{number}/QĐ-UBND', firstNumber: 1 };
        await call['office.addBook'](book);
        return call['office.addBook'](book);
      },
    ],
    [
      'dossiers.export_busy',
      async (call) => {
        // Asked twice at once: the second finds the first choosing its folder.
        const both = await Promise.all([1, 2].map(() => codeOf(call['dossiers.export']({ id: made.opened }))));
        throw new Failure(both.find((code) => code !== 'accepted') ?? 'accepted');
      },
    ],
    ['dossiers.nothing_to_export', (call) => call['dossiers.export']({ id: made.dossier })],
    ['dossiers.no_item', (call) => call['dossiers.takeOut']({ id: NOBODY, reason: 'Nhầm' })],
  ]);
});
describe('what goes out', () => {
  refusals('drafts and issuing', [
    ['documents.unknown_kind', (call) => call['outgoing.saveDraft']({ ...draft, typeName: 'Giấy lạ', uploadIds: [] })],
    [
      'documents.recipient_twice',
      (call) =>
        call['outgoing.saveDraft']({
          ...draft,
          recipients: [
            { organId: 'H99.01', name: 'Sở Mẫu' },
            { organId: 'H99.01', name: 'Sở Mẫu' },
          ],
          uploadIds: [],
        }),
    ],
    ['documents.no_recipient', async (call) => call['outgoing.issue']({ id: await byHand(call, []) })],
    [
      'documents.recipient_unknown',
      async (call) => call['outgoing.issue']({ id: await byHand(call, [{ organId: 'H99.987', name: 'Nơi lạ' }]) }),
    ],
    [
      'signing.certificate_gone',
      (call) => call['signing.begin']({ id: made.draft, act: 'leader', serial: 'khong-co', certificateSha256: '0'.repeat(64) }),
    ],
    [
      'signing.mark_for_arrivals',
      async (call) => call['signing.preview']({ id: (await call['outgoing.get']({ id: made.draft })).files[0]?.id ?? '', act: 'incoming' }),
    ],
    [
      'signing.not_numbered',
      async (call) =>
        call['copies.make']({
          form: 'SY',
          direction: 'ep',
          fileId: (await call['outgoing.get']({ id: made.draft })).files[0]?.id ?? '',
          pages: '',
          parts: '',
          copies: 1,
          forWhom: 'Lưu hồ sơ',
          competence: '',
          signerPosition: 'Chủ tịch',
          signer: 'Nguyễn Văn Mẫu',
          block: 'own_page',
          note: '',
        }),
    ],
    ['signing.no_main_file', (call) => call['signing.preview']({ id: made.bare, act: 'leader' })],
    ['signing.archive_before_signature', (call) => call['signing.archiveCopy']({ id: made.draft })],
    ['paper.not_by_hand', (call) => call['paper.attachScan']({ id: made.draft, uploadIds: [made.pdf] })],
    ['paper.by_hand_already', (call) => call['paper.printForSeal']({ id: made.byHand, copies: 1, duplex: false })],
    ['paper.no_slips', (call) => call['paper.printSlips']({ ids: [made.delivery] })],
    ['paper.days_turned', (call) => call['paper.printEnvelopes']({ from: '2026-11-20', to: '2026-11-19' })],
    ['paper.no_stamp', (call) => call['paper.printStampLabels']({ ids: [made.unregistered], start: 1 })],
    [
      'paper.labels_size',
      async (call) => call['paper.saveSettings']({ ...(await call['paper.settings']({})), labels: { ...sheet, widthMm: 1 } }),
    ],
    [
      'paper.labels_sheet',
      async (call) => call['paper.saveSettings']({ ...(await call['paper.settings']({})), labels: { ...sheet, columns: 9 } }),
    ],
  ]);
  refusals('signing settings', [
    [
      'signing.power_dates',
      (call) => call['signing.powers.save']({ ...power, organId: made.organId, from: '2026-11-20', to: '2026-11-19' }),
    ],
    ['documents.not_our_organ', (call) => call['signing.powers.save']({ ...power, organId: 'H99.987', from: '2026-11-20' })],
    ['documents.not_our_organ', (call) => call['signing.bodies.save']({ organId: 'H99.987', name: 'Hội đồng' })],
    ['signing.agency_certificate_gone', (call) => call['signing.agencyCertificates.unbind']({ sha256: '0'.repeat(64) })],
    ['signing.power_gone', (call) => call['signing.powers.remove']({ id: NOBODY })],
    ['signing.image_missing', (call) => call['signing.images.save']({ kind: 'seal', owner: made.organId, widthMm: 36 })],
    [
      'signing.image_unreadable',
      (call) => call['signing.images.save']({ kind: 'seal', owner: made.organId, widthMm: 36, png: Buffer.from('khong phai anh') }),
    ],
    [
      'signing.image_opaque',
      async (call) => call['signing.images.save']({ kind: 'seal', owner: made.organId, widthMm: 36, png: png(false) }),
    ],
    [
      'signing.image_tall',
      async (call) => call['signing.images.save']({ kind: 'seal', owner: made.organId, widthMm: 36, png: png(true, 40) }),
    ],
    [
      'signing.image_large',
      async (call) => call['signing.images.save']({ kind: 'seal', owner: made.organId, widthMm: 36, png: png(true, 9_000_000) }),
    ],
    ['signing.tsa_needed', async (call) => call['signing.settings.save']({ ...(await settings(call)), level: 'B-LTA', tsaUrl: '' })],
    ['signing.tsa_address', async (call) => call['signing.settings.save']({ ...(await settings(call)), tsaUrl: 'dia chi nao do' })],
  ]);
});
const settings = async (call: Desk['call']) => {
  const { level, without, numberBy, attachments } = await call['signing.settings.get']({});
  return { level, without, numberBy, attachments, profiles: [] };
};
describe('books', () => {
  const book = () => ({ bookId: made.book, period: YEAR });
  refusals('sổ', [
    [
      'paper.back_before_sent',
      async (call) => {
        await call['paper.setDelivery']({ id: made.delivery, address: '', carry: 'post', copies: 1, envelopes: 1, wantsSlip: true });
        await call['paper.sent']({ ids: [made.delivery], sentOn: today, postCode: '', handedTo: '' });
        return call['paper.slipBack']({ id: made.delivery, backOn: '2020-01-01', backName: '', note: '' });
      },
    ],
    [
      'registers.number_not_used',
      (call) => call['registers.cancelNumber']({ ...book(), number: 77, reason: 'Nhầm', allowedBy: 'Nguyễn Văn Mẫu' }),
    ],
    [
      'registers.no_such_book',
      (call) => call['registers.cancelNumber']({ bookId: NOBODY, period: YEAR, number: 1, reason: 'Nhầm', allowedBy: 'Nguyễn Văn Mẫu' }),
    ],
    ['registers.no_such_form', (call) => call['registers.lines']({ form: 'la', period: YEAR, offset: 0, limit: 10 })],
    [
      'registers.reason_needed',
      (call) => call['registers.explainNumber']({ ...book(), number: 1, reason: '', allowedBy: 'Nguyễn Văn Mẫu', secret: false }),
    ],
    [
      'registers.number_not_missing',
      (call) => call['registers.explainNumber']({ ...book(), number: 1, reason: 'Nhầm', allowedBy: 'Nguyễn Văn Mẫu', secret: false }),
    ],
    ['registers.rule_holds', (call) => call['books.withdrawRule']({ id: NOBODY })],
    ['print.no_such_job', (call) => call['registers.job']({ jobId: NOBODY })],
    ['deadlines.no_such_outage', (call) => call['outages.print']({ id: 4_711 })],
    ['petitions.before_received', (call) => call['petitions.act']({ id: made.petition, act: 'accept', on: '2020-01-01', text: '' })],
    ['petitions.no_such_person', (call) => call['petitions.name']({ id: made.petition, personId: NOBODY })],
    ['transfers.not_signed', async (call) => call['transfers.unsigned']({ id: await slip(call) })],
  ]);
});
/** A document signed on paper that has its number, to these recipients. */
const byHand = async (call: Desk['call'], recipients: { organId?: string; name: string }[]): Promise<string> => {
  const { uploadId } = await call['outgoing.sampleDraft']({ subject: 'Ký tay', recipient: 'Sở Mẫu' });
  const { id } = await call['outgoing.saveDraft']({ ...draft, recipients, subject: 'Ký tay', uploadIds: [uploadId] });
  await call['paper.signedByHand']({ id, signedOn: today });
  await call['outgoing.number']({ id });
  return id;
};
/** A table of so many rows, brought and not taken yet. */
const typed = async (call: Desk['call'], rows: number) => {
  const lines = Array.from({ length: rows }, (_, n) => `Hội Mẫu,Về việc ${n}`);
  const uploadId = await desk.upload('so.csv', Buffer.from(`Nơi gửi,Trích yếu\n${lines.join('\n')}\n`));
  const { id } = await call['entry.open']({ direction: 'incoming' });
  return { uploadId, sheetId: id, headerRow: 0, append: false };
};
const slip = async (call: Desk['call']): Promise<string> => {
  const { id } = await call['transfers.make']({ incomingIds: [made.paper], to: 'Trần Văn Mẫu', way: 'text', note: '' });
  return id ?? '';
};
describe('care', () => {
  refusals('backups, restoring, destruction, what was set aside', [
    ['restore.not_found', (call) => call['restore.open']({ key: 'la', way: 'here' })],
    ['restore.not_open', (call) => call['restore.search']({ text: '' })],
    ['destruction.unknown', (call) => call['destruction.get']({ id: NOBODY })],
    [
      'destruction.date_wrong',
      (call) =>
        call['destruction.propose']({
          number: '1',
          date: '2099-01-01',
          decidedBy: 'x',
          council: 'x',
          scanUploadId: NOBODY,
          documents: [{ list: 'incoming', id: made.paper }],
        }),
    ],
    ['documents.not_set_aside', (call) => call['quarantine.close']({ id: NOBODY, note: '' })],
    ['folder.no_such_peer', (call) => call['folder.confirmPeer']({ id: NOBODY, digits: '1', heardFrom: 'x' })],
    ['scan.no_such_group', (call) => call['scanning.pages']({ groupId: NOBODY })],
    ['scan.no_such_page', (call) => call['scanning.picture']({ pageId: NOBODY, maxSide: 100 })],
    ['scan.no_folder', (call) => call['scanning.setAfter']({ after: 'leave' })],
  ]);
});
describe('files that are brought', () => {
  refusals('tables and what is to be judged', [
    [
      'table.old_workbook',
      async (call) => call['entry.read']({ uploadId: await desk.upload('cu.xls', oldWorkbook), direction: 'incoming' }),
    ],
    [
      'table.old_workbook',
      async (call) => call['entry.read']({ uploadId: await desk.upload('khoa.xlsx', lockedSheet), direction: 'incoming' }),
    ],
    ['entry.no_columns', async (call) => call['entry.take']({ ...(await typed(call, 3)), mapping: {} })],
    [
      'entry.too_many_rows',
      async (call) => {
        const mapping = { sender: 0, subject: 1 };
        await call['entry.take']({ ...(await typed(call, 2_600)), mapping });
        return call['entry.take']({ ...(await typed(call, 2_600)), mapping, append: true });
      },
    ],
    ['files.too_large', (call) => call['upload.begin']({ name: 'phim.pdf', size: 300 * 1024 * 1024 })],
    [
      'files.too_many_uploads',
      async (call) => {
        const begun: string[] = [];
        try {
          for (let n = 0; n < 20; n++) begun.push((await call['upload.begin']({ name: `${n}.pdf`, size: 10 })).uploadId);
        } finally {
          for (const uploadId of begun) await call['upload.drop']({ uploadId });
        }
      },
    ],
    ['verify.not_a_pdf', async (call) => call['verify.check']({ fileId: await desk.upload('chu.pdf', Buffer.from('khong phai')) })],
  ]);
});
