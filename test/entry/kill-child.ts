/** Registers a sheet and ends itself by SIGKILL at the named point of the transaction. */
import { systemClock } from '../../src/core/clock.ts';
import { commitSheet } from '../../src/core/entry/index.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { clerk } from './support.ts';

const [dir = '', dataKey = '', sheetId = '', point = ''] = process.argv.slice(2);
const store = openStore({
  dir,
  keys: deriveKeys(Buffer.from(dataKey, 'hex')),
  clock: systemClock,
  onPoint(name) {
    if (name === `${point}:entry:commit`) process.kill(process.pid, 'SIGKILL');
  },
});
commitSheet(store, clerk, sheetId, () => []);
store.close();
