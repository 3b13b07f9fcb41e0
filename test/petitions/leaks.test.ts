/** Everything a page can ask, every file it can have made, all that the processes say: none of it tells who petitions. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { foldVietnamese } from '../../src/domain/secrecy.ts';
import { officeText } from '../support/office-file.ts';
import { SECRETS, TELLING } from './leak-words.ts';

const dir = mkdtempSync(join(tmpdir(), 'tvt-leak-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const root = join(import.meta.dirname, '..', '..');
const hasPdftotext = spawnSync('pdftotext', ['-v']).error === undefined;

/** Which of the telling words are there, however the bytes write letters. */
function tells(bytes: Uint8Array | string): string[] {
  const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes);
  const readings = [buffer.toString('utf8'), buffer.toString('latin1'), buffer.toString('utf16le')].map(foldVietnamese);
  return TELLING.filter((word) => readings.some((text) => text.includes(word)));
}
async function wordsIn(path: string): Promise<string> {
  if (path.endsWith('.pdf')) return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' });
  return /\.(?:xlsx|docx)$/.test(path) ? officeText(new Uint8Array(readFileSync(path))) : '';
}

it.skipIf(!hasPdftotext)(
  'who petitions is in no answer, refusal, print, table, log or file of the profile, whatever a page asks [needs pdftotext]',
  async () => {
    const said = spawnSync(process.execPath, [...process.execArgv, join(root, 'test', 'petitions', 'leak-child.ts'), dir], {
      encoding: 'buffer',
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    });
    expect([said.status, said.status === 0 ? '' : said.stderr.toString('utf8').slice(-2_000)]).toEqual([0, '']);
    const { asked, skipped, files, saved } = JSON.parse(readFileSync(join(dir, 'asked.json'), 'utf8')) as {
      asked: string[];
      skipped: string[];
      files: number;
      saved: number;
    };
    // The most of what a page may ask was asked, and real things were made.
    expect(asked.length).toBeGreaterThan(300);
    expect([skipped.length < 40, files > 6, saved > 1]).toEqual([true, true, true]);
    // What is looked for would be found: the search itself works, on the same words.
    expect(tells(JSON.stringify(SECRETS))).toEqual([...TELLING]);
    const found: string[] = [];
    const look = (where: string, bytes: Uint8Array | string): void => {
      for (const word of tells(bytes)) found.push(`${where}: ${word}`);
    };
    look('what the processes said', said.stdout);
    look('what the processes said', said.stderr);
    let parts = 0;
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      look(`the name of ${path}`, entry.name);
      look(path, readFileSync(path));
      look(path, await wordsIn(path));
      parts++;
    }
    expect(parts).toBeGreaterThan(300);
    expect(found).toEqual([]);
  },
  60_000,
);
