import { Button, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { MaintenanceState } from '../../contract/page/maintenance.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { AuditFile } from './AuditFile.tsx';
import { Backup } from './Backup.tsx';
import { Check } from './Check.tsx';
import { DeadMachine } from './DeadMachine.tsx';
import { Reconcile } from './Reconcile.tsx';
import './maintenance.css';

const TOPICS = [] as const;
const load = () => api['maintenance.state']({});
const JOB_MS = 500;
const IDLE_MS = 30_000;

/** What every part of the screen gets: the state, and how to read it again after an act. */
export interface PartProps {
  readonly state: MaintenanceState;
  readonly reload: () => Promise<void>;
}

export function MaintenanceScreen({ view }: { readonly view: View }) {
  return view.at === 'reconcile' ? <Reconcile /> : <Care />;
}

function Care() {
  const { value: state, error, reload } = useLoaded(load, TOPICS);
  const working = state?.job !== undefined;
  // Progress is no event: it is asked for, often while a job runs, seldom otherwise (the daily backup begins by itself).
  useEffect(() => {
    const timer = setInterval(() => void reload(), working ? JOB_MS : IDLE_MS);
    return () => clearInterval(timer);
  }, [working, reload]);
  if (state === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('maintenance.title')}</Title>
        <span className="document-acts">
          <Button variant="default" onClick={() => go({ at: 'restore' })}>
            {t('restore.title')}
          </Button>
          <Button variant="default" onClick={() => go({ at: 'handover' })}>
            {t('handover.short')}
          </Button>
          <Button variant="default" onClick={() => go({ at: 'destruction' })}>
            {t('destruction.title')}
          </Button>
        </span>
      </div>
      <ErrorNote error={error} />
      <div className="care">
        <Backup state={state} reload={reload} />
        <Check state={state} reload={reload} />
        <DeadMachine />
        <AuditFile />
      </div>
    </>
  );
}
