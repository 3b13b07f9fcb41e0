/** The import rule of `docs/architecture.md`, proven by planting imports that break it: one per wall. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const forbidden: readonly (readonly [from: string, specifier: string])[] = [
  ['src/domain/x.ts', '../contract/wire.ts'],
  ['src/domain/x.ts', '../formats/zip/index.ts'],
  ['src/domain/x.ts', 'node:fs'],
  ['src/domain/x.ts', '../../src/core/context.ts'],
  ['src/contract/x.ts', '../core/context.ts'],
  ['src/contract/x.ts', '../training/index.ts'],
  ['src/contract/page/x.ts', '../../training/index.ts'],
  ['src/contract/page/x.ts', '../../core/context.ts'],
  ['src/contract/x.ts', 'node:crypto'],
  ['src/formats/pdf/x.ts', '../../contract/wire.ts'],
  ['src/formats/pdf/x.ts', '../../core/store/index.ts'],
  ['src/parser/x.ts', '../core/store/index.ts'],
  ['src/parser/x.ts', '../contract/page/index.ts'],
  ['src/parser/x.ts', '../contract/token/index.ts'],
  ['src/reader/x.ts', '../parser/files.ts'],
  ['src/reader/x.ts', '../core/store/index.ts'],
  ['src/reader/x.ts', '../contract/parser/index.ts'],
  ['src/reader/x.ts', 'undici'],
  ['src/core/x.ts', '../reader/index.ts'],
  ['src/token/x.ts', '../contract/page/index.ts'],
  ['src/token/x.ts', '../contract/shell/index.ts'],
  ['src/token/x.ts', '../domain/documents.ts'],
  ['src/token/x.ts', '../formats/cms/index.ts'],
  ['src/core/x.ts', 'electron'],
  ['src/core/store/x.ts', 'electron/main'],
  ['src/core/x.ts', '../main/index.ts'],
  ['src/core/x.ts', '../training/index.ts'],
  ['src/core/store/x.ts', '../../parser/index.ts'],
  ['src/core/store/x.ts', '../../renderer/text/vi/index.ts'],
  ['src/parser/x.ts', 'electron'],
  ['src/token/x.ts', 'electron'],
  ['src/training/x.ts', 'electron'],
  ['src/training/x.ts', '../core/context.ts'],
  ['src/renderer/x.tsx', 'electron'],
  ['src/renderer/x.tsx', 'node:fs'],
  ['src/renderer/x.tsx', '../core/context.ts'],
  ['src/renderer/x.tsx', '../formats/pdf/index.ts'],
  ['src/renderer/x.tsx', 'better-sqlite3'],
  ['src/preload/x.ts', '../core/context.ts'],
  ['src/main/x.ts', '../core/context.ts'],
  ['src/main/x.ts', '../training/index.ts'],
  ['src/main/x.ts', '../token/index.ts'],
];

const allowed: readonly (readonly [from: string, specifier: string])[] = [
  ['src/domain/x.ts', './errors.ts'],
  ['src/contract/page/x.ts', '../../domain/errors.ts'],
  ['src/contract/shell/x.ts', '../training/index.ts'],
  ['src/formats/pdf/x.ts', '../../domain/time.ts'],
  ['src/formats/pdf/x.ts', 'node:zlib'],
  ['src/parser/x.ts', '../contract/parser/index.ts'],
  ['src/parser/x.ts', '../contract/ports.ts'],
  ['src/parser/x.ts', '../formats/edxml/index.ts'],
  ['src/reader/x.ts', '../contract/reader/index.ts'],
  ['src/reader/x.ts', '../domain/proposals/index.ts'],
  ['src/reader/x.ts', '../formats/sealed/index.ts'],
  ['src/token/x.ts', '../contract/token/index.ts'],
  ['src/token/x.ts', '../contract/wire.ts'],
  ['src/token/x.ts', '../domain/errors.ts'],
  ['src/core/axis/x.ts', '../store/index.ts'],
  ['src/core/axis/x.ts', '../../contract/token/index.ts'],
  ['src/core/axis/x.ts', 'node:fs'],
  ['src/renderer/screens/x.tsx', '../../contract/page/index.ts'],
  ['src/main/x.ts', 'electron'],
  ['src/preload/x.ts', 'electron'],
  ['src/training/x.ts', '../contract/token/index.ts'],
];

const plantedName = (from: string, index: number): string => join(dirname(from), `planted-${index}${from.endsWith('x') ? '.tsx' : '.ts'}`);

describe('the import rule', () => {
  let folder = '';
  /** Names of the planted files that the rule refused. */
  const refused = new Set<string>();
  const planted = [...forbidden, ...allowed];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tram-import-rule-'));
    copyFileSync('biome.json', join(folder, 'biome.json'));
    for (const [index, [from, specifier]] of planted.entries()) {
      const file = join(folder, plantedName(from, index));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `import { thing } from '${specifier}';\n\nexport const used = thing;\n`);
    }
    const biome = resolve('node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--only=style/noRestrictedImports', '--max-diagnostics=none', '--colors=off', 'src'];
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    // A file that Biome did not look at would pass for accepted.
    expect(`${run.stdout}${run.stderr}`).toContain(`Checked ${planted.length} files`);
    for (const [, name] of `${run.stdout}${run.stderr}`.matchAll(/(planted-\d+\.tsx?):\d+:\d+ lint\/style\/noRestrictedImports/g)) {
      if (name !== undefined) refused.add(name);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const [index, [from, specifier]] of planted.entries()) {
    const forbids = index < forbidden.length;
    test(`${from} ${forbids ? 'may not' : 'may'} import ${specifier}`, () => {
      expect(refused.has(basename(plantedName(from, index)))).toBe(forbids);
    });
  }
});
