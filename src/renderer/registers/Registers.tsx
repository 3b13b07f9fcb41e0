/** Sổ và báo cáo: the registers, the year's end, numbers of a period. */
import { Title } from '@mantine/core';
import { type ComponentType, useEffect, useState } from 'react';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { Waiting } from '../parts/feedback.tsx';
import { later } from '../parts/later.tsx';
import { go, type RegisterPart, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Books } from './Books.tsx';
import './registers.css';

const TABS = ['books', 'dossiers', 'closing', 'stats', 'period', 'savings'] as const;
type Tab = (typeof TABS)[number];
const CONTENT: Readonly<Record<Tab, ComponentType>> = {
  books: Books,
  dossiers: later(() => import('../dossiers/Year.tsx'), Waiting),
  closing: later(() => import('./Closing.tsx'), Waiting),
  stats: later(() => import('../reports/Stats.tsx'), Waiting),
  period: later(() => import('../reports/Period.tsx'), Waiting),
  savings: later(() => import('../reports/SavingsTable.tsx'), Waiting),
};
/** Where the person was: the screen comes back as it was left. */
let last: RegisterPart = 'books';

/** As the menu and the palette open them. */
export const RegistersScreen = ({ view }: { readonly view: Extract<View, { at: 'registers' }> }) => (
  <Registers key={view.part} {...(view.part ? { begin: view.part } : {})} />
);

/** @param asked the files, which have a place of their own: one of them is opened from there */
export function Registers({ tab: asked, begin }: { readonly tab?: 'dossiers'; readonly begin?: RegisterPart }) {
  const [chosen, setTab] = useState<Tab>(begin ?? last);
  useEffect(() => {
    if (begin) last = begin;
  }, [begin]);
  const tab = asked ?? chosen;
  const Content = CONTENT[tab];
  const choose = (next: Tab): void => {
    if (next === 'dossiers') {
      go({ at: 'dossiers' });
      return;
    }
    last = next;
    setTab(next);
    if (asked !== undefined) go({ at: 'registers' });
  };
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('registers.title')}</Title>
        <div className="tabs screen-tabs" role="tablist" aria-label={t('registers.title')}>
          {TABS.map((one) => (
            <button type="button" key={one} role="tab" className="tab" aria-selected={tab === one} onClick={() => choose(one)}>
              {t(`registers.tab.${one}`)}
            </button>
          ))}
        </div>
      </div>
      <ErrorBoundary key={tab}>
        <Content />
      </ErrorBoundary>
    </>
  );
}
