/** Keys whose value is `undefined` left out: what zod gives for absent fields, as `exactOptionalPropertyTypes` wants it. */
export type Optional<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
export const optional = <T extends object>(value: T): Optional<T> =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Optional<T>;
