/** The power goes: a process and all that it started end at once, without a word. Linux. */
import { readdirSync, readFileSync } from 'node:fs';

function family(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(pid);
    } catch {
      return false;
    }
  });
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

export function killAll(pid: number): void {
  for (const one of family(pid).reverse()) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  }
}
