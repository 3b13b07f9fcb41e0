/** The window once somebody works: banner, top bar, menu, the screen in sight, the status line. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { api, setApp, useCore } from '../core.ts';
import { incomingList } from '../incoming/store.ts';
import { ReconcileBanner } from '../maintenance/Banner.tsx';
import { outgoingList } from '../outgoing/store.ts';
import { lockThen, UnsavedGuard } from '../parts/dirty.tsx';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { DoneNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon, type IconName } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { useReadWords } from '../parts/useWords.ts';
import { type TextKey, t } from '../text/index.ts';
import { StatusLine, useExchange, useStatusReading } from './StatusLine.tsx';
import { TrainingBanner, TrainingMark } from './Training.tsx';
import { go, say, useEscapeBack, useView, type View } from './view.ts';

const IncomingScreen = lazy(() => import('../incoming/index.ts'));
const OutgoingScreen = lazy(() => import('../outgoing/index.ts'));
const QueueScreen = lazy(() => import('../exchange/Queue.tsx'));
const QuarantineScreen = lazy(() => import('../exchange/Quarantine.tsx'));
const DirectoryScreen = lazy(() => import('../directory/index.ts'));
const MaintenanceScreen = lazy(() => import('../maintenance/index.ts'));
const RegistersScreen = lazy(() => import('../registers/index.ts'));

export function Frame() {
  useStatusReading();
  useReadWords();
  useEscapeBack();
  const { view, note } = useView();
  // The menu counts both lists, whichever screen is in sight.
  useEffect(() => {
    incomingList.reload();
    outgoingList.reload();
  }, []);
  return (
    <div className="frame">
      <TrainingBanner />
      <TopBar />
      <Menu view={view} />
      <main className="main">
        <ReconcileBanner />
        <DoneNote text={note} onClose={() => say(undefined)} />
        <ErrorBoundary key={view.at}>
          <Suspense fallback={<Waiting />}>
            <Screen view={view} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <StatusLine />
      <TrainingMark />
      <UnsavedGuard />
    </div>
  );
}

function Screen({ view }: { readonly view: View }) {
  switch (view.at) {
    case 'incoming':
    case 'paper':
      return <IncomingScreen view={view} />;
    case 'outgoing':
    case 'draft':
      return <OutgoingScreen view={view} />;
    case 'queue':
      return <QueueScreen />;
    case 'quarantine':
      return <QuarantineScreen />;
    case 'registers':
      return <RegistersScreen />;
    case 'directory':
      return <DirectoryScreen />;
    case 'maintenance':
    case 'reconcile':
      return <MaintenanceScreen view={view} />;
  }
}

function TopBar() {
  const app = useCore((s) => s.app);
  const act = useAct();
  const lock = (): void => lockThen(() => void act.run(async () => setApp(await api['session.lock']({}))));
  return (
    <header className="topbar">
      <span className="topbar-office" title={app?.office?.name}>
        {app?.office?.name}
      </span>
      <ErrorNote error={act.error} onClose={act.clear} />
      {/* biome-ignore lint/a11y/useSemanticElements: a name, not a set of fields */}
      <span role="group" aria-label={t('frame.person')}>
        {app?.me?.name}
      </span>
      <Button variant="white" leftSection={<Icon name="lock" size={18} />} onClick={lock}>
        {t('frame.lock')}
      </Button>
    </header>
  );
}

const DIRECTORY_TOPICS = ['directory'] as const;
const loadDirectory = () => api['directory.state']({});

interface Entry {
  readonly at: 'incoming' | 'outgoing' | 'queue' | 'quarantine' | 'registers' | 'directory' | 'maintenance';
  readonly icon: IconName;
  readonly count?: number;
  readonly countText?: TextKey;
  readonly warn?: boolean;
}
/** Screens that stand under another's entry. */
const MENU_OF: Partial<Record<View['at'], Entry['at']>> = { paper: 'incoming', draft: 'outgoing', reconcile: 'maintenance' };
function Menu({ view }: { readonly view: View }) {
  const status = useExchange((s) => s.status);
  const directory = useLoaded(loadDirectory, DIRECTORY_TOPICS).value;
  const asked = (directory?.questions ?? 0) + (directory?.refused ? 1 : 0);
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  const arrived = incomingList.use((s) => s.counts.arrived);
  const drafts = outgoingList.use((s) => s.counts);
  const unissued = (drafts.draft ?? 0) + (drafts.leader_signed ?? 0) + (drafts.numbered ?? 0) + (drafts.agency_signed ?? 0);
  const entries: Entry[] = [
    { at: 'incoming', icon: 'incoming', count: arrived ?? 0, countText: 'menu.incoming.count' },
    { at: 'outgoing', icon: 'outgoing', count: unissued, countText: 'menu.outgoing.count' },
    {
      at: 'queue',
      icon: 'queue',
      count: (status?.waitingDocuments ?? 0) + (status?.waitingStatuses ?? 0),
      countText: 'menu.queue.count',
      warn: (status?.refused ?? 0) > 0,
    },
    { at: 'quarantine', icon: 'quarantine', count: status?.quarantined ?? 0, countText: 'menu.quarantine.count', warn: true },
    { at: 'registers', icon: 'registers' },
    { at: 'directory', icon: 'directory', count: asked, countText: 'menu.directory.count', warn: true },
    ...(administrator ? [{ at: 'maintenance', icon: 'maintenance' } as const] : []),
  ];
  const here = MENU_OF[view.at] ?? view.at;
  return (
    <nav className="menu" aria-label={t('frame.menu')}>
      {entries.map((entry) => (
        <button
          type="button"
          key={entry.at}
          className="menu-item"
          aria-label={t(`menu.${entry.at}`)}
          title={t(`menu.${entry.at}`)}
          aria-current={here === entry.at ? 'page' : undefined}
          onClick={() => go({ at: entry.at })}
        >
          <Icon name={entry.icon} />
          <span>{entry.at === 'quarantine' ? t('menu.short.quarantine') : t(`menu.${entry.at}`)}</span>
          {entry.count ? (
            <span
              className={`menu-count ${entry.warn ? 'menu-count-warn' : ''}`}
              title={entry.countText ? t(entry.countText, { count: entry.count }) : undefined}
            >
              {entry.count}
            </span>
          ) : null}
        </button>
      ))}
    </nav>
  );
}
