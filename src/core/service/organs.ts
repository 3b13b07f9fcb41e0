/** The page's calls on the organs this workstation serves. */
import type { organCalls } from '../../contract/page/organs.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { organId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import { addBook, addOrgan, changeOrgan, organDetails } from '../organs/index.ts';
import { optional } from './optional.ts';
import { mayOrgan, type Session, signedIn } from './session.ts';

export const organHandlers: Handlers<typeof organCalls, Session> = {
  'office.organs': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return { organs: organDetails(workstation.store).filter((organ) => mayOrgan(actor, organ.organId)) };
  },
  'office.addOrgan': async ({ term, ...facts }, session) => {
    const { workstation, actor } = signedIn(session);
    // Who works for some organs only does not make others.
    if (actor.organs !== undefined) throw new Failure('session.other_organ');
    const dates = term && { from: term.from as LegalDate, to: term.to as LegalDate };
    addOrgan(workstation.store, actor, workstation.mode, { ...optional(facts), ...(dates ? { term: dates } : {}) });
    await workstation.reconnect();
    return {};
  },
  'office.changeOrgan': async (facts, session) => {
    const { workstation, actor } = signedIn(session);
    if (!mayOrgan(actor, organId(facts.organId))) throw new Failure('session.other_organ');
    changeOrgan(workstation.store, actor, workstation.mode, optional(facts));
    if (facts.connection) await workstation.reconnect();
    return {};
  },
  'office.addBook': (book, session) => {
    const { workstation, actor } = signedIn(session);
    if (!mayOrgan(actor, organId(book.organId))) throw new Failure('session.other_organ');
    addBook(workstation.store, actor, book);
    workstation.changed('registers');
    return {};
  },
};
