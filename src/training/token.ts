/**
 * The training tokens of this workstation's office: software keys behind the token contract, with a PIN that behaves
 * as on a real token (length checked before it counts, three wrong in a row lock it until the process starts again).
 */
import { type PinAnswer, pinMessage, type TokenCalls, type TokenInfo } from '../contract/token/index.ts';
import type { Handlers, Port } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { fingerprint, ROLES, type TrainingKey, type TrainingKeys } from './keys.ts';
import { OFFICES } from './world.ts';

export const TRAINING_PIN = '12345678';
const MIN_PIN = 6;
const MAX_PIN = 16;
const TRIES = 3;
const MAX_DATA = 64 * 1024;
/** A PIN may overtake the act it is for: they come on two ports. */
const ACT_WAIT_MS = 10_000;

interface Token {
  readonly key: TrainingKey;
  readonly serial: string;
  readonly sha256: string;
  readonly label: string;
  wrong: number;
}
interface Act {
  readonly token: Token;
  open: boolean;
}

export class TrainingTokens {
  readonly #tokens: readonly Token[];
  readonly #acts = new Map<string, Act>();
  readonly #early = new Map<string, (act: Act | undefined) => void>();

  constructor(keys: TrainingKeys) {
    const [here] = OFFICES;
    this.#tokens = ROLES.map((role) => {
      const key = keys.key(here.organId, role);
      const sha256 = fingerprint(key.certificate);
      const holder = role === 'leader' ? here.leader : here.name;
      return { key, sha256, serial: `TH${sha256.slice(0, 14).toUpperCase()}`, label: `TẬP HUẤN – ${holder}`, wrong: 0 };
    });
  }

  /** The token contract; one of these serves every port. */
  readonly handlers: Handlers<TokenCalls, undefined> = {
    list: () => ({ tokens: this.#tokens.map(info), modules: [] }),
    beginAct: ({ actId, serial, certificateSha256 }) => {
      const token = this.#tokens.find((t) => t.serial === serial);
      if (token === undefined) throw new Failure('token.not_present');
      if (token.sha256 !== certificateSha256) throw new Failure('token.certificate_missing');
      if (this.#acts.has(actId)) throw new Failure('token.act_exists');
      const act = { token, open: false };
      this.#acts.set(actId, act);
      this.#early.get(actId)?.(act);
      return { mechanisms: ['CKM_SHA256_RSA_PKCS'] };
    },
    sign: ({ actId, data }) => {
      const act = this.#acts.get(actId);
      if (act === undefined) throw new Failure('token.act_unknown');
      if (!act.open) throw new Failure('token.not_logged_in');
      if (data.byteLength > MAX_DATA) throw new Failure('token.data_too_large');
      return { signature: act.token.key.sign(data) };
    },
    endAct: ({ actId }) => {
      this.#acts.delete(actId);
      return {};
    },
  };

  /** Takes the one PIN of an act from its own port, answers once and closes it. */
  servePin(actId: string, port: Port): void {
    let taken = false;
    port.onMessage((message) => {
      if (taken) return;
      taken = true;
      const parsed = pinMessage.safeParse(message);
      const pin = parsed.success ? parsed.data.pin : new Uint8Array();
      void this.#login(actId, pin).then((answer) => {
        pin.fill(0);
        port.post(answer satisfies PinAnswer);
      });
    });
  }

  async #login(actId: string, pin: Uint8Array): Promise<PinAnswer> {
    const refuse = (code: string, params?: Record<string, number>): PinAnswer => ({
      ok: false,
      error: params === undefined ? { code } : { code, params },
    });
    const act = this.#acts.get(actId) ?? (await this.#actToCome(actId));
    if (act === undefined) return refuse('token.act_unknown');
    const { token } = act;
    if (token.wrong >= TRIES) return refuse('token.pin_locked');
    if (pin.byteLength < MIN_PIN || pin.byteLength > MAX_PIN) return refuse('token.pin_length', { min: MIN_PIN, max: MAX_PIN });
    if (!Buffer.from(pin).equals(Buffer.from(TRAINING_PIN))) {
      token.wrong++;
      return token.wrong >= TRIES ? refuse('token.pin_locked') : refuse('token.pin_incorrect', { left: TRIES - token.wrong });
    }
    token.wrong = 0;
    act.open = true;
    return { ok: true };
  }

  #actToCome(actId: string): Promise<Act | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), ACT_WAIT_MS);
      timer.unref();
      const settle = (act: Act | undefined): void => {
        clearTimeout(timer);
        this.#early.delete(actId);
        resolve(act);
      };
      this.#early.set(actId, settle);
    });
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
