/**
 * The few calls and numbers of PKCS#11 v2.40 that signing needs, and the lazily loaded addon behind them. Numbers are
 * written out here because the addon that also names them may be absent.
 */
import { createRequire } from 'node:module';
import type { PKCS11 } from 'pkcs11js';

/** Handles of slots, sessions and objects are Buffers. */
export type Handle = Buffer;
/** What is used of the binding: a fake for what no software token can imitate stands behind the same type. */
export type Cryptoki = Pick<
  PKCS11,
  | 'load'
  | 'C_Initialize'
  | 'C_Finalize'
  | 'C_GetSlotList'
  | 'C_GetTokenInfo'
  | 'C_GetMechanismList'
  | 'C_OpenSession'
  | 'C_CloseSession'
  | 'C_Login'
  | 'C_Logout'
  | 'C_SetPIN'
  | 'C_FindObjectsInit'
  | 'C_FindObjects'
  | 'C_FindObjectsFinal'
  | 'C_GetAttributeValue'
  | 'C_SignInit'
  | 'C_Sign'
  | 'C_SignAsync'
  | 'C_GetMechanismInfo'
  | 'C_DecryptInit'
  | 'C_DecryptAsync'
>;

export const CKF_RW_SESSION = 0x2;
export const CKF_SERIAL_SESSION = 0x4;
export const CKF_OS_LOCKING_OK = 0x2;
/** Flag of CK_MECHANISM_INFO. */
export const CKF_DECRYPT = 0x200;
/** Flags of CK_TOKEN_INFO. */
export const CKF_USER_PIN_INITIALIZED = 0x8;
export const CKF_PROTECTED_AUTHENTICATION_PATH = 0x100;
export const CKF_TOKEN_INITIALIZED = 0x400;
export const CKF_USER_PIN_COUNT_LOW = 0x10000;
export const CKF_USER_PIN_FINAL_TRY = 0x20000;
export const CKF_USER_PIN_LOCKED = 0x40000;
export const CKF_USER_PIN_TO_BE_CHANGED = 0x80000;

export const CKU_USER = 1;
export const CKU_CONTEXT_SPECIFIC = 2;
export const CKO_CERTIFICATE = 1;
export const CKO_PUBLIC_KEY = 2;
export const CKO_PRIVATE_KEY = 3;
export const CKC_X_509 = 0;
export const CKK_RSA = 0;

export const CKA_CLASS = 0x0;
export const CKA_VALUE = 0x11;
export const CKA_CERTIFICATE_TYPE = 0x80;
export const CKA_KEY_TYPE = 0x100;
export const CKA_ID = 0x102;
export const CKA_DECRYPT = 0x105;
export const CKA_SIGN = 0x108;
export const CKA_MODULUS = 0x120;
export const CKA_ALWAYS_AUTHENTICATE = 0x202;

export const CKM_RSA_PKCS = 0x1;
export const CKM_SHA256_RSA_PKCS = 0x40;

export const CKR_GENERAL_ERROR = 0x5;
export const CKR_FUNCTION_FAILED = 0x6;
export const CKR_CANT_LOCK = 0xa;
export const CKR_KEY_FUNCTION_NOT_PERMITTED = 0x68;
export const CKR_MECHANISM_INVALID = 0x70;
export const CKR_PIN_INCORRECT = 0xa0;
export const CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

/** The CK_RV of an error that came from a module; undefined for every other error. */
export function returnCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== 'Pkcs11Error' || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

/** A maker of bindings, or undefined where the addon was not built. */
export function loadAddon(): (() => Cryptoki) | undefined {
  try {
    const addon = createRequire(import.meta.url)('pkcs11js') as { readonly PKCS11: new () => PKCS11 };
    return () => new addon.PKCS11();
  } catch {
    return undefined;
  }
}

/** Handles of the objects that match; the search is always ended, or the session could not be used again. */
export function findObjects(p11: Cryptoki, session: Handle, template: { type: number; value: number | Buffer }[]): Handle[] {
  p11.C_FindObjectsInit(session, template);
  try {
    const found: Handle[] = [];
    for (;;) {
      const some = p11.C_FindObjects(session, 32);
      if (some.length === 0) return found;
      found.push(...some);
    }
  } finally {
    p11.C_FindObjectsFinal(session);
  }
}

/** One attribute, or undefined where the object has none or does not show it. */
export function attribute(p11: Cryptoki, session: Handle, object: Handle, type: number): Buffer | undefined {
  try {
    const value = p11.C_GetAttributeValue(session, object, [{ type }])[0]?.value;
    return Buffer.isBuffer(value) ? value : undefined;
  } catch (error) {
    // CKR_ATTRIBUTE_SENSITIVE and CKR_ATTRIBUTE_TYPE_INVALID
    const code = returnCode(error);
    if (code === 0x11 || code === 0x12) return undefined;
    throw error;
  }
}
