/** Care of the store: sanity check, backups, the audit in a file, reconciliation after a restore. For administrators. */
import { z } from 'zod';
import type { KeepRule } from '../../domain/backups.ts';
import type { AppError } from '../../domain/errors.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';
import { workId } from './work.ts';

export interface CheckView {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly files: number;
  readonly documents: number;
  readonly numbers: number;
  readonly auditRows: number;
  /** Empty: everything holds. Codes are keys of sentences. */
  readonly findings: readonly AppError[];
  readonly repaired: readonly string[];
  /** Files that belonged to nothing, removed; absent in reports from before. */
  readonly orphans?: number;
}
export interface BackupLast {
  readonly at: number;
  readonly files: number;
  readonly bytes: number;
}
/** A place for backups, as main's dialog gave it. */
export interface BackupTarget {
  readonly id: string;
  readonly path: string;
  /** The disk is here now. */
  readonly here: boolean;
  /** On another disk than the store. */
  readonly otherDisk: boolean;
  readonly last?: BackupLast;
  /** Why the last try failed, where it did. */
  readonly error?: AppError;
}
export interface MaintenanceState {
  readonly job?: {
    readonly kind: 'check' | 'backup' | 'handover';
    readonly done: number;
    readonly total: number;
    /** Where its pace tells it. */
    readonly leftMs?: number;
  };
  /** While destructions that were agreed are carried out: documents of their lists. */
  readonly destroying?: { readonly done: number; readonly total: number };
  /** The last check that ran to its end. */
  readonly check?: CheckView;
  readonly backup: {
    readonly targets: readonly BackupTarget[];
    /** The last backup that was proved, at whichever place: its age is always to be shown. */
    readonly last?: BackupLast;
    readonly keep: KeepRule;
  };
  /** The store waits for its reconciliation: it neither sends nor numbers. */
  readonly reconcile: boolean;
}
export interface ReconcileBook {
  readonly bookId: string;
  readonly name: string;
  readonly period: string;
  readonly series: string;
  /** Last number in the book here; 0 = none. */
  readonly held: number;
  /** Highest number seen here and at the axis: what is proposed. */
  readonly seen: number;
  readonly confirmed?: number;
}
export interface ReconcileView {
  readonly reason: 'restored' | 'copied' | 'rolled_back';
  readonly since: number;
  readonly from: number;
  readonly compared?: { readonly at: number; readonly found: number; readonly unknown: number; readonly listed: number };
  /** The right to give numbers is not with this machine yet; `refused`: it went on to another one. */
  readonly claim?: { readonly kind: 'claim'; readonly by: 'ticket' | 'ticket_or_declaration' } | { readonly kind: 'refused' };
  /** A handover's file came with the backup. */
  readonly ticket: boolean;
  readonly books: readonly ReconcileBook[];
  readonly unknownDocuments: readonly {
    readonly code: string;
    readonly title: string;
    readonly recipients: readonly string[];
    readonly sentAt: number;
  }[];
}

const nothing = z.strictObject({});
export const maintenanceCalls = {
  'maintenance.state': call<MaintenanceState>()(nothing),
  /** Begins a check in the background; `repairSearch` makes the search index again where it does not agree. */
  'maintenance.check': call<Record<string, never>>()(z.strictObject({ repairSearch: z.boolean() })),
  /** Begins a backup in the background. */
  'maintenance.backup': call<Record<string, never>>()(nothing),
  'maintenance.cancel': call<Record<string, never>>()(nothing),
  /** Asks for one more folder in a dialogue of the system; the page names no path. */
  'maintenance.chooseBackupFolder': call<{ chosen: boolean }>()(nothing),
  /** No more backups there; those that lie there stay. */
  'maintenance.removeBackupFolder': call<Record<string, never>>()(z.strictObject({ id: z.string().max(64) })),
  'maintenance.setKeep': call<Record<string, never>>()(
    z.strictObject({ days: z.number().int(), weeks: z.number().int(), months: z.number().int() }),
  ),
  /** Writes the whole audit to a file outside the store, with its signed head; a recorded act. */
  'audit.export': call<{ saved: boolean; rows: number; keySha256: string }>()(z.strictObject({ workId: workId.optional() })),
  'reconcile.state': call<{ view?: ReconcileView }>()(nothing),
  /** Asks the axis what it has. */
  'reconcile.compare': call<{ found: number; unknown: number; listed: number }>()(nothing),
  'reconcile.confirmBook': call<Record<string, never>>()(
    z.strictObject({ bookId: id, period: z.string().max(30), series: line(100), last: z.number().int().min(0).max(1_000_000) }),
  ),
  'reconcile.finish': call<Record<string, never>>()(nothing),
} as const;
