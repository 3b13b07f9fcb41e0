/** Several people at one workstation that serves several organs: the real processes, asked as a page would ask. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { InputOf } from '../../src/contract/wire.ts';
import { setUp } from '../faults/journey.ts';
import { codeOf } from '../token/process.ts';

const PARTY = 'H99.2.77';
let dir: string;
let desk: Desk;
const MINE = newPassphrase();
const THEIRS = 'vườn cây bên suối';
const unlock = (more: Partial<InputOf<PageCalls['session.unlock']>>) =>
  desk.call['session.unlock']({ mode: 'training', way: 'passphrase', ...more });
/** Wrong tries wait: said, not slept. */
const afterWait = (more: Parameters<typeof unlock>[0]) =>
  desk.until('the wait after a wrong try', 10_000, async () => {
    try {
      return await unlock(more);
    } catch (error) {
      if (String(error).includes('accounts.wait')) return undefined;
      throw error;
    }
  });
const paper = (subject: string) =>
  desk.call['incoming.createPaper']({
    channel: 'post',
    sender: 'Sở Nội vụ tỉnh Mẫu',
    number: '12',
    notation: subject.length.toString(),
    typeName: 'Công văn',
    subject,
    signer: '',
    priority: 0,
    uploadIds: [],
    register: true,
    notDuplicate: true,
  });
const draft = () =>
  desk.call['outgoing.saveDraft']({
    ...{ typeName: 'Công văn', subject: 'V/v thử', content: '', competence: '', signerPosition: '', signer: '', priority: 0 },
    ...{ toPlaces: [], recipients: [{ name: 'Sở Nội vụ tỉnh Mẫu' }], uploadIds: [] },
  });
