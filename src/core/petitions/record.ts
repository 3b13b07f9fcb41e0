/** A petition's row, what is sealed of it, and the trail of its acts: for the files of this room alone. */
import type { Channel } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { PetitionKind, PetitionState } from '../../domain/petitions.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

/** What says who it is and what about. */
export interface Sealed {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly identity: string;
  readonly matter: string;
  readonly against: string;
}
export interface PetitionRecord {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly number: number;
  readonly date: LegalDate;
  readonly kind: PetitionKind;
  readonly channel: Channel;
  readonly received_on: LegalDate;
  readonly people: number;
  readonly state: PetitionState;
  readonly accepted_on: LegalDate | null;
  readonly complex: number;
  readonly extended: number;
  readonly ended_on: string | null;
  readonly same_as: string | null;
}

export function byId(store: Store, id: string): PetitionRecord {
  const row = store.db.prepare('SELECT * FROM petition WHERE id = ?').get(id) as PetitionRecord | undefined;
  if (!row) throw new Failure('documents.not_found');
  return row;
}
/** Whatever is said at an act is sealed: it may name the person. */
export function note(store: Store, actor: Actor, id: string, act: string, sealed: Readonly<Record<string, string>>): void {
  store.db
    .prepare('INSERT INTO petition_act (id, petition_id, act, sealed, at, person_id, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(store.newId(), id, act, JSON.stringify(sealed), store.now(), actor.personId ?? null, actor.name, store.nextSeq());
}
