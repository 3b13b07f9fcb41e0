/**
 * The reader as it ships: the built bundle with just those files of its packages that the installer packs, in a folder
 * without sources, under the permissions it runs with there. It finds its engine and its language by itself.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makePages } from '../bench/ocr/pages.ts';
import { readerKit } from '../reading/kit.ts';

const root = join(import.meta.dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'tvt-built-reader-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What `electron-builder.yml` leaves out of the packages, as rules for paths inside `node_modules`. */
function leftOut(): (path: string) => boolean {
  const rules = [...readFileSync(join(root, 'electron-builder.yml'), 'utf8').matchAll(/^ {2}- "!node_modules\/([^"]+)"$/gm)].map(
    ([, rule = '']) => {
      const pattern = rule
        .replace(/[.+]/g, '\\$&')
        .replace(/\*\*/g, '\0')
        .replace(/\*/g, '[^/]*')
        .replace(/\0/g, '.*')
        .replace(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(',', '|')})`);
      return new RegExp(`^${pattern}$`);
    },
  );
  expect(rules.length).toBeGreaterThan(3);
  return (path) => rules.some((rule) => rule.test(path));
}

it('reads a page from the built files alone, as they are packed', async () => {
  const out = join(root, 'out', 'main');
  expect(existsSync(join(out, 'reader.js')), 'build first').toBe(true);
  cpSync(out, join(home, 'out', 'main'), { recursive: true, filter: (from) => !from.endsWith('.map') });
  cpSync(join(root, 'package.json'), join(home, 'package.json'));
  const modules = join(root, 'node_modules');
  const gone = leftOut();
  for (const name of ['tesseract.js-core', '@tesseract.js-data/vie', 'zod'])
    cpSync(join(modules, name), join(home, 'node_modules', name), {
      recursive: true,
      filter: (from) => !gone(relative(modules, from)) && !/\.(?:md|map|ts)$/.test(from),
    });
  expect(readdirSync(join(home, 'node_modules', '@tesseract.js-data', 'vie', '4.0.0'))).toEqual([]);
  const kit = readerKit({ entry: join(home, 'out', 'main', 'reader.js'), codeDirs: [join(home, 'out'), join(home, 'node_modules')] });
  try {
    const [worn] = await makePages(1, 11);
    if (!worn) throw new Error('no page');
    const { words } = await kit.pool.read({ image: kit.sealed(worn.jpeg), dpi: worn.dpi });
    expect(words.length).toBeGreaterThan(40);
    expect(words.map(({ text }) => text)).toContain(worn.document.signer.split(' ').at(-1));
  } finally {
    await kit.stop();
  }
});
