/**
 * Copies of documents (Decree 30/2020, articles 25 to 27): sao y, sao lục, trích sao, each with the next number of a yearly
 * book of their own, in every direction the decree allows. Electronic to paper: the original's pages and the block for ink
 * and red seal. Paper to electronic, and an electronic extract: a file that the agency signs (its mark top right). It promises:
 * a copy has one number, the number says what was copied for whom, and the original is never touched.
 */
import type { CopyIssueRow } from '../../contract/page/copies.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { COPY_FORM_NAMES, type CopyDirection, type CopyForm, copyAllowed, pageRanges } from '../../domain/paperDesk.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { ownOrgan } from '../documents/organs.ts';
import { composeFile, isByHand } from '../paper/index.ts';
import type { Parsing } from '../parsing/index.ts';
import type { PrintFonts } from '../print/index.ts';
import { cancelNumber, copyCode, deskBook, findDeskBook, peekNumber, takeNumber } from '../registers/index.ts';
import { readKept } from '../secrecy/index.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import { drawBlock, FOOT } from './block.ts';

export { COPY_COLUMNS, copyCells, printCopyBook } from './book.ts';
export { copySigners } from './signers.ts';

export interface CopyWanted {
  readonly form: CopyForm;
  readonly direction: CopyDirection;
  readonly fileId?: string;
  readonly uploadId?: string;
  readonly source?: { readonly code: string; readonly date?: string; readonly agency: string; readonly subject: string };
  readonly pages: string;
  readonly parts: string;
  readonly copies: number;
  readonly forWhom: string;
  readonly competence: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly block: 'own_page' | 'foot';
  readonly note: string;
}
export interface CopyRoom {
  readonly store: Store;
  readonly parsing: Pick<Parsing, 'composePdf'>;
  readonly watermark?: string;
  fonts(): PrintFonts;
}

interface Source {
  readonly code: string;
  readonly date: string | null;
  readonly agency: string;
  readonly subject: string;
  readonly incomingId?: RecordId;
  readonly outgoingId?: RecordId;
  readonly file?: {
    readonly id?: string;
    readonly name: string;
    readonly blobId: BlobId;
    readonly pages: number;
    readonly upload?: string;
    /** What came, where it was damaged and written anew. */
    readonly came?: BlobId;
  };
}
interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly detected: string;
  readonly blob_id: BlobId;
  readonly pages: number | null;
  readonly incoming_id: RecordId | null;
  readonly outgoing_id: RecordId | null;
  readonly organ_id: string | null;
}

