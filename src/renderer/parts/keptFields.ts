/** The fields of a form as they are kept: only those that a person changed, each judged again when it comes back. Pure. */

/** Whether what was kept fits this field of today. */
export interface Field<T> {
  (value: unknown): value is T;
  /** Words: worth keeping. A chosen day or way alone is nothing to lose. */
  readonly isWords?: true;
}
export type Shape<T> = { readonly [K in keyof T]-?: Field<T[K]> };

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;
/** @param most characters, as its input has them */
export const text = (most: number): Field<string> =>
  Object.assign((value: unknown): value is string => isText(value, most), { isWords: true as const });
/** Words in a field that proposes its own while nothing is typed. */
export const maybeText = (most: number): Field<string | undefined> =>
  Object.assign((value: unknown): value is string | undefined => value === undefined || isText(value, most), { isWords: true as const });
export const texts = (most: number, each: number): Field<string[]> =>
  Object.assign(
    (value: unknown): value is string[] => Array.isArray(value) && value.length <= most && value.every((one) => isText(one, each)),
    { isWords: true as const },
  );
/** Texts by their key, each of at most `each` characters. */
export const textsByKey = (most: number, each: number): Field<Readonly<Record<string, string>>> =>
  Object.assign(
    (value: unknown): value is Readonly<Record<string, string>> =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.keys(value).length <= most &&
      Object.values(value).every((one) => isText(one, each)),
    { isWords: true as const },
  );
/** Rows of words, each of exactly these fields. */
export const rowsOf = <T extends object>(most: number, shape: Shape<T>): Field<readonly T[]> =>
  Object.assign(
    (value: unknown): value is readonly T[] =>
      Array.isArray(value) &&
      value.length <= most &&
      value.every(
        (one: unknown) =>
          typeof one === 'object' &&
          one !== null &&
          Object.keys(one).every((name) => Object.hasOwn(shape, name)) &&
          namesOf(shape).every((name) => shape[name]((one as Partial<T>)[name])),
      ),
    { isWords: true as const },
  );
export const day: Field<string | undefined> = (value): value is string | undefined =>
  value === undefined || value === '' || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));
export const whole = (least: number, most: number): Field<number> =>
  ((value: unknown) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most) as Field<number>;
export const maybeWhole = (least: number, most: number): Field<number | undefined> =>
  ((value: unknown) => value === undefined || whole(least, most)(value)) as Field<number | undefined>;
export const flag: Field<boolean> = (value): value is boolean => typeof value === 'boolean';
export const oneOf = <T extends string>(...all: readonly T[]): Field<T> => ((value: unknown) => all.includes(value as T)) as Field<T>;
export const maybeOneOf = <T extends string>(...all: readonly T[]): Field<T | undefined> =>
  ((value: unknown) => value === undefined || all.includes(value as T)) as Field<T | undefined>;

/** Which row was chosen: a choice, no words. */
export const identity: Field<string> = (value): value is string => isText(value, 64);

export const maybeIdentity: Field<string | undefined> = (value): value is string | undefined => value === undefined || identity(value);

const written = (value: unknown): string => JSON.stringify(value ?? null);
const namesOf = <T extends object>(shape: Shape<T>) => Object.keys(shape) as (keyof T & string)[];
const differs = (a: unknown, b: unknown): boolean => written(a) !== written(b);

/** Whether words were typed that would be missed. */
export const isWorthKeeping = <T extends object>(shape: Shape<T>, begun: T, now: T): boolean =>
  namesOf(shape).some((name) => shape[name].isWords === true && differs(begun[name], now[name]));

/** What a person changed, as JSON; undefined where no words are among it. */
export function keptText<T extends object>(shape: Shape<T>, begun: T, now: T, beside?: string): string | undefined {
  if (!isWorthKeeping(shape, begun, now)) return undefined;
  const typed = Object.fromEntries(namesOf(shape).flatMap((name) => (differs(begun[name], now[name]) ? [[name, now[name] ?? null]] : [])));
  return JSON.stringify({ typed, ...(beside === undefined ? {} : { beside: [beside] }) });
}

/** What was kept, as far as it fits the form of today; undefined where nothing of it does. */
export function readKept<T extends object>(shape: Shape<T>, kept: string): Partial<T> | undefined {
  try {
    const { typed } = JSON.parse(kept) as { typed?: Readonly<Record<string, unknown>> };
    if (typeof typed !== 'object' || typed === null) return undefined;
    const read: Partial<T> = {};
    for (const name of namesOf(shape)) {
      if (!Object.hasOwn(typed, name)) continue;
      const value = typed[name] ?? undefined;
      if (shape[name](value)) read[name] = value;
    }
    return Object.keys(read).length === 0 ? undefined : read;
  } catch {
    return undefined;
  }
}

/** The kept fields over the form as it stands; one that was typed into meanwhile stays as typed. */
export function withKept<T extends object>(begun: T, now: T, kept: Partial<T>): T {
  const next = { ...now };
  for (const name of Object.keys(kept) as (keyof T)[]) {
    const value = kept[name] as T[typeof name];
    if (!differs(begun[name], now[name])) next[name] = value;
  }
  return next;
}
