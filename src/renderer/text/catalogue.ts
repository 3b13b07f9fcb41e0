/**
 * A catalogue of another language, as one JSON file in `catalogues/`: put there, it is offered in Cài đặt → Giao diện.
 * What it leaves out stands in Vietnamese. Words that change with a number have one key for each of the language's
 * plural forms (`entry.rows_one`, `entry.rows_other`); Vietnamese needs one.
 */
export interface Catalogue {
  /** Two letters (ISO 639-1); also the file's name. */
  readonly language: string;
  /** Of the language, in the language. */
  readonly name: string;
  readonly screens: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}
type Texts = Readonly<Record<string, string>>;

const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const holes = (text: string): string => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name))].sort().join(' ');

/** What is wrong with a catalogue, each by its key: a key nobody asks for, a place to be filled that the Vietnamese one has not, text of another kind. */
export function faultsOfCatalogue(catalogue: Catalogue, own: { readonly screens: Texts; readonly errors: Texts }): string[] {
  const faults = /^[a-z]{2}$/.test(catalogue.language) && catalogue.name !== '' ? [] : ['language'];
  for (const part of ['screens', 'errors'] as const)
    for (const [key, text] of Object.entries(catalogue[part])) {
      const base = own[part][key] ?? own[part][key.replace(PLURAL, '')];
      if (typeof text !== 'string' || text.trim() === '') faults.push(`${key}: empty`);
      else if (base === undefined) faults.push(`${key}: unknown`);
      else if (
        holes(text)
          .split(' ')
          .some((hole) => hole !== '' && !holes(base).split(' ').includes(hole))
      )
        faults.push(`${key}: ${holes(text)}`);
    }
  return faults;
}
