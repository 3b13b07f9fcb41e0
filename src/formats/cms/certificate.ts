/** What a certificate says (RFC 5280), as far as choosing, checking and showing a signer needs it. */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { children, type Node, readNode, readOid, TAG } from './der.ts';

export type Holder = 'person' | 'agency' | 'unknown';
export interface NameParts {
  readonly commonName?: string;
  readonly organization?: string;
  readonly unit?: string;
  readonly title?: string;
}
export interface CertificateFacts {
  readonly subject: NameParts;
  readonly issuer: NameParts;
  /** Lower-case hex. */
  readonly serial: string;
  /** Unix milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly policies: readonly string[];
  /** Absent: no restriction. Names of RFC 5280, 4.2.1.3. */
  readonly keyUsage?: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly string[];
  readonly isCa: boolean;
  /** Absent where the certificate sets no limit. */
  readonly pathLength?: number;
  /** Critical extensions that are not understood here. */
  readonly unknownCritical: readonly string[];
  /** Lower-case hex SHA-256 of the DER. */
  readonly sha256: string;
  readonly holder: Holder;
  /** What the subject is registered under: serialNumber, UID, organizationIdentifier. */
  readonly identifiers: readonly string[];
  /** Where the issuer says its responder, its lists and its own certificate are to be had (4.2.2.1, 4.2.1.13); http and https only. */
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
  readonly issuerUrls: readonly string[];
}

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

const NAME_OIDS: Readonly<Record<string, keyof NameParts>> = {
  '2.5.4.3': 'commonName',
  '2.5.4.10': 'organization',
  '2.5.4.11': 'unit',
  '2.5.4.12': 'title',
};

/**
 * The rule by which a holder is guessed, as data: the profile of the government's certificates was not at hand, so this
 * is unverified and a registered token's kind must be able to stand over it. A person's certificate has one of the
 * personal attributes, or a serialNumber or UID that names an identity card; an agency's has none and its common name
 * equals, contains or is contained in its organisation's or unit's.
 */
export const HOLDER_RULE = {
  /** title, givenName, surname */
  personal: ['2.5.4.12', '2.5.4.42', '2.5.4.4'],
  /** serialNumber, UID */
  identity: ['2.5.4.5', '0.9.2342.19200300.100.1.1'],
  identityPattern: /^(?:CMND|CCCD|CC|HC|PNO|IDC|PAS)[A-Z]*[:-]/i,
} as const;

const broken = (cause?: unknown): Failure => new Failure('cms.certificate_damaged', undefined, { cause });

/** serialNumber, UID, organizationIdentifier (X.520) */
const IDENTIFIERS: readonly string[] = ['2.5.4.5', '0.9.2342.19200300.100.1.1', '2.5.4.97'];

interface Parts {
  /** Whole DER of the issuer's Name and of the serial number's INTEGER. */
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
  readonly fields: readonly Node[];
}
/** TBSCertificate taken apart (RFC 5280, 4.1). @throws Failure `cms.certificate_damaged` */
export function certificateParts(der: Uint8Array): Parts {
  try {
    const tbs = children(readNode(der))[0];
    if (!tbs) throw broken();
    const all = children(tbs);
    // The version is explicit [0] and absent in version 1.
    const fields = all[0]?.tag === 0xa0 ? all.slice(1) : all;
    const [serial, , issuer] = fields;
    if (serial?.tag !== TAG.integer || issuer?.tag !== TAG.sequence || fields.length < 6) throw broken();
    return { issuer: issuer.whole, serial: serial.whole, fields };
  } catch (error) {
    throw broken(error);
  }
}

/** @throws Failure `cms.certificate_damaged` */
export function readCertificate(der: Uint8Array): CertificateFacts {
  try {
    return read(der);
  } catch (error) {
    throw broken(error);
  }
}

function read(der: Uint8Array): CertificateFacts {
  const { fields } = certificateParts(der);
  const [serial, , issuer, validity, subject, spki] = fields;
  if (!serial || !issuer || !validity || !subject || !spki) throw broken();
  const [from, to] = children(validity);
  if (!from || !to) throw broken();
  const extensions = readExtensions(fields.find((f) => f.tag === 0xa3));
  const names = readName(subject);
  return {
    subject: named(names),
    issuer: named(readName(issuer)),
    serial: Buffer.from(serial.content).toString('hex'),
    notBefore: readTime(from),
    notAfter: readTime(to),
    publicKey: spki.whole,
    ...extensions,
    sha256: createHash('sha256').update(der).digest('hex'),
    holder: guessHolder(names),
    identifiers: names.filter(([type]) => IDENTIFIERS.includes(type)).map(([, text]) => text),
  };
}

type NamePart = readonly [oid: string, text: string];
function readName(name: Node): NamePart[] {
  return children(name).flatMap((set) =>
    children(set).flatMap((pair): NamePart[] => {
      const [type, value] = children(pair);
      return type && value ? [[readOid(type), readString(value)]] : [];
    }),
  );
}
function named(parts: readonly NamePart[]): NameParts {
  const out: { -readonly [K in keyof NameParts]: NameParts[K] } = {};
  for (const [type, text] of parts) {
    const key = NAME_OIDS[type];
    if (key && out[key] === undefined) out[key] = text;
  }
  return out;
}
function readString(node: Node): string {
  const bytes = Buffer.from(node.content);
  // BMPString (0x1e) is UTF-16BE; the others are UTF-8 or subsets close enough to it.
  if (node.tag === 0x1e)
    return bytes
      .subarray(0, bytes.length - (bytes.length % 2))
      .swap16()
      .toString('utf16le')
      .normalize('NFC');
  return bytes.toString(node.tag === 0x14 ? 'latin1' : 'utf8').normalize('NFC');
}

