/** The page's calls on search, chains and the history of fields. */
import type { historyCalls } from '../../contract/page/history.ts';
import type { searchCalls } from '../../contract/page/search.ts';
import type { Handlers } from '../../contract/wire.ts';
import { recordId } from '../../domain/ids.ts';
import { correctIncoming } from '../documents/index.ts';
import { changesOf } from '../history/index.ts';
import { chainOf, findDocuments, forgetSearch, savedSearches, saveSearch, searchChoices, textsState } from '../search/index.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

export const searchHandlers: Handlers<typeof searchCalls & typeof historyCalls, Session> = {
  'search.find': (query, session) => {
    const { workstation, actor } = signedIn(session);
    // Who works for one organ searches in its documents; of several, the door leaves out what is not theirs.
    const [own] = actor.organs?.length === 1 ? actor.organs : [];
    const filters = own === undefined ? query.filters : { ...query.filters, organId: own };
    return findDocuments(workstation.store, { ...query, filters });
  },
  'search.choices': (_input, session) => searchChoices(signedIn(session).workstation.store),
  'search.saved': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return { searches: savedSearches(workstation.store, actor) };
  },
  'search.save': ({ name, query }, session) => {
    const { workstation, actor } = signedIn(session);
    return { id: saveSearch(workstation.store, actor, name, query) };
  },
  'search.forget': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    forgetSearch(workstation.store, actor, id);
    return {};
  },
  'search.chain': ({ direction, id }, session) => ({ rows: chainOf(signedIn(session).workstation.store, direction, id) }),
  'search.texts': (_input, session) => textsState(signedIn(session).workstation.store),
  'history.changes': ({ list, id }, session) => ({ rows: changesOf(signedIn(session).workstation.store, list, id) }),
  'incoming.correct': ({ id, reason, fields }, session) => {
    const { workstation, actor } = signedIn(session);
    const changed = correctIncoming(workstation.store, actor, recordId(id), reason, optional(fields));
    workstation.changed('incoming', id);
    return { changed };
  },
};
