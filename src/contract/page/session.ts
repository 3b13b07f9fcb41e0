/** First start, ways in, the signed-in person. */
import { z } from 'zod';
import type { Mode } from '../../domain/profile.ts';
import type { Role } from '../../domain/roles.ts';
import { line } from '../bytes.ts';
import { call } from '../wire.ts';
import type { TokenWay, WayKind } from './people.ts';

const mode = z.enum(['real', 'training']);

export interface OfficeFacts {
  readonly mode: Mode;
  readonly organId: string;
  readonly name: string;
  /** Who usually signs and instructs; empty where the office named nobody. */
  readonly leaderName: string;
  readonly leaderPosition: string;
}
export interface AppState {
  /** `start`: nothing open, choose or set up a profile; `locked`: a profile is open, nobody signed in on this port. */
  readonly phase: 'start' | 'locked' | 'ready';
  readonly profiles: readonly {
    readonly mode: Mode;
    readonly officeName: string;
    readonly waysIn: readonly WayKind[];
    /** Who may come in, where their names can be read: of an open store, or by this account of the system. */
    readonly people: readonly { readonly id: string; readonly name: string; readonly ways: readonly WayKind[] }[];
  }[];
  readonly office?: OfficeFacts;
  readonly me?: { readonly id: string; readonly name: string; readonly position: string; readonly roles: readonly Role[] };
  /** The person's organs, to choose from; `office` is the one they work in now. */
  readonly organs?: readonly { readonly organId: string; readonly own: true; readonly name: string; readonly arrived: number }[];
  /** The store is being copied under another key: nothing else goes on. `mine`: this page may cancel it. */
  readonly rekey?: { readonly done: number; readonly total: number; readonly mine: boolean };
  readonly osKeyStore: boolean;
  readonly host: 'electron' | 'electron-host' | 'node';
  readonly version: string;
}

export const sessionCalls = {
  'app.state': call<AppState>()(z.strictObject({})),
  /** Defaults for the set-up form: the training world's first office, or nothing in real mode. */
  'setup.defaults': call<{
    organId: string;
    officeName: string;
    parentName: string;
    place: string;
    clerkName: string;
    leaderName: string;
    leaderPosition: string;
  }>()(z.strictObject({ mode })),
  /** The axis's directory, for an office that has no store yet and chooses its own name and code. */
  'setup.agencies': call<{ rows: { organId: string; name: string; parentName?: string }[]; total: number }>()(
    z.strictObject({
      connection: z.strictObject({ endpoint: line(300), systemId: line(100), secret: z.string().max(300) }),
      text: line(100),
    }),
  ),
  /**
   * Prepares a new profile and shows its recovery code once. Nothing is usable before `setup.confirm`. A passphrase
   * is needed where `useOsKeyStore` is false (`accounts.passphrase_needed`, `accounts.passphrase_short` under 10).
   */
  'setup.begin': call<{ setupId: string; recoveryCode: string }>()(
    z.strictObject({
      mode,
      officeName: line(200).pipe(z.string().min(1)),
      organId: line(35).pipe(z.string().min(1)),
      parentName: line(200),
      /** Địa danh printed beside the date. */
      place: line(50),
      organAbbreviation: line(20).pipe(z.string().min(1)),
      clerkName: line(50).pipe(z.string().min(1)),
      leaderName: line(50),
      leaderPosition: line(100),
      useOsKeyStore: z.boolean(),
      passphrase: z.string().max(200).optional(),
      /** Real mode only: the connection given by the province. */
      connection: z.strictObject({ endpoint: line(300), systemId: line(100), secret: z.string().max(300) }).optional(),
    }),
  ),
  /** The code typed back; `accounts.recovery_code_differs` when it is another one. Signs the clerk in. */
  'setup.confirm': call<AppState>()(z.strictObject({ setupId: z.uuid(), recoveryCode: z.string().max(100) })),
  'session.unlock': call<AppState>()(
    z.strictObject({
      mode,
      way: z.enum(['os', 'passphrase', 'token', 'recovery']),
      /** Who comes in; may be absent where names could not be shown, and with the recovery code. */
      personId: z.uuid().optional(),
      secret: z.string().max(200).optional(),
      /** Of `session.tokenBegin`, after its PIN was given. */
      actId: z.uuid().optional(),
    }),
  ),
  /** Devices at hand that open this profile, of its ways of the kind `token`. */
  'session.tokens': call<{ tokens: TokenWay[] }>()(z.strictObject({ mode })),
  'session.tokenBegin': call<{ actId: string }>()(
    z.strictObject({
      mode,
      serial: z.string().max(64),
      certificateSha256: z.string().regex(/^[0-9a-f]{64}$/),
      finalTryAccepted: z.boolean().optional(),
    }),
  ),
  /** Somebody is at the keyboard: the screen does not lock by itself for a while. */
  'session.touch': call<Record<string, never>>()(z.strictObject({})),
  /** Works in another of one's organs from now on: its lists, books and drafts. */
  'session.chooseOrgan': call<AppState>()(z.strictObject({ organId: line(35) })),
  'session.lock': call<AppState>()(z.strictObject({})),
} as const;
