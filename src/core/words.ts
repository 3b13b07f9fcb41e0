/** Moments as they stand in print and in the names of what goes outside. */
import { type Instant, legalDateOf, screenDate, screenHour } from '../domain/time.ts';

export const dateText = (at: Instant): string => screenDate(legalDateOf(at));
/** `09 giờ 14 ngày 21/11/2026`. */
export const momentText = (at: Instant): string => `${screenHour(at)} ngày ${dateText(at)}`;
