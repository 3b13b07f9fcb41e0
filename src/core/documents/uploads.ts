/** What a person uploads: sealed into the vault as it comes, judged by the parser, then bound to a document. */
import { open } from 'node:fs/promises';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import { extensionOf } from '../../formats/sniff.ts';
import { WORKSTATION } from '../context.ts';
import { type Converter, convertToPdf } from '../office/index.ts';
import type { Parsing } from '../parsing/index.ts';
import { kept, lookFor, readKept, recordStop, SECRET } from '../secrecy/index.ts';
import type { BlobWriter, Store, WrittenBlob } from '../store/types.ts';
import { addHistory } from './history.ts';

/** Largest file a person may add, bytes. */
export const MAX_UPLOAD = 200 * 1024 * 1024;
const PDF = 'pdf';

interface Open {
  readonly name: string;
  readonly size: number;
  readonly writer: BlobWriter;
  written: number;
}

export interface Uploaded {
  readonly uploadId: RecordId;
  readonly detected: string;
  readonly size: number;
  readonly pages?: number;
  /** Words that may be a mark of secrecy: to be answered before a document takes the file. */
  readonly secrecyAsked?: SecrecyFinding['asks'];
  /** Its cross-reference table was damaged: what is kept was written anew. */
  readonly repaired?: boolean;
}

export interface Uploads {
  begin(name: string, size: number): Promise<RecordId>;
  chunk(id: string, offset: number, bytes: Uint8Array): Promise<void>;
  finish(id: string): Promise<Uploaded>;
  /** Bytes that are already here (a sample draft), taken the same way. */
  take(name: string, bytes: Uint8Array): Promise<Uploaded>;
  /** Drops one that was begun; one that is no more is dropped already. */
  drop(id: string): Promise<void>;
  /** Drops what was begun and not finished. */
  abandon(): Promise<void>;
}

