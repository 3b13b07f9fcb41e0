/**
 * Pictures of every screen on the invented core, small and large, light and dark, and at twice the size of text:
 * `npm run pictures -- [folder] [part of a name …]`. They are to be looked at, and kept in `docs/screens/`.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { startTour, type Theme } from './walk.ts';

const root = join(import.meta.dirname, '..', '..');
const [folder = join(root, 'docs', 'screens'), ...only] = process.argv.slice(2);
interface Kind {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}
const KINDS: readonly Kind[] = [
  { name: '1366-sang', width: 1366, height: 768, theme: 'light' },
  { name: '1366-toi', width: 1366, height: 768, theme: 'dark' },
  { name: '1920-sang', width: 1920, height: 1080, theme: 'light' },
  { name: '1920-toi', width: 1920, height: 1080, theme: 'dark' },
  // A 1366×768 screen at 200 %.
  { name: '1366-200', width: 683, height: 384, theme: 'light' },
];
/** Small enough to be kept, large enough to be looked at: of a usual screen, and of a large one. */
const SCALE = 0.66;
const SCALE_LARGE = 0.58;
/** Seven pictures of the high-contrast look say enough. */
const CONTRAST = ['today', 'incoming', 'incoming-document', 'draft', 'signing', 'registers', 'settings-look'];

const tour = await startTour({ rows: 40 });
const { page } = tour;
const stops = tour.stops.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
// The faint mark over the whole window is half of each picture's bytes; the banner says the same.
await page.addStyleTag({ content: '.training-mark { display: none; }' });
mkdirSync(folder, { recursive: true });
if (only.length === 0) for (const name of readdirSync(folder)) if (name.endsWith('.webp')) rmSync(join(folder, name));
async function shot(name: string): Promise<void> {
  const png = await page.screenshot();
  const { width } = await sharp(png).metadata();
  await sharp(png)
    .resize(Math.round(width * (width > 1400 ? SCALE_LARGE : SCALE)))
    .webp({ quality: 26, effort: 6 })
    .toFile(join(folder, `${name}.webp`));
}
for (const kind of [...KINDS, { name: '1366-tuong-phan', width: 1366, height: 768, theme: 'contrast' as const }]) {
  await page.setViewportSize(kind);
  await tour.look(kind.theme);
  for (const stop of stops) {
    if (kind.theme === 'contrast' && !CONTRAST.includes(stop.name)) continue;
    await tour.to(stop).catch((error: unknown) => console.error(stop.name, String(error).split('\n')[0]));
    // Pages of a document are drawn after their text is there.
    if (stop.name.endsWith('document'))
      await page
        .locator('.pdf-page canvas')
        .first()
        .waitFor({ state: 'attached', timeout: 5_000 })
        .catch(() => undefined);
    await page.mouse.move(kind.width - 2, 2);
    await shot(`${stop.name}-${kind.name}`);
  }
}
await tour.close();
const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
console.log(`${folder}: ${readdirSync(folder).length} pictures, ${(bytes / 1e6).toFixed(1)} MB`);
