/** The last good backup's age, always in view at the end of the status line. */
import { useEffect } from 'react';
import { screenHour } from '../../domain/time.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { daysSince } from './age.ts';

const TOPICS = [] as const;
const load = () => api['maintenance.state']({});
const REREAD_MS = 10_000;

export function BackupAge() {
  const { value: state, reload } = useLoaded(load, TOPICS);
  useEffect(() => {
    const timer = setInterval(() => void reload(), REREAD_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (state === undefined) return null;
  const { last } = state.backup;
  const days = last ? daysSince(last.at, Date.now()) : undefined;
  return (
    <span className={days === undefined || days > 1 ? 'status-line-backup care-warn' : 'status-line-backup'}>{words(last?.at, days)}</span>
  );
}
function words(at: number | undefined, days: number | undefined): string {
  if (at === undefined || days === undefined) return t('line.backupNever');
  if (days === 0) return t('line.backupToday', { at: screenHour(at) });
  return days === 1 ? t('line.backupYesterday', { at: screenHour(at) }) : t('line.backupOld', { days: numberText(days) });
}
