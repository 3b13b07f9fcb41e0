/**
 * A long list kept by the core, read by pages as it is scrolled. Filter, order, ticked rows and the place in the list
 * outlive the screen, so that coming back finds it as it was; columns, order and the pane beside it are each person's own.
 */
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { ListAnswer, ListFilter, ListView } from '../../contract/page/lists.ts';
import type { AppError } from '../../domain/errors.ts';
import { DEFAULT_ORDER, type ListOrder, type ListSort, MOST_AT_ONCE } from '../../domain/listQuery.ts';
import { api, errorOf, onTopic, useCore } from '../core.ts';
import { type ListLayout, layoutOf } from './layout.ts';

const PAGE = 100;
/** Pages kept on either side of what is in sight. */
const KEPT = 3;
const SAVE_MS = 400;

/** A filter without the states, which are the tabs. */
export type MoreFilter = Omit<ListFilter, 'states' | 'text'>;
export interface LedgerState<Row, State extends string> {
  readonly tab: State | 'all';
  readonly text: string;
  readonly more: MoreFilter;
  readonly view: ListView;
  readonly order: ListOrder;
  readonly rows: ReadonlyMap<number, Row>;
  readonly total: number;
  readonly layout: ListLayout;
  readonly counts: Readonly<Partial<Record<State, number>>>;
  readonly loaded: boolean;
  /** The rows are still those of the question before: seen, but not to be taken for what was asked for. */
  readonly turning: boolean;
  readonly error?: AppError | undefined;
  readonly ticked: ReadonlySet<string>;
  /** The row that has the keyboard. */
  readonly active: number;
  /** Where a range of ticks began. */
  readonly anchor: number;
  /** Rises when another question is asked: the list begins at its top. */
  readonly turn: number;
  /** Rises when the row that has the keyboard is to take the focus. */
  readonly focus: number;
  /** Rises when that row is to come in sight, the focus elsewhere. */
  readonly reveal: number;
}
export interface Ledger<Row, State extends string> {
  readonly list: 'incoming' | 'outgoing';
  readonly use: UseBoundStore<StoreApi<LedgerState<Row, State>>>;
  /** How far it is scrolled, in pixels; nothing is drawn anew for it. */
  readonly place: { top: number };
  filter(): ListFilter;
  setTab(tab: State | 'all'): void;
  setText(text: string): void;
  setMore(more: MoreFilter): void;
  /** The same column again turns the order round. */
  sortBy(by: ListSort): void;
  setView(change: Partial<ListView>): void;
  /** The rows from–to (exclusive) are in sight: reads what of them is not here. */
  ensure(from: number, to: number): void;
  reload(): void;
  tick(id: string): void;
  /** Ticks what lies between the anchor and this row, also what was never in sight; answers with how many rows that is. */
  tickTo(index: number): Promise<number>;
  /** Ticks the first rows of the filter; how many it holds. */
  tickAll(): Promise<number>;
  untickAll(): void;
  move(index: number, keepAnchor?: boolean): void;
  /** The same from beside the list: the row comes in sight. */
  step(by: 1 | -1): void;
  /** To the next row that is still to be done, past those just done. */
  moveOn(done: readonly string[], next: (row: Row) => boolean): void;
}

/** Person and organ at work; undefined while nobody is. */
const deskNow = (): string | undefined => {
  const { app } = useCore.getState();
  return app?.phase === 'ready' ? `${app.office?.mode} ${app.me?.id} ${app.office?.organId}` : undefined;
};

