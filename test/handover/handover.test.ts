/** The desk is handed over between machines with profiles as they really are: key files, vaults, backups on a disk in between. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMachineKey, createPerson, type OpenProfile, openProfile, prepareProfile } from '../../src/core/accounts/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import { createPaper } from '../../src/core/documents/index.ts';
import { Handover, printMinutes } from '../../src/core/handover/index.ts';
import { Maintenance } from '../../src/core/maintenance/index.ts';
import { claimByDeclaration, claimByTicket, confirmBook, finish, hasTicket, reconciliationView } from '../../src/core/reconcile/index.ts';
import { knowStore } from '../../src/core/reconcile/know.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import { findBackups, readManifest, stageBackup, switchIn } from '../../src/core/store/backup/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import type { Machine } from '../../src/core/store/right.ts';
import type { Store } from '../../src/core/store/types.ts';
import { putReconciliation, reconciliation, standsStill } from '../../src/core/store/waiting.ts';
import { hasPdfText } from './pdfText.ts';

const PASSPHRASE = 'mot hai ba bon nam';
/** As cheap as scrypt goes. */
const COST = 1024;
const ORGAN = 'H99.242';
const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk', 'administrator'] };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let root: string;
let usb: string;
let open: Desk[];
/** People whose sessions were told. */
let ended: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tvt-handover-'));
  usb = join(root, 'usb');
  mkdirSync(usb);
  open = [];
  ended = [];
});
afterEach(async () => {
  for (const desk of open) await desk.close();
  rmSync(root, { recursive: true, force: true });
});

interface Desk {
  readonly store: Store;
  readonly handover: Handover;
  readonly maintenance: Maintenance;
  readonly profile: OpenProfile;
  readonly machine: Machine;
  readonly dir: string;
  close(): Promise<void>;
}
const profileOf = (pc: string): string => join(root, pc, 'profile');

/** The workstation of a machine, as its core opens it. */
async function start(pc: string): Promise<Desk> {
  const profile = await openProfile({ dir: profileOf(pc), clock: systemClock, way: 'passphrase', secret: PASSPHRASE, scryptCost: COST });
  return deskOf(pc, profile, false);
}
function deskOf(pc: string, profile: OpenProfile, fresh: boolean): Desk {
  const { dir, keys, workstationId } = profile;
  const store = openStore({ dir, keys, clock: systemClock, workstationId });
  const { mark, machine } = knowStore(store, dir, join(root, pc, 'machine'), fresh, quiet);
  if (!mark || !machine) throw new Error('a machine remembers');
  const maintenance = new Maintenance({ store, mode: 'training', log: quiet, profile });
  const handover = new Handover({
    store,
    maintenance,
    profile,
    machine,
    log: quiet,
    changed: () => undefined,
    personChanged: (id) => ended.push(id),
  });
  const desk: Desk = {
    store,
    handover,
    maintenance,
    profile,
    machine,
    dir,
    async close() {
      if (!store.db.open) return;
      await maintenance.close();
      mark.advance();
      mark.close();
      store.close();
      profile.close();
    },
  };
  open.push(desk);
  return desk;
}
async function setUp(pc: string): Promise<Desk> {
  const prepared = await prepareProfile({
    dir: profileOf(pc),
    mode: 'training',
    clock: systemClock,
    passphrase: PASSPHRASE,
    scryptCost: COST,
  });
  const profile = await prepared.confirm(prepared.recoveryCode, ({ keys, workstationId }) => {
    const store = openStore({ dir: profileOf(pc), keys, clock: systemClock, create: true, workstationId });
    store.tx(() => {
      store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(ORGAN);
      createPerson(store, { name: CLERK.name, position: 'Văn thư', roles: ['clerk', 'administrator'], id: prepared.personId });
      openDefaultBooks(store, ORGAN, 'UBND');
      createMachineKey(store);
    });
    store.close();
  });
  const desk = deskOf(pc, profile, true);
  desk.maintenance.addTarget(CLERK, usb);
  return desk;
}
let papers = 0;
const register = ({ store }: Desk): number | undefined =>
  createPaper(store, CLERK, {
    organId: ORGAN,
    channel: 'post',
    sender: 'Sở Mẫu',
    number: String(++papers),
    notation: 'SM',
    typeName: 'Công văn',
    subject: `Văn bản ${papers}`,
    signer: '',
    priority: 0,
    uploadIds: [],
    register: true,
    notDuplicate: true,
  }).arrivalNumber;
const place = (desk: Desk): string => desk.handover.state().places[0]?.id ?? '';

