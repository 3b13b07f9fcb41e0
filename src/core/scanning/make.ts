/**
 * The file of a registered paper: one PDF/A-2b of its pages, or the PDF that came where it can stand as it is. Made in the
 * background from kept originals, so that it can be given up, begun again after a crash, and made anew with more words in it.
 */
import { Failure } from '../../domain/errors.ts';
import { type BlobId, type RecordId, recordId } from '../../domain/ids.ts';
import { isTouched } from '../../domain/scan.ts';
import { record } from '../audit/index.ts';
import { type Log, WORKSTATION } from '../context.ts';
import { putFile } from '../petitions/files.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import { forgetKeptBeside } from './beside.ts';
import { closeEdits } from './edits.ts';
import type { Imaging } from './imaging.ts';
import { editOf, type GroupRow, groupById, type ItemRow, itemById, type PageRow, pageById, pagesOf, textOf } from './tray.ts';

export interface MakeProgress {
  readonly done: number;
  readonly total: number;
}
export interface MakeParts {
  readonly store: Store;
  readonly imaging: Imaging;
  readonly log: Log;
  readonly onPoint?: ((name: string) => void) | undefined;
}
/** Passing: the next look tries again. */
const AGAIN = new Set([
  'parsing.disk_full',
  'store.disk_full',
  'scan.closed',
  'scan.process_died',
  'scan.cannot_read_here',
  'contract.closed',
]);

/** Makes the file of a group; the document that has it now, or undefined where it was given up. */
export async function makeFile(
  parts: MakeParts,
  group: GroupRow,
  signal: AbortSignal,
  progress: (now: MakeProgress) => void,
): Promise<string | undefined> {
  const { store } = parts;
  try {
    const pages = pagesOf(store, group.id);
    const items = new Map(pages.map((page) => [page.item_id, itemById(store, page.item_id)]));
    const only = asItCame(store, pages, [...items.values()]);
    if (only) return settle(store, group, { blobId: only.blob_id, pages: pages.length, withText: pages.length });
    const blob = await archive(parts, group, pages, items, signal, progress);
    parts.onPoint?.('scan:made');
    const withText = pages.filter((page) => page.text !== null).length;
    const done = settle(store, group, { blob, pages: pages.length, withText });
    if (done === undefined) await store.vault.discard([blob.id]);
    else await dropOld(store);
    return done;
  } catch (error) {
    if (signal.aborted) {
      mark(store, group.id, 'stopped');
      return undefined;
    }
    if (!(error instanceof Failure) || AGAIN.has(error.error.code)) throw error;
    parts.log.warn('the file of a scan was not made', { code: error.error.code });
    mark(store, group.id, 'failed', error);
    return undefined;
  }
}

/**
 * A PDF that is used unchanged: no plain scan, or a scan that nobody touched, in one piece, that is an archive file or
 * carries its own words already.
 */
function asItCame(store: Store, pages: readonly PageRow[], items: readonly ItemRow[]): ItemRow | undefined {
  const [item] = items;
  if (!item || items.length > 1 || item.detected !== 'pdf') return undefined;
  const count = store.db.prepare<[string], number>('SELECT count(*) FROM scan_page WHERE item_id = ?').pluck().get(item.id);
  if (count !== pages.length || pages.some((page, n) => page.page !== n || isTouched(editOf(page)))) return undefined;
  return item.whole || item.has_text || item.faults === '[]' ? item : undefined;
}

