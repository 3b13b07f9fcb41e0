/** The acts that are open, each with its owner, its limit of time and the one-shot port on which its PIN arrives. */
import { type PinAnswer, pinMessage } from '../contract/token/index.ts';
import type { Port } from '../contract/wire.ts';
import { type AppError, Failure } from '../domain/errors.ts';
import { SigningAct } from './act.ts';
import { tokenError } from './errors.ts';
import type { PresentToken } from './tokens.ts';

/** A PIN port may overtake its act; it waits this long, and only so many at once. */
const PIN_PORT_WAIT_MS = 30_000;
const MAX_WAITING_PIN_PORTS = 16;

/** Runs one piece of work after the other. */
export type InTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

function answer(port: Port, error?: AppError): void {
  port.post((error === undefined ? { ok: true } : { ok: false, error }) satisfies PinAnswer);
  port.close();
}

export class Acts {
  readonly #open = new Map<string, { readonly act: SigningAct; readonly owner: Port; readonly timer: NodeJS.Timeout }>();
  readonly #waiting = new Map<string, { readonly port: Port; readonly timer: NodeJS.Timeout }>();
  readonly #inTurn: InTurn;
  readonly #log: (line: string) => void;
  readonly #limitMs: number;
  constructor(inTurn: InTurn, log: (line: string) => void, limitMs: number) {
    this.#inTurn = inTurn;
    this.#log = log;
    this.#limitMs = limitMs;
  }

  /** One act a token at a time: sessions of one token share their login. */
  begin(owner: Port, actId: string, token: PresentToken, certificateSha256: string): SigningAct {
    if (this.#open.has(actId)) throw new Failure('token.act_exists');
    if ([...this.#open.values()].some(({ act }) => act.serial === token.info.serial)) throw new Failure('token.busy');
    const act = new SigningAct(token, certificateSha256);
    const timer = setTimeout(() => {
      this.#log('an act was not ended in time');
      void this.#inTurn(() => this.#close(actId));
    }, this.#limitMs);
    timer.unref();
    this.#open.set(actId, { act, owner, timer });
    const waiting = this.#waiting.get(actId);
    if (waiting) {
      this.#waiting.delete(actId);
      clearTimeout(waiting.timer);
      this.#hearPin(actId, waiting.port);
    }
    return act;
  }

  /** @throws Failure `token.no_such_act`, also for an act that another port opened. */
  of(owner: Port, actId: string): SigningAct {
    const open = this.#open.get(actId);
    if (open?.owner !== owner) throw new Failure('token.no_such_act');
    return open.act;
  }

  end(owner: Port, actId: string): void {
    if (this.#open.get(actId)?.owner === owner) this.#close(actId);
  }
  /** A core that died cannot end its acts. */
  endAllOf(owner: Port): void {
    for (const [actId, open] of this.#open) if (open.owner === owner) this.#close(actId);
  }

  /** Takes the port of an act's PIN; it gets exactly one answer, then it is closed. */
  receivePinPort(actId: string, port: Port): void {
    if (this.#open.has(actId)) {
      this.#hearPin(actId, port);
    } else if (this.#waiting.has(actId) || this.#waiting.size >= MAX_WAITING_PIN_PORTS) {
      answer(port, { code: 'token.no_such_act' });
    } else {
      const timer = setTimeout(() => {
        this.#waiting.delete(actId);
        answer(port, { code: 'token.no_such_act' });
      }, PIN_PORT_WAIT_MS);
      timer.unref();
      this.#waiting.set(actId, { port, timer });
    }
  }

  #hearPin(actId: string, port: Port): void {
    let heard = false;
    port.onMessage((message) => {
      const parsed = pinMessage.safeParse(message);
      const pin = parsed.success ? parsed.data.pin : undefined;
      if (heard) {
        pin?.fill(0);
        return;
      }
      heard = true;
      void this.#inTurn(() => this.#login(actId, pin)).then(
        () => answer(port),
        (error: unknown) => {
          const shown = tokenError(error, '');
          this.#log(`login refused: ${shown.code}`);
          answer(port, shown);
        },
      );
    });
  }

  #login(actId: string, pin: Uint8Array | undefined): void {
    if (pin === undefined) throw new Failure('token.pin_malformed');
    const open = this.#open.get(actId);
    if (!open) {
      pin.fill(0);
      throw new Failure('token.no_such_act');
    }
    open.act.login(pin);
  }

  #close(actId: string): void {
    const open = this.#open.get(actId);
    if (!open) return;
    this.#open.delete(actId);
    clearTimeout(open.timer);
    open.act.end();
  }
}
