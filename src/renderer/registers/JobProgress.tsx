import { Button, Group, Progress, Text } from '@mantine/core';
import { numberText } from '../format.ts';
import { t } from '../text/index.ts';
import type { Job } from './useJob.ts';

/** How far a long print is, and the way to stop it. */
export function JobProgress({ job }: { readonly job: Job }) {
  if (job.view === undefined) return null;
  const { done, total, last } = job.view;
  const percent = total === 0 ? 0 : Math.min(100, (done / total) * 100);
  return (
    <Group role="status" gap="sm" wrap="nowrap">
      <Progress value={percent} style={{ flex: 1 }} aria-label={t('registers.printing')} />
      <Text size="sm" className="figure">
        {total === 0 ? t('registers.looking') : t('registers.progress', { done: numberText(done), total: numberText(total) })}
      </Text>
      {last ? (
        <Text size="sm">{t('work.at.write')}</Text>
      ) : (
        <Button variant="default" size="compact-md" onClick={job.stop}>
          {t('registers.stop')}
        </Button>
      )}
    </Group>
  );
}
