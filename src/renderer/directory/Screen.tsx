import { Title } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { CodeLists } from './CodeLists.tsx';
import { Find } from './Find.tsx';
import { Groups } from './Groups.tsx';
import { Updates } from './Updates.tsx';
import './directory.css';

const TOPICS = ['directory'] as const;
const load = () => api['directory.state']({});
const TABS = ['find', 'groups', 'updates', 'lists'] as const;
type Tab = (typeof TABS)[number];

export function DirectoryScreen() {
  const [tab, setTab] = useState<Tab>();
  const { value: state, error, reload } = useLoaded(load, TOPICS);
  if (state === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const waiting = state.questions + (state.refused ? 1 : 0);
  // What waits for a person comes first.
  const shown = tab ?? (waiting > 0 ? 'updates' : 'find');
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('directory.title')}</Title>
        <div className="tabs screen-tabs" role="tablist" aria-label={t('directory.tabs')}>
          {TABS.map((name) => (
            <button type="button" key={name} role="tab" className="tab" aria-selected={shown === name} onClick={() => setTab(name)}>
              {t(`directory.tab.${name}`)} {name === 'updates' && waiting > 0 ? <b>{waiting}</b> : null}
            </button>
          ))}
        </div>
      </div>
      <ErrorNote error={error} />
      {shown === 'find' ? <Find empty={state.open === 0} /> : null}
      {shown === 'groups' ? <Groups provinces={state.provinces} /> : null}
      {shown === 'updates' ? <Updates state={state} onChanged={() => void reload()} /> : null}
      {shown === 'lists' ? <CodeLists /> : null}
    </>
  );
}
