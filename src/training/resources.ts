/** Where the shipped fonts lie: told by main, else the project's own folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LetterFonts } from '../formats/letter/index.ts';

const FILES = { regular: 'Tinos-Regular', bold: 'Tinos-Bold', italic: 'Tinos-Italic', boldItalic: 'Tinos-BoldItalic' } as const;

export function loadFonts(
  resourcesDir = process.env.TRAM_RESOURCES_DIR ?? join(import.meta.dirname, '..', '..', 'resources'),
): LetterFonts {
  const read = (name: keyof typeof FILES): Uint8Array => readFileSync(join(resourcesDir, 'fonts', `${FILES[name]}.ttf`));
  return { regular: read('regular'), bold: read('bold'), italic: read('italic'), boldItalic: read('boldItalic') };
}
