/** When a backup is due and which of them are kept: pure functions of times and names. */
import { type Instant, legalDateOf } from './time.ts';

export const BACKUP_REASONS = ['daily', 'asked', 'migration', 'handover', 'restore'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** How many are kept: of the last days, weeks and months one each. */
export interface KeepRule {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}
export const DEFAULT_KEEP: KeepRule = { days: 7, weeks: 5, months: 12 };
export const KEEP_LIMITS = { days: [2, 60], weeks: [0, 60], months: [0, 120] } as const satisfies Record<
  keyof KeepRule,
  readonly [number, number]
>;

/** Of those made for an occasion (before a migration, for a handover) so many of the newest stay whatever the days say. */
const KEEP_OCCASIONS = 3;

const dayOf = (name: string): string => {
  const m = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/.exec(name);
  if (!m) return name;
  const [y, mo, d, h, mi, s] = m.slice(1).map(Number);
  return legalDateOf(Date.UTC(y ?? 0, (mo ?? 1) - 1, d ?? 1, h ?? 0, mi ?? 0, s ?? 0));
};
const weekOf = (day: string): string => String(Math.floor((Date.parse(day) / 86_400_000 + 3) / 7));
const monthOf = (day: string): string => day.slice(0, 7);

/** The newest of each group, of the last `count` groups; names oldest first. */
function newestOfEach(names: readonly string[], group: (day: string) => string, count: number): string[] {
  const newest = new Map<string, string>();
  for (const name of names) newest.set(group(dayOf(name)), name);
  return count === 0 ? [] : [...newest.values()].slice(-count);
}

/**
 * Which backups go. Of each of the last days, weeks (from Monday) and months the newest stays, in the calendar of Viet
 * Nam, and so do the newest few made for an occasion.
 * @param entries names are UTC stamps `20261121-093000`, oldest first
 */
export function superseded(
  entries: readonly { readonly name: string; readonly reason: BackupReason }[],
  keep: KeepRule = DEFAULT_KEEP,
): string[] {
  const names = entries.map((entry) => entry.name);
  const occasions = entries.filter((entry) => entry.reason === 'migration' || entry.reason === 'handover' || entry.reason === 'restore');
  const kept = new Set([
    ...newestOfEach(names, (day) => day, keep.days),
    ...newestOfEach(names, weekOf, keep.weeks),
    ...newestOfEach(names, monthOf, keep.months),
    ...occasions.slice(-KEEP_OCCASIONS).map((entry) => entry.name),
    ...names.slice(-2),
  ]);
  return names.filter((name) => !kept.has(name));
}

export interface BackupClock {
  readonly now: Instant;
  /** The last good one at this place, and the last try. */
  readonly lastGood?: Instant;
  readonly lastTry?: Instant;
}
const EVERY_MS = 20 * 3600_000;
const AGAIN_MS = 30 * 60_000;

/**
 * Whether a place is due: no good backup in twenty hours (so that a desk that opens at eight has one each day, and a missed
 * day is made good at the next start), and no try in the last half hour. A time that lies ahead was written by a clock that
 * ran fast: it counts as none.
 */
export function isDue({ now, lastGood, lastTry }: BackupClock): boolean {
  const since = (at: Instant | undefined): number => (at === undefined || at > now + AGAIN_MS ? Number.POSITIVE_INFINITY : now - at);
  return since(lastGood) > EVERY_MS && since(lastTry) > AGAIN_MS;
}
