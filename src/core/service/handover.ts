/** The page's calls on handing over the desk, an organ's successor, and the right to give numbers. */
import type { handoverCalls } from '../../contract/page/handover.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { connectionRefusal } from '../../domain/profile.ts';
import { type Handover, handoverMinutes, listOrgans, printMinutes, succeedOrgan } from '../handover/index.ts';
import { claimByDeclaration, claimByTicket, type RightPlace } from '../reconcile/index.ts';
import type { Workstation } from '../workstation.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { type Session, signedIn } from './session.ts';

function desk(workstation: Workstation): Handover {
  if (!workstation.handover) throw new Failure('handover.no_machine');
  return workstation.handover;
}
function right(workstation: Workstation): RightPlace {
  if (!workstation.right) throw new Failure('handover.no_machine');
  return workstation.right;
}

export const handoverHandlers: Handlers<typeof handoverCalls, Session> = {
  'handover.state': (_input, session) => desk(signedIn(session).workstation).state(),
  'handover.minutes': (_input, session) => handoverMinutes(signedIn(session).workstation.store),
  'handover.begin': (wish, session) => {
    const { workstation, actor } = signedIn(session);
    return { id: desk(workstation).begin(actor, optional(wish)).id };
  },
  'handover.abandon': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    desk(workstation).abandon(actor);
    return {};
  },
  'handover.resume': ({ placeId }, session) => {
    const { workstation, actor } = signedIn(session);
    desk(workstation).resume(actor, placeId);
    return {};
  },
  'handover.print': async ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    const { row, minutes, items } = desk(workstation).printed(id);
    const { now: _now, ...office } = printPlace(workstation);
    const { kind, giver, taker, basis, backup } = row;
    const facts = { kind, giver, taker, basis, items, minutes, done: row.state === 'done' };
    const pdf = await printMinutes({ ...facts, ...(backup ? { backup } : {}) }, office);
    return keepPrint(workstation.store, actor, pdf, 'Bien ban ban giao.pdf', 'handover.print', id);
  },
  'organs.list': (_input, session) => ({ organs: listOrgans(signedIn(session).workstation.store) }),
  'organs.succeed': async (wish, session) => {
    const { workstation, actor } = signedIn(session);
    const { connection, ...successor } = wish.successor;
    const refused = workstation.mode === 'real' && connection && connectionRefusal('real', connection.endpoint, successor.organId);
    if (refused) throw new Failure(refused.code, refused.params);
    succeedOrgan(workstation.store, actor, { ...wish, successor: { ...successor, ...(connection ? { connection } : {}) } });
    await workstation.exchange.stop();
    workstation.exchange.start();
    workstation.changed('exchange');
    workstation.changed('registers');
    return {};
  },
  'reconcile.claim': ({ ticket }, session) => {
    const { workstation, actor } = signedIn(session);
    claimByTicket(workstation.store, right(workstation), actor, ticket);
    workstation.changed('exchange');
    return {};
  },
  'reconcile.declare': (said, session) => {
    const { workstation, actor } = signedIn(session);
    claimByDeclaration(workstation.store, right(workstation), actor, said);
    workstation.changed('exchange');
    return {};
  },
};
