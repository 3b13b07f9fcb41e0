/** Bài tập huấn: the four lessons, what is done of them, and the sheet of results. */
import { Button, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LessonId } from '../../domain/lessons.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { lookAtLessons, useLessons } from './store.ts';
import './lessons.css';

export default function Lessons() {
  const view = useLessons((s) => s.view);
  const [printed, setPrinted] = useState<{ readonly fileId: string; readonly size: number; readonly name: string }>();
  const act = useAct();
  useEffect(() => void lookAtLessons(), []);
  if (view === undefined) return <Waiting />;
  const begin = (lesson: LessonId): void =>
    void act.run(async () => {
      useLessons.setState({ view: await api['lessons.begin']({ lesson }) });
      go({ at: 'incoming' });
    });
  if (printed)
    return (
      <>
        <div className="settings-acts">
          <BackButton onClick={() => setPrinted(undefined)} />
        </div>
        <div className="lesson-sheet">
          <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
        </div>
      </>
    );
  return (
    <>
      <ErrorNote error={act.error} onClose={act.clear} />
      {view.lessons.map(({ id, steps, begun, finishedAt }) => (
        <section key={id} aria-label={t(`lesson.${id}`)}>
          <h3>{t(`lesson.${id}`)}</h3>
          <Text>{t(`lesson.${id}.lead`)}</Text>
          <Text c="dimmed">
            {finishedAt === undefined ? t('lesson.steps', { count: steps }) : t('lesson.finishedAt', { at: momentText(finishedAt) })}
          </Text>
          <Button mt={8} variant={finishedAt === undefined ? 'filled' : 'default'} loading={act.busy} onClick={() => begin(id)}>
            {view.running?.lesson === id || begun > 0 ? t('lesson.again') : t('lesson.begin')}
          </Button>
        </section>
      ))}
      <div className="settings-acts">
        <Button
          variant="default"
          leftSection={<Icon name="print" size={18} />}
          loading={act.busy}
          onClick={() => void act.run(async () => setPrinted(await api['lessons.print']({})))}
        >
          {t('lesson.print')}
        </Button>
      </div>
    </>
  );
}
