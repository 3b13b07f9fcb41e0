import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeOf } from '../vault-names.ts';
import { BACKUP_FILES, listParts, readFileList, surveyFiles, vaultOf } from './layout.ts';

let root: string;
let generation: string;
const names = Array.from({ length: 3_000 }, (_, i) => createHash('sha256').update(String(i)).digest('hex'));
const write = (lines: readonly string[]): string => {
  const text = lines.map((name) => `${name}\n`).join('');
  writeFileSync(join(generation, BACKUP_FILES.files), text);
  return createHash('sha256').update(text).digest('hex');
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tram-layout-'));
  generation = join(root, '20261121-093000');
  mkdirSync(generation);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('a long list of files is read in parts, each name whole, and the others have their turn between them', async () => {
  write(names);
  const parts: number[] = [];
  let others = 0;
  for await (const part of listParts(generation)) {
    parts.push(part.length);
    setImmediate(() => others++);
  }
  expect(parts.filter(Boolean).length).toBeGreaterThan(2);
  expect(Math.max(...parts)).toBeLessThan(1_100);
  expect(others).toBeGreaterThan(1);
  expect(await readFileList(generation)).toEqual(names);
});

it('what is missing of a list is counted, but not what was destroyed by decision; what is no name is refused', async () => {
  const listSha256 = write(names);
  const there = names.slice(5, 25);
  for (const name of there) {
    const path = join(vaultOf(generation), placeOf(name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'abc');
  }
  const destroyed = new Set(names.slice(100));
  expect(await surveyFiles(generation, destroyed)).toEqual({ listSha256, missing: 80, first: names[0], bytes: 60 });
  const stop = new AbortController();
  stop.abort();
  await expect(surveyFiles(generation, destroyed, stop.signal)).rejects.toMatchObject({ error: { code: 'backup.cancelled' } });
  write([...names, '../../keys.json']);
  await expect(surveyFiles(generation, destroyed)).rejects.toMatchObject({ error: { code: 'backup.manifest_damaged' } });
});
