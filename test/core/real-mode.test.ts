import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { refusalOf } from '../../src/core/signing/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { readCertificate } from '../../src/formats/cms/index.ts';
import { openKeys } from '../../src/training/keys.ts';

let profilesDir: string;
let desk: Desk;
beforeAll(() => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-real-'));
  desk = openDesk({ profilesDir, documents: 0, autoReply: false });
});
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});

const office = {
  mode: 'real' as const,
  officeName: 'UBND xã Ví Dụ',
  organId: 'H55.242',
  parentName: '',
  place: 'Ví Dụ',
  organAbbreviation: 'UBND',
  clerkName: 'Lê Thị Ví Dụ',
  leaderName: '',
  leaderPosition: '',
  useOsKeyStore: false,
  passphrase: newPassphrase(),
};
const connection = { endpoint: 'http://truc.example.vn', systemId: 'he-thong', secret: 'khoa' };

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
}

describe('real mode', () => {
  it.each(['http://127.0.0.1:8280', 'http://localhost/', 'http://[::1]:9', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/'])(
    'refuses the loopback endpoint %s',
    async (endpoint) => {
      const code = await codeOf(desk.call['setup.begin']({ ...office, connection: { ...connection, endpoint } }));
      expect(code).toMatch(/loopback/);
    },
  );
  it('refuses the codes of training organs', async () => {
    expect(await codeOf(desk.call['setup.begin']({ ...office, organId: 'H99.242', connection }))).toMatch(/training_organ/);
  });
  it('refuses a code that is none, and an abbreviation that would break every notation, before anything is made', async () => {
    for (const organId of ['xã ví dụ', 'h51.242', 'H51 242'])
      expect(await codeOf(desk.call['setup.begin']({ ...office, organId }))).toBe('organs.code_invalid');
    for (const organAbbreviation of ['UBND/VP', 'UBND xã', '{organ}'])
      expect(await codeOf(desk.call['setup.begin']({ ...office, organAbbreviation }))).toBe('organs.abbreviation_invalid');
  });
  it('begins without a connection, refuses half of one, and takes an address of the province’s network', async () => {
    expect(await codeOf(desk.call['setup.begin']({ ...office, connection: { ...connection, secret: '' } }))).toBe(
      'session.connection_needed',
    );
    expect(await codeOf(desk.call['setup.begin']({ ...office, organId: 'H99.242' }))).toMatch(/training_organ/);
    expect(await codeOf(desk.call['setup.begin'](office))).toBe('accepted');
    expect(await codeOf(desk.call['setup.begin']({ ...office, connection }))).toBe('accepted');
  });
  it('refuses training certificates for either signature, and training mode every other one', async () => {
    const keys = await openKeys(mkdtempSync(join(profilesDir, 'ca-')));
    const training = readCertificate(keys.key('H99.242', 'leader').certificate);
    expect(training.policies).toContain(TRAINING_POLICY_OID);
    expect(refusalOf(training, 'leader', 'real', Date.now())?.code).toBe('signing.training_certificate');
    expect(refusalOf(training, 'agency', 'real', Date.now())?.code).toBe('signing.training_certificate');
    expect(refusalOf(training, 'leader', 'training', Date.now())).toBeUndefined();
    expect(refusalOf({ ...training, policies: [] }, 'leader', 'training', Date.now())?.code).toMatch(/^signing\./);
  });
});
