/** The acts that are open, each with its owner, its idle limit and the one-shot port on which its PIN arrives. */
import { newPinMessage, type PinAnswer, pinMessage } from '../contract/token/index.ts';
import type { Port } from '../contract/wire.ts';
import { type AppError, Failure } from '../domain/errors.ts';
import { type Purpose, SigningAct } from './act.ts';
import { tokenError } from './errors.ts';
import { PinChange } from './pin-change.ts';
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

interface Open {
  readonly act: SigningAct | PinChange;
  readonly owner: Port;
  readonly timer: NodeJS.Timeout;
}
/** What came on a PIN port. */
type Given = { readonly pin: Uint8Array } | { readonly oldPin: Uint8Array; readonly newPin: Uint8Array };
function givenIn(message: unknown): Given | undefined {
  const pin = pinMessage.safeParse(message);
  if (pin.success) return pin.data;
  const change = newPinMessage.safeParse(message);
  return change.success ? change.data : undefined;
}
function wipe(given: Given | undefined): void {
  if (given) for (const bytes of Object.values(given)) bytes.fill(0);
}

export class Acts {
  readonly #open = new Map<string, Open>();
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
  begin(
    owner: Port,
    actId: string,
    token: PresentToken,
    certificateSha256: string,
    finalTryAccepted = false,
    purpose: Purpose = 'sign',
  ): SigningAct {
    this.#checkFree(actId, token.info.serial);
    const act = new SigningAct(token, certificateSha256, finalTryAccepted, purpose);
    this.#keep(owner, actId, act);
    return act;
  }
  beginPinChange(owner: Port, actId: string, token: PresentToken, finalTryAccepted: boolean): void {
    this.#checkFree(actId, token.info.serial);
    this.#keep(owner, actId, new PinChange(token, finalTryAccepted));
  }
  endPinChange(owner: Port, actId: string): PinChange['outcome'] {
    const open = this.#open.get(actId);
    if (open?.owner !== owner || !(open.act instanceof PinChange)) throw new Failure('token.no_such_act');
    this.#close(actId);
    return open.act.outcome;
  }

  #checkFree(actId: string, serial: string): void {
    if (this.#open.has(actId)) throw new Failure('token.act_exists');
    if ([...this.#open.values()].some(({ act }) => act.serial === serial)) throw new Failure('token.busy');
  }
  #keep(owner: Port, actId: string, act: SigningAct | PinChange): void {
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
  }

  /** @throws Failure `token.no_such_act`, also for an act that another port opened. */
  of(owner: Port, actId: string): SigningAct {
    const open = this.#open.get(actId);
    if (open?.owner !== owner || !(open.act instanceof SigningAct)) throw new Failure('token.no_such_act');
    // Idle begins anew with each signature: a batch may be long.
    open.timer.refresh();
    return open.act;
  }

  end(owner: Port, actId: string): void {
    if (this.#open.get(actId)?.owner === owner) this.#close(actId);
  }
  /** Ends the acts on tokens that are not plugged in any more. */
  endAbsent(present: ReadonlySet<string>): void {
    for (const [actId, { act }] of this.#open) {
      if (act instanceof PinChange || present.has(act.place)) continue;
      this.#log('an act ended with its token');
      this.#close(actId);
    }
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
      const given = givenIn(message);
      if (heard) {
        wipe(given);
        return;
      }
      heard = true;
      void this.#inTurn(() => this.#use(actId, given)).then(
        () => answer(port),
        (error: unknown) => {
          const shown = tokenError(error, '');
          this.#log(`login refused: ${shown.code}`);
          answer(port, shown);
        },
      );
    });
  }

  #use(actId: string, given: Given | undefined): void {
    const act = this.#open.get(actId)?.act;
    try {
      if (given === undefined) throw new Failure('token.pin_malformed');
      if (act === undefined) throw new Failure('token.no_such_act');
      if ('pin' in given && act instanceof SigningAct) act.login(given.pin);
      else if ('newPin' in given && act instanceof PinChange) act.change(given.oldPin, given.newPin);
      else throw new Failure('token.pin_malformed');
    } finally {
      wipe(given);
    }
  }

  #close(actId: string): void {
    const open = this.#open.get(actId);
    if (!open) return;
    this.#open.delete(actId);
    clearTimeout(open.timer);
    if (open.act instanceof SigningAct) open.act.end();
  }
}
