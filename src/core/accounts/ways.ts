/**
 * Changing the ways into an open profile. A new wrapping is opened before it is kept, and one write exchanges the old
 * for it: at no moment is there a file that the person's secret does not open.
 */
import { timingSafeEqual } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { type KeyFile, readKeyFile, type Way, type Wrapping, writeKeyFile } from './key-file.ts';
import { checkPassphrase, type OpenProfile, provenWrapping, type WrapOptions } from './profile.ts';
import { makeRecoverySecret, readRecoveryCode, recoveryCodeOf } from './recovery-code.ts';
import { type OsKeyStore, unwrapDataKey, type WaySecret } from './wrapping.ts';

/** A daily way in; the recovery code has its own acts below. */
export type DailySecret = Exclude<WaySecret, { way: 'recovery' }>;
export interface WayIn {
  readonly id: string;
  readonly way: Way;
  readonly personId?: string;
  /** Way `token`: the certificate whose key opens it. */
  readonly certificateSha256?: string;
  readonly serial?: string;
}

/** Ways of a profile that need not be open. */
export const waysOf = (dir: string): WayIn[] =>
  readKeyFile(dir).ways.map((w) => ({
    id: w.id,
    way: w.way,
    ...(w.personId === undefined ? {} : { personId: w.personId }),
    ...(w.version === 2 && w.token ? { certificateSha256: w.token.certificateSha256, serial: w.token.serial } : {}),
  }));
export const listWaysIn = (profile: Pick<OpenProfile, 'dir'>): WayIn[] => waysOf(profile.dir);

async function prove(profile: OpenProfile, secret: WaySecret, options: WrapOptions): Promise<Wrapping> {
  if (secret.way === 'passphrase') {
    checkPassphrase(secret.passphrase);
    await refuseShared(profile, secret, options.personId);
  }
  if (secret.way === 'os' && !secret.osKeyStore.available) throw new Failure('accounts.os_key_store_absent');
  return provenWrapping(profile.dataKey, profile, secret, options);
}
/** A passphrase says who comes, so no two people may have the same one. */
async function refuseShared(profile: OpenProfile, secret: WaySecret, personId: string | undefined): Promise<void> {
  for (const wrapping of readKeyFile(profile.dir).ways) {
    if (wrapping.way !== 'passphrase' || wrapping.personId === personId) continue;
    const opened = await unwrapDataKey(wrapping, profile, secret);
    opened?.fill(0);
    if (opened !== undefined) throw new Failure('accounts.passphrase_unusable');
  }
}
function change(profile: OpenProfile, ways: (now: KeyFile['ways']) => KeyFile['ways']): void {
  const file = readKeyFile(profile.dir);
  writeKeyFile(profile.dir, { ...file, ways: ways(file.ways) });
}
function findWay(profile: OpenProfile, id: string): Wrapping {
  const found = readKeyFile(profile.dir).ways.find((w) => w.id === id);
  if (found === undefined) throw new Failure('accounts.way_in_unknown');
  return found;
}

/**
 * @returns the id of the new way
 * @throws Failure `accounts.passphrase_short`, `accounts.passphrase_unusable`, `accounts.os_key_store_absent`, `accounts.way_in_failed`
 */
export async function addWayIn(profile: OpenProfile, secret: DailySecret, options: WrapOptions = {}): Promise<string> {
  const made = await prove(profile, secret, options);
  change(profile, (now) => [...now, made]);
  return made.id;
}

/**
 * A new secret in place of the way with this id, of the same person; the old one opens nothing any more.
 * @throws as `addWayIn`, and Failure `accounts.way_in_unknown`
 */
export async function replaceWayIn(profile: OpenProfile, id: string, secret: DailySecret, cost?: number): Promise<string> {
  const old = findWay(profile, id);
  if (old.way === 'recovery') throw new Failure('accounts.recovery_must_stay');
  const made = await prove(profile, secret, { cost, personId: old.personId });
  change(profile, (now) => now.map((w) => (w.id === id ? made : w)));
  return made.id;
}

