/** The page's calls on search, chains and the history of fields. */
import type { historyCalls } from '../../contract/page/history.ts';
import type { SearchFilters, searchCalls } from '../../contract/page/search.ts';
import type { Handlers } from '../../contract/wire.ts';
import { recordId } from '../../domain/ids.ts';
import { correctIncoming } from '../documents/index.ts';
import { changesOf } from '../history/index.ts';
import { beginJob, stepsOf } from '../print/jobs.ts';
import { keepFile } from '../print/kept.ts';
import {
  chainOf,
  criteriaWords,
  findAll,
  findDocuments,
  forgetSearch,
  MOST_EXPORTED,
  makeFoundList,
  savedSearches,
  saveSearch,
  searchChoices,
  textsState,
} from '../search/index.ts';
import { inTurns } from '../working/index.ts';
import { optional } from './optional.ts';
import { printPlace } from './print.ts';
import { currentOrgan, ownRows, type Session, signedIn } from './session.ts';

/** Who works for one organ searches in its documents; of several, the door leaves out what is not theirs. */
function ownFilters(session: Session, filters: SearchFilters): SearchFilters {
  const { actor } = signedIn(session);
  const [own] = actor.organs?.length === 1 ? actor.organs : [];
  return own === undefined ? filters : { ...filters, organId: own };
}

export const searchHandlers: Handlers<typeof searchCalls & typeof historyCalls, Session> = {
  'search.find': (query, session) => {
    const { workstation } = signedIn(session);
    return findDocuments(workstation.store, { ...query, filters: ownFilters(session, query.filters) });
  },
  'search.export': ({ as, ...query }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const asked = { text: query.text, filters: ownFilters(session, query.filters) };
    const organ = currentOrgan(session);
    const jobId = beginJob(store, actor.personId ?? '', 0, async (control) => {
      const { hits, more, rows: read } = findAll(store, asked, MOST_EXPORTED);
      control.progress(0, hits);
      // Read, and then written: each is half of the way.
      const half = (done: number): void => control.progress(Math.floor(done / 2), hits);
      // What is exported is what the person may see.
      const rows = ownRows(session, await inTurns(read(), stepsOf(control, half)));
      const list = { rows, more, criteria: criteriaWords(store, asked) };
      const made = await makeFoundList(store, list, printPlace(workstation, organ), as, {
        ...control,
        progress: (done) => half(rows.length + done),
      });
      return keepFile(store, actor, { ...made, organId: organ.organId }, 'search.export', `${rows.length}`);
    });
    return { jobId };
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
