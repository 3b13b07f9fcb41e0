/** The page's calls on files outside the store. */
import type { leavingCalls } from '../../contract/page/leaving.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { Leaving } from '../leaving/index.ts';
import { optional } from './optional.ts';
import { type Session, type SignedIn, signedIn } from './session.ts';

function room({ workstation }: SignedIn): Leaving {
  if (!workstation.leaving) throw new Failure('leaving.no_program', { name: '' });
  return workstation.leaving;
}
export const leavingHandlers: Handlers<typeof leavingCalls, Session> = {
  'leaving.open': async ({ fileId }, session) => {
    const held = signedIn(session);
    return room(held).open(held.actor, fileId);
  },
  'leaving.list': (_input, session) => {
    const leaving = room(signedIn(session));
    return { copies: leaving.copies(), returned: leaving.returned() };
  },
  'leaving.takeBack': async ({ id }, session) => {
    const held = signedIn(session);
    await room(held).takeBack(held.actor, id);
    return {};
  },
  'leaving.drop': async ({ id }, session) => {
    await room(signedIn(session)).drop(id);
    return {};
  },
  'leaving.useForDraft': ({ id }, session) => {
    const held = signedIn(session);
    return room(held).useForDraft(held.actor, id);
  },
  'leaving.done': ({ id }, session) => {
    room(signedIn(session)).done(id);
    return {};
  },
  'leaving.attach': ({ id, ...target }, session) => {
    const held = signedIn(session);
    room(held).attach(held.actor, id, optional(target));
    held.workstation.changed(target.outgoingId === undefined ? 'incoming' : 'outgoing', target.outgoingId ?? target.incomingId);
    return {};
  },
};