const open = (): Desk => openDesk({ profilesDir: join(dir, 'profiles'), documents: 0, autoReply: false });
let clerk: string;
let partyClerk: string;
let officer: string;
let ownDocument: string;
let partyDocument: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tram-people-'));
  desk = open();
  await setUp(desk, MINE);
  clerk = (await desk.call['app.state']({})).me?.id ?? '';
}, 60_000);
vi.setConfig({ testTimeout: 120_000 });
afterAll(async () => {
  await desk.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('several organs and people', () => {
  test('another organ comes with its own books, which count for themselves', async () => {
    const before = (await desk.call['registers.books']({})).books;
    await desk.call['office.addOrgan']({
      ...{ organId: PARTY, name: 'Đảng ủy xã Ví Dụ', parentName: 'Tỉnh ủy Mẫu', place: 'Ví Dụ', abbreviation: 'ĐU', kind: 'party' },
      ...{ leaderName: '', leaderPosition: '', firstIncoming: 41, firstOutgoing: 7, term: { from: '2025-01-01', to: '2030-12-31' } },
    });
    const again = {
      organId: PARTY,
      name: 'x',
      parentName: '',
      place: '',
      abbreviation: 'x',
      kind: 'party',
      leaderName: '',
      leaderPosition: '',
    } as const;
    expect(await codeOf(desk.call['office.addOrgan']({ ...again, firstIncoming: 1, firstOutgoing: 1 }))).toBe('organs.exists');
    expect(await codeOf(desk.call['office.addOrgan']({ ...again, organId: 'H51.2', firstIncoming: 1, firstOutgoing: 1 }))).toMatch(
      /^axis\.real_organ/,
    );
    ownDocument = (await paper('Văn bản của ủy ban')).id;
    await desk.call['session.chooseOrgan']({ organId: PARTY });
    const { books } = await desk.call['registers.books']({});
    expect(books.map((b) => b.nextNumber)).toEqual([41, 7]);
    expect(before.some((b) => books.some((other) => other.id === b.id))).toBe(false);
    const made = await paper('Văn bản của đảng ủy');
    partyDocument = made.id;
    expect(made.arrivalNumber).toBe(41);
    const { rows, total, counts } = await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 50 });
    expect([rows.map((r) => r.id), total, counts.registered]).toEqual([[partyDocument], 1, 1]);
    const found = await desk.call['incoming.list']({ states: [], text: 'van ban cua', offset: 0, limit: 50 });
    expect(found.rows.map((r) => r.id)).toEqual([partyDocument]);
    const outgoing = await draft();
    expect((await desk.call['outgoing.nextNumber']({ id: outgoing.id })).code).toBe('07-CV/ĐU');
  });

  test('people are added with a passphrase of their own, or without a screen here', async () => {
    const facts = { position: 'Văn thư Đảng ủy', roles: ['clerk', 'officer'] as ('clerk' | 'officer')[], organs: [PARTY] };
    expect(await codeOf(desk.call['people.save']({ name: 'Lê Thị Thử', ...facts, passphrase: 'ngắn' }))).toBe('accounts.passphrase_short');
    expect(await codeOf(desk.call['people.save']({ name: 'Lê Thị Thử', ...facts, passphrase: MINE }))).toBe('accounts.passphrase_unusable');
    expect((await desk.call['people.list']({ ended: true })).people).toHaveLength(1);
    partyClerk = (await desk.call['people.save']({ name: 'Lê Thị Thử', ...facts, passphrase: THEIRS })).id;
    officer = (await desk.call['people.save']({ name: 'Phạm Văn Ví', position: 'Công chức', roles: ['officer'] })).id;
    const { people } = await desk.call['people.list']({ ended: false });
    expect(people.map((p) => [p.name, p.ways, p.me])).toEqual([
      [expect.any(String), ['passphrase'], true],
      ['Lê Thị Thử', ['passphrase'], false],
      ['Phạm Văn Ví', [], false],
    ]);
  });

  test('what somebody without a screen did is entered by the clerk, and both names stand in the history', async () => {
    const act = { id: partyDocument, text: 'Đã dự thảo trả lời', onBehalf: { personId: officer, slipDate: '2026-03-02' } };
    expect(
      await codeOf(desk.call['incoming.progress']({ ...act, onBehalf: { personId: clerk.replace(/.$/, (c) => (c === '0' ? '1' : '0')) } })),
    ).not.toBe('no error');
    await desk.call['incoming.instruct']({
      ...{ id: partyDocument, leader: 'Nguyễn Văn Mẫu', text: 'Giao xử lý', lead: 'Phạm Văn Ví', coHandlers: [], slipDate: '2026-03-01' },
    });
    await desk.call['incoming.progress'](act);
    const { history } = await desk.call['incoming.get']({ id: partyDocument });
    expect(history.at(-1)).toMatchObject({ for: 'Phạm Văn Ví', slipDate: '2026-03-02' });
    expect(history.at(-1)?.by).not.toBe('Phạm Văn Ví');
    const leaderOnly = { ...act, onBehalf: { personId: officer } };
    expect(
      await codeOf(desk.call['incoming.instruct']({ ...leaderOnly, leader: 'x', lead: 'y', coHandlers: [], slipDate: '2026-03-01' })),
    ).toBe('accounts.behalf_role');
  });

  test('the screen locks, names are there to choose from, and each comes in as themselves', async () => {
    const locked = await desk.call['session.lock']({});
    expect(locked.phase).toBe('locked');
    expect(locked.me).toBeUndefined();
    expect(locked.profiles[0]?.people.map((p) => p.name)).toEqual([expect.any(String), 'Lê Thị Thử']);
    expect(await codeOf(desk.call['incoming.get']({ id: partyDocument }))).toBe('session.locked');
    expect(await codeOf(unlock({ secret: THEIRS }))).toBe('accounts.choose_person');
    const wrong = [
      await codeOf(unlock({ secret: THEIRS, personId: clerk })),
      await codeOf(unlock({ secret: MINE, personId: partyClerk })),
      await codeOf(unlock({ secret: 'không có gì cả', way: 'recovery' })),
      await codeOf(unlock({ secret: MINE, personId: officer })),
    ];
    expect(new Set(wrong)).toEqual(new Set(['accounts.way_in_refused']));
    const state = await afterWait({ secret: THEIRS, personId: partyClerk });
    expect(state.me).toMatchObject({ id: partyClerk, name: 'Lê Thị Thử', roles: ['clerk', 'officer'] });
    expect(state.organs?.map((o) => o.organId)).toEqual([PARTY]);
  });

  test('a person sees and does only what their organs allow: by id, in lists, in books, in files', async () => {
    const { rows } = await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 50 });
    expect(rows.map((r) => r.id)).toEqual([partyDocument]);
    expect((await desk.call['registers.books']({})).books.map((b) => b.nextNumber)).toEqual([42, 7]);
    expect((await desk.call['office.organs']({})).organs.map((o) => o.organId)).toEqual([PARTY]);
    for (const refused of [
      () => desk.call['incoming.get']({ id: ownDocument }),
      () => desk.call['incoming.finish']({ ids: [partyDocument, ownDocument], outcome: 'done' }),
      () =>
        desk.call['outgoing.saveDraft']({
          ...{ typeName: 'Công văn', subject: 'V/v thử', content: '', competence: '', signerPosition: '', signer: '', priority: 0 },
          ...{ toPlaces: [], recipients: [], uploadIds: [], replyToId: ownDocument },
        }),
      () => desk.call['session.chooseOrgan']({ organId: 'H99.242' }),
    ])
      expect(await codeOf(refused())).toBe('session.other_organ');
    for (const refused of [
      () => desk.call['people.end']({ id: clerk }),
      () =>
        desk.call['office.addOrgan']({
          ...{ organId: 'H99.2.78', name: 'x', parentName: '', place: '', abbreviation: 'x', kind: 'front' },
          ...{ leaderName: '', leaderPosition: '', firstIncoming: 1, firstOutgoing: 1 },
        }),
      () => desk.call['rekey.begin']({ way: 'passphrase', secret: THEIRS }),
    ])
      expect(await codeOf(refused())).toBe('session.not_allowed');
  });

  test('one changes one’s own passphrase, asked for the old one; too many wrong ones lock the screen', async () => {
    const next = 'ruộng bậc thang mùa nước';
    expect(await codeOf(desk.call['ways.setPassphrase']({ secret: MINE, passphrase: next }))).toBe('accounts.way_in_refused');
    await desk.call['ways.setPassphrase']({ secret: THEIRS, passphrase: next });
    for (let i = 0; i < 5; i++) await codeOf(desk.call['ways.setPassphrase']({ secret: 'sai rồi sai nữa', passphrase: THEIRS }));
    expect((await desk.call['app.state']({})).phase).toBe('locked');
    expect(await codeOf(unlock({ secret: THEIRS, personId: partyClerk }))).toBe('accounts.way_in_refused');
    expect((await afterWait({ secret: next, personId: partyClerk })).phase).toBe('ready');
  });

  test('who ends acts here no more, at once and after a restart; what they did stays', async () => {
    await desk.call['session.lock']({});
    await afterWait({ secret: MINE, personId: clerk });
    expect(await codeOf(desk.call['people.end']({ id: clerk }))).toBe('accounts.last_administrator');
    await desk.call['people.end']({ id: partyClerk });
    expect((await desk.call['people.list']({ ended: true })).people.find((p) => p.id === partyClerk)?.endedAt).toBeTypeOf('number');
    await desk.stop();
    // One damaged copy of the key file locks nobody out.
    const keys = join(dir, 'profiles', 'training', 'keys.json');
    writeFileSync(keys, readFileSync(keys, 'utf8').slice(0, 300));
    desk = open();
    expect(await codeOf(unlock({ secret: 'ruộng bậc thang mùa nước' }))).toBe('accounts.way_in_refused');
    const state = await afterWait({ secret: MINE });
    expect(state.me?.id).toBe(clerk);
    expect((await desk.call['ways.list']({})).keysMended).toBe(true);
    expect(JSON.parse(readFileSync(keys, 'utf8')).format).toBe(2);
  });
});

