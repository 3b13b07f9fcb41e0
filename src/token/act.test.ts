/** What no software token can imitate: a PIN that locks, a device unplugged, odd mechanisms, a driver that signs wrongly. */
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { has } from '../../test/signing/kit.ts';
import { FakeToken, type Faults } from '../../test/token/fake.ts';
import { certificate } from '../training/x509.ts';
import { SigningAct } from './act.ts';
import * as ck from './cryptoki.ts';

describe('one act on one token', () => {
  let keys: { publicKey: KeyObject; privateKey: KeyObject };
  let der: Buffer;
  beforeAll(() => {
    keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const spki = keys.publicKey.export({ type: 'spki', format: 'der' });
    const subject = { country: 'VN', organization: 'UBND xã Ví Dụ', commonName: 'Nguyễn Văn Mẫu' } as const;
    const now = Date.now();
    const names = { subject, issuer: subject, publicKey: spki, issuerPublicKey: spki, issuerKey: keys.privateKey };
    der = certificate({ ...names, ca: false, policyOid: '2.25.1', notBefore: now - 1000, notAfter: now + 86_400_000 });
  });

  function open(
    faults: Faults = {},
    signer: KeyObject = keys.privateKey,
    finalTryAccepted = false,
  ): { act: SigningAct; fake: FakeToken; publicKey: KeyObject } {
    const fake = new FakeToken(faults, signer);
    const sha256 = createHash('sha256').update(der).digest('hex');
    return { act: new SigningAct(fake.present(sha256, der, faults), sha256, finalTryAccepted), fake, publicKey: keys.publicKey };
  }
  const pin = (): Uint8Array => new TextEncoder().encode('12345678');
  const errorOf = (work: () => void): unknown => {
    try {
      work();
      return 'no error';
    } catch (error) {
      return (error as { error?: unknown }).error ?? error;
    }
  };
  const signError = async (act: SigningAct): Promise<unknown> =>
    act.sign(randomBytes(64)).then(
      () => 'no error',
      (error: { error?: unknown }) => error.error ?? error,
    );

  test.each([
    ['locked before', { flags: ck.CKF_USER_PIN_LOCKED }, 'token.pin_locked'],
    ['to be changed first', { flags: ck.CKF_USER_PIN_TO_BE_CHANGED }, 'token.pin_must_change'],
    ['on its final try without consent', { flags: ck.CKF_USER_PIN_FINAL_TRY }, 'token.final_try_not_accepted'],
  ])('a PIN that is %s is never sent to the token', (_name, faults, code) => {
    const { act, fake } = open(faults);
    expect(errorOf(() => act.login(pin()))).toMatchObject({ code });
    expect(fake.pins).toEqual([]);
  });

  test.each([
    ['with tries left', 0xa0, ck.CKF_USER_PIN_COUNT_LOW, 'token.pin_incorrect'],
    ['with one try left', 0xa0, ck.CKF_USER_PIN_COUNT_LOW | ck.CKF_USER_PIN_FINAL_TRY, 'token.pin_incorrect_final'],
    ['that locked the token', 0xa0, ck.CKF_USER_PIN_LOCKED, 'token.pin_locked'],
  ])('a wrong PIN %s is told apart by the flags read after it, and tried once', (_name, login, flagsAfterLogin, code) => {
    const { act, fake } = open({ login, flagsAfterLogin });
    const given = pin();
    expect(errorOf(() => act.login(given))).toMatchObject({ code });
    expect(errorOf(() => act.login(pin()))).toMatchObject({ code: 'token.pin_already_given' });
    expect(fake.pins).toEqual(['12345678']);
    expect(given.every((byte) => byte === 0)).toBe(true);
  });

  test.each([
    [0x06, { code: 'token.driver_error', params: { code: '0x6', module: 'fake.so' } }],
    [0x05, { code: 'token.driver_error', params: { code: '0x5', module: 'fake.so' } }],
    [0x30, { code: 'token.device_error' }],
    [0x32, { code: 'token.removed' }],
    [0xe0, { code: 'token.not_present' }],
    [0x100, { code: 'token.used_elsewhere' }],
    [0xa2, { code: 'token.pin_refused_length' }],
    [0x80000011, { code: 'token.vendor_error', params: { code: '0x80000011', module: 'fake.so' } }],
  ])('return code %i at login is not called a wrong PIN and is not tried again', (login, error) => {
    const { act, fake } = open({ login, flagsAfterLogin: ck.CKF_USER_PIN_COUNT_LOW });
    expect(errorOf(() => act.login(pin()))).toEqual(error);
    expect(fake.pins.length).toBe(1);
  });

  test('the bytes of a right PIN are zeroed too, and of one that was refused unseen', () => {
    const [right, unseen] = [pin(), new TextEncoder().encode('12')];
    open().act.login(right);
    expect(errorOf(() => open().act.login(unseen))).toMatchObject({ code: 'token.pin_length' });
    expect([...right, ...unseen].every((byte) => byte === 0)).toBe(true);
  });

  test.each([
    ['both mechanisms', {}],
    ['the hashing mechanism only', { mechanisms: [ck.CKM_SHA256_RSA_PKCS] }],
    ['a raw mechanism that the key refuses', { signInit: { [ck.CKM_RSA_PKCS]: ck.CKR_KEY_FUNCTION_NOT_PERMITTED } }],
    ['a key that hides its modulus', { attributes: { [ck.CKA_MODULUS]: Buffer.alloc(0) } }],
    ['a key under another id than its certificate', { attributes: { [ck.CKA_ID]: Buffer.from('ff', 'hex') } }],
  ])('a token with %s signs validly', async (_name, faults) => {
    const { act, publicKey } = open(faults);
    act.login(pin());
    const data = randomBytes(500);
    expect(verify('sha256', data, publicKey, await act.sign(data))).toBe(true);
  });

  test('a signature that the certificate’s key does not confirm never leaves', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    // The token hides the modulus and says by its id that this is the key.
    const { act } = open({ attributes: { [ck.CKA_MODULUS]: Buffer.alloc(0) } }, other);
    act.login(pin());
    expect(await signError(act)).toEqual({ code: 'token.signature_self_check_failed' });
  });

  test('a key that is not the certificate’s is not used, and the token is logged out', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const { act, fake } = open({}, other);
    expect(errorOf(() => act.login(pin()))).toEqual({ code: 'token.key_missing' });
    expect(fake.loggedOut).toBe(1);
  });

  test('the final try is used with the person’s consent', () => {
    const { act, fake } = open({ flags: ck.CKF_USER_PIN_FINAL_TRY }, keys.privateKey, true);
    act.login(pin());
    expect(fake.pins).toEqual(['12345678']);
  });

  test.each([
    ['typed with marks', 'mật-khẩu'],
    ['with a control character', '1234\u00075678'],
  ])('a PIN %s costs no try: an input method was still on', (_name, typed) => {
    const { act, fake } = open();
    expect(errorOf(() => act.login(new TextEncoder().encode(typed)))).toEqual({ code: 'token.pin_not_plain' });
    expect(fake.pins).toEqual([]);
  });

  test('on a device with a pad of its own no PIN is asked for, and the token gets none', () => {
    const { act, fake } = open({ flags: ck.CKF_PROTECTED_AUTHENTICATION_PATH });
    act.login(new Uint8Array(0));
    expect(fake.pins).toEqual(['']);
  });

  test('a general error of a driver that locked the token is told as the lock it is', () => {
    const { act } = open({ login: 0x06, flagsAfterLogin: ck.CKF_USER_PIN_LOCKED });
    expect(errorOf(() => act.login(pin()))).toEqual({ code: 'token.pin_locked' });
  });

  test('a key that wants its PIN for every signature gets it for each, until the act ends', async () => {
    const { act, fake } = open({ attributes: { [ck.CKA_ALWAYS_AUTHENTICATE]: Buffer.from([1]) } });
    const given = pin();
    act.login(given);
    expect(given.every((byte) => byte === 0)).toBe(true);
    for (let i = 0; i < 2; i++) await act.sign(randomBytes(50));
    expect(fake.pins).toEqual(['12345678', '12345678', '12345678']);
    act.end();
    expect(await signError(act)).toEqual({ code: 'token.not_logged_in' });
  });

  test.skipIf(!has('openssl'))('a key that is not RSA is refused before any PIN [needs openssl]', () => {
    const asked = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      '/dev/null',
      '-subj',
      '/CN=x',
    ];
    const curve = execFileSync('openssl', [...asked, '-outform', 'DER'], { stdio: 'pipe' });
    const sha256 = createHash('sha256').update(curve).digest('hex');
    const fake = new FakeToken({}, keys.privateKey);
    expect(errorOf(() => new SigningAct(fake.present(sha256, curve, {}), sha256))).toEqual({ code: 'token.key_not_rsa' });
    expect(fake.pins).toEqual([]);
  });

  test('a token without our mechanisms is refused before any PIN', () => {
    expect(errorOf(() => open({ mechanisms: [] }))).toEqual({ code: 'token.key_cannot_sign' });
  });

  test('a token unplugged while it signs says so, and its act is over', async () => {
    const { act } = open({ sign: 0x32 });
    act.login(pin());
    expect(await signError(act)).toEqual({ code: 'token.removed' });
    expect(act.ended).toBe(true);
  });
});