async function archive(
  { store, imaging }: MakeParts,
  group: GroupRow,
  pages: readonly PageRow[],
  items: ReadonlyMap<string, ItemRow>,
  signal: AbortSignal,
  progress: (now: MakeProgress) => void,
): Promise<WrittenBlob> {
  const [target] = store.vault.reserve(1);
  if (!target || pages.length === 0) throw new Failure('scan.no_such_page');
  try {
    await imaging.ask('beginArchive', { target: target.file, title: titleOf(store, group), madeAt: store.now() });
    const generation = imaging.generation();
    for (const [n, page] of pages.entries()) {
      if (signal.aborted) throw new Failure('scan.given_up');
      const item = items.get(page.item_id) ?? itemById(store, page.item_id);
      const text = textOf(pageById(store, page.id));
      const source = store.vault.sealed(item.blob_id);
      await imaging.ask('addToArchive', { source, page: page.page, edit: editOf(page), ...(text ? { text } : {}) });
      // The process ended meanwhile and another one answered: what was begun is gone.
      if (imaging.generation() !== generation) throw new Failure('scan.process_died');
      progress({ done: n + 1, total: pages.length });
    }
    const { faults } = await imaging.ask('endArchive', {});
    if (faults.length > 0) throw new Failure('scan.not_an_archive', { faults: faults.join(', ') });
    return await store.vault.adopt(target.id, target.file);
  } catch (error) {
    await imaging.ask('dropArchive', {}).catch(() => undefined);
    await store.vault.discard([target.id]);
    throw error;
  }
}

interface DocumentWords {
  readonly number: string;
  readonly notation: string;
  readonly subject: string;
}
function titleOf(store: Store, group: GroupRow): string {
  const document = store.db
    .prepare<[string], DocumentWords>('SELECT number, notation, subject FROM incoming WHERE id = ?')
    .get(group.incoming_id ?? '');
  if (!document) return 'Bản quét';
  const code = [document.number, document.notation].filter(Boolean).join('/');
  return [code, document.subject].filter(Boolean).join(' – ').slice(0, 500);
}

/** The file is the document's from here on; inside one transaction with the group's state. */
function settle(
  store: Store,
  group: GroupRow,
  made: ({ readonly blob: WrittenBlob } | { readonly blobId: BlobId }) & { readonly pages: number; readonly withText: number },
): string | undefined {
  return store.tx(() => {
    const now = groupById(store, group.id);
    if (now.petition_id !== null) return settlePetition(store, now, made);
    const document = store.db
      .prepare<[string], { destruction_id: string | null }>('SELECT destruction_id FROM incoming WHERE id = ?')
      .get(now.incoming_id ?? '');
    // Dropped, taken back or destroyed meanwhile.
    if (now.state !== 'registered' || now.incoming_id === null || !document || document.destruction_id !== null) return undefined;
    if ('blob' in made) store.vault.record(made.blob);
    const blobId = 'blob' in made ? made.blob.id : made.blobId;
    const place = now.place ?? 0;
    const id = store.newId();
    if (now.file_id !== null) replaceOld(store, now.file_id);
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, stage, position, name, detected, pages, blob_id, created_at, seq, secrecy)
         VALUES (?, ?, ?, 'scanned', ?, ?, 'pdf', ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        now.incoming_id,
        place === 0 ? 'main' : 'attachment',
        place,
        fileName(store, now, place),
        made.pages,
        blobId,
        store.now(),
        store.nextSeq(),
        now.secrecy,
      );
    store.db
      .prepare(`UPDATE scan_group SET make = 'done', file_id = ?, with_text = ?, problem = NULL, changed_at = ? WHERE id = ?`)
      .run(id, made.withText, store.now(), now.id);
    record(store, WORKSTATION, 'scan.file_made', recordId(id), '');
    return now.incoming_id;
  }, 'scan:made');
}

/** Once, under a name that says nothing; the answer names no document. */
function settlePetition(
  store: Store,
  group: GroupRow,
  made: ({ readonly blob: WrittenBlob } | { readonly blobId: BlobId }) & { readonly pages: number },
): string | undefined {
  const row = store.db.prepare('SELECT id, organ_id, number FROM petition WHERE id = ?').get(group.petition_id) as
    | { id: RecordId; organ_id: string; number: number }
    | undefined;
  if (!row || group.state !== 'registered' || group.file_id !== null) return undefined;
  if ('blob' in made) store.vault.record(made.blob);
  const id = putFile(store, WORKSTATION.name, row, {
    ...{ kind: 'original', label: 'bản quét', own: 'ban-quet.pdf', detected: 'pdf', pages: made.pages },
    blobId: 'blob' in made ? made.blob.id : made.blobId,
  });
  store.db
    .prepare(`UPDATE scan_group SET make = 'done', file_id = ?, problem = NULL, changed_at = ? WHERE id = ?`)
    .run(id, store.now(), group.id);
  record(store, WORKSTATION, 'scan.file_made', recordId(id), '');
  return id;
}

