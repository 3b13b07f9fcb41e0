/** The window once somebody works: banner, top bar, menu, the screen in sight, the status line. */
import { Button, NativeSelect } from '@mantine/core';
import { type MouseEvent, useCallback, useEffect, useState } from 'react';
import { api, setApp, useCore } from '../core.ts';
import { HandoverBanner } from '../handover/Banner.tsx';
import { openHelp, useHelp } from '../help/open.ts';
import { withKey } from '../keys/shortcuts.ts';
import { useLessons, useLessonWatch } from '../lessons/store.ts';
import { useReadCounts } from '../lists/counts.ts';
import { ReconcileBanner } from '../maintenance/Banner.tsx';
import { OutsideBanner } from '../outside/Banner.tsx';
import { leaveThen, UnsavedGuard } from '../parts/dirty.tsx';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { DoneNote, ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { later } from '../parts/later.tsx';
import { useAct } from '../parts/useAct.ts';
import { useReadWords } from '../parts/useWords.ts';
import { useSearchKey } from '../search/key.ts';
import { t, textOr } from '../text/index.ts';
import { useLookOfPerson } from '../theme/person.ts';
import { HandCarry } from '../today/HandCarry.tsx';
import { UrgentBanner } from '../today/Urgent.tsx';
import { Banners } from './Banners.tsx';
import { DropLayer } from './DropLayer.tsx';
import { useLockKey, useSignOfLife } from './lock.ts';
import { Opened } from './Opened.tsx';
import { chooseOrgan } from './organ.ts';
import { StatusLine, useStatusReading } from './StatusLine.tsx';
import { type Badge, MENU, type MenuEntry, SCREENS } from './screens.tsx';
import { TrainingBanner, TrainingMark } from './Training.tsx';
import { useKeys } from './useKeys.ts';
import { go, say, useEscapeBack, useView, type View } from './view.ts';

const Palette = later(() => import('./Palette.tsx'));
const KeySheet = later(() => import('./KeySheet.tsx'));
const LessonPanel = later(() => import('../lessons/Panel.tsx'));
const HelpPanel = later(() => import('../help/Panel.tsx'));

export function Frame() {
  useStatusReading();
  useReadWords();
  useReadCounts();
  useEscapeBack();
  useSearchKey();
  useSignOfLife();
  useLookOfPerson();
  const [aside, setAside] = useState<'palette' | 'sheet'>();
  useKeys(setAside);
  const help = useHelp((s) => s.open);
  useLessonWatch();
  const lesson = useLessons((s) => s.view?.running !== undefined);
  const { view, note, undo, turn } = useView();
  const { Screen } = SCREENS[view.at];
  // Where the text is large and the window small, all of it scrolls: the work comes first, the banners stand above it.
  useEffect(() => {
    if (view.at === 'today') return;
    const frame = requestAnimationFrame(() => {
      const main = document.querySelector('main');
      if (main && main.scrollHeight > main.clientHeight + 1) main.querySelector('.screen-head')?.scrollIntoView({ block: 'start' });
    });
    return () => cancelAnimationFrame(frame);
  }, [view.at]);
  return (
    <div className="frame">
      {/* biome-ignore lint/a11y/useValidAnchor: a link within the page, which the router of views knows nothing of */}
      <a className="skip" href="#content" onClick={skip}>
        {t('frame.skip')}
      </a>
      <TrainingBanner />
      <TopBar onPalette={() => setAside('palette')} />
      <Menu view={view} />
      <main className="main" id="content" tabIndex={-1} aria-label={t('frame.content')}>
        <UrgentBanner />
        <Banners>
          <ReconcileBanner />
          <HandoverBanner />
          <HandCarry />
          <OutsideBanner />
        </Banners>
        <DoneNote text={note} turn={turn} onClose={() => say(undefined)} {...(undo ? { undo } : {})} />
        <ErrorBoundary key={view.at}>
          <Screen view={view} />
        </ErrorBoundary>
      </main>
      {help ? <HelpPanel /> : null}
      {help || !lesson ? null : <LessonPanel />}
      <StatusLine />
      {aside === 'palette' ? <Palette onClose={() => setAside(undefined)} onSheet={() => setAside('sheet')} /> : null}
      {aside === 'sheet' ? <KeySheet onClose={() => setAside(undefined)} /> : null}
      <DropLayer />
      <Opened />
      <TrainingMark />
      <UnsavedGuard />
    </div>
  );
}

/** The link that lets a keyboard pass by the menu. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

function TopBar({ onPalette }: { readonly onPalette: () => void }) {
  const app = useCore((s) => s.app);
  const act = useAct();
  const { run } = act;
  // Nothing is asked: the lock keeps what is being typed.
  const lock = useCallback((): void => void run(async () => setApp(await api['session.lock']({}))), [run]);
  useLockKey(lock);
  const organs = app?.organs ?? [];
  const choose = (organId: string): void => leaveThen(() => void run(() => chooseOrgan(organId)));
  return (
    <header className="topbar">
      {organs.length < 2 ? (
        <span className="topbar-office" title={app?.office?.name}>
          {app?.office?.name}
        </span>
      ) : (
        <NativeSelect
          className="topbar-organ"
          aria-label={t('frame.organ')}
          value={app?.office?.organId ?? ''}
          onChange={(e) => choose(e.currentTarget.value)}
          data={organs.map(({ organId, name, arrived }) => ({
            value: organId,
            label: organId !== app?.office?.organId && arrived > 0 ? t('frame.organArrived', { name, count: arrived }) : name,
          }))}
        />
      )}
      <ErrorNote error={act.error} onClose={act.clear} />
      {/* biome-ignore lint/a11y/useSemanticElements: a name, not a set of fields */}
      <span role="group" aria-label={t('frame.person')}>
        {app?.me?.name}
      </span>
      <Button className="topbar-button" onClick={onPalette} title={withKey(t('palette.open'), 'palette')}>
        {t('palette.open')} <kbd>Ctrl Shift P</kbd>
      </Button>
      <Button className="topbar-button" onClick={() => openHelp()} title={withKey(t('help.openKey'), 'help')}>
        {t('help.open')} <kbd>F1</kbd>
      </Button>
      <Button className="topbar-button" leftSection={<Icon name="lock" size={18} />} onClick={lock} title={withKey(t('keys.lock'), 'lock')}>
        {t('frame.lock')}
      </Button>
    </header>
  );
}

