/** Finds Electron's runtime where it already is; never downloads it (npm's `electron` would, when asked for its path). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Path of the executable: under `ELECTRON_OVERRIDE_DIST_PATH`, else in `node_modules/electron/dist`. */
export function electronPath(): string | undefined {
  const folder = join(import.meta.dirname, '..', 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : (NAMES[process.platform] ?? 'electron');
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(path) ? path : undefined;
}