/** The uploads of one page session. */
export function createUploads(store: Store, parsing: Parsing): Uploads {
  const open = new Map<string, Open>();
  const find = (id: string): Open => {
    const upload = open.get(id);
    if (!upload) throw new Failure('files.no_such_upload');
    return upload;
  };

  const uploads: Uploads = {
    async begin(name, size) {
      if (size === 0) throw new Failure('files.empty', { name });
      if (size > MAX_UPLOAD) throw new Failure('files.too_large', { name, megabytes: MAX_UPLOAD / 1024 / 1024 });
      if (open.size >= 8) throw new Failure('files.too_many_uploads');
      const id = store.newId();
      open.set(id, { name, size, writer: await store.vault.create(), written: 0 });
      return id;
    },
    async chunk(id, offset, bytes) {
      const upload = find(id);
      if (offset !== upload.written || offset + bytes.byteLength > upload.size) throw new Failure('files.upload_out_of_order');
      upload.written += bytes.byteLength;
      try {
        await upload.writer.write(bytes);
      } catch (error) {
        // A full disk: nothing of it stays, and it holds no place of those that may be under way.
        open.delete(id);
        await upload.writer.abort().catch(() => undefined);
        throw error;
      }
    },
    async finish(id) {
      const upload = find(id);
      open.delete(id);
      if (upload.written !== upload.size) {
        await upload.writer.abort();
        throw new Failure('files.upload_cut', { name: upload.name });
      }
      let blob = await upload.writer.finish();
      store.tx(() => store.vault.record(blob), 'upload:record');
      let facts: Awaited<ReturnType<Parsing['inspect']>>;
      let finding: SecrecyFinding | undefined;
      let came: BlobId | undefined;
      try {
        try {
          facts = await parsing.inspect({ source: store.vault.sealed(blob.id) });
        } catch (error) {
          if (!(error instanceof Failure) || error.error.code !== 'pdf.damaged') throw error;
          if (!(await isWhole(store, blob))) throw new Failure('files.half_pdf', { name: upload.name }, { cause: error });
          // The sound one is what is signed or read; what came is kept beside it.
          const sound = await repair(store, parsing, blob.id);
          came = blob.id;
          blob = sound;
          facts = await parsing.inspect({ source: store.vault.sealed(blob.id) });
        }
        if (facts.detected === PDF && facts.pdf?.encrypted) throw new Failure('files.encrypted_pdf', { name: upload.name });
        if (facts.detected === PDF) finding = await lookFor(parsing, store.vault.sealed(blob.id));
        if (finding?.mark) {
          recordStop(store, WORKSTATION, 'upload');
          throw new Failure(SECRET);
        }
      } catch (error) {
        await forget(store, came === undefined ? [blob.id] : [blob.id, came]);
        throw error;
      }
      const pages = facts.pdf?.pages.length;
      store.tx(() => {
        store.db
          .prepare('INSERT INTO upload (id, name, detected, pages, blob_id, at, secrecy, came_blob_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
          .run(
            id,
            upload.name,
            facts.detected,
            pages ?? null,
            blob.id,
            store.now(),
            facts.detected === PDF ? JSON.stringify(kept(finding)) : null,
            came ?? null,
          );
      }, 'upload:finish');
      return {
        uploadId: id as RecordId,
        detected: facts.detected,
        size: blob.size,
        ...(pages === undefined ? {} : { pages }),
        ...(finding && finding.asks.length > 0 ? { secrecyAsked: finding.asks } : {}),
        ...(came === undefined ? {} : { repaired: true }),
      };
    },
    async take(name, bytes) {
      const id = await uploads.begin(name, bytes.byteLength);
      await uploads.chunk(id, 0, bytes);
      return uploads.finish(id);
    },
    async drop(id) {
      const upload = open.get(id);
      open.delete(id);
      await upload?.writer.abort();
    },
    async abandon() {
      const left = [...open.values()];
      open.clear();
      await Promise.all(left.map((upload) => upload.writer.abort()));
    },
  };
  return uploads;
}

/** Bytes at the end of a file among which a PDF says that it ends (ISO 32000-2, annex C.3.4 has readers look so far back). */
const TAIL = 2048;
/** A PDF that was cut off lost pages: written anew it would look whole. */
async function isWhole(store: Store, { id, size }: WrittenBlob): Promise<boolean> {
  const reader = await store.vault.open(id);
  try {
    return Buffer.from(await reader.read(Math.max(0, size - TAIL), Math.min(TAIL, size))).includes('%%EOF');
  } finally {
    await reader.close();
  }
}

/** A damaged PDF without a signature, written anew as a recorded file of its own. */
async function repair(store: Store, parsing: Parsing, damaged: BlobId): Promise<WrittenBlob> {
  const [target] = store.vault.reserve(1);
  if (!target) throw new Failure('pdf.damaged');
  try {
    await parsing.repairPdf({ source: store.vault.sealed(damaged), target: target.file });
    const blob = await store.vault.adopt(target.id, target.file);
    store.tx(() => store.vault.record(blob), 'upload:repaired');
    return blob;
  } catch (error) {
    await store.vault.discard([target.id]);
    throw error;
  }
}

/** Drops files that no document names: the rows first, then the bytes. */
async function forget(store: Store, blobs: readonly BlobId[]): Promise<void> {
  store.tx(() => {
    const remove = store.db.prepare('DELETE FROM blob WHERE id = ?');
    for (const id of blobs) remove.run(id);
  }, 'upload:forget');
  await store.vault.discard(blobs);
}

/** How long an upload that was never bound to a document is kept. */
const UNBOUND_MS = 24 * 3600_000;

/** Drops uploads that nobody bound to a document within a day. */
export async function sweepUploads(store: Store): Promise<void> {
  const before = store.now() - UNBOUND_MS;
  // A form that is still being typed holds its files with it.
  const gone = `at < ? AND NOT EXISTS (SELECT 1 FROM draft_kept d WHERE instr(d.draft, upload.id) > 0)`;
  const old = store.db.prepare(`SELECT blob_id, came_blob_id FROM upload WHERE ${gone}`).all(before) as Pick<
    UploadRecord,
    'blob_id' | 'came_blob_id'
  >[];
  if (old.length === 0) return;
  store.tx(() => store.db.prepare(`DELETE FROM upload WHERE ${gone}`).run(before), 'upload:sweep');
  await forget(
    store,
    old.flatMap(({ blob_id, came_blob_id }) => (came_blob_id ? [blob_id, came_blob_id] : [blob_id])),
  );
}

interface UploadRecord {
  id: string;
  name: string;
  detected: string;
  pages: number | null;
  blob_id: BlobId;
  secrecy: string | null;
  came_blob_id?: BlobId | null;
}

/**
 * Binds uploads to a document as its files, the first as the main one; inside the caller's transaction. The main file
 * of an outgoing document must be a PDF (`files.not_a_pdf`).
 */
export function bindUploads(
  store: Store,
  target: { readonly incomingId?: RecordId; readonly outgoingId?: RecordId },
  uploadIds: readonly string[],
  picturesToo = false,
  /** Files that the document has before these. */
  before = 0,
): void {
  const read = store.db.prepare('SELECT id, name, detected, pages, blob_id, secrecy, came_blob_id FROM upload WHERE id = ?');
  const insert = store.db.prepare(
    `INSERT INTO file (id, incoming_id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq, secrecy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  uploadIds.forEach((uploadId, n) => {
    const position = n + before;
    const upload = read.get(uploadId) as UploadRecord | undefined;
    if (!upload) throw new Failure('files.no_such_upload');
    const found = readKept(upload.secrecy);
    if (found?.state === 'asks') throw new Failure('documents.secrecy_asked', { words: found.asks[0]?.words ?? '' });
    const main = position === 0 && (upload.detected === PDF || !picturesToo);
    if (main && upload.detected !== PDF) throw new Failure('files.not_a_pdf', { name: upload.name });
    insert.run(
      store.newId(),
      target.incomingId ?? null,
      target.outgoingId ?? null,
      main ? 'main' : 'attachment',
      position,
      upload.name,
      upload.detected,
      upload.pages,
      upload.blob_id,
      store.now(),
      store.nextSeq(),
      upload.secrecy,
    );
    if (upload.came_blob_id) keepAsItCame(store, target, upload, upload.came_blob_id);
    if (found?.state === 'answered')
      addHistory(
        store,
        { name: found.by, roles: [] },
        { ...target, act: 'secrecy.not_secret', params: { text: found.asks.map((one) => `“${one.words}”`).join('; ') } },
      );
    store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
  });
}

/** What came stays with the document, and goes with it; no list, package or print takes it for one of its files. */
function keepAsItCame(
  store: Store,
  target: { readonly incomingId?: RecordId; readonly outgoingId?: RecordId },
  upload: UploadRecord,
  blobId: BlobId,
): void {
  store.db
    .prepare(
      `INSERT INTO file (id, incoming_id, outgoing_id, role, stage, position, current, name, detected, blob_id, created_at, seq)
       VALUES (?, ?, ?, 'register', 'as_came', 0, 0, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[store.newId(), target.incomingId ?? null, target.outgoingId ?? null],
      ...[upload.name, upload.detected, blobId, store.now(), store.nextSeq()],
    );
}

/**
 * One more file behind those a document has. Inside the caller's transaction.
 * @throws Failure `files.no_such_upload`, `documents.secrecy_asked`
 */
export function attachUpload(
  store: Store,
  target: { readonly incomingId?: RecordId; readonly outgoingId?: RecordId },
  uploadId: string,
  stage: string,
): { id: RecordId; name: string } {
  const upload = store.db
    .prepare<[string], UploadRecord>('SELECT id, name, detected, pages, blob_id, secrecy, came_blob_id FROM upload WHERE id = ?')
    .get(uploadId);
  if (!upload) throw new Failure('files.no_such_upload');
  const found = readKept(upload.secrecy);
  if (found?.state === 'asks') throw new Failure('documents.secrecy_asked', { words: found.asks[0]?.words ?? '' });
  const column = target.outgoingId === undefined ? 'incoming_id' : 'outgoing_id';
  const document = target.outgoingId ?? target.incomingId ?? '';
  const position = store.db
    .prepare<[string], number>(`SELECT coalesce(max(position), -1) + 1 FROM file WHERE ${column} = ? AND current = 1`)
    .pluck()
    .get(document);
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO file (id, ${column}, role, stage, position, name, detected, pages, blob_id, created_at, seq, secrecy)
       VALUES (?, ?, 'attachment', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, document, stage, position, upload.name, upload.detected, upload.pages, upload.blob_id],
      ...[store.now(), store.nextSeq(), upload.secrecy],
    );
  if (upload.came_blob_id) keepAsItCame(store, target, upload, upload.came_blob_id);
  store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
  return { id, name: upload.name };
}

/**
 * The scan of a slip, kept beside what came in and not one of its files: `stage` slip, so that no verdict is sought of it.
 * Inside the caller's transaction. @throws Failure `files.no_such_upload`, `files.not_a_pdf`, `documents.secrecy_asked`
 */
export function bindScan(store: Store, incomingId: RecordId, uploadId: string, date: string): RecordId {
  const upload = store.db
    .prepare<[string], UploadRecord>('SELECT id, name, detected, pages, blob_id, secrecy, came_blob_id FROM upload WHERE id = ?')
    .get(uploadId);
  if (!upload) throw new Failure('files.no_such_upload');
  if (upload.detected !== PDF) throw new Failure('files.not_a_pdf', { name: upload.name });
  const found = readKept(upload.secrecy);
  if (found?.state === 'asks') throw new Failure('documents.secrecy_asked', { words: found.asks[0]?.words ?? '' });
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO file (id, incoming_id, role, stage, position, current, name, detected, pages, blob_id, created_at, seq, secrecy)
       VALUES (?, ?, 'attachment', 'slip', 0, 0, ?, 'pdf', ?, ?, ?, ?, ?)`,
    )
    .run(id, incomingId, `Phiếu giải quyết ngày ${date}.pdf`, upload.pages, upload.blob_id, store.now(), store.nextSeq(), upload.secrecy);
  if (upload.came_blob_id) keepAsItCame(store, { incomingId }, upload, upload.came_blob_id);
  store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
  return id;
}

/**
 * An uploaded office file as a PDF beside it, by the program of this machine; the office file stays an upload of its own.
 * @throws Failure `office.no_program`, `office.kind`, `office.too_long`, `office.failed`
 */
export async function convertUpload(
  store: Store,
  uploads: Uploads,
  converter: Converter | undefined,
  uploadId: string,
): Promise<{ uploadId: string; name: string; size: number; pages?: number }> {
  const row = store.db.prepare('SELECT id, name, detected, pages, blob_id FROM upload WHERE id = ?').get(uploadId) as
    | UploadRecord
    | undefined;
  if (!row) throw new Failure('files.no_such_upload');
  const name = `${row.name.replace(/\.[^.]+$/, '')}.pdf`;
  return convertToPdf(
    converter,
    { ending: extensionOf(row.name), detected: row.detected },
    () => store.vault.stream(row.blob_id),
    async (path) => {
      const file = await open(path, 'r');
      try {
        const { size } = await file.stat();
        const id = await uploads.begin(name, size);
        const chunk = Buffer.allocUnsafe(256 * 1024);
        for (let at = 0; at < size; ) {
          const { bytesRead } = await file.read(chunk, 0, chunk.byteLength, at);
          if (bytesRead === 0) break;
          await uploads.chunk(id, at, chunk.subarray(0, bytesRead));
          at += bytesRead;
        }
        const done = await uploads.finish(id);
        return { uploadId: done.uploadId, name, size: done.size, ...(done.pages === undefined ? {} : { pages: done.pages }) };
      } finally {
        await file.close();
      }
    },
  );
}
