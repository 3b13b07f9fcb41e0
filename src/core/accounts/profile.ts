/** Setting up and opening a profile: from a secret to the keys of its store. */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import { uuidv7 } from '../../domain/ids.ts';
import type { Mode } from '../../domain/profile.ts';
import type { Clock } from '../clock.ts';
import { DATA_KEY_BYTES, deriveKeys, type StoreKeys, setStoreAside, zeroKeys } from '../store/index.ts';
import {
  countTry,
  forgetTries,
  hasKeyFile,
  type KeyFile,
  mendKeyFile,
  readKeyFile,
  WAYS,
  type Way,
  type Wrapping,
  writeKeyFile,
} from './key-file.ts';
import { makeRecoverySecret, readRecoveryCode, recoveryCodeOf } from './recovery-code.ts';
import { isWeak, type OsKeyStore, type TokenKey, unwrapDataKey, type WaySecret, wrapDataKey } from './wrapping.ts';

export const MIN_PASSPHRASE = 10;

/** A profile whose data key is in memory. */
export interface OpenProfile {
  readonly dir: string;
  readonly mode: Mode;
  readonly workstationId: string;
  /** For `openStore`. */
  readonly keys: StoreKeys;
  /** The way in that opened it; absent right after the set-up. */
  readonly wayId?: string;
  /** Whose way in it was; absent for the recovery code and for ways from before people had their own. */
  readonly personId?: string;
  /** For new ways in; nobody else's business. */
  readonly dataKey: Uint8Array;
  /** Wipes the keys from memory; the store must be closed before. */
  close(): void;
}
type Place = Pick<OpenProfile, 'dir' | 'mode' | 'workstationId' | 'wayId' | 'personId'>;
export function openProfileOf(place: Place, dataKey: Uint8Array): OpenProfile {
  const keys = deriveKeys(dataKey);
  const close = (): void => {
    dataKey.fill(0);
    zeroKeys(keys);
  };
  return { ...place, keys, dataKey, close };
}

/** @throws Failure `accounts.passphrase_short` under ten characters (Unicode code points) */
export function checkPassphrase(passphrase: string): void {
  if ([...passphrase.normalize('NFKC').trim()].length < MIN_PASSPHRASE)
    throw new Failure('accounts.passphrase_short', { min: MIN_PASSPHRASE });
}

export interface PrepareOptions {
  /** Folder of the new profile; made at the confirmation. */
  readonly dir: string;
  readonly mode: Mode;
  readonly clock: Clock;
  /** Daily way in; where it is absent a passphrase is needed. */
  readonly osKeyStore?: OsKeyStore;
  readonly passphrase?: string;
  /** scrypt N; only tests lower it. */
  readonly scryptCost?: number;
}
export interface PreparedProfile {
  /** Names this set-up towards the page. */
  readonly setupId: string;
  /** Of the person whose ways in these are: to be entered with this id. */
  readonly personId: string;
  /** Shown once. */
  readonly recoveryCode: string;
  /**
   * The code typed back. Only then is anything written: first what `fill` does (make the store and put the office into
   * it), last the keys' file, without which there is no profile. A failed `fill` leaves none, and may be tried again.
   * @throws Failure `accounts.recovery_code_differs`, `accounts.profile_exists`
   */
  confirm(typed: string, fill?: (profile: OpenProfile) => void | Promise<void>): Promise<OpenProfile>;
  /** Forgets the keys of a set-up that was given up. */
  cancel(): void;
}

function daily(options: PrepareOptions): WaySecret[] {
  const ways: WaySecret[] = [];
  if (options.osKeyStore !== undefined) {
    if (!options.osKeyStore.available) throw new Failure('accounts.os_key_store_absent');
    ways.push({ way: 'os', osKeyStore: options.osKeyStore });
  }
  if (options.passphrase !== undefined) {
    checkPassphrase(options.passphrase);
    ways.push({ way: 'passphrase', passphrase: options.passphrase });
  }
  if (ways.length === 0) throw new Failure('accounts.passphrase_needed');
  return ways;
}

