/**
 * Run by the re-key tests: re-keys a profile and ends itself (SIGKILL) at the given point, or prints the points it passed.
 * Arguments: profile folder, passphrase, scrypt cost, number of the point (−1 = none).
 */
import { kill, pid } from 'node:process';
import { openProfile, rekeyProfile } from '../../src/core/accounts/index.ts';
import { systemClock as clock } from '../../src/core/clock.ts';

const [dir = '', secret = '', cost = '', at = '-1'] = process.argv.slice(2);
const proof = { way: 'passphrase', secret, scryptCost: Number(cost) } as const;
const profile = await openProfile({ dir, clock, ...proof });
let seen = 0;
await rekeyProfile({
  profile,
  clock,
  proof,
  keeps: () => true,
  note: () => undefined,
  onPoint: () => {
    if (seen++ === Number(at)) kill(pid, 'SIGKILL');
  },
});
console.log(seen);
