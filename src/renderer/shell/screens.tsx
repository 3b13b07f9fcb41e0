/**
 * Every screen of the frame and every entry of its menu, each one line here: a new screen is added to `View`, to
 * `SCREENS` and, where it has an entry of its own, to `MENU`. Screens are loaded when first seen.
 */
import type { ComponentType } from 'react';
import type { Role } from '../../domain/roles.ts';
import { api, useCore } from '../core.ts';
import { loadRunning } from '../deadlines/running.ts';
import { useListCounts } from '../lists/counts.ts';
import { Waiting } from '../parts/feedback.tsx';
import type { IconName } from '../parts/icons.tsx';
import { later } from '../parts/later.tsx';
import { useMay } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { mineOf } from '../today/words.ts';
import { useExchange } from './StatusLine.tsx';
import type { View } from './view.ts';

type At = View['at'];
type Entry =
  | 'today'
  | 'search'
  | 'incoming'
  | 'outgoing'
  | 'signing'
  | 'papers'
  | 'queue'
  | 'quarantine'
  | 'registers'
  | 'verify'
  | 'directory'
  | 'maintenance'
  | 'settings';
type ViewOf<A extends At> = Extract<View, { readonly at: A }>;
interface ScreenOf<A extends At> {
  readonly Screen: ComponentType<{ readonly view: ViewOf<A> }>;
  /** The menu's entry under which it stands, where it has none of its own. */
  readonly under?: Entry;
}

const Today = later(() => import('../today/index.ts'), Waiting);
const Incoming = later(() => import('../incoming/index.ts'), Waiting);
const Outgoing = later(() => import('../outgoing/index.ts'), Waiting);
const Maintenance = later(() => import('../maintenance/index.ts'), Waiting);

/** What the first minute of a day needs is read while the passphrase is typed. */
export const warmUp = () => Promise.allSettled([Today.fetch(), Incoming.fetch()]);

const TABLE: { readonly [A in At]: ScreenOf<A> } = {
  today: { Screen: Today },
  incoming: { Screen: Incoming },
  paper: { Screen: Incoming, under: 'incoming' },
  outgoing: { Screen: Outgoing },
  draft: { Screen: Outgoing, under: 'outgoing' },
  entry: { Screen: later(() => import('../entry/index.ts'), Waiting), under: 'registers' },
  signing: { Screen: later(() => import('../signing/screen.ts'), Waiting) },
  papers: { Screen: later(() => import('../papers/index.ts'), Waiting) },
  queue: { Screen: later(() => import('../exchange/Queue.tsx'), Waiting) },
  quarantine: { Screen: later(() => import('../exchange/Quarantine.tsx'), Waiting) },
  search: { Screen: later(() => import('../search/index.ts'), Waiting) },
  registers: { Screen: later(() => import('../registers/index.ts'), Waiting) },
  dossiers: { Screen: later(() => import('../dossiers/index.ts'), Waiting), under: 'registers' },
  verify: { Screen: later(() => import('../verify/index.ts'), Waiting) },
  directory: { Screen: later(() => import('../directory/index.ts'), Waiting) },
  maintenance: { Screen: Maintenance },
  reconcile: { Screen: Maintenance, under: 'maintenance' },
  restore: { Screen: later(() => import('../restore/index.tsx'), Waiting), under: 'maintenance' },
  handover: { Screen: later(() => import('../handover/index.tsx'), Waiting), under: 'maintenance' },
  destruction: { Screen: later(() => import('../destruction/index.tsx'), Waiting), under: 'maintenance' },
  meetings: { Screen: later(() => import('../desk/Week.tsx'), Waiting), under: 'today' },
  transfers: { Screen: later(() => import('../desk/TransfersScreen.tsx'), Waiting), under: 'incoming' },
  slow: { Screen: later(() => import('../desk/Slow.tsx'), Waiting), under: 'today' },
  outside: { Screen: later(() => import('../outside/index.tsx'), Waiting) },
  settings: { Screen: later(() => import('../settings/index.ts'), Waiting) },
};
/** A screen is always shown with the view that chose it, which the compiler cannot see through a lookup. */
export const SCREENS = TABLE as { readonly [A in At]: ScreenOf<At> };

/** What an entry of the menu counts; no badge at zero. */
export interface Badge {
  readonly count: number;
  /** Of them, those this person has not opened. */
  readonly unread?: number;
  readonly text: string;
  readonly warn?: boolean;
}
export interface MenuEntry {
  readonly at: Entry;
  readonly icon: IconName;
  /** Who sees it; everybody where absent. */
  readonly roles?: readonly Role[];
  /** A hook: what is to be done there. */
  readonly useBadge?: () => Badge;
}

