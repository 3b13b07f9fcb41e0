/** The page's calls on its own long work. */
import type { workCalls } from '../../contract/page/work.ts';
import type { Handlers } from '../../contract/wire.ts';
import type { Steps } from '../working/index.ts';
import { type Session, worksOf } from './session.ts';

/** Runs a call's work in steps, under the name that the page gave it. */
export const watched = <T>(session: Session, workId: string | undefined, work: (steps: Steps) => Promise<T>): Promise<T> =>
  worksOf(session).run(workId, work);

export const workHandlers: Handlers<typeof workCalls, Session> = {
  'work.look': ({ workId }, session) => worksOf(session).look(workId),
  'work.stop': ({ workId }, session) => ({ stopped: worksOf(session).stop(workId) }),
};
