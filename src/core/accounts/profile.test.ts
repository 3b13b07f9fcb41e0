import { createCipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { openStore } from '../store/index.ts';
import {
  addWayIn,
  giveWaysTo,
  keepNames,
  listProfiles,
  listWaysIn,
  type OpenProfile,
  type OpenProfileOptions,
  type OsKeyStore,
  openProfile,
  prepareProfile,
  prepareRecoveryCode,
  readNames,
  removeWayIn,
  removeWaysOf,
  replaceWayIn,
} from './index.ts';

const COST = 2 ** 10;
const PASSPHRASE = 'cánh đồng lúa chín';

let root: string;
let dir: string;
let now: number;
const clock: Clock = { now: () => now, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) };
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tvt-accounts-'));
  dir = join(root, 'training');
  now = 1_770_000_000_000;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Stands for the operating system's key store: what one user wrapped, only that user unwraps. */
function osKeyStore(user = randomBytes(32)): OsKeyStore {
  const mix = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => byte ^ (user[i % 32] ?? 0));
  return { available: true, wrap: async (plain) => mix(plain), unwrap: async (wrapped) => mix(wrapped) };
}
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'nothing refused',
    (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
  );
async function setUp(
  more: { osKeyStore?: OsKeyStore; passphrase?: string } = { passphrase: PASSPHRASE },
  mode: 'training' | 'real' = 'training',
) {
  const at = join(root, mode);
  const prepared = await prepareProfile({ dir: at, mode, clock, scryptCost: COST, ...more });
  const profile = await prepared.confirm(prepared.recoveryCode, (p) => {
    openStore({ dir: at, keys: p.keys, clock, create: true, workstationId: p.workstationId }).close();
  });
  return { profile, recoveryCode: prepared.recoveryCode };
}
const opensStore = (profile: OpenProfile): void => {
  const store = openStore({ dir: profile.dir, keys: profile.keys, clock, workstationId: profile.workstationId });
  store.close();
};
const pass = (secret: string, more: Partial<OpenProfileOptions> = {}) =>
  openProfile({ dir, clock, way: 'passphrase', secret, scryptCost: COST, ...more });
/** What someone could do who knows how the file is made. */
function tamper(change: (file: Record<string, unknown>) => Record<string, unknown>): void {
  const { sum: _, ...file } = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8')) as Record<string, unknown>;
  const next = change(file);
  const sum = createHash('sha256').update(JSON.stringify(next)).digest('hex');
  for (const name of ['keys.json', 'keys-2.json']) writeFileSync(join(dir, name), JSON.stringify({ ...next, sum }));
}
const wayId = (profile: OpenProfile, way: string): string => listWaysIn(profile).find((w) => w.way === way)?.id ?? '';

