/**
 * Work that takes long, in one place: what runs, how far it is, how to stop it, and what became of it. The screen that began it
 * may be left meanwhile. `runWork` wraps a promise; `showWork` tells of work that runs in the core.
 */
import { create } from 'zustand';
import type { AppError } from '../../domain/errors.ts';
import { errorOf } from '../core.ts';
import { tellMain } from '../shell/talk.ts';
import { useLook } from '../theme/look.ts';
import { chime } from '../today/alarm.ts';

export interface Work {
  readonly id: string;
  readonly name: string;
  /** 0 … 1; absent where nobody can tell. */
  readonly part?: number;
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
  const { cancel: _, part: __, ...rest } = work;
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
  /** Aborted where the person stopped it. */
  readonly signal: AbortSignal;
  progress(part: number): void;
}
let last = 0;
/** Runs one piece of work in sight; what it throws is thrown on, after it was told. A stopped one leaves nothing behind. */
export async function runWork<T>(name: string, work: (run: WorkRun) => Promise<T>): Promise<T> {
  const id = `work ${++last}`;
  const stop = new AbortController();
  const begun = Date.now();
  put({ id, name, begun, cancel: () => stop.abort() });
  try {
    const value = await work({
      signal: stop.signal,
      progress: (part) => put({ id, name, begun, part, cancel: () => stop.abort() }),
    });
    close(id);
    return value;
  } catch (thrown) {
    if (stop.signal.aborted) dismissWork(id);
    else close(id, errorOf(thrown));
    throw thrown;
  }
}
