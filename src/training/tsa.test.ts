import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timestampQuery, timestampToken } from '../core/signing/timestamp.ts';
import { readCertificate } from '../formats/cms/index.ts';
import { openKeys, type TrainingKeys } from './keys.ts';
import { answerQuery } from './tsa.ts';

describe.skipIf(spawnSync('which', ['openssl']).status !== 0)('the training timestamp service [needs openssl]', () => {
  let dir: string;
  let keys: TrainingKeys;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tvt-tsa-'));
    keys = await openKeys(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('answers our client, and openssl calls the token valid', () => {
    const value = Buffer.from('giá trị chữ ký');
    const query = timestampQuery(value);
    const token = timestampToken(answerQuery(query.der, keys.timestamp, Date.now()), query, Date.now());
    writeFileSync(join(dir, 'token'), token);
    writeFileSync(join(dir, 'ca.pem'), new X509Certificate(keys.ca).toString());
    const digest = createHash('sha256').update(value).digest('hex');
    const said = execFileSync(
      'openssl',
      ['ts', '-verify', '-token_in', '-in', 'token', '-digest', digest, '-sha256', '-CAfile', 'ca.pem'],
      {
        cwd: dir,
        encoding: 'utf8',
        stdio: 'pipe',
      },
    );
    expect(said).toContain('Verification: OK');
    expect(readCertificate(keys.timestamp.certificate).extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.8']);
  });
  it('refuses in its answer what it cannot read', () => {
    const query = timestampQuery(Buffer.from('x'));
    const refused = answerQuery(Buffer.from('not a query'), keys.timestamp, Date.now());
    expect(() => timestampToken(refused, query, Date.now())).toThrowError('signing.timestamp_refused');
  });
});
