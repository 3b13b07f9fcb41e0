/**
 * A long list kept by the core, read by pages as it is scrolled: filter, counts, ticked rows and the place in the
 * list outlive the screen, so that coming back finds it as it was.
 */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { PageEvent } from '../../contract/page/index.ts';
import type { AppError } from '../../domain/errors.ts';
import { errorOf, onTopic, useCore } from '../core.ts';

const PAGE = 100;

export interface ListAnswer<Row, State extends string> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly counts: Readonly<Record<State, number>>;
}
export interface ListQuery<State extends string> {
  readonly states: State[];
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
}
export interface PagedState<Row, State extends string> {
  readonly tab: State | 'all';
  readonly text: string;
  readonly rows: ReadonlyMap<number, Row>;
  readonly total: number;
  readonly counts: Readonly<Partial<Record<State, number>>>;
  readonly loaded: boolean;
  readonly error?: AppError | undefined;
  readonly ticked: ReadonlySet<string>;
  readonly active: number;
  readonly scrollTop: number;
}
export interface PagedList<Row, State extends string> {
  readonly use: UseBoundStore<StoreApi<PagedState<Row, State>>>;
  setTab(tab: State | 'all'): void;
  setText(text: string): void;
  /** The rows from–to (exclusive) are in sight: reads what of them is not here. */
  ensure(from: number, to: number): void;
  reload(): void;
  tick(id: string): void;
  untickAll(): void;
}

export function createPagedList<Row extends { readonly id: string }, State extends string>(
  topic: PageEvent['topic'],
  fetch: (query: ListQuery<State>) => Promise<ListAnswer<Row, State>>,
): PagedList<Row, State> {
  const none: PagedState<Row, State>['counts'] = {} as Record<State, never>;
  const use = create<PagedState<Row, State>>(() => ({
    tab: 'all',
    text: '',
    rows: new Map(),
    total: 0,
    counts: none,
    loaded: false,
    ticked: new Set(),
    active: 0,
    scrollTop: 0,
  }));
  let generation = 0;
  let asked = new Set<number>();
  let seen: readonly [number, number] = [0, 1];

  async function readPage(page: number, fresh: boolean): Promise<void> {
    const mine = generation;
    asked.add(page);
    const { tab, text } = use.getState();
    try {
      const answer = await fetch({ states: tab === 'all' ? [] : [tab], text, offset: page * PAGE, limit: PAGE });
      if (mine !== generation) return;
      const rows = new Map(fresh ? [] : use.getState().rows);
      for (const [i, row] of answer.rows.entries()) rows.set(page * PAGE + i, row);
      use.setState({ rows, total: answer.total, counts: answer.counts, loaded: true, error: undefined });
    } catch (thrown) {
      if (mine === generation) use.setState({ error: errorOf(thrown), loaded: true });
    }
  }
  const pagesInSight = (): number[] => {
    const [first, last] = [Math.floor(seen[0] / PAGE), Math.floor(Math.max(seen[0], seen[1] - 1) / PAGE)];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  };
  /** Old rows stay on the screen until the new ones are here: nothing flickers. */
  async function reload(): Promise<void> {
    generation++;
    asked = new Set();
    const [first = 0, ...rest] = pagesInSight();
    const mine = generation;
    await readPage(first, true);
    if (mine === generation) for (const page of rest) void readPage(page, false);
  }
  const restart = (change: Partial<PagedState<Row, State>>): void => {
    seen = [0, 1];
    use.setState({ ...change, active: 0, scrollTop: 0, ticked: new Set() });
    void reload();
  };
  let soon = false;
  /** Many events in a row (thirty arrivals) read the list once. */
  const reloadSoon = (): void => {
    if (soon) return;
    soon = true;
    setTimeout(() => {
      soon = false;
      if (use.getState().loaded) void reload();
    }, 80);
  };
  onTopic(topic, reloadSoon);
  // Another person, or nobody: nothing of the list stays in the page.
  useCore.subscribe((now, before) => {
    if (now.app?.phase === before.app?.phase) return;
    generation++;
    asked = new Set();
    use.setState({
      rows: new Map(),
      total: 0,
      counts: none,
      loaded: false,
      ticked: new Set(),
      text: '',
      tab: 'all',
      active: 0,
      scrollTop: 0,
    });
  });

  return {
    use,
    setTab: (tab) => restart({ tab }),
    setText: (text) => restart({ text }),
    ensure(from, to) {
      seen = [from, to];
      for (const page of pagesInSight()) if (!asked.has(page)) void readPage(page, false);
    },
    reload: () => void reload(),
    tick(id) {
      const ticked = new Set(use.getState().ticked);
      if (!ticked.delete(id)) ticked.add(id);
      use.setState({ ticked });
    },
    untickAll: () => use.setState({ ticked: new Set() }),
  };
}
