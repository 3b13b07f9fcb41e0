/** The last good backup's age, always in view at the end of the status line; a job of the store's care stands among running work. */
import { useEffect } from 'react';
import { api, errorOf } from '../core.ts';
import { hourText, numberText } from '../format.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { showWork } from '../parts/work.ts';
import { t } from '../text/index.ts';
import { daysSince } from './age.ts';

const TOPICS = [] as const;
const load = () => api['maintenance.state']({});
const REREAD_MS = 10_000;
const BUSY_MS = 2_000;
/** What stopping it comes to is read with the next state. */
const cancel = () => api['maintenance.cancel']({}).catch((thrown: unknown) => errorOf(thrown));

export function BackupAge() {
  const { value: state, reload } = useLoaded(load, TOPICS);
  const destroying = state?.destroying;
  const busy = state?.job !== undefined || destroying !== undefined;
  useEffect(() => {
    const timer = setInterval(() => void reload(), busy ? BUSY_MS : REREAD_MS);
    return () => clearInterval(timer);
  }, [reload, busy]);
  const job = state?.job;
  useEffect(() => {
    showWork(
      'maintenance',
      job && { name: t(`${job.kind}.running`), ...(job.total > 0 ? { part: job.done / job.total } : {}), cancel: () => void cancel() },
    );
  }, [job]);
  useEffect(() => {
    showWork('destruction', destroying && { name: t('destruction.carrying'), part: destroying.done / Math.max(1, destroying.total) });
  }, [destroying]);
  if (state === undefined) return null;
  const { last } = state.backup;
  const days = last ? daysSince(last.at, Date.now()) : undefined;
  return (
    <span className={days === undefined || days > 1 ? 'status-line-backup care-warn' : 'status-line-backup'}>
      {backupWords(last?.at, days)}
    </span>
  );
}
export function backupWords(at: number | undefined, days: number | undefined): string {
  if (at === undefined || days === undefined) return t('line.backupNever');
  if (days === 0) return t('line.backupToday', { at: hourText(at) });
  return days === 1 ? t('line.backupYesterday', { at: hourText(at) }) : t('line.backupOld', { days: numberText(days) });
}
