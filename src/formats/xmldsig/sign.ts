/**
 * An enveloped signature for a document that is still being written: digest first (the document without it, twice
 * written the same), then the element as text, to be put anywhere inside the root. Exclusive form everywhere, so that
 * peers that wrap the document do not break it; on one line, so that its canonical form is its own text.
 */
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { CURVES, DIGESTS, ENVELOPED, EXCLUSIVE, SIGNATURES } from './algorithms.ts';
import { CanonicalStream, XMLDSIG } from './stream.ts';

/** What signs: the key stays where it is (database, token). */
export interface PackageSigner {
  readonly algorithm: 'RSA-SHA256' | 'RSA-SHA384' | 'RSA-SHA512' | 'ECDSA-SHA256' | 'ECDSA-SHA384' | 'ECDSA-SHA512';
  /** DER, the signer's first; or only its key as DER SubjectPublicKeyInfo. */
  readonly certificates?: readonly Uint8Array[];
  readonly publicKey?: Uint8Array;
  /** Signature over the bytes themselves: PKCS #1 v1.5, or for ECDSA r and s one after the other (IEEE P1363). */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

const uriOf = (table: Readonly<Record<string, unknown>>, test: (value: never) => boolean): string =>
  Object.keys(table).find((uri) => test(table[uri] as never)) ?? '';

/** The `Signature` element for the document that `chunks` are (UTF-8, without a signature in it). */
export async function envelopedSignature(chunks: AsyncIterable<Uint8Array>, signer: PackageSigner): Promise<string> {
  const hash = createHash('sha256');
  const stream = new CanonicalStream({
    how: { exclusive: true, comments: false, prefixes: [] },
    emit: (bytes) => hash.update(bytes),
  });
  for await (const chunk of chunks) stream.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  stream.finish();
  const method = uriOf(SIGNATURES, (m: { name: string }) => m.name === signer.algorithm);
  const digest = uriOf(DIGESTS, (name: string) => name === 'sha256');
  const empty = (name: string, attributes: string, content = ''): string => `<${name} ${attributes}>${content}</${name}>`;
  const inside =
    empty('CanonicalizationMethod', `Algorithm="${EXCLUSIVE}"`) +
    empty('SignatureMethod', `Algorithm="${method}"`) +
    `<Reference URI=""><Transforms>${empty('Transform', `Algorithm="${ENVELOPED}"`)}${empty('Transform', `Algorithm="${EXCLUSIVE}"`)}</Transforms>` +
    `${empty('DigestMethod', `Algorithm="${digest}"`)}<DigestValue>${hash.digest('base64')}</DigestValue></Reference>`;
  const canonical = `<SignedInfo xmlns="${XMLDSIG}">${inside}</SignedInfo>`;
  const value = Buffer.from(await signer.sign(Buffer.from(canonical, 'utf8'))).toString('base64');
  return (
    `<Signature xmlns="${XMLDSIG}"><SignedInfo>${inside}</SignedInfo><SignatureValue>${value}</SignatureValue>` +
    `<KeyInfo>${keyInfo(signer)}</KeyInfo></Signature>`
  );
}

function keyInfo(signer: PackageSigner): string {
  const certificates = signer.certificates ?? [];
  const [first] = certificates;
  if (first) {
    const subject = new X509Certificate(first).subject.split('\n').reverse().join(', ');
    const name = subject.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const each = certificates.map((der) => `<X509Certificate>${Buffer.from(der).toString('base64')}</X509Certificate>`);
    return `<X509Data><X509SubjectName>${name}</X509SubjectName>${each.join('')}</X509Data>`;
  }
  if (!signer.publicKey) throw new RangeError('a signer needs a certificate or a key');
  const jwk = createPublicKey({ key: Buffer.from(signer.publicKey), format: 'der', type: 'spki' }).export({ format: 'jwk' });
  const bytes = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url');
  if (jwk.kty === 'RSA')
    return `<KeyValue><RSAKeyValue><Modulus>${bytes(jwk.n).toString('base64')}</Modulus><Exponent>${bytes(jwk.e).toString('base64')}</Exponent></RSAKeyValue></KeyValue>`;
  const curve = uriOf(CURVES, (c: readonly [string, number]) => c[0] === jwk.crv);
  const point = Buffer.concat([Buffer.from([4]), bytes(jwk.x), bytes(jwk.y)]).toString('base64');
  return `<KeyValue><ECKeyValue xmlns="http://www.w3.org/2009/xmldsig11#"><NamedCurve URI="${curve}"></NamedCurve><PublicKey>${point}</PublicKey></ECKeyValue></KeyValue>`;
}
