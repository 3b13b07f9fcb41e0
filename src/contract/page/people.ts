/** The people of a workstation, their ways in, the lock, another key for the store. */
import { z } from 'zod';
import type { AppError } from '../../domain/errors.ts';
import { ROLES, type Role } from '../../domain/roles.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';

export type WayKind = 'os' | 'passphrase' | 'token' | 'recovery';
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly position: string;
  readonly roles: readonly Role[];
  /** Absent: every organ. */
  readonly organs?: readonly string[];
  /** Empty: no screen here, others enter what they do. */
  readonly ways: readonly WayKind[];
  readonly endedAt?: number;
  readonly me: boolean;
}
export interface WayRow {
  readonly id: string;
  readonly way: WayKind;
  /** It is the one by which this session was opened. */
  readonly current: boolean;
}
/** A certificate on a device at hand whose token says that it decrypts. */
export interface TokenWay {
  readonly serial: string;
  readonly certificateSha256: string;
  readonly tokenLabel: string;
  readonly commonName: string;
  readonly pinCountLow: boolean;
  readonly pinFinalTry: boolean;
  readonly pinLocked: boolean;
  readonly minPin: number;
  readonly maxPin: number;
  readonly protectedPath?: boolean;
}
export interface RekeyState {
  /** Under way. */
  readonly running?: { readonly done: number; readonly total: number };
  /** How the last one since the start ended. */
  readonly last?: { readonly at: number; readonly error?: AppError; readonly carried: number };
}

const some = (max: number) => line(max).pipe(z.string().min(1));
const secret = z.string().max(200);
const person = {
  name: some(50),
  position: line(100),
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
  organs: z.array(some(35)).min(1).max(20).optional(),
};
const nothing = z.strictObject({});
/** Asked again before an act on ways in, of who has one to type. */
const own = { secret: secret.optional() };

export const peopleCalls = {
  /** Who acts here, to choose from; those who ended too where asked for. */
  'people.list': call<{ people: PersonRow[] }>()(z.strictObject({ ended: z.boolean() })),
  /** A new person (`id` absent), with a passphrase of their own or without a screen here; or what is said of one. */
  'people.save': call<{ id: string }>()(z.strictObject({ id: id.optional(), ...person, passphrase: secret.optional() })),
  /** The person acts here no more; their ways in go, what they did stays. */
  'people.end': call<Record<string, never>>()(z.strictObject({ id })),
  /** A new passphrase for somebody who forgot theirs, typed by them at this desk. */
  'people.setPassphrase': call<Record<string, never>>()(z.strictObject({ id, passphrase: secret })),

  'ways.list': call<{ ways: WayRow[]; osKeyStore: boolean; keysMended: boolean }>()(nothing),
  /** A first passphrase of one's own, or another one. */
  'ways.setPassphrase': call<Record<string, never>>()(z.strictObject({ ...own, passphrase: secret })),
  'ways.addOs': call<Record<string, never>>()(z.strictObject(own)),
  'ways.remove': call<Record<string, never>>()(z.strictObject({ ...own, id })),
  'ways.tokens': call<{ tokens: TokenWay[] }>()(nothing),
  /** Opens an act on the device; the PIN then goes over the one-shot port of `actId`, then `ways.addToken`. */
  'ways.tokenBegin': call<{ actId: string }>()(
    z.strictObject({
      serial: z.string().max(64),
      certificateSha256: z.string().regex(/^[0-9a-f]{64}$/),
      finalTryAccepted: z.boolean().optional(),
    }),
  ),
  'ways.addToken': call<Record<string, never>>()(z.strictObject({ ...own, actId: id })),
  /** Prepares another recovery code, shown once; the old one is good until `ways.confirmRecovery`. */
  'ways.newRecovery': call<{ recoveryCode: string }>()(z.strictObject(own)),
  'ways.confirmRecovery': call<Record<string, never>>()(z.strictObject({ typed: z.string().max(100) })),

  /** Begins to copy the store under another key. Every session ends; the one that began it comes back by itself. */
  'rekey.begin': call<Record<string, never>>()(
    z.strictObject({ way: z.enum(['os', 'passphrase', 'recovery']), secret: secret.optional() }),
  ),
  'rekey.cancel': call<Record<string, never>>()(nothing),
  'rekey.state': call<RekeyState>()(nothing),

  'lock.settings': call<{ idleMinutes: number }>()(nothing),
  'lock.set': call<Record<string, never>>()(z.strictObject({ idleMinutes: z.number().int().min(1).max(120) })),
} as const;
