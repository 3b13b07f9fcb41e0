/** What is plugged in: tokens by serial number, their flags and their certificates. Nothing here needs a PIN. */
import { createHash, X509Certificate } from 'node:crypto';
import type { ModuleReport, TokenCertificate, TokenFlags, TokenInfo } from '../contract/token/index.ts';
import {
  attribute,
  CKA_CERTIFICATE_TYPE,
  CKA_CLASS,
  CKA_ID,
  CKA_VALUE,
  CKC_X_509,
  CKF_PROTECTED_AUTHENTICATION_PATH,
  CKF_SERIAL_SESSION,
  CKF_TOKEN_INITIALIZED,
  CKF_USER_PIN_COUNT_LOW,
  CKF_USER_PIN_FINAL_TRY,
  CKF_USER_PIN_INITIALIZED,
  CKF_USER_PIN_LOCKED,
  CKF_USER_PIN_TO_BE_CHANGED,
  CKO_CERTIFICATE,
  type Cryptoki,
  findObjects,
  type Handle,
} from './cryptoki.ts';
import { tokenError } from './errors.ts';
import type { LoadedModule, Modules } from './modules.ts';

/** A token in its slot, as read a moment ago. */
export interface PresentToken {
  readonly module: LoadedModule;
  readonly slot: Handle;
  readonly info: TokenInfo;
}

const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

/** Read anew before and after every login: a wrong PIN changes them. */
export function readFlags(p11: Cryptoki, slot: Handle): TokenFlags & { readonly pinInitialized: boolean } {
  const { flags, minPinLen, maxPinLen } = p11.C_GetTokenInfo(slot);
  return {
    pinCountLow: has(flags, CKF_USER_PIN_COUNT_LOW),
    pinFinalTry: has(flags, CKF_USER_PIN_FINAL_TRY),
    pinLocked: has(flags, CKF_USER_PIN_LOCKED),
    pinToBeChanged: has(flags, CKF_USER_PIN_TO_BE_CHANGED),
    protectedPath: has(flags, CKF_PROTECTED_AUTHENTICATION_PATH),
    pinInitialized: has(flags, CKF_USER_PIN_INITIALIZED),
    minPin: minPinLen,
    maxPin: maxPinLen,
  };
}

/** Undefined for what is no X.509 certificate or belongs to an authority: neither signs a document. */
function signerCertificate(der: Buffer | undefined, id: Buffer | undefined): TokenCertificate | undefined {
  if (der === undefined) return undefined;
  try {
    if (new X509Certificate(der).ca) return undefined;
  } catch {
    return undefined;
  }
  return {
    sha256: createHash('sha256').update(der).digest('hex'),
    keyId: (id ?? Buffer.alloc(0)).toString('hex'),
    der: new Uint8Array(der),
  };
}

function readCertificates(p11: Cryptoki, slot: Handle): TokenCertificate[] {
  const session = p11.C_OpenSession(slot, CKF_SERIAL_SESSION);
  try {
    const objects = findObjects(p11, session, [
      { type: CKA_CLASS, value: CKO_CERTIFICATE },
      { type: CKA_CERTIFICATE_TYPE, value: CKC_X_509 },
    ]);
    return objects
      .map((o) => signerCertificate(attribute(p11, session, o, CKA_VALUE), attribute(p11, session, o, CKA_ID)))
      .filter((c) => c !== undefined);
  } finally {
    p11.C_CloseSession(session);
  }
}

function readToken(module: LoadedModule, slot: Handle): PresentToken | undefined {
  const raw = module.p11.C_GetTokenInfo(slot);
  if (!has(raw.flags, CKF_TOKEN_INITIALIZED)) return undefined;
  const { pinInitialized: _, ...flags } = readFlags(module.p11, slot);
  // PKCS#11 pads these with blanks.
  const info: TokenInfo = {
    kind: 'pkcs11',
    module: module.name,
    serial: raw.serialNumber.trim(),
    label: raw.label.trim(),
    manufacturer: raw.manufacturerID.trim(),
    flags,
    certificates: readCertificates(module.p11, slot),
  };
  return { module, slot, info };
}

/** Every initialised token of every module, each once; what a module or slot refused stands in its report. */
export function scanTokens(modules: Modules): { tokens: PresentToken[]; reports: ModuleReport[] } {
  const { modules: loaded, reports } = modules.scan();
  const errors = new Map<string, ModuleReport['error']>();
  const tokens = new Map<string, PresentToken>();
  const attempt = <T>(module: LoadedModule, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      errors.set(module.path, tokenError(error, module.name));
      return undefined;
    }
  };
  for (const module of loaded) {
    for (const slot of attempt(module, () => module.p11.C_GetSlotList(true)) ?? []) {
      const token = attempt(module, () => readToken(module, slot));
      // Two modules may show the same token; the first, configured one keeps it.
      if (token && !tokens.has(token.info.serial)) tokens.set(token.info.serial, token);
    }
  }
  const withErrors = reports.map((report) => {
    const error = errors.get(report.path);
    return error === undefined ? report : { ...report, error };
  });
  return { tokens: [...tokens.values()], reports: withErrors };
}
