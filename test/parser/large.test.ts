/** A package far larger than what the reader may hold, in a process of its own so that memory can be measured. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

describe('a package with a file of 60 MB', () => {
  it.each(['one line', '76 columns'])('is written and read without standing in memory (%s)', async (layout) => {
    const { stdout } = await run(process.execPath, ['--expose-gc', join(import.meta.dirname, 'large.ts'), '60', layout], {
      timeout: 60_000,
    });
    const figures = JSON.parse(stdout) as { writeGrowthMb: number; readGrowthMb: number; same: boolean };
    expect(figures.same).toBe(true);
    expect(figures.writeGrowthMb).toBeLessThan(80);
    expect(figures.readGrowthMb).toBeLessThan(80);
  });
});
