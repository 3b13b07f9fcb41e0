/** Petitions: a name that is planted is found by nobody but those named for the case, wherever one looks. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayCall } from '../../src/contract/page/roles.ts';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { createMachineKey } from '../../src/core/accounts/machine.ts';
import { exportAudit } from '../../src/core/audit/export.ts';
import { listDeadlines, officeCalendar, openDeadlines, printDeadlines, shippedTable } from '../../src/core/deadlines/index.ts';
import { Maintenance } from '../../src/core/maintenance/index.ts';
import {
  actOnPetition,
  getPetition,
  listPetitions,
  namePerson,
  PetitionFiles,
  petitionClocks,
  petitionForm,
  printPetitionBook,
  redactPetition,
  registerPetition,
  runningClocks,
  samePetitions,
  setPetitionClocks,
  unnamePerson,
} from '../../src/core/petitions/index.ts';
import { allBooks, gapsOf } from '../../src/core/registers/index.ts';
import { backupDocument, backupFileName, searchBackup } from '../../src/core/restore/single.ts';
import { findDocuments } from '../../src/core/search/index.ts';
import { refusal } from '../../src/core/service/roles.ts';
import { type SupportParts, supportReport } from '../../src/core/support/index.ts';
import { whole } from '../../src/core/working/index.ts';
import { DEFAULT_RULES } from '../../src/domain/deadlines.ts';
import type { BlobId } from '../../src/domain/ids.ts';
import { DEFAULT_CLOCKS, PETITION_FORMS } from '../../src/domain/petitions.ts';
import { mayReadPetitions, ROLES } from '../../src/domain/roles.ts';
import { foldVietnamese } from '../../src/domain/secrecy.ts';
import { supportText } from '../../src/domain/supportWords.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { codeOf, type Office, ORGAN, openOffice } from '../paper/support.ts';
import { type ImagingKit, imagingKit } from '../scanning/kit.ts';
import { officeText } from '../support/office-file.ts';

const NAME = 'Phạm Thị Kín Đáo';
const ADDRESS = 'Ngõ Vắng 27, thôn Hạ';
const MATTER = 'Tố cáo ông trưởng thôn ăn chặn tiền cứu trợ bão';
const resources = new URL('../../resources', import.meta.url).pathname;
const font = (name: string): Uint8Array => readFileSync(join(resources, 'fonts', name));
const fonts = { regular: font('Tinos-Regular.ttf'), bold: font('Tinos-Bold.ttf'), italic: font('Tinos-Italic.ttf') };
const where = { officeName: 'UBND xã Ví Dụ', parentName: '', place: 'Ví Dụ', now: Date.UTC(2026, 10, 20, 2), fonts };
const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

let office: Office;
beforeEach(() => {
  office = openOffice();
});
afterEach(() => office.remove());
const calendar = () => officeCalendar(office.store, shippedTable(resources));
const petition = (more: Partial<Parameters<typeof registerPetition>[3]> = {}) =>
  registerPetition(office.store, office.clerk, ORGAN, {
    kind: 'denunciation',
    channel: 'hand',
    receivedOn: '2026-11-20' as LegalDate,
    people: 1,
    name: NAME,
    address: ADDRESS,
    phone: '0912 000 111',
    identity: '',
    matter: MATTER,
    against: 'Ông Trưởng Thôn Mẫu',
    readers: [],
    uploadIds: [],
    notSame: false,
    ...more,
  });
async function upload(name: string, detected: string, bytes: Uint8Array, came?: Uint8Array): Promise<string> {
  const blob = await office.store.vault.put(bytes);
  const asCame = came && (await office.store.vault.put(came));
  const id = office.store.newId();
  office.store.tx(() => {
    office.store.vault.record(blob);
    if (asCame) office.store.vault.record(asCame);
    office.store.db
      .prepare('INSERT INTO upload (id, name, detected, pages, blob_id, at, came_blob_id) VALUES (?, ?, ?, 1, ?, ?, ?)')
      .run(id, name, detected, blob.id, office.store.now(), asCame?.id ?? null);
  });
  return id;
}
const see = (id: string, who = office.clerk) => getPetition(office.store, who, calendar(), id);

/** Every text of every table, the index's own tables too, but for the sealed one. */
function everywhere(): string {
  const { db } = office.store;
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).pluck().all();
  const open = tables.filter((table) => !['petition_sealed', 'petition_act', 'petition_file'].includes(table));
  return open
    .flatMap((table) => db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][])
    .flat()
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
    .join('\n');
}
const tells = (text: string): string[] => {
  const folded = foldVietnamese(text);
  return ['kin dao', 'ngo vang', 'an chan', '0912 000 111', 'truong thon mau'].filter((word) => folded.includes(word));
};

