/** What the bundler puts into every built process under names of its own must not be named again: the built program would not start. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');
const TAKEN = /^(?:const|let|var|function)\s+(?:require|__filename|__dirname)\b/m;

test('no file of a process names `require` or the folder anew, which the built program has already', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !name.startsWith('renderer'),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((name) => TAKEN.test(readFileSync(join(source, name), 'utf8')))).toEqual([]);
});
