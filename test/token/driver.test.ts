/** The token process with a driver that misbehaves as real ones do: the faulty driver, through the real binding. */
import { createHash, randomBytes, randomUUID, verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PinAnswer, TokenInfo } from '../../src/contract/token/index.ts';
import { createSoftHsmTokens, type SoftHsm } from '../softhsm/index.ts';
import { type SampleKey, sampleKey } from '../softhsm/samples.ts';
import { type Faulty, hasFaultyDriver, makeBrokenModules, makeFaultyDriver } from './driver/index.ts';
import { codeOf, TokenProcess } from './process.ts';

const PIN = 'Bi-mat-7391';
const OTHER_PIN = 'Bi-mat-khac-5820';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const refused = (code: string, params?: object): PinAnswer => ({ ok: false, error: { code, ...(params ? { params } : {}) } }) as PinAnswer;

describe.skipIf(!hasFaultyDriver)('a driver that misbehaves [needs gcc, softhsm2 and the built addon]', () => {
  let dir = '';
  let hsm: SoftHsm;
  let key: SampleKey;
  let bare: SampleKey;
  let faulty: Faulty;
  let token: TokenProcess;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-driver-'));
    key = sampleKey(dir, 'leader', 2048, 'Nguyễn Văn Mẫu');
    bare = sampleKey(dir, 'bare', 2048, 'UBND xã Thử Nghiệm');
    hsm = createSoftHsmTokens(dir, [
      { label: 'Lãnh đạo', pin: PIN, ...key },
      { label: 'Chỉ có khóa', pin: PIN, ...bare, withoutCertificate: true },
    ]);
    faulty = makeFaultyDriver(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  beforeEach(() => {
    faulty.reset();
    token = start();
  });
  afterEach(() => token.stop());

  const start = (modules = faulty.module): TokenProcess => new TokenProcess({ ...hsm.env, ...faulty.env, TRAM_PKCS11_MODULES: modules });
  const [serial, bareSerial] = [0, 1].map((i) => () => hsm.serials[i] ?? '') as [() => string, () => string];
  const begin = async (more: { finalTryAccepted?: boolean } = {}, on = token): Promise<string> => {
    const actId = randomUUID();
    await on.core.call.beginAct({ actId, serial: serial(), certificateSha256: sha256(key.certDer), ...more });
    return actId;
  };
  const end = (actId: string) => token.core.call.endAct({ actId });
  const sign = (actId: string, on = token) => codeOf(on.core.call.sign({ actId, data: randomBytes(100) }));
  const listed = async (of = serial()): Promise<TokenInfo | undefined> =>
    (await token.core.call.list({})).tokens.find((t) => t.serial === of && t.module === 'libfaulty.so');
  const logins = (): string[] => faulty.calls().filter((line) => line.startsWith('C_Login ') && !line.startsWith('C_Login:'));
  const wrongPin = async (more: { finalTryAccepted?: boolean } = {}): Promise<PinAnswer | undefined> => {
    const actId = await begin(more);
    const answer = await token.pin(actId, 'Sai-hoan-toan');
    await end(actId);
    return answer;
  };

  test('that crashes in C_Sign takes this process with it and no other; nothing is signed twice', async () => {
    const actId = await begin();
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    faulty.control('crash C_Sign');
    const gone = once(token.child, 'exit');
    expect(await sign(actId)).toBe('contract.closed');
    await gone;
    faulty.control();
    token = start();
    // The new process knows nothing of the act and does nothing by itself.
    expect(await sign(actId)).toBe('token.no_such_act');
    expect(faulty.calls().filter((line) => line.startsWith('C_Sign:begun'))).toHaveLength(1);
    const next = await begin();
    expect(await token.pin(next, PIN)).toEqual({ ok: true });
    expect(await sign(next)).toBe('no error');
  });

  test('three wrong PINs lock the token: each costs one try, the last one only with consent, then none is sent', async () => {
    faulty.control('tries 3');
    expect(await wrongPin()).toEqual(refused('token.pin_incorrect'));
    expect((await listed())?.flags).toMatchObject({ pinCountLow: true, pinFinalTry: false });
    expect(await wrongPin()).toEqual(refused('token.pin_incorrect_final'));
    expect((await listed())?.flags).toMatchObject({ pinFinalTry: true, pinLocked: false });
    expect(await wrongPin()).toEqual(refused('token.final_try_not_accepted'));
    expect(logins()).toHaveLength(2);
    expect(await wrongPin({ finalTryAccepted: true })).toEqual(refused('token.pin_locked'));
    expect((await listed())?.flags).toMatchObject({ pinLocked: true });
    expect(await wrongPin({ finalTryAccepted: true })).toEqual(refused('token.pin_locked'));
    expect(logins()).toHaveLength(3);
  });

  test('a right PIN on the final try clears the count', async () => {
    faulty.control('tries 3');
    for (let i = 0; i < 2; i++) await wrongPin();
    const actId = await begin({ finalTryAccepted: true });
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    expect((await listed())?.flags).toMatchObject({ pinCountLow: false, pinFinalTry: false, pinLocked: false });
  });

  test.each([
    ['a general error', 'fail C_Login 6', 'token.driver_error', '0x6'],
    ['a code of its maker', 'fail C_Login 80000011', 'token.vendor_error', '0x80000011'],
  ])('%s at login is not called a wrong PIN, and the PIN is not given again', async (_name, line, code, hex) => {
    faulty.control(line);
    const actId = await begin();
    expect(await token.pin(actId, PIN)).toEqual(refused(code, { code: hex, module: 'libfaulty.so' }));
    expect(logins()).toHaveLength(1);
    expect(await token.pin(actId, PIN)).toEqual(refused('token.pin_already_given'));
    expect(logins()).toHaveLength(1);
  });

  test.each([
    ['fail C_Sign 6', 'token.driver_error'],
    ['fail C_Sign 80000011', 'token.vendor_error'],
    ['fail C_Sign 30', 'token.device_error'],
    ['fail C_SignInit 5', 'token.driver_error'],
  ])('an error while signing (%s) is told and the signature is not tried again', async (line, code) => {
    const actId = await begin();
    await token.pin(actId, PIN);
    faulty.control(line);
    expect(await sign(actId)).toBe(code);
    expect(faulty.calls().filter((call) => call.startsWith('C_Sign:begun')).length).toBeLessThan(2);
  });

  test('whatever a driver answers to a login or a signature is told by its own code, and never as a wrong PIN', async () => {
    const login: Record<string, string> = {
      ...{ '1': 'cancelled', '50': 'cancelled', '2': 'system_error', a: 'system_error', '3': 'not_present', e0: 'not_present' },
      ...{ '5': 'driver_error', '30': 'device_error', '31': 'device_error', '32': 'removed', b0: 'session_lost', b3: 'session_lost' },
      ...{ a1: 'pin_characters', a2: 'pin_refused_length', a3: 'pin_must_change', a4: 'pin_locked', b1: 'busy', e1: 'not_recognized' },
      ...{ '100': 'used_elsewhere', '104': 'used_elsewhere', '105': 'used_elsewhere', '102': 'pin_not_initialized', '7': 'internal' },
    };
    for (const [hex, code] of Object.entries(login)) {
      faulty.control(`fail C_Login ${hex}`);
      const actId = await begin();
      expect(await token.pin(actId, PIN), hex).toMatchObject({ ok: false, error: { code: `token.${code}` } });
      await end(actId);
    }
    const signing: Record<string, string> = {
      ...{ '32': 'removed', e0: 'not_present', b3: 'session_lost', '60': 'session_lost', '82': 'session_lost', '101': 'not_logged_in' },
      ...{ '50': 'cancelled', '31': 'device_error', '2': 'system_error', '70': 'key_cannot_sign', '21': 'internal', '91': 'internal' },
    };
    for (const [hex, code] of Object.entries(signing)) {
      faulty.control(`fail C_Sign ${hex}`);
      const actId = await begin();
      expect(await token.pin(actId, PIN)).toEqual({ ok: true });
      expect(await sign(actId), hex).toBe(`token.${code}`);
      await end(actId);
    }
    faulty.control();
    const actId = await begin();
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    expect(await sign(actId)).toBe('no error');
  });

  test('slow as a card, it signs several times on one PIN, and the process answers meanwhile', async () => {
    faulty.control('slow 300');
    const actId = await begin();
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    const order: string[] = [];
    const signing = [1, 2].map(async (n) => order.push(`${n} ${await sign(actId)}`));
    await token.core.call.ping({});
    order.push('answered');
    await Promise.all(signing);
    expect(order).toEqual(['answered', '1 no error', '2 no error']);
    expect(logins()).toHaveLength(1);
  });

  test('a token that goes in the middle of a batch ends the act; what was signed stands, the PIN is forgotten', async () => {
    const actId = await begin();
    await token.pin(actId, PIN);
    faulty.control('removed_after 2');
    expect([await sign(actId), await sign(actId), await sign(actId)]).toEqual(['no error', 'no error', 'token.removed']);
    expect(await listed()).toBeUndefined();
    expect(await sign(actId)).toBe('token.no_such_act');
    faulty.control();
    expect((await listed())?.serial).toBe(serial());
    const next = await begin();
    expect(await sign(next)).toBe('token.not_logged_in');
  });

  test('unplugging is seen by the next look, also without a signature under way', async () => {
    const actId = await begin();
    await token.pin(actId, PIN);
    faulty.control('absent 1');
    expect(await listed()).toBeUndefined();
    faulty.control();
    expect(await listed()).toBeDefined();
    expect(await sign(actId)).toBe('token.no_such_act');
    expect(faulty.calls()).toContain('C_Logout 0 0 0x0');
  });

  test('a key that wants its PIN for each signature gets it for each, from one typing', async () => {
    faulty.control('always_auth 1');
    const actId = await begin();
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    expect([await sign(actId), await sign(actId)]).toEqual(['no error', 'no error']);
    // CKU_USER once, CKU_CONTEXT_SPECIFIC for each signature.
    expect(logins().map((line) => line.split(' ')[1])).toEqual(['1', '2', '2']);
    await end(actId);
    const next = await begin();
    expect(await sign(next)).toBe('token.not_logged_in');
  });

  test('a device with a PIN pad is given no PIN: it takes what is typed on it', async () => {
    faulty.control(`pad ${PIN}`);
    expect((await listed())?.flags.protectedPath).toBe(true);
    const actId = randomUUID();
    const begun = await token.core.call.beginAct({ actId, serial: serial(), certificateSha256: sha256(key.certDer) });
    expect(begun.protectedPath).toBe(true);
    expect(await token.pin(actId, '')).toEqual({ ok: true });
    expect(await sign(actId)).toBe('no error');
    expect(logins()).toEqual(['C_Login 1 0 0x0']);
  });

  test('a PIN that must be changed is changed, by the same rules, and then signs', async () => {
    faulty.control('to_be_changed 1', 'tries 3');
    const early = await begin();
    expect(await token.pin(early, PIN)).toEqual(refused('token.pin_must_change'));
    await end(early);
    const change = async (oldPin: string, newPin: string) => {
      const actId = randomUUID();
      await token.core.call.beginPinChange({ actId, serial: serial() });
      const answer = await token.changePin(actId, oldPin, newPin);
      return { answer, outcome: await token.core.call.endPinChange({ actId }) };
    };
    expect((await change(PIN, 'yeu')).answer).toMatchObject({ ok: false, error: { code: 'token.pin_length' } });
    expect((await change(PIN, 'yeuquachung')).answer).toEqual(refused('token.new_pin_weak'));
    expect((await change(PIN, PIN)).answer).toEqual(refused('token.new_pin_same'));
    expect(faulty.calls().filter((line) => line.startsWith('C_SetPIN'))).toEqual([]);
    expect(await change('Sai-hoan-toan-1', OTHER_PIN)).toEqual({
      answer: refused('token.pin_incorrect'),
      outcome: { changed: false, error: { code: 'token.pin_incorrect' } },
    });
    expect(await change(PIN, OTHER_PIN)).toEqual({ answer: { ok: true }, outcome: { changed: true } });
    const actId = await begin();
    expect(await token.pin(actId, OTHER_PIN)).toEqual({ ok: true });
    expect(await sign(actId)).toBe('no error');
    await end(actId);
    expect((await change(OTHER_PIN, PIN)).answer).toEqual({ ok: true });
    for (const secret of [PIN, OTHER_PIN]) expect(token.output).not.toContain(secret);
  });

  test('an imported certificate is matched by its public key to the token that lacks it, and signs', async () => {
    expect((await listed(bareSerial()))?.certificates).toEqual([]);
    const stranger = sampleKey(dir, 'stranger', 2048, 'Người khác');
    const imported = [bare.certDer, stranger.certDer, key.certDer];
    const { tokens } = await token.core.call.list({ imported });
    const of = (which: string) => tokens.find((t) => t.serial === which)?.certificates.map((c) => [c.sha256, c.imported]);
    expect(of(bareSerial())).toEqual([[sha256(bare.certDer), true]]);
    expect(of(serial())).toEqual([[sha256(key.certDer), undefined]]);
    const actId = randomUUID();
    const act = { actId, serial: bareSerial(), certificateSha256: sha256(bare.certDer) };
    expect(await codeOf(token.core.call.beginAct(act))).toBe('token.certificate_missing');
    await token.core.call.beginAct({ ...act, imported: bare.certDer });
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    const data = randomBytes(80);
    const { signature } = await token.core.call.sign({ actId, data });
    expect(verify('sha256', data, new X509Certificate(bare.certDer).publicKey, signature)).toBe(true);
  });

  test('several modules at once: the broken ones are told in words, the good one serves', async () => {
    await token.stop();
    const { needy, unrelated } = makeBrokenModules(dir);
    token = start([needy, unrelated, join(dir, 'gone.so'), faulty.module].join(':'));
    const { tokens, modules } = await token.core.call.list({});
    expect(modules.filter((m) => m.configured).map((m) => [m.loaded, m.error?.code, m.error?.params?.library])).toEqual([
      [false, 'token.module_needs_library', 'libneeded-part.so'],
      [false, 'token.module_not_pkcs11', undefined],
      [false, 'token.module_missing', undefined],
      [true, undefined, undefined],
    ]);
    expect(tokens.map((t) => [t.serial, t.module])).toContainEqual([serial(), 'libfaulty.so']);
    const actId = await begin();
    expect(await token.pin(actId, PIN)).toEqual({ ok: true });
    expect(logins()).toHaveLength(1);
  });

  test('a module is looked at without running it', async () => {
    const { crashing } = makeBrokenModules(dir);
    expect(await token.core.call.inspect({ path: faulty.module })).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await token.core.call.inspect({ path: crashing })).error).toBeUndefined();
    expect((await token.core.call.inspect({ path: join(dir, 'softhsm2.conf') })).error?.code).toBe('token.module_not_pkcs11');
    expect((await token.core.call.inspect({ path: dir })).error?.code).toBe('token.module_not_pkcs11');
  });
});
