/**
 * One workstation in a process of its own: store, exchange and documents room as in the product, and a clerk who issues
 * what is planned and works on what arrives. It may end itself, as by a power cut, at any marked point of the path.
 */

import { createExchange, vxpTransport } from '../../../src/core/axis/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Log } from '../../../src/core/context.ts';
import { createReceiver } from '../../../src/core/documents/index.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { readEdxmlJob } from '../../../src/parser/edxml.ts';
import { seededRandom } from '../../bench/bench.ts';
import { Clerk } from './clerk.ts';
import { OFFICES, planDocuments } from './plan.ts';

export interface WorkstationOptions {
  readonly dir: string;
  readonly office: string;
  readonly url: string;
  /** Hex. */
  readonly key: string;
  readonly messages: number;
  readonly seed: number;
  readonly large: number;
  /** Chance to end at a marked point. */
  readonly die: number;
  /** How many starts there were before: another sequence of chances each time. */
  readonly start: number;
  readonly verbose: boolean;
}

const options = JSON.parse(process.argv[2] ?? '{}') as WorkstationOptions;
const office = OFFICES.find((o) => o.organId === options.office);
if (office === undefined) throw new Error(options.office);
const random = seededRandom(options.seed * 1000 + options.start);
let die = options.die;
const onPoint = (): void => {
  if (die > 0 && random() < die) process.kill(process.pid, 'SIGKILL');
};
const tell =
  (level: string): Log['info'] =>
  (message, fields) => {
    if (level === 'error' || options.verbose) console.error(options.office, level, message, JSON.stringify(fields ?? {}));
  };

const key = Buffer.from(options.key, 'hex');
const store = openStore({ dir: options.dir, keys: { database: key, names: key }, clock: systemClock, onPoint });
store.tx(() => store.db.prepare(`UPDATE organ SET endpoint = ? WHERE organ_id = ?`).run(options.url, options.office));
const exchange = createExchange({
  store,
  clock: systemClock,
  mode: 'training',
  parsing: { ping: async () => ({}), readEdxml: (input) => readEdxmlJob(input) },
  judge: async () => ({ readable: true, signatures: [], summary: 'unsigned', checkedAt: 0 }),
  receiver: createReceiver(store),
  transportFor: (organ) => vxpTransport({ ...organ, timeouts: { connectMs: 1000, answerMs: 1500, idleMs: 1500 } }),
  log: { info: tell('info'), warn: tell('warn'), error: tell('error') },
  events: { emit: () => undefined },
  pollMs: 400,
  onPoint,
});
const mine = planDocuments(options.messages, options.seed, options.large).filter((p) => p.from === options.office);
const clerk = new Clerk(store, mine, () => exchange.wake());
exchange.start();

let stopping = false;
process.stdin.on('data', (data) => {
  for (const command of data.toString().split('\n')) {
    if (command === 'calm') die = 0;
    if (command === 'now') void exchange.sendNow();
    if (command === 'stand')
      console.error(options.office, JSON.stringify([exchange.status(), exchange.queue().rows.slice(0, 5), clerk.standing()]));
    if (command === 'stop') {
      stopping = true;
      void exchange.stop().then(() => {
        store.close();
        process.exit(0);
      });
    }
  }
});
process.stdin.on('end', () => process.exit(0));

const say = (): void => {
  if (!stopping) process.stdout.write(`${JSON.stringify({ planned: mine.length, ...clerk.progress() })}\n`);
};
say();
setInterval(say, 300);
while (!stopping) {
  const worked = await clerk.step();
  await new Promise((resolve) => setTimeout(resolve, worked ? 5 : 50));
}
