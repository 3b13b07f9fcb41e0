/**
 * The search over both lists. Many hits come newest first, those that carry the typed marks before the others; where
 * there are few, they come by how well they match: the document's own number, the words as typed one behind the other,
 * with their marks, in the row, in its files. One page after the other is cut from the same list.
 */
import type { FoundRow, SearchFilters } from '../../contract/page/search.ts';
import { and, type Expressions, expressions, parseSearch, type SearchQuery } from '../../domain/searchQuery.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import type { Parts } from '../working/index.ts';
import { filterExpression } from './filters.ts';
import { hitsOf, NEWEST } from './hits.ts';
import { COUNT_AHEAD } from './pages.ts';
import { foundRows } from './rows.ts';
import { anyOf, byPlace, notTaken, type Placed, placed, takenHits, takenYears, withoutTaken } from './takenOver.ts';
import { SEARCHED_LISTS, type SearchedList } from './words.ts';

export interface FindQuery {
  readonly text: string;
  readonly filters: SearchFilters;
  readonly offset: number;
  readonly limit: number;
  readonly upTo?: number | undefined;
}
export interface FoundPage {
  readonly rows: FoundRow[];
  readonly total: number;
  readonly more: boolean;
  readonly upTo: number;
}
/** So few hits are put in the order of how well they match. */
export const FEW = 200;

interface Hit {
  readonly list: SearchedList;
  readonly seq: number;
}

/** Row ids of both lists in the order to show; at least `need` of them where there are so many. */
interface Found {
  readonly hits: readonly Hit[];
  readonly more: boolean;
}

export function findDocuments(store: Store, query: FindQuery): FoundPage {
  const { db } = store;
  const upTo = query.upTo ?? db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? NEWEST;
  const asked = parseSearch(query.text);
  const need = query.offset + query.limit + COUNT_AHEAD;
  const today = legalDateOf(store.now());
  const walk = (longPrefix: boolean): Found => find(store, asked, { filters: query.filters, longPrefix, upTo, need, today });
  let found = walk(false);
  // A long last word that is no word yet: what begins with it.
  if (found.hits.length === 0 && asked?.atoms.at(-1)?.open !== undefined) found = walk(true);
  const page = found.hits.slice(query.offset, query.offset + query.limit);
  return { rows: foundRows(store, page, asked, today), total: found.hits.length, more: found.more, upTo };
}

/** As many documents are read before the others have their turn. */
const READ_AT_ONCE = 50;
export interface FoundAll {
  readonly hits: number;
  readonly more: boolean;
  /** Without the places of the words; read in parts. */
  rows(): Parts<FoundRow[]>;
}
/** The first hits of a search in the order of the screen; for a list of them. */
export function findAll(store: Store, { text, filters }: Pick<FindQuery, 'text' | 'filters'>, most: number): FoundAll {
  const upTo = store.db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? NEWEST;
  const asked = parseSearch(text);
  const today = legalDateOf(store.now());
  const walk = (longPrefix: boolean): Found => find(store, asked, { filters, longPrefix, upTo, need: most + 1, today });
  let found = walk(false);
  if (found.hits.length === 0 && asked?.atoms.at(-1)?.open !== undefined) found = walk(true);
  const hits = found.hits.slice(0, most);
  function* rows(): Parts<FoundRow[]> {
    const read: FoundRow[] = [];
    for (let at = 0; at < hits.length; at += READ_AT_ONCE) {
      if (at > 0) yield { done: at, total: hits.length };
      read.push(...foundRows(store, hits.slice(at, at + READ_AT_ONCE), undefined, today));
    }
    return read;
  }
  return { hits: hits.length, more: found.hits.length > most, rows };
}

interface Walked {
  readonly filters: SearchFilters;
  readonly longPrefix: boolean;
  readonly upTo: number;
  readonly need: number;
  readonly today: string;
}
/** What one list gives: all hits, and those of them with the typed marks. */
interface ListHits {
  readonly list: SearchedList;
  readonly all: readonly Placed[];
  readonly exact: readonly Placed[];
  readonly best: readonly (readonly number[])[];
}

function find(store: Store, asked: SearchQuery | undefined, walked: Walked): Found {
  const { need } = walked;
  const years = takenYears(store.db);
  const lists = SEARCHED_LISTS.flatMap((list) => {
    const filter = filterExpression(list, walked.filters, walked.today);
    return filter === undefined ? [] : [inList(store.db, list, asked, filter, walked, years)];
  });
  const exact = lists.flatMap((one) => one.exact).sort(byPlace);
  const known = new Set(exact.map((hit) => hit.seq));
  const rest = lists
    .flatMap(({ all }) => all)
    .sort(byPlace)
    .filter((hit) => !known.has(hit.seq));
  const hits = [...exact, ...rest];
  const more = lists.some(({ all, exact: seqs }) => all.length >= need || seqs.length >= need);
  if (more || hits.length > FEW || asked === undefined) return { hits: hits.slice(0, need), more };
  return { hits: byMatch(hits, lists, daysOf(store, hits)), more: false };
}