async function giveTo(desk: Desk, takerName: string): Promise<void> {
  await desk.handover.begin(CLERK, {
    kind: 'machine',
    placeId: place(desk),
    basis: 'Quyết định số 12/QĐ-UBND',
    takerName,
    items: '02 USB ký số',
  }).ended;
  expect(desk.handover.state()).toMatchObject({ right: 'given', to: takerName });
  expect(desk.handover.state().rows[0]).toMatchObject({ state: 'done', taker: takerName });
}
async function backUp({ maintenance }: Desk): Promise<void> {
  maintenance.startBackup(CLERK);
  await vi.waitFor(() => expect(maintenance.state().job).toBeUndefined(), 20_000);
}
const backups = (): string[] => findBackups(usb);
async function restore(pc: string, generation: string): Promise<Desk> {
  const profile = await openProfile({
    dir: generationKeys(generation),
    clock: systemClock,
    way: 'passphrase',
    secret: PASSPHRASE,
    scryptCost: COST,
  });
  await stageBackup({ generation, keys: profile.keys, dir: profileOf(pc), mode: 'training', now: Date.now() });
  profile.close();
  switchIn(profileOf(pc), Date.now());
  return start(pc);
}
/** A copy of a backup's key file: opening counts tries in it. */
function generationKeys(generation: string): string {
  const dir = mkdtempSync(join(root, 'keys-'));
  cpSync(join(generation, 'keys.json'), join(dir, 'keys.json'));
  return dir;
}
/** As after asking the axis, which has nothing here. */
function reconcile({ store }: Desk): void {
  const state = reconciliation(store);
  if (!state) throw new Error('does not wait');
  store.tx(() => putReconciliation(store, { ...state, compared: { at: 1, found: 0, unknown: 0, listed: 0 } }));
  for (const { bookId, period, series, seen } of reconciliationView(store)?.books ?? [])
    confirmBook(store, CLERK, { bookId, period, series, last: seen });
  finish(store, CLERK);
}
const claim = (desk: Desk, text?: string): void =>
  claimByTicket(desk.store, { machine: desk.machine, dir: desk.dir, keys: desk.profile.keys }, CLERK, text);
const declare = (desk: Desk): void =>
  claimByDeclaration(desk.store, { machine: desk.machine, dir: desk.dir, keys: desk.profile.keys }, CLERK, {
    reason: 'Máy cũ cháy ổ',
    allowedBy: 'Chủ tịch',
  });

