/**
 * Closing a book's year (khóa sổ): what the book holds in sum, what is still open, and whether it may be closed. Pure.
 * A book is closed when its year (or term) is at its last day or over, every number in it is explained, and a person has
 * seen and accepted what stays open (record keeping, 1: year's end).
 */
import { type AppError, fail, ok, type Result } from './errors.ts';
import { type LegalDate, screenDate } from './time.ts';

export interface ClosingFacts {
  readonly first?: number;
  readonly last?: number;
  readonly firstDate?: string;
  readonly lastDate?: string;
  /** Lines: numbers given, those without a document included. */
  readonly total: number;
  readonly used: number;
  readonly cancelled: number;
  readonly secret: number;
  /** Registered after the year was over. */
  readonly late: number;
  /** Printed code of each cancelled number with its reason. */
  readonly cancelledList: readonly { readonly number: number; readonly reason: string; readonly allowedBy: string }[];
}
export const OPEN_KINDS = ['gaps', 'pending', 'unregistered', 'unnumbered', 'unissued', 'unhandled', 'unsettled'] as const;
/**
 * `gaps`: numbers nothing explains; `pending`: number still to come from the province; `unregistered`: arrived in the year,
 * in no book; `unnumbered`: signed by the leader, without a number; `unissued`: numbered, not issued; `unhandled`: with a
 * due date in the year, not finished; `unsettled`: petitions that are not settled.
 */
export type OpenKind = (typeof OPEN_KINDS)[number];
export interface OpenItem {
  readonly kind: OpenKind;
  readonly count: number;
  /** Some of them, as a person knows them. */
  readonly examples: readonly string[];
  /** Must be settled; the others may be accepted. */
  readonly stops: boolean;
}
/** No book is closed over these. */
export const stops = (kind: OpenKind): boolean => kind === 'gaps' || kind === 'pending';

/** Last day of a year or a term. */
export const lastDayOf = (period: string): string => (/^\d{4}$/.test(period) ? `${period}-12-31` : period.slice(-10));

/**
 * @param organClosed the organ was succeeded by another: its books close at any time
 * @param accepted kinds of open items a person has seen
 */
export function mayClose(
  period: string,
  today: LegalDate,
  organClosed: boolean,
  open: readonly OpenItem[],
  accepted: readonly string[],
): Result<true> {
  if (!organClosed && today < lastDayOf(period))
    return fail('registers.year_not_over', { period, date: screenDate(lastDayOf(period) as LegalDate) });
  const stopped = open.find((item) => item.stops && item.count > 0);
  if (stopped) return fail(`registers.close_${stopped.kind}`, { count: stopped.count, examples: stopped.examples.join(', ') });
  if (open.some((item) => item.count > 0 && !accepted.includes(item.kind))) return fail('registers.close_unseen');
  return ok(true);
}
export const refusalOf = (result: Result<true>): AppError | undefined => (result.ok ? undefined : result.error);