describe('a petitioner’s name', () => {
  it('stands in no table but the sealed one, nor in search, list, print, audit export or refusals', async () => {
    const file = await upload(`Đơn của ${NAME}.pdf`, 'pdf', Buffer.from('%PDF-1.7 x'));
    const { id } = petition({ uploadIds: [file] });
    actOnPetition(office.store, office.clerk, id, { act: 'accept', on: '2026-11-20' as LegalDate, text: `đã mời ${NAME}` });
    expect(tells(everywhere())).toEqual([]);
    for (const text of [NAME, 'Kín Đáo', 'cứu trợ bão', ADDRESS])
      expect(findDocuments(office.store, { text, filters: {}, offset: 0, limit: 5 }).total).toBe(0);
    const list = listPetitions(office.store, office.clerk, calendar(), ORGAN, { show: 'all' });
    expect(tells(JSON.stringify(list))).toEqual([]);
    expect(list.rows).toMatchObject([{ number: 1, kind: 'denunciation', state: 'accepted', named: true }]);
    let refused = '';
    try {
      petition();
    } catch (error) {
      refused = JSON.stringify(error);
    }
    expect(refused).toContain('petitions.same');
    expect(tells(refused)).toEqual([]);
    const dir = mkdtempSync(join(tmpdir(), 'tvt-audit-'));
    try {
      const path = join(dir, 'audit.jsonl');
      office.store.tx(() => createMachineKey(office.store));
      await exportAudit(office.store, path);
      expect(tells(readFileSync(path, 'utf8'))).toEqual([]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('stands in no support report and in no list of a backup that is open for restoring', async () => {
    const { store } = office;
    const file = await upload(`Đơn của ${NAME}.pdf`, 'pdf', Buffer.from('%PDF-1.7 x'));
    const { id } = petition({ uploadIds: [file] });
    actOnPetition(store, office.clerk, id, { act: 'accept', on: '2026-11-20' as LegalDate, text: `đã mời ${NAME}` });
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const status = { line: { kind: 'not_checked' }, waitingDocuments: 0, waitingStatuses: 0, unknown: 0, refused: 0, quarantined: 0 };
    const report = await supportReport({
      ...{ store, mode: 'real', version: '0.1.0', host: 'node', status: status as SupportParts['status'] },
      maintenance: new Maintenance({ store, mode: 'real', log: quiet }),
      ...{ tokens: {}, restarts: {}, startedAt: 0, tally: [] },
    });
    expect(tells(supportText(report))).toEqual([]);
    // A backup is the store's own tables, opened for reading.
    const backup = { db: store.db, generation: '', manifest: {}, keys: {} } as unknown as Parameters<typeof searchBackup>[0];
    for (const text of ['', NAME, 'Kín Đáo', 'cứu trợ bão', 'đơn số'])
      expect(searchBackup(backup, text)).toEqual({ rows: [], more: false });
    const fileId = see(id).files[0]?.fileId ?? '';
    expect(codeOf(() => backupFileName(backup, fileId))).toBe('files.not_found');
    expect((await backupDocument(backup, store, 'incoming', id)).files).toEqual([]);
  });

  it('is answered to the persons named for the case and to nobody because of a role', async () => {
    const [leader, other] = [office.person('Nguyễn Văn Mẫu', 'leader'), office.person('Hoàng Văn Khác', 'clerk', 'administrator')];
    const file = await upload('đơn.pdf', 'pdf', Buffer.from('%PDF-1.7 x'));
    const { id } = petition({ uploadIds: [file], readers: [leader.personId ?? ''] });
    expect(see(id).sealed).toMatchObject({ name: NAME, address: ADDRESS, matter: MATTER });
    expect(see(id, leader).sealed?.name).toBe(NAME);
    const unseen = see(id, other);
    expect(unseen.sealed).toBeUndefined();
    expect([unseen.files, unseen.acts]).toEqual([[], []]);
    expect(tells(JSON.stringify(unseen))).toEqual([]);
    const fileId = see(id).files[0]?.fileId ?? '';
    const door = new PetitionFiles(office.store);
    const call = { fileId, offset: 0, length: 10 };
    expect([door.admits(call, office.clerk.personId), door.admits(call, leader.personId), door.admits(call, other.personId)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(door.admits({ deep: [{ ids: [fileId] }] }, undefined)).toBe(false);
    expect(see(id).files[0]?.name).toBe('Đơn số 1 – tệp 1.pdf');
    expect(codeOf(() => actOnPetition(office.store, other, id, { act: 'accept', on: '2026-11-20' as LegalDate, text: '' }))).toBe(
      'petitions.not_named',
    );
    expect(codeOf(() => namePerson(office.store, other, id, other.personId ?? ''))).toBe('petitions.not_named');
    const machine = office.person('Đỗ Quản Trị', 'administrator');
    expect(codeOf(() => namePerson(office.store, office.clerk, id, machine.personId ?? ''))).toBe('petitions.cannot_be_named');
    // Whoever can be named is let in by their role.
    for (const ask of ['petitions.list', 'petitions.get', 'petitions.act'] as const)
      expect(ROLES.filter((role) => mayCall(ask, [role]))).toEqual(ROLES.filter((role) => mayReadPetitions([role])));
    namePerson(office.store, office.clerk, id, other.personId ?? '');
    expect(door.admits(call, other.personId)).toBe(true);
    unnamePerson(office.store, office.clerk, id, other.personId ?? '');
    expect([door.admits(call, other.personId), see(id, other).sealed]).toEqual([false, undefined]);
    unnamePerson(office.store, office.clerk, id, leader.personId ?? '');
    expect(codeOf(() => unnamePerson(office.store, office.clerk, id, office.clerk.personId ?? ''))).toBe('petitions.last_named');
  });

  it('stands over a file that was mended and the file as it came alike: both are listed, for those named alone', async () => {
    const other = office.person('Hoàng Văn Khác', 'clerk');
    const file = await upload(`đơn của ${NAME}.pdf`, 'pdf', Buffer.from('%PDF-1.7 sound'), Buffer.from('%PDF-1.7 damaged'));
    const { id } = petition({ uploadIds: [file] });
    const files = see(id).files;
    expect(files.map(({ name }) => name)).toEqual(['Đơn số 1 – tệp 1.pdf', 'Đơn số 1 – tệp như khi nhận 2.pdf']);
    const bytes = files.map(({ fileId }) => office.store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(fileId) as BlobId);
    const read = await Promise.all(bytes.map(async (blob) => Buffer.from(await office.store.vault.readAll(blob)).toString()));
    expect(read).toEqual(['%PDF-1.7 sound', '%PDF-1.7 damaged']);
    expect(see(id, other).files).toEqual([]);
    expect(new PetitionFiles(office.store).admits({ fileId: files[1]?.fileId ?? '', offset: 0, length: 1 }, other.personId)).toBe(false);
    expect(tells(everywhere())).toEqual([]);
  });
  it('of a case whose persons all left is opened to another by the leader only', () => {
    const leader = office.person('Nguyễn Văn Mẫu', 'leader');
    const { id } = petition();
    expect(codeOf(() => namePerson(office.store, leader, id, leader.personId ?? ''))).toBe('petitions.not_named');
    office.store.tx(() => office.store.db.prepare('UPDATE person SET ended_at = 1 WHERE id = ?').run(office.clerk.personId));
    namePerson(office.store, leader, id, leader.personId ?? '');
    expect(see(id, leader).sealed?.name).toBe(NAME);
  });
});

describe('the petitions’ book', () => {
  it('numbers by itself, beside the arrivals, with nothing unexplained', () => {
    expect([petition().number, petition({ matter: 'Khiếu nại giá đất', kind: 'complaint' }).number]).toEqual([1, 2]);
    for (const book of allBooks(office.store)) expect(gapsOf(office.store, book, '2026')).toEqual([]);
    expect(office.store.db.prepare('SELECT count(*) FROM incoming').pluck().get()).toBe(0);
  });

  it('finds the same person and matter however it is typed, and says number and day only', () => {
    petition();
    const again = { name: 'PHAM THI  KIN DAO', address: 'thôn Hạ', matter: 'ông trưởng thôn ăn chặn tiền cứu trợ' };
    expect(samePetitions(office.store, ORGAN, again)).toMatchObject([{ number: 1, same: 'same' }]);
    expect(Object.keys(samePetitions(office.store, ORGAN, again)[0] ?? {}).sort()).toEqual([
      'date',
      'id',
      'kind',
      'number',
      'same',
      'state',
    ]);
    expect(samePetitions(office.store, ORGAN, { ...again, matter: 'Xin xây nhà văn hóa' })).toMatchObject([{ same: 'person' }]);
    // What a person is addressed by is no part of the name, unless that is all there is.
    expect(samePetitions(office.store, ORGAN, { ...again, name: 'Bà Phạm Thị Kín Đáo' })).toMatchObject([{ same: 'same' }]);
    expect(samePetitions(office.store, ORGAN, { ...again, name: 'Phạm Thị Kín' })).toEqual([]);
    expect(codeOf(() => petition())).toBe('petitions.same');
    expect(petition({ notSame: true }).number).toBe(2);
  });

  it('runs the law’s clock by data, in working days where the law says so', () => {
    const denunciation = petition();
    expect(see(denunciation.id).due).toMatchObject({ step: 'accept', on: '2026-12-01' });
    actOnPetition(office.store, office.clerk, denunciation.id, { act: 'accept', on: '2026-11-20' as LegalDate, text: '', complex: true });
    expect(see(denunciation.id).due).toMatchObject({ step: 'resolve', on: '2027-01-19' });
    setPetitionClocks(
      office.store,
      office.clerk,
      DEFAULT_CLOCKS.map((clock) => (clock.kind === 'denunciation' ? { ...clock, resolve: { ...clock.resolve, complexDays: 45 } } : clock)),
    );
    expect(see(denunciation.id).due?.on).toBe('2027-01-04');
    actOnPetition(office.store, office.clerk, denunciation.id, { act: 'extend', on: '2026-11-20' as LegalDate, text: 'phức tạp' });
    expect(see(denunciation.id).due?.on).toBe('2027-02-03');
    actOnPetition(office.store, office.clerk, denunciation.id, { act: 'resolve', on: '2026-11-20' as LegalDate, text: '' });
    expect(see(denunciation.id).due).toBeUndefined();
  });

  it('a last day that is a day off is kept and said, or moved to the working day behind it as the office set it', () => {
    // Thirty days from 6 November end on Sunday the 6th of December.
    const { id } = petition({ kind: 'complaint', receivedOn: '2026-11-05' as LegalDate });
    actOnPetition(office.store, office.clerk, id, { act: 'accept', on: '2026-11-06' as LegalDate, text: '' });
    expect(see(id).due).toMatchObject({ on: '2026-12-06', dayOff: '2026-12-06' });
    const admin = office.person('Hoàng Văn Khác', 'administrator');
    setPetitionClocks(office.store, admin, petitionClocks(office.store), 'next');
    expect(see(id).due).toMatchObject({ on: '2026-12-07', dayOff: '2026-12-06' });
    expect(runningClocks(office.store, office.clerk, calendar()).map(({ dueOn }) => dueOn)).toEqual(['2026-12-07']);
    const said = office.store.db.prepare(`SELECT result FROM audit WHERE act = 'petitions.clocks'`).pluck().all();
    expect(said).toEqual(['day off keep → next']);
    // Other days said later leave the rule as it is.
    setPetitionClocks(office.store, admin, DEFAULT_CLOCKS);
    expect(see(id).due?.on).toBe('2026-12-07');
  });

  it('takes days that can be from the administrator, says in the audit what was and what is, and nothing else is kept', () => {
    const admin = office.person('Hoàng Văn Khác', 'administrator');
    const changed = (more: Partial<(typeof DEFAULT_CLOCKS)[number]>) =>
      DEFAULT_CLOCKS.map((clock) => (clock.kind === 'proposal' ? { ...clock, ...more } : clock));
    const { id } = petition({ kind: 'proposal' });
    const before = see(id).due?.on;
    for (const wrong of [
      changed({ resolve: { days: 30, complexDays: 20, unit: 'calendar', extendDays: 0 } }),
      changed({ basis: ' ' }),
      [...DEFAULT_CLOCKS, ...DEFAULT_CLOCKS.slice(0, 1)],
    ])
      expect(codeOf(() => setPetitionClocks(office.store, admin, wrong))).toBe('petitions.clocks_wrong');
    expect(see(id).due?.on).toBe(before);
    setPetitionClocks(office.store, admin, changed({ accept: { days: 5, unit: 'calendar' }, basis: 'Quy chế 02/QC-UBND' }));
    expect([see(id).due?.on, see(id).basis]).toEqual(['2026-11-25', 'Quy chế 02/QC-UBND']);
    const said = office.store.db.prepare(`SELECT result FROM audit WHERE act = 'petitions.clocks' ORDER BY seq`).pluck().all();
    expect(said).toEqual(['proposal 10 working, 30/45+15 calendar → proposal 5 calendar, 30/45+15 calendar (Quy chế 02/QC-UBND)']);
    expect(refusal('petitions.setClocks', ['clerk', 'leader', 'officer'])).toBeDefined();
    expect(refusal('petitions.setClocks', ['administrator'])).toBeUndefined();
  });

  it('is handed on, returned, joined or kept with a reason, once', () => {
    const [one, two] = [petition(), petition({ notSame: true })];
    const act = (id: string, name: Parameters<typeof actOnPetition>[3]['act'], text = '', otherId?: string) =>
      codeOf(() =>
        actOnPetition(office.store, office.clerk, id, { act: name, on: '2026-11-20' as LegalDate, text, ...(otherId ? { otherId } : {}) }),
      );
    expect(act(one.id, 'transfer')).toBe('documents.reason_needed');
    expect(act(two.id, 'join')).toBe('petitions.join_with');
    expect(act(two.id, 'join', '', one.id)).toBe('done');
    expect(see(two.id).sameAs).toEqual({ id: one.id, number: 1 });
    expect(act(one.id, 'transfer', 'Thanh tra tỉnh Mẫu')).toBe('done');
    expect(act(one.id, 'accept')).toBe('petitions.act_not_allowed');
  });
});

function textOf(pdf: Uint8Array): string {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-petition-'));
  try {
    const path = join(dir, 'a.pdf');
    writeFileSync(path, pdf);
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('among what is due today', () => {
  const due = (who: typeof office.clerk) =>
    whole(listDeadlines(office.store, shippedTable(resources), who)).rows.filter((row) => row.side === 'petition');
  const DAY = 86_400_000;

  it('a petition stands with its number, kind and days for whom is named for it, and for nobody else', () => {
    const [leader, other] = [office.person('Nguyễn Văn Mẫu', 'leader'), office.person('Hoàng Văn Khác', 'clerk', 'administrator')];
    const { id } = petition();
    expect(due(office.clerk)).toMatchObject([
      {
        kind: 'petitionAccept',
        id,
        code: '1',
        subject: '',
        who: '',
        tell: [],
        petition: { kind: 'denunciation', receivedOn: '2026-11-20' },
      },
    ]);
    expect([due(leader), due(other), due({ name: 'Máy', roles: ['clerk'] })]).toEqual([[], [], []]);
    const counted = (who: typeof office.clerk) => whole(listDeadlines(office.store, shippedTable(resources), who)).total;
    expect([counted(office.clerk), counted(other)]).toEqual([1, 0]);
    namePerson(office.store, office.clerk, id, other.personId ?? '');
    expect(due(other)).toHaveLength(1);
    unnamePerson(office.store, office.clerk, id, other.personId ?? '');
    expect(due(other)).toEqual([]);
    expect(due({ ...office.clerk, organs: ['H99.01'] })).toEqual([]);
  });

  it('the clock follows the petition through its steps and ends with it', () => {
    const { id } = petition();
    const first = due(office.clerk)[0];
    expect(first?.state).toBe('ahead');
    office.pass(12 * DAY);
    expect(due(office.clerk)[0]).toMatchObject({ kind: 'petitionAccept', state: 'late' });
    actOnPetition(office.store, office.clerk, id, { act: 'accept', on: '2026-12-01' as LegalDate, text: '' });
    expect(due(office.clerk)[0]).toMatchObject({ kind: 'petitionResolve', state: 'ahead' });
    actOnPetition(office.store, office.clerk, id, { act: 'resolve', on: '2026-12-02' as LegalDate, text: '' });
    expect(due(office.clerk)).toEqual([]);
  });

  it('where all who were named left, the leader sees that it runs', () => {
    const [leader, other] = [office.person('Nguyễn Văn Mẫu', 'leader'), office.person('Hoàng Văn Khác', 'clerk')];
    petition();
    office.store.tx(() => office.store.db.prepare('UPDATE person SET ended_at = 1 WHERE id = ?').run(office.clerk.personId));
    expect([due(leader).length, due(other).length]).toEqual([1, 0]);
  });

  it.skipIf(!has('pdftotext'))('neither the list nor its print says who petitions or why [needs pdftotext]', async () => {
    const { id } = petition();
    actOnPetition(office.store, office.clerk, id, { act: 'accept', on: '2026-11-20' as LegalDate, text: `đã mời ${NAME}` });
    office.pass(60 * DAY);
    expect(tells(JSON.stringify(whole(listDeadlines(office.store, shippedTable(resources), office.clerk))))).toEqual([]);
    const rows = openDeadlines(office.store, calendar(), DEFAULT_RULES, office.clerk);
    const printed = textOf(await printDeadlines(rows, where));
    expect(printed).toContain('Giải quyết đơn');
    expect(printed).toContain('tố cáo');
    expect(tells(printed)).toEqual([]);
  });
});

describe('on paper', () => {
  let kit: ImagingKit | undefined;
  afterAll(() => kit?.stop());
  const redact = (id: string, pages: Parameters<typeof redactPetition>[3]) => {
    kit ??= imagingKit(tmpdir());
    const { imaging } = kit;
    const pictures = {
      blackPage: (source: SealedFile, boxes: (typeof pages)[number]['boxes']) => imaging.ask('blackPage', { source, boxes }, true),
    };
    return redactPetition({ store: office.store, pictures }, office.clerk, id, pages);
  };

  it.skipIf(!has('pdftotext'))(
    'the book names nobody; a letter of the case does, and only the named may have it [needs pdftotext]',
    async () => {
      const { id } = petition();
      const made = (as: 'pdf' | 'xlsx' | 'docx') =>
        printPetitionBook(office.store, office.clerk, calendar(), ORGAN, '2026', where, { as, paper: 'A4', cover: as !== 'xlsx' });
      const book = textOf(await made('pdf'));
      for (const as of ['xlsx', 'docx'] as const) {
        const text = await officeText(await made(as));
        expect(text).toContain('Tố cáo');
        expect(tells(text)).toEqual([]);
      }
      expect(book).toContain('Tố cáo');
      expect(tells(book)).toEqual([]);
      const input = { form: 'transfer', to: 'Thanh tra tỉnh Mẫu', text: '', signerPosition: 'Chủ tịch', signer: 'Nguyễn Văn Mẫu' } as const;
      const words = async (fileId: string): Promise<string> =>
        textOf(
          await office.store.vault.readAll(office.store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(fileId) as BlobId),
        );
      // Of a denunciation no other office, and no desk on the way, learns the name unless somebody wants it said.
      for (const form of ['transfer', 'propose'] as const) {
        const unnamed = await petitionForm(office.store, office.clerk, id, { ...input, form }, where);
        expect([form, tells(await words(unnamed.fileId))]).toEqual([form, ['an chan']]);
      }
      const letter = await petitionForm(office.store, office.clerk, id, { ...input, named: true }, where);
      expect(tells(letter.name)).toEqual([]);
      expect(await words(letter.fileId)).toContain('Kín Đáo');
      const other = office.person('Hoàng Văn Khác', 'clerk');
      await expect(petitionForm(office.store, other, id, input, where)).rejects.toMatchObject({ error: { code: 'petitions.not_named' } });
      expect(new PetitionFiles(office.store).admits({ fileId: letter.fileId }, other.personId)).toBe(false);
    },
  );

  it.skipIf(!has('pdftotext'))('every form of reply says its title, number and day, each once in the case [needs pdftotext]', async () => {
    const { id } = petition({ kind: 'complaint' });
    const titles: Record<string, string> = {};
    for (const form of PETITION_FORMS) {
      const input = { form, to: 'Thanh tra tỉnh Mẫu', text: 'Lý do thử.', signerPosition: 'Chủ tịch', signer: 'Nguyễn Văn Mẫu' };
      const { fileId } = await petitionForm(office.store, office.clerk, id, input, where);
      const blob = office.store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(fileId) as BlobId;
      const text = textOf(await office.store.vault.readAll(blob)).replace(/\s+/g, ' ');
      for (const word of ['số 1 sổ tiếp nhận đơn thư', '20 tháng 11 năm 2026', 'Lý do thử.', 'Kín Đáo'])
        expect([form, word, text.includes(word)]).toEqual([form, word, true]);
      // What leaves has the head of a document, a blank for its number, and who gets it.
      const leaves = form !== 'receipt' && form !== 'propose';
      for (const word of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Số: ...', 'Nơi nhận:', '- Như trên;'])
        expect([form, word, text.includes(word)]).toEqual([form, word, leaves]);
      titles[form] = /(?:GIẤY|PHIẾU|THÔNG BÁO)[\p{Lu} ]+(?= )/u.exec(text)?.[0] ?? '';
    }
    expect(titles).toMatchObject({
      refuse: 'THÔNG BÁO VỀ VIỆC KHIẾU NẠI KHÔNG ĐỦ ĐIỀU KIỆN THỤ LÝ GIẢI QUYẾT',
      return: 'PHIẾU TRẢ ĐƠN KHIẾU NẠI',
      transfer: 'PHIẾU CHUYỂN ĐƠN',
    });
    expect(new Set(Object.values(titles)).size).toBe(PETITION_FORMS.length);
    expect(see(id).files.map(({ kind }) => kind)).toEqual(PETITION_FORMS.map(() => 'form'));
  });

  it.skipIf(!has('pdftotext') || !has('pdftoppm'))(
    'the copy for handing on has nothing beneath its black parts [needs pdftotext, pdftoppm]',
    async () => {
      const { id } = petition();
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1400"><rect width="1000" height="1400" fill="#fff"/><rect x="100" y="200" width="400" height="60" fill="#c00"/><rect x="100" y="900" width="400" height="60" fill="#00c"/></svg>`;
      const page = await sharp(Buffer.from(svg))
        .withExif({ IFD0: { Artist: 'Kin Dao' } })
        .jpeg()
        .toBuffer();
      const sent = () => upload('trang 1.jpg', 'jpeg', page);
      const box = { x: 0.08, y: 0.12, width: 0.5, height: 0.1 };
      await expect(redact(id, [{ uploadId: await sent(), boxes: [] }])).rejects.toMatchObject({
        error: { code: 'petitions.nothing_blacked' },
      });
      const half = await upload('trang 2.jpg', 'jpeg', page.subarray(0, page.length / 2));
      await expect(redact(id, [{ uploadId: half, boxes: [box] }])).rejects.toMatchObject({ error: { code: 'petitions.page_unreadable' } });
      // Of a refused one no picture lies about either.
      const pictures = () => office.store.db.prepare('SELECT (SELECT count(*) FROM upload) + (SELECT count(*) FROM blob)').pluck().get();
      expect(pictures()).toBe(0);
      const made = await redact(id, [{ uploadId: await sent(), boxes: [box] }]);
      const blob = office.store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(made.fileId) as BlobId;
      const pdf = await office.store.vault.readAll(blob);
      expect(textOf(pdf).trim()).toBe('');
      expect(Buffer.from(pdf).toString('latin1')).not.toContain('Kin Dao');
      const dir = mkdtempSync(join(tmpdir(), 'tvt-redact-'));
      try {
        writeFileSync(join(dir, 'a.pdf'), pdf);
        if (has('qpdf')) {
          // Nothing but pictures: no text, no font, no attachment, no metadata of the original, unpacked too.
          execFileSync('qpdf', ['--check', join(dir, 'a.pdf')]);
          execFileSync('qpdf', ['--qdf', '--object-streams=disable', join(dir, 'a.pdf'), join(dir, 'q.pdf')]);
          const inside = readFileSync(join(dir, 'q.pdf'), 'latin1');
          for (const word of ['Kin Dao', '/Font', '/EmbeddedFile', '/Metadata', '/Annots', '/OCG', 'Exif'])
            expect([word, inside.includes(word)]).toEqual([word, false]);
        }
        execFileSync('pdftoppm', ['-r', '72', '-png', join(dir, 'a.pdf'), join(dir, 'p')]);
        const shown = sharp(join(dir, 'p-1.png'));
        const { width = 0, height = 0 } = await shown.metadata();
        const dot = async (x: number, y: number): Promise<number[]> => [
          ...(await sharp(join(dir, 'p-1.png'))
            .extract({ left: Math.floor(x * width), top: Math.floor(y * height), width: 1, height: 1 })
            .removeAlpha()
            .raw()
            .toBuffer()),
        ];
        expect(Math.max(...(await dot(0.3, 0.165)))).toBeLessThan(12);
        expect((await dot(0.3, 0.66))[2]).toBeGreaterThan(150);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
      // Its pictures are gone, and anyone at the desk may hand it on.
      expect(office.store.db.prepare('SELECT count(*) FROM upload').pluck().get()).toBe(0);
      expect(new PetitionFiles(office.store).admits({ fileId: made.fileId }, office.person('Ai Khác', 'clerk').personId)).toBe(true);
    },
  );
});
