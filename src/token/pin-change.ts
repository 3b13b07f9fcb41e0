/** One change of PIN on one token: a session of its own, C_SetPIN once, what came of it kept until the core asks. */
import { type AppError, Failure } from '../domain/errors.ts';
import { CKF_RW_SESSION, CKF_SERIAL_SESSION, type Handle } from './cryptoki.ts';
import { loginFailure, tokenFailure } from './errors.ts';
import { asText, flagsRefusal, newPinRefusal, pinRefusal } from './pin.ts';
import { type PresentToken, readFlags } from './tokens.ts';

export class PinChange {
  readonly #token: PresentToken;
  readonly #finalTryAccepted: boolean;
  #used = false;
  outcome: { readonly changed: boolean; readonly error?: AppError } = { changed: false };
  constructor(token: PresentToken, finalTryAccepted: boolean) {
    this.#token = token;
    this.#finalTryAccepted = finalTryAccepted;
  }
  get serial(): string {
    return this.#token.info.serial;
  }

  /** Both arrays are zeroed before this returns; the old PIN costs at most one try. Both empty: typed on the device. */
  change(oldPin: Uint8Array, newPin: Uint8Array): void {
    try {
      if (this.#used) throw new Failure('token.pin_already_given');
      this.#used = true;
      this.#set(oldPin, newPin);
      this.outcome = { changed: true };
    } catch (error) {
      const failure = tokenFailure(error, this.#token.module.name);
      this.outcome = { changed: false, error: failure.error };
      throw failure;
    } finally {
      oldPin.fill(0);
      newPin.fill(0);
    }
  }

  #set(oldPin: Uint8Array, newPin: Uint8Array): void {
    const { p11, name } = this.#token.module;
    const flags = readFlags(p11, this.#token.slot);
    const pad = flags.protectedPath && oldPin.byteLength === 0 && newPin.byteLength === 0;
    const typed = pad ? undefined : (pinRefusal(oldPin, flags) ?? newPinRefusal(oldPin, newPin, flags));
    const refused = flagsRefusal(flags, this.#finalTryAccepted, true) ?? typed;
    if (refused) throw new Failure(refused.code, refused.params);
    const session: Handle = p11.C_OpenSession(this.#token.slot, CKF_SERIAL_SESSION | CKF_RW_SESSION);
    try {
      p11.C_SetPIN(session, asText(oldPin), asText(newPin));
    } catch (error) {
      throw loginFailure(error, name, () => readFlags(p11, this.#token.slot));
    } finally {
      try {
        p11.C_CloseSession(session);
      } catch {
        // Unplugged: there is nothing to close.
      }
    }
  }
}
