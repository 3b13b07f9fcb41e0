/**
 * The training tokens of this workstation's office: software keys behind the token contract, under the rules of a
 * real token: one act a token at a time, one PIN an act, its length checked before it counts, three wrong in a row
 * lock the token (here until the process starts again).
 */
import { type PinAnswer, pinMessage, type TokenCalls, type TokenInfo, tokenCalls } from '../contract/token/index.ts';
import { type Handlers, type Port, serve } from '../contract/wire.ts';
import { type AppError, Failure } from '../domain/errors.ts';
import { fingerprint, ROLES, type TrainingKey, type TrainingKeys } from './keys.ts';
import { OFFICES } from './world.ts';

export const TRAINING_PIN = '12345678';
const MIN_PIN = 6;
const MAX_PIN = 16;
const TRIES = 3;
const MAX_DATA = 64 * 1024;
/** A PIN may overtake the act it is for: they come on two ports. */
const ACT_WAIT_MS = 10_000;
/** An act that nobody ends does not keep its token forever. */
const ACT_LIMIT_MS = 5 * 60_000;

interface Token {
  readonly key: TrainingKey;
  readonly serial: string;
  readonly sha256: string;
  readonly label: string;
  wrong: number;
}
interface Act {
  readonly token: Token;
  readonly owner: Port;
  readonly limit: NodeJS.Timeout;
  pinUsed: boolean;
  loggedIn: boolean;
}

export class TrainingTokens {
  readonly #tokens: readonly Token[];
  readonly #acts = new Map<string, Act>();
  readonly #early = new Map<string, () => void>();

  constructor(keys: TrainingKeys) {
    const [here] = OFFICES;
    this.#tokens = ROLES.map((role) => {
      const key = keys.key(here.organId, role);
      const sha256 = fingerprint(key.certificate);
      const holder = role === 'leader' ? here.leader : here.name;
      return { key, sha256, serial: `TH${sha256.slice(0, 14).toUpperCase()}`, label: `TẬP HUẤN – ${holder}`, wrong: 0 };
    });
  }

  /** Serves the token contract over a port; the acts of a port end with it. */
  serve(port: Port, onUnexpected: (call: string, error: unknown) => void): void {
    serve(port, { calls: tokenCalls, handlers: this.#handlers, context: port, onUnexpected });
    port.onClose(() => {
      for (const [actId, act] of this.#acts) if (act.owner === port) this.#end(actId);
    });
  }

  readonly #handlers: Handlers<TokenCalls, Port> = {
    list: () => ({ tokens: this.#tokens.map(info), modules: [] }),
    beginAct: ({ actId, serial, certificateSha256 }, owner) => {
      const token = this.#tokens.find((t) => t.serial === serial);
      if (token === undefined) throw new Failure('token.not_present');
      if (token.sha256 !== certificateSha256) throw new Failure('token.certificate_missing');
      if (this.#acts.has(actId)) throw new Failure('token.act_exists');
      if ([...this.#acts.values()].some((act) => act.token === token)) throw new Failure('token.busy');
      const limit = setTimeout(() => this.#end(actId), ACT_LIMIT_MS);
      limit.unref();
      this.#acts.set(actId, { token, owner, limit, pinUsed: false, loggedIn: false });
      this.#early.get(actId)?.();
      return { mechanisms: ['CKM_SHA256_RSA_PKCS'] };
    },
    sign: ({ actId, data }, owner) => {
      if (data.byteLength > MAX_DATA) throw new Failure('token.too_much_data');
      const act = this.#acts.get(actId);
      if (act?.owner !== owner) throw new Failure('token.no_such_act');
      if (!act.loggedIn) throw new Failure('token.not_logged_in');
      return { signature: new Uint8Array(act.token.key.sign(data)) };
    },
    decrypt: () => {
      throw new Failure('token.key_cannot_decrypt');
    },
    endAct: ({ actId }, owner) => {
      if (this.#acts.get(actId)?.owner === owner) this.#end(actId);
      return {};
    },
    // Its PIN is printed beside the field: there is nothing to change.
    beginPinChange: () => {
      throw new Failure('token.pin_fixed');
    },
    endPinChange: () => {
      throw new Failure('token.no_such_act');
    },
    inspect: () => {
      throw new Failure('token.not_present');
    },
    ping: () => ({}),
  };

  /** Takes the one PIN of an act from its own port, answers once and closes it. */
  servePin(actId: string, port: Port): void {
    let heard = false;
    port.onMessage((message) => {
      const parsed = pinMessage.safeParse(message);
      const pin = parsed.success ? parsed.data.pin : undefined;
      if (heard) {
        pin?.fill(0);
        return;
      }
      heard = true;
      void this.#login(actId, pin).then((error) => {
        pin?.fill(0);
        port.post((error === undefined ? { ok: true } : { ok: false, error }) satisfies PinAnswer);
        port.close();
      });
    });
  }

  /** @returns why it was refused */
  async #login(actId: string, pin: Uint8Array | undefined): Promise<AppError | undefined> {
    if (pin === undefined) return { code: 'token.pin_malformed' };
    if (!this.#acts.has(actId)) await this.#actToCome(actId);
    const act = this.#acts.get(actId);
    if (act === undefined) return { code: 'token.no_such_act' };
    if (act.pinUsed) return { code: 'token.pin_already_given' };
    act.pinUsed = true;
    const { token } = act;
    if (token.wrong >= TRIES) return { code: 'token.pin_locked' };
    if (pin.byteLength < MIN_PIN || pin.byteLength > MAX_PIN) return { code: 'token.pin_length', params: { min: MIN_PIN, max: MAX_PIN } };
    if (Buffer.from(pin).equals(Buffer.from(TRAINING_PIN))) {
      token.wrong = 0;
      act.loggedIn = true;
      return undefined;
    }
    token.wrong++;
    if (token.wrong >= TRIES) return { code: 'token.pin_locked' };
    return { code: token.wrong === TRIES - 1 ? 'token.pin_incorrect_final' : 'token.pin_incorrect' };
  }

  #actToCome(actId: string): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#early.delete(actId);
        resolve();
      };
      const timer = setTimeout(settle, ACT_WAIT_MS);
      timer.unref();
      this.#early.set(actId, settle);
    });
  }

  #end(actId: string): void {
    clearTimeout(this.#acts.get(actId)?.limit);
    this.#acts.delete(actId);
  }
}

function info(token: Token): TokenInfo {
  const certificate = token.key.certificate;
  return {
    kind: 'training',
    module: 'tap-huan',
    serial: token.serial,
    label: token.label,
    manufacturer: 'TẬP HUẤN',
    flags: {
      pinCountLow: token.wrong > 0 && token.wrong < TRIES,
      pinFinalTry: token.wrong === TRIES - 1,
      pinLocked: token.wrong >= TRIES,
      pinToBeChanged: false,
      protectedPath: false,
      minPin: MIN_PIN,
      maxPin: MAX_PIN,
    },
    certificates: [{ sha256: token.sha256, keyId: token.sha256.slice(0, 40), der: certificate }],
  };
}
