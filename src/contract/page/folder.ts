/** Exchange by hand: keys of other workstations, sealed bundles, plain folders with a slip. */
import { z } from 'zod';
import type { AppError } from '../../domain/errors.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';

export interface PeerRow {
  readonly id: string;
  readonly name: string;
  readonly organs: readonly { readonly organId: string; readonly name: string }[];
  /** `new`: its fingerprint was not compared yet; nothing goes or comes. */
  readonly state: 'new' | 'confirmed';
  /** Shown only once confirmed: before, the digits are to come from the other office's mouth. */
  readonly fingerprint?: string;
  readonly confirmed?: { readonly at: number; readonly by: string; readonly heardFrom: string };
  /** What a bundle would carry now. */
  readonly waiting: { readonly documents: number; readonly statuses: number };
  /** Bundles to it without a receipt. */
  readonly unconfirmedBundles: number;
  readonly lastSent?: number;
  readonly lastReceived?: number;
}
export interface BundleRow {
  readonly id: string;
  readonly peer: string;
  readonly direction: 'in' | 'out';
  readonly number: number;
  /** `writing`: the program ended meanwhile; `failed`: the medium did not take it. */
  readonly state: 'writing' | 'written' | 'failed' | 'taken';
  readonly at: number;
  readonly by: string;
  readonly documents: number;
  readonly statuses: number;
  readonly receiptAt?: number;
}
/** One file of a folder that was looked through. */
export interface TakenBundle {
  readonly fileName: string;
  /** `again`: it was taken in before, at `at`. */
  readonly outcome: 'taken' | 'again' | 'refused';
  readonly peer?: string;
  readonly number?: number;
  readonly documents?: number;
  readonly statuses?: number;
  readonly receipts?: number;
  readonly at?: number;
  /** Numbers before it that have not come. */
  readonly missing?: readonly number[];
  readonly error?: AppError;
}
export interface CarriedRow {
  readonly peer: string;
  readonly number: number;
  readonly at: number;
  /** What the other side's receipt says of the document. */
  readonly receipt?: 'stored' | 'refused' | 'waiting';
  readonly receiptAt?: number;
}
export interface HandedDocument {
  /** Confirmed workstations of recipients of this document. */
  readonly peers: readonly { readonly id: string; readonly name: string }[];
  readonly carried: readonly CarriedRow[];
  readonly slips: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly at: number;
    readonly by: string;
    readonly backAt?: number;
    readonly backNote?: string;
  }[];
}

const nothing = z.strictObject({});
export const folderCalls = {
  'folder.state': call<{ fingerprint: string; organs: { organId: string; name: string }[]; peers: PeerRow[]; bundles: BundleRow[] }>()(
    nothing,
  ),
  /** Saves our key file through main's dialog. */
  'folder.saveKeyFile': call<{ saved: boolean }>()(nothing),
  /** The other office's key file, as text. */
  'folder.addPeer': call<{ id: string }>()(z.strictObject({ keyFile: z.string().max(64 * 1024) })),
  /** The digits as the other office read them aloud. */
  'folder.confirmPeer': call<Record<string, never>>()(
    z.strictObject({ id, digits: line(60).pipe(z.string().min(1)), heardFrom: line(100).pipe(z.string().min(1)) }),
  ),
  'folder.removePeer': call<Record<string, never>>()(z.strictObject({ id })),
  /** Writes a bundle into a folder that main's dialog asks for: one document, or all that waits for this workstation. */
  'folder.export': call<
    { saved: false } | { saved: true; number: number; fileName: string; documents: number; statuses: number; receipts: number }
  >()(z.strictObject({ peerId: id, outgoingId: id.optional(), again: z.boolean().optional() })),
  /** Takes in every bundle of a folder that main's dialog asks for. */
  'folder.import': call<{ chosen: boolean; bundles: TakenBundle[] }>()(nothing),
  /** A package opened from a file: put with what waits for a person. `upload.*` brought it. */
  'folder.takeFile': call<Record<string, never>>()(z.strictObject({ uploadId: id })),
  /** The signed files with a slip in two copies, into a folder that main's dialog asks for. */
  'folder.plain': call<{ saved: boolean; folderName: string }>()(
    z.strictObject({
      outgoingId: id,
      names: z
        .array(line(200).pipe(z.string().min(1)))
        .min(1)
        .max(50),
    }),
  ),
  'folder.slipBack': call<Record<string, never>>()(z.strictObject({ slipId: id, note: line(300) })),
  'folder.ofDocument': call<HandedDocument>()(z.strictObject({ id })),
} as const;
