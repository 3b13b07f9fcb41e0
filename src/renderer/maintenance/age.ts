/** How old the last good backup is. Pure. */
import { type Instant, legalDateOf } from '../../domain/time.ts';

const DAY_MS = 86_400_000;
/** Calendar days since the backup, as a person counts them: yesterday evening is one day ago. */
export const daysSince = (at: Instant, now: Instant): number =>
  Math.max(0, Math.round((Date.parse(legalDateOf(now)) - Date.parse(legalDateOf(at))) / DAY_MS));
