import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { type DemoTokens, prepareTokens } from '../../demo/tokens.ts';
import { keysFolder } from '../../demo/world.ts';
import { Failure } from '../../src/domain/errors.ts';
import { setUp } from '../faults/journey.ts';
import { hasSoftHsm } from '../softhsm/index.ts';

describe.skipIf(!hasSoftHsm)('the token process ended in the middle of a signature [needs SoftHSM and the pkcs11js addon]', () => {
  let profilesDir: string;
  let desk: Desk;
  let tokens: DemoTokens;
  let id: string;
  beforeAll(async () => {
    profilesDir = mkdtempSync(join(tmpdir(), 'tvt-token-death-'));
    tokens = prepareTokens(profilesDir);
    desk = openDesk({ profilesDir, env: tokens.env, documents: 0, autoReply: false });
    await setUp(desk, newPassphrase());
    await tokens.make(keysFolder(join(profilesDir, 'training', 'world')));
    const sample = await desk.call['outgoing.sampleDraft']({ subject: 'Về việc thử', recipient: 'Sở Mẫu' });
    const draft = {
      typeName: 'Công văn',
      subject: 'Về việc thử',
      content: '',
      competence: '',
      signerPosition: 'CHỦ TỊCH',
      signer: 'Nguyễn Văn Mẫu',
      priority: 0,
      toPlaces: [],
      recipients: [{ name: 'Hội Mẫu' }],
      uploadIds: [sample.uploadId],
    };
    ({ id } = await desk.call['outgoing.saveDraft'](draft));
  }, 120_000);
  afterAll(async () => {
    await desk.stop();
    rmSync(profilesDir, { recursive: true, force: true });
  });

  it('is reported as not done, changes nothing, and the next signature works', async () => {
    const { choices } = await desk.call['signing.choices']({ id, act: 'leader' });
    const choice = choices.find((c) => c.kind === 'pkcs11' && !c.refused);
    if (!choice) throw new Error('no token');
    const { actId } = await desk.call['signing.begin']({
      id,
      act: 'leader',
      serial: choice.serial,
      certificateSha256: choice.certificateSha256,
    });
    expect(await desk.sendPin(actId, 'pkcs11', tokens.pin)).toEqual({ ok: true });
    const signing = desk.call['signing.perform']({ actId }).then(
      () => 'signed',
      (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
    );
    process.kill(desk.supervisor.pid('token') ?? 0, 'SIGKILL');
    expect(await signing).toBe('signing.not_done');
    const after = await desk.call['outgoing.get']({ id });
    expect(after.state).toBe('draft');
    expect(after.files[0]?.verdict?.signatures ?? []).toEqual([]);

    await desk.until('a new token process', 20_000, async () => {
      const again = await desk.call['signing.choices']({ id, act: 'leader' });
      return again.choices.some((c) => c.kind === 'pkcs11') ? true : undefined;
    });
    await desk.sign(id, 'leader', (c) => c.kind === 'pkcs11', tokens.pin);
    const signed = await desk.call['outgoing.get']({ id });
    expect(signed.state).toBe('leader_signed');
    expect(signed.files[0]?.verdict?.signatures.map((s) => [s.bytes, s.signer])).toEqual([['intact', 'trusted']]);
  }, 90_000);
});
