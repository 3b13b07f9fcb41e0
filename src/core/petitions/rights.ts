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

/**
 * Whether a call may name the files, and the scanned papers and pages, that it names: those of a petition only for its named
 * persons, but for redacted copies.
 */
export class PetitionFiles {
  readonly #of: (fileId: string) => string | undefined;
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
    const find = store.db
      .prepare<[{ id: string }], string>(
        `SELECT petition_id FROM petition_file WHERE file_id = @id AND kind <> 'redacted'
         UNION ALL SELECT petition_id FROM scan_group WHERE id = @id AND petition_id IS NOT NULL
         UNION ALL SELECT g.petition_id FROM scan_page p JOIN scan_group g ON g.id = p.group_id WHERE p.id = @id AND g.petition_id IS NOT NULL`,
      )
      .pluck();
    this.#of = (id) => find.get({ id });
  }
  admits(input: unknown, personId: string | undefined): boolean {
    return idsIn(input).every((id) => {
      const petition = this.#of(id);
      return petition === undefined || isNamed(this.#store, petition, personId);
    });
  }
}
