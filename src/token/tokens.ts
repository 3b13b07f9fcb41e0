/** What is plugged in: tokens by serial number, their flags and their certificates. Nothing here needs a PIN. */
import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { ModuleReport, TokenCertificate, TokenInfo } from '../contract/token/index.ts';
import {
  attribute,
  CKA_CERTIFICATE_TYPE,
  CKA_CLASS,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_MODULUS,
  CKA_VALUE,
  CKC_X_509,
  CKF_DECRYPT,
  CKF_PROTECTED_AUTHENTICATION_PATH,
  CKF_SERIAL_SESSION,
  CKF_TOKEN_INITIALIZED,
  CKF_USER_PIN_COUNT_LOW,
  CKF_USER_PIN_FINAL_TRY,
  CKF_USER_PIN_INITIALIZED,
  CKF_USER_PIN_LOCKED,
  CKF_USER_PIN_TO_BE_CHANGED,
  CKK_RSA,
  CKM_RSA_PKCS,
  CKO_CERTIFICATE,
  CKO_PRIVATE_KEY,
  CKO_PUBLIC_KEY,
  type Cryptoki,
  findObjects,
  type Handle,
} from './cryptoki.ts';
import type { LoadedModule, Modules } from './modules.ts';
import type { PinFlags } from './pin.ts';

/** A token in its slot, as read a moment ago. */
export interface PresentToken {
  readonly module: LoadedModule;
  readonly slot: Handle;
  readonly info: TokenInfo;
}

/** One token seen through one module. */
export const placeOf = (token: PresentToken): string => `${token.info.serial} ${token.module.path}`;

/** A driver that does not answer about a mechanism offers none. */
export function decrypts(p11: Cryptoki, slot: Handle): boolean {
  try {
    return p11.C_GetMechanismList(slot).includes(CKM_RSA_PKCS) && has(p11.C_GetMechanismInfo(slot, CKM_RSA_PKCS).flags, CKF_DECRYPT);
  } catch {
    return false;
  }
}

const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

/** An unsigned number without the leading zeros that a card may store. */
export const trimZeros = (n: Buffer): Buffer =>
  n.subarray(
    Math.max(
      0,
      n.findIndex((byte) => byte !== 0),
    ),
  );
/** Empty for a key that is not RSA. */
export function modulusOf(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'rsa') return Buffer.alloc(0);
  const { n } = createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' });
  return Buffer.from(typeof n === 'string' ? n : '', 'base64url');
}

