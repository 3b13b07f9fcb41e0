/** The page's calls on the destruction of records by decision. */
import type { destructionCalls } from '../../contract/page/destruction.ts';
import type { Handlers } from '../../contract/wire.ts';
import { actDetail, agree, candidateParts, listActs, propose, secondPerson, withdraw } from '../destruction/index.ts';
import { inTurns } from '../working/index.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

export const destructionHandlers: Handlers<typeof destructionCalls, Session> = {
  'destruction.list': (_input, session) => ({ rows: listActs(signedIn(session).workstation.store) }),
  'destruction.get': ({ id }, session) => {
    const { workstation } = signedIn(session);
    return actDetail(workstation.store, id, workstation.maintenance.backupsBefore(id));
  },
  'destruction.candidates': ({ workId, ...wanted }, session) =>
    watched(session, workId, (steps) => inTurns(candidateParts(signedIn(session).workstation.store, wanted), steps)),
  'destruction.propose': (proposal, session) => {
    const { workstation, actor } = signedIn(session);
    return { id: propose(workstation.store, actor, proposal) };
  },
  'destruction.withdraw': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    withdraw(workstation.store, actor, id);
    return {};
  },
  'destruction.agree': async ({ id, ...typed }, session) => {
    const { workstation, actor } = signedIn(session);
    const second = await secondPerson(workstation.store, workstation.profile, actor, optional(typed));
    const done = await agree(workstation.store, id, second);
    workstation.changed('incoming');
    workstation.changed('outgoing');
    return done;
  },
};
