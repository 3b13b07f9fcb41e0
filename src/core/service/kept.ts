/** The page's calls on its long forms as they are typed: each person's own, in the organ they work in. */
import type { keptCalls } from '../../contract/page/kept.ts';
import type { Handlers } from '../../contract/wire.ts';
import { dropKeptForm, keepForm, keptForm } from '../documents/keptForms.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

export const keptHandlers: Handlers<typeof keptCalls, Session> = {
  'kept.put': ({ value, ...place }, session) => {
    const { workstation, actor } = signedIn(session);
    const at = keepForm(workstation.store, actor, currentOrgan(session).organId, place, value);
    return at === undefined ? {} : { at };
  },
  'kept.get': (place, session) => {
    const { workstation, actor } = signedIn(session);
    const kept = keptForm(workstation.store, actor, currentOrgan(session).organId, place);
    return kept ? { kept } : {};
  },
  'kept.drop': (place, session) => {
    const { workstation, actor } = signedIn(session);
    dropKeptForm(workstation.store, actor, currentOrgan(session).organId, place);
    return {};
  },
};
