/** The tray's rows: files that came, their pages, the groups that become documents. */
import type { InspectedScan } from '../../contract/parser/imaging.ts';
import type { AppError } from '../../domain/errors.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { PageText } from '../../domain/pageText.ts';
import type { Crop, PageEdit, PageLook, PagePicture, ScanType, Turn } from '../../domain/scan.ts';
import { record } from '../audit/index.ts';
import { type Actor, WORKSTATION } from '../context.ts';
import type { KeptFinding } from '../secrecy/index.ts';
import type { Store, WrittenBlob } from '../store/types.ts';

export interface ItemRow {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly name: string;
  readonly detected: ScanType;
  readonly blob_id: BlobId;
  readonly size: number;
  readonly sha256: string;
  /** Where the file was mended: its bytes as they came. */
  readonly came_blob_id: BlobId | null;
  readonly whole: number;
  readonly has_text: number;
  readonly faults: string | null;
  readonly source: string | null;
  readonly taken_at: number;
}
export interface GroupRow {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly state: 'open' | 'registered' | 'dropped';
  readonly position: number;
  readonly incoming_id: RecordId | null;
  /** Its pages are those of a petition, for the persons named for it alone. */
  readonly petition_id: RecordId | null;
  readonly file_id: string | null;
  readonly place: number | null;
  readonly make: 'none' | 'waiting' | 'stopped' | 'done' | 'failed';
  readonly problem: string | null;
  readonly with_text: number;
  readonly secrecy: string | null;
  readonly changed_at: number;
  readonly seq: number;
}
export interface PageRow {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly item_id: RecordId;
  readonly page: number;
  readonly group_id: RecordId;
  readonly position: number;
  readonly removed: number;
  readonly turn: Turn;
  readonly straighten: number;
  readonly crop: string | null;
  readonly version: number;
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly dpi_guessed: number;
  readonly colour: PagePicture['colour'];
  readonly look: string | null;
  /** JSON PageText; empty where only its being there was asked. */
  readonly text: string | null;
  readonly read_tries: number;
  readonly problem: string | null;
}

export const editOf = (row: Pick<PageRow, 'turn' | 'straighten' | 'crop'>): PageEdit => ({
  turn: row.turn,
  straighten: row.straighten,
  ...(row.crop === null ? {} : { crop: JSON.parse(row.crop) as Crop }),
});
export const pictureOf = (row: PageRow): PagePicture => ({
  width: row.width,
  height: row.height,
  dpi: row.dpi,
  colour: row.colour,
  ...(row.dpi_guessed ? { dpiGuessed: true } : {}),
});
export const lookOf = (row: Pick<PageRow, 'look'>): PageLook | undefined =>
  row.look === null ? undefined : (JSON.parse(row.look) as PageLook);
export const textOf = (row: Pick<PageRow, 'text'>): PageText | undefined => (row.text ? (JSON.parse(row.text) as PageText) : undefined);
/** So often a page is given to the reader; one that ends its process is not tried for ever. */
export const MAX_READ_TRIES = 2;
export const isUnreadable = (row: Pick<PageRow, 'text' | 'read_tries'>): boolean => row.text === null && row.read_tries >= MAX_READ_TRIES;
export const problemOf = (row: { readonly problem: string | null }): AppError | undefined =>
  row.problem === null ? undefined : (JSON.parse(row.problem) as AppError);

