import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const renderer = join(import.meta.dirname, '..');
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:css|tsx?)$/.test(name) && !/^theme[/\\]|^text[/\\]|\.test\./.test(name))
  .map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '') }));

/** Each with the line it stands on. */
function found(pattern: RegExp, kind: RegExp): string[] {
  return sources.flatMap(({ name, text }) =>
    kind.test(name) ? text.split('\n').flatMap((line) => (pattern.test(line) ? [`${name}: ${line.trim()}`] : [])) : [],
  );
}
const tokens = readFileSync(join(renderer, 'theme', 'tokens.css'), 'utf8');
const names = (css: string): Set<string> => new Set([...css.matchAll(/^\s+(--[\w-]+):/gm)].map(([, name = '']) => name));

test('no colour stands anywhere but in the tokens', () => {
  const colour = /#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|color-mix)\(|:\s*(?:white|black)\b|--mantine-color-/;
  expect(found(colour, /\.css$/)).toEqual([]);
  expect(found(/['"`]#[0-9a-fA-F]{3,8}['"`]|\brgba?\(|--mantine-color-/, /\.tsx?$/)).toEqual([]);
});
test('no component names a shade, which would be the same in the dark', () => {
  expect(found(/\b(?:c|bg|color)=(?:"|\{?[^}]*')(?:red|orange|yellow|green|gray|blue|ink|dark)\.\d/, /\.tsx$/)).toEqual([]);
});
test('every token that a style names exists', () => {
  const known = names(tokens);
  // A measure (never a colour: see above) that a style or the page sets for itself.
  const own = new Set(sources.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+)['"]?\]?\s*[:,]/g)].map(([, name = '']) => name)));
  const used = new Set(sources.flatMap(({ text }) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name)));
  expect([...used].filter((name) => !known.has(name) && !own.has(name) && !name.startsWith('--mantine-'))).toEqual([]);
});

/** The three looks as tables of colours. */
const looks = ['light', 'dark', 'contrast'].map((look) => {
  const block = look === 'light' ? /^:root \{([\s\S]*?)^\}/m : new RegExp(`^:root\\[data-look="${look}"\\] \\{([\\s\\S]*?)^\\}`, 'm');
  const own = (css: string): [string, string][] => [...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, n = '', v = '']) => [n, v]);
  const light = /^:root \{([\s\S]*?)^\}/m.exec(tokens)?.[1] ?? '';
  return { look, colours: Object.fromEntries([...own(light), ...own(block.exec(tokens)?.[1] ?? '')]) };
});
const channels = (colour: string): number[] => {
  const hex = /^#([0-9a-f]{6})$/.exec(colour)?.[1] ?? '';
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
};
/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = channels(colour).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};
const GROUNDS = ['--ground', '--panel', '--head', '--soft', '--field', '--sheet', '--hover', '--chosen'];
const WORDS = ['--ink', '--dim', '--accent', '--urgent', '--good-ink', '--warn-ink'];
const PAIRS: readonly (readonly [string, string])[] = [
  ...WORDS.flatMap((word) => GROUNDS.map((ground) => [word, ground] as const)),
  ['--placeholder', '--sheet'],
  ['--on-bar', '--bar'],
  ['--on-fill', '--fill'],
  ['--ink', '--urgent-ground'],
  ['--urgent', '--urgent-ground'],
  ['--ink', '--urgent-ground-strong'],
  ['--urgent-ink', '--urgent-chip'],
  ['--good-ink', '--good-ground'],
  ['--ink', '--good-ground'],
  ['--warn-ink', '--warn-ground'],
  ['--ink', '--warn-ground'],
  ['--banner-ink', '--banner'],
  ['--found-ink', '--found'],
];
test.each(looks)('words can be read on every ground they stand on: $look (WCAG 2.2, 1.4.3)', ({ look, colours }) => {
  const wanted = look === 'contrast' ? 7 : 4.5;
  const faint = PAIRS.flatMap(([word, ground]) => {
    const is = ratio(colours[word] ?? '', colours[ground] ?? '');
    return is >= wanted ? [] : [`${word} on ${ground}: ${is.toFixed(2)}`];
  });
  expect(faint).toEqual([]);
});
test.each(looks)('what has the focus and where a field ends is seen: $look (WCAG 2.2, 1.4.11)', ({ colours }) => {
  const faint = ['--sheet', '--ground', '--panel'].flatMap((ground) =>
    ['--focus', '--edge'].flatMap((line) => {
      const is = ratio(colours[line] ?? '', colours[ground] ?? '');
      return is >= 3 ? [] : [`${line} on ${ground}: ${is.toFixed(2)}`];
    }),
  );
  expect(faint).toEqual([]);
});