describe('the desk handed over to another machine', () => {
  it('goes on there with the next number, and the old machine gives none, whichever backup comes back to it', async () => {
    const old = await setUp('cu');
    expect([register(old), register(old)]).toEqual([1, 2]);
    await backUp(old);
    // A second disk that never hears of the handover.
    const drawer = join(root, 'ngan-keo');
    cpSync(usb, drawer, { recursive: true });
    const [before] = findBackups(drawer);
    const oldProfile = join(root, 'ban-chep-tay');
    cpSync(profileOf('cu'), oldProfile, { recursive: true });
    expect(register(old)).toBe(3);
    await giveTo(old, 'Máy mới');
    expect(() => register(old)).toThrow('handover.given');
    expect(standsStill(old.store)).toBe(true);
    const ofHandover = backups().find((path) => readManifest(path).reason === 'handover') ?? '';
    expect(existsSync(join(ofHandover, 'ban-giao.json'))).toBe(true);

    const fresh = await restore('moi', ofHandover);
    expect(() => register(fresh)).toThrow('reconcile.first');
    expect(() => reconcile(fresh)).toThrow('handover.claim_first');
    expect(() => declare(fresh)).toThrow('handover.only_ticket');
    claim(fresh);
    reconcile(fresh);
    expect(register(fresh)).toBe(4);

    // The disk was lost on the way: once more, for the same machine.
    await old.handover.resume(CLERK, place(old)).ended;
    expect(backups().filter((path) => existsSync(join(path, 'ban-giao.json')))).toHaveLength(2);

    // The old machine as it stands, with its old backup, with a copy of its old folder, with the handover's own backup.
    await old.close();
    const asItStands = await start('cu');
    expect(() => register(asItStands)).toThrow('handover.given');
    await asItStands.close();
    for (const generation of [before ?? '', ofHandover]) {
      const back = await restore('cu', generation);
      expect(() => register(back)).toThrow('reconcile.first');
      expect(() => claim(back, readFileSync(join(ofHandover, 'ban-giao.json'), 'utf8'))).toThrow(
        /handover.ticket_old|reconcile.not_needed/,
      );
      expect(() => declare(back)).toThrow(/handover.gave_away|reconcile.not_needed/);
      expect(() => back.handover.abandon(CLERK)).toThrow('handover.none_under_way');
      expect(() => {
        reconcile(back);
        register(back);
      }).toThrow(/handover.(gave_away|given)/);
      await back.close();
    }
    rmSync(profileOf('cu'), { recursive: true });
    cpSync(oldProfile, profileOf('cu'), { recursive: true });
    const byHand = await start('cu');
    expect(() => reconcile(byHand)).toThrow('handover.gave_away');
    expect(() => register(byHand)).toThrow('reconcile.first');
  });

  it('is not taken back by an old backup even on a machine that was wiped: the disk with the backups knows', async () => {
    const old = await setUp('cu');
    register(old);
    await backUp(old);
    await giveTo(old, 'Máy mới');
    await old.close();
    rmSync(join(root, 'cu'), { recursive: true });
    const back = await restore('cu', backups()[0] ?? '');
    expect(() => declare(back)).toThrow('handover.gave_away');
    expect(() => reconcile(back)).toThrow('handover.gave_away');
  });

  it('comes back to the old machine by a handover of its own', async () => {
    const old = await setUp('cu');
    register(old);
    await giveTo(old, 'Máy mới');
    await old.close();
    const fresh = await restore('moi', backups().at(-1) ?? '');
    claim(fresh);
    reconcile(fresh);
    expect(register(fresh)).toBe(2);
    await giveTo(fresh, 'Máy cũ');
    await fresh.close();
    const again = await restore('cu', backups().at(-1) ?? '');
    claim(again);
    reconcile(again);
    expect(register(again)).toBe(3);
    await again.close();
    // And the second one does not follow it with what it has.
    const left = await start('moi');
    expect(() => register(left)).toThrow('handover.given');
  });

  it('is nobody’s without its file, and a file that was changed or is another store’s opens nothing', async () => {
    const old = await setUp('cu');
    await giveTo(old, 'Máy mới');
    const last = backups().at(-1) ?? '';
    const ticket = readFileSync(join(last, 'ban-giao.json'), 'utf8');
    rmSync(join(last, 'ban-giao.json'));
    const fresh = await restore('moi', last);
    expect(hasTicket(fresh.dir)).toBe(false);
    expect(() => claim(fresh)).toThrow('handover.no_ticket');
    expect(() => claim(fresh, ticket.replace('"epoch": 2', '"epoch": 3'))).toThrow('handover.ticket_damaged');
    expect(() => claim(fresh, '{')).toThrow('handover.ticket_damaged');
    claim(fresh, ticket);
    reconcile(fresh);
    expect(register(fresh)).toBe(1);
  });

  it('gives nothing when its backup fails, and works on', async () => {
    const old = await setUp('cu');
    const { ended } = old.handover.begin(CLERK, { kind: 'machine', placeId: place(old), basis: 'QĐ 1', takerName: 'Máy mới', items: '' });
    expect(() => register(old)).toThrow('handover.under_way');
    old.maintenance.cancel();
    await ended;
    expect(old.handover.state()).toMatchObject({ right: 'held', rows: [{ state: 'abandoned', error: { code: 'backup.cancelled' } }] });
    expect(register(old)).toBe(1);
    expect(backups()).toEqual([]);
  });

  it('broken off by the end of the machine stands still until it is carried on or given up', async () => {
    const old = await setUp('cu');
    old.store.tx(() => {
      old.store.db
        .prepare(
          `INSERT INTO handover (id, kind, state, begun_at, giver_name, taker_name, basis, minutes, seq) VALUES (?, 'machine', 'under_way', 1, 'a', 'Máy mới', 'QĐ', '{}', ?)`,
        )
        .run(old.store.newId(), old.store.nextSeq());
      old.store.setSetting(
        'numbering_right',
        JSON.stringify({ epoch: 1, state: 'giving', machineId: old.machine.id, at: 1, to: 'Máy mới' }),
      );
    });
    await old.close();
    const again = await start('cu');
    expect(() => register(again)).toThrow('handover.under_way');
    again.handover.abandon(CLERK);
    expect(register(again)).toBe(1);
    await giveTo(again, 'Máy mới');
    expect(() => again.handover.abandon(CLERK)).toThrow('handover.none_under_way');
  });
});

