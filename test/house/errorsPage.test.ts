import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { classOf, DOORS, UNPROVEN } from './errorClasses.ts';
import { filesOf, meets, PAGE, proofs, sentences } from './errorsPage.ts';

test('each row of the page of errors names a code that there is and tests that meet it', async () => {
  const known = await sentences();
  const now = new Map((await proofs()).map((one) => [one.code, one]));
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([a-z_.A-Z0-9]+)` \|[^|]*\|[^|]*\|([^|]*)\|$/gm)];
  expect(rows.length).toBeGreaterThan(700);
  const wrong = rows.flatMap(([, code = '', where = '']) => {
    if (!known.has(code)) return [`${code}: no such code`];
    const files = [...where.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? '');
    return files.filter((file) => !now.get(code)?.files.includes(file)).map((file) => `${code}: ${file} does not meet it`);
  });
  expect(wrong).toEqual([]);
});

test('a door is a code that there is, is raised behind the page, and is read in no window', async () => {
  const known = await sentences();
  const behind = filesOf('src', /\.tsx?$/).filter(([file]) => !/\.test\.tsx?$/.test(file) && !file.startsWith('src/renderer/text'));
  const all = new Map((await proofs()).map((one) => [one.code, one]));
  const wrong = Object.keys(DOORS).flatMap((code) => {
    if (!known.has(code)) return [`${code}: no such code`];
    if (all.get(code)?.how === 'window') return [`${code}: is read in a window`];
    return behind.some(([, text]) => meets(text, code)) ? [] : [`${code}: nobody raises it`];
  });
  expect(wrong).toEqual([]);
});

test('every code that has a sentence is raised by somebody', async () => {
  const source = filesOf('src', /\.tsx?$/).filter(([file]) => !/\.test\.tsx?$/.test(file) && !/text\/vi\/errors\//.test(file));
  /** Written as `form.${part}_missing`: the parts stand apart. */
  const made = /^(?:form\.\w+_(?:missing|misplaced)|signing\.(?:form|power)_\w+)$/;
  const idle = [...(await sentences()).keys()].filter((code) => !made.test(code) && !source.some(([, text]) => meets(text, code)));
  expect(idle).toEqual([]);
});

test('whatever is no door is met by a test, but for what is named with the reason why none brings it about', async () => {
  const alone = (await proofs()).filter(({ code, how }) => how === 'sentence' && classOf(code) !== 'door').map(({ code }) => code);
  expect(alone.sort()).toEqual(Object.keys(UNPROVEN).sort());
});
