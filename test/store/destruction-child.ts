/** Agrees to a proposed destruction and carries it out; ends itself by SIGKILL at the named point's given time. */
import { systemClock } from '../../src/core/clock.ts';
import { agree, carryOut, listActs } from '../../src/core/destruction/index.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { recordId } from '../../src/domain/ids.ts';

const [dir = '', dataKey = '', point = '', time = '0', second = ''] = process.argv.slice(2);
let times = 0;
const store = openStore({
  dir,
  keys: deriveKeys(Buffer.from(dataKey, 'hex')),
  clock: systemClock,
  onPoint(name) {
    if (name === point && ++times === Number(time)) process.kill(process.pid, 'SIGKILL');
  },
});
const [act] = listActs(store);
await agree(store, act?.id ?? '', { id: recordId(second), name: 'Trần Văn Mẫu' });
await carryOut(store, act?.id ?? '');
store.close();
