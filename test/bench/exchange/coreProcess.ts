/**
 * The core's exchange in a process of its own, as in the product: store, queue, inbox, the parser as a process beside it.
 * It answers what a page would ask meanwhile, and says when its queue or its inbox is empty.
 */
import { join } from 'node:path';
import { MessageChannelMain, utilityProcess } from '../../../build/electron-host/utility-process.ts';
import { fromMessagePort } from '../../../src/contract/ports.ts';
import { createExchange, vxpTransport } from '../../../src/core/axis/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createReceiver, listIncoming } from '../../../src/core/documents/index.ts';
import { createParsing } from '../../../src/core/parsing/index.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { createVerify } from '../../../src/core/verify/index.ts';
import { parserPermissions } from '../../../src/main/supervisor.ts';

export interface CoreTask {
  readonly dir: string;
  /** Hex. */
  readonly key: string;
  readonly office: string;
  readonly url: string;
}
const task = JSON.parse(process.argv[2] ?? '{}') as CoreTask;
const root = join(import.meta.dirname, '..', '..', '..');
const store = openStore({
  dir: task.dir,
  keys: { database: Buffer.from(task.key, 'hex'), names: Buffer.from(task.key, 'hex') },
  clock: systemClock,
});
store.tx(() => store.db.prepare('UPDATE organ SET endpoint = ? WHERE organ_id = ?').run(task.url, task.office));
const say = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
  if (level !== 'info') console.error(level, message, JSON.stringify(fields ?? {}));
};
const log = { info: say('info'), warn: say('warn'), error: say('error') };

const parsing = createParsing({ clock: systemClock, log, restart: () => Promise.reject(new Error('the parser died')) });
const child = utilityProcess.fork(join(root, 'src', 'parser', 'index.ts'), [], {
  execArgv: parserPermissions({ codeDirs: ['src', 'node_modules', 'resources'].map((d) => join(root, d)), profilesDir: task.dir }),
  stdio: 'inherit',
});
const { port1, port2 } = new MessageChannelMain();
child.postMessage({ type: 'serve' }, [port1]);
parsing.setPort(fromMessagePort(port2));
await parsing.ping({});

const verify = createVerify({ parsing, mode: 'training', anchors: () => [], intermediates: () => [] });
const exchange = createExchange({
  store,
  clock: systemClock,
  mode: 'training',
  parsing,
  judge: (file) => verify.judge(file),
  receiver: createReceiver(store),
  transportFor: (organ) => vxpTransport(organ),
  log,
  events: { emit: () => undefined },
  pollMs: 1_000,
});
const open = store.db
  .prepare(
    `SELECT (SELECT count(*) FROM dispatch WHERE state IN ('queued', 'sending', 'unknown')) + (SELECT count(*) FROM package WHERE acknowledged = 0)`,
  )
  .pluck();
const stored = store.db.prepare(`SELECT count(*) FROM package WHERE state = 'stored' AND acknowledged = 1`).pluck();

process.on('message', (asked: { id: number; ask: 'list' | 'start' | 'stand' | 'stop' }) => {
  const answer = (value: unknown): void => void process.send?.({ id: asked.id, value });
  if (asked.ask === 'list') answer(listIncoming(store, { states: [], text: '', offset: 0, limit: 50 }));
  else if (asked.ask === 'stand') answer({ open: open.get(), stored: stored.get() });
  else if (asked.ask === 'start') {
    exchange.start();
    answer({});
  } else
    void exchange.stop().then(() => {
      answer({});
      store.close();
      child.kill();
      process.exit(0);
    });
});
process.send?.({ id: 0, value: {} });
