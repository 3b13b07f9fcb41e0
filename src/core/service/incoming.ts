/** The page's calls on incoming documents. */

import type { incomingCalls } from '../../contract/page/incoming.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import type { Role } from '../../domain/roles.ts';
import { actingFor } from '../accounts/index.ts';
import type { Actor } from '../context.ts';
import {
  answerRecall,
  closePackage,
  createPaper,
  decideDuplicate,
  finishIncoming,
  getIncoming,
  instructIncoming,
  listIncoming,
  nextArrivalNumber,
  originalOf,
  orphanRequests,
  progressIncoming,
  readAgain,
  registerIncoming,
  returnIncoming,
  returnPackage,
} from '../documents/index.ts';
import { dropKeptForm } from '../documents/keptForms.ts';
import { holdReports, lastSeq } from './hold.ts';
import { optional } from './optional.ts';
import { currentOrgan, listedOrgans, type Session, signedIn } from './session.ts';

/** The clerk may enter what somebody without a screen here did; everyone else acts for themselves. */
function behalfOf(session: Session, behalf: { personId: string; slipDate?: string | undefined } | undefined, ...roles: Role[]): Actor {
  const { workstation, actor } = signedIn(session);
  if (behalf === undefined || behalf.personId === actor.personId) return actor;
  if (!actor.roles.includes('clerk')) throw new Failure('session.not_allowed');
  return actingFor(workstation.store, actor, optional(behalf), ...roles);
}

export const incomingHandlers: Handlers<typeof incomingCalls, Session> = {
  'incoming.list': (query, session) => listIncoming(signedIn(session).workstation.store, { ...query, ...listedOrgans(session) }),
  'incoming.get': ({ id }, session) => getIncoming(signedIn(session).workstation.store, id),
  'incoming.nextNumber': (_input, session) => {
    const { workstation } = signedIn(session);
    return nextArrivalNumber(workstation.store, currentOrgan(session).organId);
  },
  'incoming.register': ({ id, note }, session) => {
    const { workstation, actor } = signedIn(session);
    const given = registerIncoming(workstation.store, actor, recordId(id), note);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return given;
  },
  'incoming.instruct': ({ id, onBehalf, undoable, ...instruction }, session) => {
    const { workstation } = signedIn(session);
    const actor = behalfOf(session, onBehalf, 'leader');
    // Who is a leader and no clerk speaks for nobody else.
    const leader = actor.roles.includes('clerk') || onBehalf ? instruction.leader : actor.name;
    const from = lastSeq(workstation);
    instructIncoming(workstation.store, actor, recordId(id), optional({ ...instruction, leader }));
    if (undoable) holdReports(workstation, from);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'incoming.progress': ({ id, text, onBehalf, undoable }, session) => {
    const { workstation } = signedIn(session);
    const actor = behalfOf(session, onBehalf, 'officer', 'leader');
    const from = lastSeq(workstation);
    progressIncoming(workstation.store, actor, recordId(id), text);
    if (undoable) holdReports(workstation, from);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'incoming.finish': ({ ids, outcome, note, onBehalf, undoable }, session) => {
    const { workstation } = signedIn(session);
    const actor = behalfOf(session, onBehalf, 'officer', 'leader');
    const finished: string[] = [];
    const failed: { id: string; code: string }[] = [];
    const from = lastSeq(workstation);
    for (const id of ids) {
      try {
        finishIncoming(workstation.store, actor, recordId(id), outcome, note ?? '');
        finished.push(id);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failed.push({ id, code: error.error.code });
      }
    }
    if (undoable) holdReports(workstation, from);
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
    const made = createPaper(workstation.store, actor, { ...optional(paper), organId: currentOrgan(session).organId });
    // The form it was typed in is sent: a program killed at this moment shows it to nobody as unfinished.
    dropKeptForm(workstation.store, actor, currentOrgan(session).organId, { form: 'paper' });
    workstation.changed('incoming', made.id);
    if (paper.envelopeId !== undefined) workstation.changed('paper');
    workstation.exchange.wake();
    if (paper.scanGroupIds) workstation.scanning?.bound();
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
  'quarantine.return': async ({ id, reason, text }, session) => {
    const { workstation, actor } = signedIn(session);
    await returnPackage(workstation.store, workstation.parsing, actor, id, reason, text);
    workstation.changed('quarantine');
    workstation.exchange.wake();
    return {};
  },
  'quarantine.readAgain': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    readAgain(workstation.store, actor, id);
    workstation.changed('quarantine');
    void workstation.exchange.checkLine();
    void workstation.takeIn();
    return {};
  },
  'quarantine.close': ({ id, note }, session) => {
    const { workstation, actor } = signedIn(session);
    closePackage(workstation.store, actor, id, note);
    workstation.changed('quarantine');
    return {};
  },
  'quarantine.saveOriginal': async ({ id }, session) => {
    const { workstation, actor, files } = signedIn(session);
    const { blob, name } = originalOf(workstation.store, id);
    const path = await workstation.chooseSavePath(name);
    if (path === undefined) return { saved: false };
    await files.saveBlobOutside(blob, path, actor, id);
    return { saved: true };
  },
};
