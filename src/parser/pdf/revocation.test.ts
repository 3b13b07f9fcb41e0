/** Lists and answers that are genuine and yet say nothing of the certificate in question; made by openssl. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCa, type TestCa } from '../../../test/signing/ca.ts';
import { has } from '../../../test/signing/kit.ts';
import { type Material, standingOf, updateTimes } from './revocation.ts';

const DAY = 86_400_000;
describe.skipIf(!has('openssl'))('revocation [needs openssl]', () => {
  let ca: TestCa;
  const now = Date.now();
  const ssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: ca.dir, stdio: 'pipe', env: { ...process.env, CA: 'intermediate' } });
  const der = (name: string): Uint8Array => {
    ssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.cer`);
    return new Uint8Array(readFileSync(join(ca.dir, `${name}.cer`)));
  };
  const list = (extensions?: string): Uint8Array => {
    ssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'some.pem', ...(extensions ? ['-crlexts', extensions] : []));
    ssl('crl', '-in', 'some.pem', '-outform', 'DER', '-out', 'some.der');
    return new Uint8Array(readFileSync(join(ca.dir, 'some.der')));
  };
  const stateOf = (name: string, material: Partial<Material>, at = now): string =>
    standingOf({ der: der(name), issuer: ca.intermediate }, { crls: [], ocsps: [], ...material }, at, now).state;

  beforeAll(() => {
    ca = makeCa();
    appendFileSync(
      join(ca.dir, 'ca.cnf'),
      `[listed]\nbasicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature\ncrlDistributionPoints = URI:http://x.vi-du.vn/own.crl
[answers]\nbasicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = OCSPSigning
[changes]\n2.5.29.27 = ASN1:INTEGER:1
[unknown]\n1.2.3.4 = critical,ASN1:UTF8String:x
[harmless]\n1.2.3.4 = ASN1:UTF8String:x
[same]\nissuingDistributionPoint = critical,@own_place\n[own_place]\nfullname = URI:http://x.vi-du.vn/own.crl
[other]\nissuingDistributionPoint = critical,@other_place\n[other_place]\nfullname = URI:http://x.vi-du.vn/other.crl
[soft]\nissuingDistributionPoint = @other_place
[indirect]\nissuingDistributionPoint = critical,@indirect_place\n[indirect_place]\nindirectCRL = TRUE
[users]\nissuingDistributionPoint = critical,@users_place\n[users_place]\nonlyuser = TRUE
[authorities]\nissuingDistributionPoint = critical,@authorities_place\n[authorities_place]\nonlyCA = TRUE\n`,
    );
    ca.issue('leaf', 'Người ký', { extensions: 'listed' });
  });
  afterAll(() => ca.remove());

  it('is said by a list that is whole for the certificate: without extensions, of its own place, of its own kind', () => {
    for (const extensions of [undefined, 'same', 'users', 'harmless'])
      expect(stateOf('leaf', { crls: [list(extensions)] }), extensions).toBe('good');
  });
  it('is not said by a list of changes, of another place or kind, an indirect one, or one with what nobody here knows', () => {
    for (const extensions of ['changes', 'other', 'soft', 'indirect', 'authorities', 'unknown'])
      expect(stateOf('leaf', { crls: [list(extensions)] }), extensions).toBe('unknown');
  });
  it('is said only of the time in question: an old answer is no answer of today', () => {
    const crl = list();
    expect(stateOf('leaf', { crls: [crl] }, now + 29 * DAY)).toBe('good');
    expect(standingOf({ der: der('leaf'), issuer: ca.intermediate }, { crls: [crl], ocsps: [] }, now + 31 * DAY, now + 31 * DAY)).toEqual({
      state: 'unknown',
      said: true,
    });
    // A list from behind the certificate's end leaves out what it named before: it makes nobody good.
    ssl('req', '-new', '-key', 'leaf.key', '-out', 'ended.csr', '-subj', '/CN=Đã hết hạn', '-utf8');
    ssl(
      ...['ca', '-batch', '-notext', '-utf8', '-config', 'ca.cnf', '-in', 'ended.csr', '-out', 'ended.pem', '-extensions', 'listed'],
      ...['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'],
    );
    expect(stateOf('ended', { crls: [crl] }, Date.UTC(2020, 5, 1))).toBe('unknown');
    // One from the future says nothing at all.
    expect(standingOf({ der: der('leaf'), issuer: ca.intermediate }, { crls: [crl], ocsps: [] }, now - 9 * DAY, now - 9 * DAY)).toEqual({
      state: 'unknown',
    });
    expect(updateTimes('crl', crl)).toMatchObject({ nextUpdate: expect.any(Number) });
  });
  it('is said by whom the issuer named for answering, while that certificate was valid and is not revoked itself', () => {
    ca.issue('responder', 'Nơi trả lời', { extensions: 'answers' });
    ssl('req', '-new', '-key', 'responder.key', '-out', 'old.csr', '-subj', '/CN=Nơi trả lời cũ', '-utf8');
    ssl(
      ...['ca', '-batch', '-notext', '-utf8', '-config', 'ca.cnf', '-in', 'old.csr', '-out', 'old.pem', '-extensions', 'answers'],
      ...['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'],
    );
    ssl('pkey', '-in', 'responder.key', '-out', 'old.key');
    const good = new Uint8Array(ca.ocsp('leaf', 'responder'));
    expect(stateOf('leaf', { ocsps: [good] })).toBe('good');
    expect(stateOf('leaf', { ocsps: [new Uint8Array(ca.ocsp('leaf', 'old'))] })).toBe('unknown');
    // Nobody else's certificate answers, nor does an answer about another certificate.
    ca.issue('second', 'Người khác', { extensions: 'listed' });
    expect(stateOf('leaf', { ocsps: [new Uint8Array(ca.ocsp('leaf', 'second'))] })).toBe('unknown');
    expect(stateOf('second', { ocsps: [good] })).toBe('unknown');
    ca.revoke('responder');
    expect(stateOf('leaf', { ocsps: [good], crls: [list('users')] })).toBe('good');
    expect(standingOf({ der: der('leaf'), issuer: ca.intermediate }, { ocsps: [good], crls: [list('other')] }, now, now).state).toBe(
      'good',
    );
    // The list that names the responder takes its answers away, and a list says it all then.
    const byOcsp = standingOf({ der: der('leaf'), issuer: ca.intermediate }, { ocsps: [good], crls: [list()] }, now, now);
    expect(byOcsp).toMatchObject({ state: 'good', by: { kind: 'crl' } });
    expect(stateOf('leaf', { ocsps: [good], crls: [list('authorities')] })).toBe('good');
  });
});