describe('a machine that is gone', () => {
  it('is replaced from its backup on somebody’s word; what it wrote down says who', async () => {
    const old = await setUp('cu');
    register(old);
    await backUp(old);
    await old.close();
    const fresh = await restore('moi', backups()[0] ?? '');
    expect(() => reconcile(fresh)).toThrow('handover.claim_first');
    declare(fresh);
    reconcile(fresh);
    expect(register(fresh)).toBe(2);
    const row = fresh.store.db.prepare(`SELECT person, result FROM audit WHERE act = 'handover.declare'`).get();
    expect(row).toEqual({ person: CLERK.name, result: 'Máy cũ cháy ổ – Chủ tịch' });
  });
  it('restored on itself needs nobody’s word', async () => {
    const old = await setUp('cu');
    register(old);
    await backUp(old);
    await old.close();
    const back = await restore('cu', backups()[0] ?? '');
    reconcile(back);
    expect(register(back)).toBe(2);
  });
});

describe('the desk handed over to another person', () => {
  it('moves access after a proved backup: the taker acts, the giver has ended and opens nothing', async () => {
    const old = await setUp('cu');
    const { store } = old;
    const [giver] = old.handover.state().people;
    const taker = store.tx(() => createPerson(store, { name: 'Trần Văn Mẫu', roles: ['officer'] }));
    const wish = { kind: 'clerk', placeId: place(old), basis: 'QĐ 5', giverId: giver?.id ?? '', takerId: taker.id, items: '' } as const;
    expect(() => old.handover.begin(CLERK, wish)).toThrow('handover.no_administrator');
    store.tx(() => store.db.prepare('UPDATE person SET roles = ? WHERE id = ?').run('["officer","administrator"]', taker.id));
    expect(() => old.handover.begin(CLERK, wish)).toThrow('handover.taker_without_way');
    expect(() => old.handover.begin(CLERK, { ...wish, takerId: giver?.id ?? '' })).toThrow('handover.same_person');
    const { addWayIn } = await import('../../src/core/accounts/index.ts');
    await addWayIn(old.profile, { way: 'passphrase', passphrase: 'nam bon ba hai mot' }, { cost: COST, personId: taker.id });
    await old.handover.begin(CLERK, wish).ended;
    expect(old.handover.state().rows[0]).toMatchObject({ state: 'done', giver: CLERK.name, taker: 'Trần Văn Mẫu', backup: { files: 0 } });
    expect(ended).toEqual([giver?.id, taker.id]);
    const people = old.handover.state().people;
    expect(people.find((one) => one.id === giver?.id)).toMatchObject({ ended: true });
    expect(people.find((one) => one.id === taker.id)).toMatchObject({
      ended: false,
      roles: expect.arrayContaining(['clerk', 'administrator']),
    });
    expect(register(old)).toBe(1);
    await old.close();
    await expect(start('cu').then(() => 'opened')).rejects.toThrow('accounts.way_in_refused');
    // Nor does the newest backup let the giver in.
    const keys = generationKeys(backups().at(-1) ?? '');
    await expect(openProfile({ dir: keys, clock: systemClock, way: 'passphrase', secret: PASSPHRASE, scryptCost: COST })).rejects.toThrow(
      'accounts.way_in_refused',
    );
  });

  it('has minutes to be signed: the books’ last numbers, what is undone, what waits, the backup', async () => {
    const old = await setUp('cu');
    register(old);
    register(old);
    await giveTo(old, 'Máy mới');
    const [row] = old.handover.state().rows;
    const { minutes, items } = old.handover.printed(row?.id ?? '');
    expect(minutes).toMatchObject({ openIncoming: 2, books: expect.arrayContaining([expect.objectContaining({ last: 2, used: 2 })]) });
    const font = (name: string) => readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'fonts', `Tinos-${name}.ttf`));
    const pdf = await printMinutes(
      {
        kind: 'machine',
        giver: row?.giver ?? '',
        taker: 'Máy mới',
        basis: row?.basis ?? '',
        items,
        minutes,
        done: true,
        ...(row?.backup ? { backup: row.backup } : {}),
      },
      {
        officeName: 'UBND xã Ví Dụ',
        parentName: 'UBND tỉnh Mẫu',
        place: 'Ví Dụ',
        fonts: { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') },
      },
    );
    for (const words of ['BIÊN BẢN BÀN GIAO CÔNG VIỆC VĂN THƯ', 'số cuối 2', '02 USB ký số', 'đã đọc lại toàn bộ']) {
      expect(await hasPdfText(pdf, words)).toBe(true);
    }
  });
});
