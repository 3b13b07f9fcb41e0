/** A long print or export: begun, watched, stopped. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobView } from '../../contract/page/registers.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';

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
    const watch = async (): Promise<void> => {
      const { jobId } = await start();
      running.current = jobId;
      for (;;) {
        const now = await api['registers.job']({ jobId });
        if (now.error || now.file) {
          running.current = undefined;
          setView(undefined);
          if (now.file) onMade(now.file);
          else setError(now.error?.code === 'print.stopped' ? undefined : now.error);
          return;
        }
        setView(now);
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    };
    void watch().catch((thrown: unknown) => {
      running.current = undefined;
      setView(undefined);
      setError(errorOf(thrown));
    });
  };
  return { view, error, begin, stop, clear: () => setError(undefined) };
}
