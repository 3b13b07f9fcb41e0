/**
 * A long table of which only the rows in sight are drawn, and the row in hand besides: it holds the focus, and out of the page the next
 * key would find nobody. Arrows move, Enter opens; what Enter was pressed on before it was read opens when it is here.
 */
import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

const PAGE_ROWS = 8;

/** What a virtualiser draws: what is in sight, and this row wherever it is. */
export function drawnWith(range: Range, held: number): number[] {
  const drawn = defaultRangeExtractor(range);
  return held < 0 || held >= range.count || drawn.includes(held) ? drawn : [...drawn, held].sort((a, b) => a - b);
}
/** What is in sight, in rows (the end exclusive), the row in hand left aside where it is elsewhere. */
export function inSight({ range, options: { overscan, count } }: Virtualizer<HTMLDivElement, Element>): readonly [number, number] {
  if (range === null) return [0, Math.min(1, count)];
  return [Math.max(0, range.startIndex - overscan), Math.min(count, range.endIndex + 1 + overscan)];
}
/** The focus goes with the row that has the keyboard, also where the row before is drawn no more and took the focus with it. */
export function useFocusOn(scroller: RefObject<HTMLElement | null>, row: string): { onFocus(): void; onBlur(): void } {
  const ours = useRef(false);
  useEffect(() => {
    const before = document.activeElement;
    const to = scroller.current?.querySelector<HTMLElement>(row);
    if (!ours.current || !to || to.contains(before)) return;
    if (before === document.body || scroller.current?.contains(before)) to.focus({ preventScroll: true });
  }, [row, scroller]);
  return {
    onFocus: () => {
      ours.current = true;
    },
    // Not said of a row that is taken out of the page.
    onBlur: () => {
      ours.current = false;
    },
  };
}

interface Rows<Row> {
  readonly count: number;
  /** Pixels of a row before it was measured. */
  readonly height: number;
  readonly row: (index: number) => Row | undefined;
  readonly open: (row: Row) => void;
}
export interface TableRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The rows in sight, the end exclusive: what is to be read. */
  readonly from: number;
  readonly to: number;
  readonly table: { onKeyDown(event: KeyboardEvent): void; onFocus(event: FocusEvent): void; onBlur(): void };
  /** The lines of the body: a row for each that is drawn, and what stands for the others. */
  lines(width: number, line: (index: number, row: RowPart) => ReactNode): ReactNode;
}
/** What the `tr` of a row is given; one of them all is on the way of Tab. */
export interface RowPart {
  readonly ref: (node: Element | null) => void;
  readonly 'data-index': number;
  readonly 'aria-rowindex': number;
  readonly tabIndex: 0 | -1;
}
const indexOf = (target: EventTarget): number => Number((target as HTMLElement).closest('tr')?.dataset.index ?? Number.NaN);

export function useTableRows<Row>({ count, height, row, open }: Rows<Row>): TableRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(-1);
  const [wanted, setWanted] = useState<number>();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
    rangeExtractor: (range) => drawnWith(range, Math.max(0, held)),
  });
  const [from, to] = inSight(virtual);
  const follow = useFocusOn(scroller, `tr[data-index="${held}"]`);
  const arrived = wanted === undefined ? undefined : row(wanted);
  // With the drawing itself: an effect after it could come behind a press that leads elsewhere meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is here
  useLayoutEffect(() => {
    if (arrived === undefined) return;
    setWanted(undefined);
    open(arrived);
  }, [arrived]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = indexOf(event.target);
    if (Number.isNaN(at) || (event.target as HTMLElement).tagName !== 'TR') return;
    const moves: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE_ROWS,
      PageUp: at - PAGE_ROWS,
      Home: 0,
      End: count - 1,
    };
    const move = moves[event.key];
    if (event.key === 'Enter') setWanted(at);
    else if (move !== undefined) {
      const next = Math.max(0, Math.min(count - 1, move));
      setWanted(undefined);
      setHeld(next);
      virtual.scrollToIndex(next);
    } else return;
    event.preventDefault();
  };
  return {
    scroller,
    from,
    to,
    table: {
      onKeyDown,
      onBlur: follow.onBlur,
      onFocus: ({ target }) => {
        follow.onFocus();
        const at = indexOf(target);
        if (!Number.isNaN(at)) setHeld(at);
      },
    },
    lines(width, line) {
      let end = 0;
      const drawn = virtual.getVirtualItems().map((item) => {
        const gap = item.start - end;
        end = item.end;
        return (
          <Fragment key={item.key}>
            <Gap height={gap} width={width} />
            {line(item.index, {
              ref: virtual.measureElement,
              'data-index': item.index,
              'aria-rowindex': item.index + 2,
              tabIndex: item.index === Math.min(Math.max(0, held), count - 1) ? 0 : -1,
            })}
          </Fragment>
        );
      });
      return (
        <>
          {drawn}
          <Gap height={virtual.getTotalSize() - end} width={width} />
        </>
      );
    },
  };
}

/** Stands for the rows that are not drawn. */
function Gap({ height, width }: { readonly height: number; readonly width: number }) {
  return height > 0 ? (
    <tr className="rows-gap">
      <td colSpan={width} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}
