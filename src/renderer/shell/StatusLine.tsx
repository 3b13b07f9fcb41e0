/** The bottom line: the network's state and what waits, always in view, in words; in training the switch. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { ExchangeStatus } from '../../contract/page/exchange.ts';
import { api, errorOf, onTopic, useCore } from '../core.ts';
import { BackupAge } from '../maintenance/BackupAge.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { afterOutageSentence, statusSentence } from './statusSentence.ts';
import { WorkList } from './WorkList.tsx';

export const useExchange = create<{ readonly status?: ExchangeStatus }>(() => ({}));

let reading: 'idle' | 'reading' | 'again' = 'idle';
/** Many events in a row read once more, not once each. */
async function readStatus(): Promise<void> {
  if (reading !== 'idle') {
    reading = 'again';
    return;
  }
  reading = 'reading';
  try {
    useExchange.setState({ status: await api['exchange.status']({}) });
  } catch (thrown) {
    errorOf(thrown);
  }
  const again = (reading as string) === 'again';
  reading = 'idle';
  if (again) await readStatus();
}
/** What is issued or registered while the line is down waits without a word from the exchange. */
const TOPICS = ['exchange', 'quarantine', 'outgoing', 'incoming'] as const;
const REREAD_MS = 30_000;

/** Reads the state now, on each event and now and then (hours in the sentence pass without an event). */
export function useStatusReading(): void {
  useEffect(() => {
    void readStatus();
    const ends = TOPICS.map((topic) => onTopic(topic, () => void readStatus()));
    const timer = setInterval(() => void readStatus(), REREAD_MS);
    return () => {
      for (const end of ends) end();
      clearInterval(timer);
    };
  }, []);
}

export function StatusLine() {
  const status = useExchange((s) => s.status);
  const training = useCore((s) => s.app?.office?.mode === 'training');
  const act = useAct();
  const now = Date.now();
  const after = status && afterOutageSentence(status, now);
  const cut = status?.trainingCut === true;
  const turn = (): Promise<unknown> =>
    act.run(async () => {
      await api['training.network']({ cut: !cut });
      await readStatus();
    });
  return (
    <footer className="status-line">
      <span className={`status-dot status-dot-${status?.line.kind ?? 'not_checked'}`} aria-hidden="true" />
      <output className="status-line-words" aria-label={t('line.label')}>
        {after === undefined ? null : <b className="status-line-after">{after}. </b>}
        <span>{status ? statusSentence(status, now) : t('line.reading')}</span>
      </output>
      <ErrorNote error={act.error} onClose={act.clear} />
      <WorkList />
      <BackupAge />
      {training ? (
        <Button variant={cut ? 'filled' : 'default'} onClick={() => void turn()} loading={act.busy}>
          {cut ? t('training.join') : t('training.cut')}
        </Button>
      ) : null}
    </footer>
  );
}
