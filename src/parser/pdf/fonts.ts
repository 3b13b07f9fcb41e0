/**
 * The font that appearances are drawn with: Times New Roman where Windows has it (it may be embedded, not shipped), else the
 * metric-compatible one in the resources folder that the shell names. Read once.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../domain/errors.ts';
import { openedFont } from '../../formats/pdf/fonts.ts';
import type { FontStyle } from '../../formats/pdf/index.ts';

const FILES: Readonly<Record<FontStyle, string>> = {
  regular: 'Tinos-Regular.ttf',
  bold: 'Tinos-Bold.ttf',
  italic: 'Tinos-Italic.ttf',
  boldItalic: 'Tinos-BoldItalic.ttf',
};
const TIMES: Readonly<Record<FontStyle, string>> = {
  regular: 'times.ttf',
  bold: 'timesbd.ttf',
  italic: 'timesi.ttf',
  boldItalic: 'timesbi.ttf',
};
/** Letters of which an old Times New Roman lacks some. */
const NEEDED = 'ữợẫỵĐđƠơ';

/** Windows' own Times New Roman, where it is there, may be read and has every Vietnamese letter. */
export function timesOfWindows(
  style: FontStyle,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Uint8Array | undefined {
  if (platform !== 'win32') return undefined;
  try {
    const bytes = readFileSync(join(env.SystemRoot ?? 'C:\\Windows', 'Fonts', TIMES[style]));
    const font = openedFont(bytes);
    const whole = [...NEEDED].every((letter) => font.glyphOf(letter.codePointAt(0) ?? 0) !== 0);
    return whole ? bytes : undefined;
  } catch {
    return undefined;
  }
}

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
    const read = timesOfWindows(style) ?? readFileSync(join(resourcesDir(), 'fonts', FILES[style]));
    known.set(style, read);
    return read;
  } catch (error) {
    throw new Failure('pdf.font_missing', { file: FILES[style] }, { cause: error });
  }
}
