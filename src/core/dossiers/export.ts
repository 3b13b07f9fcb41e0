/**
 * A file carried out whole: a new folder with its cover and list of documents as a PDF, its fields as XML, the documents'
 * files as they are, and a list of SHA-256 sums that every common tool checks. An exit of plaintext: each document's file is
 * written down as one that left. Streamed; stopped or broken off, nothing of the folder stays.
 */
import { createHash } from 'node:crypto';
import { rm, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DossierDetail } from '../../contract/page/dossiers.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { outsideName } from '../../domain/leaving.ts';
import { checkDossierXml, dossierXml } from '../../formats/dossier/index.ts';
import { safeFileName } from '../../formats/edxml/names.ts';
import { newFolder, writeNew } from '../folder/plain.ts';
import { syncFolder } from '../folder/send.ts';
import type { Store } from '../store/types.ts';
import { codeValues, documentValues, type ExportedFile, fileValues } from './values.ts';

export const EXPORT_LIMITS = { files: 20_000, bytes: 50 * 1024 ** 3, xmlBytes: 200 * 1024 ** 2 } as const;
const COVER = '000 Bia va muc luc van ban.pdf';
const XML = '000 Ho so.xml';
const SUMS = '000 SHA256SUMS.txt';

interface OwnFile {
  readonly id: string;
  readonly name: string;
  readonly detected: string;
  readonly blob_id: BlobId;
  readonly size: number;
  readonly sha256: string;
  readonly as: string;
}
export interface ExportFlow {
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}
export interface ExportedDossier {
  readonly path: string;
  readonly folderName: string;
  readonly fileIds: readonly string[];
  /** Everything written, with cover, XML and sums. */
  readonly files: number;
  readonly over: readonly string[];
}

/** Files of petitions never leave with a document; those named for the case hand them on. */
const FILES = (side: 'incoming' | 'outgoing'): string =>
  `SELECT f.id, f.name, f.detected, f.blob_id, b.size, b.sha256 FROM file f JOIN blob b ON b.id = f.blob_id
   WHERE f.${side}_id = ? AND f.current = 1 AND f.role <> 'register'
     AND NOT EXISTS (SELECT 1 FROM petition_file p WHERE p.file_id = f.id AND p.kind <> 'redacted')
   ORDER BY f.role <> 'main', f.position, f.seq`;

function filesOf(store: Store, detail: DossierDetail): OwnFile[][] {
  const read = {
    incoming: store.db.prepare<[string], Omit<OwnFile, 'as'>>(FILES('incoming')),
    outgoing: store.db.prepare<[string], Omit<OwnFile, 'as'>>(FILES('outgoing')),
  };
  const width = Math.max(3, String(detail.items.length).length);
  return detail.items.map((item) =>
    read[item.side].all(item.documentId).map((file, n) => ({
      ...file,
      as: outsideName(
        `${String(item.ordinal).padStart(width, '0')}${n === 0 ? '' : `.${n}`} ${safeFileName(file.name) || 'tep'}`,
        file.detected,
      ),
    })),
  );
}

/** @throws Failure `dossiers.too_large_to_export`, `dossiers.no_room` */
async function requireRoom(parent: string, files: readonly OwnFile[]): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > EXPORT_LIMITS.files || bytes > EXPORT_LIMITS.bytes)
    throw new Failure('dossiers.too_large_to_export', { files: EXPORT_LIMITS.files, gigabytes: EXPORT_LIMITS.bytes / 1024 ** 3 });
  const free = await statfs(parent).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  );
  if (free !== undefined && free < bytes * 1.02 + 1024 ** 2)
    throw new Failure('dossiers.no_room', { megabytes: Math.ceil(bytes / 1024 ** 2) });
}

/**
 * Writes the folder below `parent`. The exits are the caller's to write down, with the files' ids.
 * @throws Failure `dossiers.nothing_to_export`, `dossiers.too_large_to_export`, `dossiers.no_room`, `dossiers.export_stopped`,
 *   `store.file_damaged`, `folder.not_written`
 */
export async function exportDossier(
  store: Store,
  organId: string,
  detail: DossierDetail,
  parent: string,
  cover: () => Promise<Uint8Array>,
  flow: ExportFlow,
): Promise<ExportedDossier> {
  if (detail.items.length === 0) throw new Failure('dossiers.nothing_to_export');
  const groups = filesOf(store, detail);
  const files = groups.flat();
  await requireRoom(parent, files);
  const stop = (): void => {
    if (flow.signal.aborted) throw new Failure('dossiers.export_stopped');
  };
  let made: string | undefined;
  try {
    made = await newFolder(parent, folderName(detail));
    const path = made;
    const sums: string[] = [];
    const put = async (as: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> => {
      const hash = createHash('sha256');
      async function* hashed(): AsyncGenerator<Uint8Array> {
        for await (const bytes of content) {
          stop();
          hash.update(bytes);
          yield bytes;
        }
      }
      await writeNew(join(path, as), hashed());
      const sum = hash.digest('hex');
      sums.push(`${sum} *${as}\n`);
      return sum;
    };
    let done = 0;
    flow.progress(0, files.length);
    for (const file of files) {
      stop();
      const sum = await put(file.as, store.vault.stream(file.blob_id));
      if (sum !== file.sha256) throw new Failure('store.file_damaged');
      flow.progress(++done, files.length);
    }
    const over: string[] = [];
    await put(XML, [await xmlOf(store, organId, detail, groups, over)]);
    await put(COVER, [await cover()]);
    stop();
    await writeNew(join(path, SUMS), [Buffer.from(sums.sort((a, b) => a.slice(66).localeCompare(b.slice(66))).join(''), 'utf8')]);
    await syncFolder(path);
    return { path, folderName: basename(path), fileIds: files.map(({ id }) => id), files: files.length + 3, over };
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    if (error instanceof Failure) throw error;
    throw new Failure('folder.not_written', { reason: (error as NodeJS.ErrnoException).code ?? '' }, { cause: error });
  }
}
const folderName = ({ notation, year, title }: DossierDetail): string =>
  outsideName(
    safeFileName(`Ho so ${notation.replace(/[/\\]/g, '-')} ${year} ${title}`)
      .slice(0, 70)
      .replace(/\./g, '_'),
    '',
  ) || 'Ho so';

/** Parts of the XML that are made before the others have their turn. */
const WRITTEN_AT_ONCE = 50;
/** Written whole: it holds no file's bytes. What it says is checked as it would be read. */
async function xmlOf(store: Store, organId: string, detail: DossierDetail, groups: readonly OwnFile[][], over: string[]): Promise<Buffer> {
  const code = codeValues(organId, detail);
  function* documents() {
    for (const [i, item] of detail.items.entries())
      yield documentValues(
        store,
        code,
        item,
        (groups[i] ?? []).map((file): ExportedFile => ({ name: file.as, size: file.size, sha256: file.sha256 })),
      );
  }
  const parts: string[] = [];
  let length = 0;
  for (const part of dossierXml(fileValues(organId, detail), documents(), over)) {
    length += part.length;
    if (length > EXPORT_LIMITS.xmlBytes)
      throw new Failure('dossiers.too_large_to_export', { files: EXPORT_LIMITS.files, gigabytes: EXPORT_LIMITS.bytes / 1024 ** 3 });
    parts.push(part);
    if (parts.length % WRITTEN_AT_ONCE === 0) await nextTurn();
  }
  const xml = parts.join('');
  const wrong = checkDossierXml(xml).length;
  if (wrong !== over.length) throw new Error(`the file's XML has ${wrong} faults where ${over.length} are known`);
  return Buffer.from(xml, 'utf8');
}
