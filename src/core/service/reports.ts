/** The page's calls on reports: of the organ the session works in. */
import type { PrintedFile } from '../../contract/page/registers.ts';
import type { BehindRow, reportCalls } from '../../contract/page/reports.ts';
import type { Handlers } from '../../contract/wire.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import { officeCalendar } from '../deadlines/index.ts';
import {
  behind,
  periodReport,
  printPeriod,
  printSavings,
  printTable,
  savings,
  setSavings,
  statTable,
  tableTitle,
  workbookBehind,
  workbookPeriod,
  workbookSavings,
  workbookTable,
} from '../reports/index.ts';
import type { Store } from '../store/types.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

interface Place {
  readonly store: Store;
  readonly calendar: WorkCalendar;
  readonly organId: string;
}
function placeOf(session: Session): Place {
  const { store, holidays } = signedIn(session).workstation;
  return { store, calendar: officeCalendar(store, holidays()), organId: currentOrgan(session).organId };
}
function keep(session: Session, bytes: Uint8Array, name: string): Promise<PrintedFile> {
  const { workstation, actor } = signedIn(session);
  const { organId } = currentOrgan(session);
  return keepPrint(workstation.store, actor, bytes, name, 'reports.file', 'report', organId);
}
const where = (session: Session) => printPlace(signedIn(session).workstation, currentOrgan(session));
const MOST_LINES = 20_000;

export const reportHandlers: Handlers<typeof reportCalls, Session> = {
  'reports.table': ({ direction, by, from, to }, session) => {
    const { store, calendar, organId } = placeOf(session);
    return statTable(store, calendar, { organId, direction, from, to }, by);
  },
  'reports.behind': ({ direction, from, to, measure, by, key, offset, limit }, session) => {
    const { store, calendar, organId } = placeOf(session);
    const what = { measure, ...(by === undefined ? {} : { by }), ...(key === undefined ? {} : { key }) };
    return behind(store, calendar, { organId, direction, from, to }, what, offset, limit);
  },
  'reports.tableFile': async ({ direction, by, from, to, as }, session) => {
    const { store, calendar, organId } = placeOf(session);
    const file = { direction, by, from, to, table: statTable(store, calendar, { organId, direction, from, to }, by) };
    const bytes = as === 'pdf' ? await printTable(file, where(session)) : await workbookTable(file);
    return keep(session, bytes, `${tableTitle(direction, by)} ${from} – ${to}.${as}`);
  },
  'reports.behindFile': async ({ direction, from, to, measure, by, key }, session) => {
    const { store, calendar, organId } = placeOf(session);
    const what = { measure, ...(by === undefined ? {} : { by }), ...(key === undefined ? {} : { key }) };
    const rows: BehindRow[] = behind(store, calendar, { organId, direction, from, to }, what, 0, MOST_LINES).rows;
    return keep(
      session,
      await workbookBehind(direction, rows),
      `Danh sách văn bản ${direction === 'incoming' ? 'đến' : 'đi'} ${from} – ${to}.xlsx`,
    );
  },
  'reports.period': ({ unit, from, to }, session) => {
    const { store, calendar, organId } = placeOf(session);
    return periodReport(store, calendar, organId, unit, from, to);
  },
  'reports.periodFile': async ({ unit, from, to, as }, session) => {
    const { store, calendar, organId } = placeOf(session);
    const report = periodReport(store, calendar, organId, unit, from, to);
    const bytes = as === 'pdf' ? await printPeriod(report, where(session)) : await workbookPeriod(report);
    return keep(session, bytes, `Báo cáo công tác văn thư ${from} – ${to}.${as}`);
  },
  'reports.savings': ({ from, to }, session) => {
    const { store, organId } = placeOf(session);
    return savings(store, organId, from, to);
  },
  'reports.savingsFile': async ({ from, to, as }, session) => {
    const { store, organId } = placeOf(session);
    const saved = savings(store, organId, from, to);
    const bytes = as === 'pdf' ? await printSavings(saved, from, to, where(session)) : await workbookSavings(saved);
    return keep(session, bytes, `Tiết kiệm nhờ gửi điện tử ${from} – ${to}.${as}`);
  },
  'reports.setSavings': (settings, session) => {
    const { workstation, actor } = signedIn(session);
    setSavings(workstation.store, actor, settings);
    workstation.changed('registers');
    return {};
  },
};