const fold = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
function guessHolder(names: readonly NamePart[]): Holder {
  const personal = names.some(([type]) => (HOLDER_RULE.personal as readonly string[]).includes(type));
  const identity = names.some(
    ([type, text]) => (HOLDER_RULE.identity as readonly string[]).includes(type) && HOLDER_RULE.identityPattern.test(text),
  );
  if (personal || identity) return 'person';
  const common = fold(names.find(([type]) => type === '2.5.4.3')?.[1] ?? '');
  const bodies = names.filter(([type]) => type === '2.5.4.10' || type === '2.5.4.11').map(([, text]) => fold(text));
  if (common === '') return 'unknown';
  return bodies.some((body) => body !== '' && (body.includes(common) || common.includes(body))) ? 'agency' : 'unknown';
}

function readTime(node: Node): number {
  const text = Buffer.from(node.content).toString('latin1');
  const m =
    node.tag === 0x17
      ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/.exec(text)
      : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/.exec(text);
  if (!m) throw broken();
  const year = Number(m[1]);
  // UTCTime: 50–99 are of the last century (RFC 5280, 4.1.2.5.1).
  const full = node.tag === 0x17 ? year + (year >= 50 ? 1900 : 2000) : year;
  return Date.UTC(full, Number(m[2]) - 1, Number(m[3]), Number(m[4]), Number(m[5]), Number(m[6] ?? 0));
}

interface Extensions {
  readonly policies: readonly string[];
  readonly keyUsage?: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly string[];
  readonly isCa: boolean;
  readonly pathLength?: number;
  readonly unknownCritical: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
  readonly issuerUrls: readonly string[];
}
/** Understood enough not to stop a chain: key identifiers, alternative names and limits on them (judged with the chain), distribution points, AIA, QC statements. */
const HARMLESS = ['2.5.29.14', '2.5.29.35', '2.5.29.17', '2.5.29.18', '2.5.29.30', '2.5.29.31', '1.3.6.1.5.5.7.1.1', '1.3.6.1.5.5.7.1.3'];

function readExtensions(wrapper: Node | undefined): Extensions {
  let policies: string[] = [];
  let keyUsage: KeyUsage[] | undefined;
  let extendedKeyUsage: string[] | undefined;
  let isCa = false;
  let pathLength: number | undefined;
  const unknownCritical: string[] = [];
  const places = { ocspUrls: [] as string[], crlUrls: [] as string[], issuerUrls: [] as string[] };
  const list = wrapper ? children(readNode(wrapper.content)) : [];
  for (const extension of list) {
    const parts = children(extension);
    const [type, second] = parts;
    const last = parts.at(-1);
    if (!type || last?.tag !== TAG.octetString) throw broken();
    const critical = second?.tag === TAG.boolean && second.content[0] !== 0;
    const id = readOid(type);
    const value = readNode(last.content);
    if (id === '2.5.29.32') policies = children(value).flatMap((p) => children(p).slice(0, 1).map(readOid));
    else if (id === '2.5.29.15') keyUsage = readKeyUsage(value);
    else if (id === '2.5.29.37') extendedKeyUsage = children(value).map(readOid);
    else if (id === '2.5.29.19') {
      const [ca, length] = children(value);
      isCa = ca?.tag === TAG.boolean && ca.content[0] !== 0;
      if (length?.tag === TAG.integer) pathLength = length.content[0] ?? 0;
    } else if (id === '1.3.6.1.5.5.7.1.1') {
      for (const access of children(value)) {
        const [method, location] = children(access);
        const kind = method ? readOid(method) : '';
        if (kind === '1.3.6.1.5.5.7.48.1') places.ocspUrls.push(...urlsOf(location));
        if (kind === '1.3.6.1.5.5.7.48.2') places.issuerUrls.push(...urlsOf(location));
      }
    } else if (id === '2.5.29.31') {
      for (const point of children(value)) places.crlUrls.push(...distributionUrls(point));
    } else if (critical && !HARMLESS.includes(id)) unknownCritical.push(id);
  }
  return {
    policies,
    ...(keyUsage ? { keyUsage } : {}),
    ...(extendedKeyUsage ? { extendedKeyUsage } : {}),
    isCa,
    ...(pathLength === undefined ? {} : { pathLength }),
    unknownCritical,
    ...places,
  };
}

const MAX_URL = 1024;
/** The address of a GeneralName that is one. */
function urlsOf(name: Node | undefined): string[] {
  if (name?.tag !== 0x86 || name.content.byteLength > MAX_URL) return [];
  const text = Buffer.from(name.content).toString('latin1').trim();
  return /^https?:\/\/[!-~]+$/i.test(text) ? [text] : [];
}
/** DistributionPoint: distributionPoint [0] holding fullName [0]. */
function distributionUrls(point: Node): string[] {
  const wrapper = children(point).find((part) => part.tag === 0xa0);
  const full = wrapper && children(wrapper).find((part) => part.tag === 0xa0);
  return full ? children(full).flatMap(urlsOf) : [];
}
function readKeyUsage(bits: Node): KeyUsage[] {
  const first = bits.content[1] ?? 0;
  return KEY_USAGES.filter((_, i) => (first & (0x80 >> i)) !== 0);
}
