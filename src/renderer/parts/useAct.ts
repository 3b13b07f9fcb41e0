import { useCallback, useState } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { errorOf } from '../core.ts';

export interface Act {
  readonly busy: boolean;
  readonly error: AppError | undefined;
  /** Runs one piece of work; its failure becomes `error`, which stays until the next run or `clear`. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
  fail(error: AppError): void;
  clear(): void;
}
/** One act of a screen: whether it is under way and what went wrong. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError>();
  const run = useCallback(async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setError(undefined);
    try {
      return await work();
    } catch (thrown) {
      setError(errorOf(thrown));
      return undefined;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { busy, error, run, fail: setError, clear };
}