export const itemById = (store: Store, id: string): ItemRow => {
  const row = store.db.prepare<[string], ItemRow>('SELECT * FROM scan_item WHERE id = ?').get(id);
  if (!row) throw new Failure('scan.no_such_page');
  return row;
};
export const pageById = (store: Store, id: string): PageRow => {
  const row = store.db.prepare<[string], PageRow>('SELECT * FROM scan_page WHERE id = ?').get(id);
  if (!row) throw new Failure('scan.no_such_page');
  return row;
};
export const groupById = (store: Store, id: string): GroupRow => {
  const row = store.db.prepare<[string], GroupRow>('SELECT * FROM scan_group WHERE id = ?').get(id);
  if (!row) throw new Failure('scan.no_such_group');
  return row;
};
/** One that may still be changed. @throws Failure `scan.group_registered` */
export const openGroup = (store: Store, id: string): GroupRow => {
  const row = groupById(store, id);
  if (row.state !== 'open') throw new Failure('scan.group_registered');
  return row;
};
/** Words weigh more than all else of a page: lists only learn whether they are there. */
const LIGHT = `id, organ_id, item_id, page, group_id, position, removed, turn, straighten, crop, version, width, height, dpi, dpi_guessed, colour,
  look, CASE WHEN text IS NULL THEN NULL ELSE '' END AS text, read_tries, problem`;
/** In order, without their words; those taken out only where asked for. */
export const pagesOf = (store: Store, groupId: string, removed = false): PageRow[] =>
  store.db
    .prepare<[string], PageRow>(
      `SELECT ${LIGHT} FROM scan_page WHERE group_id = ?${removed ? '' : ' AND removed = 0'} ORDER BY position, id`,
    )
    .all(groupId);
/** Pages from the head and the end of a paper that say what it is; what lies between, of a thick one, is its appendices. */
const [HEAD, TAIL] = [12, 6];
/** In order, with the words of the telling pages only: those of hundreds would be megabytes at every look. */
export function tellingPages(store: Store, groupId: string): { readonly page: PageRow; readonly telling: boolean }[] {
  const pages = pagesOf(store, groupId);
  return pages.map((page, n) => {
    const telling = n < HEAD || n >= pages.length - TAIL;
    return { page: telling && page.text !== null ? pageById(store, page.id) : page, telling };
  });
}
/** The same with the words of the first so many. */
export const wordedPages = (store: Store, groupId: string, most: number): PageRow[] =>
  store.db
    .prepare<[string, number], PageRow>('SELECT * FROM scan_page WHERE group_id = ? AND removed = 0 ORDER BY position, id LIMIT ?')
    .all(groupId, most);
export const openGroups = (store: Store, organId: string): GroupRow[] =>
  store.db
    .prepare<[string], GroupRow>(`SELECT * FROM scan_group WHERE organ_id = ? AND state = 'open' ORDER BY position, seq`)
    .all(organId);

/** A file with this content that is in the tray or was registered, where it was not dropped since. */
export function sameContent(store: Store, organId: string, { sha256, size }: Pick<WrittenBlob, 'sha256' | 'size'>): ItemRow | undefined {
  return store.db
    .prepare<[{ sha256: string; size: number; organId: string }], ItemRow>(
      `SELECT * FROM scan_item i WHERE (sha256 = @sha256 AND size = @size OR came_sha256 = @sha256 AND came_size = @size) AND organ_id = @organId AND EXISTS
         (SELECT 1 FROM scan_page p JOIN scan_group g ON g.id = p.group_id WHERE p.item_id = i.id AND g.state <> 'dropped') ORDER BY seq DESC LIMIT 1`,
    )
    .get({ sha256, size, organId });
}

