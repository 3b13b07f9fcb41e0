/**
 * Who may see a petition: those named for the case, and nobody because of a role. Files are guarded at the one door of all
 * calls, by their id, whatever the call does with them; the rest of a case is read and acted on only through this room.
 */
import { Failure } from '../../domain/errors.ts';
import type { Actor } from '../context.ts';
import { idsIn } from '../organs/rights.ts';
import type { Store } from '../store/types.ts';

export const isNamed = (store: Store, petitionId: string, personId: string | undefined): boolean =>
  personId !== undefined &&
  store.db
    .prepare('SELECT 1 FROM petition_reader WHERE petition_id = ? AND person_id = ? AND ended_at IS NULL')
    .get(petitionId, personId) !== undefined;
/** @throws Failure `petitions.not_named`, `documents.not_found` */
export function requireNamed(store: Store, petitionId: string, actor: Actor): void {
  if (store.db.prepare('SELECT 1 FROM petition WHERE id = ?').get(petitionId) === undefined) throw new Failure('documents.not_found');
  if (!isNamed(store, petitionId, actor.personId)) throw new Failure('petitions.not_named');
}

/** Whether a call may name the files that it names: those of a petition only for its named persons, but for redacted copies. */
export class PetitionFiles {
  readonly #of: (fileId: string) => string | undefined;
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
    const find = store.db
      .prepare<[string], string>(`SELECT petition_id FROM petition_file WHERE file_id = ? AND kind <> 'redacted'`)
      .pluck();
    this.#of = (fileId) => find.get(fileId);
  }
  admits(input: unknown, personId: string | undefined): boolean {
    return idsIn(input).every((id) => {
      const petition = this.#of(id);
      return petition === undefined || isNamed(this.#store, petition, personId);
    });
  }
}