/** @throws Failure `accounts.recovery_must_stay`, `accounts.last_daily_way`, `accounts.way_in_unknown` */
export function removeWayIn(profile: OpenProfile, id: string): void {
  if (findWay(profile, id).way === 'recovery') throw new Failure('accounts.recovery_must_stay');
  if (listWaysIn(profile).filter((w) => w.way !== 'recovery').length < 2) throw new Failure('accounts.last_daily_way');
  change(profile, (now) => now.filter((w) => w.id !== id));
}

/** All ways of a person. @throws Failure `accounts.last_daily_way` where nobody else has one */
export function removeWaysOf(profile: OpenProfile, personId: string): void {
  const ways = listWaysIn(profile);
  if (!ways.some((w) => w.personId === personId)) return;
  if (!ways.some((w) => w.way !== 'recovery' && w.personId !== personId)) throw new Failure('accounts.last_daily_way');
  const file = readKeyFile(profile.dir);
  const { [personId]: _, ...triesOf } = file.triesOf;
  writeKeyFile(profile.dir, { ...file, triesOf, ways: file.ways.filter((w) => w.personId !== personId) });
}

/** Ways from before people had their own become this person's. */
export function giveWaysTo(profile: OpenProfile, personId: string): void {
  const unowned = (w: Wrapping): boolean => w.way !== 'recovery' && w.version === 1 && w.personId === undefined;
  if (!readKeyFile(profile.dir).ways.some(unowned)) return;
  change(profile, (now) => now.map((w) => (unowned(w) ? { ...w, personId } : w)));
}

/** Whether a typed secret opens this person's way: asked again before an act that needs it. Nothing is counted. */
export async function opensWay(profile: OpenProfile, id: string, secret: WaySecret): Promise<boolean> {
  const opened = await unwrapDataKey(findWay(profile, id), profile, secret);
  opened?.fill(0);
  return opened !== undefined;
}

export interface NewRecoveryCode {
  /** Shown once. */
  readonly recoveryCode: string;
  /** Typed back: from now on it is the code, and the old one opens nothing. @throws Failure `accounts.recovery_code_differs` */
  confirm(typed: string): Promise<void>;
  cancel(): void;
}

/** The old code stays good until the new one was typed back. */
export function prepareRecoveryCode(profile: OpenProfile): NewRecoveryCode {
  const code = makeRecoverySecret();
  return {
    recoveryCode: recoveryCodeOf(code),
    async confirm(typed) {
      const given = readRecoveryCode(typed);
      if (given === undefined || !timingSafeEqual(given, code)) throw new Failure('accounts.recovery_code_differs');
      const made = await prove(profile, { way: 'recovery', code }, {});
      change(profile, (now) => [...now.filter((w) => w.way !== 'recovery'), made]);
      code.fill(0);
    },
    cancel: () => void code.fill(0),
  };
}

/** Keeps the names to choose from before the store is open, readable by this account of the system alone; or none. */
export async function keepNames(dir: string, osKeyStore: OsKeyStore, names: Readonly<Record<string, string>>): Promise<void> {
  if (!osKeyStore.available) return;
  const kept = Object.fromEntries(Object.entries(names).slice(0, 200));
  const sealed = await osKeyStore.wrap(new TextEncoder().encode(JSON.stringify(kept)));
  writeKeyFile(dir, { ...readKeyFile(dir), names: Buffer.from(sealed).toString('base64') });
}
/** Empty where none were kept or this account may not read them. */
export async function readNames(dir: string, osKeyStore: OsKeyStore): Promise<Readonly<Record<string, string>>> {
  try {
    const { names } = readKeyFile(dir);
    if (names === undefined || !osKeyStore.available) return {};
    const plain: unknown = JSON.parse(new TextDecoder().decode(await osKeyStore.unwrap(new Uint8Array(Buffer.from(names, 'base64')))));
    if (typeof plain !== 'object' || plain === null) return {};
    return Object.fromEntries(Object.entries(plain).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}