describe('another key for the store', () => {
  test('needs a right secret, ends the sessions, and brings the administrator back to the same desk', async () => {
    expect(await codeOf(desk.call['rekey.begin']({ way: 'passphrase', secret: 'sai cụm mật khẩu' }))).toBe('accounts.way_in_refused');
    const before = readFileSync(join(dir, 'profiles', 'training', 'store.check'), 'utf8');
    await desk.until('the wait after a wrong try', 10_000, async () => {
      const code = await codeOf(desk.call['rekey.begin']({ way: 'passphrase', secret: MINE }));
      return code === 'accounts.wait' ? undefined : code;
    });
    const state = await desk.until('the new copy in its place', 60_000, async () => {
      const now = await desk.call['app.state']({});
      return now.rekey === undefined && now.phase === 'ready' ? now : undefined;
    });
    expect(state.me?.id).toBe(clerk);
    expect((await desk.call['rekey.state']({})).last).toMatchObject({ carried: 0 });
    expect((await desk.call['rekey.state']({})).last?.error).toBeUndefined();
    expect(readFileSync(join(dir, 'profiles', 'training', 'store.check'), 'utf8')).not.toBe(before);
    expect((await desk.call['incoming.get']({ id: ownDocument })).subject).toBe('Văn bản của ủy ban');
    expect((await desk.call['exchange.status']({})).line.kind).not.toBe(undefined);
    // The lists follow the organ in which the person worked.
    expect((await paper('Sau khi thay khóa')).arrivalNumber).toBeGreaterThan(1);
  });
});
