/** Giấy đến / Quét: the scanner's folder, papers in the tray, their pages, and what is made of them. */
import { z } from 'zod';
import type { PageLook, PagePicture, Quality } from '../../domain/scan.ts';
import { AFTER_TAKING, type AfterTaking } from '../../domain/scan.ts';
import { id } from '../bytes.ts';
import { crop } from '../parser/imaging.ts';
import { call } from '../wire.ts';
import type { SecrecyAsked } from './secrecy.ts';

interface Said {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
export interface ScannerFolder {
  readonly path: string;
  readonly after: AfterTaking;
  readonly state: 'watching' | 'gone' | 'slow' | 'starting';
  readonly since: number;
  /** Files still being written. */
  readonly waiting: readonly string[];
  /** Files that stay where they are, and why. */
  readonly notices: readonly { readonly name: string; readonly error: Said }[];
}
/** One paper in the tray. */
export interface ScanGroup {
  readonly id: string;
  /** Name of the file it came in, or of the first of several. */
  readonly name: string;
  readonly files: number;
  readonly pages: number;
  readonly takenAt: number;
  /** Its first page, for the picture in the list. */
  readonly firstPageId?: string;
  readonly version: number;
  /** A PDF that is used as it is; the file's id for reading it. */
  readonly whole: boolean;
  readonly quality: readonly Quality[];
  /** Pages that were looked at; those that were read. */
  readonly looked: number;
  readonly read: number;
  /** Pages before which another paper seems to begin. */
  readonly splits: number;
  readonly secrecyAsked: readonly SecrecyAsked[];
}
export interface ScanPageRow {
  readonly id: string;
  readonly removed: boolean;
  /** Grows with every edit. */
  readonly version: number;
  /** Pixels as edited. */
  readonly width: number;
  readonly height: number;
  readonly picture: PagePicture;
  readonly turn: number;
  readonly straighten: number;
  readonly cropped: boolean;
  readonly look?: PageLook;
  readonly blank: boolean;
  readonly quality: readonly Quality[];
  readonly problem?: Said;
  /** A new paper seems to begin here. */
  readonly startsPaper: boolean;
  readonly read: boolean;
  /** Its words could not be read, and are not tried again by themselves. */
  readonly unreadable: boolean;
}
export interface ScanPages {
  readonly id: string;
  readonly whole: boolean;
  readonly pages: readonly ScanPageRow[];
  /** Numbers printed on the pages that are missing between the first and the last. */
  readonly missing: readonly number[];
  readonly outOfOrder: boolean;
}
/** A registered paper whose file is being made, or could not be. */
export interface ScanMaking {
  readonly id: string;
  readonly incomingId: string;
  /** Of a petition: the title says its number alone. */
  readonly petitionId?: string;
  readonly title: string;
  readonly state: 'waiting' | 'making' | 'stopped' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly problem?: Said;
}
export interface ScanTray {
  readonly folder?: ScannerFolder;
  readonly groups: readonly ScanGroup[];
  readonly making: readonly ScanMaking[];
  /** What can be undone. */
  readonly undo?: string;
  readonly reading: { readonly waiting: number; readonly active: boolean; readonly available: boolean };
  readonly blankInk: number;
}

const ids = z.array(id).min(1).max(2_000);
const degrees = z.number().min(-15).max(15);
const edit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('turn'), pageIds: ids, degrees: z.literal([90, 180, 270]) }),
  z.strictObject({ kind: z.literal('straighten'), pageIds: ids, degrees: z.union([degrees, z.literal('measured')]) }),
  z.strictObject({ kind: z.literal('crop'), pageIds: ids, crop: crop.nullable() }),
  z.strictObject({ kind: z.literal('remove'), pageIds: ids }),
  z.strictObject({ kind: z.literal('restore'), pageIds: ids }),
  z.strictObject({ kind: z.literal('move'), pageIds: ids, before: id.optional() }),
  z.strictObject({ kind: z.literal('split'), pageIds: ids, remove: z.array(id).max(2_000) }),
  z.strictObject({ kind: z.literal('merge'), groupIds: z.array(id).min(2).max(200) }),
  z.strictObject({ kind: z.literal('drop'), groupIds: z.array(id).min(1).max(200) }),
]);
export type ScanEditInput = z.infer<typeof edit>;

export const scanningCalls = {
  'scanning.tray': call<ScanTray>()(z.strictObject({})),
  'scanning.pages': call<ScanPages>()(z.strictObject({ groupId: id })),
  /** A page as edited (or as it came), a JPEG of at most 1 MiB. */
  'scanning.picture': call<{ jpeg: Uint8Array; width: number; height: number }>()(
    z.strictObject({ pageId: id, maxSide: z.number().int().min(32).max(2_600), original: z.boolean().optional() }),
  ),
  /** Bytes of a PDF that is used as it is, for the viewer. */
  'scanning.readWhole': call<{ bytes: Uint8Array; size: number }>()(
    z.strictObject({ groupId: id, offset: z.number().int().min(0), length: z.number().int().min(1).max(262_144) }),
  ),
  /** Takes an upload of this session into the tray. `known`: the same bytes are here already, under this name. */
  'scanning.take': call<{ groupId?: string; known?: string }>()(z.strictObject({ uploadId: id })),
  'scanning.edit': call<{ groupIds: string[] }>()(edit),
  'scanning.undo': call<{ kind?: string }>()(z.strictObject({})),
  'scanning.lookNow': call<Record<string, never>>()(z.strictObject({})),
  /** Through main's dialog; the page never names a path. */
  'scanning.chooseFolder': call<{ chosen: boolean }>()(z.strictObject({})),
  'scanning.setAfter': call<Record<string, never>>()(z.strictObject({ after: z.enum(AFTER_TAKING) })),
  'scanning.forgetFolder': call<Record<string, never>>()(z.strictObject({})),
  'scanning.setBlankInk': call<Record<string, never>>()(z.strictObject({ ink: z.number().min(0.00005).max(0.01) })),
  'scanning.stopMaking': call<Record<string, never>>()(z.strictObject({ groupId: id })),
  'scanning.makeAgain': call<Record<string, never>>()(z.strictObject({ groupId: id })),
  'scanning.answerSecrecy': call<Record<string, never>>()(z.strictObject({ groupId: id, secret: z.boolean() })),
  /**
   * What a document was scanned from: pages of kept originals, how its file stands, and the files that were made: the agency
   * may sign a copy of each as digitised (`digitised`: it did).
   */
  'scanning.ofDocument': call<{
    pages: { id: string; version: number }[];
    making: ScanMaking[];
    made: { fileId: string; name: string; digitised: boolean }[];
  }>()(z.strictObject({ incomingId: id })),
} as const;
