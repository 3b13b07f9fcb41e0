/** Restoring: a backup is looked for, opened by a way in, and put in the store's place as a whole, or read for single documents. */
import { z } from 'zod';
import type { BackupReason } from '../../domain/backups.ts';
import type { AppError } from '../../domain/errors.ts';
import type { Mode } from '../../domain/profile.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';

export interface BackupFound {
  /** Names it in the calls below. */
  readonly key: string;
  readonly createdAt: number;
  readonly mode: Mode;
  readonly reason: BackupReason;
  readonly files: number;
  readonly databaseBytes: number;
  readonly waysIn: readonly ('os' | 'passphrase' | 'token' | 'recovery')[];
  /** Of the store that is open: it opens without a secret. */
  readonly ours: boolean;
  /** Why it cannot be used at all. */
  readonly problem?: AppError;
}
/** What the backup holds, for a person to see that it is the right one. */
export interface BackupOpened {
  readonly createdAt: number;
  readonly mode: Mode;
  readonly office: string;
  readonly incoming: number;
  readonly outgoing: number;
  readonly lastActAt: number;
  /** A store of this mode is here: it would be set aside. */
  readonly replaces: boolean;
}
export type RestoreState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'copying' | 'switching'; readonly done: number; readonly total: number }
  | { readonly phase: 'failed'; readonly error: AppError }
  /** `aside`: the folder in which the store lies that was here before. */
  | { readonly phase: 'done'; readonly mode: Mode; readonly damaged: number; readonly aside?: string };

export interface HeldDocument {
  readonly list: 'incoming' | 'outgoing';
  readonly id: string;
  readonly code: string;
  readonly date: string;
  readonly subject: string;
  readonly who: string;
}
export interface HeldFileRow {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** How it is in the store that is open: whole, lost (missing or damaged), its row not there. */
  readonly here: 'whole' | 'lost' | 'absent';
}

const nothing = z.strictObject({});
const list = z.enum(['incoming', 'outgoing']);
export const restoreCalls = {
  /** Asks for a folder in a dialogue of the system, or looks at the places for backups; what is found, newest first. */
  'restore.look': call<{ backups: BackupFound[]; chosen: boolean }>()(z.strictObject({ where: z.enum(['choose', 'places']) })),
  /** `here`: by the keys of the store that is open. */
  'restore.open': call<BackupOpened>()(
    z.strictObject({
      key: z.string().max(20),
      way: z.enum(['here', 'os', 'passphrase', 'recovery']),
      secret: z.string().max(200).optional(),
    }),
  ),
  /** Begins in the background; nothing is touched before the copy was read back whole. */
  'restore.begin': call<Record<string, never>>()(z.strictObject({ acceptDamaged: z.boolean() })),
  'restore.state': call<RestoreState>()(nothing),
  'restore.cancel': call<Record<string, never>>()(nothing),
  'restore.close': call<Record<string, never>>()(nothing),
  'restore.search': call<{ rows: HeldDocument[]; more: boolean }>()(z.strictObject({ text: line(200) })),
  'restore.document': call<{ files: HeldFileRow[]; here: boolean; destroyed: boolean }>()(z.strictObject({ list, id })),
  /** Takes the lost files of a document back into the store; recorded. */
  'restore.take': call<{ taken: number }>()(z.strictObject({ list, id })),
  /** Saves a file of the backup outside the store; recorded. */
  'restore.saveFile': call<{ saved: boolean }>()(z.strictObject({ fileId: id })),
} as const;
