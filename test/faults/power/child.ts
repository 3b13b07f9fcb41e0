/** A core's day from an empty folder on, recorded: a store is made, acts are done and told, once it is closed and opened. */
import { writeSync } from 'node:fs';
import { systemClock } from '../../../src/core/clock.ts';
import { deriveKeys, openStore } from '../../../src/core/store/index.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { seededRandom } from '../../bench/bench.ts';
import { type Ack, actsOf } from '../crash/acts.ts';
import { begin } from '../crash/judge.ts';

/** `careless`: as a core that does not sync its commits would do it, to see that the cuts find it out. */
const [dir = '', dataKey = '', seed = '1', documents = '10', careless = ''] = process.argv.slice(2);
const keys = deriveKeys(Buffer.from(dataKey, 'hex'));
const random = seededRandom(Number(seed));
const tell = (ack: Ack): void => void writeSync(1, `${JSON.stringify(ack)}\n`);
function open(create: boolean): Store {
  const store = openStore({ dir, keys, clock: systemClock, create });
  // Else so short a day would never see the log brought into the database.
  store.db.pragma('wal_autocheckpoint = 150');
  if (careless !== '') store.db.pragma('synchronous = NORMAL');
  return store;
}
let store = open(true);
begin(store);
tell({ act: 'open' });
for (let half = 0; half < 2; half++) {
  const act = actsOf(store, random, tell);
  for (let n = 0; n < Number(documents) / 2; n++) await act();
  if (half === 1) break;
  store.close();
  store = open(false);
}
// A power cut does not wait for a store to be closed.
process.exit(0);
