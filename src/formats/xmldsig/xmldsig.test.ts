import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EdxmlMessage } from '../../domain/edxml.ts';
import { writeSignedStatus } from '../edxml/index.ts';
import { attachment, collect, readBytes, sample } from '../edxml/testing.ts';
import { documentChunks } from '../edxml/writer.ts';
import type { PackageSigner } from './index.ts';
import { CanonicalStream } from './stream.ts';

const has = (tool: string, ask = '--version'): boolean => {
  try {
    execFileSync(tool, [ask], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const folder = mkdtempSync(join(tmpdir(), 'xmldsig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);

interface Identity {
  readonly key: KeyObject;
  readonly der: Buffer;
  readonly pem: string;
  readonly keyPem: string;
}
function identity(name: string, ...algorithm: string[]): Identity {
  const keyPem = path(`${name}.key.pem`);
  const pem = path(`${name}.pem`);
  const args = ['req', '-x509', '-nodes', '-days', '3650', '-subj', `/CN=He thong ${name}/O=UBND xa Vi Du`, '-keyout', keyPem, '-out', pem];
  execFileSync('openssl', [...args, ...algorithm], { stdio: 'ignore' });
  const der = Buffer.from(readFileSync(pem, 'utf8').replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  return { key: createPrivateKey(readFileSync(keyPem)), der, pem, keyPem };
}
const ready = has('openssl', 'version');
const withTools = ready && has('xmlsec1');
const rsa = ready ? identity('rsa', '-newkey', 'rsa:2048') : undefined;
const ec = ready ? identity('ec', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1') : undefined;
const given = (one: Identity | undefined): Identity => {
  if (!one) throw new Error('no openssl');
  return one;
};
const signerOf = (who: Identity, algorithm: PackageSigner['algorithm']): PackageSigner => ({
  algorithm,
  certificates: [who.der],
  sign: (bytes) =>
    sign(algorithm.slice(-6).toLowerCase(), bytes, algorithm.startsWith('EC') ? { key: who.key, dsaEncoding: 'ieee-p1363' } : who.key),
});
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5000)]);
const files = [attachment('a.pdf', pdf, 'Mô tả & <thử>'), attachment('ghi chú.txt', Buffer.from('ghi chú '.repeat(99)))];
const signed = (signer: PackageSigner): Promise<Buffer> => collect(documentChunks(sample, files, undefined, signer));
const state = async (bytes: Uint8Array | string, chunk?: number): Promise<string> => {
  const { message } = await readBytes(bytes, chunk);
  return message.packageSignature ?? 'absent';
};
const signer = (message: EdxmlMessage) => message.packageSigner;

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#';
interface Template {
  readonly c14n?: string;
  readonly method?: string;
  readonly digest?: string;
  readonly transforms?: string;
  readonly reference?: string;
  readonly extra?: string;
}
const transform = (uri: string): string => `<ds:Transform Algorithm="${uri}"/>`;
/** What `xmlsec1 --sign` fills in. */
const template = (t: Template): string => `<ds:Signature xmlns:ds="${DSIG}">
  <ds:SignedInfo>
    <ds:CanonicalizationMethod Algorithm="${t.c14n ?? C14N}"/><ds:SignatureMethod Algorithm="${t.method ?? `${MORE}rsa-sha256`}"/><!-- lời -->
    <ds:Reference ${t.reference ?? 'URI=""'}><ds:Transforms>${t.transforms ?? transform(`${DSIG}enveloped-signature`)}</ds:Transforms>
      <ds:DigestMethod Algorithm="${t.digest ?? `${ENC}sha256`}"/><ds:DigestValue/></ds:Reference>
  </ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo>${t.extra ?? ''}</ds:Signature>`;

/** A message full of what canonical form is about. */
const NS = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const odd = (signature: string): string => `<?xml version="1.0" encoding="UTF-8"?>\r
<?trước  có dữ liệu ?>
<!-- đầu --><edXML xmlns="${NS}" xmlns:unused="urn:u" xmlns:b="urn:b" xmlns:a="urn:a" b:z="1" a:z='"2" &lt; &gt;&#9;' c="x\ty\r\nz" b="&#xD;">
<e:edXMLEnvelope xmlns:e="${NS}"><e:edXMLHeader><e:MessageHeader><e:From><e:OrganId>H99.01</e:OrganId></e:From>\r
<e:Subject>Thử &amp; &#60;b&#62; > &#x110;ất &quot;<![CDATA[<&>]] \r\n>]]> \u{1F600} &#13;</e:Subject><x xmlns=""><y xmlns="urn:y"/><a:q xmlns:a="urn:a2" a:r=""/></x>
</e:MessageHeader>${signature}</e:edXMLHeader><e:edXMLBody><e:edXMLManifest version="1.0"></e:edXMLManifest></e:edXMLBody></e:edXMLEnvelope>
<AttachmentEncoded><Attachment><AttachmentName>a.pdf</AttachmentName><ContentTransferEncoded>${pdf.toString('base64').replace(/.{76}/g, '$&\r\n')}</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>
<!-- cuối --><?sau?>
`;
function xmlsecSign(who: Identity, xml: string): Buffer {
  writeFileSync(path('t.xml'), xml);
  execFileSync('xmlsec1', ['--sign', '--privkey-pem', `${who.keyPem},${who.pem}`, '--output', path('s.xml'), path('t.xml')], {
    stdio: 'ignore',
  });
  return readFileSync(path('s.xml'));
}
const bySec = (t: Template, who = given(rsa)): Buffer => xmlsecSign(who, odd(template(t)));
const xmlsecVerifies = (bytes: Uint8Array, ...args: string[]): boolean => {
  writeFileSync(path('v.xml'), bytes);
  try {
    execFileSync('xmlsec1', ['--verify', ...args, path('v.xml')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(!withTools)('signatures that another library made [needs xmlsec1, openssl]', () => {
  const exclusive = `${transform(`${DSIG}enveloped-signature`)}${transform(EXC)}`;
  it.each<[string, Template, 'rsa' | 'ec', string, boolean]>([
    ['inclusive form', {}, 'rsa', 'RSA-SHA256', false],
    ['exclusive form', { c14n: EXC, transforms: exclusive }, 'rsa', 'RSA-SHA256', false],
    ['inclusive form with comments', { c14n: `${C14N}#WithComments` }, 'rsa', 'RSA-SHA256', false],
    ['canonical XML 1.1', { c14n: 'http://www.w3.org/2006/12/xml-c14n11' }, 'rsa', 'RSA-SHA256', false],
    [
      'exclusive form with listed prefixes',
      {
        c14n: EXC,
        transforms: `${transform(`${DSIG}enveloped-signature`)}<ds:Transform Algorithm="${EXC}"><i:InclusiveNamespaces xmlns:i="${EXC}" PrefixList="unused a #default"/></ds:Transform>`,
      },
      'rsa',
      'RSA-SHA256',
      false,
    ],
    ['SHA-1, named weak', { method: `${DSIG}rsa-sha1`, digest: `${DSIG}sha1` }, 'rsa', 'RSA-SHA1', true],
    ['SHA-1 in the digest only', { digest: `${DSIG}sha1` }, 'rsa', 'RSA-SHA256', true],
    ['SHA-384', { method: `${MORE}rsa-sha384`, digest: `${MORE}sha384` }, 'rsa', 'RSA-SHA384', false],
    ['SHA-512', { method: `${MORE}rsa-sha512`, digest: `${ENC}sha512` }, 'rsa', 'RSA-SHA512', false],
    ['ECDSA', { method: `${MORE}ecdsa-sha256` }, 'ec', 'ECDSA-SHA256', false],
  ])('%s', async (_name, t, kind, algorithm, weak) => {
    const bytes = bySec(t, given(kind === 'rsa' ? rsa : ec));
    for (const chunk of [65_536, 61, 3]) {
      const { message } = await readBytes(bytes, chunk);
      expect([message.packageSignature, signer(message)]).toMatchObject([
        'verified',
        { algorithm, weak, subject: expect.stringContaining('He thong') },
      ]);
    }
    const text = bytes.toString('utf8');
    for (const changed of [
      text.replace('H99.01', 'H99.02'),
      text.replace('JVBE', 'JVBF'),
      text.replace('urn:a2', 'urn:a3'),
      text.replace('version="1.0"/>', 'version="1.1"/>'),
    ]) {
      expect(changed).not.toBe(text);
      expect(await state(changed)).toBe('broken');
    }
  });

  it('another file in UTF-16 or with other prefixes of the same meaning is judged by its canonical form', async () => {
    const text = bySec({ c14n: EXC, transforms: exclusive }).toString('utf8');
    expect(await state(Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'))).toBe('verified');
    expect(await state(text.replace('<!-- đầu -->', '<!-- khác -->'))).toBe('verified');
  });

  it('a whole is signed or nothing: references to a part, selections, several signatures and foreign content are refused', async () => {
    const whole = bySec({}).toString('utf8');
    const signature = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(whole)?.[0] ?? '';
    const cases: Record<string, string> = {
      'a part by id': whole.replace('URI=""', 'URI="#vanban"').replace('<e:MessageHeader>', '<e:MessageHeader Id="vanban">'),
      'no URI': whole.replace(' URI=""', ''),
      'a file elsewhere': whole.replace('URI=""', 'URI="http://example.vn/a.xml"'),
      XPointer: whole.replace('URI=""', 'URI="#xpointer(/)"'),
      'two references to the whole': whole.replace(/<ds:Reference[\s\S]*<\/ds:Reference>/, '$&$&'),
      'a selection': whole.replace(`${DSIG}enveloped-signature`, 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
      'a style sheet': whole.replace('</ds:Transforms>', `${transform('http://www.w3.org/TR/1999/REC-xslt-19991116')}</ds:Transforms>`),
      'not enveloped': whole.replace(/<ds:Transforms>.*<\/ds:Transforms>/s, ''),
      'two signatures': whole.replace('</e:edXMLBody>', `${signature}</e:edXMLBody>`),
      'beside the samples’ block': whole.replace(
        '</e:edXMLBody>',
        '<Signature><SignedInfo><Reference URI=""/></SignedInfo></Signature></e:edXMLBody>',
      ),
      'one inside the other': whole.replace('</ds:KeyInfo>', `</ds:KeyInfo><ds:Object>${signature}</ds:Object>`),
      'the true message hidden inside': whole.replace(
        '</ds:KeyInfo>',
        '</ds:KeyInfo><ds:Object><e:MessageHeader><e:Subject>khác</e:Subject></e:MessageHeader></ds:Object>',
      ),
      'two SignedInfo': whole.replace(/<ds:SignedInfo>[\s\S]*<\/ds:SignedInfo>/, '$&$&'),
      'ids given twice': whole.replace('<ds:SignedInfo>', '<ds:SignedInfo Id="a">').replace('<ds:KeyInfo>', '<ds:KeyInfo Id="a">'),
    };
    for (const [name, changed] of Object.entries(cases)) {
      expect(changed).not.toBe(whole);
      expect([name, await state(changed)]).toEqual([name, 'refused']);
    }
  });

  it('what cannot be checked is never called verified or broken', async () => {
    const whole = bySec({}).toString('utf8');
    for (const changed of [
      whole.replace(`${MORE}rsa-sha256`, `${MORE}hmac-sha256`),
      whole.replace(`${MORE}rsa-sha256`, `${MORE}rsa-md5`),
      whole.replace(`${ENC}sha256`, `${MORE}md5`),
      whole.replace(`Algorithm="${C14N}"`, 'Algorithm="urn:khac"'),
      whole.replace(/<ds:KeyInfo>[\s\S]*<\/ds:KeyInfo>/, ''),
      whole.replace(/<ds:X509Certificate>[\s\S]*<\/ds:X509Certificate>/, '<ds:X509Certificate>MIIB</ds:X509Certificate>'),
      whole.replaceAll(`xmlns:ds="${DSIG}"`, `xmlns:ds="${NS}"`),
    ]) {
      expect(changed).not.toBe(whole);
      expect(await state(changed)).toBe('unverifiable');
    }
  });

  it('xml: attributes above an inclusive signature leave it unchecked, above an exclusive one they change nothing', async () => {
    const lang = (t: Template) => xmlsecSign(given(rsa), odd(template(t)).replace('<e:edXMLHeader>', '<e:edXMLHeader xml:lang="vi">'));
    expect(await state(lang({}))).toBe('unverifiable');
    expect(await state(lang({ c14n: EXC }))).toBe('verified');
  });

  it('a further reference inside the signature is checked as well', async () => {
    const own = `<ds:Object Id="o"><ds:SignatureProperties><ds:SignatureProperty Target="#s">một</ds:SignatureProperty></ds:SignatureProperties></ds:Object>`;
    const second = `</ds:Reference><ds:Reference URI="#o"><ds:DigestMethod Algorithm="${ENC}sha256"/><ds:DigestValue/></ds:Reference>`;
    const both = template({ extra: own }).replace('</ds:Reference>', second);
    writeFileSync(path('t.xml'), odd(both));
    const args = ['--sign', '--id-attr:Id', `${DSIG}:Object`, '--privkey-pem', `${given(rsa).keyPem},${given(rsa).pem}`];
    execFileSync('xmlsec1', [...args, '--output', path('s.xml'), path('t.xml')], { stdio: 'ignore' });
    const text = readFileSync(path('s.xml'), 'utf8');
    expect(await state(text)).toBe('verified');
    expect(await state(text.replace('>một<', '>hai<'))).toBe('broken');
  });
});

describe.skipIf(!withTools)('our own signatures [needs xmlsec1, openssl]', () => {
  it.each(['RSA-SHA256', 'RSA-SHA384', 'RSA-SHA512', 'ECDSA-SHA256', 'ECDSA-SHA384', 'ECDSA-SHA512'] as const)(
    '%s: xmlsec1 verifies them over document and status, and so do we',
    async (algorithm) => {
      const who = given(algorithm.startsWith('RSA') ? rsa : ec);
      const bytes = await signed(signerOf(who, algorithm));
      expect(xmlsecVerifies(bytes, '--trusted-pem', who.pem)).toBe(true);
      expect(xmlsecVerifies(Buffer.concat([bytes, Buffer.from('\r\n')]), '--trusted-pem', who.pem)).toBe(true);
      expect(await state(bytes)).toBe('verified');
      const text = bytes.toString('utf8');
      const changed = text.replace('125/SM-VP', '126/SM-VP');
      expect(xmlsecVerifies(Buffer.from(changed), '--trusted-pem', who.pem)).toBe(false);
      expect(await state(changed)).toBe('broken');
      const status = await writeSignedStatus(
        { kind: 'status', from: sample.from, responseFor: {}, statusCode: '03', description: 'Đã tiếp nhận' },
        signerOf(who, algorithm),
      );
      expect(xmlsecVerifies(status, '--trusted-pem', who.pem)).toBe(true);
      expect((await readBytes(status)).message).toMatchObject({ kind: 'status', statusCode: '03', packageSignature: 'verified' });
    },
  );
  it('a key without certificate signs too: the machine’s own', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const bytes = await signed({
      algorithm: 'ECDSA-SHA256',
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    });
    writeFileSync(path('machine.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    expect(xmlsecVerifies(bytes, '--pubkey-pem', path('machine.pem'))).toBe(true);
    const { message } = await readBytes(bytes);
    expect([message.packageSignature, signer(message)?.subject]).toEqual(['verified', undefined]);
  });
  it('the order and the files of a signed package stay as they are', async () => {
    const read = await readBytes(await signed(signerOf(given(rsa), 'RSA-SHA256')));
    expect(read.files[0]?.equals(pdf)).toBe(true);
    expect(read.warnings).toEqual([]);
  });
});

describe.skipIf(!has('xmllint'))('canonical form [needs xmllint]', () => {
  it.each([
    ['inclusive', '--c14n', false],
    ['exclusive', '--exc-c14n', true],
  ])('%s: byte for byte as libxml2 writes it, however the bytes are cut', (_name, flag, exclusive) => {
    const xml = odd('').replace(/<!--.*?-->/g, '');
    writeFileSync(path('c.xml'), xml);
    const expected = execFileSync('xmllint', [flag, path('c.xml')], { stdio: ['ignore', 'pipe', 'ignore'] });
    for (const cut of [1, 2, 7, 50, 100_000]) {
      const parts: Buffer[] = [];
      const stream = new CanonicalStream({
        how: { exclusive, comments: false, prefixes: [] },
        emit: (bytes) => parts.push(Buffer.from(bytes)),
      });
      const bytes = Buffer.from(xml);
      for (let at = 0; at < bytes.byteLength; at += cut) stream.push(bytes.subarray(at, at + cut));
      stream.finish();
      expect(Buffer.concat(parts).toString('utf8')).toBe(expected.toString('utf8'));
    }
  });
});
