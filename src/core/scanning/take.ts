/**
 * Files into the tray: copied into the vault first, judged there by the process that decodes pictures, recorded with their
 * pages in one transaction; only then anything is done with what lies outside. A file is known by its content.
 */
import { open } from 'node:fs/promises';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import { type Actor, WORKSTATION } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import { kept, lookFor, recordStop, SECRET } from '../secrecy/index.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import type { Imaging } from './imaging.ts';
import { type ItemRow, insertItem, sameContent } from './tray.ts';

export interface TakingParts {
  readonly store: Store;
  readonly imaging: Imaging;
  readonly parsing: Pick<Parsing, 'findSecrecy' | 'repairPdf'>;
  readonly onPoint?: ((name: string) => void) | undefined;
}
/** Largest file from a scanner's folder, bytes. */
export const MAX_SCAN_BYTES = 1024 * 1024 * 1024;
const PIECE = 1024 * 1024;

export type Taken =
  | { readonly kind: 'new'; readonly itemId: RecordId; readonly groupId: RecordId }
  /** The same bytes are here already: this very file before the machine stopped, or another one. */
  | { readonly kind: 'known'; readonly item: ItemRow };

/** A file of the scanner's folder, by its path. @throws Failure of reading, of the disk, `scan.*`; the file is untouched then */
export async function takeFile(parts: TakingParts, organId: string, path: string, name: string): Promise<Taken> {
  const { store } = parts;
  const blob = await copyIn(parts, path);
  try {
    parts.onPoint?.('scan:copied');
    const known = sameContent(store, organId, blob);
    if (known) {
      await store.vault.discard([blob.id]);
      return { kind: 'known', item: known };
    }
    const { scan, sound, finding } = await judge(parts, blob, name);
    const made = store.tx(
      () =>
        insertItem(store, {
          ...{ organId, origin: 'folder', name, blob: sound, scan, source: path, secrecy: kept(finding) },
          ...(sound === blob ? {} : { came: blob }),
        }),
      'scan:take',
    );
    parts.onPoint?.('scan:recorded');
    return { kind: 'new', ...made };
  } catch (error) {
    await store.vault.discard([blob.id]);
    throw error;
  }
}

async function copyIn({ store }: TakingParts, path: string): Promise<WrittenBlob> {
  const file = await open(path, 'r');
  try {
    const before = await file.stat();
    if (before.size === 0) throw new Failure('scan.empty_file');
    if (before.size > MAX_SCAN_BYTES) throw new Failure('scan.too_large_file', { megabytes: MAX_SCAN_BYTES / 1024 / 1024 });
    const writer = await store.vault.create();
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (;;) {
        const { bytesRead } = await file.read(piece, 0, PIECE);
        if (bytesRead === 0) break;
        await writer.write(piece.subarray(0, bytesRead));
      }
      const after = await file.stat();
      // The scanner is still at it.
      if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw new Failure('scan.half_file');
      return await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
  } finally {
    await file.close();
  }
}

/** What is in a written file, its secrecy, and a sound copy where its cross-reference was damaged. */
async function judge(parts: TakingParts, blob: WrittenBlob, name: string) {
  const { store, imaging, parsing } = parts;
  let sound = blob;
  let scan: Awaited<ReturnType<typeof inspect>>;
  const inspect = (b: WrittenBlob) => imaging.ask('inspectScan', { source: store.vault.unrecorded(b) });
  try {
    scan = await inspect(blob);
  } catch (error) {
    if (!(error instanceof Failure) || error.error.code !== 'scan.damaged') throw named(error, name);
    sound = await mended(parts, blob).catch(() => {
      throw named(error, name);
    });
    scan = await inspect(sound).catch(async (again: unknown) => {
      await store.vault.discard([sound.id]);
      throw named(again, name);
    });
  }
  let finding: SecrecyFinding | undefined;
  if (scan.detected === 'pdf') finding = await lookFor(parsing, store.vault.unrecorded(sound));
  if (finding?.mark) {
    if (sound !== blob) await store.vault.discard([sound.id]);
    recordStop(store, WORKSTATION, 'upload');
    throw new Failure(SECRET);
  }
  // A picture has no words yet; what reading finds is asked later.
  return { scan, sound, finding: finding ?? (scan.detected === 'pdf' ? undefined : { looked: true, textless: true, asks: [] }) };
}
const named = (error: unknown, name: string): unknown =>
  error instanceof Failure ? new Failure(error.error.code, { name, ...error.error.params }, { cause: error }) : error;

/** Scanners that lose their own place: the same pages with a sound cross-reference table. Only PDFs have one. */
async function mended({ store, parsing }: TakingParts, blob: WrittenBlob): Promise<WrittenBlob> {
  const [target] = store.vault.reserve(1);
  if (!target) throw new Failure('scan.damaged');
  try {
    await parsing.repairPdf({ source: store.vault.unrecorded(blob), target: target.file });
    return await store.vault.adopt(target.id, target.file);
  } catch (error) {
    await store.vault.discard([target.id]);
    throw error;
  }
}

/** What came through the page's own door, where it was judged and recorded already. */
export async function takeUpload(parts: TakingParts, actor: Actor, organId: string, uploadId: string): Promise<Taken> {
  const { store } = parts;
  const row = store.db.prepare('SELECT id, name, blob_id, secrecy, came_blob_id FROM upload WHERE id = ?').get(uploadId) as
    | { id: string; name: string; blob_id: BlobId; secrecy: string | null; came_blob_id: BlobId | null }
    | undefined;
  if (!row) throw new Failure('files.no_such_upload');
  const blob = recordedBlob(store, row.blob_id);
  const came = row.came_blob_id === null ? undefined : recordedBlob(store, row.came_blob_id);
  const drop = async (): Promise<void> => {
    store.tx(() => {
      store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
      store.db.prepare('DELETE FROM blob WHERE id = ?').run(blob.id);
    }, 'scan:refused');
    await store.vault.discard(came ? [blob.id, came.id] : [blob.id]);
  };
  const known = sameContent(store, organId, blob) ?? (came && sameContent(store, organId, came));
  if (known) {
    await drop();
    return { kind: 'known', item: known };
  }
  try {
    const scan = await parts.imaging.ask('inspectScan', { source: store.vault.sealed(blob.id) }, true);
    const made = store.tx(() => {
      const secrecy = row.secrecy === null ? kept({ looked: true, textless: true, asks: [] }) : JSON.parse(row.secrecy);
      const item = insertItem(store, { organId, origin: 'page', name: row.name, blob, came, recorded: true, scan, secrecy, actor });
      store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
      return item;
    }, 'scan:upload');
    return { kind: 'new', ...made };
  } catch (error) {
    // Where the disk is full that cannot be written either: the sweep of uploads takes it, and what is said is why.
    await drop().catch(() => undefined);
    throw named(error, row.name);
  }
}
function recordedBlob(store: Store, id: BlobId): WrittenBlob {
  const facts = store.db.prepare('SELECT key, size, sha256, coalesce(name, id) AS name FROM blob WHERE id = ?').get(id) as {
    key: Buffer;
    size: number;
    sha256: string;
    name: string;
  };
  return { id, name: facts.name, key: new Uint8Array(facts.key), size: facts.size, sha256: facts.sha256 };
}

/** The file's place outside is settled. */
export function settleSource(store: Store, itemId: string): void {
  store.tx(() => store.db.prepare('UPDATE scan_item SET source = NULL WHERE id = ?').run(itemId), 'scan:settled');
}
