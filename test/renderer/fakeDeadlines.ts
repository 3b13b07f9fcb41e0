/** Deadlines of an invented office, for the page on an invented core. */

import shipped from '../../resources/calendar/vietnam.json' with { type: 'json' };
import type { DeadlineRow, UrgentRow } from '../../src/contract/page/deadlines.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { DEFAULT_RULES } from '../../src/domain/deadlines.ts';
import { DEFAULT_HOURS, DEFAULT_WEEKDAYS, holidayTable, specialDays } from '../../src/domain/workCalendar.ts';
import { uuid } from './fakeData.ts';

const HOUR = 3_600_000;
const table = holidayTable(shipped);
const row = (n: number, kind: DeadlineRow['kind'], state: DeadlineRow['state'], hours: number, more: Partial<DeadlineRow>): DeadlineRow => {
  const latest = Date.now() + hours * HOUR;
  return {
    kind,
    side: kind === 'issue' || kind === 'receipt' || kind === 'reply' || kind === 'deliver' ? 'outgoing' : 'incoming',
    id: uuid(n),
    organId: 'H99.242',
    code: `${n}/UBND-VP`,
    subject: 'Về việc tăng cường các biện pháp phòng, chống thiên tai, cứu nạn cứu hộ trên địa bàn xã trong mùa mưa bão',
    who: 'Sở Nông nghiệp và Môi trường tỉnh Mẫu',
    priority: 0,
    start: latest - 30 * HOUR,
    soon: latest - 9 * HOUR,
    target: latest - 8 * HOUR,
    latest,
    state,
    lateMinutes: state === 'late' ? Math.round(-hours * 60) : 0,
    tell: state === 'late' ? ['Chánh Văn phòng'] : [],
    ...more,
  };
};
const rows: readonly DeadlineRow[] = [
  row(1, 'register', 'late', -2, { priority: 3, who: 'Ban Chỉ huy Phòng thủ dân sự tỉnh Mẫu' }),
  row(2, 'handle', 'late', -20, { who: 'Phòng Kinh tế', tell: ['Chánh Văn phòng', 'Chủ tịch'] }),
  row(3, 'deliver', 'due', 1, { priority: 2, who: 'UBND tỉnh Mẫu', code: '118/BC-UBND' }),
  row(4, 'receipt', 'late', -5, { who: 'UBND xã Thử Nghiệm', code: '45/QĐ-UBND' }),
  row(5, 'issue', 'due', 3, { who: 'Nguyễn Văn Mẫu', code: '' }),
  row(6, 'submit', 'soon', 6, {}),
  row(7, 'handle', 'soon', 30, { who: 'Phòng Văn hóa – Xã hội' }),
  row(8, 'reply', 'soon', 40, { who: 'UBND xã Thử Nghiệm', code: '47/UBND-VP' }),
  row(4400, 'petitionAccept', 'soon', 44, {
    side: 'petition',
    code: '1',
    subject: '',
    who: '',
    petition: { kind: 'complaint', receivedOn: '2026-11-12' },
  }),
];

export function fakeDeadlines(
  changed: () => void,
  /** Urgent ones that came later. */
  came: UrgentRow[],
): Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `${'deadlines' | 'calendar' | 'urgent' | 'outages'}.${string}`>> {
  let urgent = [
    {
      id: uuid(1),
      organId: 'H99.242',
      priority: 3 as const,
      sender: 'Ban Chỉ huy Phòng thủ dân sự tỉnh Mẫu',
      code: '09/CĐ-PTDS',
      subject: 'Công điện về việc khẩn trương ứng phó với bão số 12 và mưa lũ lớn',
      arrivedAt: Date.now() - 12 * 60_000,
    },
  ];
  let rules = DEFAULT_RULES;
  let week = { weekdays: DEFAULT_WEEKDAYS, hours: DEFAULT_HOURS as readonly { from: number; to: number }[] };
  return {
    'deadlines.list': () => ({
      rows: [...rows],
      total: rows.length,
      counts: { ahead: 0, soon: 4, due: 2, late: 3 },
    }),
    'deadlines.rules': () => rules,
    'deadlines.setRules': (next) => (rules = next),
    'deadlines.print': () => ({ fileId: uuid(900), size: 0, name: 'viec-den-han.pdf' }),
    'calendar.year': ({ year }) => ({
      year,
      ...week,
      days: specialDays({ table, changes: [], weekdays: DEFAULT_WEEKDAYS, hours: DEFAULT_HOURS }, year),
      ...(table.announced[String(year)] ? { source: table.announced[String(year)]?.source ?? '' } : {}),
      updated: table.updated,
      unsure: [...(table.announced[String(year)]?.unsure ?? [])],
    }),
    'calendar.setDay': () => {
      changed();
      return {};
    },
    'calendar.clearDay': () => ({}),
    'calendar.setWeek': (next) => {
      week = next;
      return {};
    },
    'urgent.list': () => ({ rows: [...urgent, ...came] }),
    'urgent.own': ({ id }) => {
      urgent = urgent.filter((one) => one.id !== id);
      came.splice(0, came.length, ...came.filter((one) => one.id !== id));
      changed();
      return { owned: true };
    },
    'outages.list': () => ({
      rows: [
        {
          id: 1,
          from: Date.now() - 30 * HOUR,
          to: Date.now() - 24 * HOUR,
          kinds: ['no_network', 'axis_silent'],
          restarts: 0,
          queued: 12,
          sent: 12,
          received: 3,
        },
      ],
    }),
    'outages.print': () => ({ fileId: uuid(900), size: 0, name: 'gian-doan.pdf' }),
  };
}
