/** How the workstation stands, in one strip: what waits for this person by screen, the line, the last backup, the tokens plugged in. */
import { useEffect } from 'react';
import type { BookRow } from '../../contract/page/registers.ts';
import type { PluggedToken } from '../../contract/page/tokens.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { api, useCore } from '../core.ts';
import { numberText } from '../format.ts';
import { useListCounts } from '../lists/counts.ts';
import { daysSince } from '../maintenance/age.ts';
import { backupWords } from '../maintenance/BackupAge.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { useExchange } from '../shell/StatusLine.tsx';
import { statusParts } from '../shell/statusSentence.ts';
import { go, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';

const NO_TOPICS = [] as const;
const loadTokens = () => api['token.plugged']({});
const DOSSIERS = ['dossiers'] as const;
const loadDossiers = () => api['dossiers.waiting']({});
const REGISTERS = ['registers'] as const;
const loadBooks = () => api['registers.closingBooks']({});
/** A year of it is over and not closed yet. */
const isOverOpen = ({ periods, closed, current }: BookRow): boolean =>
  current !== undefined && periods.some((period) => period < current && !closed.includes(period));
const loadCare = () => api['maintenance.state']({});
const AGAIN_MS = 20_000;

export function Desk() {
  const roles = useCore((s) => s.app?.me?.roles) ?? [];
  const status = useExchange((s) => s.status);
  // Of everybody's own, also before a list was opened.
  const counts = useListCounts();
  const incoming: Partial<Record<IncomingState, number>> = counts?.incoming.states ?? {};
  const outgoing: Partial<Record<OutgoingState, number>> = counts?.outgoing.states ?? {};
  const tokens = useLoaded(loadTokens, NO_TOPICS);
  const care = useLoaded(loadCare, NO_TOPICS);
  const dossiers = useLoaded(loadDossiers, DOSSIERS);
  const books = useLoaded(loadBooks, REGISTERS);
  const { reload } = tokens;
  useEffect(() => {
    const timer = setInterval(() => void reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const is = (...wanted: readonly string[]): boolean => roles.some((role) => wanted.includes(role));
  const handIn = (state: 'late' | 'soon'): number => dossiers.value?.rows.filter((row) => row.handIn === state).length ?? 0;
  const { last } = care.value?.backup ?? {};
  const figures: readonly (readonly [boolean, number, string, View, boolean?])[] = [
    [is('clerk'), incoming.arrived ?? 0, t('today.desk.arrived'), { at: 'incoming' }],
    [is('leader', 'clerk'), incoming.registered ?? 0, t('today.desk.instruct'), { at: 'incoming' }],
    [is('leader', 'clerk'), outgoing.draft ?? 0, t('today.desk.sign'), { at: 'signing' }],
    [
      is('clerk'),
      (outgoing.leader_signed ?? 0) + (outgoing.numbered ?? 0) + (outgoing.agency_signed ?? 0),
      t('today.desk.issue'),
      { at: 'outgoing' },
    ],
    [
      is('clerk', 'administrator'),
      (status?.waitingDocuments ?? 0) + (status?.waitingStatuses ?? 0),
      t('today.desk.queue'),
      { at: 'queue' },
      (status?.refused ?? 0) > 0,
    ],
    [is('clerk', 'administrator'), status?.quarantined ?? 0, t('today.desk.quarantine'), { at: 'quarantine' }, true],
    // A year after its end a file has to lie in the archive (article 30).
    [is('clerk'), handIn('late'), t('today.desk.dossiers'), { at: 'dossiers' }, true],
    [is('clerk'), handIn('soon'), t('today.desk.dossiersSoon'), { at: 'dossiers' }],
    [is('clerk'), books.value?.books.filter(isOverOpen).length ?? 0, t('today.desk.books'), { at: 'registers', part: 'closing' }],
  ];
  return (
    <section className="desk-strip" aria-label={t('today.desk')}>
      {figures
        .filter(([mine, count]) => mine && count > 0)
        .map(([, count, words, view, warn]) => (
          <button type="button" key={words} className={warn ? 'desk-figure desk-warn' : 'desk-figure'} onClick={() => go(view)}>
            <b>{numberText(count)}</b> {words}
          </button>
        ))}
      <dl className="desk-facts">
        <div>
          <dt>{t('today.desk.line')}</dt>
          <dd>{status ? statusParts(status, Date.now())[0] : t('line.reading')}</dd>
        </div>
        {care.value ? (
          <div>
            <dt>{t('today.desk.backup')}</dt>
            <dd>{backupWords(last?.at, last ? daysSince(last.at, Date.now()) : undefined)}</dd>
          </div>
        ) : null}
        {tokens.value ? (
          <div>
            <dt>{t('today.desk.tokens')}</dt>
            <dd>{tokens.value.tokens.map(tokenWords).join(', ') || t('today.desk.tokensNone')}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
const tokenWords = ({ label, pinLocked, pinFinalTry }: PluggedToken): string =>
  pinLocked ? t('today.desk.tokenLocked', { label }) : pinFinalTry ? t('today.desk.tokenFinal', { label }) : label;
