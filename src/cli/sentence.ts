/** The Vietnamese sentence of a code, from the catalogue of the screens; the code itself where there is none. Loaded only when it is needed. */
import { readdirSync } from 'node:fs';

type Texts = Readonly<Record<string, string>>;

export async function sentenceOf(code: string): Promise<string> {
  // Where everything is bundled the whole catalogue is one piece.
  if (!import.meta.filename.endsWith('.ts')) return ((await import('../renderer/text/vi/errors.ts')).errors as Texts)[code] ?? code;
  const folder = new URL('../renderer/text/vi/errors/', import.meta.url);
  for (const name of readdirSync(folder)) {
    const rooms = (await import(/* @vite-ignore */ new URL(name, folder).href)) as Readonly<Record<string, Texts>>;
    for (const texts of Object.values(rooms)) if (texts[code] !== undefined) return texts[code];
  }
  return code;
}
