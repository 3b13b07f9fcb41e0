/** The lines of a register, read by pages as they come into sight, and again when something changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RegisterEntry } from '../../contract/page/registers.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf, onTopic } from '../core.ts';
import { useToldWork } from '../parts/LongAct.tsx';
import { runCoreWork, type Work } from '../parts/work.ts';
import { t } from '../text/index.ts';

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
  /** Under way, once there is something to tell. */
  readonly work: Work | undefined;
  ensure(from: number, to: number): void;
  /** Asks anew, where it was stopped. */
  again(): Promise<void>;
}
interface State {
  readonly rows: ReadonlyMap<number, RegisterEntry>;
  readonly total: number;
  readonly loaded: boolean;
  readonly error?: AppError;
}
const NONE: State = { rows: new Map(), total: 0, loaded: false };

/** The first page tells how long it takes until it is known which lines there are, and can be stopped; the others follow it. */
export function useLines(shown: Shown): Lines {
  const key = JSON.stringify(shown);
  const [state, setState] = useState<State>(NONE);
  const [workId, setWorkId] = useState<string>();
  const work = useToldWork(workId);
  const turn = useRef(0);
  const asked = useRef(new Set<number>());
  const seen = useRef<readonly [number, number]>([0, 1]);
  const finding = useRef(false);
  const begin = useRef<() => Promise<void>>(async () => undefined);
  const read = useCallback(
    async (page: number, first?: AbortSignal) => {
      const mine = turn.current;
      asked.current.add(page);
      const ask = (more: { readonly workId?: string }) =>
        api['registers.lines']({ ...(JSON.parse(key) as Shown), ...more, offset: page * PAGE, limit: PAGE });
      try {
        const { lines, total } = await (first === undefined
          ? ask({})
          : runCoreWork(t('work.register'), (id) => ask({ workId: id }), setWorkId, first));
        if (mine !== turn.current) return;
        setState((old) => {
          const rows = new Map(first === undefined ? old.rows : []);
          for (const [i, line] of lines.entries()) rows.set(page * PAGE + i, line);
          return { rows, total, loaded: true };
        });
      } catch (thrown) {
        const error = errorOf(thrown);
        if (mine === turn.current) setState((old) => ({ ...old, error, loaded: old.loaded || error.code !== 'work.stopped' }));
      }
    },
    [key],
  );
  const ensure = useCallback(
    (from: number, to: number): void => {
      seen.current = [from, to];
      if (finding.current) return;
      for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, to - 1) / PAGE); page++) {
        if (!asked.current.has(page)) void read(page);
      }
    },
    [read],
  );
  useEffect(() => {
    const left = new AbortController();
    let stale = false;
    // However much changes, it is asked again only when the question before was answered.
    const again = async (): Promise<void> => {
      stale = finding.current;
      if (stale) return;
      finding.current = true;
      turn.current++;
      asked.current = new Set();
      await read(Math.floor(seen.current[0] / PAGE), left.signal);
      if (left.signal.aborted) return;
      finding.current = false;
      if (stale) return again();
      ensure(...seen.current);
    };
    begin.current = again;
    void again();
    const ends = TOPICS.map((topic) => onTopic(topic, () => void again()));
    return () => {
      turn.current++;
      finding.current = false;
      left.abort();
      for (const end of ends) end();
    };
  }, [read, ensure]);
  const beginAgain = useCallback(() => begin.current(), []);
  return { ...state, error: state.error, work, ensure, again: beginAgain };
}
