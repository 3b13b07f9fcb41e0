/** Documents that have to be there by an hour and will not be by the line: said in time, on every screen. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { loadRunning } from '../deadlines/running.ts';
import { shortMoment } from '../format.ts';
import { Notice } from '../parts/Notice.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './today.css';

const TOPICS = ['outgoing', 'deadlines', 'exchange'] as const;
const AGAIN_MS = 60_000;

export function HandCarry() {
  const { value, reload } = useLoaded(loadRunning, TOPICS);
  useEffect(() => {
    const timer = setInterval(() => void reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const rows = (value?.rows ?? []).filter((row) => row.kind === 'deliver' && row.state !== 'ahead');
  return rows.map((row) => (
    <Notice
      key={row.id}
      tone="warn"
      role="alert"
      acts={
        <Button variant="default" size="compact-md" onClick={() => go({ at: 'outgoing', id: row.id })}>
          {t('urgent.open')}
        </Button>
      }
    >
      {t('today.handCarry', { code: row.code || row.subject, who: row.who, at: shortMoment(row.latest, Date.now()) })}
    </Notice>
  ));
}
