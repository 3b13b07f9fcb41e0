/** The page's calls on reports: of the organ the session works in. */
import type { PrintedFile } from '../../contract/page/registers.ts';
import type { BehindRow, Grouping, Measure, reportCalls } from '../../contract/page/reports.ts';
import type { Handlers } from '../../contract/wire.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import { officeCalendar } from '../deadlines/index.ts';
import {
  behindParts,
  behindRows,
  periodParts,
  printPeriod,
  printSavings,
  printTable,
  type StatQuery,
  savingParts,
  setSavings,
  tableParts,
  tableTitle,
  workbookBehind,
  workbookPeriod,
  workbookSavings,
  workbookTable,
} from '../reports/index.ts';
import type { Store } from '../store/types.ts';
import { inParts, momentOf, ofOneMoment, type Parts, type Steps } from '../working/index.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

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
/** Rows of a list that are read before the others have their turn. */
const READ_AT_ONCE = 50;

const reading = <T>({ store }: Place, read: () => Parts<T>, steps: Steps): Promise<T> => ofOneMoment(momentOf(store), read, steps);

interface Asked {
  readonly direction: StatQuery['direction'];
  readonly from: string;
  readonly to: string;
}
const queryOf = ({ organId }: Place, { direction, from, to }: Asked): StatQuery => ({ organId, direction, from, to });

/** Which documents a list holds, so that turning its pages does not count the period again; of the last list that was asked for. */
const lists = new WeakMap<Store, { readonly key: string; readonly seqs: readonly number[] }>();
async function listed(place: Place, asked: Asked & Pick<BehindAsked, 'measure' | 'by' | 'key'>, steps: Steps): Promise<readonly number[]> {
  const { measure, by, key } = asked;
  const query = queryOf(place, asked);
  const moment = momentOf(place.store);
  const named = (): string => JSON.stringify([query, measure, by, key, moment(), legalDateOf(place.store.now())]);
  const held = lists.get(place.store);
  if (held?.key === named()) return held.seqs;
  const what = { measure, ...(by === undefined ? {} : { by }), ...(key === undefined ? {} : { key }) };
  const seqs = await reading(place, () => behindParts(place.store, place.calendar, query, what), steps);
  lists.set(place.store, { key: named(), seqs });
  return seqs;
}
interface BehindAsked {
  readonly measure: Measure;
  readonly by?: Grouping | undefined;
  readonly key?: string | undefined;
}

/** The file is made and kept: what is counted first is stopped until then. */
async function made(session: Session, steps: Steps, bytes: Promise<Uint8Array>, name: string): Promise<PrintedFile> {
  const file = await bytes;
  await steps.step('write', 0, 0);
  return keep(session, file, name);
}

export const reportHandlers: Handlers<typeof reportCalls, Session> = {
  'reports.table': ({ by, workId, ...asked }, session) =>
    watched(session, workId, (steps) => {
      const place = placeOf(session);
      return reading(place, () => tableParts(place.store, place.calendar, queryOf(place, asked), by), steps);
    }),
  'reports.behind': ({ offset, limit, workId, ...asked }, session) =>
    watched(session, workId, async (steps) => {
      const place = placeOf(session);
      const seqs = await listed(place, asked, steps);
      return { rows: behindRows(place.store, asked.direction, seqs.slice(offset, offset + limit)), total: seqs.length };
    }),
  'reports.tableFile': ({ direction, by, from, to, as, workId }, session) =>
    watched(session, workId, async (steps) => {
      const place = placeOf(session);
      const table = await reading(place, () => tableParts(place.store, place.calendar, queryOf(place, { direction, from, to }), by), steps);
      const file = { direction, by, from, to, table };
      const bytes = as === 'pdf' ? printTable(file, where(session)) : workbookTable(file, where(session).watermark);
      return made(session, steps, bytes, `${tableTitle(direction, by)} ${from} – ${to}.${as}`);
    }),
  'reports.behindFile': ({ workId, ...asked }, session) =>
    watched(session, workId, async (steps) => {
      const place = placeOf(session);
      const seqs = (await listed(place, asked, steps)).slice(0, MOST_LINES);
      const rows: BehindRow[] = [];
      await inParts(seqs, READ_AT_ONCE, steps, 'read', (some) => void rows.push(...behindRows(place.store, asked.direction, some)));
      const bytes = workbookBehind(asked.direction, rows, (done) => steps.step('make', done, rows.length), where(session).watermark);
      const name = `Danh sách văn bản ${asked.direction === 'incoming' ? 'đến' : 'đi'} ${asked.from} – ${asked.to}.xlsx`;
      return made(session, steps, bytes, name);
    }),
  'reports.period': ({ unit, from, to, workId }, session) =>
    watched(session, workId, (steps) => {
      const place = placeOf(session);
      return reading(place, () => periodParts(place.store, place.calendar, place.organId, unit, from, to), steps);
    }),
  'reports.periodFile': ({ unit, from, to, as, workId }, session) =>
    watched(session, workId, async (steps) => {
      const place = placeOf(session);
      const report = await reading(place, () => periodParts(place.store, place.calendar, place.organId, unit, from, to), steps);
      const bytes = as === 'pdf' ? printPeriod(report, where(session)) : workbookPeriod(report, where(session).watermark);
      return made(session, steps, bytes, `Báo cáo công tác văn thư ${from} – ${to}.${as}`);
    }),
  'reports.savings': ({ from, to, workId }, session) =>
    watched(session, workId, (steps) => {
      const place = placeOf(session);
      return reading(place, () => savingParts(place.store, place.organId, from, to), steps);
    }),
  'reports.savingsFile': ({ from, to, as, workId }, session) =>
    watched(session, workId, async (steps) => {
      const place = placeOf(session);
      const saved = await reading(place, () => savingParts(place.store, place.organId, from, to), steps);
      const bytes = as === 'pdf' ? printSavings(saved, from, to, where(session)) : workbookSavings(saved, where(session).watermark);
      return made(session, steps, bytes, `Tiết kiệm nhờ gửi điện tử ${from} – ${to}.${as}`);
    }),
  'reports.setSavings': (settings, session) => {
    const { workstation, actor } = signedIn(session);
    setSavings(workstation.store, actor, settings);
    workstation.changed('registers');
    return {};
  },
};
