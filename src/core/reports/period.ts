/** The office's report of a week, month, quarter or year on one page: the numbers, those of the period before beside them. */
import type { PeriodReport, ReportLine } from '../../contract/page/reports.ts';
import { MEASURES } from '../../contract/page/reports.ts';
import { type PeriodUnit, periodBefore } from '../../domain/periods.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import type { Store } from '../store/types.ts';
import { checkSpan, sumOf } from './count.ts';
import type { Direction } from './measures.ts';
import { savings } from './savings.ts';
import { MEASURE_WORDS, spanWords } from './words.ts';

type Numbers = ReadonlyMap<string, number>;

function numbersOf(store: Store, calendar: WorkCalendar, organId: string, from: string, to: string): Numbers {
  const out = new Map<string, number>();
  for (const direction of ['incoming', 'outgoing'] as const) {
    const cells = sumOf(store, calendar, { organId, direction, from, to });
    MEASURES[direction].forEach((measure, i) => {
      out.set(`${direction}.${measure}`, cells[i] ?? 0);
    });
  }
  const within = (where: string): number => sumOf(store, calendar, { organId, direction: 'incoming', from, to }, where)[0] ?? 0;
  out.set('incoming.axis', within(`r.channel = 'axis'`));
  out.set('incoming.other', within(`r.channel <> 'axis'`));
  out.set('incoming.urgent', within('r.priority IN (1, 2)'));
  out.set('incoming.flash', within('r.priority >= 3'));
  const saved = savings(store, organId, from, to).total;
  out.set('saved.recipients', saved.recipients);
  out.set('saved.pages', saved.pages);
  return out;
}

const part = { part: true } as const;
function linesOf(now: Numbers, before: Numbers): ReportLine[] {
  const line = (key: string, label: string, more: Partial<ReportLine> = {}): ReportLine => ({
    ...{ key, label, now: now.get(key) ?? 0, before: before.get(key) ?? 0 },
    ...more,
  });
  const measured = (direction: Direction, from: number): ReportLine[] =>
    MEASURES[direction]
      .slice(from)
      .map((measure) =>
        line(`${direction}.${measure}`, MEASURE_WORDS[direction][measure] ?? measure, { ...part, behind: { direction, measure } }),
      );
  const group = (by: 'route' | 'urgency', key: string): Partial<ReportLine> => ({
    ...part,
    behind: { direction: 'incoming', measure: 'total', by, key },
  });
  return [
    line('incoming.total', 'Văn bản đến', { behind: { direction: 'incoming', measure: 'total' } }),
    line('incoming.axis', 'Đến qua Trục liên thông', group('route', 'axis')),
    line('incoming.other', 'Đến bằng bản giấy và kênh khác', group('route', 'other')),
    line('incoming.urgent', 'Khẩn, thượng khẩn', group('urgency', 'urgent')),
    line('incoming.flash', 'Hỏa tốc', group('urgency', 'flash')),
    ...measured('incoming', 1),
    line('outgoing.total', 'Văn bản đi', { behind: { direction: 'outgoing', measure: 'total' } }),
    ...measured('outgoing', 1),
    line('saved.recipients', 'Lượt gửi điện tử được Trục nhận'),
    line('saved.pages', 'Số trang không phải in để gửi'),
  ];
}

/** @throws Failure `reports.span` */
export function periodReport(
  store: Store,
  calendar: WorkCalendar,
  organId: string,
  unit: PeriodUnit,
  from: string,
  to: string,
): PeriodReport {
  checkSpan(from, to);
  const previous = periodBefore(unit, { from: from as LegalDate, to: to as LegalDate });
  return {
    ...{ from, to, previousFrom: previous.from, previousTo: previous.to, title: titleOf(unit, from, to) },
    lines: linesOf(numbersOf(store, calendar, organId, from, to), numbersOf(store, calendar, organId, previous.from, previous.to)),
  };
}
export function titleOf(unit: PeriodUnit, from: string, to: string): string {
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  if (unit === 'month') return `Tháng ${String(month).padStart(2, '0')} năm ${year}`;
  if (unit === 'quarter') return `Quý ${['I', 'II', 'III', 'IV'][Math.floor((month - 1) / 3)] ?? ''} năm ${year}`;
  if (unit === 'year') return `Năm ${year}`;
  return unit === 'week' ? `Tuần ${spanWords(from, to).toLowerCase()}` : spanWords(from, to);
}
