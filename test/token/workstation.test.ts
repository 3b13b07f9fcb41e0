/**
 * The whole workstation with a driver that misbehaves: main's supervisor, the real core, parser and token process. Whatever
 * the driver does costs the token process only; the act is reported as not done and is never done again by itself.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MessageChannelMain } from '../../build/electron-host/utility-process.ts';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { type DemoTokens, prepareTokens } from '../../demo/tokens.ts';
import { keysFolder } from '../../demo/world.ts';
import type { SignerChoice } from '../../src/contract/page/outgoing.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import { setUp } from '../faults/journey.ts';
import { type Faulty, hasFaultyDriver, makeBrokenModules, makeFaultyDriver } from './driver/index.ts';
import { codeOf } from './process.ts';

/** Long enough for a busy machine, short enough to wait for. */
const LIMIT_MS = 6_000;
const NEW_PIN = 'Bi-mat-moi-1';

describe.skipIf(!hasFaultyDriver)('a workstation with a driver that misbehaves [needs gcc, softhsm2 and the built addon]', () => {
  let dir = '';
  let desk: Desk;
  let faulty: Faulty;
  let tokens: DemoTokens;
  let chosen: string | undefined;
  const passphrase = newPassphrase();

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tram-token-desk-'));
    const profilesDir = join(dir, 'profiles');
    faulty = makeFaultyDriver(dir);
    tokens = prepareTokens(dir);
    const { TRAM_PKCS11_MODULES: _, ...env } = { TRAM_PKCS11_MODULES: '', ...tokens.env };
    desk = openDesk({
      profilesDir,
      env: { ...env, ...faulty.env, TRAM_TOKEN_LIMIT_MS: String(LIMIT_MS) },
      documents: 0,
      autoReply: false,
      chooseModule: async () => chosen,
    });
    await setUp(desk, passphrase);
    await tokens.make(keysFolder(join(profilesDir, 'training', 'world')));
    chosen = faulty.module;
    expect(await desk.call['token.modules.add']({})).toEqual({ path: faulty.module });
    await served();
  }, 120_000);
  afterAll(async () => {
    await desk.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(() => faulty.reset());

  /** The tokens show through the allowed driver; a process that restarts is waited for. */
  const served = (): Promise<SignerChoice[]> =>
    desk.until('the tokens are there', 30_000, async () => {
      const probe = await draft();
      const { choices } = await desk.call['signing.choices']({ id: probe, act: 'leader' }).catch(() => ({ choices: [] }));
      const shown = choices.filter((c) => c.module === 'libfaulty.so');
      return shown.length === 2 ? shown : undefined;
    });
  let probeId: string | undefined;
  const draft = async (): Promise<string> => (probeId ??= await newDraft());
  const newDraft = async (): Promise<string> => {
    const { uploadId } = await desk.call['outgoing.sampleDraft']({ subject: 'V/v thử thiết bị ký số', recipient: 'UBND xã Thử Nghiệm' });
    const text = { typeName: 'Công văn', subject: 'V/v thử thiết bị ký số', content: '', competence: '', signerPosition: 'CHỦ TỊCH' };
    const rest = {
      signer: 'Nguyễn Văn Mẫu',
      priority: 0,
      toPlaces: [],
      recipients: [{ name: 'UBND xã Thử Nghiệm' }],
      uploadIds: [uploadId],
    };
    return (await desk.call['outgoing.saveDraft']({ ...text, ...rest })).id;
  };
  const mine = (c: SignerChoice): boolean => c.module === 'libfaulty.so';
  const leaderSigns = (id: string, pin = tokens.pin) => codeOf(desk.sign(id, 'leader', mine, pin));
  const state = async (id: string) => (await desk.call['outgoing.get']({ id })).state;
  const calls = (name: string): string[] => faulty.calls().filter((line) => line.startsWith(`${name} `));
  const pids = () => ({ core: desk.supervisor.pid('core'), parser: desk.supervisor.pid('parser') });
  const leader = async (): Promise<SignerChoice> => {
    const found = (await served()).find((c) => c.refused === undefined);
    if (!found) throw new Error('no token of the leader');
    return found;
  };
  const send = (actId: string, message: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannelMain();
      const port = fromMessagePort(port1);
      port.onMessage(resolve);
      port.onClose(() => resolve('closed'));
      desk.supervisor.pinPort(actId, 'pkcs11', port2);
      port.post(message);
    });
  const bytes = (pin: string): Uint8Array => new TextEncoder().encode(pin);

  test('signs through a driver that an administrator allowed, and remembers token and certificate', async () => {
    const id = await newDraft();
    expect(await leaderSigns(id)).toBe('no error');
    expect(await state(id)).toBe('leader_signed');
    expect((await leader()).lastUsed).toBe(true);
    const { modules } = await desk.call['token.modules.list']({});
    expect(modules.find((m) => m.path === faulty.module)).toMatchObject({ allowed: true, loaded: true, name: 'libfaulty.so' });
  });

  test('a crash in C_Sign: the act is not done, nothing is signed twice, the rest lives on, and the next act signs', async () => {
    const id = await newDraft();
    await served();
    const before = pids();
    faulty.control('crash C_Sign');
    expect(await leaderSigns(id)).toBe('signing.not_done');
    faulty.control();
    await served();
    expect(await state(id)).toBe('draft');
    expect(calls('C_Sign:begun')).toHaveLength(1);
    expect(pids()).toEqual(before);
    expect(await leaderSigns(id)).toBe('no error');
  });

  test('a hang in C_Login: the process is ended after its limit, the PIN is not given again, and the next act signs', async () => {
    const id = await newDraft();
    await served();
    const before = pids();
    const token = desk.supervisor.pid('token');
    faulty.control('hang C_Login');
    expect(await leaderSigns(id)).toBe('signing.not_done');
    faulty.control();
    await served();
    expect(desk.supervisor.pid('token')).not.toBe(token);
    expect(pids()).toEqual(before);
    expect(await state(id)).toBe('draft');
    expect(calls('C_Login:begun')).toHaveLength(1);
    expect(await leaderSigns(id)).toBe('no error');
  });

  test('a hang while looking for tokens is told in words, ends only that process, and the next look finds them', async () => {
    const id = await draft();
    await served();
    const before = pids();
    faulty.control('hang C_GetSlotList');
    const { notes } = await desk.call['signing.choices']({ id, act: 'leader' });
    expect(notes.map((note) => note.code)).toEqual(['token.driver_hung']);
    faulty.control();
    await served();
    expect(pids()).toEqual(before);
  });

  test('a token that goes between the two signatures of the agency’s act leaves the document as it was', async () => {
    const id = await newDraft();
    await served();
    expect(await leaderSigns(id)).toBe('no error');
    await desk.call['outgoing.number']({ id });
    const before = (await desk.call['outgoing.get']({ id })).files;
    faulty.control('removed_after 1');
    expect(await codeOf(desk.sign(id, 'agency', mine, tokens.pin))).toBe('token.removed');
    faulty.control();
    expect(calls('C_Sign')).toHaveLength(2);
    expect(await state(id)).toBe('numbered');
    expect((await desk.call['outgoing.get']({ id })).files).toEqual(before);
    await served();
    expect(await codeOf(desk.sign(id, 'agency', mine, tokens.pin))).toBe('no error');
  });

  test('several documents on one PIN: when the token goes, it is said which are signed, and the rest is signed by a new act', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(newDraft));
    const sign = async (which: readonly string[]) => {
      const { serial, certificateSha256 } = await leader();
      const [id = '', ...also] = which;
      const { leader: waiting } = await desk.call['signing.waiting']({});
      const seen = waiting.filter((row) => which.includes(row.id)).map((row) => ({ id: row.id, fileId: row.fileId }));
      const input = { id, act: 'leader', serial, certificateSha256, also } as const;
      // A person signs several documents only after seeing each.
      await expect(desk.call['signing.begin'](input)).rejects.toMatchObject({ error: { code: 'signing.not_seen' } });
      const { actId } = await desk.call['signing.begin']({ ...input, seen });
      expect(await send(actId, { pin: bytes(tokens.pin) })).toEqual({ ok: true });
      const { results } = await desk.call['signing.performAll']({ actId });
      expect(await desk.call['signing.progress']({ actId })).toEqual({ done: which.length, total: which.length, results });
      return results;
    };
    await served();
    faulty.control('removed_after 2');
    const first = await sign(ids);
    expect(first.map(({ id, error }) => [id, error?.code])).toEqual([
      [ids[0], undefined],
      [ids[1], undefined],
      [ids[2], 'token.removed'],
      [ids[3], 'signing.not_reached'],
    ]);
    expect(await Promise.all(ids.map(state))).toEqual(['leader_signed', 'leader_signed', 'draft', 'draft']);
    faulty.control();
    const rest = await sign(first.filter(({ error }) => error !== undefined).map(({ id }) => id));
    expect(rest.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(await Promise.all(ids.map(state))).toEqual(Array(4).fill('leader_signed'));
    expect(calls('C_Login')).toHaveLength(2);
    expect(calls('C_Sign')).toHaveLength(4);
  });

  test('slow as a card, the whole act is done on one PIN', async () => {
    const id = await newDraft();
    faulty.control('slow 700');
    expect(await leaderSigns(id)).toBe('no error');
    expect(calls('C_Login')).toHaveLength(1);
  });

  test('the last try needs the person’s consent in the core as well', async () => {
    faulty.control('tries 3');
    const id = await newDraft();
    expect(await leaderSigns(id, 'Sai-hoan-toan')).toBe('token.pin_incorrect');
    expect(await leaderSigns(id, 'Sai-hoan-toan')).toBe('token.pin_incorrect_final');
    expect(await leaderSigns(id)).toBe('token.final_try_not_accepted');
    expect(calls('C_Login')).toHaveLength(2);
    const { serial, certificateSha256 } = await leader();
    const { actId } = await desk.call['signing.begin']({ id, act: 'leader', serial, certificateSha256, finalTryAccepted: true });
    expect(await send(actId, { pin: bytes(tokens.pin) })).toEqual({ ok: true });
    await desk.call['signing.perform']({ actId });
    expect(await state(id)).toBe('leader_signed');
  });

  test('locking the screen logs the token out: the act that was open is over', async () => {
    const id = await newDraft();
    const { serial, certificateSha256 } = await leader();
    const { actId } = await desk.call['signing.begin']({ id, act: 'leader', serial, certificateSha256 });
    expect(await send(actId, { pin: bytes(tokens.pin) })).toEqual({ ok: true });
    desk.supervisor.lock();
    await desk.until('logged out', 10_000, async () => (calls('C_Logout').length > 0 ? true : undefined));
    await desk.call['session.unlock']({ mode: 'training', way: 'passphrase', secret: passphrase });
    expect(await codeOf(desk.call['signing.perform']({ actId }))).toBe('signing.no_such_act');
    expect(await state(id)).toBe('draft');
  });

  test('a PIN is changed from the page, over a port of its own', async () => {
    const { serial } = await leader();
    const change = async (oldPin: string, newPin: string) => {
      const { actId } = await desk.call['token.pin.begin']({ serial });
      const answer = await send(actId, { oldPin: bytes(oldPin), newPin: bytes(newPin) });
      return { answer, outcome: await desk.call['token.pin.end']({ actId }) };
    };
    const wrong = { code: 'token.pin_incorrect' };
    expect(await change('Sai-hoan-toan', NEW_PIN)).toEqual({
      answer: { ok: false, error: wrong },
      outcome: { changed: false, error: wrong },
    });
    expect(await change(tokens.pin, NEW_PIN)).toEqual({ answer: { ok: true }, outcome: { changed: true } });
    const id = await newDraft();
    expect(await leaderSigns(id, NEW_PIN)).toBe('no error');
    expect(await codeOf(desk.call['token.pin.end']({ actId: randomUUID() }))).toBe('token.no_such_act');
  });

  test('a driver that crashes when it is loaded is left alone after its second time; the good one goes on serving', async () => {
    const { crashing } = makeBrokenModules(dir);
    chosen = crashing;
    await desk.call['token.modules.add']({});
    const code = await desk.until('left alone', 30_000, async () => {
      const { modules } = await desk.call['token.modules.list']({}).catch(() => ({ modules: [] }));
      return modules.find((m) => m.path === crashing)?.error?.code;
    });
    expect(code).toBe('token.module_avoided');
    await served();
    await desk.call['token.modules.remove']({ path: crashing });
    await served();
    expect((await desk.call['token.modules.list']({})).modules.map((m) => m.path)).not.toContain(crashing);
  });

  test('a driver whose bytes changed is not loaded until an administrator allows it anew', async () => {
    const path = join(dir, 'libother.so');
    copyFileSync(faulty.module, path);
    chosen = path;
    await desk.call['token.modules.add']({});
    const row = () =>
      desk.until('listed', 30_000, async () =>
        (await desk.call['token.modules.list']({}).catch(() => ({ modules: [] }))).modules.find((m) => m.path === path),
      );
    expect((await row()).error).toBeUndefined();
    appendFileSync(path, 'x');
    await desk.call['token.restart']({});
    expect((await row()).error?.code).toBe('token.module_changed');
    await desk.call['token.modules.add']({});
    expect((await row()).loaded).toBe(true);
    await desk.call['token.modules.remove']({ path });
  });
});
