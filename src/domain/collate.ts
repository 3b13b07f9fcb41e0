/** The order of the Vietnamese alphabet (a ă â b c d đ e ê …), figures inside words by their value: `Thôn 2` before `Thôn 10`. */
const collator = new Intl.Collator('vi', { numeric: true, sensitivity: 'variant' });
export const byVietnamese = (a: string, b: string): number => collator.compare(a, b);
/** For a list of things by one of their words. */
export const byWord =
  <T>(word: (one: T) => string) =>
  (a: T, b: T): number =>
    collator.compare(word(a), word(b));
