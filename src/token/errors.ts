/** What a module's return code means to the person at the desk (PKCS#11 v2.40, 5.1). */
import { type AppError, Failure } from '../domain/errors.ts';
import { CKR_FUNCTION_FAILED, CKR_GENERAL_ERROR, CKR_PIN_INCORRECT, returnCode } from './cryptoki.ts';
import type { PinFlags } from './pin.ts';

/** Only 0xA0 is a wrong PIN, whatever else a driver answers to one. */
const CODES: ReadonlyMap<number, string> = new Map([
  [0x01, 'token.cancelled'],
  [0x50, 'token.cancelled'],
  [0x02, 'token.system_error'],
  [0x0a, 'token.system_error'],
  [0x03, 'token.not_present'],
  [0xe0, 'token.not_present'],
  [0x05, 'token.driver_error'],
  [0x06, 'token.driver_error'],
  [0x30, 'token.device_error'],
  [0x31, 'token.device_error'],
  [0x32, 'token.removed'],
  [0x60, 'token.session_lost'],
  [0x82, 'token.session_lost'],
  [0xb0, 'token.session_lost'],
  [0xb3, 'token.session_lost'],
  [0x68, 'token.key_cannot_sign'],
  [0x70, 'token.key_cannot_sign'],
  [0xa0, 'token.pin_incorrect'],
  [0xa1, 'token.pin_characters'],
  [0xa2, 'token.pin_refused_length'],
  [0xa3, 'token.pin_must_change'],
  [0xa4, 'token.pin_locked'],
  [0xb1, 'token.busy'],
  [0xe1, 'token.not_recognized'],
  // Nobody but us logs in inside this process, and an act logs out: another program holds the token.
  [0x100, 'token.used_elsewhere'],
  [0x104, 'token.used_elsewhere'],
  [0x105, 'token.used_elsewhere'],
  [0x101, 'token.not_logged_in'],
  [0x102, 'token.pin_not_initialized'],
]);

/** The error for the person; the return code goes along in hex where only the maker could read it. */
export function tokenError(error: unknown, module: string): AppError {
  if (error instanceof Failure) return error.error;
  const code = returnCode(error);
  if (code === undefined) return { code: 'token.internal', params: { code: '-', module } };
  const hex = `0x${code.toString(16).toUpperCase()}`;
  if (code >= 0x80000000) return { code: 'token.vendor_error', params: { code: hex, module } };
  const known = CODES.get(code);
  if (known === undefined) return { code: 'token.internal', params: { code: hex, module } };
  return known === 'token.driver_error' ? { code: known, params: { code: hex, module } } : { code: known };
}

export const tokenFailure = (error: unknown, module: string): Failure => {
  const { code, params } = tokenError(error, module);
  return new Failure(code, params, { cause: error });
};

/**
 * A login or change of PIN that was refused. The flags read after it tell a wrong PIN from the one that locked the token,
 * also where a driver answers a general error; nothing but CKR_PIN_INCORRECT is called a wrong PIN.
 */
export function loginFailure(error: unknown, module: string, readFlags: () => PinFlags): Failure {
  const code = returnCode(error);
  if (code !== CKR_PIN_INCORRECT && code !== CKR_FUNCTION_FAILED && code !== CKR_GENERAL_ERROR) return tokenFailure(error, module);
  let flags: PinFlags | undefined;
  try {
    flags = readFlags();
  } catch {
    // The refusal itself is what counts.
  }
  if (flags?.pinLocked) return new Failure('token.pin_locked', undefined, { cause: error });
  if (code === CKR_PIN_INCORRECT && flags?.pinFinalTry) return new Failure('token.pin_incorrect_final', undefined, { cause: error });
  return tokenFailure(error, module);
}
