/** What people write beside a document for each other; never sent anywhere. A removed note can be brought back. */
import type { NoteRow } from '../../contract/page/deskWork.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

type Side = 'incoming' | 'outgoing';
const MOST = 200;

export function notesOf(store: Store, actor: Actor, side: Side, id: string): NoteRow[] {
  return store.db
    .prepare<[string], { id: string; text: string; at: number; by_name: string; person_id: string | null }>(
      `SELECT id, text, at, by_name, person_id FROM document_note WHERE ${side}_id = ? AND removed_at IS NULL ORDER BY seq LIMIT ${MOST}`,
    )
    .all(id)
    .map((row) => ({ id: row.id, text: row.text, at: row.at, by: row.by_name, mine: mayChange(actor, row.person_id) }));
}
/** One's own; the clerk keeps the desk and may tidy anyone's. */
const mayChange = (actor: Actor, personId: string | null): boolean => actor.roles.includes('clerk') || personId === actor.personId;

/** @throws Failure `documents.not_found`, `documents.too_many_notes` */
export function addNote(store: Store, actor: Actor, side: Side, id: string, text: string): RecordId {
  return store.tx(() => {
    if (store.db.prepare(`SELECT 1 FROM ${side} WHERE id = ? AND destruction_id IS NULL`).get(id) === undefined)
      throw new Failure('documents.not_found');
    if (notesOf(store, actor, side, id).length >= MOST) throw new Failure('documents.too_many_notes');
    const noteId = store.newId();
    store.db
      .prepare(`INSERT INTO document_note (id, ${side}_id, text, at, person_id, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?)`)
      .run(noteId, id, text, store.now(), actor.personId ?? null, actor.name, store.nextSeq());
    record(store, actor, 'note.add', id, 'ok');
    return noteId;
  }, 'note:add');
}

/** @returns the document. @throws Failure `documents.not_found`, `session.not_allowed` */
export function removeNote(store: Store, actor: Actor, noteId: string, removed: boolean): { side: Side; id: string } {
  return store.tx(() => {
    const row = store.db
      .prepare<[string], { incoming_id: string | null; outgoing_id: string | null; person_id: string | null }>(
        'SELECT incoming_id, outgoing_id, person_id FROM document_note WHERE id = ?',
      )
      .get(noteId);
    if (!row) throw new Failure('documents.not_found');
    if (!mayChange(actor, row.person_id)) throw new Failure('session.not_allowed');
    store.db.prepare('UPDATE document_note SET removed_at = ? WHERE id = ?').run(removed ? store.now() : null, noteId);
    const id = row.incoming_id ?? row.outgoing_id ?? '';
    record(store, actor, removed ? 'note.remove' : 'note.restore', id, 'ok');
    return { side: row.incoming_id === null ? 'outgoing' : 'incoming', id };
  }, 'note:remove');
}