/** Read anew before and after every login: a wrong PIN changes them. */
export function readFlags(p11: Cryptoki, slot: Handle): PinFlags {
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

/** The certificate and its key's modulus; undefined for what is no X.509 certificate or belongs to an authority. */
function signerCertificate(der: Uint8Array | undefined): { readonly sha256: string; readonly modulus: Buffer } | undefined {
  if (der === undefined) return undefined;
  try {
    const certificate = new X509Certificate(der);
    if (certificate.ca) return undefined;
    return { sha256: createHash('sha256').update(der).digest('hex'), modulus: modulusOf(certificate.publicKey) };
  } catch {
    return undefined;
  }
}

/** What a token shows without a PIN, and what does not change while it is plugged in. */
interface Content {
  readonly certificates: readonly TokenCertificate[];
  readonly keys: readonly { readonly id: string; readonly modulus: Buffer }[];
}

/** CKA_ID of a key that has none: its modulus tells it apart. */
const NO_ID = '00';

function readContent(p11: Cryptoki, slot: Handle): Content {
  const session = p11.C_OpenSession(slot, CKF_SERIAL_SESSION);
  const read = (object: Handle, type: number): Buffer | undefined => attribute(p11, session, object, type);
  const id = (object: Handle): string => (read(object, CKA_ID) ?? Buffer.alloc(0)).toString('hex');
  try {
    const keys = [CKO_PUBLIC_KEY, CKO_PRIVATE_KEY].flatMap((kind) =>
      findObjects(p11, session, [
        { type: CKA_CLASS, value: kind },
        { type: CKA_KEY_TYPE, value: CKK_RSA },
      ]).map((key) => ({ id: id(key) || NO_ID, modulus: trimZeros(read(key, CKA_MODULUS) ?? Buffer.alloc(0)) })),
    );
    const certificates = findObjects(p11, session, [
      { type: CKA_CLASS, value: CKO_CERTIFICATE },
      { type: CKA_CERTIFICATE_TYPE, value: CKC_X_509 },
    ]).flatMap((object): TokenCertificate[] => {
      const der = read(object, CKA_VALUE);
      const facts = signerCertificate(der);
      if (der === undefined || facts === undefined) return [];
      const keyId = id(object) || (keys.find((key) => isSame(key.modulus, facts.modulus))?.id ?? '');
      return [{ sha256: facts.sha256, keyId, der: new Uint8Array(der) }];
    });
    return { certificates, keys };
  } finally {
    p11.C_CloseSession(session);
  }
}

const isSame = (a: Buffer, b: Buffer): boolean => a.length > 0 && a.equals(b);

/** Imported certificates whose public key this token shows and whose own certificate it lacks. */
function matching(imported: readonly Uint8Array[], { certificates, keys }: Content): TokenCertificate[] {
  return imported.flatMap((der): TokenCertificate[] => {
    const facts = signerCertificate(der);
    const key = facts && keys.find(({ modulus }) => isSame(modulus, facts.modulus));
    if (!facts || !key || certificates.some(({ sha256 }) => sha256 === facts.sha256)) return [];
    return [{ sha256: facts.sha256, keyId: key.id, der, imported: true }];
  });
}

/** The tokens of all modules. What a token holds is read once and again after it was away; its flags every time. */
export class Tokens {
  readonly #modules: Modules;
  readonly #contents = new Map<string, Content>();
  constructor(modules: Modules) {
    this.#modules = modules;
  }

  /** Every initialised token of every module, each once; what a module or slot refused stands in its report. */
  async scan(imported: readonly Uint8Array[] = []): Promise<{ tokens: PresentToken[]; present: Set<string>; reports: ModuleReport[] }> {
    const tokens = new Map<string, PresentToken>();
    const seen = new Set<string>();
    const present = new Set<string>();
    const reports = await this.#modules.visit((module) => {
      let refused: unknown;
      for (const slot of module.p11.C_GetSlotList(true)) {
        try {
          const token = this.#read(module, slot, imported, seen);
          if (token) present.add(placeOf(token));
          // Two modules may show the same token; the first, configured one keeps it.
          if (token && !tokens.has(token.info.serial)) tokens.set(token.info.serial, token);
        } catch (error) {
          refused ??= error;
        }
      }
      if (refused !== undefined) throw refused;
    });
    for (const key of this.#contents.keys()) if (!seen.has(key)) this.#contents.delete(key);
    return { tokens: [...tokens.values()], present, reports };
  }

  #read(module: LoadedModule, slot: Handle, imported: readonly Uint8Array[], seen: Set<string>): PresentToken | undefined {
    const raw = module.p11.C_GetTokenInfo(slot);
    if (!has(raw.flags, CKF_TOKEN_INITIALIZED)) return undefined;
    const { pinInitialized: _, ...flags } = readFlags(module.p11, slot);
    const serial = raw.serialNumber.trim();
    const key = `${module.path} ${slot.toString('hex')} ${serial}`;
    seen.add(key);
    const content = this.#contents.get(key) ?? readContent(module.p11, slot);
    this.#contents.set(key, content);
    // PKCS#11 pads these with blanks.
    const info: TokenInfo = {
      kind: 'pkcs11',
      module: module.name,
      serial,
      label: raw.label.trim(),
      manufacturer: raw.manufacturerID.trim(),
      flags,
      certificates: [...content.certificates, ...matching(imported, content)],
      ...(decrypts(module.p11, slot) ? { decrypts: true as const } : {}),
    };
    return { module, slot, info };
  }
}
