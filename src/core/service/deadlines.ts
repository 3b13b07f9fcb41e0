/** The page's calls on deadlines, the calendar, urgent arrivals and outages. */
import type { deadlineCalls } from '../../contract/page/deadlines.ts';
import type { Handlers } from '../../contract/wire.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import {
  calendarView,
  clearDay,
  deadlineRules,
  listDeadlines,
  officeCalendar,
  openDeadlines,
  outageById,
  outageLines,
  outages,
  ownUrgent,
  printDeadlines,
  printOutage,
  setDay,
  setDeadlineRules,
  setWeek,
  unownedUrgent,
} from '../deadlines/index.ts';
import { momentOf, ofOneMoment, UNWATCHED } from '../working/index.ts';
import type { Workstation } from '../workstation.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, ownRows, type Session, signedIn } from './session.ts';

const calendarOf = ({ store, holidays }: Workstation) => officeCalendar(store, holidays());

export const deadlineHandlers: Handlers<typeof deadlineCalls, Session> = {
  'deadlines.list': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    return ofOneMoment(momentOf(store), () => listDeadlines(store, workstation.holidays(), actor), UNWATCHED);
  },
  'deadlines.rules': (_input, session) => deadlineRules(signedIn(session).workstation.store),
  'deadlines.setRules': (rules, session) => {
    const { workstation, actor } = signedIn(session);
    const set = setDeadlineRules(workstation.store, actor, rules);
    workstation.changed('deadlines');
    return set;
  },
  'deadlines.print': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const open = openDeadlines(store, calendarOf(workstation), deadlineRules(store), actor).filter(
      (row) => row.state === 'due' || row.state === 'late',
    );
    // What is printed is what the person may see.
    const rows = ownRows(session, open);
    const pdf = await printDeadlines(rows, printPlace(workstation, currentOrgan(session)));
    return keepPrint(store, actor, pdf, `Việc đến hạn ${legalDateOf(store.now())}.pdf`, 'deadlines.print');
  },
  'calendar.year': ({ year }, session) => calendarView(calendarOf(signedIn(session).workstation), year),
  'calendar.setDay': (day, session) => {
    const { workstation, actor } = signedIn(session);
    setDay(workstation.store, actor, { ...day, date: day.date as LegalDate });
    workstation.changed('deadlines');
    return {};
  },
  'calendar.clearDay': ({ date }, session) => {
    const { workstation, actor } = signedIn(session);
    clearDay(workstation.store, actor, date as LegalDate);
    workstation.changed('deadlines');
    return {};
  },
  'calendar.setWeek': ({ weekdays, hours }, session) => {
    const { workstation, actor } = signedIn(session);
    setWeek(workstation.store, actor, weekdays, hours);
    workstation.changed('deadlines');
    return {};
  },
  'urgent.list': (_input, session) => {
    const { store } = signedIn(session).workstation;
    return { rows: unownedUrgent(store, deadlineRules(store).bannerFrom) };
  },
  'urgent.own': ({ id, how, name }, session) => {
    const { workstation, actor } = signedIn(session);
    const owned = ownUrgent(workstation.store, actor, id, how, name);
    if (owned) workstation.changed('incoming', id);
    return { owned };
  },
  'outages.list': (_input, session) => ({ rows: outages(signedIn(session).workstation.store) }),
  'outages.print': async ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const outage = outageById(store, id);
    const pdf = await printOutage(outage, outageLines(store, outage), printPlace(workstation));
    return keepPrint(store, actor, pdf, `Xác nhận gián đoạn ${legalDateOf(outage.from)}.pdf`, 'outages.print');
  },
};
