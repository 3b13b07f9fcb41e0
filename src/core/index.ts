/** Entry of the core process: takes ports from its parent and hands them to the `Core`. */
import { fromMessagePort, type MessagePortLike } from '../contract/ports.ts';
import { type CoreMessage, coreMessage, type ShellCalls } from '../contract/shell/index.ts';
import { connect } from '../contract/wire.ts';
import { Core } from './core.ts';
import { faultPoint } from './faultPoint.ts';
import { createLog } from './log.ts';
import { limitsOfEnvironment } from './tokens/index.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): void;
}

const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;
if (!parent) throw new Error('the core runs as a utility process');

const log = createLog();
let core: Core | undefined;

function take(message: CoreMessage, ports: readonly MessagePortLike[]): void {
  const [port] = ports;
  if (message.type === 'start' && port) {
    const onPoint = faultPoint();
    const tokenLimits = limitsOfEnvironment();
    const shell = connect<ShellCalls>(fromMessagePort(port));
    core = new Core({ start: message, shell, log, ...(onPoint ? { onPoint } : {}), ...(tokenLimits ? { tokenLimits } : {}) });
    return;
  }
  if (!core) return;
  if (message.type === 'page-port' && port) core.addPage(fromMessagePort(port));
  else if (message.type === 'process-port' && port) core.processes.add(message.process, fromMessagePort(port), message.index);
  else if (message.type === 'lock') void core.lock();
  else if (message.type === 'receive') core.receiveNow();
  else if (message.type === 'stop') void core.stop().finally(() => process.exit(0));
}

parent.on('message', ({ data, ports }) => {
  const parsed = coreMessage.safeParse(data);
  if (parsed.success) take(parsed.data, ports);
});
process.on('uncaughtException', (error) => {
  log.error('uncaught', { error: { name: error.name, message: error.message, stack: error.stack } });
  process.exit(1);
});
