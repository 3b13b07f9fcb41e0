/**
 * Work that takes long, in one place: what runs, how far it is, how to stop it, and what became of it. The screen that began it
 * may be left meanwhile. `runWork` wraps a promise; `showWork` tells of work that runs in the core.
 */
import { create } from 'zustand';
import { type AppError, Failure } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';
import { tellMain } from '../shell/talk.ts';
import { t } from '../text/index.ts';
import { useLook } from '../theme/look.ts';
import { chime } from '../today/alarm.ts';

export interface Work {
  readonly id: string;
  readonly name: string;
  /** 0 … 1; absent where nobody can tell. */
  readonly part?: number;
  /** What it is at, in words. */
  readonly at?: string;
  readonly begun: number;
  readonly cancel?: () => void;
  /** It ended; stays until it was looked at. */
  readonly ended?: { readonly error?: AppError };
}
export const useWork = create<{ readonly all: readonly Work[] }>(() => ({ all: [] }));

/** Shorter work ends without a sound. */
const LONG_MS = 10_000;
/** Shorter work leaves nothing to read behind, if it went well. */
const WORTH_TELLING_MS = 3_000;

const put = (work: Work): void => useWork.setState(({ all }) => ({ all: [...all.filter((one) => one.id !== work.id), work] }));
export const dismissWork = (id: string): void => useWork.setState(({ all }) => ({ all: all.filter((one) => one.id !== id) }));
const find = (id: string): Work | undefined => useWork.getState().all.find((one) => one.id === id);

function close(id: string, error?: AppError): void {
  const work = find(id);
  if (!work || work.ended) return;
  const took = Date.now() - work.begun;
  const { cancel: _, part: __, at: ___, ...rest } = work;
  if (error !== undefined) put({ ...rest, ended: { error } });
  else if (took >= WORTH_TELLING_MS) put({ ...rest, ended: {} });
  else dismissWork(id);
  if (took < LONG_MS) return;
  if (useLook.getState().look.doneSound) chime();
  tellMain({ say: 'ended' });
}

/** Work of the core, told anew at each look; undefined = it runs no more. */
export function showWork(id: string, now: Pick<Work, 'name' | 'part' | 'cancel'> | undefined): void {
  const known = find(id);
  if (now === undefined) {
    if (known) close(id);
  } else put({ id, begun: known && !known.ended ? known.begun : Date.now(), ...now });
}

export interface WorkRun {
  readonly id: string;
  /** Aborted where the person stopped it. */
  readonly signal: AbortSignal;
  /** @param more what it is at, in words; `final`: it cannot be stopped any more */
  progress(part: number | undefined, more?: { readonly at?: string; readonly final?: boolean }): void;
}
let last = 0;
const STOPPED: readonly string[] = ['print.stopped', 'work.stopped'];
/**
 * Runs one piece of work in sight; what it throws is thrown on, after it was told. A stopped one leaves nothing behind.
 * @param atOnce else it comes into sight with its first word of progress: what ends before leaves no trace
 */
export async function runWork<T>(name: string, work: (run: WorkRun) => Promise<T>, atOnce = true): Promise<T> {
  const id = `work ${++last}`;
  const stop = new AbortController();
  const begun = Date.now();
  if (atOnce) put({ id, name, begun, cancel: () => stop.abort() });
  try {
    const value = await work({
      id,
      signal: stop.signal,
      progress: (part, { at, final = false } = {}) =>
        put({
          id,
          name,
          begun,
          ...(part === undefined ? {} : { part }),
          ...(at === undefined ? {} : { at }),
          ...(final ? {} : { cancel: () => stop.abort() }),
        }),
    });
    close(id);
    return value;
  } catch (thrown) {
    // What a person stopped themselves is no news to them.
    if (stop.signal.aborted || (thrown instanceof Failure && STOPPED.includes(thrown.error.code))) dismissWork(id);
    else close(id, errorOf(thrown));
    throw thrown;
  }
}

/** A call that answers sooner is not asked about. */
const FIRST_LOOK_MS = 300;
const LOOK_MS = 200;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** An act that is written at once and cannot be stopped: where it takes longer than a moment it stands in sight, and says so. */
export function runToEnd<T>(name: string, ask: () => Promise<T>): Promise<T> {
  return runWork(
    name,
    async ({ progress }) => {
      const told = setTimeout(() => progress(undefined, { at: t('work.at.write'), final: true }), FIRST_LOOK_MS);
      try {
        return await ask();
      } finally {
        clearTimeout(told);
      }
    },
    false,
  );
}

/**
 * A call of the core that may take long: in sight with its phases, stopped by its name. Where it was stopped in time it
 * fails with `work.stopped` and nothing was done; too late, and it answers as if nobody had asked.
 */
export function runCoreWork<T>(
  name: string,
  ask: (workId: string) => Promise<T>,
  onBegun?: (id: string) => void,
  /** Aborted where nobody waits for the answer any more: the core stops as if it had been told to. */
  given?: AbortSignal,
): Promise<T> {
  return runWork(
    name,
    async ({ id, signal, progress }) => {
      const workId = `w-${crypto.randomUUID()}`;
      let over = false;
      onBegun?.(id);
      const stop = (): void => {
        if (!over) void api['work.stop']({ workId }).catch(() => undefined);
      };
      signal.addEventListener('abort', stop);
      given?.addEventListener('abort', stop);
      const watch = async (): Promise<void> => {
        for (await wait(FIRST_LOOK_MS); !over; await wait(LOOK_MS)) {
          const { now } = await api['work.look']({ workId });
          if (over || now === undefined || signal.aborted) continue;
          const known = now.total > 0 && now.phase !== 'write';
          progress(known ? now.done / now.total : undefined, {
            at: t(known ? `work.at.${now.phase}.count` : `work.at.${now.phase}`, { done: now.done, total: now.total }),
            final: !now.canStop,
          });
        }
      };
      void watch().catch(() => undefined);
      try {
        return await ask(workId);
      } finally {
        over = true;
        given?.removeEventListener('abort', stop);
      }
    },
    false,
  );
}
