/**
 * Paper in: what the scanner leaves in its folder or a person drops on the desk, its pages put in order, one PDF/A-2b for
 * each document. Promises: a file lies encrypted and synced in the vault before anything is done with it outside, and is
 * taken once, whenever the machine stops; originals are never changed; everything long goes on by itself and can be given up;
 * nothing here needs the network.
 */
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { PageText } from '../../domain/pageText.ts';
import { AFTER_TAKING, BLANK_INK, editedSize, LEAST_BLANK, MOST_BLANK } from '../../domain/scan.ts';
import { record } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { Actor, Log } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import { type KeptFinding, SECRET } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { type Background, createBackground } from './background.ts';
import { forgetKeptBeside } from './beside.ts';
import { applyEdit, closeEdits, type ScanEdit, undoEdit } from './edits.ts';
import { type FolderSetting, type FolderState, type FolderTimes, ScanFolder } from './folder.ts';
import type { Imaging } from './imaging.ts';
import type { MakeProgress } from './make.ts';
import type { PageReader } from './reader.ts';
import { type Taken, takeUpload } from './take.ts';
import {
  editOf,
  forgetItems,
  groupById,
  itemById,
  openGroup,
  pageById,
  pagesOf,
  pictureOf,
  removeItem,
  tellingPages,
  textOf,
} from './tray.ts';

export type { ScanEdit } from './edits.ts';
export { lastEdit } from './edits.ts';
export type { FolderSetting, FolderState } from './folder.ts';
export { createImaging, type Imaging } from './imaging.ts';
export { bindScans } from './make.ts';
export type { PagePicture, PageReader } from './reader.ts';
export * from './tray.ts';

export interface ScanningParts {
  readonly store: Store;
  readonly imaging: Imaging;
  readonly parsing: Parsing;
  readonly clock: Clock;
  readonly log: Log;
  /** Something of the tray changed; with a group where it was one. */
  readonly changed: (groupId?: string) => void;
  /** A document has its file. */
  readonly documentChanged: (incomingId: string) => void;
  /** What is made of a petition's pages changed. */
  readonly petitionChanged: (petitionId: string) => void;
  readonly reader?: PageReader | undefined;
  readonly folderTimes?: Partial<FolderTimes>;
  readonly onPoint?: ((name: string) => void) | undefined;
}

/** A part of a picture, in shares of it from its top left. */
export interface BlackBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Scanning {
  start(): void;
  stop(): Promise<void>;
  /** What reads pages from here on. */
  setReader(reader: PageReader | undefined): void;
  folder(organId: string): FolderState | undefined;
  /** Watches another folder, or none; the path comes from main's dialog. */
  setFolder(actor: Actor, organId: string, setting: FolderSetting | undefined): void;
  /** Looks into the folder now. */
  look(organId: string): Promise<void>;
  takeUpload(actor: Actor, organId: string, uploadId: string): Promise<Taken>;
  edit(actor: Actor, organId: string, edit: ScanEdit): readonly string[];
  undo(actor: Actor, organId: string): ScanEdit['kind'] | undefined;
  /** A page as edited, for the screen. */
  picture(pageId: string, maxSide: number): Promise<{ jpeg: Uint8Array; width: number; height: number }>;
  /** The page as it came. */
  original(pageId: string, maxSide: number): Promise<{ jpeg: Uint8Array; width: number; height: number }>;
  /** A picture with parts of it black, encoded anew; a person waits for it. */
  blackPage(source: SealedFile, boxes: readonly BlackBox[]): Promise<{ jpeg: Uint8Array; width: number; height: number }>;
  /** A group's pages in order: which were read, and the words of those that tell what the paper is. */
  texts(
    groupId: string,
  ): readonly { readonly pageId: string; readonly read: boolean; readonly telling: boolean; readonly text?: PageText }[];
  /** After the transaction that bound papers of the tray to a document (`bindScans`). */
  bound(): void;
  makeProgress(groupId: string): MakeProgress | undefined;
  stopMaking(groupId: string): void;
  makeAgain(groupId: string): void;
  reading(): { readonly waiting: number; readonly active: boolean; readonly available: boolean };
  answerSecrecy(actor: Actor, groupId: string, secret: boolean): Promise<void>;
  blankInk(): number;
  setBlankInk(actor: Actor, ink: number): void;
  /** Bytes of papers dropped long ago go. */
  sweep(): Promise<void>;
  /** Works until nothing waits; for tests and benchmarks. */
  settle(): Promise<void>;
}