describe('setting up', () => {
  it('writes nothing before the recovery code was typed back', async () => {
    const prepared = await prepareProfile({ dir, mode: 'training', clock, passphrase: PASSPHRASE, scryptCost: COST });
    expect(await codeOf(prepared.confirm('ABCD-EFGH'))).toBe('accounts.recovery_code_differs');
    expect(existsSync(dir)).toBe(false);
    expect(listProfiles(root)).toEqual([]);
    const typed = ` ${prepared.recoveryCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    await prepared.confirm(typed);
    expect(listProfiles(root)).toEqual([{ mode: 'training', dir, officeName: '', waysIn: ['passphrase', 'recovery'] }]);
  });

  it('needs a passphrase of ten characters where there is no key store of the system', async () => {
    const prepare = (more: object) => codeOf(prepareProfile({ dir, mode: 'training', clock, scryptCost: COST, ...more }));
    expect(await prepare({})).toBe('accounts.passphrase_needed');
    expect(await prepare({ passphrase: 'chín ký tự'.slice(0, 9) })).toBe('accounts.passphrase_short');
    expect(await prepare({ passphrase: 'ế'.normalize('NFD').repeat(9) })).toBe('accounts.passphrase_short');
    expect(await prepare({ osKeyStore: { ...osKeyStore(), available: false } })).toBe('accounts.os_key_store_absent');
  });

  it('never goes over an existing profile, and puts a broken-off set-up aside instead of deleting it', async () => {
    const prepared = await prepareProfile({ dir, mode: 'training', clock, passphrase: PASSPHRASE, scryptCost: COST });
    const brokenOff = prepared.confirm(prepared.recoveryCode, (p) => {
      openStore({ dir, keys: p.keys, clock, create: true }).close();
      throw new Error('the machine ended here');
    });
    await expect(brokenOff).rejects.toThrow('the machine ended here');
    expect(listProfiles(root)).toEqual([]);
    const { profile } = await setUp();
    opensStore(profile);
    expect(existsSync(join(dir, `set-aside-${now}`, 'store.db'))).toBe(true);
    expect(await codeOf(setUp())).toBe('accounts.profile_exists');
  });

  it('does not trust a key store that does not give back what it was given', async () => {
    const forgetful: OsKeyStore = { ...osKeyStore(), unwrap: async () => new Uint8Array(32) };
    expect(await codeOf(setUp({ osKeyStore: forgetful }))).toBe('accounts.way_in_failed');
  });

  it('hardens a passphrase with scrypt N=2^17, r=8, p=1', async () => {
    const prepared = await prepareProfile({ dir, mode: 'training', clock, passphrase: PASSPHRASE });
    await prepared.confirm(prepared.recoveryCode);
    const file = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8'));
    expect(file.ways[0].kdf).toMatchObject({ name: 'scrypt', N: 131072, r: 8, p: 1 });
    opensNothing(file);
    expect((await pass(PASSPHRASE)).mode).toBe('training');
  });
});

/** The file holds the wrappings and no secret. */
function opensNothing(file: unknown): void {
  expect(JSON.stringify(file)).not.toContain(PASSPHRASE);
}

describe('opening', () => {
  it('gives the same keys by every way in', async () => {
    const os = osKeyStore();
    const { profile, recoveryCode } = await setUp({ osKeyStore: os, passphrase: PASSPHRASE });
    const opened = [
      await openProfile({ dir, clock, way: 'os', osKeyStore: os }),
      await pass(PASSPHRASE.normalize('NFD')),
      await openProfile({ dir, clock, way: 'recovery', secret: recoveryCode }),
    ];
    for (const one of opened) {
      expect(Buffer.compare(one.dataKey, profile.dataKey)).toBe(0);
      expect(one.workstationId).toBe(profile.workstationId);
      expect(listWaysIn(profile).map((w) => w.id)).toContain(one.wayId);
      opensStore(one);
    }
  });

  it('recovers a lost account of the operating system with the code', async () => {
    const { recoveryCode } = await setUp({ osKeyStore: osKeyStore() });
    const newUser = osKeyStore();
    expect(await codeOf(openProfile({ dir, clock, way: 'os', osKeyStore: newUser }))).toBe('accounts.way_in_refused');
    const profile = await openProfile({ dir, clock, way: 'recovery', secret: recoveryCode });
    await replaceWayIn(profile, wayId(profile, 'os'), { way: 'os', osKeyStore: newUser });
    opensStore(await openProfile({ dir, clock, way: 'os', osKeyStore: newUser }));
  });

  it('answers every wrong secret alike', async () => {
    const { recoveryCode } = await setUp();
    const later = (): void => {
      now += 61_000;
    };
    const answers = [await codeOf(pass('sai cụm mật khẩu'))];
    later();
    answers.push(await codeOf(openProfile({ dir, clock, way: 'recovery', secret: `0000${recoveryCode.slice(4)}` })));
    later();
    answers.push(await codeOf(openProfile({ dir, clock, way: 'recovery', secret: 'mã gõ sai' })));
    answers.push(await codeOf(openProfile({ dir, clock, way: 'os', osKeyStore: osKeyStore() })));
    answers.push(await codeOf(openProfile({ dir, clock, way: 'os' })));
    expect(new Set(answers)).toEqual(new Set(['accounts.way_in_refused']));
  });

  it('makes wrong tries wait longer each time, also after a restart, and forgets them after a right one', async () => {
    await setUp();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      expect(await codeOf(pass('sai cụm mật khẩu'))).toBe('accounts.way_in_refused');
      const refused = await pass(PASSPHRASE).catch((error: unknown) => error);
      if (!(refused instanceof Failure) || refused.error.code !== 'accounts.wait') throw new Error('the next try did not wait');
      const seconds = Number(refused.error.params?.seconds);
      waits.push(seconds);
      now += seconds * 1000;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect((await pass(PASSPHRASE)).mode).toBe('training');
    expect(await codeOf(pass('sai cụm mật khẩu'))).toBe('accounts.way_in_refused');
    now += 1000;
    expect((await pass(PASSPHRASE)).mode).toBe('training');
  });

  it('counts a try before it is made, so that two at once or a killed one are not free', async () => {
    await setUp();
    const [first, second] = await Promise.all([codeOf(pass('sai cụm mật khẩu')), codeOf(pass('sai cụm khác'))]);
    expect([first, second]).toEqual(['accounts.way_in_refused', 'accounts.wait']);
  });

  it('does not wait for years when the clock is set back', async () => {
    await setUp();
    await codeOf(pass('sai cụm mật khẩu'));
    now -= 365 * 86_400_000;
    expect((await pass(PASSPHRASE)).mode).toBe('training');
  });

  it('opens no wrapping that was moved to another mode or profile', async () => {
    await setUp();
    const { mode, workstationId } = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8'));
    tamper((file) => ({ ...file, mode: 'real' }));
    expect(await codeOf(pass(PASSPHRASE))).toBe('accounts.way_in_refused');
    now += 61_000;
    tamper((file) => ({ ...file, mode, workstationId: '01900000-0000-7000-8000-000000000000' }));
    expect(await codeOf(pass(PASSPHRASE))).toBe('accounts.way_in_refused');
    now += 61_000;
    tamper((file) => ({ ...file, workstationId }));
    expect(await codeOf(pass(PASSPHRASE, { mode: 'real' }))).toBe('accounts.other_mode');
    expect(await codeOf(pass(PASSPHRASE, { dir: `${dir}-gone` }))).toBe('accounts.profile_missing');
    cpSync(dir, join(root, 'real'), { recursive: true });
    expect(listProfiles(root).map((p) => p.mode)).toEqual(['training']);
  });

  it('opens by the second copy where the first is damaged or gone, and makes both whole again', async () => {
    await setUp();
    const whole = readFileSync(join(dir, 'keys.json'), 'utf8');
    for (const [damaged, left] of [
      ['keys.json', '{"format":2'],
      ['keys.json', undefined],
      ['keys-2.json', whole.slice(100)],
    ] as const) {
      if (left === undefined) rmSync(join(dir, damaged));
      else writeFileSync(join(dir, damaged), left);
      expect(listProfiles(root)).toMatchObject([{ waysIn: ['passphrase', 'recovery'] }]);
      opensStore(await pass(PASSPHRASE));
      expect(readFileSync(join(dir, 'keys.json'), 'utf8')).toBe(whole);
      expect(readFileSync(join(dir, 'keys-2.json'), 'utf8')).toBe(whole);
    }
  });

  it('knows a flipped bit inside a wrapping as damage, not as a wrong secret', async () => {
    await setUp();
    const path = join(dir, 'keys.json');
    const text = readFileSync(path, 'utf8');
    const at = text.indexOf('"wrapped": "') + 20;
    writeFileSync(path, text.slice(0, at) + (text.charAt(at) === 'A' ? 'B' : 'A') + text.slice(at + 1));
    opensStore(await pass(PASSPHRASE));
  });

  it('reports two damaged copies and touches nothing', async () => {
    await setUp();
    for (const name of ['keys.json', 'keys-2.json']) writeFileSync(join(dir, name), '{"format":1');
    expect(await codeOf(pass(PASSPHRASE))).toBe('accounts.keys_damaged');
    expect(listProfiles(root)).toMatchObject([{ waysIn: [] }]);
    expect(await codeOf(setUp())).toBe('accounts.profile_exists');
    expect(readFileSync(join(dir, 'keys.json'), 'utf8')).toBe('{"format":1');
  });

  it('hardens a passphrase anew, as it is opened, where today asks for more', async () => {
    await setUp();
    const cost = (): number => JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8')).ways[0].kdf.N;
    const opened = await pass(PASSPHRASE, { scryptCost: COST * 2 });
    expect(cost()).toBe(COST * 2);
    expect(listWaysIn(opened).map((w) => w.id)).toContain(opened.wayId);
    opensStore(await pass(PASSPHRASE, { scryptCost: COST * 2 }));
    // Never weaker than it is.
    await pass(PASSPHRASE);
    expect(cost()).toBe(COST * 2);
  });

  it('leaves no key in memory when it is closed', async () => {
    const { profile } = await setUp();
    profile.close();
    expect(Buffer.from(profile.dataKey).equals(Buffer.alloc(32))).toBe(true);
    expect(Buffer.from(profile.keys.database).equals(Buffer.alloc(32))).toBe(true);
  });
});

describe('changing the ways in', () => {
  it('adds, replaces and removes daily ways; the replaced secret opens nothing any more', async () => {
    const { profile } = await setUp();
    const os = osKeyStore();
    await addWayIn(profile, { way: 'os', osKeyStore: os });
    await replaceWayIn(profile, wayId(profile, 'passphrase'), { way: 'passphrase', passphrase: 'dòng sông quê mẹ' }, COST);
    opensStore(await pass('dòng sông quê mẹ'));
    expect(await codeOf(pass(PASSPHRASE))).toBe('accounts.way_in_refused');
    removeWayIn(profile, wayId(profile, 'passphrase'));
    opensStore(await openProfile({ dir, clock, way: 'os', osKeyStore: os }));
  });

  it('keeps the old way when the new one does not open', async () => {
    const os = osKeyStore();
    const { profile } = await setUp({ osKeyStore: os });
    const broken: OsKeyStore = { ...os, unwrap: async () => Promise.reject(new Error('no')) };
    const id = wayId(profile, 'os');
    expect(await codeOf(replaceWayIn(profile, id, { way: 'os', osKeyStore: broken }))).toBe('accounts.way_in_failed');
    expect(await codeOf(replaceWayIn(profile, id, { way: 'passphrase', passphrase: 'ngắn' }))).toBe('accounts.passphrase_short');
    opensStore(await openProfile({ dir, clock, way: 'os', osKeyStore: os }));
  });

  it('replaces the recovery code only when the new one was typed back, and never removes it', async () => {
    const { profile, recoveryCode } = await setUp();
    const open = (secret: string) => openProfile({ dir, clock, way: 'recovery', secret });
    const fresh = prepareRecoveryCode(profile);
    expect(await codeOf(fresh.confirm(recoveryCode))).toBe('accounts.recovery_code_differs');
    opensStore(await open(recoveryCode));
    await fresh.confirm(fresh.recoveryCode);
    opensStore(await open(fresh.recoveryCode));
    expect(await codeOf(open(recoveryCode))).toBe('accounts.way_in_refused');
    expect(() => removeWayIn(profile, wayId(profile, 'recovery'))).toThrow('accounts.recovery_must_stay');
    expect(() => removeWayIn(profile, wayId(profile, 'passphrase'))).toThrow('accounts.last_daily_way');
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('several people', () => {
  const OTHER = '01900000-0000-7000-8000-00000000000b';
  const THEIRS = 'vườn cây bên suối';

  it('each open by their own passphrase, and it says who came', async () => {
    const { profile } = await setUp();
    await addWayIn(profile, { way: 'passphrase', passphrase: THEIRS }, { personId: OTHER, cost: COST });
    expect((await pass(PASSPHRASE)).personId).toBe(profile.personId);
    expect((await pass(THEIRS)).personId).toBe(OTHER);
    expect((await pass(THEIRS, { personId: OTHER })).personId).toBe(OTHER);
    expect(await codeOf(pass(PASSPHRASE, { personId: OTHER }))).toBe('accounts.way_in_refused');
  });

  it('never have the same passphrase', async () => {
    const { profile } = await setUp();
    const same = addWayIn(profile, { way: 'passphrase', passphrase: PASSPHRASE.normalize('NFD') }, { personId: OTHER, cost: COST });
    expect(await codeOf(same)).toBe('accounts.passphrase_unusable');
    // One's own may stay as it was.
    await replaceWayIn(profile, wayId(profile, 'passphrase'), { way: 'passphrase', passphrase: PASSPHRASE }, COST);
  });

  it('wait for their own wrong tries, and nobody clears those of another', async () => {
    const { profile } = await setUp();
    await addWayIn(profile, { way: 'passphrase', passphrase: THEIRS }, { personId: OTHER, cost: COST });
    const mine = { personId: profile.personId ?? '' };
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(pass('sai cụm mật khẩu', mine))).toBe('accounts.way_in_refused');
      expect((await pass(THEIRS, { personId: OTHER })).personId).toBe(OTHER);
      expect(await codeOf(pass('sai cụm mật khẩu', mine))).toBe('accounts.wait');
      now += 2 ** i * 1000;
    }
  });

  it('lose all their ways when they leave, but never the last way of all', async () => {
    const { profile } = await setUp();
    await addWayIn(profile, { way: 'passphrase', passphrase: THEIRS }, { personId: OTHER, cost: COST });
    await addWayIn(profile, { way: 'os', osKeyStore: osKeyStore() }, { personId: OTHER });
    removeWaysOf(profile, OTHER);
    expect(await codeOf(pass(THEIRS))).toBe('accounts.way_in_refused');
    expect(() => removeWaysOf(profile, profile.personId ?? '')).toThrow('accounts.last_daily_way');
    now += 61_000;
    opensStore(await pass(PASSPHRASE));
  });

  it('are named before the store is open only to this account of the system', async () => {
    const { profile } = await setUp();
    const os = osKeyStore();
    await keepNames(dir, os, { [profile.personId ?? '']: 'Nguyễn Thị Mẫu' });
    expect(readFileSync(join(dir, 'keys.json'), 'utf8')).not.toContain('Mẫu');
    expect(await readNames(dir, os)).toEqual({ [profile.personId ?? '']: 'Nguyễn Thị Mẫu' });
    expect(await readNames(dir, osKeyStore())).toEqual({});
    opensStore(await pass(PASSPHRASE));
  });
});

describe('a key file from before people had ways of their own', () => {
  it('opens, belongs to the first person, and is made anew with a key pair', async () => {
    const { profile } = await setUp();
    const dataKey = new Uint8Array(profile.dataKey);
    const salt = randomBytes(16).toString('base64');
    const id = '01900000-0000-4000-8000-000000000001';
    const kdf = { name: 'scrypt', N: COST, r: 8, p: 1, salt };
    const aad = JSON.stringify([
      'tram-van-thu/way-in',
      1,
      'training',
      profile.workstationId,
      'passphrase',
      id,
      ['scrypt', COST, 8, 1, salt],
      '',
    ]);
    const nonce = randomBytes(12);
    const key = scryptSync('cụm mật khẩu cũ'.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, { N: COST, r: 8, p: 1 });
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(aad));
    const wrapped = Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]).toString('base64');
    rmSync(join(dir, 'keys-2.json'));
    writeFileSync(
      join(dir, 'keys.json'),
      JSON.stringify({
        format: 1,
        mode: 'training',
        workstationId: profile.workstationId,
        tries: { count: 0, lastAt: 0 },
        ways: [{ id, way: 'passphrase', version: 1, kdf, wrapped }],
      }),
    );
    const opened = await pass('cụm mật khẩu cũ');
    opensStore(opened);
    expect(opened.personId).toBeUndefined();
    giveWaysTo(opened, profile.personId ?? '');
    const again = await pass('cụm mật khẩu cũ');
    expect(again.personId).toBe(profile.personId);
    const kept = JSON.parse(readFileSync(join(dir, 'keys.json'), 'utf8'));
    expect([kept.format, kept.ways[0].version]).toEqual([2, 2]);
  });
});
