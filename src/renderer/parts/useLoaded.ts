import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PageEvent } from '../../contract/page/index.ts';
import type { AppError } from '../../domain/errors.ts';
import { errorOf, onTopic } from '../core.ts';
import { oneAtATime } from './shared.ts';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: AppError | undefined;
  readonly reload: () => Promise<void>;
}
/**
 * A value read from the core and read again when one of the topics changes.
 * @param load stable function (module level or `useCallback`)
 * @param topics stable list (module level)
 * @param id where given, events that name another id are passed over
 */
export function useLoaded<T>(load: () => Promise<T>, topics: readonly PageEvent['topic'][], id?: string): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: AppError }>({});
  const turn = useRef(0);
  const read = useCallback(async (): Promise<void> => {
    const mine = ++turn.current;
    try {
      const value = await load();
      if (mine === turn.current) setState({ value });
    } catch (thrown) {
      const error = errorOf(thrown);
      if (mine === turn.current) setState((old) => ({ ...old, error }));
    }
  }, [load]);
  // However much changes, a question is asked again only when the one before was answered.
  const reload = useMemo(() => oneAtATime(read), [read]);
  useEffect(() => {
    void reload();
    const ends = topics.map((topic) =>
      onTopic(topic, (changed) => {
        if (id === undefined || changed === undefined || changed === id) void reload();
      }),
    );
    return () => {
      turn.current++;
      for (const end of ends) end();
    };
  }, [reload, topics, id]);
  return { value: state.value, error: state.error, reload };
}
