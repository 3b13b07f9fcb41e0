/** A day as the head of its rows: today and yesterday by name, the weekday beside the date. */
import { legalDateOf } from '../../domain/time.ts';
import { dateText } from '../format.ts';
import { t } from '../text/index.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const DAY_MS = 86_400_000;
export function dayWords(day: string, now = Date.now()): string {
  const date = `${t(`lists.weekday.${WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday'}`)}, ${dateText(day)}`;
  if (day === legalDateOf(now)) return `${t('lists.today')} – ${date}`;
  return day === legalDateOf(now - DAY_MS) ? `${t('lists.yesterday')} – ${date}` : date;
}
