/**
 * Writes act after act into a store, each a vault file, a row and an audit row, and tells each once it is acknowledged.
 * Ends itself by SIGKILL at the named point of the act with the given number, or goes on until it is killed.
 */
import { writeSync } from 'node:fs';
import { record } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { WORKSTATION } from '../../src/core/context.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';

const [dir = '', dataKey = '', point = '', atAct = '0'] = process.argv.slice(2);
let act = 0;
const store = openStore({
  dir,
  keys: deriveKeys(Buffer.from(dataKey, 'hex')),
  clock: systemClock,
  onPoint(name) {
    if (name === `${point}:act` && act === Number(atAct)) process.kill(process.pid, 'SIGKILL');
  },
});
act = Number(store.setting('acts') ?? 0);
for (;;) {
  act++;
  const blob = await store.vault.put(Buffer.from(`văn bản số ${act}`.repeat(50)));
  store.tx(() => {
    store.vault.record(blob);
    store.setSetting('acts', String(act));
    record(store, WORKSTATION, 'note.add', blob.id, String(act));
  }, 'act');
  writeSync(1, `${act}\n`);
}
