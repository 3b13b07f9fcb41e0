/**
 * One act on one token, of signing or (for a way into the store) of decrypting: session, login with the one PIN, signatures, logout. Synchronous but for the signature
 * itself; whoever holds an act calls one function at a time.
 */
import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { Failure } from '../domain/errors.ts';
import {
  attribute,
  CKA_ALWAYS_AUTHENTICATE,
  CKA_CLASS,
  CKA_DECRYPT,
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
  CKU_CONTEXT_SPECIFIC,
  CKU_USER,
  findObjects,
  type Handle,
  returnCode,
} from './cryptoki.ts';
import { loginFailure, tokenFailure } from './errors.ts';
import { asText, flagsRefusal, pinRefusal } from './pin.ts';
import { decrypts, modulusOf, type PresentToken, placeOf, readFlags, trimZeros } from './tokens.ts';

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

/** What an act may do; one of the two. */
export type Purpose = 'sign' | 'decrypt';

/** The login went with the token: nothing of the act is kept. */
const LOST = ['token.removed', 'token.not_present', 'token.session_lost', 'token.device_error'];

export class SigningAct {
  readonly #token: PresentToken;
  readonly #publicKey: KeyObject;
  readonly #keyId: Buffer;
  readonly #mechanisms: readonly Mechanism[];
  readonly #session: Handle;
  readonly #finalTryAccepted: boolean;
  readonly #purpose: Purpose;
  #pinUsed = false;
  #key: Handle | undefined;
  /** Kept only for a key that wants its PIN for every signature; zeroed with the act. */
  #pin: Buffer | undefined;
  #ended = false;

