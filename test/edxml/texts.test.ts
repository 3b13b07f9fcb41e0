import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edxmlErrors } from '../../src/renderer/text/vi/errors/edxml.ts';
import { parsingErrors } from '../../src/renderer/text/vi/errors/parsing.ts';

const src = join(import.meta.dirname, '..', '..', 'src');
const files = (folder: string): string[] =>
  readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(src, folder, name));

describe('what a clerk reads', () => {
  it('every refusal and warning of reading and writing packages has its sentence', () => {
    const texts = { ...edxmlErrors, ...parsingErrors };
    const sources = ['formats/edxml', 'formats/zip', 'parser', 'core/parsing'].flatMap(files).map((path) => readFileSync(path, 'utf8'));
    const codes = new Set(sources.flatMap((text) => [...text.matchAll(/'((?:edxml|zip|parsing)\.[a-z_]+)'/g)].map((m) => m[1] ?? '')));
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => !(code in texts))).toEqual([]);
    expect(Object.values(texts).filter((text) => text.includes('!'))).toEqual([]);
  });
});
