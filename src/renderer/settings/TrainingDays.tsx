/** Tập huấn: scripted days of the other offices, begun by the trainee. */
import { Button, Progress, Text } from '@mantine/core';
import { useEffect } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['exchange'] as const;
const load = () => api['training.day']({});
const DAYS = ['busy_day', 'three_days_down'] as const;
const AGAIN_MS = 3_000;

export default function TrainingDays() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  const day = value?.day;
  const playing = day !== undefined && day.sent < day.total;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => void reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [playing, reload]);
  const begin = (name: (typeof DAYS)[number]): Promise<unknown> =>
    act.run(async () => {
      await api['training.startDay']({ name });
      say(t(`training.day.${name}.begun`));
      await reload();
    });
  return (
    <>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {DAYS.map((name) => (
        <section key={name} aria-label={t(`training.day.${name}`)}>
          <h3>{t(`training.day.${name}`)}</h3>
          <Text>{t(`training.day.${name}.lead`)}</Text>
          {day?.name === name ? (
            <>
              <Progress mt={8} value={day.total === 0 ? 100 : (100 * day.sent) / day.total} aria-label={t('training.day.progress')} />
              <Text c="dimmed">{t('training.day.sent', { sent: day.sent, total: day.total })}</Text>
            </>
          ) : null}
          <Button mt={8} variant="default" loading={act.busy} onClick={() => void begin(name)}>
            {t('training.day.begin')}
          </Button>
        </section>
      ))}
    </>
  );
}
