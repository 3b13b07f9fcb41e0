/** The styles of the component library come one by one: none that the page needs is missing, and their order is the library's. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '..');
const styles = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles');
const taken = [
  ...readFileSync(join(import.meta.dirname, 'mantine.css'), 'utf8').matchAll(/@import "@mantine\/core\/styles\/([\w-]+)\.css"/g),
].map(([, name]) => name ?? '');

it('each component the page names has its style', () => {
  const named = new Set(
    readdirSync(renderer, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => [...readFileSync(join(renderer, file), 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
      .filter((name) => existsSync(join(styles, `${name}.css`))),
  );
  expect(named.size).toBeGreaterThan(20);
  expect([...named].filter((name) => !taken.includes(name))).toEqual([]);
});

it('the styles stand in the order of the library, which later ones build on', () => {
  const all = readFileSync(join(styles, '..', 'styles.css'), 'utf8');
  const places = taken.flatMap((name) => {
    const [first] = /\.m_[0-9a-f]+/.exec(readFileSync(join(styles, `${name}.css`), 'utf8')) ?? [];
    return first === undefined ? [] : [{ name, at: all.indexOf(first) }];
  });
  expect(places.length).toBeGreaterThan(30);
  expect(places.map(({ name }) => name)).toEqual([...places].sort((a, b) => a.at - b.at).map(({ name }) => name));
});
