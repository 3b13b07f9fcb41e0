import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRAINING_POLICY_OID } from '../domain/profile.ts';
import { openKeys, ROLES, type TrainingKeys } from './keys.ts';
import { OFFICES } from './world.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
let dir: string;
let keys: TrainingKeys;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keys-'));
  keys = await openKeys(dir);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('training keys', () => {
  test('every certificate is issued by the training CA and names its holder', () => {
    const ca = new X509Certificate(keys.ca);
    expect(ca.verify(ca.publicKey)).toBe(true);
    for (const office of OFFICES)
      for (const role of ROLES) {
        const cert = new X509Certificate(keys.key(office.organId, role).certificate);
        expect(cert.verify(ca.publicKey)).toBe(true);
        expect(cert.checkIssued(ca)).toBe(true);
        expect(cert.subject).toContain(role === 'leader' ? `CN=${office.leader}` : `CN=${office.name}`);
        expect(cert.subject).toContain(`O=${office.name}`);
        expect(cert.ca).toBe(false);
      }
  });
  test('keys are readable by their owner only and are the same after a restart', async () => {
    for (const file of readdirSync(dir)) expect(statSync(join(dir, file)).mode & 0o077).toBe(0);
    const again = await openKeys(dir);
    expect(again.ca).toEqual(keys.ca);
    const data = Buffer.from('data');
    const cert = new X509Certificate(keys.key('H99.242', 'agency').certificate);
    const { createVerify } = await import('node:crypto');
    expect(createVerify('sha256').update(data).verify(cert.publicKey, again.key('H99.242', 'agency').sign(data))).toBe(true);
  });
  test.skipIf(!hasOpenssl)('openssl accepts the chain, the training policy and the usages [needs openssl]', () => {
    const ca = join(dir, 'ca.pem');
    writeFileSync(ca, new X509Certificate(keys.ca).toString());
    for (const role of ROLES) {
      const file = join(dir, `${role}.pem`);
      writeFileSync(file, new X509Certificate(keys.key('H99.01', role).certificate).toString());
      const args = ['verify', '-x509_strict', '-policy_check', '-explicit_policy', '-policy', TRAINING_POLICY_OID, '-CAfile', ca, file];
      expect(execFileSync('openssl', args, { encoding: 'utf8' })).toContain('OK');
      const text = execFileSync('openssl', ['x509', '-in', file, '-noout', '-text', '-nameopt', 'utf8'], { encoding: 'utf8' });
      expect(text).toContain('Digital Signature, Non Repudiation');
      expect(text).toContain(TRAINING_POLICY_OID);
    }
    expect(readFileSync(ca, 'utf8')).toContain('BEGIN');
  });
});