/** What is copied: a file of a document here, an upload, or paper that was described. */
function sourceOf(store: Store, organId: string, wanted: CopyWanted): Source & { electronic?: boolean } {
  const said = wanted.source;
  if (wanted.uploadId !== undefined) {
    const upload = store.db
      .prepare('SELECT name, detected, pages, blob_id, secrecy, came_blob_id FROM upload WHERE id = ?')
      .get(wanted.uploadId) as
      | { name: string; detected: string; pages: number | null; blob_id: BlobId; secrecy: string | null; came_blob_id: BlobId | null }
      | undefined;
    if (!upload || !said) throw new Failure('files.no_such_upload');
    if (upload.detected !== 'pdf') throw new Failure('files.not_a_pdf', { name: upload.name });
    const found = readKept(upload.secrecy);
    if (found?.state === 'asks') throw new Failure('documents.secrecy_asked', { words: found.asks[0]?.words ?? '' });
    const came = upload.came_blob_id === null ? {} : { came: upload.came_blob_id };
    const file = { name: upload.name, blobId: upload.blob_id, pages: upload.pages ?? 1, upload: wanted.uploadId, ...came };
    return { ...said, date: said.date ?? null, file, electronic: false };
  }
  if (wanted.fileId === undefined) {
    if (!said || said.subject === '') throw new Failure('copies.source_needed');
    return { ...said, date: said.date ?? null };
  }
  const row = store.db
    .prepare('SELECT id, name, detected, blob_id, pages, incoming_id, outgoing_id, organ_id FROM file WHERE id = ?')
    .get(wanted.fileId) as FileRow | undefined;
  if (!row || (row.incoming_id === null && row.outgoing_id === null)) throw new Failure('files.not_found');
  if (row.detected !== 'pdf') throw new Failure('files.not_a_pdf', { name: row.name });
  const file = { id: row.id, name: row.name, blobId: row.blob_id, pages: row.pages ?? 1 };
  return row.incoming_id === null
    ? ofOutgoing(store, organId, row.outgoing_id as RecordId, file)
    : ofIncoming(store, organId, row.incoming_id, file);
}
function ofIncoming(store: Store, organId: string, id: RecordId, file: Source['file']): Source & { electronic: boolean } {
  const row = store.db
    .prepare('SELECT organ_id, channel, number, notation, date, sender_name, type_name, subject FROM incoming WHERE id = ?')
    .get(id) as {
    organ_id: string;
    channel: string;
    number: string;
    notation: string;
    date: string | null;
    sender_name: string;
    type_name: string;
    subject: string;
  };
  if (row.organ_id !== organId) throw new Failure('session.other_organ');
  return {
    code: [row.number, row.notation].filter(Boolean).join('/'),
    date: row.date,
    agency: row.sender_name,
    subject: [row.type_name, row.subject].filter(Boolean).join(' '),
    incomingId: id,
    electronic: row.channel === 'axis' || row.channel === 'email',
    ...(file ? { file } : {}),
  };
}
function ofOutgoing(store: Store, organId: string, id: RecordId, file: Source['file']): Source & { electronic: boolean } {
  const row = store.db.prepare('SELECT organ_id, code, date, type_name, subject FROM outgoing WHERE id = ?').get(id) as {
    organ_id: string;
    code: string;
    date: string | null;
    type_name: string;
    subject: string;
  };
  if (row.organ_id !== organId) throw new Failure('session.other_organ');
  if (row.code === '') throw new Failure('signing.not_numbered');
  return {
    code: row.code,
    date: row.date,
    agency: ownOrgan(store, organId).name,
    subject: [row.type_name, row.subject].filter(Boolean).join(' '),
    outgoingId: id,
    electronic: !isByHand(store, id),
    ...(file ? { file } : {}),
  };
}

/** @throws Failure `copies.direction`, `copies.source_needed`, `copies.pages`, `copies.pages_needed`, `copies.medium` */
function check(wanted: CopyWanted, source: Source & { electronic?: boolean }): { pages?: number[] } {
  const { form, direction } = wanted;
  if (!copyAllowed(form, direction)) throw new Failure('copies.direction');
  const fromFile = direction !== 'pp';
  if (fromFile && !source.file) throw new Failure('copies.source_needed');
  const wantsElectronic = direction.startsWith('e');
  if (source.electronic !== undefined && direction !== 'pp' && source.electronic !== wantsElectronic)
    throw new Failure('copies.medium', { is: source.electronic ? 'điện tử' : 'giấy' });
  if (wanted.pages === '' || !source.file) {
    // An extract is of some pages, or of parts that a person names; all of it would be a copy.
    if (form === 'TrS' && wanted.pages === '' && (wanted.parts === '' || direction === 'ee')) throw new Failure('copies.pages_needed');
    return {};
  }
  const pages = pageRanges(wanted.pages, source.file.pages);
  if (!pages) throw new Failure('copies.pages', { pages: source.file.pages });
  if (form !== 'TrS') throw new Failure('copies.whole');
  return { pages };
}

/**
 * Numbers a copy and makes what is to be printed or signed. What takes time is made first, with the number that comes; the
 * transaction that takes it refuses where another was quicker.
 */
