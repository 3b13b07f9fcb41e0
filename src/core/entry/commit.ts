/** A sheet becomes documents: one transaction for all rows, in their order, with everything a row owes the books. */
import { conventionalDocumentId } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { organId, type RecordId, recordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import type { Instant } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Search } from '../directory/index.ts';
import { addHistory } from '../documents/history.ts';
import { createPaperWithin, registerPendingWithin } from '../documents/index.ts';
import { noteOnPaper } from '../paper/out.ts';
import { bookFor, enterNumber, numberSource, takeNumber } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import type { Steps } from '../working/index.ts';
import { type EntryLine, type Judged, judgeSheet, judgeSheetInSteps } from './judge.ts';
import { emptyWithin, type SheetRecord, sheetById } from './sheet.ts';

export interface Committed {
  readonly count: number;
  readonly merged: number;
  /** As they stand in the book: `1287`, `05/QĐ-UBND`; empty where the number is to come. */
  readonly first: string;
  readonly last: string;
  /** Row of the first document. */
  readonly firstId?: string;
}
/** Register's remark of what was taken over. */
const FROM_PAPER = 'Chuyển từ sổ giấy';
/** The hour of a day of which only the date is known: noon of Asia/Ho_Chi_Minh. */
const noonOf = (date: string): Instant => Date.parse(`${date}T12:00:00+07:00`);

/**
 * All rows or none.
 * @throws Failure `entry.empty`, `entry.not_clean` (faults or open questions), and whatever a book refuses
 */
export const commitSheet = (store: Store, actor: Actor, sheetId: string, search: Search): Committed =>
  store.tx(() => {
    const sheet = sheetById(store, actor, sheetId);
    return commitWithin(store, actor, sheet, judgeSheet(store, sheet, search));
  }, 'entry:commit');

/**
 * The same in steps: judged beside the others' work, and may be stopped until then; what was judged counts if nothing was
 * written meanwhile, else the sheet is judged anew inside the transaction.
 * @throws Failure as `commitSheet`, and `work.stopped`
 */
export async function commitSheetInSteps(store: Store, actor: Actor, sheetId: string, search: Search, steps: Steps): Promise<Committed> {
  const before = changesOf(store);
  const judged = await judgeSheetInSteps(store, sheetById(store, actor, sheetId), search, steps);
  requireClean(judged);
  await steps.step('write', 0, judged.lines.length);
  return store.tx(() => {
    const sheet = sheetById(store, actor, sheetId);
    return commitWithin(store, actor, sheet, changesOf(store) === before ? judged : judgeSheet(store, sheet, search));
  }, 'entry:commit');
}
/** Rises with every row that this process writes; no other process writes. */
const changesOf = (store: Store): unknown => store.db.prepare('SELECT total_changes()').pluck().get();

function requireClean(judged: Judged): void {
  if (judged.lines.length === 0) throw new Failure('entry.empty');
  if (judged.errors + judged.asks > 0) throw new Failure('entry.not_clean', { errors: judged.errors, asks: judged.asks });
}
function commitWithin(store: Store, actor: Actor, sheet: SheetRecord, judged: Judged): Committed {
  requireClean(judged);
  const made = judged.lines.map((line) => enterLine(store, actor, sheet, line));
  const numbered = made.filter((one) => one.counted);
  const [first] = numbered;
  record(store, actor, 'entry.commit', sheet.id, `${sheet.direction} ${sheet.mode} ${made.length}`);
  emptyWithin(store, actor, sheet.id);
  return {
    count: numbered.length,
    merged: made.length - numbered.length,
    first: first?.number ?? '',
    last: numbered.at(-1)?.number ?? '',
    ...(first === undefined ? {} : { firstId: first.id }),
  };
}

interface Entered {
  readonly id: RecordId;
  readonly number: string;
  /** Stands in the book under a number of its own. */
  readonly counted: boolean;
}
function enterLine(store: Store, actor: Actor, sheet: SheetRecord, line: EntryLine): Entered {
  if (sheet.direction === 'incoming')
    return sheet.mode === 'new' ? enterIncoming(store, actor, sheet, line) : takeOverIncoming(store, actor, sheet, line);
  return enterOutgoing(store, actor, sheet, line);
}

function enterIncoming(store: Store, actor: Actor, sheet: SheetRecord, { values, answer, twinId }: EntryLine): Entered {
  const merge = answer === 'merge' && twinId !== undefined;
  const province = numberSource(store, bookFor(store, sheet.organId, 'incoming', values.typeName).id) === 'province';
  const made = createPaperWithin(store, actor, {
    ...values,
    organId: sheet.organId,
    uploadIds: [],
    register: !province,
    notDuplicate: answer === 'different' || (twinId === undefined && !merge),
    ...(merge ? { mergeInto: twinId } : {}),
  });
  if (province && !merge && made.held === undefined) registerPendingWithin(store, actor, made.id, values.note);
  return { id: made.id, number: made.arrivalNumber === undefined ? '' : String(made.arrivalNumber), counted: !merge };
}

