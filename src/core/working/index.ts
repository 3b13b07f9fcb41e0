/**
 * Long work that a page waits for, done in steps: between two steps the core answers everybody else, tells how far the work
 * is, and hears that it is to stop. Promise: stopped work leaves nothing done. What is written is written in one
 * transaction at the end; from there on it is too late to stop, and the page is told so.
 */
import type { WorkPhase, WorkView } from '../../contract/page/work.ts';
import { Failure } from '../../domain/errors.ts';
import type { Store } from '../store/types.ts';

export interface Steps {
  /**
   * Told between two parts of the work; others have their turn before it goes on.
   * @throws Failure `work.stopped` where a person stopped it
   */
  step(phase: WorkPhase, done: number, total: number): Promise<void>;
  /**
   * Waits for another process; who stops does not wait for its answer, which nobody hears then.
   * @throws Failure `work.stopped`, and what the other work fails with
   */
  waitFor<T>(other: Promise<T>): Promise<T>;
}
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** For work that nobody watches: the others have their turn all the same. */
export const UNWATCHED: Steps = { step: nextTurn, waitFor: (other) => other };
/** From here on it cannot be stopped. */
const LAST: WorkPhase = 'write';
/** As many pieces of work as one page may have under way. */
const MOST = 8;

interface Running {
  phase: WorkPhase;
  done: number;
  total: number;
  readonly stop: AbortController;
}

/** The long work of one page's session, by the names the page gave it. */
export class Works {
  readonly #running = new Map<string, Running>();

  /**
   * Runs work under a name that can be asked for and stopped; without a name nobody watches it.
   * @throws Failure `work.too_many`, `work.stopped`
   */
  async run<T>(id: string | undefined, work: (steps: Steps) => Promise<T>): Promise<T> {
    if (id === undefined) return work(UNWATCHED);
    if (this.#running.size >= MOST || this.#running.has(id)) throw new Failure('work.too_many');
    const running: Running = { phase: 'check', done: 0, total: 0, stop: new AbortController() };
    this.#running.set(id, running);
    try {
      return await work({
        step: (phase, done, total) => this.#step(running, phase, done, total),
        waitFor: (other) => unlessStopped(other, running.stop.signal),
      });
    } finally {
      this.#running.delete(id);
    }
  }
  async #step(running: Running, phase: WorkPhase, done: number, total: number): Promise<void> {
    const last = phase === LAST && running.phase !== LAST;
    if (!last) Object.assign(running, { phase, done, total });
    await nextTurn();
    if (running.stop.signal.aborted) throw new Failure('work.stopped');
    // Nobody is told that it can no longer be stopped before it can no longer be stopped.
    if (last) Object.assign(running, { phase, done, total });
  }

  look(id: string): WorkView {
    const running = this.#running.get(id);
    if (running === undefined) return {};
    const { phase, done, total } = running;
    return { now: { phase, done, total, canStop: phase !== LAST } };
  }
  /** Whether it will end without having done anything. */
  stop(id: string): boolean {
    const running = this.#running.get(id);
    if (running === undefined || running.phase === LAST) return false;
    running.stop.abort();
    return true;
  }
  /** The session ended. */
  stopAll(): void {
    for (const id of this.#running.keys()) this.stop(id);
  }
}
/** How far a reading in parts is; a total of 0 is not known. */
export interface Part {
  readonly done: number;
  readonly total: number;
}
/** Parts in which something is read, and what it comes to. */
export type Parts<T> = Generator<Part, T>;
/** In one piece. */
export function whole<T>(parts: Parts<T>): T {
  for (;;) {
    const next = parts.next();
    if (next.done) return next.value;
  }
}
/** Part after part, with a step after each. @throws Failure `work.stopped` */
export async function inTurns<T>(parts: Parts<T>, steps: Steps): Promise<T> {
  for (;;) {
    const next = parts.next();
    if (next.done) return next.value;
    await steps.step('read', next.value.done, next.value.total);
  }
}
/** Tells one state of the store from another: every act takes the next of these numbers. */
export function momentOf(store: Store): () => unknown {
  const last = store.db.prepare<[], number>('SELECT last FROM sequence').pluck();
  return () => last.get();
}
/** So often it is begun anew; then read in one piece. */
const TRIES = 4;
/**
 * Reads in parts what must be of one moment: where something was written meanwhile, it begins anew.
 * @param moment tells one state of what is read from another
 * @throws Failure `work.stopped`
 */
export async function ofOneMoment<T>(moment: () => unknown, read: () => Parts<T>, steps: Steps): Promise<T> {
  for (let turn = 0; turn < TRIES; turn++) {
    const at = moment();
    const parts = read();
    for (let next = parts.next(); ; next = parts.next()) {
      // Nobody else had a turn since the last look.
      if (next.done) return next.value;
      await steps.step('read', next.value.done, next.value.total);
      if (moment() !== at) break;
    }
  }
  return whole(read());
}
function unlessStopped<T>(other: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Failure('work.stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    other.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Part after part of a list, with a step after each. */
export async function inParts<T>(
  items: readonly T[],
  size: number,
  steps: Steps,
  phase: WorkPhase,
  work: (part: readonly T[]) => void,
): Promise<void> {
  for (let at = 0; at < items.length; at += size) {
    work(items.slice(at, at + size));
    await steps.step(phase, Math.min(items.length, at + size), items.length);
  }
}
