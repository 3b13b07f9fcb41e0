/**
 * `npm run sign-pdf`, `npm run verify-pdf`: the bundled command where `npm run build` made one that is not older than the
 * source, else the source itself.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
export const CLI_DIR = join(root, 'out', 'cli');
/** Written last: a build that broke off is no build. */
export const CLI_STAMP = join(CLI_DIR, 'complete');

/** The newest change under a folder, Unix milliseconds. */
function newest(folder: string): number {
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.test.ts')) continue;
    latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}
const SOURCES = [
  'src/cli',
  'src/parser',
  'src/token',
  'src/formats',
  'src/domain',
  'src/contract',
  'src/core/signing',
  'src/core/verify',
  'src/core/print',
  'src/renderer/text',
];
/** The bundle is whole and not older than what it was made from. */
export function cliBundleFresh(): boolean {
  if (!existsSync(CLI_STAMP)) return false;
  const made = statSync(CLI_STAMP).mtimeMs;
  return SOURCES.every((folder) => newest(join(root, folder)) <= made);
}

const COMMANDS: Readonly<Record<string, string>> = { 'sign-pdf': 'signPdf', 'verify-pdf': 'verifyPdf' };
if (import.meta.filename === process.argv[1]) {
  const name = COMMANDS[process.argv[2] ?? ''];
  if (name === undefined) throw new Error(`which command: ${Object.keys(COMMANDS).join(', ')}`);
  const entry = cliBundleFresh() ? join(CLI_DIR, `${name}.js`) : join(root, 'src', 'cli', `${name}.ts`);
  process.argv.splice(1, 2, entry);
  await import(entry);
}
