/** Lịch làm việc: the week, its hours, the year's days off; one day is changed in a minute. */
import { Alert, Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { CalendarView } from '../../contract/page/deadlines.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Stretch } from '../../domain/workCalendar.ts';
import { api, useCore } from '../core.ts';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { HourField } from './HourField.tsx';
import './deadlines.css';

const TOPICS = ['deadlines'] as const;
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

export default function Calendar() {
  const thisYear = Number(legalDateOf(Date.now()).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const load = useCallback(() => api['calendar.year']({ year }), [year]);
  const { value, error } = useLoaded(load, TOPICS);
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <Week key={JSON.stringify([value.weekdays, value.hours])} value={value} mayChange={administrator} />
      <div className="settings-acts">
        <h3>{t('calendar.days', { year })}</h3>
        <Select
          aria-label={t('calendar.year')}
          w={110}
          allowDeselect={false}
          data={[thisYear - 1, thisYear, thisYear + 1, thisYear + 2].map(String)}
          value={String(year)}
          onChange={(next) => setYear(Number(next ?? thisYear))}
        />
      </div>
      <p className="dim">
        {value.source === undefined
          ? t('calendar.byLaw')
          : t('calendar.source', { source: value.source, updated: dateText(value.updated) })}
      </p>
      {administrator ? value.unsure.map((day) => <Unsure key={day.date} day={day} />) : null}
      {administrator ? <AddDay /> : null}
      <Days value={value} mayChange={administrator} />
    </>
  );
}

const NOON = 12 * 60;
/** Morning and afternoon as the form shows them: half a day that is worked alone stands in its own place. */
export function placesOf(hours: readonly Stretch[]): readonly Partial<Stretch>[] {
  const [only] = hours;
  if (hours.length > 1) return hours;
  return only !== undefined && only.from >= NOON ? [{}, only] : [only ?? {}, {}];
}

function Week({ value, mayChange }: { readonly value: CalendarView; readonly mayChange: boolean }) {
  const [weekdays, setWeekdays] = useState(value.weekdays);
  const [hours, setHours] = useState(() => placesOf(value.hours));
  const act = useAct();
  const parts = [t('calendar.morning'), t('calendar.afternoon')];
  // A part of the day that is not worked has neither hour; the form does not go out with one of them.
  const whole = hours.filter((h): h is Stretch => h.from !== undefined && h.to !== undefined);
  const save = (): Promise<unknown> =>
    act.run(async () => {
      await api['calendar.setWeek']({ weekdays: [...weekdays], hours: whole });
      say(t('settings.saved'));
    });
  const change = (i: number, next: Partial<Stretch>): void => setHours(hours.map((h, at) => (at === i ? { ...h, ...next } : h)));
  return (
    <form
      className="calendar-week"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Checkbox.Group
        label={t('calendar.weekdays')}
        value={weekdays.map(String)}
        onChange={(days) => setWeekdays(days.map(Number))}
        readOnly={!mayChange}
      >
        <Group mt={6} gap="md">
          {WEEK.map((day) => (
            <Checkbox key={day} value={String(day)} label={t(`weekday.${day}`)} disabled={!mayChange} />
          ))}
        </Group>
      </Checkbox.Group>
      <div className="calendar-hours">
        {hours.map((h, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: morning and afternoon are places, not rows
          <Group key={i} gap="sm">
            <HourField
              label={t('calendar.from', { part: parts[i] ?? '' })}
              value={h.from}
              required={h.to !== undefined}
              disabled={!mayChange}
              onMinute={(from) => change(i, { from } as Partial<Stretch>)}
            />
            <HourField
              label={t('calendar.to', { part: parts[i] ?? '' })}
              value={h.to}
              required={h.from !== undefined}
              disabled={!mayChange}
              onMinute={(to) => change(i, { to } as Partial<Stretch>)}
            />
          </Group>
        ))}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      {mayChange ? (
        <div className="settings-acts">
          <Button type="submit" loading={act.busy}>
            {t('common.save')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function Unsure({ day }: { readonly day: CalendarView['unsure'][number] }) {
  const act = useAct();
  const decide = (kind: 'off' | 'work'): Promise<unknown> => act.run(() => api['calendar.setDay']({ ...day, kind }));
  return (
    <Alert color="orange" variant="light" role="alert">
      {t('calendar.unsure', { date: dateText(day.date), name: day.name })}
      <Group mt={6} gap="sm">
        <Button variant="default" onClick={() => void decide('off')}>
          {t('calendar.unsureOff')}
        </Button>
        <Button variant="default" onClick={() => void decide('work')}>
          {t('calendar.unsureWork')}
        </Button>
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
    </Alert>
  );
}

function Days({ value, mayChange }: { readonly value: CalendarView; readonly mayChange: boolean }) {
  const act = useAct();
  return (
    <>
      <ErrorNote error={act.error} onClose={act.clear} />
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('calendar.date')}</th>
            <th>{t('calendar.kind')}</th>
            <th>{t('calendar.name')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {value.days.map((day) => (
            <tr key={day.date}>
              <td className="figure">{dateText(day.date)}</td>
              <td>{t(`calendar.${day.kind}`)}</td>
              <td>
                {day.name} <span className="dim">({t(`calendar.from.${day.from}`)})</span>
              </td>
              <td>
                {mayChange && day.from === 'office' ? (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    onClick={() => void act.run(() => api['calendar.clearDay']({ date: day.date }))}
                  >
                    {t('calendar.clear')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function AddDay() {
  const [date, setDate] = useState<string>();
  const [kind, setKind] = useState<'off' | 'work'>('off');
  const [name, setName] = useState('');
  const [turn, setTurn] = useState(0);
  const act = useAct();
  const save = (): Promise<unknown> =>
    act.run(async () => {
      if (date === undefined) return;
      await api['calendar.setDay']({ date, kind, name: name.trim() });
      setName('');
      setDate(undefined);
      setTurn(turn + 1);
      say(t('settings.saved'));
    });
  return (
    <form
      className="calendar-add"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>{t('calendar.addTitle')}</h3>
      <Group align="flex-end" gap="sm">
        <DateField key={turn} label={t('calendar.date')} value={date} onDate={setDate} w={140} />
        <Select
          label={t('calendar.kind')}
          w={170}
          allowDeselect={false}
          data={[
            { value: 'off', label: t('calendar.off') },
            { value: 'work', label: t('calendar.work') },
          ]}
          value={kind}
          onChange={(next) => setKind(next === 'work' ? 'work' : 'off')}
        />
        <TextInput label={t('calendar.name')} w={300} maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Button type="submit" loading={act.busy} disabled={date === undefined || name.trim() === ''}>
          {t('calendar.add')}
        </Button>
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
    </form>
  );
}
