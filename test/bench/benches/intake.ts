/**
 * A thick scan comes in: 300 colour pages as one file of the scanner's, into the vault, looked at, read and made a PDF/A with
 * a text layer in the background, while the lists answer. All of it is the product's own, in its own processes with their own
 * options; words are read by the real reader, so it takes about ten minutes on two processors. `--size` is the number of
 * pages; how far it is stands on stderr.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CORE_EXEC_ARGV } from '../../../src/main/supervisor.ts';
import type { Bench, Figure } from '../bench.ts';

const PAGES = '300';

export const intake: Bench = {
  name: 'intake',
  about: 'a 300-page colour scan into the store and, read, to PDF/A with a text layer in the background, against copying it encrypted',
  run(options = {}) {
    const pages = options.size ?? PAGES;
    const source = join(options.cache ?? tmpdir(), `tram-bench-scan-${pages}.pdf`);
    const script = (name: string): string => join(import.meta.dirname, '..', 'intake', name);
    if (!existsSync(source)) execFileSync(process.execPath, [script('make.ts'), source, pages], { stdio: ['ignore', 'ignore', 'inherit'] });
    const said = execFileSync(process.execPath, [...process.execArgv, ...CORE_EXEC_ARGV, script('run.ts'), pages, source], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return Promise.resolve({ figures: JSON.parse(said) as Record<string, Figure> });
  },
};
