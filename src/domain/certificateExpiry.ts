/** When a certificate's end is near enough to be told: renewing one at its keeper takes weeks. */

export interface ExpiryWarning {
  /** Whole days left; 0 on the last day. */
  readonly days: number;
  /** The nearest of the three marks that has been passed. */
  readonly step: 60 | 30 | 7;
}
const DAY_MS = 86_400_000;
const STEPS = [7, 30, 60] as const;

/** Undefined while more than 60 days are left, and once the certificate is over (which is refused in its own words). */
export function expiryWarning(notAfter: number, now: number): ExpiryWarning | undefined {
  const left = notAfter - now;
  const step = left < 0 ? undefined : STEPS.find((days) => left <= days * DAY_MS);
  return step === undefined ? undefined : { days: Math.floor(left / DAY_MS), step };
}
