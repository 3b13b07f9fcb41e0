import { Button, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DeadlineRow } from '../../contract/page/deadlines.ts';
import type { DeadlineState } from '../../domain/deadlines.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { loadRunning } from '../deadlines/running.ts';
import { WeekCard } from '../desk/WeekCard.tsx';
import { MissingSetup } from '../firstStart/Missing.tsx';
import { dateText, numberText, shortMoment } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { copyText } from '../parts/copy.ts';
import { UrgencyBadge, urgencyClass } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { Desk } from './Desk.tsx';
import { hasClocks, type Looked, lookedAt, mineOf, reminderText, weekdayWord } from './words.ts';
import './today.css';

const TOPICS = ['incoming', 'outgoing', 'exchange', 'deadlines', 'petitions'] as const;
const GROUPS = ['late', 'due', 'soon'] as const satisfies readonly DeadlineState[];
/** Clocks run without events. */
const AGAIN_MS = 60_000;
const SHOWN = 60;

export function TodayScreen() {
  const { value, error, reload } = useLoaded(loadRunning, TOPICS);
  const me = useCore((s) => s.app?.me);
  const roles = me?.roles ?? [];
  const [chosen, setChosen] = useState<Looked>();
  const [printed, setPrinted] = useState<{ readonly fileId: string; readonly size: number; readonly name: string }>();
  const act = useAct();
  useEffect(() => {
    const timer = setInterval(() => void reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  if (printed)
    return (
      <>
        <div className="screen-head">
          <BackButton onClick={() => setPrinted(undefined)}>{t('today.back')}</BackButton>
          <Title order={2}>{printed.name}</Title>
        </div>
        <div className="fill">
          <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
        </div>
      </>
    );
  const mine = mineOf(value.rows, roles).filter((row) => row.state !== 'ahead');
  const kinds = [...new Set(mine.map((row) => row.kind))];
  const { part, given, rows } = lookedAt(mine, me, chosen);
  const clocks = hasClocks(roles);
  const today = legalDateOf(Date.now());
  const copy = (): Promise<unknown> =>
    act.run(async () => {
      const text = reminderText(rows.filter((row) => row.state !== 'soon'));
      if (text !== '') await copyText(text);
      say(t(text === '' ? 'today.copiedNone' : 'today.copied'));
    });
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('today.title', { weekday: weekdayWord(today), date: dateText(today) })}</Title>
        {mine.length === 0 ? null : (
          <>
            <Button variant="default" onClick={() => void copy()}>
              {t('today.copy')}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon name="print" size={18} />}
              loading={act.busy}
              onClick={() => void act.run(async () => setPrinted(await api['deadlines.print']({})))}
            >
              {t('today.print')}
            </Button>
          </>
        )}
      </div>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      <div className="today-columns">
        <div className="today-work">
          <div className="tabs today-kinds" role="tablist" aria-label={t('today.kinds')} hidden={mine.length === 0}>
            <button type="button" role="tab" className="tab" aria-selected={part === 'all'} onClick={() => setChosen('all')}>
              {t('today.all')} <b>{mine.length}</b>
            </button>
            {given.length === 0 ? null : (
              <button type="button" role="tab" className="tab" aria-selected={part === 'mine'} onClick={() => setChosen('mine')}>
                {t('today.mine')} <b>{given.length}</b>
              </button>
            )}
            {kinds.map((one) => (
              <button type="button" role="tab" className="tab" key={one} aria-selected={part === one} onClick={() => setChosen(one)}>
                {t(`deadline.${one}`)} <b>{mine.filter((row) => row.kind === one).length}</b>
              </button>
            ))}
          </div>
          {rows.length === 0 ? (
            <div className="sheet today-nothing">
              <EmptyNote title={t('today.empty')} next={t(clocks ? 'today.emptyNext' : 'today.emptyNextNone')} />
            </div>
          ) : (
            <div className="today">
              {GROUPS.map((state) => (
                <Group key={state} state={state} rows={rows.filter((row) => row.state === state)} />
              ))}
            </div>
          )}
        </div>
        <aside className="today-aside">
          <Desk />
          <WeekCard />
          <MissingSetup />
        </aside>
      </div>
    </>
  );
}

function Group({ state, rows }: { readonly state: (typeof GROUPS)[number]; readonly rows: readonly DeadlineRow[] }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.slice(0, SHOWN);
  return (
    <section aria-label={t(`today.${state}`)}>
      <h2 className={`today-${state}`}>
        {t(`today.${state}`)} <span className="figure">({numberText(rows.length)})</span>
      </h2>
      <div className="today-rows sheet">
        {shown.map((row) => (
          <Row key={`${row.kind} ${row.id} ${row.who}`} row={row} />
        ))}
      </div>
      {shown.length < rows.length ? (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t('today.more', { count: numberText(rows.length - shown.length) })}
        </Button>
      ) : null}
    </section>
  );
}

const DAY_MS = 86_400_000;
/** Whom it is about; of a petition when it came and how many days are left, nothing else. */
function aboutWords({ kind, who, asks, petition, latest }: DeadlineRow): string {
  if (kind === 'answer') return t('deadline.who.answer', { who, what: t(`amendment.what.${asks ?? 'take_back'}`) });
  if (kind !== 'petitionAccept' && kind !== 'petitionResolve') return t(`deadline.who.${kind}`, { who });
  const left = Math.round((Date.parse(legalDateOf(latest)) - Date.parse(legalDateOf(Date.now()))) / DAY_MS);
  const days = left < 0 ? t('pt.late', { days: -left }) : t('pt.left', { days: left });
  return t('today.petitionDays', { date: dateText(petition?.receivedOn), days });
}
const open = (row: DeadlineRow): void =>
  row.side === 'petition' ? go({ at: 'papers', tab: 'petitions', id: row.id }) : go({ at: row.side, id: row.id });

function Row({ row }: { readonly row: DeadlineRow }) {
  const now = Date.now();
  return (
    <button type="button" className={`today-row ${urgencyClass(row.priority)}`} onClick={() => open(row)}>
      <span className="today-what">
        <b>{t(`deadline.${row.kind}`)}</b>
        <UrgencyBadge priority={row.priority} />
      </span>
      <span className="today-document">
        <span className="two-lines">
          {row.petition ? (
            <b>{t('today.petition', { number: row.code, kind: t(`pt.kind.${row.petition.kind}`) })}</b>
          ) : (
            <>
              {row.code ? <b>{row.code} · </b> : null}
              {row.subject}
            </>
          )}
        </span>
        <span className="dim">{aboutWords(row)}</span>
      </span>
      <span className={row.state === 'late' ? 'overdue' : ''}>
        {row.state === 'late'
          ? row.lateMinutes === 0
            ? t('today.lateJust', { at: shortMoment(row.latest, now) })
            : t('today.lateBy', { hours: lateText(row.lateMinutes), at: shortMoment(row.latest, now) })
          : t('today.until', { at: shortMoment(row.latest, now) })}
        {row.tell.length > 0 ? <span className="today-tell">{t('today.tell', { names: row.tell.join(', ') })}</span> : null}
      </span>
    </button>
  );
}
const lateText = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? t('today.hours', { hours: numberText(hours) }) : t('today.minutes', { minutes: numberText(minutes) });
};
