/** A person's token as a way into the store: the data key is wrapped to its certificate and opened by C_Decrypt. */
import { constants, createHash, publicEncrypt, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addWayIn, openProfile, prepareProfile, type TokenKey } from '../../src/core/accounts/index.ts';
import { systemClock as clock } from '../../src/core/clock.ts';
import { createSoftHsmTokens, hasSoftHsm, type SoftHsm } from '../softhsm/index.ts';
import { type SampleKey, sampleKey } from '../softhsm/samples.ts';
import { codeOf, TokenProcess } from './process.ts';

const PIN = 'Bi-mat-cua-can-bo-7391';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!hasSoftHsm)('a token that opens the store [needs softhsm2 and the built addon]', () => {
  let dir = '';
  let hsm: SoftHsm;
  let keys: SampleKey[];
  let token: TokenProcess;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-token-'));
    keys = ['may', 'signs', 'other'].map((name) => sampleKey(dir, name, 2048, 'Nguyễn Văn Mẫu'));
    hsm = createSoftHsmTokens(
      dir,
      keys.map((key, i) => ({ label: `Thẻ ${i}`, pin: PIN, ...key, ...(i === 1 ? { onlySigns: true as const } : {}) })),
    );
    token = new TokenProcess(hsm.env);
  });
  afterAll(async () => {
    await token.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const key = (i: number): SampleKey => {
    const found = keys[i];
    if (!found) throw new Error('no such key');
    return found;
  };
  const begin = async (i: number, purpose?: 'decrypt'): Promise<string> => {
    const actId = randomUUID();
    const serial = hsm.serials[i] ?? '';
    await token.core.call.beginAct({ actId, serial, certificateSha256: sha256(key(i).certDer), ...(purpose ? { purpose } : {}) });
    return actId;
  };
  const within = async <T>(i: number, work: (key: TokenKey) => Promise<T>): Promise<T> => {
    const actId = await begin(i, 'decrypt');
    try {
      expect(await token.pin(actId, PIN)).toEqual({ ok: true });
      return await work({
        serial: hsm.serials[i] ?? '',
        certificate: key(i).certDer,
        decrypt: async (data) => (await token.core.call.decrypt({ actId, data })).plain,
      });
    } finally {
      await token.core.call.endAct({ actId });
    }
  };
  const wrappedFor = (i: number, plain: Uint8Array): Uint8Array =>
    new Uint8Array(publicEncrypt({ key: new X509Certificate(key(i).certDer).publicKey, padding: constants.RSA_PKCS1_PADDING }, plain));

  test('is listed as able to decrypt, and gives back what was wrapped to its certificate', async () => {
    const { tokens } = await token.core.call.list({});
    expect(tokens.filter((t) => hsm.serials.includes(t.serial)).map((t) => t.decrypts)).toEqual([true, true, true]);
    const secret = new Uint8Array(randomBytes(32));
    await within(0, async ({ decrypt }) => {
      expect(Buffer.from(await decrypt(wrappedFor(0, secret))).equals(secret)).toBe(true);
      // A driver answers this or that to what it cannot read; never with bytes.
      expect(['token.not_decrypted', 'token.driver_error']).toContain(await codeOf(decrypt(new Uint8Array(10))));
    });
  });

  test('whose key only signs is refused once it shows, and an act of signing decrypts nothing', async () => {
    const actId = await begin(1, 'decrypt');
    expect(await token.pin(actId, PIN)).toEqual({ ok: false, error: { code: 'token.key_cannot_decrypt' } });
    await token.core.call.endAct({ actId });
    const signing = await begin(0);
    expect(await token.pin(signing, PIN)).toEqual({ ok: true });
    expect(await codeOf(token.core.call.decrypt({ actId: signing, data: wrappedFor(0, new Uint8Array(8)) }))).toBe('token.not_logged_in');
    await token.core.call.endAct({ actId: signing });
    const decrypting = await begin(0, 'decrypt');
    expect(await token.pin(decrypting, PIN)).toEqual({ ok: true });
    expect(await codeOf(token.core.call.sign({ actId: decrypting, data: randomBytes(10) }))).toBe('token.not_logged_in');
    await token.core.call.endAct({ actId: decrypting });
  });

  test('opens the store of the person it belongs to, and no other token does', async () => {
    const at = join(dir, 'training');
    const prepared = await prepareProfile({ dir: at, mode: 'training', clock, passphrase: 'cánh đồng lúa chín', scryptCost: 2 ** 10 });
    const profile = await prepared.confirm(prepared.recoveryCode);
    const person = randomUUID();
    await within(0, (own) => addWayIn(profile, { way: 'token', token: own }, { personId: person }));
    const opened = await within(0, (own) => openProfile({ dir: at, clock, way: 'token', token: own }));
    expect(opened.personId).toBe(person);
    expect(Buffer.from(opened.dataKey).equals(Buffer.from(profile.dataKey))).toBe(true);
    expect(await within(2, (own) => codeOf(openProfile({ dir: at, clock, way: 'token', token: own })))).toBe('accounts.way_in_refused');
    expect(await codeOf(openProfile({ dir: at, clock, way: 'token' }))).toBe('accounts.way_in_refused');
  });
});
