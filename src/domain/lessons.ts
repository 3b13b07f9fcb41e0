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
