/**
 * For the tests that end the process at a marked point of the path: `TRAM_KILL_AT=name[#n]` ends it by SIGKILL when
 * the named point is reached for the n-th time, once in the life of the file `TRAM_KILL_MARK`. Absent in normal use.
 */
import { existsSync, writeFileSync } from 'node:fs';

export function faultPoint(): ((name: string) => void) | undefined {
  const { TRAM_KILL_AT: wanted, TRAM_KILL_MARK: mark } = process.env;
  if (!wanted || !mark) return undefined;
  const [name = '', times = '1'] = wanted.split('#');
  let left = Number(times);
  return (point) => {
    if (point !== name || existsSync(mark)) return;
    left--;
    if (left > 0) return;
    writeFileSync(mark, point);
    process.kill(process.pid, 'SIGKILL');
  };
}