/** A document of a paper book: as its line there says, with its own number, marked as such. */
function takeOverIncoming(store: Store, actor: Actor, sheet: SheetRecord, { values }: EntryLine): Entered {
  const { given } = values;
  if (given === undefined) throw new Failure('entry.not_clean', { errors: 1, asks: 0 });
  const id = recordId(store.newId());
  const book = bookFor(store, sheet.organId, 'incoming', values.typeName);
  const code = [values.number, values.notation].filter(Boolean).join('/');
  const instruction =
    values.unit === '' ? null : JSON.stringify({ leader: '', text: '', lead: values.unit, coHandlers: [], slipDate: given.date });
  store.db
    .prepare(
      `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, date, type_name, subject, signer, due_date,
         folded, arrived_at, arrival_number, arrival_date, book_id, instruction, note, verdict, updated_at, seq, workstation_id, person_id)
       VALUES (@id, @organ, @state, @channel, @priority, @sender, @number, @notation, @date, @type, @subject, @signer, @due,
         @folded, @arrived, @arrivalNumber, @arrivalDate, @book, @instruction, @note, 'unsigned', @now, @seq, @workstation, @person)`,
    )
    .run({
      id,
      organ: sheet.organId,
      state: sheet.finished ? 'finished' : values.unit === '' ? 'registered' : 'assigned',
      channel: values.channel,
      priority: values.priority,
      sender: values.sender,
      number: values.number,
      notation: values.notation,
      date: values.date ?? null,
      type: values.typeName,
      subject: values.subject,
      signer: values.signer || null,
      due: values.dueDate ?? null,
      folded: foldVietnamese([code, values.sender, values.subject, values.typeName].join(' ')),
      arrived: noonOf(given.date),
      arrivalNumber: given.number,
      arrivalDate: given.date,
      book: book.id,
      instruction,
      note: [FROM_PAPER, values.note].filter(Boolean).join('. '),
      now: store.now(),
      seq: store.nextSeq(),
      workstation: store.workstationId,
      person: actor.personId ?? null,
    });
  enterNumber(store, book, given.number, { kindName: values.typeName, date: given.date, incomingId: id, actor, origin: 'paper_book' });
  addHistory(store, actor, { incomingId: id, act: 'incoming.from_paper_book', params: { number: given.number, book: book.name } });
  record(store, actor, 'incoming.from_paper_book', id, `number ${given.number}`);
  return { id, number: String(given.number), counted: true };
}

/** A document that was signed by hand and leaves, or left, on paper: it takes its number from the same book (Decree 30/2020, article 15(1)). */
function enterOutgoing(store: Store, actor: Actor, sheet: SheetRecord, { values, to }: EntryLine): Entered {
  const book = bookFor(store, sheet.organId, 'outgoing', values.typeName);
  const id = recordId(store.newId());
  const insert = (): void => {
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, content, signer_position, signer, due_date, to_places, recipients,
           note, folded, updated_at, seq, workstation_id, person_id)
         VALUES (@id, @organ, 'draft', @priority, @type, @subject, @subject, @position, @signer, @due, '[]', @recipients,
           @note, @folded, @now, @seq, @workstation, @person)`,
      )
      .run({
        id,
        organ: sheet.organId,
        priority: values.priority,
        type: values.typeName,
        subject: values.subject,
        position: values.signerPosition,
        signer: values.signer,
        due: values.dueDate ?? null,
        // Signed by hand, it goes on paper to whoever is on the axis too.
        recipients: JSON.stringify(to.map((one) => (one.organId === undefined ? one : { ...one, medium: 'paper' }))),
        note: values.note,
        folded: foldVietnamese([values.typeName, values.subject, values.signer, ...to.map(({ name }) => name)].join(' ')),
        now: store.now(),
        seq: store.nextSeq(),
        workstation: store.workstationId,
        person: actor.personId ?? null,
      });
  };
  insert();
  const { given } = values;
  const number = given
    ? {
        ...enterNumber(store, book, given.number, {
          kindName: values.typeName,
          date: given.date,
          outgoingId: id,
          actor,
          origin: 'paper_book',
        }),
        number: given.number,
        date: given.date,
      }
    : takeNumber(store, book, { kindName: values.typeName, outgoingId: id, actor });
  const documentId = conventionalDocumentId(organId(sheet.organId), number.date, number.codeNumber, number.notation);
  const known = store.db.prepare('SELECT 1 FROM outgoing WHERE document_id = ?').get(documentId) !== undefined;
  store.db
    .prepare(
      `UPDATE outgoing SET state = 'issued', number = ?, code = ?, notation = ?, date = ?, document_id = ?, book_id = ?, issued_at = ?, folded = folded || ?
       WHERE id = ?`,
    )
    .run(
      ...[number.number, number.code, number.notation, number.date, known ? null : documentId, book.id],
      ...[given ? noonOf(given.date) : store.now(), ` ${foldVietnamese(number.code)}`, id],
    );
  const act = given ? 'outgoing.from_paper_book' : 'outgoing.entered_paper';
  addHistory(store, actor, { outgoingId: id, act, params: { code: number.code, book: book.name } });
  record(store, actor, act, id, number.code);
  noteOnPaper(store, id, { signedOn: number.date, follow: !given && !sheet.finished });
  return { id, number: number.code, counted: true };
}
