/** Where the parser finds the font it draws with: the resources folder that the shell names, read once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import type { FontStyle } from '../../formats/pdf/index.ts';

const FILES: Readonly<Record<FontStyle, string>> = {
  regular: 'Tinos-Regular.ttf',
  bold: 'Tinos-Bold.ttf',
  italic: 'Tinos-Italic.ttf',
  boldItalic: 'Tinos-BoldItalic.ttf',
};
const known = new Map<FontStyle, Uint8Array>();

/** `TRAM_RESOURCES_DIR`, else `resources/` beside `src/`. */
export const resourcesDir = (): string =>
  process.env.TRAM_RESOURCES_DIR ??
  join(import.meta.dirname, ...(import.meta.filename.endsWith('.ts') ? ['..', '..', '..'] : ['..', '..']), 'resources');

/** @throws Failure `pdf.font_missing` */
export function fontFromResources(style: FontStyle): Uint8Array {
  const bytes = known.get(style);
  if (bytes) return bytes;
  try {
    const read = readFileSync(join(resourcesDir(), 'fonts', FILES[style]));
    known.set(style, read);
    return read;
  } catch (error) {
    throw new Failure('pdf.font_missing', { file: FILES[style] }, { cause: error });
  }
}
