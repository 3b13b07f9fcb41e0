/** Questions asked by many at once, or again and again. */

/**
 * One question for all who ask at the same moment. Only for calls that the core answers from the store as it stands, without
 * waiting for anything: answers and events come in their order, so an answer on its way is as new as one asked now.
 */
export function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
}

/**
 * One run at a time: who asks while one is under way gets the next, which begins when it has ended and stands for all that
 * asked meanwhile.
 * @param run never rejects
 */
export function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let now: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    now = run().finally(() => {
      if (next === undefined) now = undefined;
    });
    return now;
  };
  return () => {
    if (now === undefined) return begin();
    next ??= now.then(begin);
    return next;
  };
}
