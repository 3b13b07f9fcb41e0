/**
 * Documents' files as they are, in a new folder on a shared disk or a stick, with a cover sheet: an exit of plaintext, so
 * each file is written down as one that left (record keeping, 4).
 */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { outsideName } from '../../domain/leaving.ts';
import { safeFileName } from '../../formats/edxml/names.ts';
import { newFolder, writeNew } from '../folder/plain.ts';
import { syncFolder } from '../folder/send.ts';
import type { Store } from '../store/types.ts';
import type { HandedDocument } from './documents.ts';

interface OwnFile {
  readonly id: string;
  readonly name: string;
  readonly detected: string;
  readonly blob_id: BlobId;
}
export interface WrittenFiles {
  readonly path: string;
  readonly folderName: string;
  readonly fileIds: readonly string[];
}

/**
 * Writes the files; `cover` makes the sheet once their names are known.
 * @throws Failure `transfers.no_files`, `folder.not_written`
 */
export async function writeTransferFiles(
  store: Store,
  documents: readonly HandedDocument[],
  parent: string,
  folder: string,
  cover: (names: string[][]) => Promise<Uint8Array>,
): Promise<WrittenFiles> {
  const read = store.db.prepare<[string], OwnFile>(
    `SELECT id, name, detected, blob_id FROM file WHERE incoming_id = ? AND current = 1 AND role <> 'register' ORDER BY role <> 'main', position, seq`,
  );
  const groups = documents.map((document, i) =>
    read.all(document.id).map((file, j) => ({
      ...file,
      as: outsideName(`${String(i + 1).padStart(2, '0')}${j === 0 ? '' : `.${j}`} ${safeFileName(file.name) || 'tep'}`, file.detected),
    })),
  );
  if (groups.every((files) => files.length === 0)) throw new Failure('transfers.no_files');
  let made: string | undefined;
  try {
    made = await newFolder(parent, safeFileName(folder) || 'Chuyen giao');
    const path = made;
    for (const file of groups.flat()) await writeNew(join(path, file.as), store.vault.stream(file.blob_id));
    await writeNew(join(path, '00 Ban ke chuyen giao.pdf'), [await cover(groups.map((files) => files.map((file) => file.as)))]);
    await syncFolder(path);
    return { path, folderName: basename(path), fileIds: groups.flat().map((file) => file.id) };
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    if (error instanceof Failure) throw error;
    throw new Failure('folder.not_written', { reason: (error as NodeJS.ErrnoException).code ?? '' }, { cause: error });
  }
}
