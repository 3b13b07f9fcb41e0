import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGE, proofs, sentences } from './errorsPage.ts';

test('each row of the page of errors names a code that there is and tests that meet it', async () => {
  const known = await sentences();
  const now = new Map((await proofs()).map((one) => [one.code, one]));
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([a-z_.A-Z0-9]+)` \|[^|]*\|([^|]*)\|$/gm)];
  expect(rows.length).toBeGreaterThan(700);
  const wrong = rows.flatMap(([, code = '', where = '']) => {
    if (!known.has(code)) return [`${code}: no such code`];
    const files = [...where.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? '');
    return files.filter((file) => !now.get(code)?.files.includes(file)).map((file) => `${code}: ${file} does not meet it`);
  });
  expect(wrong).toEqual([]);
});
