/** The token process as it runs: a process of its own, SoftHSM behind PKCS#11, the PIN on its one-shot port. */
import { createHash, randomBytes, randomUUID, verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TokenInfo } from '../../src/contract/token/index.ts';
import { createSoftHsmTokens, hasSoftHsm, type SoftHsm } from '../softhsm/index.ts';
import { type SampleKey, sampleKey } from '../softhsm/samples.ts';
import { codeOf, TokenProcess } from './process.ts';

const LEADER_PIN = 'Bi-mat-cua-lanh-dao-7391';
const AGENCY_PIN = 'Bi-mat-cua-co-quan-5820';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!hasSoftHsm)('the token process over SoftHSM [needs softhsm2 and the built addon]', () => {
  let dir = '';
  let hsm: SoftHsm;
  let leader: SampleKey;
  let agency: SampleKey;
  let process1: TokenProcess;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-token-'));
    leader = sampleKey(dir, 'leader', 2048, 'Nguyễn Văn Mẫu');
    agency = sampleKey(dir, 'agency', 3072, 'UBND xã Ví Dụ');
    hsm = createSoftHsmTokens(dir, [
      { label: 'Lãnh đạo', pin: LEADER_PIN, ...leader },
      // Its certificate carries another CKA_ID than its key, as on some cards.
      { label: 'Cơ quan', pin: AGENCY_PIN, ...agency, certificateId: 'c0ffee' },
    ]);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  beforeEach(() => {
    process1 = new TokenProcess(hsm.env);
  });
  afterEach(() => process1.stop());

  const serialOf = (index: number): string => hsm.serials[index] ?? '';
  const begin = async (index: number, key: SampleKey, on = process1.core): Promise<string> => {
    const actId = randomUUID();
    await on.call.beginAct({ actId, serial: serialOf(index), certificateSha256: sha256(key.certDer) });
    return actId;
  };
  const signed = async (key: SampleKey, actId: string): Promise<Uint8Array> => {
    const data = randomBytes(700);
    const { signature } = await process1.core.call.sign({ actId, data });
    expect(verify('sha256', data, new X509Certificate(key.certDer).publicKey, signature)).toBe(true);
    return signature;
  };
  const listed = async (index: number): Promise<TokenInfo | undefined> => {
    const { tokens } = await process1.core.call.list({});
    return tokens.find((t) => t.serial === serialOf(index));
  };

  test('lists tokens by serial, with their certificates, without a PIN', async () => {
    const { tokens, modules } = await process1.core.call.list({});
    expect(modules.find((m) => m.path === hsm.module)).toEqual({ path: hsm.module, loaded: true, configured: true });
    const seen = hsm.serials.map((serial) => tokens.find((t) => t.serial === serial));
    expect(seen.map((t) => [t?.kind, t?.label, t?.module, t?.certificates.map((c) => c.sha256)])).toEqual([
      ['pkcs11', 'Lãnh đạo', 'libsofthsm2.so', [sha256(leader.certDer)]],
      ['pkcs11', 'Cơ quan', 'libsofthsm2.so', [sha256(agency.certDer)]],
    ]);
    expect(seen[0]?.flags).toMatchObject({ pinCountLow: false, pinFinalTry: false, pinLocked: false, minPin: 4, maxPin: 255 });
    expect(Buffer.from(seen[0]?.certificates[0]?.der ?? []).equals(leader.certDer)).toBe(true);
  });

  test('leader and agency sign one after another, with RSA-2048 and RSA-3072, several times on one PIN', async () => {
    const first = await begin(0, leader);
    expect(await process1.pin(first, LEADER_PIN)).toEqual({ ok: true });
    expect((await signed(leader, first)).byteLength).toBe(256);
    expect((await signed(leader, first)).byteLength).toBe(256);
    const second = await begin(1, agency);
    expect(await process1.pin(second, AGENCY_PIN)).toEqual({ ok: true });
    expect((await signed(agency, second)).byteLength).toBe(384);
    await process1.core.call.endAct({ actId: first });
    await process1.core.call.endAct({ actId: second });
    expect(await codeOf(process1.core.call.sign({ actId: first, data: randomBytes(10) }))).toBe('token.no_such_act');
  });

  test('an act that ended is logged out: the next one on the token asks for the PIN again', async () => {
    const first = await begin(0, leader);
    await process1.pin(first, LEADER_PIN);
    await process1.core.call.endAct({ actId: first });
    const second = await begin(0, leader);
    expect(await codeOf(process1.core.call.sign({ actId: second, data: randomBytes(10) }))).toBe('token.not_logged_in');
    expect(await process1.pin(second, LEADER_PIN)).toEqual({ ok: true });
    await signed(leader, second);
  });

  test('an act without a PIN does not sign', async () => {
    const actId = await begin(0, leader);
    expect(await codeOf(process1.core.call.sign({ actId, data: randomBytes(10) }))).toBe('token.not_logged_in');
  });

  test('a wrong PIN says so, is tried once, and the act takes no second one', async () => {
    const actId = await begin(0, leader);
    expect(await process1.pin(actId, 'Sai-hoan-toan-1')).toMatchObject({ ok: false, error: { code: 'token.pin_incorrect' } });
    expect((await listed(0))?.flags.pinCountLow).toBe(true);
    expect(await process1.pin(actId, LEADER_PIN)).toMatchObject({ ok: false, error: { code: 'token.pin_already_given' } });
    expect(await codeOf(process1.core.call.sign({ actId, data: randomBytes(10) }))).toBe('token.not_logged_in');
    await process1.core.call.endAct({ actId });
    const next = await begin(0, leader);
    expect(await process1.pin(next, LEADER_PIN)).toEqual({ ok: true });
    expect((await listed(0))?.flags.pinCountLow).toBe(false);
  });

  test('a PIN of impossible length, and one that is no PIN, cost no try', async () => {
    const short = await begin(0, leader);
    expect(await process1.pin(short, '12')).toEqual({ ok: false, error: { code: 'token.pin_length', params: { min: 4, max: 255 } } });
    await process1.core.call.endAct({ actId: short });
    const odd = await begin(0, leader);
    expect(await process1.givePin(odd, { pin: 'a string' })).toMatchObject({ ok: false, error: { code: 'token.pin_malformed' } });
    expect((await listed(0))?.flags.pinCountLow).toBe(false);
  });

  test('a PIN port that overtakes its act waits for it', async () => {
    const actId = randomUUID();
    const answer = process1.pin(actId, LEADER_PIN);
    await process1.core.call.beginAct({ actId, serial: serialOf(0), certificateSha256: sha256(leader.certDer) });
    expect(await answer).toEqual({ ok: true });
    await signed(leader, actId);
  });

  test('no PIN, right or wrong, is printed', async () => {
    const wrong = 'Sai-hoan-toan-2';
    const first = await begin(0, leader);
    await process1.pin(first, wrong);
    await process1.core.call.endAct({ actId: first });
    const second = await begin(0, leader);
    await process1.pin(second, LEADER_PIN);
    await process1.core.call.endAct({ actId: second });
    const ended = once(process1.child, 'exit');
    process1.child.kill();
    await ended;
    expect(process1.output).toContain('token.pin_incorrect');
    expect(process1.output).not.toContain(wrong);
    expect(process1.output).not.toContain(LEADER_PIN);
  });

  test('one token serves one act at a time, and only the port that opened it', async () => {
    const actId = await begin(0, leader);
    await process1.pin(actId, LEADER_PIN);
    expect(await codeOf(begin(0, leader))).toBe('token.busy');
    const other = process1.serve();
    expect(await codeOf(other.call.sign({ actId, data: randomBytes(10) }))).toBe('token.no_such_act');
    await other.call.endAct({ actId });
    await signed(leader, actId);
  });

  test('when the core’s port closes, its acts end and the token is free', async () => {
    const core = process1.serve();
    const actId = await begin(0, leader, core);
    await process1.pin(actId, LEADER_PIN);
    core.close();
    // The close and this call travel one after the other.
    const next = await begin(0, leader);
    expect(await codeOf(process1.core.call.sign({ actId: next, data: randomBytes(10) }))).toBe('token.not_logged_in');
  });

  test('an unknown token, an unknown certificate and too much data are refused', async () => {
    const call = { actId: randomUUID(), serial: 'no-such', certificateSha256: sha256(leader.certDer) };
    expect(await codeOf(process1.core.call.beginAct(call))).toBe('token.not_present');
    expect(await codeOf(process1.core.call.beginAct({ ...call, serial: serialOf(1) }))).toBe('token.certificate_missing');
    expect(await codeOf(process1.core.call.sign({ actId: randomUUID(), data: randomBytes(65_537) }))).toBe('token.too_much_data');
    expect(await codeOf(process1.core.call.sign({ actId: randomUUID(), data: randomBytes(1_048_577) }))).toBe('contract.bad_input');
  });

  test('killed in the middle of a signature it is reported as not done, and a new process signs', async () => {
    const actId = await begin(0, leader);
    await process1.pin(actId, LEADER_PIN);
    const { pid } = process1.child;
    if (pid === undefined) throw new Error('not running');
    // Stopped, it takes the call and can not answer.
    process.kill(pid, 'SIGSTOP');
    const signing = codeOf(process1.core.call.sign({ actId, data: randomBytes(700) }));
    await process1.stop();
    expect(await signing).toBe('contract.closed');
    process1 = new TokenProcess(hsm.env);
    const next = await begin(0, leader);
    expect(await process1.pin(next, LEADER_PIN)).toEqual({ ok: true });
    await signed(leader, next);
  });
});
