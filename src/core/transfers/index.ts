/**
 * Chuyển giao (Decree 30/2020, articles 22(3)b and 23): incoming documents go to people who have no screen here, on a slip
 * to be signed, as plain files with a cover sheet, or in words to copy. It promises: every hand-over is recorded with who,
 * what, when and how before anything is shown, stands in the history of each document, and waits until somebody takes down
 * that it was signed for. What leaves as files is an exit of plaintext and recorded as one (record keeping, 4).
 */
import type { TransferRow, TransferWay } from '../../contract/page/transfers.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { legalDateOf, yearOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { requireAnswered } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import { type HandedDocument, handedDocuments } from './documents.ts';

export { type HandedDocument, handedDocuments, transferWords } from './documents.ts';
export { writeTransferFiles } from './files.ts';
export { printTransfer } from './slip.ts';

export interface NewTransfer {
  readonly incomingIds: readonly string[];
  readonly to: string;
  readonly personId?: string;
  readonly way: TransferWay;
  readonly note: string;
  readonly place?: string;
}
export interface MadeTransfer {
  readonly id: RecordId;
  readonly code: string;
  readonly documents: readonly HandedDocument[];
}

/**
 * What may be handed over: in the store, of one organ, not asked about for secrecy, not out of use.
 * @throws Failure `documents.not_found`, `transfers.other_organs`, `transfers.not_in_use`, `documents.secrecy_asked`
 */
export function checkTransfer(store: Store, incomingIds: readonly string[]): readonly HandedDocument[] {
  const documents = handedDocuments(store, incomingIds);
  const organ = documents[0]?.organId;
  for (const document of documents) {
    if (document.organId !== organ) throw new Failure('transfers.other_organs');
    if (['returned', 'withdrawn', 'recalled', 'merged'].includes(document.state))
      throw new Failure('transfers.not_in_use', { code: document.code || document.subject });
    requireAnswered(store, 'incoming_id', document.id);
  }
  return documents;
}

const ACT: Readonly<Record<TransferWay, string>> = {
  slip: 'incoming.transfer_slip',
  files: 'incoming.transfer_files',
  text: 'incoming.transfer_text',
};

