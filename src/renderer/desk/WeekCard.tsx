/** Hôm nay: today's meetings in one line, slips that nobody signed for, who is slow. */
import { useCallback } from 'react';
import { hourText } from '../../domain/meetings.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './desk.css';

const TOPICS = ['deadlines', 'incoming', 'outgoing'] as const;
const MOST = 3;

export function WeekCard() {
  const load = useCallback(async () => {
    const [meetings, transfers] = await Promise.all([
      api['meetings.list']({ from: legalDateOf(Date.now()), days: 1 }),
      api['transfers.list']({ open: true, text: '' }),
    ]);
    return { rows: meetings.rows, open: transfers.open };
  }, []);
  const { value } = useLoaded(load, TOPICS);
  if (value === undefined) return null;
  const named = value.rows.slice(0, MOST).map((row) => `${hourText(row.from)} ${short(row.title)}`);
  const more = value.rows.length > MOST ? ` (+${value.rows.length - MOST})` : '';
  const clashes = value.rows.some((row) => row.clashes.length > 0);
  return (
    <section className="week-card sheet" aria-label={t('week.title')}>
      <span className={clashes ? 'overdue' : value.rows.length === 0 ? 'dim' : ''}>
        {value.rows.length === 0
          ? t('week.cardNone')
          : t('week.card', { text: `${named.join('; ')}${more}` }) + (clashes ? ` ${t('week.cardClash')}` : '')}
      </span>
      <button type="button" className="link" onClick={() => go({ at: 'meetings' })}>
        {t('week.cardOpen')}
      </button>
      {value.open > 0 ? (
        <button type="button" className="link" onClick={() => go({ at: 'transfers' })}>
          {t('week.cardTransfers', { count: value.open })}
        </button>
      ) : null}
      <button type="button" className="link" onClick={() => go({ at: 'slow' })}>
        {t('slow.link')}
      </button>
    </section>
  );
}
const short = (title: string): string => (title.length > 44 ? `${title.slice(0, 43).trimEnd()}…` : title);
