/** Signatures as other tools make them, by openssl as the signer: every algorithm and shape, timestamps and revocation. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, prepareSignature } from '../../src/formats/pdf/index.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { spec } from '../attacks/bases.ts';
import { makeCa, type TestCa } from './ca.ts';
import { fonts, has, makePdf } from './kit.ts';

describe.skipIf(!has('openssl'))('foreign signatures [needs openssl]', () => {
  let ca: TestCa;
  let plain: Buffer;
  const NOW = Date.now() + 60_000;
  beforeAll(async () => {
    ca = makeCa();
    plain = await makePdf([0]);
    ca.issue('rsa', 'Người ký RSA');
    ca.issue('ec', 'Người ký EC', { ec: true });
  });
  afterAll(() => ca.remove());

  /** The bytes that are to be signed go to openssl, its CMS comes into the file. */
  function sign(make: (data: string, out: string) => void, subFilter = 'ETSI.CAdES.detached', claimed = NOW): Buffer {
    const source = bytesSource(plain);
    const prepared = prepareSignature(source, spec({ contentsBytes: 16_384, signingTime: claimed }), fonts);
    const increment = Buffer.from(prepared.increment);
    const at = increment.indexOf('/ETSI.CAdES.detached');
    increment.write(`/${subFilter}`.padEnd(20), at, 'latin1');
    const whole = Buffer.concat([plain, increment]);
    const [, a, b] = prepared.byteRange;
    const [data, out] = [join(ca.dir, 'data'), join(ca.dir, 'cms')];
    writeFileSync(data, Buffer.concat([whole.subarray(0, a), whole.subarray(b)]));
    make(data, out);
    whole.write(readFileSync(out).toString('hex'), prepared.contentsOffset, 'latin1');
    return whole;
  }
  const cms =
    (key: string, ...options: string[]) =>
    (data: string, out: string): void =>
      void execFileSync(
        'openssl',
        [
          'cms',
          '-sign',
          '-binary',
          '-in',
          data,
          '-signer',
          `${key}.pem`,
          '-inkey',
          `${key}.key`,
          '-outform',
          'DER',
          '-out',
          out,
          ...options,
        ],
        {
          cwd: ca.dir,
          stdio: 'pipe',
        },
      );
  const judge = async (pdf: Uint8Array, over: { intermediates?: Uint8Array[]; now?: number; held?: number } = {}) =>
    (
      await verifyPdf(bytesSource(pdf), {
        anchors: [ca.root],
        intermediates: over.intermediates ?? [ca.intermediate],
        trainingPolicyOid: '1.2.3',
        now: over.now ?? NOW,
        ...(over.held === undefined ? {} : { held: over.held }),
      })
    ).signatures[0];

  it('are intact whatever the algorithm: PKCS#1, PSS, ECDSA, SHA-1 to SHA-512 and SHA-3', async () => {
    const forms: Record<string, ReturnType<typeof cms>> = {
      pkcs1: cms('rsa', '-md', 'sha256'),
      sha512: cms('rsa', '-md', 'sha512'),
      'sha3-256': cms('rsa', '-md', 'sha3-256'),
      pss: cms('rsa', '-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss'),
      'pss with sha384': cms('rsa', '-md', 'sha384', '-keyopt', 'rsa_padding_mode:pss'),
      ecdsa: cms('ec', '-md', 'sha256'),
      'ecdsa sha384': cms('ec', '-md', 'sha384'),
      'by key identifier': cms('rsa', '-md', 'sha256', '-keyid'),
      'cades attributes': cms('rsa', '-md', 'sha256', '-cades'),
      'indefinite lengths': cms('rsa', '-md', 'sha256', '-stream', '-nodetach', '-econtent_type', 'pkcs7-data'),
    };
    for (const [name, make] of Object.entries(forms)) {
      const pdf = sign(make, name === 'cades attributes' ? 'ETSI.CAdES.detached' : 'adbe.pkcs7.detached');
      expect(await judge(pdf), name).toMatchObject({ bytes: 'intact', signer: 'unknown_revocation' });
      const bad = Buffer.from(pdf);
      bad[150] = (bad[150] ?? 0) ^ 1;
      expect((await judge(bad))?.bytes, name).not.toBe('intact');
    }
  });

  it('name what is weak or strange: SHA-1, no signed attributes, content inside, the id-ecPublicKey habit', async () => {
    expect(await judge(sign(cms('rsa', '-md', 'sha1')))).toMatchObject({
      bytes: 'intact',
      reasons: expect.arrayContaining(['verify.weak_hash']),
    });
    expect(await judge(sign(cms('rsa', '-md', 'sha256', '-noattr')))).toMatchObject({
      bytes: 'intact',
      reasons: expect.arrayContaining(['verify.no_signed_attributes']),
    });
    expect(await judge(sign(cms('rsa', '-md', 'sha256', '-nodetach')))).toMatchObject({
      bytes: 'intact',
      reasons: expect.arrayContaining(['verify.embedded_content']),
    });
    const habit = sign((data, out) => {
      cms('ec', '-md', 'sha256')(data, out);
      const der = readFileSync(out);
      // ecdsa-with-SHA256 (8 bytes) becomes id-ecPublicKey with a NULL: not the same length, so the whole is spelled anew.
      writeFileSync(out, ca.renameAlgorithm(der, '1.2.840.10045.4.3.2', '1.2.840.10045.2.1'));
    });
    expect(await judge(habit)).toMatchObject({ bytes: 'intact', reasons: expect.arrayContaining(['verify.quirk_ec_public_key']) });
  });

  it('hold as adbe.pkcs7.sha1 over the embedded SHA-1 of the file, and only then', async () => {
    const sha1 = (data: string, out: string): void => {
      const digest = execFileSync('openssl', ['dgst', '-sha1', '-binary', data]);
      writeFileSync(`${data}.sha1`, digest);
      cms('rsa', '-md', 'sha1', '-nodetach')(`${data}.sha1`, out);
    };
    const pdf = sign(sha1, 'adbe.pkcs7.sha1');
    expect(await judge(pdf)).toMatchObject({ bytes: 'intact', reasons: expect.arrayContaining(['verify.weak_hash']) });
    const bad = Buffer.from(pdf);
    bad[150] = (bad[150] ?? 0) ^ 1;
    expect((await judge(bad))?.bytes).not.toBe('intact');
    // A signature over the embedded content alone binds no file.
    const other = sign((data, out) => {
      writeFileSync(`${data}.other`, 'something else');
      cms('rsa', '-md', 'sha256', '-nodetach')(`${data}.other`, out);
    }, 'adbe.pkcs7.detached');
    expect(await judge(other)).toMatchObject({ bytes: 'broken', reasons: expect.arrayContaining(['verify.digest_mismatch']) });
  });

  it('find the missing intermediate in the bundle, and trust nobody without it', async () => {
    const pdf = sign(cms('rsa', '-md', 'sha256'));
    expect((await judge(pdf))?.signer).toBe('unknown_revocation');
    expect((await judge(pdf, { intermediates: [] }))?.signer).toBe('untrusted');
  });

  it('are good, revoked or unknown by the lists that the file carries, and by responses', async () => {
    const good = await ca.withDss(sign(cms('rsa', '-md', 'sha256')), { crls: [ca.crl('intermediate'), ca.crl('root')] });
    expect(await judge(good)).toMatchObject({ bytes: 'intact_with_allowed_additions', signer: 'trusted' });
    const half = await ca.withDss(sign(cms('rsa', '-md', 'sha256')), { crls: [ca.crl('intermediate')] });
    expect((await judge(half))?.signer).toBe('unknown_revocation');
    const ocsp = await ca.withDss(sign(cms('rsa', '-md', 'sha256')), { crls: [ca.crl('root')], ocsps: [ca.ocsp('rsa')] });
    expect((await judge(ocsp))?.signer).toBe('trusted');
    const forged = await ca.withDss(sign(cms('rsa', '-md', 'sha256')), { crls: [ca.crl('root')], ocsps: [ca.ocsp('rsa', 'ec')] });
    expect((await judge(forged))?.signer).toBe('unknown_revocation');
    ca.issue('lost', 'Thiết bị mất');
    const signed = sign(cms('lost', '-md', 'sha256'));
    ca.revoke('lost');
    const revoked = await ca.withDss(signed, { crls: [ca.crl('intermediate'), ca.crl('root')] });
    expect(await judge(revoked)).toMatchObject({ signer: 'revoked', reasons: expect.arrayContaining(['verify.revoked']) });
    expect(await judge(await ca.withDss(signed, { crls: [ca.crl('root')], ocsps: [ca.ocsp('lost')] }))).toMatchObject({
      signer: 'revoked',
    });
  });

  it('are not made good by an old answer that fits a time they only claim', async () => {
    // Whoever holds a key that was revoked since chooses the time and brings the answer of that day along.
    const old = await ca.withDss(sign(cms('rsa', '-md', 'sha256'), 'ETSI.CAdES.detached', Date.now()), {
      crls: [ca.crl('root')],
      ocsps: [ca.ocsp('rsa')],
    });
    const later = Date.now() + 20 * 86_400_000;
    expect(await judge(old, { now: later })).toMatchObject({
      signer: 'unknown_revocation',
      reasons: expect.arrayContaining(['verify.revocation_other_time']),
    });
    // Who held the file in those days knows that it was made by then.
    expect((await judge(old, { now: later, held: Date.now() }))?.signer).toBe('trusted');
    const stamped = sign((data, out) => {
      cms('rsa', '-md', 'sha256')(data, out);
      writeFileSync(out, ca.stampCms(readFileSync(out)));
    });
    const proven = await ca.withDss(stamped, { crls: [ca.crl('root')], ocsps: [ca.ocsp('rsa')] });
    expect(await judge(proven, { now: later })).toMatchObject({ signer: 'trusted', time: 'proven' });
  });

  it('have a proven time by a timestamp of a trusted maker, by no other, and name the seven hours', async () => {
    const stamped = sign((data, out) => {
      cms('rsa', '-md', 'sha256')(data, out);
      writeFileSync(out, ca.stampCms(readFileSync(out)));
    });
    const verdict = await judge(stamped);
    expect(verdict).toMatchObject({ bytes: 'intact', time: 'proven' });
    expect(Math.abs((verdict?.provenTime ?? 0) - Date.now())).toBeLessThan(120_000);
    const local = sign(
      (data, out) => {
        cms('rsa', '-md', 'sha256')(data, out);
        writeFileSync(out, ca.stampCms(readFileSync(out)));
      },
      'ETSI.CAdES.detached',
      Date.now() + 7 * 3_600_000,
    );
    expect((await judge(local))?.reasons).toContain('verify.quirk_seven_hours');
    // A document signer's certificate makes no timestamps.
    const pretended = sign((data, out) => {
      cms('rsa', '-md', 'sha256')(data, out);
      writeFileSync(out, ca.stampCms(readFileSync(out), 'stranger'));
    });
    expect(await judge(pretended)).toMatchObject({ time: 'claimed', reasons: expect.arrayContaining(['verify.timestamp_untrusted']) });
  });

  it('count at the proven time: an expired certificate signed while it was valid', async () => {
    const stamped = sign(
      (data, out) => {
        cms('rsa', '-md', 'sha256')(data, out);
        writeFileSync(out, ca.stampCms(readFileSync(out)));
      },
      'ETSI.CAdES.detached',
      Date.now() + 900 * 86_400_000,
    );
    // The claimed time lies behind the certificate's end; the proven one does not.
    expect(await judge(stamped, { now: Date.now() + 1000 * 86_400_000 })).toMatchObject({ time: 'proven', signer: 'unknown_revocation' });
    // Without a timestamp an old key could have written any time: only who held the file before the end may believe it.
    const plain = sign((data, out) => cms('rsa', '-md', 'sha256')(data, out));
    const later = { now: Date.now() + 1000 * 86_400_000 };
    expect(await judge(plain, later)).toMatchObject({ signer: 'expired', reasons: expect.arrayContaining(['verify.expired_unproven']) });
    expect(await judge(plain, { ...later, held: Date.now() })).toMatchObject({ signer: 'unknown_revocation' });
  });
});
