/** Paper and the other channels at the desk: taken in with its scan, checked against what is already here, registered at once. */
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { type DeskChannel, dateFault } from '../../domain/paperDesk.ts';
import { foldVietnamese, secrecyDegree } from '../../domain/secrecy.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { bindScans } from '../scanning/make.ts';
import type { Store } from '../store/types.ts';
import { advanceRules, holdWithin, isAdvance, joinWithin } from './advance.ts';
import { allDifferent, requireNew } from './duplicates.ts';
import { addHistory } from './history.ts';
import { registerWithin } from './incoming.ts';
import { bindUploads } from './uploads.ts';

export interface PaperDocument {
  readonly organId: string;
  readonly channel: DeskChannel;
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly date?: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly priority: number;
  readonly dueDate?: string;
  readonly uploadIds: readonly string[];
  /** Papers of the scanner's tray; their files are made after this transaction and come first. */
  readonly scanGroupIds?: readonly string[];
  readonly register: boolean;
  readonly notDuplicate: boolean;
  /** A copy of a document that is here: it gets no number of its own. */
  readonly mergeInto?: string;
  /** For the register's last column. */
  readonly note?: string;
  /** '' or absent: Vietnamese. */
  readonly language?: string;
  /** A copy without force that waits for the official one: the clerk's word, where the office's rule asks for it. */
  readonly advance?: boolean;
  /** When it came, where that was before now. */
  readonly arrivedAt?: number;
  /** The clerk looked again at a date years back. */
  readonly dateIsRight?: boolean;
  /** The envelope it lay in, logged before. */
  readonly envelopeId?: string;
}
export interface TakenIn {
  /** Of the document that goes on: another one, where this arrival was joined with it. */
  readonly id: RecordId;
  readonly arrivalNumber?: number;
  /** Waits for the official document; it has no number. */
  readonly held?: true;
}
/** Nobody takes in at the desk what came longer ago. */
const OLDEST_ARRIVAL_MS = 366 * 86_400_000;

function checkDates(store: Store, paper: PaperDocument): void {
  const fault = dateFault(paper.date, legalDateOf(store.now()));
  if (fault === 'future') throw new Failure('documents.date_in_future', { field: 'date' });
  if (paper.typeName && secrecyDegree(paper.typeName)) throw new Failure('documents.secret_mark');
  const { arrivedAt } = paper;
  if (arrivedAt === undefined) return;
  if (arrivedAt > store.now() + 60_000) throw new Failure('documents.arrived_in_future');
  if (arrivedAt < store.now() - OLDEST_ARRIVAL_MS || (paper.date && legalDateOf(arrivedAt) < paper.date))
    throw new Failure('documents.arrived_too_early');
}

/**
 * Takes in what came on paper or by another channel than the axis. An advance copy is held; one that is joined with a
 * document here keeps its channel and time under that one's number.
 * @throws Failure `documents.date_in_future`, `documents.date_old`, `documents.arrived_in_future`, `documents.arrived_too_early`,
 *   `documents.secret_mark`, `documents.duplicate…`
 */
export const createPaper = (store: Store, actor: Actor, paper: PaperDocument): TakenIn => {
  if (dateFault(paper.date, legalDateOf(store.now())) === 'old' && !paper.dateIsRight)
    throw new Failure('documents.date_old', { year: paper.date?.slice(0, 4) ?? '' });
  return store.tx(() => createPaperWithin(store, actor, paper), 'incoming:paper');
};

