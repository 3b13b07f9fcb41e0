// biome-ignore-all lint/a11y/useSemanticElements: rows that are laid out by a virtualiser cannot stand in a <table>
/** The register: a virtualised table over a list that the core keeps, with the heads of its days; everything by keyboard. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ListOrder } from '../../domain/listQuery.ts';
import { numberText } from '../format.ts';
import { inDialog } from '../keys/place.ts';
import { drawnWith, inSight, useFocusOn } from '../parts/tableRows.tsx';
import { t } from '../text/index.ts';
import { fittingColumns, type ShownColumn, trackOf, withWidth } from './columns.ts';
import { dayWords } from './days.ts';
import { LedgerRow, type ListedRow, type RowHands } from './LedgerRow.tsx';
import type { Ledger, LedgerState } from './ledger.ts';

export interface LedgerTableProps<Row extends ListedRow, State extends string> {
  readonly list: Ledger<Row, State>;
  readonly label: string;
  readonly columns: readonly ShownColumn<Row>[];
  readonly rowName: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
  readonly onTickAll: () => void;
  readonly onTickTo: (index: number) => void;
  /** Ctrl+Enter: the act that is next for this row, or for what is ticked. */
  readonly onAct?: (row: Row) => void;
}
const ROW_HEIGHT = 58;
const DAY_HEIGHT = 30;
const HEAD_HEIGHT = 40;
const PAGE_ROWS = 8;
const TICK = 30;
const PADDING = 34;
/** Keys that do something with one row. */
const ROW_KEYS: readonly string[] = ['Enter', ' ', 'x', 'X'];

