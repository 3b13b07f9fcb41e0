/** Run by `createSoftHsmTokens`: takes the tokens as JSON on its input, makes each and prints their serial numbers. */
import { createHash, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pkcs11 from 'pkcs11js';

interface Asked {
  readonly label: string;
  readonly pin: string;
  readonly keyPem: string;
  readonly certDer: string;
  readonly certificateId?: string;
  readonly withoutCertificate?: true;
  readonly onlySigns?: true;
}
const SO_PIN = 'so-pin-of-a-test';

/** CK_TOKEN_INFO's label: 32 bytes of UTF-8, padded with blanks. */
function padded(label: string): string {
  const room = 32 - Buffer.byteLength(label);
  if (room < 0) throw new RangeError(`label over 32 bytes: ${label}`);
  return label + ' '.repeat(room);
}

function storeKeyAndCertificate(p11: pkcs11.PKCS11, session: Buffer, token: Asked): void {
  const jwk = createPrivateKey(token.keyPem).export({ format: 'jwk' });
  const part = (b64: string | undefined): Buffer => Buffer.from(b64 ?? '', 'base64url');
  const der = Buffer.from(token.certDer, 'base64');
  const id = createHash('sha1').update(part(jwk.n)).digest();
  p11.C_CreateObject(session, [
    { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY },
    { type: pkcs11.CKA_KEY_TYPE, value: pkcs11.CKK_RSA },
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_PRIVATE, value: true },
    { type: pkcs11.CKA_SENSITIVE, value: true },
    { type: pkcs11.CKA_EXTRACTABLE, value: false },
    { type: pkcs11.CKA_SIGN, value: true },
    { type: pkcs11.CKA_DECRYPT, value: token.onlySigns !== true },
    { type: pkcs11.CKA_LABEL, value: token.label },
    { type: pkcs11.CKA_ID, value: id },
    { type: pkcs11.CKA_MODULUS, value: part(jwk.n) },
    { type: pkcs11.CKA_PUBLIC_EXPONENT, value: part(jwk.e) },
    { type: pkcs11.CKA_PRIVATE_EXPONENT, value: part(jwk.d) },
    { type: pkcs11.CKA_PRIME_1, value: part(jwk.p) },
    { type: pkcs11.CKA_PRIME_2, value: part(jwk.q) },
    { type: pkcs11.CKA_EXPONENT_1, value: part(jwk.dp) },
    { type: pkcs11.CKA_EXPONENT_2, value: part(jwk.dq) },
    { type: pkcs11.CKA_COEFFICIENT, value: part(jwk.qi) },
  ]);
  if (token.withoutCertificate) {
    p11.C_CreateObject(session, [
      { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PUBLIC_KEY },
      { type: pkcs11.CKA_KEY_TYPE, value: pkcs11.CKK_RSA },
      { type: pkcs11.CKA_TOKEN, value: true },
      { type: pkcs11.CKA_PRIVATE, value: false },
      { type: pkcs11.CKA_ID, value: id },
      { type: pkcs11.CKA_MODULUS, value: part(jwk.n) },
      { type: pkcs11.CKA_PUBLIC_EXPONENT, value: part(jwk.e) },
    ]);
    return;
  }
  p11.C_CreateObject(session, [
    { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_CERTIFICATE },
    { type: pkcs11.CKA_CERTIFICATE_TYPE, value: pkcs11.CKC_X_509 },
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_PRIVATE, value: false },
    { type: pkcs11.CKA_LABEL, value: token.label },
    { type: pkcs11.CKA_ID, value: token.certificateId === undefined ? id : Buffer.from(token.certificateId, 'hex') },
    { type: pkcs11.CKA_SUBJECT, value: Buffer.alloc(0) },
    { type: pkcs11.CKA_VALUE, value: der },
  ]);
}

function makeToken(p11: pkcs11.PKCS11, token: Asked): string {
  const isFree = (slot: Buffer): boolean => (p11.C_GetTokenInfo(slot).flags & pkcs11.CKF_TOKEN_INITIALIZED) === 0;
  const slot = p11.C_GetSlotList(true).find(isFree);
  if (slot === undefined) throw new Error('SoftHSM shows no free slot');
  p11.C_InitToken(slot, SO_PIN, padded(token.label));
  const session = p11.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
  p11.C_Login(session, pkcs11.CKU_SO, SO_PIN);
  p11.C_InitPIN(session, token.pin);
  p11.C_Logout(session);
  p11.C_Login(session, pkcs11.CKU_USER, token.pin);
  storeKeyAndCertificate(p11, session, token);
  p11.C_Logout(session);
  p11.C_CloseSession(session);
  return p11.C_GetTokenInfo(slot).serialNumber.trim();
}

const [module = ''] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(0, 'utf8')) as Asked[];
const p11 = new pkcs11.PKCS11();
p11.load(module);
p11.C_Initialize();
// A new free slot shows only when the list is asked for anew, as makeToken does.
console.log(JSON.stringify(asked.map((token) => makeToken(p11, token))));
p11.C_Finalize();
