/** A long print or export: begun, watched, stopped. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobView } from '../../contract/page/registers.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';
import { runWork } from '../parts/work.ts';
import { t } from '../text/index.ts';

export type PrintedFile = NonNullable<JobView['file']>;
const EVERY_MS = 250;
export interface Job {
  /** Under way. */
  readonly view: JobView | undefined;
  readonly error: AppError | undefined;
  begin(start: () => Promise<{ jobId: string }>, onMade: (file: PrintedFile) => void): void;
  stop(): void;
  clear(): void;
}
export function useJob(): Job {
  const [view, setView] = useState<JobView>();
  const [error, setError] = useState<AppError>();
  const running = useRef<string>(undefined);
  const stop = useCallback(() => {
    const jobId = running.current;
    if (jobId !== undefined) void api['registers.stop']({ jobId }).catch(() => undefined);
  }, []);
  // Nobody waits for it any more.
  useEffect(() => stop, [stop]);
  const begin: Job['begin'] = (start, onMade) => {
    setError(undefined);
    setView({ done: 0, total: 0 });
    // In the bottom line too: its end is heard there where it took long.
    const made = runWork(t('registers.printing'), async ({ signal, progress }) => {
      const { jobId } = await start();
      running.current = jobId;
      signal.addEventListener('abort', stop);
      for (;;) {
        const now = await api['registers.job']({ jobId });
        if (now.file) return now.file;
        if (now.error) throw new Failure(now.error.code, now.error.params);
        setView(now);
        progress(now.total === 0 ? undefined : now.done / now.total, now.last ? { at: t('work.at.write'), final: true } : {});
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    });
    void made
      .then(onMade, (thrown: unknown) => {
        const error = errorOf(thrown);
        setError(error.code === 'print.stopped' ? undefined : error);
      })
      .finally(() => {
        running.current = undefined;
        setView(undefined);
      });
  };
  return { view, error, begin, stop, clear: () => setError(undefined) };
}
