/**
 * One act of signing on one token: session, login with the one PIN, signatures, logout. Synchronous but for the signature
 * itself; whoever holds an act calls one function at a time.
 */
import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { Failure } from '../domain/errors.ts';
import {
  attribute,
  CKA_ALWAYS_AUTHENTICATE,
  CKA_CLASS,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_MODULUS,
  CKA_SIGN,
  CKF_SERIAL_SESSION,
  CKK_RSA,
  CKM_RSA_PKCS,
  CKM_SHA256_RSA_PKCS,
  CKO_PRIVATE_KEY,
  CKR_KEY_FUNCTION_NOT_PERMITTED,
  CKR_MECHANISM_INVALID,
  CKR_PIN_INCORRECT,
  CKU_USER,
  findObjects,
  type Handle,
  returnCode,
} from './cryptoki.ts';
import { tokenFailure } from './errors.ts';
import { type PresentToken, readFlags } from './tokens.ts';

/** DER of DigestInfo for SHA-256 up to the digest (RFC 8017, 9.2 note 1). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');
/** Room for any RSA signature in use; the module answers with the true length. */
const SIGNATURE_ROOM = 1024;
/** Widest supported first. */
const MECHANISMS = [
  { name: 'CKM_RSA_PKCS', mechanism: CKM_RSA_PKCS },
  { name: 'CKM_SHA256_RSA_PKCS', mechanism: CKM_SHA256_RSA_PKCS },
] as const;
type Mechanism = (typeof MECHANISMS)[number];

const trimZeros = (n: Buffer): Buffer =>
  n.subarray(
    Math.max(
      0,
      n.findIndex((byte) => byte !== 0),
    ),
  );

function modulusOf(key: KeyObject): Buffer {
  const { n } = createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' });
  return Buffer.from(typeof n === 'string' ? n : '', 'base64url');
}

export class SigningAct {
  readonly #token: PresentToken;
  readonly #publicKey: KeyObject;
  readonly #keyId: Buffer;
  readonly #mechanisms: readonly Mechanism[];
  readonly #session: Handle;
  #pinUsed = false;
  #key: Handle | undefined;
  #ended = false;

