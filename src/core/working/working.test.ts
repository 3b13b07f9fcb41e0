import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { inParts, inTurns, ofOneMoment, type Parts, type Steps, UNWATCHED, Works } from './index.ts';

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
  );

describe('long work in steps', () => {
  it('tells how far it is, and lets others have their turn between two parts', async () => {
    const works = new Works();
    const seen: unknown[] = [];
    let others = 0;
    const done = works.run('w', (steps) =>
      inParts([1, 2, 3, 4, 5], 2, steps, 'check', (part) => {
        seen.push([...part, works.look('w').now?.done]);
        setImmediate(() => others++);
      }),
    );
    expect(works.look('other')).toEqual({});
    await done;
    expect(seen).toEqual([
      [1, 2, 0],
      [3, 4, 2],
      [5, 4],
    ]);
    expect(others).toBeGreaterThan(1);
    expect(works.look('w')).toEqual({});
  });
  it('stops before anything is written, and from there on no more', async () => {
    const works = new Works();
    const written: string[] = [];
    const work = async (steps: Steps): Promise<void> => {
      await steps.step('check', 1, 2);
      await steps.step('write', 0, 2);
      written.push('all');
      await steps.step('write', 2, 2);
    };
    const stopped = works.run('a', work);
    expect(works.stop('a')).toBe(true);
    expect(await code(stopped)).toBe('work.stopped');
    expect(written).toEqual([]);
    // Somebody who asks again and again is told the truth: stopped means nothing was written.
    const late = works.run('b', work);
    const answers: boolean[] = [];
    const ask = (): void => {
      if (works.look('b').now?.phase !== 'write') return void setImmediate(ask);
      answers.push(works.stop('b'), works.look('b').now?.canStop ?? true);
    };
    ask();
    expect(await code(late)).toBe('');
    expect([written, answers]).toEqual([['all'], [false, false]]);
    expect(works.stop('b')).toBe(false);
    // Stopped just before: nobody is told that it was too late.
    const told: unknown[] = [];
    const just = works.run('c', async (steps) => {
      told.push(works.stop('c'));
      const writing = steps.step('write', 0, 1);
      told.push(works.look('c').now?.canStop);
      await writing;
      told.push('written');
    });
    expect([await code(just), told]).toEqual(['work.stopped', [true, true]]);
  });
  it('does not wait for another process once it is stopped', async () => {
    const works = new Works();
    const work = works.run('a', ({ waitFor }) => waitFor(new Promise(() => undefined)));
    works.stopAll();
    expect(await code(work)).toBe('work.stopped');
    expect(await UNWATCHED.waitFor(Promise.resolve(7))).toBe(7);
  });
  it('reads in parts, tells each, and ends where it is stopped', async () => {
    function* three(): Parts<string> {
      for (let done = 1; done < 4; done++) yield { done, total: 4 };
      return 'all';
    }
    const works = new Works();
    const seen: unknown[] = [];
    const read = works.run('a', (steps) => inTurns(three(), steps));
    const look = (): void => {
      const { now } = works.look('a');
      if (now === undefined) return;
      seen.push(now.done);
      setImmediate(look);
    };
    look();
    expect([await read, [...new Set(seen)]]).toEqual(['all', [1, 2, 3]]);
    const stopped = works.run('b', (steps) => inTurns(three(), steps));
    works.stop('b');
    expect(await code(stopped)).toBe('work.stopped');
  });
  it('of one moment begins anew where something was written meanwhile, a few times; then it is read in one piece', async () => {
    let moment = 0;
    let readings = 0;
    function* read(): Parts<number> {
      const of = ++readings;
      yield { done: 1, total: 2 };
      yield { done: 2, total: 2 };
      return of;
    }
    const writing = (times: number): Steps => ({
      ...UNWATCHED,
      step: async () => {
        if (moment < times) moment++;
      },
    });
    expect([await ofOneMoment(() => moment, read, writing(0)), readings]).toEqual([1, 1]);
    expect([await ofOneMoment(() => moment, read, writing(1)), readings]).toEqual([3, 3]);
    expect([await ofOneMoment(() => moment, read, writing(1_000)), readings]).toEqual([8, 8]);
  });
  it('is limited, and a name is one work’s', async () => {
    const works = new Works();
    const endless = (): Promise<never> => new Promise(() => undefined);
    for (let i = 0; i < 8; i++) void works.run(`w${i}`, endless);
    expect(await code(works.run('w9', endless))).toBe('work.too_many');
    const twice = new Works();
    void twice.run('w', endless);
    expect(await code(twice.run('w', endless))).toBe('work.too_many');
    expect(await code(new Works().run(undefined, async () => 1))).toBe('');
  });
});
