/** An act that may take long: how far it is stands where it was begun and in the bottom line; it can be stopped in both places. */
import { Button, Group, Progress, Text } from '@mantine/core';
import { useState } from 'react';
import { t } from '../text/index.ts';
import { type Act, useAct } from './useAct.ts';
import { runCoreWork, useWork, type Work } from './work.ts';

export interface LongAct extends Act {
  /** Under way, once there is something to tell. */
  readonly work: Work | undefined;
  /** Runs one call of the core, which is given the name it can be stopped by. */
  runLong<T>(name: string, ask: (workId: string) => Promise<T>): Promise<T | undefined>;
}
export function useLongAct(): LongAct {
  const act = useAct();
  const [id, setId] = useState<string>();
  const work = useWork((s) => (id === undefined ? undefined : s.all.find((one) => one.id === id && !one.ended && one.at !== undefined)));
  return {
    ...act,
    work,
    runLong: (name, ask) => act.run(() => runCoreWork(name, ask, setId)),
  };
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