export async function makeCopy(room: CopyRoom, actor: Actor, organId: string, wanted: CopyWanted): Promise<CopyIssueRow> {
  const { store } = room;
  const source = sourceOf(store, organId, wanted);
  const { pages } = check(wanted, source);
  const organ = ownOrgan(store, organId);
  if (organ.closed) throw new Failure('documents.not_our_organ');
  const book = store.tx(() => deskBook(store, organId, 'copy'), 'copies:book');
  const next = peekNumber(store, book, '');
  const code = copyCode(book.rule, next.number, wanted.form, next.date);
  const toPaper = wanted.direction.endsWith('p');
  let made: { blob: WrittenBlob; pages: number } | undefined;
  if (toPaper) {
    const block = await drawBlock(
      {
        ...wanted,
        code,
        date: next.date,
        organ: organ.name,
        place: organ.place,
        fonts: room.fonts(),
        ...(room.watermark ? { watermark: room.watermark } : {}),
      },
      wanted.direction === 'ep' ? wanted.block : 'own_page',
    );
    made =
      source.file && wanted.direction === 'ep'
        ? await composeFile(
            room,
            [{ blobId: source.file.blobId, ...(pages ? { pages } : {}) }],
            wanted.block === 'foot' ? { overlays: [{ pdf: block, page: 0, x: FOOT.x, y: FOOT.y }] } : { behind: [block] },
          )
        : { blob: await store.vault.put(block), pages: 1 };
  } else if (source.file && pages) made = await composeFile(room, [{ blobId: source.file.blobId, pages }]);
  try {
    return store.tx(() => {
      const given = takeNumber(store, book, { kindName: '', actor });
      if (given.number !== next.number || given.date !== next.date) throw new Failure('copies.number_moved');
      return keep(store, actor, organId, book.id, code, given, wanted, source, made);
    }, 'copies:make');
  } catch (error) {
    if (made) await store.vault.discard([made.blob.id]);
    throw error;
  }
}

function keep(
  store: Store,
  actor: Actor,
  organId: string,
  bookId: string,
  code: string,
  given: { readonly number: number; readonly date: LegalDate },
  wanted: CopyWanted,
  source: Source,
  made: { blob: WrittenBlob; pages: number } | undefined,
): CopyIssueRow {
  const id = store.newId();
  const label = code.replaceAll('/', '-');
  const owner = { incomingId: source.incomingId ?? null, outgoingId: source.outgoingId ?? null };
  let sourceFile = source.file?.id ?? null;
  if (source.file?.upload !== undefined) {
    // A paper of nobody's document here: its scan is kept with the copy.
    sourceFile = putFile(store, organId, owner, {
      name: source.file.name,
      blobId: source.file.blobId,
      pages: source.file.pages,
      stage: 'copy:source',
    });
    if (source.file.came !== undefined) {
      const { name, came: blobId, pages } = source.file;
      putFile(store, organId, owner, { name, blobId, pages, stage: 'copy:as_came' });
    }
    store.db.prepare('DELETE FROM upload WHERE id = ?').run(source.file.upload);
  }
  let print: string | null = null;
  if (made) {
    store.vault.record(made.blob);
    const toPaper = wanted.direction.endsWith('p');
    const fileId = putFile(store, organId, owner, {
      name: `${label}.pdf`,
      blobId: made.blob.id,
      pages: made.pages,
      stage: toPaper ? 'copy:print' : 'copy:parts',
    });
    if (toPaper) print = fileId;
    else sourceFile = fileId;
  }
  store.db
    .prepare(
      `INSERT INTO copy_issue (id, organ_id, book_id, period, number, code, date, form, direction, state, incoming_id, outgoing_id, source_file_id,
         source_code, source_date, source_agency, source_subject, parts, print_file_id, copies, for_whom, competence, signer_position, signer, note,
         at, person_id, by_name, seq)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'made', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, organId, bookId, given.date.slice(0, 4), given.number, code, given.date, wanted.form, wanted.direction],
      ...[owner.incomingId, owner.outgoingId, sourceFile, source.code, source.date, source.agency, source.subject],
      ...[[wanted.pages && `trang ${wanted.pages}`, wanted.parts].filter(Boolean).join('; '), print, wanted.copies, wanted.forWhom],
      ...[wanted.competence, wanted.signerPosition, wanted.signer, wanted.note],
      ...[store.now(), actor.personId ?? null, actor.name, store.nextSeq()],
    );
  store.db
    .prepare('UPDATE book_number SET copy_id = ? WHERE book_id = ? AND period = ? AND number = ?')
    .run(id, bookId, given.date.slice(0, 4), given.number);
  if (source.incomingId ?? source.outgoingId)
    addHistory(store, actor, {
      ...(source.incomingId ? { incomingId: source.incomingId } : {}),
      ...(source.outgoingId ? { outgoingId: source.outgoingId } : {}),
      act: 'document.copied',
      params: { code, form: COPY_FORM_NAMES[wanted.form], copies: wanted.copies, name: wanted.forWhom },
    });
  record(store, actor, 'copies.make', id, code);
  return copyById(store, id);
}

function putFile(
  store: Store,
  organId: string,
  owner: { readonly incomingId: string | null; readonly outgoingId: string | null },
  file: { readonly name: string; readonly blobId: BlobId; readonly pages: number; readonly stage: string },
): string {
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO file (id, incoming_id, outgoing_id, role, stage, position, current, name, detected, pages, blob_id, created_at, seq, organ_id)
       VALUES (?, ?, ?, 'register', ?, 0, 0, ?, 'pdf', ?, ?, ?, ?, ?)`,
    )
    .run(id, owner.incomingId, owner.outgoingId, file.stage, file.name, file.pages, file.blobId, store.now(), store.nextSeq(), organId);
  return id;
}