/**
 * Makes the keys of a new profile in memory; nothing is written before the recovery code was typed back.
 * @throws Failure `accounts.profile_exists`, `accounts.passphrase_needed`, `accounts.passphrase_short`,
 *   `accounts.os_key_store_absent`, `accounts.way_in_failed`
 */
export async function prepareProfile(options: PrepareOptions): Promise<PreparedProfile> {
  if (hasKeyFile(options.dir)) throw new Failure('accounts.profile_exists');
  const secrets = daily(options);
  const code = makeRecoverySecret();
  const belonging = { mode: options.mode, workstationId: uuidv7(options.clock.now(), randomBytes(10)) };
  const personId = uuidv7(options.clock.now(), randomBytes(10));
  const dataKey = new Uint8Array(randomBytes(DATA_KEY_BYTES));
  const ways = [];
  for (const secret of [...secrets, { way: 'recovery', code } as const]) {
    const whose = secret.way === 'recovery' ? {} : { personId };
    ways.push(await provenWrapping(dataKey, belonging, secret, { cost: options.scryptCost, ...whose }));
  }
  const file: KeyFile = { format: 2, ...belonging, tries: { count: 0, lastAt: 0 }, ways, triesOf: {} };
  const profile = openProfileOf({ dir: options.dir, ...belonging, personId }, dataKey);
  const cancel = (): void => {
    profile.close();
    code.fill(0);
  };
  return { setupId: randomUUID(), personId, recoveryCode: recoveryCodeOf(code), confirm, cancel };

  async function confirm(typed: string, fill?: (profile: OpenProfile) => void | Promise<void>): Promise<OpenProfile> {
    const given = readRecoveryCode(typed);
    if (given === undefined || !timingSafeEqual(given, code)) throw new Failure('accounts.recovery_code_differs');
    if (hasKeyFile(options.dir)) throw new Failure('accounts.profile_exists');
    setStoreAside(options.dir, `set-aside-${options.clock.now()}`);
    await fill?.(profile);
    writeKeyFile(options.dir, file);
    code.fill(0);
    return profile;
  }
}

/** Whose way in it is, and scrypt's N where a test lowers it. */
export interface WrapOptions {
  readonly cost?: number | undefined;
  readonly personId?: string | undefined;
}
/**
 * A wrapping that was opened again, from its text, before anything depends on it.
 * @throws Failure `accounts.way_in_failed`
 */
export async function provenWrapping(
  dataKey: Uint8Array,
  belonging: { mode: Mode; workstationId: string },
  secret: WaySecret,
  options: WrapOptions = {},
): Promise<Wrapping> {
  let opened: Uint8Array | undefined;
  try {
    const wrapping = await wrapDataKey(dataKey, belonging, secret, options);
    const kept: typeof wrapping = JSON.parse(JSON.stringify(wrapping));
    opened = await unwrapDataKey(kept, belonging, secret);
    if (opened !== undefined && timingSafeEqual(opened, dataKey)) return kept;
  } catch (error) {
    throw new Failure('accounts.way_in_failed', undefined, { cause: error });
  } finally {
    opened?.fill(0);
  }
  throw new Failure('accounts.way_in_failed');
}

export interface OpenProfileOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly way: Way;
  /** Whose; absent = whoever it opens for. The recovery code is nobody's. */
  readonly personId?: string;
  /** Passphrase or recovery code as typed. */
  readonly secret?: string;
  readonly osKeyStore?: OsKeyStore;
  readonly token?: TokenKey;
  /** The world that was asked for; a profile of the other one is refused. */
  readonly mode?: Mode;
  /** scrypt N of today; only tests lower it. */
  readonly scryptCost?: number;
  /** One copy of the key file was not whole, and is again. */
  onMended?(which: 'first' | 'second'): void;
}

function secretOf(options: OpenProfileOptions): WaySecret | undefined {
  if (options.way === 'os') return options.osKeyStore?.available ? { way: 'os', osKeyStore: options.osKeyStore } : undefined;
  if (options.way === 'token') return options.token === undefined ? undefined : { way: 'token', token: options.token };
  if (options.secret === undefined) return undefined;
  if (options.way === 'passphrase') return { way: 'passphrase', passphrase: options.secret };
  const code = readRecoveryCode(options.secret);
  return code === undefined ? undefined : { way: 'recovery', code };
}

