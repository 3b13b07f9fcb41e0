/** The page's calls on the destruction of records by decision. */
import type { destructionCalls } from '../../contract/page/destruction.ts';
import type { Handlers } from '../../contract/wire.ts';
import { actDetailParts, agree, candidateParts, listActs, proposeInTurns, secondPerson, withdraw } from '../destruction/index.ts';
import { inTurns, UNWATCHED } from '../working/index.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

export const destructionHandlers: Handlers<typeof destructionCalls, Session> = {
  'destruction.list': (_input, session) => ({ rows: listActs(signedIn(session).workstation.store) }),
  'destruction.get': ({ id }, session) => {
    const { workstation } = signedIn(session);
    return inTurns(actDetailParts(workstation.store, id, workstation.maintenance.backupsBefore(id)), UNWATCHED);
  },
  'destruction.candidates': ({ workId, ...wanted }, session) =>
    watched(session, workId, (steps) => inTurns(candidateParts(signedIn(session).workstation.store, wanted), steps)),
  'destruction.propose': async (proposal, session) => {
    const { workstation, actor } = signedIn(session);
    return { id: await proposeInTurns(workstation.store, actor, proposal) };
  },
  'destruction.withdraw': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    withdraw(workstation.store, actor, id);
    return {};
  },
  'destruction.agree': async ({ id, ...typed }, session) => {
    const { workstation, actor } = signedIn(session);
    const second = await secondPerson(workstation.store, workstation.profile, actor, optional(typed));
    await agree(workstation.store, id, second);
    return { done: await workstation.destruction.carry(id) };
  },
};
