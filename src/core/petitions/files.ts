/**
 * Files of a case: what came, letters made for it, the copy with its black parts. They get names that say nothing, and are
 * answered to the persons named for the case alone (`rights.ts`), but for the copy that is made for handing on.
 */
import type { PetitionFileRow } from '../../contract/page/petitions.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { namesByDefault, type PetitionForm, type PetitionKind } from '../../domain/petitions.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import type { Scanning } from '../scanning/index.ts';
import { readKept } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { formTitle, printPetitionForm } from './forms.ts';
import { byId, note, type PetitionRecord, type Sealed } from './record.ts';
import { type BlackenedPage, redactedPdf } from './redact.ts';
import { requireNamed } from './rights.ts';

/** Files get a name that says nothing; their own is sealed with the case. */
export function putFile(
  store: Store,
  by: string,
  row: Pick<PetitionRecord, 'id' | 'organ_id' | 'number'>,
  file: { kind: PetitionFileRow['kind']; label: string; own: string; detected: string; pages: number | null; blobId: BlobId },
): string {
  const held = store.db.prepare('SELECT count(*) FROM petition_file WHERE petition_id = ?').pluck().get(row.id) as number;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(file.own)?.[0] ?? '.pdf';
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO file (id, role, stage, position, current, name, detected, pages, blob_id, created_at, seq, organ_id)
       VALUES (?, 'register', 'petition', 0, 0, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      `Đơn số ${row.number} – ${file.label} ${held + 1}${ending}`,
      file.detected,
      file.pages,
      file.blobId,
      store.now(),
      store.nextSeq(),
      row.organ_id,
    );
  store.db
    .prepare('INSERT INTO petition_file (file_id, petition_id, kind, name, at, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(id, row.id, file.kind, file.own, store.now(), by, store.nextSeq());
  return id;
}
/** The name of a file that was mended, as it is listed beside the mended one. */
const asItCame = (name: string): string => name.replace(/(\.[^.]*)?$/, ' (như khi nhận)$1');
/** Inside the transaction of the act that brings them. */
export function bindFiles(store: Store, actor: Actor, id: string, uploadIds: readonly string[]): void {
  const row = byId(store, id);
  for (const uploadId of uploadIds) {
    const upload = store.db
      .prepare('SELECT name, detected, pages, blob_id, secrecy, came_blob_id FROM upload WHERE id = ?')
      .get(uploadId) as
      | { name: string; detected: string; pages: number | null; blob_id: BlobId; secrecy: string | null; came_blob_id: BlobId | null }
      | undefined;
    if (!upload) throw new Failure('files.no_such_upload');
    const found = readKept(upload.secrecy);
    if (found?.state === 'asks') throw new Failure('documents.secrecy_asked', { words: found.asks[0]?.words ?? '' });
    const { name: own, detected, pages, blob_id: blobId } = upload;
    putFile(store, actor.name, row, { kind: 'original', label: 'tệp', own, detected, pages, blobId });
    // A damaged file was written anew to be read: what came is listed beside it, for the same persons.
    if (upload.came_blob_id)
      putFile(store, actor.name, row, {
        kind: 'original',
        label: 'tệp như khi nhận',
        own: asItCame(own),
        detected,
        pages: null,
        blobId: upload.came_blob_id,
      });
    store.db.prepare('DELETE FROM upload WHERE id = ?').run(uploadId);
  }
}
export function addPetitionFiles(store: Store, actor: Actor, id: string, uploadIds: readonly string[]): void {
  store.tx(() => {
    requireNamed(store, id, actor);
    bindFiles(store, actor, id, uploadIds);
    note(store, actor, id, 'files', {});
    record(store, actor, 'petitions.files', id, `count ${uploadIds.length}`);
  }, 'petitions:files');
}

const KIND_WORDS: Readonly<Record<PetitionKind, string>> = {
  complaint: 'đơn khiếu nại',
  denunciation: 'đơn tố cáo',
  proposal: 'đơn kiến nghị',
  reflection: 'đơn phản ánh',
  other: 'đơn',
};

export async function petitionForm(
  store: Store,
  actor: Actor,
  id: string,
  input: {
    readonly form: PetitionForm;
    readonly to: string;
    readonly text: string;
    readonly signerPosition: string;
    readonly signer: string;
    readonly named?: boolean;
  },
  where: PrintPlace,
): Promise<{ fileId: string; size: number; name: string }> {
  requireNamed(store, id, actor);
  const row = byId(store, id);
  const sealed = store.db.prepare('SELECT name, address, matter FROM petition_sealed WHERE petition_id = ?').get(id) as Sealed;
  const named = input.named ?? namesByDefault(row.kind, input.form);
  const facts = {
    ...input,
    ...sealed,
    kind: row.kind,
    named,
    number: row.number,
    kindWords: KIND_WORDS[row.kind],
    receivedOn: row.received_on,
  };
  return keepMade(store, actor, row, await printPetitionForm(facts, where), 'form', formTitle(input.form, row.kind));
}

async function keepMade(
  store: Store,
  actor: Actor,
  row: PetitionRecord,
  pdf: Uint8Array,
  kind: 'form' | 'redacted',
  label: string,
  pages: number | null = null,
): Promise<{ fileId: string; size: number; name: string }> {
  const blob = await store.vault.put(pdf);
  return store.tx(() => {
    requireNamed(store, row.id, actor);
    store.vault.record(blob);
    const fileId = putFile(store, actor.name, row, { kind, label, own: `${label}.pdf`, detected: 'pdf', pages, blobId: blob.id });
    note(store, actor, row.id, kind, {});
    record(store, actor, `petitions.${kind}`, row.id);
    const name = store.db.prepare('SELECT name FROM file WHERE id = ?').pluck().get(fileId) as string;
    return { fileId, size: blob.size, name };
  }, 'petitions:file');
}

/** What makes parts of a picture black: the process that decodes pictures. */
export interface RedactRoom {
  readonly store: Store;
  readonly pictures: Pick<Scanning, 'blackPage'>;
}
/** The pages' pictures are uploads of this session; they go once the copy is made. */
export async function redactPetition(
  { store, pictures }: RedactRoom,
  actor: Actor,
  id: string,
  pages: readonly { readonly uploadId: string; readonly boxes: readonly { x: number; y: number; width: number; height: number }[] }[],
): Promise<{ fileId: string; size: number; name: string }> {
  requireNamed(store, id, actor);
  try {
    return await blacken({ store, pictures }, actor, id, pages);
  } finally {
    // Made or not: no picture of a page lies about.
    await dropPictures(
      store,
      pages.map(({ uploadId }) => uploadId),
    );
  }
}
type Pages = Parameters<typeof redactPetition>[3];
async function blacken(
  { store, pictures }: RedactRoom,
  actor: Actor,
  id: string,
  pages: Pages,
): Promise<{ fileId: string; size: number; name: string }> {
  const find = store.db.prepare('SELECT blob_id, detected FROM upload WHERE id = ?');
  const uploads = pages.map(({ uploadId, boxes }) => {
    const upload = find.get(uploadId) as { blob_id: BlobId; detected: string } | undefined;
    if (!upload) throw new Failure('files.no_such_upload');
    if (upload.detected !== 'png' && upload.detected !== 'jpeg') throw new Failure('petitions.page_unreadable');
    return { uploadId, boxes, blobId: upload.blob_id };
  });
  if (!uploads.some((one) => one.boxes.length > 0)) throw new Failure('petitions.nothing_blacked');
  const made = [];
  for (const { blobId, boxes } of uploads) made.push(await blackened({ store, pictures }, blobId, boxes));
  return keepMade(store, actor, byId(store, id), await redactedPdf(made), 'redacted', 'bản đã che', made.length);
}
/** @throws Failure `petitions.page_unreadable` */
async function blackened({ store, pictures }: RedactRoom, blobId: BlobId, boxes: Pages[number]['boxes']): Promise<BlackenedPage> {
  try {
    return await pictures.blackPage(store.vault.sealed(blobId), boxes);
  } catch (error) {
    if (error instanceof Failure && UNREADABLE.has(error.error.code))
      throw new Failure('petitions.page_unreadable', undefined, { cause: error });
    throw error;
  }
}
const UNREADABLE: ReadonlySet<string> = new Set([
  'scan.damaged',
  'scan.half_file',
  'scan.too_large_page',
  'scan.not_a_scan',
  'scan.refused',
]);
async function dropPictures(store: Store, uploadIds: readonly string[]): Promise<void> {
  const gone = store.tx(
    () =>
      uploadIds.flatMap((id) => {
        const blob = store.db.prepare<[string], BlobId>('SELECT blob_id FROM upload WHERE id = ?').pluck().get(id);
        if (blob === undefined) return [];
        store.db.prepare('DELETE FROM upload WHERE id = ?').run(id);
        store.db.prepare('DELETE FROM blob WHERE id = ?').run(blob);
        return [blob];
      }),
    'petitions:pictures',
  );
  await store.vault.discard(gone);
}
