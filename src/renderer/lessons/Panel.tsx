/** The lesson beside the real screens: what to do now and how; a step is ticked when the store shows it, not by the learner. */
import { Button, Text } from '@mantine/core';
import { useEffect } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/Notice.tsx';
import { useAct } from '../parts/useAct.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { useLessons } from './store.ts';
import './lessons.css';

export default function LessonPanel() {
  const running = useLessons((s) => s.view?.running);
  const act = useAct();
  const now = running?.steps.findIndex(({ doneAt }) => doneAt === undefined);
  const { clear } = act;
  // What hindered a step is said until the lesson stands elsewhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what it is about
  useEffect(clear, [now]);
  if (running === undefined || now === undefined) return null;
  const { lesson, steps, code, documentId, stuck } = running;
  const whole = now < 0;
  const run = (call: 'begin' | 'leave'): void =>
    void act.run(async () =>
      useLessons.setState({ view: call === 'begin' ? await api['lessons.begin']({ lesson }) : await api['lessons.leave']({}) }),
    );
  return (
    <aside className="lesson" aria-label={t('lesson.panel')}>
      <p className="lesson-mark">{t('lesson.panel')}</p>
      <h2>{t(`lesson.${lesson}`)}</h2>
      <Text size="sm">{t('lesson.about', { code })}</Text>
      <ol>
        {steps.map(({ step, doneAt }, i) => (
          <li
            key={step}
            className={doneAt === undefined ? (i === now ? 'lesson-now' : '') : 'lesson-done'}
            aria-current={i === now ? 'step' : undefined}
          >
            <span className="lesson-tick">{doneAt === undefined ? i + 1 : <Icon name="check" size={16} />}</span>
            <span>
              <b>{t(`lesson.step.${step}`)}</b>
              {i === now ? <span className="lesson-how">{t(`lesson.how.${step}`)}</span> : null}
            </span>
          </li>
        ))}
      </ol>
      {whole ? (
        <Text role="status" fw={600}>
          {t('lesson.whole')}
        </Text>
      ) : null}
      {stuck ? (
        <Notice tone="warn" role="alert">
          {t('lesson.stuck')}
        </Notice>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="lesson-acts">
        {documentId !== undefined && !whole ? (
          <Button variant="default" size="compact-md" onClick={() => go({ at: 'incoming', id: documentId })}>
            {t('lesson.open')}
          </Button>
        ) : null}
        <Button variant={stuck ? 'filled' : 'default'} size="compact-md" loading={act.busy} onClick={() => run('begin')}>
          {t('lesson.again')}
        </Button>
        <Button variant={whole ? 'filled' : 'subtle'} size="compact-md" loading={act.busy} onClick={() => run('leave')}>
          {t(whole ? 'lesson.end' : 'lesson.leave')}
        </Button>
        {whole ? (
          <Button variant="default" size="compact-md" onClick={() => go({ at: 'settings', section: 'lessons' })}>
            {t('lesson.others')}
          </Button>
        ) : null}
      </div>
    </aside>
  );
}
