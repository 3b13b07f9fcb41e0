/** The Vietnamese sentence of a code, from the catalogue of the screens; the code itself where there is none. */
import { readdirSync } from 'node:fs';

export async function sentenceOf(code: string): Promise<string> {
  const folder = new URL('../renderer/text/vi/errors/', import.meta.url);
  for (const name of readdirSync(folder)) {
    const rooms = (await import(new URL(name, folder).href)) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    for (const texts of Object.values(rooms)) if (texts[code] !== undefined) return texts[code];
  }
  return code;
}
