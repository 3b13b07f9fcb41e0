/** Whom the machine trusts: pins, signed updates, an administrator's additions. */
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { has, makePki, type TestPki } from '../../../test/signing/kit.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { type Mode, TRAINING_POLICY_OID } from '../../domain/profile.ts';
import type { Actor } from '../context.ts';
import { shippedBundle, signedText, UPDATE_FORMAT } from './bundle.ts';
import { Trust } from './trust.ts';

/** An authority whose certificate says that it is for practice only. */
function makeTrainingRoot(): Uint8Array {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-practice-'));
  const subject = ['-subj', '/CN=CA TẬP HUẤN', '-utf8', '-addext', `certificatePolicies=${TRAINING_POLICY_OID}`, '-outform', 'DER'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'k', '-out', 'c', ...subject], {
    cwd: dir,
    stdio: 'pipe',
  });
  const der = readFileSync(join(dir, 'c'));
  rmSync(dir, { recursive: true, force: true });
  return der;
}
const ADMIN: Actor = { name: 'Quản trị Mẫu', roles: ['administrator'] };
const sha256 = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

describe.skipIf(!has('openssl'))('the list of trusted authorities [needs openssl]', () => {
  let pki: TestPki;
  let world: TestPki;
  let resources: string;
  let key: KeyObject;
  let stranger: KeyObject;
  let test: TestStore;
  let trust: Trust;
  const shipped = { version: 3, issuedAt: '2026-11-01', pins: [] as unknown[], certificates: [], hosts: ['ca.example'], aliases: {} };
  beforeAll(() => {
    pki = makePki();
    world = makePki('Gốc tập huấn');
    resources = mkdtempSync(join(tmpdir(), 'tvt-trust-'));
    mkdirSync(join(resources, 'trust'));
    writeFileSync(join(resources, 'trust', 'pins.json'), JSON.stringify(shipped));
    const pair = generateKeyPairSync('ed25519');
    key = pair.privateKey;
    stranger = generateKeyPairSync('ed25519').privateKey;
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    writeFileSync(join(resources, 'trust', 'update-keys.json'), JSON.stringify({ keys: [{ id: 'k1', spki }] }));
  });
  afterAll(() => {
    pki.remove();
    world.remove();
    rmSync(resources, { recursive: true, force: true });
  });
  const room = (mode: Mode = 'real'): Trust =>
    new Trust({ store: test.store, mode, resourcesDir: resources, training: () => [world.root], rules: () => ({}) });
  beforeEach(() => {
    test = openTestStore();
    trust = room();
    return () => test.remove();
  });
  const update = (over: object, by = key, id = 'k1'): Buffer => {
    const payload = Buffer.from(JSON.stringify({ ...shipped, version: 4, ...over }));
    const value = sign(null, signedText(payload), by).toString('base64');
    return Buffer.from(JSON.stringify({ format: UPDATE_FORMAT, payload: payload.toString('base64'), signatures: [{ key: id, value }] }));
  };
  const code = (work: () => unknown): string => {
    try {
      work();
      return 'done';
    } catch (error) {
      return (error as { error?: { code: string } }).error?.code ?? String(error);
    }
  };
  const pinned = () => ({
    pins: [{ name: 'Gốc thử nghiệm', role: 'root', sha256: sha256(pki.root) }],
    certificates: [Buffer.from(pki.root).toString('base64')],
  });

  it('takes an update that the product’s key signed and whose version rises, audited; its roots are anchors at once', () => {
    expect(trust.anchors()).toEqual([]);
    trust.update(update(pinned()), ADMIN);
    expect(trust.state()).toMatchObject({ bundle: { version: 4, installedBy: 'Quản trị Mẫu' }, pins: [{ held: true }] });
    expect(trust.anchors().map(sha256)).toEqual([sha256(pki.root)]);
    expect(trust.pins()).toEqual([sha256(pki.root)]);
    expect(room().anchors()).toHaveLength(1);
    expect(test.store.db.prepare("SELECT person, object FROM audit WHERE act = 'trust.update'").get()).toEqual({
      person: 'Quản trị Mẫu',
      object: '4',
    });
  });
  it('refuses a stranger’s signature, a changed byte, the same or an older version, a certificate that its own pins do not name', () => {
    expect(code(() => trust.update(update(pinned(), stranger), ADMIN))).toBe('trust.update_signature');
    expect(code(() => trust.update(update(pinned(), key, 'k2'), ADMIN))).toBe('trust.update_signature');
    const bent = JSON.parse(update(pinned()).toString()) as { payload: string };
    bent.payload = Buffer.from(Buffer.from(bent.payload, 'base64').toString().replace('"version":4', '"version":9')).toString('base64');
    expect(code(() => trust.update(Buffer.from(JSON.stringify(bent)), ADMIN))).toBe('trust.update_signature');
    expect(code(() => trust.update(update({ version: 3 }), ADMIN))).toBe('trust.update_version');
    expect(code(() => trust.update(update({ ...pinned(), pins: [] }), ADMIN))).toBe('trust.update_pin_differs');
    expect(code(() => trust.update(update({ pins: 'x' }), ADMIN))).toBe('trust.update_unreadable');
    expect(code(() => trust.update(Buffer.from('không phải'), ADMIN))).toBe('trust.update_unreadable');
    expect(trust.state().bundle.version).toBe(3);
  });
  it('without a key of the release every update is refused', () => {
    const bare = mkdtempSync(join(tmpdir(), 'tvt-trust-'));
    mkdirSync(join(bare, 'trust'));
    writeFileSync(join(bare, 'trust', 'pins.json'), JSON.stringify(shipped));
    writeFileSync(join(bare, 'trust', 'update-keys.json'), '{"keys":[]}');
    const keyless = new Trust({ store: test.store, mode: 'real', resourcesDir: bare, training: () => [], rules: () => ({}) });
    expect(code(() => keyless.update(update(pinned()), ADMIN))).toBe('trust.update_no_key');
    expect(keyless.state().updatable).toBe(false);
    rmSync(bare, { recursive: true, force: true });
  });
  it('shows what an administrator added, with name and time, and lets it be taken away; each is audited', () => {
    const added = trust.add(pki.root, false, ADMIN);
    expect(added).toMatchObject({ role: 'anchor', origin: 'administrator', pinned: false, addedBy: 'Quản trị Mẫu' });
    expect(code(() => trust.add(pki.root, false, ADMIN))).toBe('trust.known_already');
    expect(trust.anchors()).toHaveLength(1);
    trust.remove(added.sha256, ADMIN);
    expect(code(() => trust.remove(added.sha256, ADMIN))).toBe('trust.not_found');
    expect(trust.anchors()).toEqual([]);
    expect(test.store.db.prepare("SELECT act FROM audit WHERE act LIKE 'trust.%' ORDER BY seq").pluck().all()).toEqual([
      'trust.add',
      'trust.remove',
    ]);
  });
  it('takes no person’s certificate and nothing that is none', () => {
    expect(code(() => trust.add(pki.issue('/CN=Người ký').certificate, true, ADMIN))).toBe('trust.not_an_authority');
    expect(code(() => trust.add(Buffer.from('xin chào'), true, ADMIN))).toBe('trust.certificate_unreadable');
  });
  it('trusts the training world’s root in training only, and there none of the pinned ones', () => {
    trust.update(update(pinned()), ADMIN);
    expect(trust.anchors().map(sha256)).not.toContain(sha256(world.root));
    const training = room('training');
    expect(training.anchors().map(sha256)).toEqual([sha256(world.root)]);
    expect(training.pins()).toEqual([]);
    expect(training.state().certificates).toMatchObject([{ origin: 'training' }]);
  });
  it('takes no half file, no update of before and none of the shipped version again; what is in force stays', () => {
    const whole = update(pinned());
    for (const part of [1, 100, whole.byteLength >> 1, whole.byteLength - 1])
      expect(
        code(() => trust.update(whole.subarray(0, part), ADMIN)),
        String(part),
      ).toBe('trust.update_unreadable');
    // Cut within what was signed, and made a whole file again.
    const cut = JSON.parse(whole.toString()) as { payload: string };
    cut.payload = Buffer.from(cut.payload, 'base64').subarray(0, -20).toString('base64');
    expect(code(() => trust.update(Buffer.from(JSON.stringify(cut)), ADMIN))).toBe('trust.update_signature');
    trust.update(update({ version: 6 }), ADMIN);
    for (const version of [3, 5, 6])
      expect(
        code(() => trust.update(update({ version }), ADMIN)),
        String(version),
      ).toBe('trust.update_version');
    // A product that ships an older bundle does not go back either.
    expect(room().state().bundle.version).toBe(6);
  });
  it('takes no training authority in real mode, by whomever it is added', () => {
    const practice = makeTrainingRoot();
    expect(code(() => trust.add(practice, true, ADMIN))).toBe('trust.training_authority');
    expect(room('training').add(practice, true, ADMIN)).toMatchObject({ role: 'anchor' });
  });
  it('ships the pins of the government’s and the national roots, with places to fetch them', () => {
    const bundle = shippedBundle(join(import.meta.dirname, '..', '..', '..', 'resources'));
    // Gathered apart from the shipped file; a pin that is changed by mistake is told here.
    expect(bundle.pins.map(({ role, sha256: hash }) => `${role} ${hash}`)).toEqual([
      'root f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8',
      'intermediate d8cab7a4aef92e6bb2509d7c61cee7b44f3731b2d21074963530277b366fae4b',
      'intermediate e4b402e3cb4cacc0a20d21fa49bce76beb4eb47ba7ffb7a8f71c554dbe561a81',
      'root f7bc89054cec7f12730d7b8cd3eb7955b163835087e5eb873edfb584763b3f90',
      'intermediate 75e969c07ba35c29c72bbc1bfb880f20f3891a619b00b77eb02ca6160736a1fe',
      'root bac8bf609ab420a8ee1780d74f4de5c7f7184959d2a7375b0a75e4c29f0908e7',
    ]);
    expect(bundle.aliases).toEqual({ 'ocsp.ca.ptc': 'ocsp.ca.gov.vn' });
    expect(bundle.hosts).toContain('ca.gov.vn');
  });
});
