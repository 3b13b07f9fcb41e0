/** Filters as words of the index. What is asked of both lists and only one can hold leaves the other out. */
import type { Direction, SearchFilters } from '../../contract/page/search.ts';
import { factWord, rangeFacts } from '../../domain/searchFacts.ts';

const OPEN_INCOMING = ['registered', 'assigned', 'in_progress', 'arrived'];
const OPEN_OUTGOING = ['draft', 'leader_signed', 'numbered', 'agency_signed'];
const INCOMING = ['arrived', 'registered', 'assigned', 'in_progress', 'finished', 'returned', 'withdrawn', 'recalled', 'merged'];

/** The day before a legal date. */
function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

/**
 * An expression over the column `facts`, '' where nothing is asked; undefined where this list can hold nothing of it.
 * @param today legal date: what was due before it is overdue
 */
export function filterExpression(list: Direction, filters: SearchFilters, today: string): string | undefined {
  if (filters.direction !== undefined && filters.direction !== list) return undefined;
  const groups: (readonly string[])[] = [];
  const { states, overdue } = filters;
  if (states && states.length > 0) {
    const own = states.filter((state) => INCOMING.includes(state) === (list === 'incoming'));
    if (own.length === 0) return undefined;
    groups.push(own.map((state) => factWord('s', state)));
  }
  if (overdue) {
    groups.push((list === 'incoming' ? OPEN_INCOMING : OPEN_OUTGOING).map((state) => factWord('s', state)));
    groups.push(rangeFacts('u', undefined, dayBefore(today)));
  }
  for (const [kind, range] of [
    ['d', filters.dated],
    ['a', filters.arrived],
    ['u', filters.due],
  ] as const) {
    if (range && (range.from !== undefined || range.to !== undefined)) groups.push(rangeFacts(kind, range.from, range.to));
  }
  if (filters.bookId !== undefined) groups.push([factWord('b', filters.bookId)]);
  if (filters.priorities && filters.priorities.length > 0) groups.push(filters.priorities.map((one) => factWord('p', one)));
  if (filters.handler) groups.push([factWord('h', filters.handler)]);
  if (filters.organId) groups.push([factWord('w', filters.organId)]);
  if (filters.agency) groups.push([factWord('g', filters.agency.name), factWord('c', filters.agency.organId)]);
  if (filters.typeName) groups.push([factWord('k', filters.typeName)]);
  const asked = groups.map((words) => words.filter((word) => word !== ''));
  if (asked.some((words) => words.length === 0)) return undefined;
  return asked.map((words) => `(facts : (${words.map((word) => `"${word}"`).join(' OR ')}))`).join(' AND ');
}