  /** @throws Failure when the certificate is not on the token, its key is not RSA, or the token offers no mechanism of ours. */
  constructor(token: PresentToken, certificateSha256: string) {
    const { p11, name } = token.module;
    const certificate = token.info.certificates.find((c) => c.sha256 === certificateSha256);
    if (certificate === undefined) throw new Failure('token.certificate_missing');
    const { publicKey } = new X509Certificate(certificate.der);
    if (publicKey.asymmetricKeyType !== 'rsa') throw new Failure('token.key_not_rsa');
    this.#token = token;
    this.#publicKey = publicKey;
    this.#keyId = Buffer.from(certificate.keyId, 'hex');
    try {
      const offered = p11.C_GetMechanismList(token.slot);
      this.#mechanisms = MECHANISMS.filter(({ mechanism }) => offered.includes(mechanism));
      if (this.#mechanisms.length === 0) throw new Failure('token.key_cannot_sign');
      this.#session = p11.C_OpenSession(token.slot, CKF_SERIAL_SESSION);
    } catch (error) {
      throw tokenFailure(error, name);
    }
  }

  get serial(): string {
    return this.#token.info.serial;
  }
  get mechanisms(): string[] {
    return this.#mechanisms.map(({ name }) => name);
  }
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Logs in and finds the key. The PIN is used at most once for the act, whatever comes of it, and its bytes are zeroed before
   * this returns. (The binding takes a string, which lives on in this process until it is collected.)
   */
  login(pin: Uint8Array): void {
    const { p11, name } = this.#token.module;
    try {
      if (this.#pinUsed || this.#ended) throw new Failure('token.pin_already_given');
      this.#pinUsed = true;
      const flags = readFlags(p11, this.#token.slot);
      if (flags.pinLocked) throw new Failure('token.pin_locked');
      if (flags.pinToBeChanged) throw new Failure('token.pin_must_change');
      if (!flags.pinInitialized) throw new Failure('token.pin_not_initialized');
      if (flags.protectedPath) throw new Failure('token.protected_path');
      // A PIN of impossible length would still cost one of the few tries. Zero means that the module names no limit.
      if (pin.byteLength === 0 || pin.byteLength < flags.minPin || (flags.maxPin > 0 && pin.byteLength > flags.maxPin)) {
        throw new Failure('token.pin_length', { min: flags.minPin, max: flags.maxPin });
      }
      p11.C_Login(this.#session, CKU_USER, Buffer.from(pin.buffer, pin.byteOffset, pin.byteLength).toString('utf8'));
    } catch (error) {
      throw returnCode(error) === CKR_PIN_INCORRECT ? this.#wrongPin(error) : tokenFailure(error, name);
    } finally {
      pin.fill(0);
    }
    try {
      this.#key = this.#findKey();
    } catch (error) {
      this.end();
      throw tokenFailure(error, name);
    }
  }

  /** The flags after the refusal tell a wrong PIN from the one that locked the token. */
  #wrongPin(cause: unknown): Failure {
    let code = 'token.pin_incorrect';
    try {
      const flags = readFlags(this.#token.module.p11, this.#token.slot);
      if (flags.pinLocked) code = 'token.pin_locked';
      else if (flags.pinFinalTry) code = 'token.pin_incorrect_final';
    } catch {
      // The refusal itself is what counts.
    }
    return new Failure(code, undefined, { cause });
  }

  /** By CKA_ID, else by modulus: some tokens give certificate and key different ids. */
  #findKey(): Handle {
    const { p11 } = this.#token.module;
    const session = this.#session;
    const modulus = modulusOf(this.#publicKey);
    const keys = findObjects(p11, session, [
      { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
      { type: CKA_KEY_TYPE, value: CKK_RSA },
    ]).map((key) => {
      const shown = attribute(p11, session, key, CKA_MODULUS);
      return {
        key,
        sameId: this.#keyId.length > 0 && attribute(p11, session, key, CKA_ID)?.equals(this.#keyId) === true,
        // A token may hide it; then the id decides and the check of the signature stands behind it.
        sameModulus: shown === undefined || shown.length === 0 ? undefined : trimZeros(shown).equals(modulus),
      };
    });
    const found =
      keys.find((k) => k.sameId && k.sameModulus === true) ??
      keys.find((k) => k.sameModulus === true) ??
      keys.find((k) => k.sameId && k.sameModulus === undefined);
    if (found === undefined) throw new Failure('token.key_missing');
    if (attribute(p11, session, found.key, CKA_SIGN)?.[0] === 0) throw new Failure('token.key_cannot_sign');
    if (attribute(p11, session, found.key, CKA_ALWAYS_AUTHENTICATE)?.[0] === 1) throw new Failure('token.always_authenticate');
    return found.key;
  }

  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2), checked with the certificate's own public key before it is handed out. */
  async sign(data: Uint8Array): Promise<Uint8Array> {
    const key = this.#key;
    if (this.#ended || key === undefined) throw new Failure('token.not_logged_in');
    let signature: Buffer;
    try {
      signature = await this.#signOnToken(key, data);
    } catch (error) {
      throw tokenFailure(error, this.#token.module.name);
    }
    if (!verify('sha256', data, this.#publicKey, signature)) throw new Failure('token.signature_self_check_failed');
    return new Uint8Array(signature);
  }

  async #signOnToken(key: Handle, data: Uint8Array): Promise<Buffer> {
    const { p11 } = this.#token.module;
    let refused: unknown;
    for (const { mechanism } of this.#mechanisms) {
      try {
        p11.C_SignInit(this.#session, { mechanism }, key);
      } catch (error) {
        const code = returnCode(error);
        if (code !== CKR_MECHANISM_INVALID && code !== CKR_KEY_FUNCTION_NOT_PERMITTED) throw error;
        refused = error;
        continue;
      }
      const input =
        mechanism === CKM_RSA_PKCS ? Buffer.concat([DIGEST_INFO, createHash('sha256').update(data).digest()]) : Buffer.from(data);
      return await p11.C_SignAsync(this.#session, input, Buffer.alloc(SIGNATURE_ROOM));
    }
    throw refused;
  }

  /** Logs out and closes the session; a token that is gone needs neither. Never throws. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#key = undefined;
    const { p11 } = this.#token.module;
    for (const step of [() => p11.C_Logout(this.#session), () => p11.C_CloseSession(this.#session)]) {
      try {
        step();
      } catch {
        // Not logged in, or unplugged.
      }
    }
  }
}
