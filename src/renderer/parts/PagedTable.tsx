// biome-ignore-all lint/a11y/useSemanticElements: rows that are laid out by a virtualiser cannot stand in a <table>
/** The ledger: a virtualised table over a paged list; arrows move, Enter opens, the space bar ticks. */
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { t } from '../text/index.ts';
import type { PagedList } from './pagedList.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A track of `grid-template-columns`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly className?: string;
}
interface Props<Row extends { readonly id: string }, State extends string> {
  readonly list: PagedList<Row, State>;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rowName: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
  readonly ticks?: boolean;
}
const ROW_HEIGHT = 58;

export function PagedTable<Row extends { readonly id: string }, State extends string>(props: Props<Row, State>) {
  const { list, columns } = props;
  const { rows, total, ticked, active, scrollTop } = list.use();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    initialOffset: scrollTop,
    paddingStart: 40,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = (items.at(-1)?.index ?? 0) + 1;
  useEffect(() => list.ensure(from, to), [list, from, to]);

  const focusRow = (index: number): void => {
    const next = Math.max(0, Math.min(total - 1, index));
    list.use.setState({ active: next });
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };
  // The keyboard goes on where it was in the list, unless it is somewhere else already (the search).
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows.get(active);
    const moves: Partial<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 10,
      PageUp: active - 10,
      Home: 0,
      End: total - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) focusRow(move);
    else if (event.key === 'Enter' && row) props.onOpen(row);
    else if (event.key === ' ' && row && props.ticks) list.tick(row.id);
    else return;
    event.preventDefault();
  };
  const tracks = [...(props.ticks ? ['30px'] : []), ...columns.map((c) => c.width)].join(' ');
  return (
    <div
      ref={scroller}
      className="ledger"
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      tabIndex={-1}
      onScroll={(e) => list.use.setState({ scrollTop: e.currentTarget.scrollTop })}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        <div className="ledger-row ledger-head" role="row" tabIndex={-1} style={{ gridTemplateColumns: tracks }}>
          {props.ticks ? <span role="columnheader" tabIndex={-1} /> : null}
          {columns.map((c) => (
            <span key={c.key} role="columnheader" tabIndex={-1} className={c.className}>
              {c.title}
            </span>
          ))}
        </div>
        {items.map((item) => {
          const row = rows.get(item.index);
          return (
            <div
              key={item.key}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-label={row ? props.rowName(row) : undefined}
              aria-selected={row ? ticked.has(row.id) : undefined}
              tabIndex={item.index === active ? 0 : -1}
              className={`ledger-row ${row ? (props.rowClass?.(row) ?? '') : ''}`}
              style={{
                gridTemplateColumns: tracks,
                height: item.size,
                transform: `translateY(${item.start}px)`,
                position: 'absolute',
                top: 0,
                width: '100%',
              }}
              onClick={() => row && props.onOpen(row)}
              onFocus={() => active !== item.index && list.use.setState({ active: item.index })}
              onKeyDown={onKeyDown}
            >
              {props.ticks ? <TickCell row={row} list={list} name={props.rowName} ticked={ticked} /> : null}
              {row ? (
                columns.map((c) => (
                  // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
                  <span key={c.key} role="gridcell" className={c.className}>
                    {c.cell(row)}
                  </span>
                ))
              ) : (
                // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
                <span role="gridcell" className="ledger-waiting">
                  …
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function TickCell<Row extends { readonly id: string }, State extends string>(props: {
  readonly row: Row | undefined;
  readonly list: PagedList<Row, State>;
  readonly name: (row: Row) => string;
  readonly ticked: ReadonlySet<string>;
}) {
  const { row } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the click from opening the row; the space bar ticks
    // biome-ignore lint/a11y/useFocusableInteractive: the box inside takes the focus
    <span role="gridcell" onClick={(e) => e.stopPropagation()}>
      {row ? (
        <Checkbox
          tabIndex={-1}
          aria-label={t('common.tick', { name: props.name(row) })}
          checked={props.ticked.has(row.id)}
          onChange={() => props.list.tick(row.id)}
        />
      ) : null}
    </span>
  );
}