function inList(
  db: Store['db'],
  list: SearchedList,
  asked: SearchQuery | undefined,
  filter: string,
  walked: Walked,
  years: readonly number[],
): ListHits {
  const { upTo, need, today } = walked;
  const hits = hitsOf(db, list);
  const place = (seqs: readonly number[]): Placed[] => seqs.map((seq) => ({ list, seq, place: seq }));
  /** In the order of time; where something was taken over, that is looked for apart. */
  const inOrder = (inWords: string, inTexts?: string): Placed[] => {
    if (inWords === '' && years.length === 0) return place(hits.newest(upTo, need));
    const asking = (more: string) => ({
      words: and([inWords || anyOf(list), more]),
      texts: inTexts === undefined ? undefined : and([filter, more]),
    });
    const find = (words: string, texts: string | undefined, limit: number): number[] =>
      union(hits.words(words, upTo, limit), texts === undefined || inTexts === undefined ? [] : hits.texts(inTexts, texts, upTo, limit));
    const { words, texts } = asking('');
    if (years.length === 0) return place(find(words, texts, need));
    const all = find(words, texts, need);
    // Whole: each is put in its place.
    if (all.length < need) return placed(db, list, all, today).sort(byPlace);
    const live = withoutTaken(db, list, find(notTaken(words), texts, need));
    const narrowed = (more: string, limit: number): number[] => find(asking(more).words, asking(more).texts, limit);
    return [...place(live), ...takenHits(db, list, years, narrowed, live, need, today)].sort(byPlace);
  };
  if (asked === undefined) return { list, all: inOrder(filter), exact: [], best: [] };
  const row = expressions(asked, walked.longPrefix);
  const text = hits.hasTexts() ? expressions(asked, false, true) : undefined;
  const words = (expression: string | undefined): number[] =>
    expression === undefined ? [] : hits.words(and([expression, filter]), upTo, need);
  const texts = (expression: string | undefined): number[] => (expression ? hits.texts(expression, filter, upTo, need) : []);
  const all = inOrder(and([row.all, filter]), text?.all);
  const exact = row.exact === undefined ? [] : inOrder(and([row.exact, filter]), text?.exact);
  return { list, all, exact, best: all.length > FEW ? [] : tiers(row, text, words, texts) };
}

/** How well a hit matches, the best first. */
function tiers(
  row: Expressions,
  text: Expressions | undefined,
  words: (expression: string | undefined) => number[],
  texts: (expression: string | undefined) => number[],
): number[][] {
  const inFact = row.own === undefined ? [] : words(row.own);
  return [
    inFact,
    words(row.exactPhrase),
    words(row.exact),
    words(row.phrase),
    words(row.all),
    texts(text?.exactPhrase),
    texts(text?.phrase),
  ];
}

/** The day of each document, in its list: what was taken over from a book of before is entered now and is old all the same. */
function daysOf(store: Store, hits: readonly Hit[]): ReadonlyMap<number, string> {
  const day = {
    incoming: store.db.prepare<[number], string>('SELECT day FROM incoming_listed WHERE seq = ?').pluck(),
    outgoing: store.db.prepare<[number], string>('SELECT day FROM outgoing_listed WHERE seq = ?').pluck(),
  };
  return new Map(hits.map(({ list, seq }) => [seq, day[list].get(seq) ?? '']));
}

function byMatch(hits: readonly Hit[], lists: readonly ListHits[], days: ReadonlyMap<number, string>): Hit[] {
  const tier = new Map<number, number>();
  for (const { best } of lists) {
    for (const [level, seqs] of best.entries()) for (const seq of seqs) if (!tier.has(seq)) tier.set(seq, level);
  }
  const last = 99;
  // Equal matches: the newest day first, within a day what was entered last.
  return [...hits].sort(
    (a, b) =>
      (tier.get(a.seq) ?? last) - (tier.get(b.seq) ?? last) ||
      (days.get(b.seq) ?? '').localeCompare(days.get(a.seq) ?? '') ||
      b.seq - a.seq,
  );
}

/** Falling lists as one, each row id once. */
function union(a: readonly number[], b: readonly number[]): number[] {
  if (b.length === 0) return [...a];
  return [...new Set([...a, ...b])].sort((x, y) => y - x);
}