interface CopyRecord {
  readonly id: string;
  readonly book_id: string;
  readonly period: string;
  readonly number: number;
  readonly code: string;
  readonly date: string;
  readonly form: CopyForm;
  readonly direction: CopyDirection;
  readonly state: 'made' | 'cancelled';
  readonly incoming_id: string | null;
  readonly outgoing_id: string | null;
  readonly source_file_id: string | null;
  readonly source_code: string;
  readonly source_date: string | null;
  readonly source_agency: string;
  readonly source_subject: string;
  readonly parts: string;
  readonly print_file_id: string | null;
  readonly copies: number;
  readonly for_whom: string;
  readonly signer: string;
  readonly note: string;
  readonly by_name: string;
  readonly reason: string | null;
  readonly at: number;
}
const COPY = `SELECT c.*, n.reason FROM copy_issue c
  LEFT JOIN book_number n ON n.book_id = c.book_id AND n.period = c.period AND n.series = '' AND n.number = c.number`;
const KIND_OF: Readonly<Record<CopyForm, 'copy' | 'duplicate' | 'extract'>> = { SY: 'copy', SL: 'duplicate', TrS: 'extract' };

function rowOf(store: Store, r: CopyRecord): CopyIssueRow {
  const file = (id: string | null) =>
    id === null
      ? undefined
      : (store.db.prepare('SELECT f.id AS fileId, f.name, b.size FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.id = ?').get(id) as
          | { fileId: string; name: string; size: number }
          | undefined);
  const electronic = r.direction.endsWith('e') && r.state === 'made' && r.source_file_id !== null;
  const kind = KIND_OF[r.form];
  // What the agency signed of it since it was numbered.
  const signed = electronic
    ? (store.db
        .prepare('SELECT file_id FROM derived_copy WHERE source_file_id = ? AND kind = ? AND at >= ? ORDER BY seq LIMIT 1')
        .pluck()
        .get(r.source_file_id, kind, r.at) as string | undefined)
    : undefined;
  const [print, done] = [file(r.print_file_id), file(signed ?? null)];
  return {
    id: r.id,
    number: r.number,
    code: r.code,
    date: r.date,
    form: r.form,
    direction: r.direction,
    state: r.state,
    source: { code: r.source_code, agency: r.source_agency, subject: r.source_subject, ...(r.source_date ? { date: r.source_date } : {}) },
    parts: r.parts,
    copies: r.copies,
    forWhom: r.for_whom,
    signer: r.signer,
    note: r.note,
    by: r.by_name,
    ...(r.incoming_id === null ? {} : { incomingId: r.incoming_id }),
    ...(r.outgoing_id === null ? {} : { outgoingId: r.outgoing_id }),
    ...(print ? { print } : {}),
    ...(electronic && !done && r.source_file_id ? { toSign: { fileId: r.source_file_id, kind } } : {}),
    ...(done ? { signed: done } : {}),
    ...(r.reason ? { reason: r.reason } : {}),
  };
}
function copyById(store: Store, id: string): CopyIssueRow {
  const row = store.db.prepare(`${COPY} WHERE c.id = ?`).get(id) as CopyRecord | undefined;
  if (!row) throw new Failure('documents.not_found');
  return rowOf(store, row);
}

