/** The last good backup's age in words, where backups go, and making one now. */
import { Button, Text } from '@mantine/core';
import { api } from '../core.ts';
import { momentText, numberText, sizeText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { daysSince } from './age.ts';
import { JobProgress } from './JobProgress.tsx';
import type { PartProps } from './Screen.tsx';

export function Backup({ state, reload }: PartProps) {
  const act = useAct();
  const { target, last, error } = state.backup;
  const days = last ? daysSince(last.at, Date.now()) : undefined;
  const choose = async (): Promise<void> => {
    const answer = await act.run(() => api['maintenance.chooseBackupFolder']({}));
    if (answer?.chosen) say(t('backup.chosen'));
    await reload();
  };
  const begin = async (): Promise<void> => {
    await act.run(() => api['maintenance.backup']({}));
    await reload();
  };
  return (
    <section className="sheet care-part" aria-label={t('backup.title')}>
      <h2>{t('backup.title')}</h2>
      <p className={days === 0 ? 'care-good' : 'care-warn'} role="status">
        {last === undefined
          ? t('backup.never')
          : days === 0
            ? t('backup.today', { at: momentText(last.at) })
            : t('backup.old', { days: numberText(days ?? 0) })}
      </p>
      <dl className="facts">
        <div>
          <dt>{t('backup.target')}</dt>
          <dd>{target ?? t('backup.noTarget')}</dd>
        </div>
        {last ? (
          <div>
            <dt>{t('backup.last')}</dt>
            <dd>{t('backup.lastText', { at: momentText(last.at), files: numberText(last.files), size: sizeText(last.bytes) })}</dd>
          </div>
        ) : null}
      </dl>
      <Text c="dimmed">{t('backup.hint')}</Text>
      <ErrorNote error={act.error ?? (state.job ? undefined : error)} {...(act.error ? { onClose: act.clear } : {})} />
      {state.job?.kind === 'backup' ? <JobProgress job={state.job} reload={reload} /> : null}
      <div className="document-acts">
        <Button disabled={target === undefined || state.job !== undefined} loading={act.busy} onClick={() => void begin()}>
          {t('backup.now')}
        </Button>
        <Button variant="default" disabled={state.job !== undefined} onClick={() => void choose()}>
          {t('backup.choose')}
        </Button>
      </div>
    </section>
  );
}