  /** @throws Failure when the certificate is not on the token, its key is not RSA, or the token offers no mechanism of ours. */
  constructor(token: PresentToken, certificateSha256: string, finalTryAccepted = false, purpose: Purpose = 'sign') {
    const { p11, name } = token.module;
    const certificate = token.info.certificates.find((c) => c.sha256 === certificateSha256);
    if (certificate === undefined) throw new Failure('token.certificate_missing');
    const { publicKey } = new X509Certificate(certificate.der);
    if (publicKey.asymmetricKeyType !== 'rsa') throw new Failure('token.key_not_rsa');
    this.#token = token;
    this.#finalTryAccepted = finalTryAccepted;
    this.#purpose = purpose;
    this.#publicKey = publicKey;
    this.#keyId = Buffer.from(certificate.keyId, 'hex');
    try {
      const offered = p11.C_GetMechanismList(token.slot);
      this.#mechanisms = MECHANISMS.filter(({ mechanism }) => offered.includes(mechanism));
      if (purpose === 'decrypt' && !decrypts(p11, token.slot)) throw new Failure('token.key_cannot_decrypt');
      if (this.#mechanisms.length === 0) throw new Failure('token.key_cannot_sign');
      this.#session = p11.C_OpenSession(token.slot, CKF_SERIAL_SESSION);
    } catch (error) {
      throw tokenFailure(error, name);
    }
  }

  get serial(): string {
    return this.#token.info.serial;
  }
  get place(): string {
    return placeOf(this.#token);
  }
  get mechanisms(): string[] {
    return this.#mechanisms.map(({ name }) => name);
  }
  /** The PIN is to be typed on the device itself. */
  get protectedPath(): boolean {
    return this.#token.info.flags.protectedPath;
  }
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Logs in and finds the key. The PIN is used at most once for the act, whatever comes of it (a key that wants it again for
   * each signature apart), and its bytes are zeroed before this returns. An empty PIN is right only for a token with a
   * PIN pad.
   */
  login(pin: Uint8Array): void {
    const { p11, name } = this.#token.module;
    try {
      if (this.#pinUsed || this.#ended) throw new Failure('token.pin_already_given');
      this.#pinUsed = true;
      const flags = readFlags(p11, this.#token.slot);
      const pad = flags.protectedPath && pin.byteLength === 0;
      const refused = flagsRefusal(flags, this.#finalTryAccepted) ?? (pad ? undefined : pinRefusal(pin, flags));
      if (refused) throw new Failure(refused.code, refused.params);
      try {
        p11.C_Login(this.#session, CKU_USER, asText(pin));
      } catch (error) {
        throw loginFailure(error, name, () => readFlags(p11, this.#token.slot));
      }
      this.#key = this.#findKey();
      if (this.#asksAgain(this.#key)) this.#pin = Buffer.from(pin);
    } catch (error) {
      this.end();
      throw tokenFailure(error, name);
    } finally {
      pin.fill(0);
    }
  }

  #asksAgain(key: Handle): boolean {
    return attribute(this.#token.module.p11, this.#session, key, CKA_ALWAYS_AUTHENTICATE)?.[0] === 1;
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
    const [may, refusal] = this.#purpose === 'sign' ? [CKA_SIGN, 'token.key_cannot_sign'] : [CKA_DECRYPT, 'token.key_cannot_decrypt'];
    if (attribute(p11, session, found.key, may)?.[0] === 0) throw new Failure(refusal);
    return found.key;
  }

  /**
   * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2), checked with the certificate's own public key before it is handed out.
   * @param alone nobody asks anything meanwhile: the module is called without a thread of its own
   */
  async sign(data: Uint8Array, alone = false): Promise<Uint8Array> {
    const key = this.#key;
    if (this.#ended || key === undefined || this.#purpose !== 'sign') throw new Failure('token.not_logged_in');
    let signature: Buffer;
    try {
      signature = await this.#signOnToken(key, data, alone);
    } catch (error) {
      const failure = tokenFailure(error, this.#token.module.name);
      if (LOST.includes(failure.error.code)) this.end();
      throw failure;
    }
    if (!verify('sha256', data, this.#publicKey, signature)) throw new Failure('token.signature_self_check_failed');
    return new Uint8Array(signature);
  }

  async #signOnToken(key: Handle, data: Uint8Array, alone: boolean): Promise<Buffer> {
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
      this.#loginForThisSignature();
      const input =
        mechanism === CKM_RSA_PKCS ? Buffer.concat([DIGEST_INFO, createHash('sha256').update(data).digest()]) : Buffer.from(data);
      const room = Buffer.alloc(SIGNATURE_ROOM);
      return alone ? p11.C_Sign(this.#session, input, room) : await p11.C_SignAsync(this.#session, input, room);
    }
    throw refused;
  }

  /** RSAES-PKCS1-v1_5 (RFC 8017, 7.2). Whatever is wrong with what was given is one error. */
  async decrypt(data: Uint8Array): Promise<Uint8Array> {
    const key = this.#key;
    if (this.#ended || key === undefined || this.#purpose !== 'decrypt') throw new Failure('token.not_logged_in');
    const { p11, name } = this.#token.module;
    const room = Buffer.alloc(SIGNATURE_ROOM);
    try {
      p11.C_DecryptInit(this.#session, { mechanism: CKM_RSA_PKCS }, key);
      this.#loginForThisSignature();
      const plain = await p11.C_DecryptAsync(this.#session, Buffer.from(data), room);
      const own = new Uint8Array(plain);
      plain.fill(0);
      return own;
    } catch (error) {
      const code = returnCode(error);
      if (code === CKR_MECHANISM_INVALID || code === CKR_KEY_FUNCTION_NOT_PERMITTED) throw new Failure('token.key_cannot_decrypt');
      // CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE
      if (code === 0x40 || code === 0x41) throw new Failure('token.not_decrypted');
      const failure = tokenFailure(error, name);
      if (LOST.includes(failure.error.code)) this.end();
      throw failure;
    } finally {
      room.fill(0);
    }
  }

  /** PKCS#11 v2.40, 5.6: CKU_CONTEXT_SPECIFIC after C_SignInit. A PIN that is refused here is not given again. */
  #loginForThisSignature(): void {
    if (this.#pin === undefined) return;
    const { p11, name } = this.#token.module;
    try {
      p11.C_Login(this.#session, CKU_CONTEXT_SPECIFIC, asText(this.#pin));
    } catch (error) {
      const failure = loginFailure(error, name, () => readFlags(p11, this.#token.slot));
      this.end();
      throw failure;
    }
  }

  /** Logs out and closes the session; a token that is gone needs neither. Never throws. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#key = undefined;
    this.#pin?.fill(0);
    this.#pin = undefined;
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
