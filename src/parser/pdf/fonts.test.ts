import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fontFromResources, resourcesDir, timesOfWindows } from './fonts.ts';

const dir = mkdtempSync(join(tmpdir(), 'tvt-fonts-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('Windows’ Times New Roman is drawn with where it has every Vietnamese letter, the shipped font else', () => {
  const fonts = join(dir, 'Fonts');
  mkdirSync(fonts);
  copyFileSync(join(resourcesDir(), 'fonts', 'Tinos-Regular.ttf'), join(fonts, 'times.ttf'));
  writeFileSync(join(fonts, 'timesbd.ttf'), 'not a font');
  const env = { SystemRoot: dir };
  expect(timesOfWindows('regular', 'win32', env)?.byteLength).toBe(fontFromResources('regular').byteLength);
  expect(timesOfWindows('bold', 'win32', env)).toBeUndefined();
  expect(timesOfWindows('italic', 'win32', env)).toBeUndefined();
  expect(timesOfWindows('regular', 'linux', env)).toBeUndefined();
});
