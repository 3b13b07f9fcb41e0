/** An act, or a question, that may take long: how far it is stands where it was begun and in the bottom line; it can be stopped in both places. */
import { Button, Group, Progress, Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { PageEvent } from '../../contract/page/index.ts';
import { t } from '../text/index.ts';
import { ErrorNote, Waiting } from './feedback.tsx';
import { type Act, useAct } from './useAct.ts';
import { type Loaded, useLoaded } from './useLoaded.ts';
import { runCoreWork, useWork, type Work } from './work.ts';

export interface LongAct extends Act {
  /** Under way, once there is something to tell. */
  readonly work: Work | undefined;
  /** Runs one call of the core, which is given the name it can be stopped by. */
  runLong<T>(name: string, ask: (workId: string) => Promise<T>): Promise<T | undefined>;
}
export const useToldWork = (id: string | undefined): Work | undefined =>
  useWork((s) => (id === undefined ? undefined : s.all.find((one) => one.id === id && !one.ended && one.at !== undefined)));
export function useLongAct(): LongAct {
  const act = useAct();
  const [id, setId] = useState<string>();
  const work = useToldWork(id);
  return {
    ...act,
    work,
    runLong: (name, ask) => act.run(() => runCoreWork(name, ask, setId)),
  };
}

export interface LongLoaded<T> extends Loaded<T> {
  /** Under way, once there is something to tell. */
  readonly work: Work | undefined;
}
/**
 * A value that may take long to be counted: as `useLoaded`, with how far it is. Nobody's question is counted on: where another
 * one is asked, or the screen is left, the core stops.
 * @param load stable function, given the name it can be stopped by
 */
export function useLongLoaded<T>(name: string, load: (workId: string) => Promise<T>, topics: readonly PageEvent['topic'][]): LongLoaded<T> {
  const [id, setId] = useState<string>();
  const work = useToldWork(id);
  const asked = useMemo(() => {
    const left = new AbortController();
    return { left, ask: () => runCoreWork(name, load, setId, left.signal) };
  }, [name, load]);
  const loaded = useLoaded(asked.ask, topics);
  useEffect(() => () => asked.left.abort(), [asked]);
  return { ...loaded, work };
}
/** In the place of what is still being counted: how far it is; stopped, the way to ask again. */
export function LongWaiting({ loaded }: { readonly loaded: LongLoaded<unknown> }) {
  const { work, error, reload } = loaded;
  if (work !== undefined) return <LongActProgress work={work} />;
  if (error?.code === 'work.stopped') return <StoppedNote onAgain={() => void reload()} />;
  return error ? <ErrorNote error={error} /> : <Waiting />;
}
function StoppedNote({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <div className="long-act" role="status">
      <Text>{t('work.stoppedReading')}</Text>
      <Button variant="default" onClick={onAgain}>
        {t('work.again')}
      </Button>
    </div>
  );
}

export function LongActProgress({ work }: { readonly work: Work | undefined }) {
  if (work === undefined) return null;
  return (
    <div className="long-act" role="status">
      <Text size="sm">{work.at}</Text>
      <Group gap="sm" wrap="nowrap">
        <Progress
          value={work.part === undefined ? 100 : work.part * 100}
          animated={work.part === undefined}
          flex={1}
          aria-label={work.name}
        />
        {work.cancel ? (
          <Button variant="default" size="compact-md" onClick={work.cancel}>
            {t('work.cancel')}
          </Button>
        ) : null}
      </Group>
    </div>
  );
}
