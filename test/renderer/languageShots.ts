/**
 * Pictures of every screen at 1366×768 in a language that comes with the product, and what of it is cut off:
 * `node build/run.mjs test/renderer/languageShots.ts FOLDER [en] [name]…`
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startTour } from './walk.ts';

const [folder = 'test-out/language', language = 'en', ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const tour = await startTour({ language });
/** Words of buttons, tabs, menu entries, heads and labels that their box does not hold. */
const cutOff = (): Promise<string[]> =>
  tour.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, [role=tab], nav a, nav button, h1, h2, h3, th, label, .mantine-Button-label')]
      .filter((one) => one.offsetParent !== null && one.textContent.trim() !== '' && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 70)} (${one.scrollWidth} > ${one.clientWidth})`),
  );
for (const stop of tour.stops) {
  if (only.length > 0 && !only.includes(stop.name)) continue;
  await tour.to(stop);
  await tour.page.screenshot({ path: join(folder, `${stop.name}.png`) });
  for (const one of new Set(await cutOff())) console.log(stop.name, one);
}
await tour.close();
