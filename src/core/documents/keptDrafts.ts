/**
 * A draft's form as it is typed, kept in the encrypted store for its own person: it outlives a lock, a closed window and a
 * killed program, until it is saved as a draft or given up.
 */
import type { KeptDraft } from '../../contract/page/deskWork.ts';
import { Failure } from '../../domain/errors.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

/** Forms of one person; the oldest goes. */
const MOST = 40;
/** Nobody comes back to it after so long. */
const KEPT_MS = 60 * 86_400_000;

const personOf = (actor: Actor): string => {
  if (actor.personId === undefined) throw new Failure('session.not_allowed');
  return actor.personId;
};

export function keepDraft(store: Store, actor: Actor, organId: string, form: string, draft: string): number {
  const person = personOf(actor);
  const at = store.now();
  store.tx(() => {
    store.db
      .prepare('INSERT OR REPLACE INTO draft_kept (person_id, organ_id, form, draft, at) VALUES (?, ?, ?, ?, ?)')
      .run(person, organId, form, draft, at);
    store.db.prepare('DELETE FROM draft_kept WHERE at < ?').run(at - KEPT_MS);
    store.db
      .prepare(
        'DELETE FROM draft_kept WHERE person_id = @person AND at < (SELECT min(at) FROM (SELECT at FROM draft_kept WHERE person_id = @person ORDER BY at DESC LIMIT @most))',
      )
      .run({ person, most: MOST });
  }, 'draft:keep');
  return at;
}

export function keptDraft(store: Store, actor: Actor, organId: string, form: string): KeptDraft | undefined {
  return store.db
    .prepare<[string, string, string], KeptDraft>(
      'SELECT form, draft, at FROM draft_kept WHERE person_id = ? AND organ_id = ? AND form = ?',
    )
    .get(personOf(actor), organId, form);
}
export function keptDrafts(store: Store, actor: Actor, organId: string): { form: string; at: number; subject: string }[] {
  const rows = store.db
    .prepare<[string, string], KeptDraft>('SELECT form, draft, at FROM draft_kept WHERE person_id = ? AND organ_id = ? ORDER BY at DESC')
    .all(personOf(actor), organId);
  return rows.map(({ form, at, draft }) => ({ form, at, subject: subjectOf(draft) }));
}
function subjectOf(draft: string): string {
  try {
    const { values } = JSON.parse(draft) as { values?: { subject?: unknown } };
    return typeof values?.subject === 'string' ? values.subject.slice(0, 200) : '';
  } catch {
    return '';
  }
}
export function dropKeptDraft(store: Store, actor: Actor, organId: string, form: string): void {
  store.tx(
    () =>
      void store.db.prepare('DELETE FROM draft_kept WHERE person_id = ? AND organ_id = ? AND form = ?').run(personOf(actor), organId, form),
    'draft:drop',
  );
}
