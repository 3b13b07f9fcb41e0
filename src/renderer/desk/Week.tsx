/** Lịch họp tuần: seven days, what clashes marked, to be printed. */
import { Button, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { MeetingRow } from '../../contract/page/deskWork.ts';
import type { PrintedFile } from '../../contract/page/transfers.ts';
import { hourText } from '../../domain/meetings.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { weekdayWord } from '../today/words.ts';
import { Clashes, MeetingActs, MeetingDialog, MeetingPeople } from './Meetings.tsx';
import { Printed } from './Printed.tsx';
import './desk.css';

const TOPICS = ['deadlines', 'incoming', 'outgoing'] as const;
const DAY_MS = 86_400_000;
const shifted = (date: string, days: number): LegalDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as LegalDate;
const mondayOf = (date: string): LegalDate => shifted(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

export default function Week() {
  const today = legalDateOf(Date.now());
  const [monday, setMonday] = useState<LegalDate>(() => mondayOf(today));
  const [adding, setAdding] = useState(false);
  const [printed, setPrinted] = useState<PrintedFile>();
  const mayWrite = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'officer') ?? false);
  const load = useCallback(() => api['meetings.list']({ from: monday, days: 7 }), [monday]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  const days = Array.from({ length: 7 }, (_, i) => shifted(monday, i));
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'today' })}>{t('today.back')}</BackButton>
        <Title order={1}>
          {t('week.title')}{' '}
          <span className="dim figure week-range">{t('week.range', { from: dateText(monday).slice(0, 5), to: dateText(days[6]) })}</span>
        </Title>
        <Button variant="default" onClick={() => setMonday(shifted(monday, -7))}>
          {t('week.before')}
        </Button>
        <Button variant="default" disabled={monday === mondayOf(today)} onClick={() => setMonday(mondayOf(today))}>
          {t('week.now')}
        </Button>
        <Button variant="default" onClick={() => setMonday(shifted(monday, 7))}>
          {t('week.next')}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="print" size={18} />}
          loading={act.busy}
          onClick={() => void act.run(async () => setPrinted(await api['meetings.print']({ from: monday })))}
        >
          {t('week.print')}
        </Button>
        {mayWrite ? (
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setAdding(true)}>
            {t('meeting.addFree')}
          </Button>
        ) : null}
      </div>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {value === undefined ? (
        error ? null : (
          <Waiting />
        )
      ) : value.rows.length === 0 ? (
        <EmptyNote title={t('week.empty')} next={t('week.emptyNext')} />
      ) : (
        <div className="week">
          {days.map((day) => (
            <Day
              key={day}
              day={day}
              today={day === today}
              rows={value.rows.filter((row) => row.date === day)}
              onDone={() => void reload()}
            />
          ))}
        </div>
      )}
      {adding ? (
        <MeetingDialog
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void reload();
          }}
        />
      ) : null}
      {printed ? <Printed file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

interface DayProps {
  readonly day: LegalDate;
  readonly today: boolean;
  readonly rows: readonly MeetingRow[];
  readonly onDone: () => void;
}
function Day({ day, today, rows, onDone }: DayProps) {
  const title = weekdayWord(day);
  return (
    <section className={`week-day sheet ${today ? 'week-today' : ''}`} aria-label={`${title} ${dateText(day)}`}>
      <h2>
        {title.charAt(0).toUpperCase() + title.slice(1)} <span className="dim figure">{dateText(day).slice(0, 5)}</span>
      </h2>
      {rows.length === 0 ? (
        <span className="dim">{t('week.none')}</span>
      ) : (
        <ul>
          {rows.map((row) => (
            <li key={row.id} className="week-meeting">
              <b className="figure">
                {hourText(row.from)}
                {row.to === undefined ? '' : ` – ${hourText(row.to)}`}
              </b>
              <div>
                <Subject row={row} />
                <div>{row.place}</div>
                <MeetingPeople row={row} />
                <Clashes row={row} />
              </div>
              <MeetingActs row={row} onDone={onDone} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
function Subject({ row }: { readonly row: MeetingRow }) {
  const target = row.incomingId ?? row.outgoingId;
  if (target === undefined) return <b>{row.title}</b>;
  return (
    <button
      type="button"
      className="link"
      onClick={() => go(row.incomingId === undefined ? { at: 'outgoing', id: target } : { at: 'incoming', id: target })}
    >
      {[row.code, row.title].filter(Boolean).join(' · ')}
    </button>
  );
}
