/** The last good backup's age in words, the places backups go to, how many are kept, and making one now. */
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { BackupTarget } from '../../contract/page/maintenance.ts';
import { api } from '../core.ts';
import { momentText, numberText, sizeText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { daysSince } from './age.ts';
import { JobProgress } from './JobProgress.tsx';
import { KeepRuleDialog } from './KeepRuleDialog.tsx';
import type { PartProps } from './Screen.tsx';

export function Backup({ state, reload }: PartProps) {
  const act = useAct();
  const [keeping, setKeeping] = useState(false);
  const { targets, last, keep } = state.backup;
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
      {targets.length > 0 ? <Places targets={targets} busy={state.job !== undefined} reload={reload} /> : null}
      <dl className="facts">
        <div>
          <dt>{t('backup.keep')}</dt>
          <dd>
            {t('backup.keepText', { ...keep })}{' '}
            <Button size="compact-sm" variant="subtle" onClick={() => setKeeping(true)}>
              {t('backup.keepChange')}
            </Button>
          </dd>
        </div>
      </dl>
      <Text c="dimmed">{t('backup.hint')}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      {state.job && state.job.kind !== 'check' ? <JobProgress job={state.job} reload={reload} /> : null}
      <div className="document-acts">
        <Button disabled={targets.length === 0 || state.job !== undefined} loading={act.busy} onClick={() => void begin()}>
          {t('backup.now')}
        </Button>
        <Button variant="default" disabled={state.job !== undefined} onClick={() => void choose()}>
          {t('backup.placeAdd')}
        </Button>
      </div>
      {keeping ? <KeepRuleDialog now={keep} onClose={() => setKeeping(false)} onSaved={reload} /> : null}
    </section>
  );
}

interface PlacesProps {
  readonly targets: readonly BackupTarget[];
  readonly busy: boolean;
  readonly reload: () => Promise<void>;
}
function Places({ targets, busy, reload }: PlacesProps) {
  const act = useAct();
  const remove = async (id: string): Promise<void> => {
    if (await act.run(() => api['maintenance.removeBackupFolder']({ id }))) say(t('backup.placeRemoved'));
    await reload();
  };
  return (
    <>
      <table className="plain-table" aria-label={t('backup.places')}>
        <thead>
          <tr>
            <th scope="col">{t('backup.place')}</th>
            <th scope="col" style={{ width: 230 }}>
              {t('backup.placeState')}
            </th>
            <th scope="col" style={{ width: 330 }}>
              {t('backup.last')}
            </th>
            <th scope="col" style={{ width: 120 }} aria-label={t('backup.placeRemove')} />
          </tr>
        </thead>
        <tbody>
          {targets.map((one) => (
            <tr key={one.id}>
              <td style={{ overflowWrap: 'anywhere' }}>
                {one.path}
                {one.error && !(one.error.code === 'backup.target_missing' && !one.here) ? (
                  <div className="care-consequence" role="alert">
                    {errorText(one.error)}
                  </div>
                ) : null}
              </td>
              <td>{t(one.here ? (one.otherDisk ? 'backup.placeHere' : 'backup.placeSameDisk') : 'backup.placeAway')}</td>
              <td>
                {one.last
                  ? t('backup.lastText', { at: momentText(one.last.at), files: numberText(one.last.files), size: sizeText(one.last.bytes) })
                  : t('backup.placeNever')}
              </td>
              <td>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t('backup.placeRemoveOf', { path: one.path })}
                  disabled={busy}
                  loading={act.busy}
                  onClick={() => void remove(one.id)}
                >
                  {t('backup.placeRemove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