export function createLedger<Row extends { readonly id: string }, State extends string>(
  list: 'incoming' | 'outgoing',
  fetch: (query: { filter: ListFilter; order: ListOrder; offset: number; limit: number }) => Promise<ListAnswer<Row, State>>,
): Ledger<Row, State> {
  const nothing = {
    rows: new Map<number, Row>(),
    total: 0,
    layout: layoutOf(0),
    counts: {} as LedgerState<Row, State>['counts'],
    loaded: false,
    turning: false,
    ticked: new Set<string>(),
  };
  const start: LedgerState<Row, State> = {
    ...nothing,
    tab: 'all',
    text: '',
    more: {},
    view: {},
    order: DEFAULT_ORDER,
    active: 0,
    anchor: 0,
    turn: 0,
    focus: 0,
    reveal: 0,
  };
  const use = create<LedgerState<Row, State>>(() => start);
  const place = { top: 0 };
  let generation = 0;
  let asked = new Set<number>();
  let seen: readonly [number, number] = [0, 1];
  let activeId: string | undefined;
  let viewRead = false;

  const filter = (): ListFilter => {
    const { tab, text, more } = use.getState();
    return { ...more, states: tab === 'all' ? [] : ([tab] as ListFilter['states']), text };
  };
  const byDay = (): boolean => use.getState().view.byDay !== false && use.getState().order.by === 'day';

  /** @param fresh the rows of these pages, all at once, in the place of what was here: a row in sight is never without its document */
  async function readPages(pages: readonly number[], fresh: boolean): Promise<void> {
    const mine = generation;
    for (const page of pages) asked.add(page);
    const { order } = use.getState();
    try {
      const [answers, days] = await Promise.all([
        Promise.all(pages.map((page) => fetch({ filter: filter(), order, offset: page * PAGE, limit: PAGE }))),
        fresh && byDay() ? api['lists.days']({ list, filter: filter(), descending: order.descending }) : undefined,
      ]);
      if (mine !== generation) return;
      const rows = fresh ? new Map<number, Row>() : nearRows();
      for (const [at, { rows: read }] of answers.entries())
        for (const [i, row] of read.entries()) rows.set((pages[at] ?? 0) * PAGE + i, row);
      const [answer] = answers;
      if (answer === undefined) return;
      const layout = fresh || answer.total !== use.getState().total ? layoutOf(answer.total, days?.days) : use.getState().layout;
      use.setState({ rows, total: answer.total, layout, counts: answer.counts, loaded: true, turning: false, error: undefined });
      if (fresh) keepActive(rows, answer.total);
    } catch (thrown) {
      if (mine === generation) use.setState({ error: errorOf(thrown), loaded: true, turning: false });
    }
  }
  /** What was read, without what lies far from where the list stands: a day of scrolling keeps no more than a moment of it. */
  function nearRows(): Map<number, Row> {
    const { rows, active } = use.getState();
    const [first, last] = [Math.floor(seen[0] / PAGE), Math.floor(Math.max(seen[0], seen[1] - 1) / PAGE)];
    const near = (page: number): boolean => (page >= first - KEPT && page <= last + KEPT) || page === Math.floor(active / PAGE);
    for (const page of asked) if (!near(page)) asked.delete(page);
    return new Map([...rows].filter(([index]) => near(Math.floor(index / PAGE))));
  }
  /** The keyboard stays on its document when rows come in above it. */
  function keepActive(rows: ReadonlyMap<number, Row>, total: number): void {
    const { active } = use.getState();
    const at =
      activeId === undefined || rows.get(active)?.id === activeId ? undefined : [...rows].find(([, row]) => row.id === activeId)?.[0];
    const next = Math.max(0, Math.min(at ?? active, total - 1));
    activeId = rows.get(next)?.id ?? activeId;
    if (next !== active) use.setState({ active: next, anchor: next });
  }
  const pagesInSight = (): number[] => {
    const [first, last] = [Math.floor(seen[0] / PAGE), Math.floor(Math.max(seen[0], seen[1] - 1) / PAGE)];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  };
  /** How this person set the list up: once, before its first page. */
  async function readView(): Promise<void> {
    if (viewRead) return;
    viewRead = true;
    try {
      const view = await api['lists.view']({ list });
      use.setState({ view, ...(view.order ? { order: view.order } : {}) });
    } catch {
      viewRead = false;
    }
  }
  /** Old rows stay on the screen until the new ones are here: nothing flickers. */
  async function reload(): Promise<void> {
    const mine = ++generation;
    asked = new Set();
    await readView();
    if (mine !== generation) return;
    // The row that has the keyboard may stand elsewhere: a key on it is for its document.
    await readPages([...new Set([...pagesInSight(), Math.floor(use.getState().active / PAGE)])], true);
  }
  const restart = (change: Partial<LedgerState<Row, State>>): void => {
    seen = [0, 1];
    activeId = undefined;
    place.top = 0;
    use.setState({ ...change, active: 0, anchor: 0, turn: use.getState().turn + 1, turning: true, ticked: new Set() });
    void reload();
  };
  let saving: ReturnType<typeof setTimeout> | undefined;
  const setView = (change: Partial<ListView>): void => {
    const view = { ...use.getState().view, ...change };
    use.setState({ view });
    clearTimeout(saving);
    saving = setTimeout(() => void api['lists.setView']({ list, view }).catch(() => undefined), SAVE_MS);
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
  onTopic(list, reloadSoon);
  onTopic(`${list}.opened`, reloadSoon);
  // A lock takes the rows out of the page; another person or organ finds nothing of what was looked for.
  let desk = deskNow();
  let lastDesk = desk;
  useCore.subscribe(() => {
    const now = deskNow();
    if (now === desk) return;
    desk = now;
    generation++;
    asked = new Set();
    if (now === undefined || now === lastDesk) return use.setState(nothing);
    lastDesk = now;
    viewRead = false;
    activeId = undefined;
    seen = [0, 1];
    place.top = 0;
    use.setState(start);
  });

  const tickedWith = (ids: readonly string[]): void => use.setState({ ticked: new Set([...use.getState().ticked, ...ids]) });
  return {
    list,
    use,
    place,
    filter,
    setTab: (tab) => restart({ tab }),
    setText: (text) => restart({ text }),
    setMore: (more) => restart({ more }),
    sortBy(by) {
      const { order } = use.getState();
      const next =
        order.by === by ? { by, descending: !order.descending } : { by, descending: by === 'day' || by === 'number' || by === 'priority' };
      setView({ order: next });
      restart({ order: next });
    },
    setView(change) {
      const grouped = byDay();
      setView(change);
      if (byDay() !== grouped) void reload();
    },
    ensure(from, to) {
      seen = [from, to];
      if (use.getState().loaded) for (const page of pagesInSight()) if (!asked.has(page)) void readPages([page], false);
    },
    reload: () => void reload(),
    tick(id) {
      const ticked = new Set(use.getState().ticked);
      if (!ticked.delete(id)) ticked.add(id);
      use.setState({ ticked });
    },
    async tickTo(index) {
      const { anchor, rows, order } = use.getState();
      const [from, to] = [Math.min(anchor, index), Math.max(anchor, index)];
      const count = to - from + 1;
      const here = Array.from({ length: count }, (_, i) => rows.get(from + i)?.id);
      if (here.every((id) => id !== undefined)) {
        tickedWith(here);
        return count;
      }
      // Rows in between were never in sight.
      const mine = generation;
      const { ids } = await api['lists.ids']({ list, filter: filter(), order, offset: from, limit: Math.min(count, MOST_AT_ONCE) });
      if (mine === generation) tickedWith(ids);
      return count;
    },
    async tickAll() {
      const { ids, total } = await api['lists.ids']({ list, filter: filter(), order: use.getState().order });
      use.setState({ ticked: new Set(ids) });
      return total;
    },
    untickAll: () => use.setState({ ticked: new Set() }),
    move(index, keepAnchor = false) {
      const { total, rows, anchor, turning } = use.getState();
      const active = Math.max(0, Math.min(total - 1, index));
      activeId = turning ? undefined : rows.get(active)?.id;
      use.setState({ active, anchor: keepAnchor ? anchor : active });
    },
    step(by) {
      const { active, total, rows, reveal, turning } = use.getState();
      const next = Math.max(0, Math.min(total - 1, active + by));
      activeId = turning ? undefined : rows.get(next)?.id;
      use.setState({ active: next, anchor: next, reveal: reveal + 1 });
    },
    moveOn(done, next) {
      const { rows, active, focus } = use.getState();
      const open = [...rows].filter(([, row]) => next(row) && !done.includes(row.id)).sort(([a], [b]) => a - b);
      const [at = active] = open.find(([i]) => i >= active) ?? open[0] ?? [];
      activeId = rows.get(at)?.id;
      use.setState({ active: at, anchor: at, focus: focus + 1 });
    },
  };
}
