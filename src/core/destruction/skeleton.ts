/** What destruction leaves of a document, and how its bytes go. */
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { removeScans, scannedFrom } from '../scanning/remains.ts';
import type { Store } from '../store/types.ts';

type List = 'incoming' | 'outgoing';
export interface Decision {
  readonly id: RecordId;
  readonly number: string;
  readonly date: string;
}
export interface Destroyed {
  readonly files: number;
  readonly bytes: number;
  /** Vault files whose last row went. */
  readonly gone: readonly BlobId[];
}

/** Columns that say what a document was about; numbers, dates and codes of organs stay. */
const BLANK: Readonly<Record<List, string>> = {
  incoming: `subject = @said, content = NULL, signer = NULL, sender_name = '', to_places = '[]', message = NULL, warnings = '[]',
    folded = '', instruction = NULL, note = NULL, due_date = NULL`,
  outgoing: `subject = @said, content = '', signer = '', signer_position = '', competence = '', to_places = '[]', recipients = '[]', folded = '',
    due_date = NULL`,
};

/** Inside a transaction of the act; what is gone already stays as it is. */
export function destroyDocuments(
  store: Store,
  decision: Decision,
  documents: readonly { list: List; id: string }[],
  actor: Actor,
): Destroyed {
  const said = `(đã tiêu hủy theo Quyết định số ${decision.number} ngày ${screenDate(decision.date as Parameters<typeof screenDate>[0])})`;
  const blobs = new Set<BlobId>();
  let files = 0;
  const there = namesOf(store);
  for (const { list, id } of documents.flatMap((one) => [one, ...copiesUnder(store, one)])) {
    const own = blobsOf(store, list, id, there);
    // First the mark: from here on rooms that keep what was before keep nothing of this document.
    const marked = store.db.prepare(`UPDATE ${list} SET destruction_id = ? WHERE id = ? AND destruction_id IS NULL`).run(decision.id, id);
    if (marked.changes !== 1) continue;
    for (const blob of own) blobs.add(blob);
    store.db.prepare(`UPDATE ${list} SET ${BLANK[list]} WHERE id = @id`).run({ said, id });
    files += blankAround(store, list, id, there);
    addHistory(store, actor, {
      ...(list === 'incoming' ? { incomingId: id as RecordId } : { outgoingId: id as RecordId }),
      act: 'document.destroyed',
      params: { number: decision.number, date: decision.date },
    });
    record(store, actor, 'document.destroyed', id, decision.number);
  }
  return { files, ...dropBlobs(store, decision, [...blobs]) };
}

/** Arrivals that stand under its number (the copy by Zalo, the paper beside the axis) are the same document, and go with it. */
export function copiesUnder({ db }: Store, { list, id }: { readonly list: List; readonly id: string }): { list: List; id: string }[] {
  if (list === 'outgoing') return [];
  return db
    .prepare<[string], string>('SELECT id FROM incoming WHERE merged_into = ? AND destruction_id IS NULL ORDER BY seq')
    .pluck()
    .all(id)
    .map((copy) => ({ list, id: copy }));
}

function blobsOf(store: Store, list: List, id: string, there: ReadonlySet<string>): BlobId[] {
  const own = store.db.prepare<[string], BlobId>(`SELECT blob_id FROM file WHERE ${list}_id = ?`).pluck().all(id);
  const returned = store.db
    .prepare<[string], BlobId>(
      `SELECT r.blob_id FROM returned_copy r JOIN leaving l ON l.id = r.leaving_id JOIN file f ON f.id = l.file_id WHERE f.${list}_id = ?`,
    )
    .pluck()
    .all(id);
  const packages =
    list === 'incoming'
      ? store.db
          .prepare<[string], BlobId | null>('SELECT p.blob_id FROM package p JOIN incoming i ON i.package_id = p.id WHERE i.id = ?')
          .pluck()
          .all(id)
      : store.db.prepare<[string], BlobId | null>('SELECT blob_id FROM dispatch WHERE outgoing_id = ?').pluck().all(id);
  const scans = list === 'incoming' && there.has('scan_item') ? scannedFrom(store, id) : [];
  return [...own, ...returned, ...packages.filter((blob) => blob !== null), ...scans];
}

/** Rooms came one after another: a store from before has not all of their tables and indexes. */
const namesOf = ({ db }: Store): ReadonlySet<string> => new Set(db.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all());

/** Everything else that speaks of the document; how many files it had. */
function blankAround(store: Store, list: List, id: string, there: ReadonlySet<string>): number {
  const { db } = store;
  const run = (sql: string): number => db.prepare(sql).run(id).changes;
  run(`DELETE FROM returned_copy WHERE leaving_id IN (SELECT l.id FROM leaving l JOIN file f ON f.id = l.file_id WHERE f.${list}_id = ?)`);
  run(`UPDATE leaving SET name = '', place = '' WHERE file_id IN (SELECT id FROM file WHERE ${list}_id = ?)`);
  run(`UPDATE history SET params = '{}' WHERE ${list}_id = ?`);
  run(`UPDATE dispatch SET title = '', blob_id = NULL, inline = x'', sha256 = '', error = NULL WHERE ${list}_id = ?`);
  run(`UPDATE amendment SET reason = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END WHERE ${list}_id = ?`);
  if (list === 'outgoing') {
    run(`UPDATE delivery SET name = '', status_text = NULL WHERE dispatch_id IN (SELECT id FROM dispatch WHERE outgoing_id = ?)`);
    // What recipients reported may quote it; the row stays, so that the report is not taken for a new one.
    run(`UPDATE status_in SET description = id, staff = '' WHERE outgoing_id = ?`);
    run(
      `UPDATE axis_seen SET title = '', recipients = '[]', description = '' WHERE document_id = (SELECT document_id FROM outgoing WHERE id = ?)`,
    );
  } else run('UPDATE package SET blob_id = NULL WHERE id = (SELECT package_id FROM incoming WHERE id = ?)');
  blankNewerRooms(store, list, id, (table) => there.has(table));
  if (list === 'incoming' && there.has('scan_item')) removeScans(store, id);
  return db.prepare(`DELETE FROM file WHERE ${list}_id = ?`).run(id).changes;
}

