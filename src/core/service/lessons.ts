/** The page's calls on the guided lessons; in training only. */
import type { lessonCalls } from '../../contract/page/lessons.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { legalDateOf, printedDate } from '../../domain/time.ts';
import { beginLesson, type LessonWorld, leaveLesson, lookAtLesson, printResults } from '../lessons/index.ts';
import type { Workstation } from '../workstation.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

function worldOf(workstation: Workstation): LessonWorld {
  if (workstation.mode !== 'training') throw new Failure('training.not_training');
  return {
    async send() {
      const sent = await workstation.trainingPlay({ what: 'document' });
      void workstation.exchange.checkLine();
      return sent;
    },
    async takeBack(about) {
      await workstation.trainingPlay({ what: 'take_back', about });
      void workstation.exchange.checkLine();
    },
    cut: () => workstation.exchangeStatus().trainingCut === true,
  };
}

export const lessonHandlers: Handlers<typeof lessonCalls, Session> = {
  'lessons.look': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return lookAtLesson(workstation.store, actor, worldOf(workstation));
  },
  'lessons.begin': async ({ lesson }, session) => {
    const { workstation, actor } = signedIn(session);
    const world = worldOf(workstation);
    await beginLesson(workstation.store, actor, world, lesson);
    return lookAtLesson(workstation.store, actor, world);
  },
  'lessons.leave': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    leaveLesson(workstation.store, actor);
    return lookAtLesson(workstation.store, actor, worldOf(workstation));
  },
  'lessons.print': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    worldOf(workstation);
    const { place, now, ...rest } = printPlace(workstation, currentOrgan(session));
    const pdf = await printResults(workstation.store, actor, {
      ...rest,
      placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`,
    });
    return keepPrint(workstation.store, actor, pdf, 'phieu-ket-qua-tap-huan.pdf', 'lesson.print');
  },
};
