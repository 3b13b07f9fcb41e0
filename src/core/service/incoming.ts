/** The page's calls on incoming documents. */

import type { incomingCalls } from '../../contract/page/incoming.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import {
  answerRecall,
  createPaper,
  decideDuplicate,
  finishIncoming,
  getIncoming,
  instructIncoming,
  listIncoming,
  nextArrivalNumber,
  orphanRequests,
  progressIncoming,
  registerIncoming,
  returnIncoming,
} from '../documents/index.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

export const incomingHandlers: Handlers<typeof incomingCalls, Session> = {
  'incoming.list': (query, session) => listIncoming(signedIn(session).workstation.store, query),
  'incoming.get': ({ id }, session) => getIncoming(signedIn(session).workstation.store, id),
  'incoming.nextNumber': (_input, session) => {
    const { workstation } = signedIn(session);
    return nextArrivalNumber(workstation.store, workstation.organ().organId);
  },
  'incoming.register': ({ id, note }, session) => {
    const { workstation, actor } = signedIn(session);
    const given = registerIncoming(workstation.store, actor, recordId(id), note);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return given;
  },
  'incoming.instruct': ({ id, ...instruction }, session) => {
    const { workstation, actor } = signedIn(session);
    instructIncoming(workstation.store, actor, recordId(id), optional(instruction));
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'incoming.progress': ({ id, text }, session) => {
    const { workstation, actor } = signedIn(session);
    progressIncoming(workstation.store, actor, recordId(id), text);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'incoming.finish': ({ ids, outcome, note }, session) => {
    const { workstation, actor } = signedIn(session);
    const finished: string[] = [];
    const failed: { id: string; code: string }[] = [];
    for (const id of ids) {
      try {
        finishIncoming(workstation.store, actor, recordId(id), outcome, note ?? '');
        finished.push(id);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failed.push({ id, code: error.error.code });
      }
    }
    workstation.changed('incoming');
    workstation.exchange.wake();
    return { finished, failed };
  },
  'incoming.return': ({ id, reason, text }, session) => {
    const { workstation, actor } = signedIn(session);
    returnIncoming(workstation.store, actor, recordId(id), reason, text);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'incoming.answerRecall': ({ amendmentId, agree, text }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.changed('incoming', answerRecall(workstation.store, actor, amendmentId, agree, text));
    workstation.exchange.wake();
    return {};
  },
  'incoming.createPaper': (paper, session) => {
    const { workstation, actor } = signedIn(session);
    const made = createPaper(workstation.store, actor, { ...optional(paper), organId: workstation.organ().organId });
    workstation.changed('incoming', made.id);
    return made;
  },
  'incoming.decideDuplicate': ({ id, otherId, decision }, session) => {
    const { workstation, actor } = signedIn(session);
    decideDuplicate(workstation.store, actor, recordId(id), otherId, decision);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'incoming.orphans': (_input, session) => ({ rows: orphanRequests(signedIn(session).workstation.store) }),
  'quarantine.list': (_input, session) => ({ rows: signedIn(session).workstation.exchange.quarantine() }),
};
