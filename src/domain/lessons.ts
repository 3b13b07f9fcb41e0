import type { IncomingState } from './documents.ts';

/** The guided lessons of training: each a list of steps, each step proved by what the store holds, never by a click on "done". */
export const LESSONS = {
  arrival: ['come', 'registered', 'instructed', 'finished', 'reported'],
  reply: ['come', 'registered', 'drafted', 'signed', 'numbered', 'sealed', 'issued', 'received'],
  outage: ['come', 'cut', 'worked', 'waiting', 'joined', 'drained'],
  recall: ['come', 'registered', 'asked', 'answered', 'told'],
} as const;
export type LessonId = keyof typeof LESSONS;
export type StepId = (typeof LESSONS)[LessonId][number];
export const LESSON_IDS = Object.keys(LESSONS) as LessonId[];

/** The steps that are done now: in their order, and none is done before the one before it. */
export function stepsDone(lesson: LessonId, before: readonly StepId[], holds: (step: StepId) => boolean): StepId[] {
  const done: StepId[] = [];
  for (const step of LESSONS[lesson]) {
    // What was proved once stays proved: a line that was cut is joined again later.
    if (!before.includes(step) && !holds(step)) break;
    done.push(step);
  }
  return done;
}

const GONE: readonly IncomingState[] = ['returned', 'withdrawn', 'recalled', 'merged'];
const NEEDS_IT: readonly StepId[] = ['registered', 'instructed', 'finished', 'drafted', 'asked', 'answered'];
/**
 * The step can no longer be done with the lesson's document: it was returned, finished before the instruction, registered
 * before the line was cut. The learner begins the lesson again.
 * @param step the first that is not done
 * @param state of the lesson's document, absent before it came
 */
export function stuckAt(step: StepId | undefined, state: IncomingState | undefined): boolean {
  if (step === undefined || state === undefined) return false;
  if (step === 'cut' || step === 'worked') return state !== 'arrived';
  if (step === 'instructed' && state === 'finished') return true;
  return NEEDS_IT.includes(step) && GONE.includes(state);
}