/** Rows of a document that a form half typed may be about. */
const KEPT_ABOUT = ['amendment', 'meeting', 'register_line'] as const;
/** Tables of other rooms that hold a document's files or words, each where it is there. */
function blankNewerRooms({ db }: Store, list: List, id: string, there: (table: string) => boolean): void {
  const ownFiles = `(SELECT id FROM file WHERE ${list}_id = ?)`;
  if (there('kept_form_about'))
    for (const of of ['?', ...KEPT_ABOUT.map((table) => `SELECT id FROM ${table} WHERE ${list}_id = ?`)])
      db.prepare(`DELETE FROM kept_form WHERE of_id IN (${of})`).run(id);
  if (there('signing_override')) db.prepare(`DELETE FROM signing_override WHERE file_id IN ${ownFiles}`).run(id);
  if (there('derived_copy'))
    db.prepare(`DELETE FROM derived_copy WHERE file_id IN ${ownFiles} OR source_file_id IN ${ownFiles}`).run(id, id);
  if (there('handover_slip') && list === 'outgoing') db.prepare(`UPDATE handover_slip SET recipients = '[]' WHERE outgoing_id = ?`).run(id);
  if (there('meeting')) db.prepare(`DELETE FROM meeting WHERE ${list}_id = ?`).run(id);
  if (there('reminder')) db.prepare(`DELETE FROM reminder WHERE ${list}_id = ?`).run(id);
  if (there('document_note')) db.prepare(`DELETE FROM document_note WHERE ${list}_id = ?`).run(id);
  // That it was handed over stays: number, day, to whom.
  if (there('transfer_item') && list === 'incoming')
    db.prepare(`UPDATE transfer SET note = '', place = '' WHERE id IN (SELECT transfer_id FROM transfer_item WHERE incoming_id = ?)`).run(
      id,
    );
  if (there('draft_kept')) db.prepare(`DELETE FROM draft_kept WHERE form IN ('edit:' || ?, 'reply:' || ?)`).run(id, id);
  if (there('paper_delivery')) blankPaper(db, list, id);
  if (there('register_line')) db.prepare(`UPDATE register_line SET cells = '{}' WHERE ${list}_id = ?`).run(id);
  // Its place in a file stays: under which number, since when.
  if (there('dossier_item')) {
    db.prepare(`UPDATE dossier_item SET note = '' WHERE ${list}_id = ?`).run(id);
    db.prepare(`UPDATE ${list} SET language = ''${list === 'outgoing' ? ", note = ''" : ''} WHERE id = ?`).run(id);
  }
  if (there('outgoing_signer') && list === 'outgoing') db.prepare('DELETE FROM outgoing_signer WHERE outgoing_id = ?').run(id);
}

/** Envelopes, copies and paper that quote the document: numbers and days stay. */
function blankPaper(db: Store['db'], list: List, id: string): void {
  db.prepare(
    `UPDATE copy_issue SET source_subject = '', source_agency = '', parts = '', for_whom = '', note = '',
       source_file_id = CASE WHEN source_file_id IN (SELECT id FROM file WHERE ${list}_id = @id) THEN NULL ELSE source_file_id END,
       print_file_id = CASE WHEN print_file_id IN (SELECT id FROM file WHERE ${list}_id = @id) THEN NULL ELSE print_file_id END,
       signed_file_id = NULL WHERE ${list}_id = @id`,
  ).run({ id });
  if (list === 'incoming') {
    db.prepare(`UPDATE envelope SET sender = '', addressee = '', marks = '', note = '', settled_note = NULL WHERE incoming_id = ?`).run(id);
    db.prepare(`UPDATE advance_copy SET reason = '' WHERE incoming_id = ?`).run(id);
    return;
  }
  db.prepare(
    `UPDATE paper_delivery SET name = '', address = '', handed_to = '', back_name = NULL, back_note = NULL WHERE outgoing_id = ?`,
  ).run(id);
  db.prepare(`UPDATE outgoing_paper SET archive_place = '', archive_holder = '' WHERE outgoing_id = ?`).run(id);
}

/** Rows of the vault that nothing else names go, their keys with them. */
function dropBlobs(store: Store, decision: Decision, blobs: readonly BlobId[]): { bytes: number; gone: BlobId[] } {
  const { db } = store;
  const facts = db.prepare<[string], { name: string; size: number }>('SELECT coalesce(name, id) AS name, size FROM blob WHERE id = ?');
  // Each by its index: `coalesce(name, id) = ?` would look through the whole vault.
  const left = db.prepare('SELECT 1 FROM blob WHERE name = @name UNION ALL SELECT 1 FROM blob WHERE id = @name AND name IS NULL');
  const remember = db.prepare('INSERT OR IGNORE INTO destroyed_blob VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM blob WHERE id = ?');
  const gone: BlobId[] = [];
  let bytes = 0;
  for (const blob of blobs) {
    const held = facts.get(blob);
    if (!held) continue;
    try {
      remove.run(blob);
    } catch (error) {
      // Another document shares it (one package to two organs of ours): it stays for that one.
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT'))) throw error;
      continue;
    }
    gone.push(blob);
    bytes += held.size;
    if (left.get({ name: held.name }) === undefined) remember.run(held.name, decision.id);
  }
  return { bytes, gone };
}