const ADMINISTRATOR: readonly Role[] = ['administrator'];
export const MENU: readonly MenuEntry[] = [
  { at: 'today', icon: 'today', useBadge: useDue },
  { at: 'incoming', icon: 'incoming', useBadge: useArrived },
  { at: 'outgoing', icon: 'outgoing', useBadge: useUnissued },
  { at: 'signing', icon: 'key', useBadge: useUnsigned },
  { at: 'papers', icon: 'paper', useBadge: usePapers },
  { at: 'queue', icon: 'queue', useBadge: useWaiting },
  { at: 'quarantine', icon: 'quarantine', useBadge: useQuarantined },
  { at: 'search', icon: 'search' },
  { at: 'registers', icon: 'registers' },
  { at: 'verify', icon: 'verify', useBadge: useWorse },
  { at: 'directory', icon: 'directory', useBadge: useAsked },
  { at: 'maintenance', icon: 'maintenance', roles: ADMINISTRATOR },
  { at: 'settings', icon: 'settings' },
];

const DUE_TOPICS = ['incoming', 'outgoing', 'exchange', 'deadlines', 'petitions'] as const;
function useDue(): Badge {
  const roles = useCore((s) => s.app?.me?.roles) ?? [];
  const list = useLoaded(loadRunning, DUE_TOPICS).value;
  const mine = mineOf(list?.rows ?? [], roles).filter((row) => row.state === 'late' || row.state === 'due');
  const count = mine.length;
  return { count, text: t('menu.today.count', { count }), warn: mine.some((row) => row.state === 'late') };
}
function useArrived(): Badge {
  const counts = useListCounts()?.incoming;
  const [count, unread] = [counts?.undone ?? 0, counts?.unread ?? 0];
  return { count, unread, text: t('menu.incoming.count', { count, unread, arrived: counts?.states.arrived ?? 0 }) };
}
function useUnissued(): Badge {
  const counts = useListCounts()?.outgoing;
  const [count, unread] = [counts?.undone ?? 0, counts?.unread ?? 0];
  return { count, unread, text: t('menu.outgoing.count', { count, unread }) };
}
function useUnsigned(): Badge {
  const states = useListCounts()?.outgoing.states;
  const count = (states?.draft ?? 0) + (states?.numbered ?? 0);
  return { count, text: t('menu.signing.count', { count }) };
}
const PAPER_TOPICS = ['paper', 'petitions', 'incoming', 'outgoing'] as const;
const NO_PETITIONS = { rows: [] };
const loadPapers = (mine: boolean) => async (): Promise<{ count: number; late: boolean }> => {
  const [held, out, petitions] = await Promise.all([
    api['paper.held']({}),
    api['paper.deliveries']({ show: 'not_sent' }),
    mine ? api['petitions.list']({ show: 'mine' }).catch(() => NO_PETITIONS) : NO_PETITIONS,
  ]);
  const open = petitions.rows.filter((row) => row.due !== undefined);
  return { count: held.rows.length + out.notSent + open.length, late: open.some((row) => (row.due?.daysLeft ?? 0) < 0) };
};
const [WITH_PETITIONS, WITHOUT] = [loadPapers(true), loadPapers(false)];
function usePapers(): Badge {
  const found = useLoaded(useMay()('petitions.list') ? WITH_PETITIONS : WITHOUT, PAPER_TOPICS).value;
  const count = found?.count ?? 0;
  return { count, text: t('menu.papers.count', { count }), warn: found?.late === true };
}
function useWaiting(): Badge {
  const status = useExchange((s) => s.status);
  const count = (status?.waitingDocuments ?? 0) + (status?.waitingStatuses ?? 0);
  return { count, text: t('menu.queue.count', { count }), warn: (status?.refused ?? 0) > 0 };
}
function useQuarantined(): Badge {
  const count = useExchange((s) => s.status)?.quarantined ?? 0;
  return { count, text: t('menu.quarantine.count', { count }), warn: true };
}
const VERIFY_TOPICS = ['verify'] as const;
const loadVerify = () => api['verify.state']({});
function useWorse(): Badge {
  const count = useLoaded(loadVerify, VERIFY_TOPICS).value?.unseen ?? 0;
  return { count, text: t('menu.verify.count', { count }), warn: true };
}
const DIRECTORY_TOPICS = ['directory'] as const;
const loadDirectory = () => api['directory.state']({});
function useAsked(): Badge {
  const directory = useLoaded(loadDirectory, DIRECTORY_TOPICS).value;
  const count = (directory?.questions ?? 0) + (directory?.refused ? 1 : 0);
  return { count, text: t('menu.directory.count', { count }), warn: true };
}