function Menu({ view }: { readonly view: View }) {
  const roles = useCore((s) => s.app?.me?.roles);
  const here = SCREENS[view.at].under ?? view.at;
  return (
    <nav className="menu" aria-label={t('frame.menu')}>
      {MENU.filter((entry) => entry.roles === undefined || entry.roles.some((role) => roles?.includes(role))).map((entry) => (
        <MenuItem key={entry.at} entry={entry} here={here === entry.at} />
      ))}
    </nav>
  );
}

const noBadge = (): Badge | undefined => undefined;
function MenuItem({ entry, here }: { readonly entry: MenuEntry; readonly here: boolean }) {
  const useBadge = entry.useBadge ?? noBadge;
  const badge = useBadge();
  return (
    <button
      type="button"
      className="menu-item"
      aria-label={t(`menu.${entry.at}`)}
      aria-description={badge?.count ? badge.text : undefined}
      title={[t(`menu.${entry.at}`), badge?.count ? badge.text : ''].filter(Boolean).join(' – ')}
      aria-current={here ? 'page' : undefined}
      onClick={() => go({ at: entry.at })}
    >
      <Icon name={entry.icon} />
      <span>{textOr(`menu.short.${entry.at}`, t(`menu.${entry.at}`))}</span>
      {badge?.count ? (
        <span className={`menu-count ${badge.warn ? 'menu-count-warn' : ''}`} aria-hidden="true">
          {badge.unread ? <b>{badge.unread}/</b> : null}
          {badge.count}
        </span>
      ) : null}
    </button>
  );
}
