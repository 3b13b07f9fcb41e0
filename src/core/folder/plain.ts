/**
 * For an office without this product: the signed files as they are, in a folder of their own, with a slip in two copies of
 * which one comes back signed. An exit of plaintext, so it is recorded with who and when (record keeping, 4).
 */
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { safeFileName } from '../../formats/edxml/names.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { ownOrgan } from '../documents/organs.ts';
import { standing } from '../documents/recall.ts';
import type { PrintFonts } from '../print/index.ts';
import type { Store } from '../store/types.ts';
import { syncFolder } from './send.ts';
import { printSlip } from './slip.ts';

export interface PlainRequest {
  readonly outgoingId: string;
  /** Who gets it, in words. */
  readonly names: readonly string[];
  readonly folder: string;
  readonly fonts: PrintFonts;
  readonly watermark?: string;
}
interface SignedFile {
  readonly name: string;
  readonly blob_id: BlobId;
  readonly pages: number | null;
  readonly sha256: string;
}

/** What stands in the new folder; nothing that is there already is written over. */
export async function writeNew(path: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of content) await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function newFolder(parent: string, name: string): Promise<string> {
  for (let i = 1; i <= 50; i++) {
    const path = join(parent, i === 1 ? name : `${name} (${i})`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Failure('folder.not_written', { reason: 'EEXIST' });
}

/**
 * Writes an issued document's files and its slip.
 * @throws Failure `documents.act_not_allowed` (not issued), `documents.recalled`, `folder.not_written`
 */
export async function exportPlain(store: Store, actor: Actor, request: PlainRequest): Promise<{ folderName: string; slipId: string }> {
  const row = standing(store, request.outgoingId);
  const files = store.db
    .prepare(
      `SELECT f.name, f.blob_id, f.pages, b.sha256 FROM file f JOIN blob b ON b.id = f.blob_id
       WHERE f.outgoing_id = ? AND f.current = 1 AND f.role <> 'register' ORDER BY f.role <> 'main', f.position`,
    )
    .all(row.id) as SignedFile[];
  const slipId = store.newId();
  const named = files.map((file, i) => ({ ...file, name: `${String(i + 1).padStart(2, '0')} ${safeFileName(file.name) || 'tep'}` }));
  const slip = await printSlip({
    organ: ownOrgan(store, row.organ_id),
    document: row,
    names: request.names,
    files: named,
    at: store.now(),
    by: actor.name,
    fonts: request.fonts,
    ...(request.watermark === undefined ? {} : { watermark: request.watermark }),
  });
  let folder: string | undefined;
  try {
    folder = await newFolder(request.folder, safeFileName(`${row.code.replace(/[/\\]/g, '-')} ngay ${row.date ?? ''}`.trim()));
    for (const file of named) await writeNew(join(folder, file.name), store.vault.stream(file.blob_id));
    await writeNew(join(folder, '00 Phieu gui (2 lien).pdf'), [slip]);
    await syncFolder(folder);
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    if (error instanceof Failure) throw error;
    throw new Failure('folder.not_written', { reason: (error as NodeJS.ErrnoException).code ?? '' }, { cause: error });
  }
  store.tx(() => {
    store.db
      .prepare('INSERT INTO handover_slip (id, outgoing_id, recipients, at, by_name, seq) VALUES (?, ?, ?, ?, ?, ?)')
      .run(slipId, row.id, JSON.stringify(request.names), store.now(), actor.name, store.nextSeq());
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.slip', params: { name: request.names.join('; '), count: files.length } });
    record(store, actor, 'folder.plain', row.id, `files ${files.length}`);
  }, 'folder:plain');
  return { folderName: folder.split(/[/\\]/).at(-1) ?? '', slipId };
}

/** The signed copy of the slip is back. @throws Failure `folder.slip_back_already` */
export function slipBack(store: Store, actor: Actor, slipId: string, note: string): string {
  return store.tx(() => {
    const row = store.db.prepare('SELECT outgoing_id, back_at, recipients FROM handover_slip WHERE id = ?').get(slipId) as
      | { outgoing_id: string; back_at: number | null; recipients: string }
      | undefined;
    if (!row) throw new Failure('documents.not_found');
    if (row.back_at !== null) throw new Failure('folder.slip_back_already');
    store.db
      .prepare('UPDATE handover_slip SET back_at = ?, back_note = ?, back_by = ? WHERE id = ?')
      .run(store.now(), note, actor.name, slipId);
    const names = (JSON.parse(row.recipients) as string[]).join('; ');
    addHistory(store, actor, { outgoingId: row.outgoing_id as never, act: 'outgoing.slip_back', params: { name: names, text: note } });
    record(store, actor, 'folder.slip_back', row.outgoing_id, 'ok');
    return row.outgoing_id;
  }, 'folder:slip-back');
}