export interface NewItem {
  readonly organId: string;
  readonly origin: 'folder' | 'page';
  readonly name: string;
  readonly blob: WrittenBlob;
  /** The blob's row is there already (an upload's). */
  readonly recorded?: boolean;
  /** The bytes as they came, where `blob` is what was mended of them; their row is there already where the other's is. */
  readonly came?: WrittenBlob | undefined;
  readonly scan: InspectedScan;
  readonly source?: string | undefined;
  readonly secrecy: KeptFinding;
  readonly actor?: Actor | undefined;
}
/** A file and its pages as one new group at the end of the tray; inside the caller's transaction. */
export function insertItem(store: Store, item: NewItem): { itemId: RecordId; groupId: RecordId } {
  const { db } = store;
  const [itemId, groupId] = [store.newId(), store.newId()];
  if (!item.recorded) {
    store.vault.record(item.blob);
    if (item.came) store.vault.record(item.came);
  }
  const now = store.now();
  db.prepare(
    `INSERT INTO scan_item (id, organ_id, origin, name, detected, blob_id, size, sha256, whole, has_text, faults, source, taken_at, person_id, seq,
       came_blob_id, came_sha256, came_size)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    itemId,
    item.organId,
    item.origin,
    item.name.slice(0, 300),
    item.scan.detected,
    item.blob.id,
    item.blob.size,
    item.blob.sha256,
    item.scan.whole ? 1 : 0,
    item.scan.text ? 1 : 0,
    item.scan.faults ? JSON.stringify(item.scan.faults) : null,
    item.source ?? null,
    now,
    item.actor?.personId ?? null,
    store.nextSeq(),
    item.came?.id ?? null,
    item.came?.sha256 ?? null,
    item.came?.size ?? null,
  );
  insertGroup(store, {
    id: groupId,
    organId: item.organId,
    position: lastPosition(store, item.organId) + 1,
    secrecy: JSON.stringify(item.secrecy),
  });
  const page = db.prepare(
    `INSERT INTO scan_page (id, organ_id, item_id, page, group_id, position, width, height, dpi, dpi_guessed, colour, look)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // A file that is used whole is not looked at: it is no scan.
  const look = item.scan.whole ? JSON.stringify({ ink: 1, skew: 0, turn: 0 } satisfies PageLook) : null;
  item.scan.pages.forEach((p, n) => {
    page.run(store.newId(), item.organId, itemId, n, groupId, n, p.width, p.height, p.dpi, p.dpiGuessed ? 1 : 0, p.colour, look);
  });
  record(store, item.actor ?? WORKSTATION, 'scan.taken', itemId, item.origin);
  return { itemId, groupId };
}

export function insertGroup(
  store: Store,
  group: { readonly id: string; readonly organId: string; readonly position: number; readonly secrecy: string | null },
): void {
  store.db
    .prepare(`INSERT INTO scan_group (id, organ_id, state, position, secrecy, changed_at, seq) VALUES (?, ?, 'open', ?, ?, ?, ?)`)
    .run(group.id, group.organId, group.position, group.secrecy, store.now(), store.nextSeq());
}
export const lastPosition = (store: Store, organId: string): number =>
  store.db.prepare<[string], number>(`SELECT coalesce(max(position), 0) FROM scan_group WHERE organ_id = ?`).pluck().get(organId) ?? 0;

/** Files none of whose pages is in the tray or a document any more: rows and bytes go; inside a transaction. */
export function forgetItems(store: Store, itemIds: readonly string[]): BlobId[] {
  const gone: BlobId[] = [];
  for (const id of new Set(itemIds)) {
    const kept = store.db
      .prepare(`SELECT 1 FROM scan_page p JOIN scan_group g ON g.id = p.group_id WHERE p.item_id = ? AND g.state <> 'dropped' LIMIT 1`)
      .get(id);
    if (kept) continue;
    gone.push(...removeItem(store, id));
  }
  return gone;
}

/** The file's row with its pages, and its bytes where no document's file is the same ones; inside a transaction. */
export function removeItem(store: Store, id: string): BlobId[] {
  const row = store.db
    .prepare<[string], Pick<ItemRow, 'blob_id' | 'came_blob_id'>>('SELECT blob_id, came_blob_id FROM scan_item WHERE id = ?')
    .get(id);
  if (!row) return [];
  store.db.prepare('DELETE FROM scan_item WHERE id = ?').run(id);
  const gone = [row.blob_id, row.came_blob_id].filter(
    (blob): blob is BlobId => blob !== null && store.db.prepare('SELECT 1 FROM file WHERE blob_id = ?').get(blob) === undefined,
  );
  for (const blob of gone) store.db.prepare('DELETE FROM blob WHERE id = ?').run(blob);
  return gone;
}