/** The row the keyboard was at; where rows that came in have pushed it out of sight, the first that is seen. */
function placeIn(scroller: HTMLElement | null): HTMLElement | undefined {
  const rows = [...(scroller?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const top = (scroller?.getBoundingClientRect().top ?? 0) + HEAD_HEIGHT;
  return rows.find((row) => row.tabIndex === 0) ?? rows.find((row) => row.getBoundingClientRect().top >= top) ?? rows[0];
}

export function LedgerTable<Row extends ListedRow, State extends string>(props: LedgerTableProps<Row, State>) {
  const { list, onTickTo } = props;
  const { rows, total, layout, ticked, active, focus, reveal, order, turn, turning } = list.use();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  const virtual = useVirtualizer({
    count: layout.count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (layout.at(index).kind === 'day' ? DAY_HEIGHT : ROW_HEIGHT),
    // Twice as many cost a jump of a long list a frame of 33 ms at each fiftieth: what is drawn out of sight is drawn with it.
    overscan: 4,
    initialOffset: list.place.top,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    rangeExtractor: (range) => drawnWith(range, total === 0 ? -1 : layout.of(active)),
  });
  // Heads and rows change places when the days do.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout alone says when
  useEffect(() => virtual.measure(), [layout]);
  const items = virtual.getVirtualItems();
  const [first, end] = inSight(virtual);
  const from = layout.rowAt(first);
  const to = layout.rowAt(Math.max(first, end - 1)) + 1;
  useEffect(() => list.ensure(from, to), [list, from, to]);

  const moveTo = (row: number, range = false): void => {
    const next = Math.max(0, Math.min(total - 1, row));
    list.move(next, range);
    if (range) onTickTo(next);
    virtual.scrollToIndex(layout.of(next));
  };
  /**
   * The row is not here yet, or stands for another question: the key is for the document that will stand there.
   * Answers with whether it is waited for.
   */
  const whenHere = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean => {
    const { turning: turned, loaded, error } = list.use.getState();
    const here = (now: LedgerState<Row, State>): Row | undefined => now.rows.get(turned ? now.active : active);
    if (!turned && (rows.get(active) !== undefined || !loaded || error !== undefined || total === 0)) return false;
    const stop = list.use.subscribe((now) => {
      if (now.turning || (here(now) === undefined && now.error === undefined && now.total > 0)) return;
      stop();
      if (scroller.current) keyActs({ key, ctrlKey, altKey, metaKey }, here(now), latest.current.props);
    });
    return true;
  };
  const follow = useFocusOn(scroller, `[data-row="${active}"]`);
  // Another question is read from its first row.
  useEffect(() => {
    if (turn > 0 && list.place.top === 0) scroller.current?.scrollTo(0, 0);
  }, [turn, list]);
  // The keyboard goes on where it was in the list, unless it is somewhere else already (the search). Rows are drawn after the first pass.
  const drawn = items.length > 0;
  useEffect(() => {
    if (!drawn || document.activeElement !== document.body) return;
    placeIn(scroller.current)?.focus({ preventScroll: true });
  }, [drawn]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for by the list
  useEffect(() => {
    if (focus === 0) return;
    const row = list.use.getState().active;
    virtual.scrollToIndex(layout.of(row));
    const frame = requestAnimationFrame(() => {
      // What an act came to may stand in a dialogue by now: its Enter is not the row's.
      if (!inDialog()) scroller.current?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [focus]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for from beside the list
  useEffect(() => {
    if (reveal > 0) virtual.scrollToIndex(layout.of(list.use.getState().active));
  }, [reveal]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const row = rows.get(active);
    const move = moveOf(event.key, active, total);
    if (move !== undefined) moveTo(move, event.shiftKey);
    else if (!(ROW_KEYS.includes(event.key) && whenHere(event)) && !keyActs(event, row, props)) return;
    event.preventDefault();
    // What is done here is no key of the window.
    event.stopPropagation();
  };
  const shown = useMemo(() => fittingColumns(props.columns, room), [props.columns, room]);
  const tracks = [`${TICK}px`, ...shown.map(trackOf)].join(' ');
  const latest = useRef({ props, onKeyDown });
  latest.current = { props, onKeyDown };
  const hands = useMemo<RowHands<Row>>(
    () => ({
      name: (row) => latest.current.props.rowName(row),
      look: (row) => latest.current.props.rowClass?.(row) ?? '',
      tick: (row) => list.tick(row.id),
      click: (event, index, row) => clicked(event, index, row, latest.current.props),
      key: (event) => latest.current.onKeyDown(event),
      focus: (_event, index) => {
        if (list.use.getState().active !== index) list.move(index);
      },
    }),
    [list],
  );
  const press = usePress(latest);
  return (
    <div
      ref={scroller}
      {...press}
      {...follow}
      className="ledger"
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-busy={turning}
      aria-multiselectable="true"
      tabIndex={-1}
      onScroll={(e) => {
        list.place.top = e.currentTarget.scrollTop;
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        <Head list={list} columns={shown} all={props.columns} tracks={tracks} order={order} />
        {items.map((item) => {
          const at = layout.at(item.index);
          if (at.kind === 'day')
            return (
              <DayLine
                key={`day ${at.day}`}
                day={at.day}
                count={at.count}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              />
            );
          const row = rows.get(at.index);
          return (
            <LedgerRow
              key={`row ${at.index}`}
              row={row}
              index={at.index}
              start={item.start}
              size={item.size}
              tracks={tracks}
              columns={shown}
              ticked={row !== undefined && ticked.has(row.id)}
              active={at.index === active}
              hands={hands}
            />
          );
        })}
      </div>
    </div>
  );
}

function moveOf(key: string, active: number, total: number): number | undefined {
  const moves: Partial<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE_ROWS,
    PageUp: active - PAGE_ROWS,
    Home: 0,
    End: total - 1,
  };
  return moves[key];
}
/** Whether the key did something. */
function keyActs<Row extends ListedRow, State extends string>(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  row: Row | undefined,
  { list, onOpen, onAct, onTickAll }: LedgerTableProps<Row, State>,
): boolean {
  const { key, ctrlKey, altKey, metaKey } = event;
  if (altKey || metaKey) return false;
  const { ticked, view } = list.use.getState();
  if (ctrlKey && key.toLowerCase() === 'a') onTickAll();
  else if (key === 'Escape' && ticked.size > 0) list.untickAll();
  else if (key === 'Escape' && view.look) list.setView({ look: false });
  else if (row === undefined) return false;
  else if (key === 'Enter') ctrlKey ? onAct?.(row) : onOpen(row);
  else if (key === ' ' && !ctrlKey) list.setView({ look: !view.look });
  else if ((key === ' ' && ctrlKey) || (!ctrlKey && key.toLowerCase() === 'x')) list.tick(row.id);
  else return false;
  return true;
}
function clicked<Row extends ListedRow, State extends string>(
  event: { readonly ctrlKey: boolean; readonly shiftKey: boolean },
  index: number,
  row: Row | undefined,
  { list, onOpen, onTickTo }: LedgerTableProps<Row, State>,
): void {
  if (row === undefined) return;
  if (event.shiftKey) {
    list.move(index, true);
    onTickTo(index);
  } else if (event.ctrlKey) {
    list.move(index);
    list.tick(row.id);
  } else if (list.use.getState().view.look && list.use.getState().active !== index) list.move(index);
  else onOpen(row);
}

/** So far a hand moves between pressing and letting go. */
const STILL = 6;
/**
 * A document that comes in above moves the rows under a button that is held down: let go over another row, or a day's head, it still
 * means the row it was pressed on. Where the row still stands there it has answered itself.
 */
function usePress<Row extends ListedRow, State extends string>(latest: {
  readonly current: { readonly props: LedgerTableProps<Row, State> };
}) {
  const down = useRef<{ row: Row | undefined; index: string; box: boolean; x: number; y: number }>(undefined);
  const rowOf = (target: EventTarget): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null);
  return {
    onPointerDownCapture: (event: PointerEvent): void => {
      const index = rowOf(event.target)?.dataset.row;
      down.current =
        index === undefined
          ? undefined
          : {
              row: latest.current.props.list.use.getState().rows.get(Number(index)),
              index,
              box: (event.target as Element).closest('.ledger-tick') !== null,
              x: event.clientX,
              y: event.clientY,
            };
    },
    onClick: (event: MouseEvent): void => {
      const { current: at } = down;
      down.current = undefined;
      if (at?.row === undefined || rowOf(event.target)?.dataset.row === at.index) return;
      if (Math.hypot(event.clientX - at.x, event.clientY - at.y) > STILL) return;
      const { props } = latest.current;
      const now = [...props.list.use.getState().rows].find(([, { id }]) => id === at.row?.id)?.[0];
      if (at.box) props.list.tick(at.row.id);
      else clicked(event, now ?? Number(at.index), at.row, props);
    },
  };
}

/** How wide the rows are; all of it until it was measured. */
function useRoom(scroller: { readonly current: HTMLDivElement | null }): number {
  const [room, setRoom] = useState(Number.MAX_SAFE_INTEGER);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setRoom(element.clientWidth - TICK - PADDING));
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller]);
  return room;
}

function Head<Row extends ListedRow, State extends string>(props: {
  readonly list: Ledger<Row, State>;
  readonly columns: readonly ShownColumn<Row>[];
  readonly all: readonly ShownColumn<Row>[];
  readonly tracks: string;
  readonly order: ListOrder;
}) {
  const { list, columns, all, tracks, order } = props;
  return (
    <div className="ledger-row ledger-head" role="row" tabIndex={-1} style={{ gridTemplateColumns: tracks }}>
      <span role="columnheader" tabIndex={-1} />
      {columns.map((c) => {
        const sorted = c.sort !== undefined && order.by === c.sort;
        return (
          <span
            key={c.key}
            role="columnheader"
            tabIndex={-1}
            className="ledger-heading"
            aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : undefined}
          >
            {c.sort === undefined ? (
              c.title
            ) : (
              <button
                type="button"
                className="ledger-sort"
                title={t('lists.sortBy', { name: c.title })}
                onClick={() => c.sort && list.sortBy(c.sort)}
              >
                {c.title}
                {sorted ? <span aria-hidden="true"> {order.descending ? '▾' : '▴'}</span> : null}
              </button>
            )}
            <Edge onWidth={(width) => list.setView({ columns: withWidth(all, c.key, width) })} />
          </span>
        );
      })}
    </div>
  );
}
/** The right edge of a heading: drawn to make its column wider or narrower. By keyboard the columns' dialogue does it. */
function Edge({ onWidth }: { readonly onWidth: (width: number) => void }) {
  const begin = (event: PointerEvent<HTMLElement>): void => {
    const edge = event.currentTarget;
    const heading = edge.parentElement;
    if (!heading) return;
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    const width = heading.getBoundingClientRect().width - event.clientX;
    const draw = (move: globalThis.PointerEvent): void => onWidth(width + move.clientX);
    const end = (): void => {
      edge.removeEventListener('pointermove', draw);
      edge.removeEventListener('pointerup', end);
    };
    edge.addEventListener('pointermove', draw);
    edge.addEventListener('pointerup', end);
  };
  return <i className="ledger-edge" aria-hidden="true" onPointerDown={begin} />;
}

function DayLine({
  day,
  count,
  style,
}: {
  readonly day: string;
  readonly count: number;
  readonly style: { height: number; transform: string };
}) {
  return (
    <div className="ledger-day ledger-placed" role="presentation" style={style}>
      <b>{dayWords(day)}</b> <span className="dim">{t('lists.dayCount', { count: numberText(count) })}</span>
    </div>
  );
}
