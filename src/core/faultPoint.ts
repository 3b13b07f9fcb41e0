/**
 * For the tests that end the process at a marked point of the path: `TRAM_KILL_AT=name[#n]` ends it by SIGKILL when
 * the named point is reached for the n-th time, once in the life of the file `TRAM_KILL_MARK`. Several points are
 * separated by commas, each but the first with a file of its own (`TRAM_KILL_MARK` and its place). Absent in normal use.
 */
import { existsSync, writeFileSync } from 'node:fs';

export function faultPoint(): ((name: string) => void) | undefined {
  const { TRAM_KILL_AT: wanted, TRAM_KILL_MARK: mark } = process.env;
  if (!wanted || !mark) return undefined;
  const points = wanted.split(',').map((one, place) => {
    const [name = '', times = '1'] = one.split('#');
    return { name, left: Number(times), mark: place === 0 ? mark : `${mark}.${place}` };
  });
  return (point) => {
    for (const one of points) {
      if (point !== one.name || existsSync(one.mark)) continue;
      one.left--;
      if (one.left > 0) continue;
      writeFileSync(one.mark, point);
      process.kill(process.pid, 'SIGKILL');
    }
  };
}
