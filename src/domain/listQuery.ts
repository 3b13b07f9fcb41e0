/** What a list is asked for: which rows, in which order. Shared by the page, the contract and the lists room. */
export const LIST_SORTS = ['day', 'number', 'party', 'code', 'subject', 'date', 'due', 'who', 'priority'] as const;
export type ListSort = (typeof LIST_SORTS)[number];
export interface ListOrder {
  readonly by: ListSort;
  readonly descending: boolean;
}
/** The newest day first, as a register is read backwards. */
export const DEFAULT_ORDER: ListOrder = { by: 'day', descending: true };

/** Ids that one act takes at most, and rows that are ticked at once. */
export const MOST_AT_ONCE = 500;