/** Records it; number and row are given in the transaction of the caller's act. */
export function makeTransfer(store: Store, actor: Actor, made: NewTransfer): MadeTransfer {
  return store.tx(() => {
    const documents = checkTransfer(store, made.incomingIds);
    const [first] = documents;
    if (!first) throw new Failure('documents.not_found');
    const id = store.newId();
    const year = yearOf(legalDateOf(store.now()));
    const number = nextNumber(store, first.organId, year);
    store.db
      .prepare(
        `INSERT INTO transfer (id, organ_id, year, number, way, to_name, to_person_id, note, place, at, person_id, by_name, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        first.organId,
        year,
        number,
        made.way,
        made.to,
        made.personId ?? null,
        made.note,
        made.place ?? '',
        store.now(),
        actor.personId ?? null,
        actor.name,
        store.nextSeq(),
      );
    const item = store.db.prepare('INSERT INTO transfer_item (transfer_id, incoming_id, position) VALUES (?, ?, ?)');
    const code = `${number}/${year}`;
    documents.forEach((document, position) => {
      item.run(id, document.id, position);
      addHistory(store, actor, { incomingId: document.id, act: ACT[made.way], params: { name: made.to, code, place: made.place ?? '' } });
    });
    record(store, actor, 'transfer.make', id, `${made.way} ${documents.length}`);
    return { id, code, documents };
  }, 'transfer:make');
}

/** The number that the next hand-over gets, for a sheet that is written before it. */
export const nextTransferCode = (store: Store, organId: string): string => {
  const year = yearOf(legalDateOf(store.now()));
  return `${nextNumber(store, organId, year)}/${year}`;
};
function nextNumber(store: Store, organId: string, year: number): number {
  const last = store.db
    .prepare<[string, number], number | null>('SELECT max(number) FROM transfer WHERE organ_id = ? AND year = ?')
    .pluck()
    .get(organId, year);
  return (last ?? 0) + 1;
}

/** Whom each document goes to by its instruction. */
export function proposeTransfers(store: Store, incomingIds: readonly string[]): { to: string; incomingIds: string[] }[] {
  const people = new Map<string, string[]>();
  for (const document of handedDocuments(store, incomingIds)) {
    const names = [document.lead ?? '', ...document.coHandlers];
    for (const name of new Set(names.length > 1 ? names.filter(Boolean) : names)) {
      people.set(name, [...(people.get(name) ?? []), document.id]);
    }
  }
  return [...people].map(([to, ids]) => ({ to, incomingIds: ids }));
}

/** Đã ký nhận. @throws Failure `transfers.signed_already`, `documents.date_in_future`, `transfers.signed_before` */
export function signTransfer(store: Store, actor: Actor, id: string, signed: { readonly date: string; readonly name: string }): RecordId[] {
  return store.tx(() => {
    const row = transferById(store, id);
    if (row.signed_at !== null) throw new Failure('transfers.signed_already');
    if (signed.date > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'date' });
    if (signed.date < legalDateOf(row.at)) throw new Failure('transfers.signed_before');
    store.db
      .prepare('UPDATE transfer SET signed_on = ?, signed_name = ?, signed_at = ?, signed_by = ? WHERE id = ?')
      .run(signed.date, signed.name, store.now(), actor.name, id);
    return told(store, actor, row, 'signed', { name: signed.name, date: signed.date });
  }, 'transfer:signed');
}

/** What was taken down by mistake waits again. @throws Failure `transfers.not_signed` */
export function unsignTransfer(store: Store, actor: Actor, id: string): RecordId[] {
  return store.tx(() => {
    const row = transferById(store, id);
    if (row.signed_at === null) throw new Failure('transfers.not_signed');
    store.db.prepare('UPDATE transfer SET signed_on = NULL, signed_name = NULL, signed_at = NULL, signed_by = NULL WHERE id = ?').run(id);
    return told(store, actor, row, 'unsigned', { name: row.to_name });
  }, 'transfer:unsigned');
}

function told(store: Store, actor: Actor, row: TransferRecord, act: 'signed' | 'unsigned', params: Record<string, string>): RecordId[] {
  const ids = store.db
    .prepare<[string], RecordId>('SELECT incoming_id FROM transfer_item WHERE transfer_id = ? ORDER BY position')
    .pluck()
    .all(row.id);
  for (const incomingId of ids)
    addHistory(store, actor, { incomingId, act: `incoming.transfer_${act}`, params: { ...params, code: `${row.number}/${row.year}` } });
  record(store, actor, `transfer.${act}`, row.id, 'ok');
  return ids;
}

export interface TransferRecord {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly year: number;
  readonly number: number;
  readonly way: TransferWay;
  readonly to_name: string;
  readonly note: string;
  readonly place: string;
  readonly at: number;
  readonly by_name: string;
  readonly signed_on: string | null;
  readonly signed_name: string | null;
  readonly signed_at: number | null;
  readonly signed_by: string | null;
}
export function transferById(store: Store, id: string): TransferRecord {
  const row = store.db.prepare<[string], TransferRecord>('SELECT * FROM transfer WHERE id = ?').get(id);
  if (!row) throw new Failure('documents.not_found');
  return row;
}

const MOST = 300;
export interface TransferFilter {
  readonly open: boolean;
  readonly text: string;
  readonly organs?: readonly string[];
}
/** Newest first, and how many nobody signed for. */
export function listTransfers(store: Store, { open, text, organs }: TransferFilter): { rows: TransferRow[]; open: number } {
  const own = organs === undefined ? '' : ` AND organ_id IN (${organs.map(() => '?').join(', ')})`;
  const bound = organs ?? [];
  const found = store.db
    .prepare<unknown[], TransferRecord>(
      `SELECT * FROM transfer WHERE instr(lower(to_name), ?) > 0 ${open ? 'AND signed_at IS NULL' : ''} ${own} ORDER BY seq DESC LIMIT ${MOST}`,
    )
    .all(text.toLowerCase(), ...bound);
  const waiting = store.db
    .prepare<unknown[], number>(`SELECT count(*) FROM transfer WHERE signed_at IS NULL ${own}`)
    .pluck()
    .get(...bound);
  return { rows: found.map((row) => rowOf(store, row)), open: waiting ?? 0 };
}

export function transfersOf(store: Store, incomingId: string): TransferRow[] {
  return store.db
    .prepare<[string], TransferRecord>(
      'SELECT t.* FROM transfer t JOIN transfer_item i ON i.transfer_id = t.id WHERE i.incoming_id = ? ORDER BY t.seq',
    )
    .all(incomingId)
    .map((row) => rowOf(store, row));
}

function rowOf(store: Store, row: TransferRecord): TransferRow {
  const ids = itemsOf(store, row.id);
  return {
    id: row.id,
    code: `${row.number}/${row.year}`,
    way: row.way,
    to: row.to_name,
    note: row.note,
    place: row.place,
    at: row.at,
    by: row.by_name,
    documents: handedDocuments(store, ids).map(({ id, name, subject }) => ({ id, name, subject })),
    ...(row.signed_at === null
      ? {}
      : { signed: { date: row.signed_on ?? '', name: row.signed_name ?? '', at: row.signed_at, by: row.signed_by ?? '' } }),
  };
}
export const itemsOf = (store: Store, transferId: string): RecordId[] =>
  store.db
    .prepare<[string], RecordId>('SELECT incoming_id FROM transfer_item WHERE transfer_id = ? ORDER BY position')
    .pluck()
    .all(transferId);