/** The same inside the caller's transaction, for old papers too. */
export function createPaperWithin(store: Store, actor: Actor, paper: PaperDocument): TakenIn {
  checkDates(store, paper);
  if (!paper.notDuplicate && paper.mergeInto === undefined) requireNew(store, paper);
  const id = insertPaper(store, actor, paper);
  const advance = isAdvance(advanceRules(store), paper.channel, paper.advance);
  // A picture of a page is all that Zalo or a fax brings.
  const scans = paper.scanGroupIds ?? [];
  bindScans(store, id, scans);
  bindUploads(store, { incomingId: id }, paper.uploadIds, advance, scans.length);
  addHistory(store, actor, { incomingId: id, act: 'incoming.taken_at_desk', params: { channel: paper.channel } });
  record(store, actor, 'incoming.desk', id, paper.channel);
  if (paper.notDuplicate) allDifferent(store, actor, id);
  if (paper.envelopeId !== undefined) openEnvelope(store, actor, paper.envelopeId, id);
  if (advance) holdWithin(store, actor, id);
  if (paper.mergeInto !== undefined) {
    const into = joinWithin(store, actor, id, paper.mergeInto);
    // Joined with a copy that was held, this one is the document, and goes on.
    if (into !== id) return { id: into };
  }
  if (advance) return { id, held: true };
  if (!paper.register) return { id };
  return { id, arrivalNumber: registerWithin(store, actor, id, paper.note ?? '').arrivalNumber };
}

function insertPaper(store: Store, actor: Actor, paper: PaperDocument): RecordId {
  const id = recordId(store.newId());
  const code = [paper.number, paper.notation].filter(Boolean).join('/');
  store.db
    .prepare(
      `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, date, type_name, subject, signer, due_date,
         folded, arrived_at, verdict, note, language, updated_at, seq, workstation_id, person_id)
       VALUES (@id, @organ, 'arrived', @channel, @priority, @sender, @number, @notation, @date, @type, @subject, @signer, @due,
         @folded, @arrived, 'unsigned', @note, @language, @now, @seq, @workstation, @person)`,
    )
    .run({
      id,
      organ: paper.organId,
      channel: paper.channel,
      priority: paper.priority,
      sender: paper.sender,
      number: paper.number,
      notation: paper.notation,
      date: paper.date ?? null,
      type: paper.typeName,
      subject: paper.subject,
      signer: paper.signer || null,
      due: paper.dueDate ?? null,
      folded: foldVietnamese([code, paper.sender, paper.subject, paper.typeName].join(' ')),
      arrived: paper.arrivedAt ?? store.now(),
      note: paper.note || null,
      language: paper.language ?? '',
      now: store.now(),
      seq: store.nextSeq(),
      workstation: store.workstationId,
      person: actor.personId ?? null,
    });
  return id;
}

/** The envelope was opened and held this document. */
function openEnvelope(store: Store, actor: Actor, envelopeId: string, id: RecordId): void {
  const done = store.db
    .prepare(
      `UPDATE envelope SET state = 'registered', incoming_id = ? WHERE id = ? AND state IN ('logged', 'handed')
         AND organ_id = (SELECT organ_id FROM incoming WHERE id = ?)`,
    )
    .run(id, envelopeId, id);
  if (done.changes !== 1) throw new Failure('paper.envelope_settled');
  record(store, actor, 'paper.envelope_registered', envelopeId, id);
}

/**
 * A further arrival of a document that is here (the paper original after the axis, a second copy by post): with its channel,
 * time and scan it stands under that one's number.
 */
export function attachArrival(
  store: Store,
  actor: Actor,
  intoId: string,
  arrival: { readonly channel: DeskChannel; readonly arrivedAt?: number; readonly uploadIds: readonly string[] },
): void {
  const into = store.db
    .prepare('SELECT organ_id, sender_name, number, notation, date, type_name, subject, signer, priority FROM incoming WHERE id = ?')
    .get(intoId) as
    | {
        organ_id: string;
        sender_name: string;
        number: string;
        notation: string;
        date: string | null;
        type_name: string;
        subject: string;
        signer: string | null;
        priority: number;
      }
    | undefined;
  if (!into) throw new Failure('documents.not_found');
  createPaper(store, actor, {
    organId: into.organ_id,
    channel: arrival.channel,
    sender: into.sender_name,
    number: into.number,
    notation: into.notation,
    ...(into.date ? { date: into.date } : {}),
    typeName: into.type_name,
    subject: into.subject,
    signer: into.signer ?? '',
    priority: into.priority,
    uploadIds: arrival.uploadIds,
    register: false,
    notDuplicate: false,
    mergeInto: intoId,
    dateIsRight: true,
    ...(arrival.arrivedAt === undefined ? {} : { arrivedAt: arrival.arrivedAt }),
  });
}
