/**
 * A workstation's core at work until it is killed. Each act is told once it is acknowledged. Where it is told to, it ends
 * itself by SIGKILL at a point of a transaction; else whoever started it does.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { systemClock } from '../../../src/core/clock.ts';
import { deriveKeys, openStore } from '../../../src/core/store/index.ts';
import { seededRandom } from '../../bench/bench.ts';
import { type Ack, actsOf } from './acts.ts';

/** `atPoint`: the how manieth point of a transaction it dies at; 0 = none. */
const [dir = '', dataKey = '', seed = '1', atPoint = '0'] = process.argv.slice(2);
let points = 0;
const store = openStore({
  dir,
  keys: deriveKeys(Buffer.from(dataKey, 'hex')),
  clock: systemClock,
  onPoint: () => {
    if (++points === Number(atPoint)) process.kill(process.pid, 'SIGKILL');
  },
});
const tell = (ack: Ack): void => void writeSync(1, `${JSON.stringify(ack)}\n`);
const act = actsOf(store, seededRandom(Number(seed)), tell);

// A process that is killed would never write it.
flushCompileCache();
tell({ act: 'open' });
for (;;) await act();
