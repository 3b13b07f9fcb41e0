/** How far the job under way is, and how to stop it. */
import { Button, Progress } from '@mantine/core';
import type { MaintenanceState } from '../../contract/page/maintenance.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly job: NonNullable<MaintenanceState['job']>;
  readonly reload: () => Promise<void>;
}
export function JobProgress({ job, reload }: Props) {
  const act = useAct();
  const stop = async (): Promise<void> => {
    await act.run(() => api['maintenance.cancel']({}));
    await reload();
  };
  const name = t(`${job.kind}.running`);
  const share = job.total > 0 ? Math.min(100, (job.done / job.total) * 100) : 0;
  const far =
    job.total === 0
      ? t('job.preparing')
      : job.kind === 'check'
        ? t('job.percent', { percent: numberText(Math.floor(share)) })
        : t('job.progress', { done: numberText(job.done), total: numberText(job.total) });
  const minutes = job.leftMs === undefined ? undefined : Math.ceil(job.leftMs / 60_000);
  return (
    <div className="care-job">
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="care-job-line">
        <span className="figure">
          {name}: {far}
          {minutes === undefined ? '' : ` · ${minutes > 1 ? t('job.left', { count: minutes }) : t('job.leftSoon')}`}
        </span>
        <Button size="compact-md" variant="default" loading={act.busy} onClick={() => void stop()}>
          {t('job.stop')}
        </Button>
      </div>
      <Progress value={share} size="lg" aria-label={name} />
    </div>
  );
}
