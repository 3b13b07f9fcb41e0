/** Columns of a list: what is shown of them, in which order and how wide, as each person chose. Pure but for the cells. */
import type { ReactNode } from 'react';
import type { ListView } from '../../contract/page/lists.ts';
import type { ListSort } from '../../domain/listQuery.ts';

export interface LedgerColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  /** Takes the room that is left; `width` is its least. */
  readonly grows?: number;
  readonly sort?: ListSort;
  readonly className?: string;
  /** Not among the columns at first. */
  readonly hidden?: true;
  /** The higher, the sooner it goes where there is little room; absent = it stays. */
  readonly gives?: number;
  readonly cell: (row: Row) => ReactNode;
}
export interface ShownColumn<Row> extends LedgerColumn<Row> {
  /** Chosen by the person. */
  readonly own?: number;
}

/** What the person chose, else the usual ones; a key that is known no more is passed over. */
export function chosenColumns<Row>(all: readonly LedgerColumn<Row>[], view: ListView): ShownColumn<Row>[] {
  if (view.columns === undefined) return all.filter((column) => !column.hidden);
  const chosen = view.columns.flatMap(({ key, width }) => {
    const column = all.find((one) => one.key === key);
    return column === undefined ? [] : [{ ...column, ...(width === undefined ? {} : { own: width }) }];
  });
  return chosen.length === 0 ? all.filter((column) => !column.hidden) : chosen;
}

const GAP = 10;
const least = <Row>(column: ShownColumn<Row>): number => (column.own ?? column.width) + GAP;
/** Those that have room beside each other; a list that is narrowed by the pane beside it gives up the least needed first. */
export function fittingColumns<Row>(columns: readonly ShownColumn<Row>[], room: number): ShownColumn<Row>[] {
  let shown = [...columns];
  while (shown.reduce((sum, column) => sum + least(column), 0) > room) {
    const [first] = shown.filter((column) => column.gives !== undefined).sort((a, b) => (b.gives ?? 0) - (a.gives ?? 0));
    if (first === undefined) break;
    shown = shown.filter((column) => column !== first);
  }
  return shown;
}
export const trackOf = <Row>(column: ShownColumn<Row>): string =>
  column.own !== undefined
    ? `${column.own}px`
    : column.grows === undefined
      ? `${column.width}px`
      : `minmax(${column.width}px, ${column.grows}fr)`;

/** The view with one column's width set; the others stay as they are shown. */
export const withWidth = <Row>(columns: readonly ShownColumn<Row>[], key: string, width: number): ListView['columns'] =>
  columns.map((column) => {
    const own = column.key === key ? Math.round(Math.max(48, Math.min(1000, width))) : column.own;
    return { key: column.key, ...(own === undefined ? {} : { width: own }) };
  });
