/** What is seen in a PIN and in the token's flags before the token hears of it: a refusal here costs no try. */
import type { TokenFlags } from '../contract/token/index.ts';
import type { AppError } from '../domain/errors.ts';

export type PinFlags = TokenFlags & { readonly pinInitialized: boolean };

/** Why no PIN may be given to a token with these flags. */
export function flagsRefusal(flags: PinFlags, finalTryAccepted: boolean, changing = false): AppError | undefined {
  if (flags.pinLocked) return { code: 'token.pin_locked' };
  if (flags.pinToBeChanged && !changing) return { code: 'token.pin_must_change' };
  if (!flags.pinInitialized) return { code: 'token.pin_not_initialized' };
  if (flags.pinFinalTry && !finalTryAccepted) return { code: 'token.final_try_not_accepted' };
  return undefined;
}

/** Printable ASCII: anything else was typed with an input method for Vietnamese still on. Lengths are in bytes; 0 = no limit. */
export function pinRefusal(pin: Uint8Array, flags: Pick<TokenFlags, 'minPin' | 'maxPin'>): AppError | undefined {
  if (pin.some((byte) => byte < 0x20 || byte > 0x7e)) return { code: 'token.pin_not_plain' };
  const { minPin: min, maxPin: max } = flags;
  if (pin.byteLength === 0 || pin.byteLength < min || (max > 0 && pin.byteLength > max)) {
    return { code: 'token.pin_length', params: { min, max } };
  }
  return undefined;
}

const STRONG_LENGTH = 8;
/** A new PIN: as the devices' keepers ask, eight characters with upper case, lower case and a digit. */
export function newPinRefusal(oldPin: Uint8Array, newPin: Uint8Array, flags: TokenFlags): AppError | undefined {
  const refused = pinRefusal(newPin, flags);
  if (refused !== undefined) return refused;
  if (Buffer.from(oldPin.buffer, oldPin.byteOffset, oldPin.byteLength).equals(newPin)) return { code: 'token.new_pin_same' };
  const within = (from: number, to: number): boolean => newPin.some((byte) => byte >= from && byte <= to);
  const long = newPin.byteLength >= (flags.maxPin > 0 ? Math.min(STRONG_LENGTH, flags.maxPin) : STRONG_LENGTH);
  const strong = long && within(0x41, 0x5a) && within(0x61, 0x7a) && within(0x30, 0x39);
  return strong ? undefined : { code: 'token.new_pin_weak' };
}

/**
 * The binding takes strings only: this one lives in the process until it is collected, and the binding's own copy until the
 * memory is used again. The bytes it is made from are zeroed by whoever holds them.
 */
export const asText = (pin: Uint8Array): string => Buffer.from(pin.buffer, pin.byteOffset, pin.byteLength).toString('latin1');
