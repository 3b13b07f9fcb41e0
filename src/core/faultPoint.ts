/**
 * For the tests that end the process at a marked point of the path: `TRAM_KILL_AT=name[#n]` kills it, by SIGKILL, when
 * the named point is reached for the n-th time. Absent in normal use.
 */
export function faultPoint(): ((name: string) => void) | undefined {
  const wanted = process.env.TRAM_KILL_AT;
  if (!wanted) return undefined;
  const [name = '', times = '1'] = wanted.split('#');
  let left = Number(times);
  return (point) => {
    if (point !== name) return;
    left--;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
