/**
 * The lines of a register, however many there are: where only the documents tell which lines there are (a text is looked for,
 * the tracking register) they are found once, in parts, and pages are read of what was found until something is written.
 */
import type { RegisterEntry } from '../../contract/page/registers.ts';
import type { Store } from '../store/types.ts';
import { momentOf, ofOneMoment, type Parts, type Steps, UNWATCHED } from '../working/index.ts';
import type { LineKey, LineQuery, RegisterForm } from './forms.ts';

export interface OpenLines {
  readonly total: number;
  lines(offset: number, limit: number): RegisterEntry[];
}
interface Found {
  readonly key: string;
  readonly keys: Promise<readonly LineKey[]>;
}
const found = new WeakMap<Store, Found>();

/** @throws Failure `work.stopped`, and the steps' own */
export async function openLines(store: Store, form: RegisterForm, query: LineQuery, steps: Steps = UNWATCHED): Promise<OpenLines> {
  const { byKeys } = form;
  const begin = (): Parts<LineKey[]> | undefined => byKeys?.found(store, query);
  const first = begin();
  if (byKeys === undefined || first === undefined)
    return { total: await countOf(store, form, query, steps), lines: (offset, limit) => form.lines(store, query, offset, limit) };
  const keys = await keysOf(store, form.key, query, () => begin() ?? first, steps);
  return { total: keys.length, lines: (offset, limit) => byKeys.lines(store, query, keys.slice(offset, offset + limit)) };
}
const counted = new WeakMap<Store, { readonly name: string; readonly total: number }>();
/** Counted once for all pages of a book, until something is written. */
async function countOf(store: Store, form: RegisterForm, { book, ...query }: LineQuery, steps: Steps): Promise<number> {
  const asked = { ...query, ...(book === undefined ? {} : { book }) };
  const read = form.counted;
  if (read === undefined) return form.count(store, asked);
  const moment = momentOf(store);
  const name = (): string => JSON.stringify([form.key, book?.id, query, moment()]);
  const held = counted.get(store);
  if (held?.name === name()) return held.total;
  const total = await ofOneMoment(moment, () => read(store, asked), steps);
  counted.set(store, { name: name(), total });
  return total;
}
/** Several pages asked for at the same time are looked for once. */
function keysOf(
  store: Store,
  form: string,
  { book, ...query }: LineQuery,
  read: () => Parts<LineKey[]>,
  steps: Steps,
): Promise<readonly LineKey[]> {
  const moment = momentOf(store);
  const name = (): string => JSON.stringify([form, book?.id, query, moment()]);
  const held = found.get(store);
  if (held?.key === name()) return held.keys;
  const looked: Found = { key: name(), keys: ofOneMoment(moment, read, steps) };
  // Work that may be stopped is its own; what is asked meanwhile does not wait for it.
  if (steps === UNWATCHED) found.set(store, looked);
  const forget = (): void => void (found.get(store) === looked && found.delete(store));
  looked.keys.then((keys) => found.set(store, { key: name(), keys: Promise.resolve(keys) }), forget);
  return looked.keys;
}
