/**
 * Whether a document's own enveloped signature (xmldsig §4, §6.6.4) is true for all of it. Strict about what is signed:
 * the whole document and nothing else but parts of the signature itself; a signature that covers less is refused, since
 * what a reader then shows need not be what was signed.
 */
import { createHash, type Hash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import {
  canonicalization,
  certificateKey,
  DIGESTS,
  ENVELOPED,
  ecKey,
  INCLUSIVE,
  rsaKey,
  SIGNATURES,
  type SignatureMethod,
  type SigningKey,
  verifies,
} from './algorithms.ts';
import { type Canonicalization, canonicalElement, isElement, type KeptElement } from './canonical.ts';
import { CanonicalStream, XMLDSIG } from './stream.ts';

const XMLDSIG11 = 'http://www.w3.org/2009/xmldsig11#';
/** Namespaces that belong inside a signature; anything else there could be taken for the message. */
const INSIDE = [XMLDSIG, XMLDSIG11, 'http://www.w3.org/2001/10/xml-exc-c14n#', 'http://uri.etsi.org/01903/'];
const MAX_REFERENCES = 8;
const MAX_CERTIFICATES = 10;

export interface XmlSigner {
  /** RFC 4514 names, most specific first; absent where only a key is given. */
  readonly subject?: string;
  readonly issuer?: string;
  readonly serialNumber?: string;
  /** Unix milliseconds. */
  readonly validFrom?: number;
  readonly validTo?: number;
  /** Lower-case hex SHA-256 of the certificate, or of the SubjectPublicKeyInfo where there is none. */
  readonly sha256: string;
  readonly algorithm: string;
  /** SHA-1 somewhere, or an RSA key below 2,048 bits. */
  readonly weak: boolean;
}
/**
 * `verified`: the bytes are as that key signed them; who holds the key, and whether its certificate is good, is not said.
 * `broken`: signature or digest do not fit. `unverifiable`: unknown algorithms, no usable key. `refused`: the signature
 * is built in a way that says nothing about the whole document.
 */
export type XmlSignatureVerdict =
  | { readonly state: 'verified' | 'broken'; readonly signer: XmlSigner }
  | { readonly state: 'broken' | 'unverifiable' | 'refused' | 'absent' };

class Verdict extends Error {
  readonly state: 'broken' | 'unverifiable' | 'refused' | 'absent';
  constructor(state: 'broken' | 'unverifiable' | 'refused' | 'absent') {
    super(state);
    this.state = state;
  }
}

/**
 * @param again the document's UTF-8 bytes from the start, each time it is called (twice); a chunk is used at once
 */
export function verifyEnveloped(again: () => Iterable<Buffer>): XmlSignatureVerdict {
  try {
    return judge(again);
  } catch (error) {
    if (error instanceof Verdict) return { state: error.state };
    // The message itself was read; what a strict parser stumbles over here leaves the signature unchecked.
    if (error instanceof Failure && error.error.code.startsWith('edxml.')) return { state: 'unverifiable' };
    throw error;
  }
}

function judge(again: () => Iterable<Buffer>): XmlSignatureVerdict {
  const { signature, inherits } = captured(again());
  const plan = planOf(signature);
  // Nobody of the field writes `xml:` attributes, so taking them over is not imitated.
  if (inherits && !plan.how.exclusive) throw new Verdict('unverifiable');
  const hash = createHash(plan.document.digest);
  const stream = new CanonicalStream({ how: plan.document.how, emit: (bytes) => hash.update(bytes) });
  for (const chunk of again()) stream.push(chunk);
  stream.finish();
  if (stream.signatures !== 1) throw new Verdict('refused');
  const keys = keysOf(plan.keyInfo);
  if (keys.length === 0) throw new Verdict('unverifiable');
  const signedInfo = Buffer.from(canonicalElement(plan.signedInfo, plan.how), 'utf8');
  const key = keys.find((k) => verifies(plan.method, k.key, signedInfo, plan.value));
  const [first] = keys;
  const signer = factsOf(key ?? first ?? fail('unverifiable'), plan);
  const whole =
    plan.document.value.equals(hash.digest()) && plan.inner.every((reference) => reference.value.equals(innerDigest(reference)));
  return { state: key && whole ? 'verified' : 'broken', signer };
}

function captured(chunks: Iterable<Buffer>): { signature: KeptElement; inherits: boolean } {
  const stream = new CanonicalStream({ how: INCLUSIVE, emit: () => undefined });
  try {
    for (const chunk of chunks) {
      stream.push(chunk);
      if (stream.captured) break;
    }
  } catch (error) {
    // What is wrong behind the signature is the second pass's to find, wherever the chunks end.
    if (!stream.captured) throw error;
  }
  if (!stream.captured || !stream.signature) throw new Verdict(stream.signatures > 0 ? 'refused' : 'absent');
  return { signature: stream.signature, inherits: stream.inherits };
}

interface DocumentReference {
  readonly digest: string;
  readonly value: Buffer;
  readonly how: Canonicalization;
}
interface InnerReference extends DocumentReference {
  readonly target: KeptElement;
}
interface Plan {
  readonly method: SignatureMethod;
  readonly how: Canonicalization;
  readonly signedInfo: KeptElement;
  readonly value: Buffer;
  readonly keyInfo: KeptElement | undefined;
  readonly document: DocumentReference;
  readonly inner: readonly InnerReference[];
}

const fail = (state: 'unverifiable' | 'refused'): never => {
  throw new Verdict(state);
};
const elements = (parent: KeptElement): readonly KeptElement[] => parent.children.filter(isElement);
const named = (parent: KeptElement, local: string, uri = XMLDSIG): readonly KeptElement[] =>
  elements(parent).filter((e) => e.local === local && e.uri === uri);
/** The one child of that name; a signature without it, or with two, is not built as the standard says. */
const one = (parent: KeptElement, local: string): KeptElement => {
  const [found, ...more] = named(parent, local);
  return found && more.length === 0 ? found : fail('refused');
};
const attribute = (element: KeptElement, name: string): string | undefined => element.attributes.find((a) => a.name === name)?.value;
const algorithm = (element: KeptElement): string => attribute(element, 'Algorithm') ?? fail('refused');
const decoded = (element: KeptElement): Buffer =>
  Buffer.from(
    element.children
      .filter((c) => typeof c === 'string')
      .join('')
      .replace(/\s+/g, ''),
    'base64',
  );

function planOf(signature: KeptElement): Plan {
  const ids = new Map<string, KeptElement>();
  walk(signature, ids);
  const signedInfo = one(signature, 'SignedInfo');
  const how = canonicalizationOf(one(signedInfo, 'CanonicalizationMethod'));
  const method = SIGNATURES[algorithm(one(signedInfo, 'SignatureMethod'))] ?? fail('unverifiable');
  const references = named(signedInfo, 'Reference');
  if (references.length === 0 || references.length > MAX_REFERENCES) fail('refused');
  let document: DocumentReference | undefined;
  const inner: InnerReference[] = [];
  for (const reference of references) {
    const uri = attribute(reference, 'URI');
    if (uri === '') {
      if (document) fail('refused');
      document = referenceOf(reference, true);
      continue;
    }
    const target = uri?.startsWith('#') ? ids.get(uri.slice(1)) : undefined;
    // Only what stands inside the signature: the message's own parts are covered as a whole or not at all.
    if (!target || target === signature || target === signedInfo) return fail('refused');
    inner.push({ ...referenceOf(reference, false), target });
  }
  const [keyInfo, ...more] = named(signature, 'KeyInfo');
  if (more.length > 0) fail('refused');
  return {
    method,
    how,
    signedInfo,
    value: decoded(one(signature, 'SignatureValue')),
    keyInfo,
    document: document ?? fail('refused'),
    inner,
  };
}

/** Refuses foreign content, nested signatures and ids that are given twice; gathers the ids. */
function walk(element: KeptElement, ids: Map<string, KeptElement>, root = true): void {
  if (!INSIDE.some((uri) => element.uri === uri || (uri.endsWith('/') && element.uri.startsWith(uri)))) fail('refused');
  if (!root && element.local === 'Signature') fail('refused');
  for (const { local, value } of element.attributes) {
    if (!/^id$/i.test(local)) continue;
    if (ids.has(value)) fail('refused');
    ids.set(value, element);
  }
  for (const child of elements(element)) walk(child, ids, false);
}

function canonicalizationOf(element: KeptElement): Canonicalization {
  const list = elements(element).find((e) => e.local === 'InclusiveNamespaces');
  return canonicalization(algorithm(element), (list && attribute(list, 'PrefixList')) ?? '') ?? fail('unverifiable');
}

/** Selections within the document: what they leave out could be anything. */
const SELECTING = /xpath|xslt|filter|xmldsig#base64|decrypt/i;

function referenceOf(reference: KeptElement, whole: boolean): DocumentReference {
  const digest = DIGESTS[algorithm(one(reference, 'DigestMethod'))] ?? fail('unverifiable');
  let how: Canonicalization | undefined;
  let enveloped = 0;
  for (const transform of named(reference, 'Transforms').flatMap((list) => named(list, 'Transform'))) {
    const uri = algorithm(transform);
    if (uri === ENVELOPED && !how) enveloped++;
    else if (SELECTING.test(uri) || how) fail('refused');
    else how = canonicalizationOf(transform);
  }
  if (enveloped !== (whole ? 1 : 0)) fail('refused');
  // `URI=""` and `#id` mean the document without its comments (xmldsig §4.4.3.3).
  return { digest, value: decoded(one(reference, 'DigestValue')), how: { ...(how ?? INCLUSIVE), comments: false } };
}

function innerDigest({ target, how, digest }: InnerReference): Buffer {
  const hash: Hash = createHash(digest);
  return hash.update(canonicalElement(target, how), 'utf8').digest();
}

function keysOf(keyInfo: KeptElement | undefined): readonly SigningKey[] {
  if (!keyInfo) return [];
  const certificates = named(keyInfo, 'X509Data').flatMap((data) => named(data, 'X509Certificate'));
  if (certificates.length > 0) return certificates.slice(0, MAX_CERTIFICATES).flatMap((element) => certificateKey(decoded(element)) ?? []);
  return named(keyInfo, 'KeyValue').flatMap((value) => {
    const [rsa] = named(value, 'RSAKeyValue');
    if (rsa) return rsaKey(decoded(one(rsa, 'Modulus')), decoded(one(rsa, 'Exponent'))) ?? [];
    const [ec] = named(value, 'ECKeyValue', XMLDSIG11);
    const curve = ec && named(ec, 'NamedCurve', XMLDSIG11)[0];
    const point = ec && named(ec, 'PublicKey', XMLDSIG11)[0];
    return (curve && point && ecKey(attribute(curve, 'URI') ?? '', decoded(point))) ?? [];
  });
}

function factsOf({ key, certificate }: SigningKey, plan: Plan): XmlSigner {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  const weak =
    plan.method.hash === 'sha1' || [plan.document, ...plan.inner].some((r) => r.digest === 'sha1') || (bits !== undefined && bits < 2048);
  const facts = { algorithm: plan.method.name, weak };
  if (!certificate) {
    const spki = key.export({ type: 'spki', format: 'der' });
    return { ...facts, sha256: createHash('sha256').update(spki).digest('hex') };
  }
  return {
    ...facts,
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    serialNumber: certificate.serialNumber.toLowerCase(),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    sha256: createHash('sha256').update(certificate.raw).digest('hex'),
  };
}

/** Node writes one part a line, the most general first. */
const distinguishedName = (lines: string): string => lines.split('\n').reverse().join(', ').slice(0, 500);
