/** The lines of a register, read by pages as they come into sight, and again when something changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RegisterEntry } from '../../contract/page/registers.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf, onTopic } from '../core.ts';

const PAGE = 100;
const TOPICS = ['registers', 'incoming', 'outgoing'] as const;

export interface Shown {
  readonly form: string;
  readonly bookId?: string;
  readonly period: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
}
export interface Lines {
  readonly rows: ReadonlyMap<number, RegisterEntry>;
  readonly total: number;
  readonly loaded: boolean;
  readonly error: AppError | undefined;
  ensure(from: number, to: number): void;
}
interface State {
  readonly rows: ReadonlyMap<number, RegisterEntry>;
  readonly total: number;
  readonly loaded: boolean;
  readonly error?: AppError;
}
const NONE: State = { rows: new Map(), total: 0, loaded: false };

export function useLines(shown: Shown): Lines {
  const key = JSON.stringify(shown);
  const [state, setState] = useState<State>(NONE);
  const turn = useRef(0);
  const asked = useRef(new Set<number>());
  const seen = useRef<readonly [number, number]>([0, 1]);
  const read = useCallback(
    async (page: number, fresh: boolean) => {
      const mine = turn.current;
      asked.current.add(page);
      try {
        const { lines, total } = await api['registers.lines']({ ...(JSON.parse(key) as Shown), offset: page * PAGE, limit: PAGE });
        if (mine !== turn.current) return;
        setState((old) => {
          const rows = new Map(fresh ? [] : old.rows);
          for (const [i, line] of lines.entries()) rows.set(page * PAGE + i, line);
          return { rows, total, loaded: true };
        });
      } catch (thrown) {
        if (mine === turn.current) setState((old) => ({ ...old, error: errorOf(thrown), loaded: true }));
      }
    },
    [key],
  );
  const ensure = useCallback(
    (from: number, to: number): void => {
      seen.current = [from, to];
      for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, to - 1) / PAGE); page++) {
        if (!asked.current.has(page)) void read(page, false);
      }
    },
    [read],
  );
  useEffect(() => {
    const again = (): void => {
      turn.current++;
      asked.current = new Set();
      const [from, to] = seen.current;
      void read(Math.floor(from / PAGE), true).then(() => ensure(from, to));
    };
    again();
    const ends = TOPICS.map((topic) => onTopic(topic, again));
    return () => {
      turn.current++;
      for (const end of ends) end();
    };
  }, [read, ensure]);
  return { ...state, error: state.error, ensure };
}
