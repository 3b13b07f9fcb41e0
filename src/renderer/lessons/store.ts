/** The lesson under way, looked at again whenever something happened; steps are told by the core alone. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { LessonView } from '../../contract/page/lessons.ts';
import { api, errorOf, onTopic, useCore } from '../core.ts';

export const useLessons = create<{ readonly view?: LessonView }>(() => ({}));
let looking: 'idle' | 'looking' | 'again' = 'idle';
export async function lookAtLessons(): Promise<void> {
  if (looking !== 'idle') {
    looking = 'again';
    return;
  }
  looking = 'looking';
  try {
    useLessons.setState({ view: await api['lessons.look']({}) });
  } catch (thrown) {
    errorOf(thrown);
  }
  const again = (looking as string) === 'again';
  looking = 'idle';
  if (again) await lookAtLessons();
}
const TOPICS = ['incoming', 'outgoing', 'exchange', 'registers'] as const;
const AGAIN_MS = 3_000;

/** Looks at the start, on each event and now and then while a lesson runs. */
export function useLessonWatch(): void {
  const training = useCore((s) => s.app?.office?.mode === 'training' && s.app.phase === 'ready');
  const running = useLessons((s) => s.view?.running !== undefined);
  useEffect(() => {
    if (training) void lookAtLessons();
  }, [training]);
  useEffect(() => {
    if (!training || !running) return;
    const ends = TOPICS.map((topic) => onTopic(topic, () => void lookAtLessons()));
    const timer = setInterval(() => void lookAtLessons(), AGAIN_MS);
    return () => {
      for (const end of ends) end();
      clearInterval(timer);
    };
  }, [training, running]);
}
