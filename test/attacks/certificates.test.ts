/** Certificates, chains and structures of signatures that look right and are not: nobody of them is believed. */
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createSign, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  children,
  type Node,
  octets,
  oid,
  readNode,
  sequence,
  setOf,
  signedAttributes,
  signedData,
  tlv,
} from '../../src/formats/cms/index.ts';
import { judgeSigner } from '../../src/parser/pdf/chain.ts';
import { checkCms } from '../../src/parser/pdf/cms.ts';
import { has } from '../signing/kit.ts';

const CA = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign';
const LEAF = 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation';
interface Made {
  readonly der: Uint8Array;
  readonly name: string;
}

describe.skipIf(!has('openssl'))('certificates and signatures that only look right [needs openssl]', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-pki-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const ssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const now = Date.now() + 60_000;
  let n = 0;
  /** A key and its certificate; by nobody it is its own. */
  const make = (
    subject: string,
    by: Made | undefined,
    extensions: string,
    more: { key?: readonly string[]; options?: string[]; like?: Made } = {},
  ): Made => {
    const name = `c${++n}`;
    if (more.like) writeFileSync(join(dir, `${name}.key`), readFileSync(join(dir, `${more.like.name}.key`)));
    else ssl('genpkey', '-out', `${name}.key`, ...(more.key ?? ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']));
    writeFileSync(join(dir, `${name}.cnf`), `[req]\ndistinguished_name=dn\nx509_extensions=x\n[dn]\n[x]\n${extensions}\n`);
    const issuer = by ? ['-CA', `${by.name}.pem`, '-CAkey', `${by.name}.key`] : [];
    ssl(
      ...['req', '-x509', '-new', '-key', `${name}.key`, '-subj', subject, '-utf8', '-config', `${name}.cnf`, '-days', '365', '-sha256'],
      ...[...issuer, '-out', `${name}.pem`, ...(more.options ?? [])],
    );
    return { name, der: new Uint8Array(new X509Certificate(readFileSync(join(dir, `${name}.pem`))).raw) };
  };
  const judge = (signer: Made, pool: readonly Made[] = [], over: Partial<Parameters<typeof judgeSigner>[0]> = {}) =>
    judgeSigner({
      ...{ signer: signer.der, pool: pool.map((c) => c.der), anchors: [root.der], trainingPolicyOid: '1.2.3' },
      ...{ at: now, proven: false, now, material: { crls: [], ocsps: [] }, ...over },
    });
  let root: Made;
  let authority: Made;
  let leaf: Made;
  let rsa: Made;
  beforeAll(() => {
    root = make('/CN=Goc', undefined, CA);
    authority = make('/CN=Noi cap', root, CA);
    leaf = make('/CN=Nguoi ky', authority, LEAF);
    rsa = make('/CN=Nguoi ky', authority, LEAF, { key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] });
  });

  it('start from one that is believed as far as anybody can be without the network', () => {
    expect(judge(leaf, [authority])).toMatchObject({ verdict: 'unknown_revocation', reasons: ['verify.revocation_offline'] });
  });

  const BY: Readonly<Record<string, () => readonly [Made, readonly Made[], string]>> = {
    'a signer who issues': () => [make('/CN=A', leaf, LEAF), [leaf, authority], 'verify.chain_unknown'],
    'an authority that may not issue': () => {
      const by = make('/CN=B', root, 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign');
      return [make('/CN=A', by, LEAF), [by], 'verify.chain_unknown'];
    },
    'an authority without the word that it is one': () => {
      const by = make('/CN=B', root, 'keyUsage=critical,keyCertSign');
      return [make('/CN=A', by, LEAF), [by], 'verify.chain_unknown'];
    },
    'a path that is too long': () => {
      const short = make('/CN=B', root, CA.replace('CA:TRUE', 'CA:TRUE,pathlen:0'));
      const below = make('/CN=C', short, CA);
      return [make('/CN=A', below, LEAF), [below, short], 'verify.chain_unknown'];
    },
    'a root of the same name with another key': () => {
      const false_ = make('/CN=Goc', undefined, CA);
      return [make('/CN=A', false_, LEAF), [false_], 'verify.chain_unknown'];
    },
    'a root of the same name and its own authority': () => {
      const false_ = make('/CN=Goc', undefined, CA);
      const by = make('/CN=Noi cap', false_, CA);
      return [make('/CN=A', by, LEAF), [by, false_, authority], 'verify.chain_unknown'];
    },
    'nobody but itself': () => [make('/CN=A', undefined, LEAF), [], 'verify.chain_unknown'],
    'two that issued each other': () => {
      const one = make('/CN=B', undefined, CA);
      const two = make('/CN=C', one, CA);
      const back = make('/CN=B', two, CA, { like: one });
      return [make('/CN=A', one, LEAF), [one, two, back], 'verify.chain_unknown'];
    },
    'an authority that has ended': () => {
      const by = make('/CN=B', root, CA, { options: ['-days', '1'] });
      return [make('/CN=A', by, LEAF), [by], 'verify.certificate_expired'];
    },
    'an authority with a part that nobody knows': () => {
      const by = make('/CN=B', root, `${CA}\n1.2.3.4.5=critical,ASN1:UTF8String:x`);
      return [make('/CN=A', by, LEAF), [by], 'verify.critical_extension'];
    },
    'an authority for other names, though not critically so': () => {
      const by = make('/CN=B', root, `${CA}\nnameConstraints=permitted;dirName:d\n[d]\nO=Khac`);
      return [make('/CN=A/O=Vi Du', by, LEAF), [by], 'verify.name_outside'];
    },
    'an authority that excludes the name': () => {
      const by = make('/CN=B', root, `${CA}\nnameConstraints=critical,excluded;dirName:d\n[d]\nO=Vi Du`);
      return [make('/O=Vi Du/CN=A', by, LEAF), [by], 'verify.name_outside'];
    },
    'an authority that excludes its mail': () => {
      const by = make('/CN=B', root, `${CA}\nnameConstraints=critical,permitted;email:khac.example`);
      return [make('/CN=A', by, `${LEAF}\nsubjectAltName=email:a@b.example`), [by], 'verify.name_outside'];
    },
    'an authority for servers': () => {
      const by = make('/CN=B', root, `${CA}\nextendedKeyUsage=serverAuth`);
      return [make('/CN=A', by, LEAF), [by], 'verify.extended_key_usage'];
    },
    'an authority whose key is broken': () => {
      const by = make('/CN=B', root, CA, { key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:768'] });
      return [make('/CN=A', by, LEAF), [by], 'verify.chain_unknown'];
    },
    'a certificate signed by MD5': () => {
      const by = make('/CN=B', root, CA, { like: rsa });
      return [make('/CN=A', by, LEAF, { options: ['-md5'] }), [by], 'verify.chain_unknown'];
    },
    'a certificate for servers': () => [
      make('/CN=A', authority, `${LEAF}\nextendedKeyUsage=serverAuth`),
      [authority],
      'verify.extended_key_usage',
    ],
    'a certificate for answers': () => [
      make('/CN=A', authority, `${LEAF}\nextendedKeyUsage=OCSPSigning`),
      [authority],
      'verify.extended_key_usage',
    ],
    'a certificate for timestamps': () => [
      make('/CN=A', authority, `${LEAF}\nextendedKeyUsage=critical,timeStamping`),
      [authority],
      'verify.extended_key_usage',
    ],
  };
  it.each(Object.entries(BY))('nobody is believed by %s', (_name, given) => {
    const [signer, pool, reason] = given();
    const over = reason === 'verify.certificate_expired' ? { at: now + 2 * 86_400_000, now: now + 2 * 86_400_000 } : {};
    const line = judge(signer, pool, over);
    expect(['untrusted', 'expired']).toContain(line.verdict);
    expect(line.reasons).toContain(reason);
  });
  it('names within the limits, and purposes for documents, are no fault', () => {
    const by = make('/CN=B', root, `${CA}\nnameConstraints=critical,permitted;dirName:d\n[d]\nO=Vi Du`);
    const signer = make('/O=Vi Du/CN=A', by, `${LEAF}\nextendedKeyUsage=serverAuth,emailProtection`);
    expect(judge(signer, [by]).verdict).toBe('unknown_revocation');
    expect(judge(leaf, [authority], { purpose: 'timestamp' })).toMatchObject({
      verdict: 'untrusted',
      reasons: ['verify.extended_key_usage'],
    });
    const stamper = make('/CN=A', authority, `${LEAF}\nextendedKeyUsage=critical,timeStamping`);
    expect(judge(stamper, [authority], { purpose: 'timestamp' }).verdict).toBe('unknown_revocation');
  });
  it('SHA-1 below the anchor is named', () => {
    expect(judge(make('/CN=A', authority, LEAF, { options: ['-sha1'] }), [authority]).reasons).toContain('verify.weak_chain');
  });
  it('hundreds that all issued each other cost no time', () => {
    const first = make('/CN=Vong', undefined, CA);
    // The same name and key over and over, each signed anew: each one has issued every other one.
    const key = createPrivateKey(readFileSync(join(dir, `${first.name}.key`)));
    const many = Array.from({ length: 400 }, (_, i) => ({
      ...first,
      der: respelled(first.der, i, (tbs) => createSign('sha256').update(tbs).sign(key)),
    }));
    const signer = make('/CN=A', first, LEAF);
    expect(new X509Certificate((many[7] as Made).der).verify(new X509Certificate((many[9] as Made).der).publicKey)).toBe(true);
    expect(judge(signer, many).reasons).toEqual(['verify.chain_unknown']);
  });

  const file = Buffer.from('noi dung cua tep');
  const over = (bytes: Uint8Array) => ({
    digest: (hash: string) => createHash(hash).update(bytes).digest(),
    feed: (take: (piece: Uint8Array) => void) => take(bytes),
  });
  const signed = (by: Made, attributes?: Uint8Array, hash = 'sha256'): Buffer => {
    const all = attributes ?? signedAttributes({ digest: over(file).digest('sha256'), certificateDer: by.der });
    const signature = createSign(hash)
      .update(all)
      .sign(createPrivateKey(readFileSync(join(dir, `${by.name}.key`))));
    return Buffer.from(signedData({ signedAttributes: all, signature, signerCertificate: by.der, certificates: [] }));
  };
  const attributesOf = (by: Made): Node[] =>
    children(readNode(signedAttributes({ digest: over(file).digest('sha256'), certificateDer: by.der })));
  const typed = (type: string) => (node: Node) => Buffer.compare(children(node)[0]?.whole ?? node.whole, oid(type)) === 0;
  const CONTENT_TYPE = '1.2.840.113549.1.9.3';
  const DIGEST = '1.2.840.113549.1.9.4';
  const without = (type: string): Buffer =>
    signed(
      rsa,
      setOf(
        ...attributesOf(rsa)
          .filter((a) => !typed(type)(a))
          .map((a) => a.whole),
      ),
    );
  const withMore = (type: string, value: Uint8Array): Buffer =>
    signed(rsa, setOf(...attributesOf(rsa).map((a) => a.whole), sequence(oid(type), setOf(value))));
  const withTwoValues = (type: string, value: Uint8Array): Buffer =>
    signed(
      rsa,
      setOf(
        ...attributesOf(rsa).map((a) => {
          const [id, values] = children(a);
          return id && values && typed(type)(a) ? sequence(id.whole, tlv(0x31, ...children(values).map((v) => v.whole), value)) : a.whole;
        }),
      ),
    );
  const WRONG: Readonly<Record<string, () => Buffer>> = {
    'no kind of content named': () => without(CONTENT_TYPE),
    'no digest named': () => without(DIGEST),
    'the kind of content named twice': () => withMore(CONTENT_TYPE, oid('1.2.840.113549.1.7.1')),
    'another digest named besides': () => withMore(DIGEST, octets(Buffer.alloc(32))),
    'two digests in one attribute': () => withTwoValues(DIGEST, octets(Buffer.alloc(32))),
    'two kinds in one attribute': () => withTwoValues(CONTENT_TYPE, oid('1.2.3')),
    'a digest that is no string of octets': () =>
      signed(
        rsa,
        setOf(
          ...attributesOf(rsa).map((a) =>
            typed(DIGEST)(a) ? sequence(oid(DIGEST), setOf(tlv(0x16, over(file).digest('sha256')))) : a.whole,
          ),
        ),
      ),
    'the value of another file': () => {
      const digest = over(Buffer.from('khac')).digest('sha256');
      return signed(rsa, signedAttributes({ digest, certificateDer: rsa.der }));
    },
    'a value of zeros': () => {
      const all = signedAttributes({ digest: over(file).digest('sha256'), certificateDer: rsa.der });
      return Buffer.from(signedData({ signedAttributes: all, signature: Buffer.alloc(256), signerCertificate: rsa.der, certificates: [] }));
    },
    'bytes behind the structure': () => Buffer.concat([signed(rsa), Buffer.from([0, 0, 7, 0])]),
  };
  it.each(Object.entries(WRONG))('a signature with %s does not hold', (_name, make) => {
    expect(checkCms(make(), 'ETSI.CAdES.detached', over(file)).state).not.toBe('valid');
  });
  const BREAKABLE: Readonly<Record<string, readonly string[]>> = {
    'of 512 bits': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:512'],
    'on a short curve': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp112r1'],
  };
  it.each(Object.entries(BREAKABLE))('a key %s proves nobody’s signature', (_name, key) => {
    const made = make('/CN=A', authority, LEAF, { key });
    expect(checkCms(signed(made), 'ETSI.CAdES.detached', over(file))).toMatchObject({
      state: 'not_checked',
      reasons: ['verify.key_breakable'],
    });
  });
  it('zeros behind the structure are the place that was kept for it', () => {
    expect(checkCms(Buffer.concat([signed(rsa), Buffer.alloc(99)]), 'ETSI.CAdES.detached', over(file))).toMatchObject({
      state: 'valid',
      reasons: [],
    });
  });
  it('a key shorter than is recommended is named', () => {
    const short = make('/CN=A', authority, LEAF, { key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'] });
    expect(checkCms(signed(short), 'ETSI.CAdES.detached', over(file))).toMatchObject({ state: 'valid', reasons: ['verify.weak_key'] });
  });
});

/** The same certificate of another serial number. */
function respelled(der: Uint8Array, i: number, sign: (tbs: Uint8Array) => Uint8Array): Uint8Array {
  const [tbs, algorithm] = children(readNode(der));
  if (!tbs || !algorithm) throw new Error('no certificate');
  const fields = children(tbs).map((field) => (field.tag === 2 ? tlv(2, Buffer.from([1, i >> 8, i & 255])) : field.whole));
  const made = sequence(...fields);
  return new Uint8Array(sequence(made, algorithm.whole, tlv(3, Buffer.from([0]), sign(made))));
}
