/** The token process as its supervisor starts it, with both kinds of its ports. */
import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannelMain, type UtilityProcess, utilityProcess } from '../../build/electron-host/utility-process.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import type { ModuleEntry, PinAnswer, TokenCalls } from '../../src/contract/token/index.ts';
import { type Connection, connect } from '../../src/contract/wire.ts';

export class TokenProcess {
  readonly child: UtilityProcess;
  readonly core: Connection<TokenCalls>;
  /** Everything the process printed. */
  output = '';
  constructor(env: Readonly<Record<string, string>>, modules: readonly ModuleEntry[] = []) {
    this.child = utilityProcess.fork(join('src', 'token', 'index.ts'), [], { stdio: 'pipe', env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (piece) => (this.output += String(piece)));
    this.core = this.serve(modules);
  }
  serve(modules: readonly ModuleEntry[] = []): Connection<TokenCalls> {
    const { port1, port2 } = new MessageChannelMain();
    this.child.postMessage({ type: 'serve', modules }, [port2]);
    return connect<TokenCalls>(fromMessagePort(port1));
  }
  /** What the page does: one PIN on the act's port. Undefined when the port closed without an answer. */
  givePin(actId: string, message: unknown): Promise<PinAnswer | undefined> {
    const { port1, port2 } = new MessageChannelMain();
    this.child.postMessage({ type: 'pin-port', actId }, [port2]);
    const port = fromMessagePort(port1);
    return new Promise((resolve) => {
      port.onMessage((answer) => resolve(answer as PinAnswer));
      port.onClose(() => resolve(undefined));
      port.post(message);
    });
  }
  pin(actId: string, pin: string): Promise<PinAnswer | undefined> {
    return this.givePin(actId, { pin: new TextEncoder().encode(pin) });
  }
  changePin(actId: string, oldPin: string, newPin: string): Promise<PinAnswer | undefined> {
    const bytes = (pin: string): Uint8Array => new TextEncoder().encode(pin);
    return this.givePin(actId, { oldPin: bytes(oldPin), newPin: bytes(newPin) });
  }
  async stop(): Promise<void> {
    if (this.child.pid === undefined) return;
    const gone = once(this.child, 'exit');
    process.kill(this.child.pid, 'SIGKILL');
    await gone;
  }
}

/** Code of the failure; any other error itself. */
export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: { error?: { code: string } }) => error.error?.code ?? error,
  );