const folderKey = (organId: string): string => `scan.folder.${organId}`;
const BLANK_KEY = 'scan.blank_ink';
/** A dropped paper can be brought back for so long. */
const DROPPED_MS = 30 * 24 * 3600_000;

export function folderSetting(store: Store, organId: string): FolderSetting | undefined {
  const text = store.setting(folderKey(organId));
  if (!text) return undefined;
  const value = JSON.parse(text) as Partial<FolderSetting>;
  const after = AFTER_TAKING.find((a) => a === value.after) ?? 'move';
  return typeof value.path === 'string' && value.path !== '' ? { path: value.path, after } : undefined;
}

export function createScanning(parts: ScanningParts): Scanning {
  const { store, imaging } = parts;
  let { reader } = parts;
  let started = false;
  const folders = new Map<string, ScanFolder>();
  const background: Background = createBackground({
    store,
    imaging,
    clock: parts.clock,
    log: parts.log,
    reader: () => reader,
    changed: parts.changed,
    made: parts.documentChanged,
    petitionChanged: parts.petitionChanged,
    onPoint: parts.onPoint,
  });
  const openFolder = (organId: string, setting: FolderSetting): void => {
    const folder = new ScanFolder({
      ...parts,
      organId,
      setting,
      ...(parts.folderTimes ? { times: parts.folderTimes } : {}),
      changed: (itemId) => {
        parts.changed();
        if (itemId !== undefined) background.wake();
      },
    });
    folders.set(organId, folder);
    if (started) folder.start();
  };
  const show = async (pageId: string, maxSide: number, asItCame: boolean) => {
    const page = pageById(store, pageId);
    const item = itemById(store, page.item_id);
    if (item.whole) throw new Failure('scan.whole_stays');
    const edit = asItCame ? { turn: 0 as const, straighten: 0 } : editOf(page);
    return imaging.ask('showPage', { source: store.vault.sealed(item.blob_id), page: page.page, edit, maxSide }, true);
  };

  return {
    start() {
      started = true;
      const organs = store.db.prepare<[], string>('SELECT organ_id FROM organ').pluck().all();
      for (const organId of organs) {
        const setting = folderSetting(store, organId);
        if (setting && !folders.has(organId)) openFolder(organId, setting);
      }
      for (const folder of folders.values()) folder.start();
      background.start();
    },
    async stop() {
      started = false;
      await Promise.all([...folders.values()].map((folder) => folder.stop()));
      await background.stop();
    },
    setReader(next) {
      reader = next;
      background.wake();
    },
    folder: (organId) => folders.get(organId)?.state(),
    setFolder(actor, organId, setting) {
      store.tx(() => {
        store.setSetting(folderKey(organId), setting ? JSON.stringify(setting) : '');
        record(store, actor, 'scan.folder_set', organId, setting?.after ?? 'none');
      }, 'scan:folder');
      void folders.get(organId)?.stop();
      folders.delete(organId);
      if (setting) openFolder(organId, setting);
      parts.changed();
    },
    look: async (organId) => folders.get(organId)?.look(),
    async takeUpload(actor, organId, uploadId) {
      const taken = await takeUpload(parts, actor, organId, uploadId);
      parts.changed();
      background.wake();
      return taken;
    },
    edit(actor, organId, edit) {
      const { groupIds } = applyEdit(store, actor, organId, edit);
      parts.changed();
      background.wake();
      return groupIds;
    },
    undo(actor, organId) {
      const { kind } = undoEdit(store, actor, organId);
      parts.changed();
      background.wake();
      return kind;
    },
    picture: (pageId, maxSide) => show(pageId, maxSide, false),
    original: (pageId, maxSide) => show(pageId, maxSide, true),
    blackPage: (source, boxes) => imaging.ask('blackPage', { source, boxes }, true),
    texts: (groupId) =>
      tellingPages(store, groupId).map(({ page, telling }) => {
        const text = telling ? textOf(page) : undefined;
        return { pageId: page.id, read: page.text !== null, telling, ...(text ? { text } : {}) };
      }),
    bound() {
      parts.changed();
      background.wake();
    },
    makeProgress: (groupId) => background.progress(groupId),
    stopMaking(groupId) {
      background.stopMaking(groupId);
    },
    makeAgain(groupId) {
      store.tx(() => {
        store.db
          .prepare(
            `UPDATE scan_group SET make = 'waiting', problem = NULL WHERE id = ? AND state = 'registered' AND make IN ('stopped','failed')`,
          )
          .run(groupId);
      }, 'scan:again');
      parts.changed(groupId);
      background.wake();
    },
    reading: () => ({ ...background.reading(), available: reader?.available() ?? false }),
    async answerSecrecy(actor, groupId, secret) {
      const gone = store.tx(() => answer(store, actor, groupId, secret), 'scan:secrecy');
      await store.vault.discard(gone);
      parts.changed();
    },
    blankInk: () => Number(store.setting(BLANK_KEY) ?? BLANK_INK),
    setBlankInk(actor, ink) {
      store.tx(() => {
        store.setSetting(BLANK_KEY, String(Math.min(MOST_BLANK, Math.max(LEAST_BLANK, ink))));
        record(store, actor, 'scan.blank_set', '', String(ink));
      }, 'scan:blank');
      parts.changed();
    },
    async sweep() {
      const before = store.now() - DROPPED_MS;
      const gone = store.tx(() => {
        const items = store.db
          .prepare<[number], string>(
            `SELECT DISTINCT p.item_id FROM scan_page p JOIN scan_group g ON g.id = p.group_id WHERE g.state = 'dropped' AND g.changed_at < ?`,
          )
          .pluck()
          .all(before);
        return forgetItems(store, items);
      }, 'scan:sweep');
      await store.vault.discard(gone);
    },
    settle: () => background.settle(),
  };
}

