/** How far one recipient's paper is, in words. */
import type { PaperDeliveryRow } from '../../contract/page/paper.ts';
import { dateText } from '../format.ts';
import { t } from '../text/index.ts';

export function paperState(row: PaperDeliveryRow): string {
  if (row.backOn !== undefined) return t('pd.out.back', { date: dateText(row.backOn) });
  if (row.sentOn === undefined) return t('pd.out.unsent');
  if (row.waitingDays !== undefined) return t('pd.out.waiting', { date: dateText(row.sentOn), days: row.waitingDays });
  return t('pd.out.sentOn', { date: dateText(row.sentOn) });
}