export function listCopies(
  store: Store,
  organId: string,
  year?: string,
): { rows: CopyIssueRow[]; year: string; years: string[]; next?: string } {
  const today = legalDateOf(store.now());
  const shown = year ?? today.slice(0, 4);
  const held = store.db
    .prepare<[string], string>('SELECT DISTINCT period FROM copy_issue WHERE organ_id = ? ORDER BY period DESC')
    .pluck()
    .all(organId);
  const rows = store.db
    .prepare(`${COPY} WHERE c.organ_id = ? AND c.period = ? ORDER BY c.seq DESC LIMIT 2000`)
    .all(organId, shown) as CopyRecord[];
  const book = findDeskBook(store, organId, 'copy');
  const next = book ? copyCode(book.rule, peekNumber(store, book, '').number, 'SY', today) : undefined;
  return {
    rows: rows.map((row) => rowOf(store, row)),
    year: shown,
    years: [...new Set([today.slice(0, 4), ...held])],
    ...(next === undefined ? {} : { next }),
  };
}
/** All of a year's, in the order of their numbers: the book as it is bound. */
export const copiesOfYear = (store: Store, organId: string, year: string): CopyIssueRow[] =>
  (store.db.prepare(`${COPY} WHERE c.organ_id = ? AND c.period = ? ORDER BY c.number`).all(organId, year) as CopyRecord[]).map((row) =>
    rowOf(store, row),
  );
export const copiesOfDocument = (store: Store, id: string): CopyIssueRow[] =>
  (store.db.prepare(`${COPY} WHERE c.incoming_id = @id OR c.outgoing_id = @id ORDER BY c.seq DESC`).all({ id }) as CopyRecord[]).map(
    (row) => rowOf(store, row),
  );

/** The number stays, cancelled, with who allowed it. */
export function cancelCopy(store: Store, actor: Actor, id: string, reason: string, allowedBy: string): void {
  store.tx(() => {
    const row = store.db.prepare(`${COPY} WHERE c.id = ?`).get(id) as CopyRecord | undefined;
    if (!row) throw new Failure('documents.not_found');
    cancelNumber(store, { bookId: row.book_id, period: row.period, number: row.number }, { reason, allowedBy });
    store.db.prepare(`UPDATE copy_issue SET state = 'cancelled' WHERE id = ?`).run(id);
    record(store, actor, 'copies.cancel', id, row.code);
  }, 'copies:cancel');
}

/** Lines of the book's year in the order of their numbers, however many there are. */
export function copyLines(store: Store, bookId: string, period: string, offset: number, limit: number): CopyIssueRow[] {
  return (
    store.db
      .prepare(`${COPY} WHERE c.book_id = ? AND c.period = ? ORDER BY c.number LIMIT ? OFFSET ?`)
      .all(bookId, period, limit, offset) as CopyRecord[]
  ).map((row) => rowOf(store, row));
}