/** A person says whether the words are a mark of secrecy. Where they are, nothing of the paper remains here. */
function answer(store: Store, actor: Actor, groupId: string, secret: boolean): ReturnType<typeof forgetItems> {
  const group = openGroup(store, groupId);
  const before = group.secrecy === null ? undefined : (JSON.parse(group.secrecy) as KeptFinding);
  if (!secret) {
    const asks = before && 'asks' in before ? before.asks : [];
    const now: KeptFinding = { state: 'answered', asks, by: actor.name, at: store.now() };
    store.db.prepare('UPDATE scan_group SET secrecy = ? WHERE id = ?').run(JSON.stringify(now), groupId);
    record(store, actor, 'secrecy.not_secret', groupId, 'scan');
    return [];
  }
  // The file it came in goes whole, with the other papers of the same pass: the clerk scans those again.
  const items = [...new Set(pagesOf(store, groupId, true).map((page) => page.item_id as string))];
  const gone: ReturnType<typeof forgetItems> = [];
  for (const id of items) {
    const others = store.db.prepare<[string], string>('SELECT DISTINCT group_id FROM scan_page WHERE item_id = ?').pluck().all(id);
    gone.push(...removeItem(store, id));
    for (const other of others) {
      forgetKeptBeside(store, other);
      if (pagesOf(store, other, true).length > 0) continue;
      closeEdits(store, [other]);
      if (groupById(store, other).state !== 'registered') store.db.prepare('DELETE FROM scan_group WHERE id = ?').run(other);
    }
  }
  record(store, actor, 'secrecy.stop', 'scan', SECRET);
  return gone;
}

/** Size in pixels of a page as edited. */
export const shownSize = (page: Parameters<typeof pictureOf>[0]): { width: number; height: number } =>
  editedSize(pictureOf(page), editOf(page));