/** The file made before, with fewer words in it: our own work, of which nothing is lost. */
function replaceOld(store: Store, fileId: string): void {
  const old = store.db.prepare<[string], { blob_id: BlobId }>('SELECT blob_id FROM file WHERE id = ?').get(fileId);
  if (!old) return;
  store.db.prepare('UPDATE file SET current = 0 WHERE id = ?').run(fileId);
  store.db.exec('SAVEPOINT old_file');
  try {
    store.db.prepare('DELETE FROM file WHERE id = ?').run(fileId);
    store.db.prepare('DELETE FROM blob WHERE id = ?').run(old.blob_id);
  } catch {
    // Somebody saved it outside or signed a copy of it: it stays as an earlier file.
    store.db.exec('ROLLBACK TO old_file');
  }
  store.db.exec('RELEASE old_file');
}
/** Lets the vault remove files whose last row went. */
const dropOld = (store: Store): Promise<void> => store.vault.discard([]);

function fileName(store: Store, group: GroupRow, place: number): string {
  const document = store.db
    .prepare<[string], DocumentWords>('SELECT number, notation, subject FROM incoming WHERE id = ?')
    .get(group.incoming_id ?? '');
  const code = [document?.number, document?.notation]
    .filter(Boolean)
    .join('-')
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, '-');
  return `${place === 0 ? code || 'Bản quét' : `${code || 'Bản quét'} – kèm theo ${place}`}.pdf`;
}

function mark(store: Store, groupId: string, make: 'stopped' | 'failed', error?: Failure): void {
  store.tx(() => {
    store.db
      .prepare(`UPDATE scan_group SET make = ?, problem = ?, changed_at = ? WHERE id = ? AND state = 'registered'`)
      .run(make, error ? JSON.stringify(error.error) : null, store.now(), groupId);
  }, 'scan:not_made');
}

/**
 * The pages of these groups become files of a petition; inside the transaction that registers it. What was read of them goes,
 * and they are read no more; the name of the file that they came in, which may say who petitions, goes too.
 */
export function bindScansToPetition(store: Store, petitionId: RecordId, groupIds: readonly string[]): void {
  groupIds.forEach((id, place) => {
    const group = groupById(store, id);
    if (group.state !== 'open') throw new Failure('scan.group_registered');
    requireNoQuestion(group);
    store.db
      .prepare(
        `UPDATE scan_group SET state = 'registered', petition_id = ?, place = ?, make = 'waiting', secrecy = NULL, changed_at = ? WHERE id = ?`,
      )
      .run(petitionId, place, store.now(), id);
    store.db.prepare(`UPDATE scan_item SET name = 'Bản quét' WHERE id IN (SELECT item_id FROM scan_page WHERE group_id = ?)`).run(id);
    store.db.prepare('UPDATE scan_page SET text = NULL, version = version + 1 WHERE group_id = ?').run(id);
    forgetKeptBeside(store, id);
  });
  closeEdits(store, groupIds);
}
function requireNoQuestion(group: GroupRow): void {
  const secrecy = group.secrecy === null ? undefined : (JSON.parse(group.secrecy) as { state: string; asks?: { words: string }[] });
  if (secrecy?.state === 'asks') throw new Failure('documents.secrecy_asked', { words: secrecy.asks?.[0]?.words ?? '' });
}

/** The pages of these groups become a document's files, in order; inside the transaction that makes the document. */
export function bindScans(store: Store, incomingId: RecordId, groupIds: readonly string[]): void {
  groupIds.forEach((id, place) => {
    const group = groupById(store, id);
    if (group.state !== 'open') throw new Failure('scan.group_registered');
    requireNoQuestion(group);
    store.db
      .prepare(`UPDATE scan_group SET state = 'registered', incoming_id = ?, place = ?, make = 'waiting', changed_at = ? WHERE id = ?`)
      .run(incomingId, place, store.now(), id);
  });
  closeEdits(store, groupIds);
}
