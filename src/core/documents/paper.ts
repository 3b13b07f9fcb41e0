/** Paper and the other channels at the desk: taken in with its scan, checked against what is already here, registered at once. */
import type { Channel } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { allDifferent, mergeWithin, requireNew } from './duplicates.ts';
import { addHistory } from './history.ts';
import { registerWithin } from './incoming.ts';
import { bindUploads } from './uploads.ts';

export interface PaperDocument {
  readonly organId: string;
  readonly channel: Exclude<Channel, 'axis'>;
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
  readonly register: boolean;
  readonly notDuplicate: boolean;
  /** A copy of a document that is here: it gets no number of its own. */
  readonly mergeInto?: string;
  /** For the register's last column. */
  readonly note?: string;
}

export const createPaper = (store: Store, actor: Actor, paper: PaperDocument): { id: RecordId; arrivalNumber?: number } =>
  store.tx(() => createPaperWithin(store, actor, paper), 'incoming:paper');

/** The same inside the caller's transaction. */
export function createPaperWithin(store: Store, actor: Actor, paper: PaperDocument): { id: RecordId; arrivalNumber?: number } {
  const today = legalDateOf(store.now());
  if (paper.date && paper.date > today) throw new Failure('documents.date_in_future', { field: 'date' });
  if (!paper.notDuplicate && paper.mergeInto === undefined) requireNew(store, paper);
  const id = recordId(store.newId());
  const code = [paper.number, paper.notation].filter(Boolean).join('/');
  store.db
    .prepare(
      `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, date, type_name, subject, signer, due_date,
         folded, arrived_at, verdict, updated_at, seq, workstation_id, person_id)
       VALUES (@id, @organ, 'arrived', @channel, @priority, @sender, @number, @notation, @date, @type, @subject, @signer, @due,
         @folded, @now, 'unsigned', @now, @seq, @workstation, @person)`,
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
      now: store.now(),
      seq: store.nextSeq(),
      workstation: store.workstationId,
      person: actor.personId ?? null,
    });
  bindUploads(store, { incomingId: id }, paper.uploadIds);
  addHistory(store, actor, { incomingId: id, act: 'incoming.taken_at_desk', params: { channel: paper.channel } });
  record(store, actor, 'incoming.desk', id, paper.channel);
  if (paper.notDuplicate) allDifferent(store, actor, id);
  if (paper.mergeInto !== undefined) {
    mergeWithin(store, actor, id, paper.mergeInto);
    return { id };
  }
  if (!paper.register) return { id };
  return { id, arrivalNumber: registerWithin(store, actor, id, paper.note ?? '').arrivalNumber };
}
