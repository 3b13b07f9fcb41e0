import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/domain/errors.ts';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { children, oid, readCertificate, readNode, readOid, signedAttributes } from '../../src/formats/cms/index.ts';
import { factsOf, publicKeyOf, x509Of } from '../../src/parser/pdf/x509.ts';
import { has, makePki, type TestPki } from './kit.ts';

describe('DER by hand', () => {
  it('writes and reads object identifiers with arcs beyond 2^53', () => {
    for (const text of ['1.2.840.113549.1.7.2', '2.5.4.3', '0.9.2342.19200300.100.1.1', TRAINING_POLICY_OID, '2.999.1'])
      expect(readOid(readNode(oid(text)))).toBe(text);
  });
  it('refuses what is cut, indefinite or nested without end, by its code', () => {
    for (const bad of [[], [0x30], [0x30, 0x05, 1], [0x30, 0x80, 0, 0], [0x3f, 0x81, 1, 0], [0x30, 0x85, 1, 1, 1, 1, 1]])
      expect(() => readNode(Uint8Array.from(bad))).toThrow(Failure);
    for (let i = 0; i < 200; i++) expect(() => readCertificate(randomBytes(i))).toThrow(Failure);
  });
});

describe.skipIf(!has('openssl'))('certificates [needs openssl]', () => {
  let pki: TestPki;
  beforeAll(() => {
    pki = makePki();
  });
  afterAll(() => pki.remove());

  it('are read as Node reads them', () => {
    const der = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ').certificate;
    const facts = readCertificate(der);
    const node = new X509Certificate(der);
    expect(facts).toMatchObject({
      subject: { commonName: 'Nguyễn Văn Mẫu', title: 'Chủ tịch', organization: 'Ủy ban nhân dân xã Ví Dụ' },
      issuer: { commonName: 'Gốc thử nghiệm' },
      notBefore: Date.parse(node.validFrom),
      notAfter: Date.parse(node.validTo),
      policies: [TRAINING_POLICY_OID],
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      isCa: false,
      unknownCritical: [],
      sha256: node.fingerprint256.replaceAll(':', '').toLowerCase(),
    });
    expect(BigInt(`0x${facts.serial}`)).toBe(BigInt(`0x${node.serialNumber}`));
    expect(Buffer.from(facts.publicKey).equals(node.publicKey.export({ type: 'spki', format: 'der' }))).toBe(true);
    expect(readCertificate(pki.root)).toMatchObject({ isCa: true, keyUsage: ['keyCertSign', 'cRLSign'] });
  });

  it('are known again by all of their bytes, however many there are, and whatever becomes of the file they came in', () => {
    const { certificate } = pki.issue('/CN=Nguyễn Văn Mẫu/O=Ủy ban nhân dân xã Ví Dụ');
    const serial = Buffer.from(certificate).indexOf(Buffer.from(readCertificate(certificate).serial, 'hex'));
    const others = Array.from({ length: 150 }, (_, i) => {
      const der = Uint8Array.from(certificate);
      der.set([1, i], serial + 1);
      return der;
    });
    for (let round = 0; round < 2; round++) {
      for (const other of others) {
        // Each time in a place of its own, which is wiped behind it.
        const here = Uint8Array.from(other);
        expect([factsOf(here), x509Of(here).serialNumber.toLowerCase()]).toEqual([readCertificate(other), readCertificate(other).serial]);
        expect(publicKeyOf(here).equals(new X509Certificate(other).publicKey)).toBe(true);
        const facts = factsOf(here);
        here.fill(0);
        expect(facts).toEqual(readCertificate(other));
      }
    }
  });

  it('tell a person from an agency as far as they say so', () => {
    const holder = (subject: string): string => readCertificate(pki.issue(subject).certificate).holder;
    expect(holder('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=UBND xã Ví Dụ')).toBe('person');
    expect(holder('/CN=Nguyễn Văn Mẫu/serialNumber=CCCD:000000000000/O=UBND xã Ví Dụ')).toBe('person');
    expect(holder('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ')).toBe('agency');
    expect(holder('/CN=UBND XÃ VÍ DỤ/OU=UBND xã Ví Dụ, tỉnh Mẫu/O=Tỉnh Mẫu')).toBe('agency');
    expect(holder('/CN=Nguyễn Văn Mẫu/O=UBND xã Ví Dụ')).toBe('unknown');
  });

  it('sign attributes that are a sorted SET OF of content type, digest and the certificate’s own hash, without a time', () => {
    const { certificate } = pki.issue('/CN=A/O=B');
    const digest = createHash('sha256').update('x').digest();
    const set = readNode(signedAttributes({ digest, certificateDer: certificate }));
    expect(set.tag).toBe(0x31);
    const attributes = children(set);
    const types = attributes.map((a) => readOid(children(a)[0] as NonNullable<ReturnType<typeof readNode>>));
    expect(types.sort()).toEqual(['1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4']);
    const encodings = attributes.map((a) => Buffer.from(a.whole));
    expect([...encodings].sort(Buffer.compare)).toEqual(encodings);
    expect(Buffer.from(set.whole).includes(createHash('sha256').update(certificate).digest())).toBe(true);
  });
});
