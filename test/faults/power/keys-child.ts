/** A profile is set up and its ways in change, recorded; each step is told once it is done. */
import { writeSync } from 'node:fs';
import { addWayIn, prepareProfile, removeWayIn, replaceWayIn } from '../../../src/core/accounts/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { begin } from '../crash/judge.ts';
import { PASSPHRASES } from './passphrases.ts';

const [dir = ''] = process.argv.slice(2);
const cost = 1024;
const tell = (act: string, id: string): void => void writeSync(1, `${JSON.stringify({ act, id })}\n`);
const [first, second, third] = PASSPHRASES;
const prepared = await prepareProfile({ dir, mode: 'training', clock: systemClock, passphrase: first, scryptCost: cost });
tell('code', prepared.recoveryCode);
const profile = await prepared.confirm(prepared.recoveryCode, ({ keys, workstationId }) => {
  const store = openStore({ dir, keys, clock: systemClock, create: true, workstationId });
  begin(store);
  store.close();
});
tell('changed', '');
const options = { cost, personId: '018f0000-0000-7000-8000-000000000002' };
const way = await addWayIn(profile, { way: 'passphrase', passphrase: second }, options);
tell('changed', '');
const replaced = await replaceWayIn(profile, way, { way: 'passphrase', passphrase: third }, cost);
tell('changed', '');
removeWayIn(profile, replaced);
tell('changed', '');
process.exit(0);
