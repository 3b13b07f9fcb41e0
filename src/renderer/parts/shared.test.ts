import { expect, it } from 'vitest';
import { oneAtATime, shared } from './shared.ts';

it('who asks while an answer is on its way gets that one; the next question is asked anew, also after a failure', async () => {
  const answers: PromiseWithResolvers<number>[] = [];
  const ask = shared(() => {
    const next = Promise.withResolvers<number>();
    answers.push(next);
    return next.promise;
  });
  const both = Promise.all([ask(), ask()]);
  expect(answers).toHaveLength(1);
  answers[0]?.resolve(1);
  expect(await both).toEqual([1, 1]);
  const failing = ask();
  expect(answers).toHaveLength(2);
  answers[1]?.reject(new Error('gone'));
  await expect(failing).rejects.toThrow('gone');
  const third = ask();
  answers[2]?.resolve(3);
  expect(await third).toBe(3);
});

it('however often it is asked meanwhile, one run follows another, and who asked later sees a run that began later', async () => {
  const runs: PromiseWithResolvers<void>[] = [];
  const ask = oneAtATime(() => {
    const next = Promise.withResolvers<void>();
    runs.push(next);
    return next.promise;
  });
  const first = ask();
  const later = [ask(), ask(), ask()];
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await first;
  await Promise.resolve();
  expect(runs).toHaveLength(2);
  const last = ask();
  runs[1]?.resolve();
  await Promise.all(later);
  await Promise.resolve();
  expect(runs).toHaveLength(3);
  runs[2]?.resolve();
  await last;
  const again = ask();
  expect(runs).toHaveLength(4);
  runs[3]?.resolve();
  await again;
});