/**
 * Opens a profile by one of its ways in. A wrong secret, a mistyped code, a missing way and a moved wrapping are the
 * same error; each wrong secret makes the next try wait longer, also after a restart. What was made under weaker rules
 * than today's is made anew while its secret is at hand.
 * @throws Failure `accounts.way_in_refused`, `accounts.wait` (seconds), `accounts.profile_missing`,
 *   `accounts.keys_damaged`, `accounts.other_mode`
 */
export async function openProfile(options: OpenProfileOptions): Promise<OpenProfile> {
  const mended = mendKeyFile(options.dir);
  if (mended !== undefined) options.onMended?.(mended);
  const file = readKeyFile(options.dir);
  if (options.mode !== undefined && file.mode !== options.mode) throw new Failure('accounts.other_mode');
  const secret = secretOf(options);
  // The system and a token count their own wrong tries.
  const typed = options.way === 'passphrase' || options.way === 'recovery';
  const triesOf = options.way === 'passphrase' ? options.personId : undefined;
  if (typed) countTry(options.dir, file, triesOf, options.clock.now());
  if (secret === undefined) throw new Failure('accounts.way_in_refused');
  for (const wrapping of file.ways) {
    if (options.personId !== undefined && wrapping.personId !== undefined && wrapping.personId !== options.personId) continue;
    const dataKey = await unwrapDataKey(wrapping, file, secret);
    if (dataKey === undefined) continue;
    const now = await settle(options, wrapping, dataKey, secret, typed ? { triesOf } : undefined);
    if (secret.way === 'recovery') secret.code.fill(0);
    const whose = now.personId === undefined ? {} : { personId: now.personId };
    return openProfileOf({ dir: options.dir, mode: file.mode, workstationId: file.workstationId, wayId: now.id, ...whose }, dataKey);
  }
  throw new Failure('accounts.way_in_refused');
}

/**
 * After a right secret: its wrong tries forgotten, the wrapping made anew where it is weak and put first (it is the one
 * tried first when nobody says who comes), both copies of the file alike.
 */
async function settle(
  { dir, scryptCost }: OpenProfileOptions,
  wrapping: Wrapping,
  dataKey: Uint8Array,
  secret: WaySecret,
  counted: { readonly triesOf: string | undefined } | undefined,
): Promise<Wrapping> {
  const { personId } = wrapping;
  const made = isWeak(wrapping, scryptCost)
    ? await provenWrapping(dataKey, readKeyFile(dir), secret, { cost: scryptCost, personId }).catch(() => wrapping)
    : wrapping;
  // Read again: others may have written while the new one was proved.
  const file = readKeyFile(dir);
  const first = file.ways.find((w) => w.way === wrapping.way);
  if (counted !== undefined || made !== wrapping || first?.id !== wrapping.id) {
    // One that was removed meanwhile does not come back.
    const still = file.ways.some((w) => w.id === wrapping.id);
    const ways = [...(still ? [made] : []), ...file.ways.filter((w) => w.id !== wrapping.id)];
    writeKeyFile(dir, { ...(counted ? forgetTries(file, counted.triesOf) : file), ways });
  }
  return made;
}

export interface ProfileFacts {
  readonly mode: Mode;
  readonly dir: string;
  /** Empty: an office's name is not kept in plaintext. */
  readonly officeName: '';
  readonly waysIn: readonly Way[];
}

/** The profiles of `training/` and `real/`; one whose keys' file cannot be read is listed without ways in. */
export function listProfiles(profilesDir: string): ProfileFacts[] {
  const found: ProfileFacts[] = [];
  for (const mode of ['training', 'real'] as const) {
    const dir = join(profilesDir, mode);
    if (!hasKeyFile(dir)) continue;
    let ways: readonly Way[] = [];
    try {
      const file = readKeyFile(dir);
      if (file.mode !== mode) continue;
      ways = WAYS.filter((way) => file.ways.some((w) => w.way === way));
    } catch {
      ways = [];
    }
    found.push({ mode, dir, officeName: '', waysIn: ways });
  }
  return found;
}
