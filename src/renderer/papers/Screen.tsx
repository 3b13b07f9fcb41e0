/** Giấy tờ, đơn thư: what a clerk does with paper beside the registers, one tab each. */
import { Title } from '@mantine/core';
import { useCallback, useRef } from 'react';
import type { PageCalls } from '../../contract/page/index.ts';
import { api } from '../core.ts';
import { Waiting } from '../parts/feedback.tsx';
import { later } from '../parts/later.tsx';
import { useMay } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './papers.css';

const TABS = {
  held: later(() => import('./Held.tsx').then((m) => ({ default: m.Held })), Waiting),
  envelopes: later(() => import('./Envelopes.tsx').then((m) => ({ default: m.Envelopes })), Waiting),
  out: later(() => import('./Out.tsx').then((m) => ({ default: m.Out })), Waiting),
  copies: later(() => import('./Copies.tsx').then((m) => ({ default: m.CopyBook })), Waiting),
  petitions: later(() => import('./Petitions.tsx').then((m) => ({ default: m.Petitions })), Waiting),
} as const;
export type PaperTab = keyof typeof TABS;
const ORDER: readonly PaperTab[] = ['held', 'envelopes', 'out', 'copies', 'petitions'];
const Petition = later(() => import('./Petition.tsx').then((m) => ({ default: m.Petition })), Waiting);
const TOPICS = ['paper', 'incoming', 'outgoing', 'petitions'] as const;

/** What a tab reads first; who may not is not shown it. */
const READS: Readonly<Record<PaperTab, keyof PageCalls>> = {
  held: 'paper.held',
  envelopes: 'paper.envelopes',
  out: 'paper.deliveries',
  copies: 'copies.list',
  petitions: 'petitions.list',
};
const NONE = { open: 0 };

async function loadCounts(may: (call: keyof PageCalls) => boolean): Promise<Partial<Record<PaperTab, number>>> {
  const [held, envelopes, out, petitions] = await Promise.all([
    api['paper.held']({}),
    may(READS.envelopes) ? api['paper.envelopes']({ open: true }) : NONE,
    api['paper.deliveries']({ show: 'not_sent' }),
    may(READS.petitions) ? api['petitions.list']({ show: 'open' }) : NONE,
  ]);
  return { held: held.rows.length, envelopes: envelopes.open, out: out.notSent, petitions: petitions.open };
}
function usePaperCounts(may: (call: keyof PageCalls) => boolean): Partial<Record<PaperTab, number>> {
  const asked = useRef(may);
  asked.current = may;
  const load = useCallback(() => loadCounts(asked.current), []);
  return useLoaded(load, TOPICS).value ?? {};
}

export function PapersScreen({ view }: { readonly view: Extract<View, { at: 'papers' }> }) {
  const may = useMay();
  const counts = usePaperCounts(may);
  const shown = ORDER.filter((one) => may(READS[one]));
  const tab = view.tab ?? shown.find((one) => (counts[one] ?? 0) > 0) ?? 'held';
  if (tab === 'petitions' && view.id !== undefined) return <Petition key={view.id} id={view.id} />;
  const Tab = TABS[tab];
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('pd.title')}</Title>
        <div className="tabs screen-tabs" role="tablist" aria-label={t('pd.title')}>
          {shown.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              className="tab"
              aria-selected={one === tab}
              onClick={() => go({ at: 'papers', tab: one })}
            >
              {t(`pd.tab.${one}`)} {(counts[one] ?? 0) > 0 ? <b>{counts[one]}</b> : null}
            </button>
          ))}
        </div>
      </div>
      <Tab />
    </>
  );
}
