/** Urgent arrivals stand over every screen until somebody owns them: opened, or told to a person by name. */
import type { UrgentRow } from '../../contract/page/deadlines.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import type { Store } from '../store/types.ts';

/** For tests: how the store is asked. */
export const UNOWNED = `SELECT i.id, i.organ_id AS organId, i.priority, i.sender_name AS sender, trim(i.number || '/' || i.notation, '/') AS code, i.subject, i.arrived_at AS arrivedAt
       FROM incoming i INDEXED BY incoming_urgent LEFT JOIN urgent_owner u ON u.incoming_id = i.id
       WHERE i.state IN ('arrived', 'registered') AND i.priority > 0 AND i.priority >= ? AND u.incoming_id IS NULL ORDER BY i.priority DESC, i.seq LIMIT 50`;

/** Arrivals of this urgency or more that nobody owns, the most urgent and oldest first. */
export function unownedUrgent(store: Store, from: number): UrgentRow[] {
  return store.db.prepare(UNOWNED).all(from) as UrgentRow[];
}

/**
 * The first owner stays; a second call changes nothing.
 * @param name for `told`: who was told
 */
export function ownUrgent(store: Store, actor: Actor, id: string, how: 'opened' | 'told', name: string): boolean {
  if (how === 'told' && name.trim() === '') throw new Failure('deadlines.name_missing');
  return store.tx(() => {
    const known = store.db.prepare('SELECT 1 FROM incoming WHERE id = ?').get(id);
    if (!known) throw new Failure('documents.not_found');
    const { changes } = store.db
      .prepare('INSERT OR IGNORE INTO urgent_owner (incoming_id, how, name, at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, how, how === 'told' ? name.trim() : actor.name, store.now(), actor.personId ?? null, store.nextSeq());
    if (changes === 0) return false;
    addHistory(store, actor, {
      incomingId: id as RecordId,
      act: `incoming.urgent_${how}`,
      params: { name: how === 'told' ? name.trim() : actor.name },
    });
    record(store, actor, 'incoming.urgent_owned', id, how);
    return true;
  }, 'urgent:own');
}
