/**
 * Changing the ways into an open profile. A new wrapping is opened before it is kept, and one write exchanges the old
 * for it: at no moment is there a file that the person's secret does not open.
 */
import { timingSafeEqual } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { type KeyFile, readKeyFile, type Way, writeKeyFile } from './key-file.ts';
import { checkPassphrase, type OpenProfile, provenWrapping } from './profile.ts';
import { makeRecoverySecret, readRecoveryCode, recoveryCodeOf } from './recovery-code.ts';
import type { WaySecret } from './wrapping.ts';

/** A daily way in; the recovery code has its own acts below. */
export type DailySecret = Exclude<WaySecret, { way: 'recovery' }>;
export interface WayIn {
  readonly id: string;
  readonly way: Way;
}

export const listWaysIn = (profile: OpenProfile): WayIn[] => readKeyFile(profile.dir).ways.map(({ id, way }) => ({ id, way }));

async function prove(profile: OpenProfile, secret: WaySecret, cost?: number): Promise<KeyFile['ways'][number]> {
  if (secret.way === 'passphrase') checkPassphrase(secret.passphrase);
  if (secret.way === 'os' && !secret.osKeyStore.available) throw new Failure('accounts.os_key_store_absent');
  return provenWrapping(profile.dataKey, profile, secret, cost);
}
function change(profile: OpenProfile, ways: (now: KeyFile['ways']) => KeyFile['ways']): void {
  const file = readKeyFile(profile.dir);
  writeKeyFile(profile.dir, { ...file, ways: ways(file.ways) });
}
function findWay(profile: OpenProfile, id: string): KeyFile['ways'][number] {
  const found = readKeyFile(profile.dir).ways.find((w) => w.id === id);
  if (found === undefined) throw new Failure('accounts.way_in_unknown');
  return found;
}

/**
 * @param cost scrypt N; only tests lower it
 * @returns the id of the new way
 * @throws Failure `accounts.passphrase_short`, `accounts.os_key_store_absent`, `accounts.way_in_failed`
 */
export async function addWayIn(profile: OpenProfile, secret: DailySecret, cost?: number): Promise<string> {
  const made = await prove(profile, secret, cost);
  change(profile, (now) => [...now, made]);
  return made.id;
}

/**
 * A new secret in place of the way with this id; the old one opens nothing any more.
 * @throws as `addWayIn`, and Failure `accounts.way_in_unknown`
 */
export async function replaceWayIn(profile: OpenProfile, id: string, secret: DailySecret, cost?: number): Promise<string> {
  if (findWay(profile, id).way === 'recovery') throw new Failure('accounts.recovery_must_stay');
  const made = await prove(profile, secret, cost);
  change(profile, (now) => now.map((w) => (w.id === id ? made : w)));
  return made.id;
}

/** @throws Failure `accounts.recovery_must_stay`, `accounts.last_daily_way`, `accounts.way_in_unknown` */
export function removeWayIn(profile: OpenProfile, id: string): void {
  if (findWay(profile, id).way === 'recovery') throw new Failure('accounts.recovery_must_stay');
  if (listWaysIn(profile).filter((w) => w.way !== 'recovery').length < 2) throw new Failure('accounts.last_daily_way');
  change(profile, (now) => now.filter((w) => w.id !== id));
}

export interface NewRecoveryCode {
  /** Shown once. */
  readonly recoveryCode: string;
  /** Typed back: from now on it is the code, and the old one opens nothing. @throws Failure `accounts.recovery_code_differs` */
  confirm(typed: string): Promise<void>;
}

/** The old code stays good until the new one was typed back. */
export function prepareRecoveryCode(profile: OpenProfile): NewRecoveryCode {
  const code = makeRecoverySecret();
  return {
    recoveryCode: recoveryCodeOf(code),
    async confirm(typed) {
      const given = readRecoveryCode(typed);
      if (given === undefined || !timingSafeEqual(given, code)) throw new Failure('accounts.recovery_code_differs');
      const made = await prove(profile, { way: 'recovery', code });
      change(profile, (now) => [...now.filter((w) => w.way !== 'recovery'), made]);
      code.fill(0);
    },
  };
}
