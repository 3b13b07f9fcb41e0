/** The office's report of a week, month, quarter or year on one page: the numbers, those of the period before beside them. */
import type { PeriodReport, ReportLine } from '../../contract/page/reports.ts';
import { MEASURES } from '../../contract/page/reports.ts';
import { type PeriodUnit, periodBefore } from '../../domain/periods.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { WorkCalendar } from '../../domain/workCalendar.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import { checkSpan, daysOf, sumParts } from './count.ts';
import type { Direction } from './measures.ts';
import { savingParts } from './savings.ts';
import { MEASURE_WORDS, spanWords } from './words.ts';

type Numbers = ReadonlyMap<string, number>;
interface Span {
  readonly from: string;
  readonly to: string;
}

/** Of arrivals, beside the measures: whence and how urgent. */
const BESIDE: Readonly<Record<string, string>> = {
  'incoming.axis': `r.channel = 'axis'`,
  'incoming.other': `r.channel <> 'axis'`,
  'incoming.urgent': 'r.priority IN (1, 2)',
  'incoming.flash': 'r.priority >= 3',
};
/** Several readings as one: each is so many parts of the whole. */
interface Way {
  done: number;
  readonly total: number;
}
function* along<T>(way: Way, size: number, parts: Parts<T>): Parts<T> {
  for (;;) {
    const next = parts.next();
    if (next.done) {
      way.done += size;
      return next.value;
    }
    const { done, total } = next.value;
    yield { done: way.done + (total === 0 ? 0 : Math.floor((done / total) * size)), total: way.total };
  }
}
const DIRECTIONS = ['incoming', 'outgoing'] as const;
function* numbersOf(store: Store, calendar: WorkCalendar, organId: string, { from, to }: Span, way: Way): Parts<Numbers> {
  const out = new Map<string, number>();
  for (const direction of DIRECTIONS) {
    const more = direction === 'incoming' ? BESIDE : {};
    const query = { organId, direction, from, to };
    const cells = yield* along(way, daysOf(from, to), sumParts(store, calendar, query, Object.values(more)));
    const names = [...MEASURES[direction].map((measure) => `${direction}.${measure}`), ...Object.keys(more)];
    names.forEach((name, i) => {
      out.set(name, cells[i] ?? 0);
    });
    yield { ...way };
  }
  const { total: saved } = yield* along(way, 1, savingParts(store, organId, from, to));
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

export const periodReport = (...asked: Parameters<typeof periodParts>): PeriodReport => whole(periodParts(...asked));
/** @throws Failure `reports.span` */
export function* periodParts(
  store: Store,
  calendar: WorkCalendar,
  organId: string,
  unit: PeriodUnit,
  from: string,
  to: string,
): Parts<PeriodReport> {
  checkSpan(from, to);
  const previous = periodBefore(unit, { from: from as LegalDate, to: to as LegalDate });
  const spans: readonly Span[] = [{ from, to }, previous];
  const days = spans.reduce((sum, span) => sum + daysOf(span.from, span.to), 0);
  const way: Way = { done: 0, total: days * DIRECTIONS.length + spans.length };
  const now = yield* numbersOf(store, calendar, organId, { from, to }, way);
  yield { ...way };
  const before = yield* numbersOf(store, calendar, organId, previous, way);
  return {
    ...{ from, to, previousFrom: previous.from, previousTo: previous.to, title: titleOf(unit, from, to) },
    lines: linesOf(now, before),
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
