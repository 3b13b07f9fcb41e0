/** Searches that a person keeps under a name; nobody else's. */
import type { SavedSearch, SearchQuery } from '../../contract/page/search.ts';
import { byPersonName, byWord } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import type { Actor } from '../context.ts';
import { listBooks } from '../registers/index.ts';
import type { Store } from '../store/types.ts';

const MAX_SAVED = 50;
/** Work without a person signed in by name (the OS key store) has one set of its own. */
const owner = (actor: Actor): string => actor.personId ?? '';

export function savedSearches(store: Store, actor: Actor): SavedSearch[] {
  return store.db
    .prepare<[string], { id: string; name: string; query: string }>(
      'SELECT id, name, query FROM saved_search WHERE person_id = ? ORDER BY seq DESC',
    )
    .all(owner(actor))
    .map(({ id, name, query }) => ({ id, name, query: JSON.parse(query) as SearchQuery }));
}

/** @throws Failure `search.too_many_saved` */
export function saveSearch(store: Store, actor: Actor, name: string, query: SearchQuery): string {
  return store.tx(() => {
    const kept = savedSearches(store, actor);
    const same = kept.find((one) => one.name === name);
    if (!same && kept.length >= MAX_SAVED) throw new Failure('search.too_many_saved', { max: MAX_SAVED });
    const id = same?.id ?? store.newId();
    store.db
      .prepare(
        `INSERT INTO saved_search (id, person_id, name, query, at, seq) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET query = excluded.query, at = excluded.at, seq = excluded.seq`,
      )
      .run(id, owner(actor), name, JSON.stringify(query), store.now(), store.nextSeq());
    return id;
  }, 'search:save');
}

export function forgetSearch(store: Store, actor: Actor, id: string): void {
  store.tx(() => store.db.prepare('DELETE FROM saved_search WHERE id = ? AND person_id = ?').run(id, owner(actor)), 'search:forget');
}

/** What filters offer. */
export function searchChoices(store: Store): {
  books: { id: string; name: string; direction: 'incoming' | 'outgoing' }[];
  handlers: string[];
  organs: { organId: string; name: string }[];
} {
  const handlers = store.db.prepare<[], string>('SELECT name FROM search_handler LIMIT 500').pluck().all().sort(byPersonName);
  return {
    books: listBooks(store).map(({ id, name, rule }) => ({ id, name, direction: rule.direction })),
    handlers,
    organs: store.db
      .prepare<[], { organId: string; name: string }>('SELECT organ_id AS organId, name FROM organ')
      .all()
      .sort(byWord(({ name }) => name)),
  };
}
