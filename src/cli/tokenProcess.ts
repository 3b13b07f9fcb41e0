/** A token process for the command line: one act, one PIN, on the contract of the workstation's. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { PinAnswer, TokenCalls } from '../contract/token/index.ts';
import { type Client, connect, type Port } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { startedEarly, startToken } from './children.ts';
import { Pipe } from './pipe.ts';

interface Carried {
  readonly channel: 'calls' | 'pin';
  readonly data: unknown;
}

export class TokenProcess {
  readonly #child: ChildProcess;
  readonly #pipe: Pipe;
  readonly #listeners = new Map<Carried['channel'], (message: unknown) => void>();
  readonly calls: Client<TokenCalls>;
  constructor() {
    this.#child = startedEarly('token') ?? startToken();
    this.#pipe = new Pipe(this.#child);
    this.#pipe.onMessage = (message) => {
      const { channel, data } = message as Carried;
      this.#listeners.get(channel)?.(data);
    };
    const port = this.#port('calls');
    this.#pipe.send({ channel: 'calls', open: { type: 'serve' } });
    this.calls = connect<TokenCalls>(port).call;
  }
  #port(channel: Carried['channel']): Port {
    return {
      post: (data) => this.#pipe.send({ channel, data }),
      onMessage: (listener) => void this.#listeners.set(channel, listener),
      onClose: (listener) => void this.#child.once('exit', listener),
      close: () => undefined,
    };
  }

  /** Opens an act on a certificate with its PIN, once. @throws Failure of the token's table of errors */
  async begin(serial: string, certificateSha256: string, pin: Uint8Array): Promise<string> {
    const actId = randomUUID();
    await this.calls.beginAct({ actId, serial, certificateSha256 });
    const answer = await new Promise<PinAnswer | undefined>((resolve) => {
      const port = this.#port('pin');
      port.onMessage((message) => resolve(message as PinAnswer));
      port.onClose(() => resolve(undefined));
      this.#pipe.send({ channel: 'pin', open: { type: 'pin-port', actId } });
      port.post({ pin });
      pin.fill(0);
    });
    if (!answer) throw new Failure('signing.not_done');
    if (!answer.ok) throw new Failure(answer.error.code, answer.error.params);
    return actId;
  }
  close(): void {
    this.#pipe.end();
    // It logs out and ends by itself; nobody waits for that.
    this.#child.unref();
  }
}
