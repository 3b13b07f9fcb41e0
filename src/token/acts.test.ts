import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeToken } from '../../test/token/fake.ts';
import type { Port } from '../contract/wire.ts';
import { certificate } from '../training/x509.ts';
import { Acts, type InTurn } from './acts.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A port whose other side is this test. */
class TestPort implements Port {
  readonly posted: unknown[] = [];
  closed = false;
  #listener: ((message: unknown) => void) | undefined;
  post(message: unknown): void {
    this.posted.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  onClose(): void {}
  close(): void {
    this.closed = true;
  }
  receive(message: unknown): void {
    this.#listener?.(message);
  }
}

describe('open acts', () => {
  let der: Buffer;
  let sha256 = '';
  const owner = new TestPort();
  const inTurn: InTurn = async (work) => work();
  beforeAll(() => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const subject = { country: 'VN', organization: 'UBND xã Ví Dụ', commonName: 'Nguyễn Văn Mẫu' } as const;
    const names = { subject, issuer: subject, publicKey: spki, issuerPublicKey: spki, issuerKey: key };
    der = certificate({ ...names, ca: false, policyOid: '2.25.1', notBefore: 0, notAfter: 86_400_000 });
    sha256 = createHash('sha256').update(der).digest('hex');
  });
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('an act that nobody ends is logged out when its time is over', async () => {
    const acts = new Acts(inTurn, () => {}, 300_000);
    const fake = new FakeToken({}, key);
    const actId = randomUUID();
    acts.begin(owner, actId, fake.present(sha256, der), sha256);
    await vi.advanceTimersByTimeAsync(299_999);
    expect(fake.loggedOut).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.loggedOut).toBe(1);
    expect(() => acts.of(owner, actId)).toThrow('token.no_such_act');
  });

  test('a PIN port whose act never comes is answered, not left to wait', async () => {
    const acts = new Acts(inTurn, () => {}, 300_000);
    const port = new TestPort();
    acts.receivePinPort(randomUUID(), port);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(port.posted).toEqual([{ ok: false, error: { code: 'token.no_such_act' } }]);
    expect(port.closed).toBe(true);
  });

  test('a port takes one PIN; what follows on it is zeroed unseen', async () => {
    const acts = new Acts(inTurn, () => {}, 300_000);
    const fake = new FakeToken({ login: 0xa0 }, key);
    const actId = randomUUID();
    acts.begin(owner, actId, fake.present(sha256, der), sha256);
    const port = new TestPort();
    acts.receivePinPort(actId, port);
    const pins = ['12345678', '87654321'].map((pin) => new TextEncoder().encode(pin));
    for (const pin of pins) port.receive({ pin });
    await vi.advanceTimersByTimeAsync(0);
    expect(fake.pins).toEqual(['12345678']);
    expect(pins.every((pin) => pin.every((byte) => byte === 0))).toBe(true);
    expect(port.posted).toEqual([{ ok: false, error: { code: 'token.pin_incorrect' } }]);
  });
});
