/** The order of the Vietnamese alphabet (a ă â b c d đ e ê …), figures inside words by their value: `Thôn 2` before `Thôn 10`. */
const collator = new Intl.Collator('vi', { numeric: true, sensitivity: 'variant' });
export const byVietnamese = (a: string, b: string): number => collator.compare(a, b);
/**
 * People stand by their given name, the last word of a Vietnamese name, then by the whole of it: `Lê Văn An` before
 * `Nguyễn Thị Ánh`, both before `Bùi Bình`.
 */
export const byPersonName = (a: string, b: string): number => collator.compare(givenName(a), givenName(b)) || collator.compare(a, b);
const givenName = (name: string): string => name.trim().split(/\s+/).at(-1) ?? '';
/** For a list of things by one of their words. */
export const byWord =
  <T>(word: (one: T) => string) =>
  (a: T, b: T): number =>
    collator.compare(word(a), word(b));
