/** Where rows and the heads of their days stand in a list. Pure. */
export interface DayHead {
  readonly day: string;
  readonly count: number;
}
export type ListItem =
  | { readonly kind: 'row'; readonly index: number }
  | { readonly kind: 'day'; readonly day: string; readonly count: number };
export interface ListLayout {
  /** Rows and heads together. */
  readonly count: number;
  at(item: number): ListItem;
  /** The place of a row. */
  of(row: number): number;
  /** The first row at or after a place. */
  rowAt(item: number): number;
}

/** @param days in the order of the list; absent = rows alone */
export function layoutOf(total: number, days?: readonly DayHead[]): ListLayout {
  if (days === undefined || days.length === 0) {
    return { count: total, at: (index) => ({ kind: 'row', index }), of: (row) => row, rowAt: (item) => item };
  }
  /** Of each day the first row. */
  const firsts: number[] = [];
  let past = 0;
  for (const { count } of days) {
    firsts.push(past);
    past += count;
  }
  // The last day that begins at or before this row.
  const dayOfRow = (row: number): number => {
    let [low, high] = [0, firsts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((firsts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  // The head of day d stands at firsts[d] + d.
  const dayOfItem = (item: number): number => {
    let [low, high] = [0, firsts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((firsts[middle] ?? 0) + middle <= item) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    count: total + days.length,
    at(item) {
      const d = dayOfItem(item);
      const head = days[d];
      if (head && item === (firsts[d] ?? 0) + d) return { kind: 'day', ...head };
      return { kind: 'row', index: item - d - 1 };
    },
    of: (row) => row + dayOfRow(row) + 1,
    rowAt(item) {
      const d = dayOfItem(item);
      return Math.max(firsts[d] ?? 0, item - d - 1);
    },
  };
}
