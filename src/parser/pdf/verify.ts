/** The three lines of every signature in a PDF: bytes, signer, time. What cannot be decided is said to be so. */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import {
  type BytesVerdict,
  type ChainLink,
  type JudgedPdf,
  type PdfVerdict,
  type SignatureVerdict,
  summarize,
  type Wanted,
} from '../../domain/verdict.ts';
import type { CertificateFacts } from '../../formats/cms/index.ts';
import {
  type ByteSource,
  eachPiece,
  type Page,
  PdfDocument,
  readPages,
  type SignatureField,
  signatureFields,
  toShown,
} from '../../formats/pdf/index.ts';
import { type Dict, Name, type PdfObject, PdfString, Ref, readPdfDate, readText } from '../../formats/pdf/objects.ts';
import type { HashName } from './algorithms.ts';
import { judgeSigner } from './chain.ts';
import { type CmsVerdict, checkCms, type SignedContent } from './cms.ts';
import type { Hidden, SignedBlocks } from './hidden.ts';
import type { Look } from './looks.ts';
import { type FileMaterial, readMaterial } from './material.ts';
import { additionsAfter } from './revisions.ts';
import { removedSignatures } from './rules/removed.ts';
import { type Believed, provenTime, type Stamped, timestampsOf } from './time.ts';
import { factsOf } from './x509.ts';

export interface VerifyInput {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly trainingPolicyOid: string;
  readonly now: number;
  /** SHA-256 (hex) of roots that are anchors wherever they come from. */
  readonly pins?: readonly string[];
  /** Whether what would tell more is to be named. */
  readonly ask?: boolean;
  /** When whoever asks is known to have held this file already (Unix milliseconds); by default `now`. */
  readonly held?: number;
  /** Answers that were fetched before. */
  readonly ocsps?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  /** Waits for what whoever asked has read of the same file at the same time; asked at most once. */
  readonly reread?: () => Reread | undefined;
}
/** SHA-256 of what lies in a file before and behind a gap. */
export interface Reread {
  readonly gap: readonly [number, number];
  readonly end: number;
  readonly sha256: Uint8Array;
}
const SUB_FILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'adbe.pkcs7.sha1', 'ETSI.RFC3161'];
const MAX_SIGNATURES = 100;
const NOTHING = { signer: 'not_checked', time: 'none', training: false, holder: 'unknown', additions: [] } as const;

/** @throws nothing for a file that cannot be judged: that is a verdict of its own */
export async function verifyPdf(source: ByteSource, input: VerifyInput): Promise<JudgedPdf> {
  const unreadable: PdfVerdict = { readable: false, signatures: [], summary: 'unreadable', checkedAt: input.now };
  let doc: PdfDocument;
  let fields: SignatureField[];
  let pages: readonly Page[];
  try {
    doc = PdfDocument.openOrRebuild(source);
    // What cannot be opened without a password cannot be judged without it.
    if (doc.locked) return unreadable;
    fields = signatureFields(doc).filter((field) => field.value !== null);
    pages = readPages(doc);
  } catch (error) {
    if (error instanceof Failure) return unreadable;
    throw error;
  }
  if (fields.length > MAX_SIGNATURES) return unreadable;
  // Signatures that a rebuilt document does not lead to are not said to be absent.
  if (doc.rebuilt && fields.length === 0 && mentionsByteRange(source)) return unreadable;
  const gone = removedSignatures(doc, fields).map(
    (name): SignatureVerdict => ({ ...NOTHING, field: name, bytes: 'changed_after', reasons: ['verify.signature_removed'] }),
  );
  const reread = onceOf(input.reread);
  const judged = await withoutHiding(
    source,
    doc,
    tellingShared(
      fields,
      fields.map((field) => judgeBytesOf({ source, doc, pages }, field, reread)),
    ),
  );
  const material = withFetched(
    readMaterial(
      doc,
      judged.flatMap((j) => j.cms ?? []),
    ),
    input,
  );
  const believed = timestampsOf(judged.flatMap(stampedOf), material, input);
  const wanted: Wanted[] = [];
  const signatures = [...gone, ...judged.map((j) => complete(j, material, believed, input, wanted))];
  return {
    readable: true,
    signatures,
    summary: summarize(true, signatures),
    checkedAt: input.now,
    pages: pages.length,
    ...(doc.rebuilt ? { rebuilt: true as const } : {}),
    ...(wanted.length === 0 ? {} : { wanted: onlyOnce([...wanted, ...believed.wanted]) }),
  };
}
/** One signature that several fields show is still one: it was made once. */
function tellingShared(fields: readonly SignatureField[], judged: readonly Judged[]): Judged[] {
  const numbers = fields.map(({ value }) => (value instanceof Ref ? value.num : undefined));
  return judged.map((one, i) => {
    const { verdict } = one;
    const num = numbers[i];
    if (num === undefined || numbers.indexOf(num) === numbers.lastIndexOf(num)) return one;
    return { ...one, verdict: { ...verdict, reasons: [...verdict.reasons, 'verify.signature_shared'] } };
  });
}
const MAX_WANTED = 60;
function onlyOnce(wanted: readonly Wanted[]): Wanted[] {
  const each = new Map(wanted.map((w) => [`${w.kind} ${w.url} ${w.kind === 'crl' ? '' : w.about}`, w]));
  return [...each.values()].slice(0, MAX_WANTED);
}
function withFetched(material: FileMaterial, { ocsps = [], crls = [] }: VerifyInput): FileMaterial {
  if (ocsps.length + crls.length === 0) return material;
  return {
    certificates: material.certificates,
    ocsps: [...material.ocsps, ...ocsps],
    crls: [...material.crls, ...crls],
    fetched: new Set([...ocsps, ...crls]),
  };
}

/** One signature's bytes line, and what the other two lines need. */
interface Judged {
  readonly verdict: SignatureVerdict;
  /** Widgets of later signatures that show something, by object number. */
  readonly shown?: readonly number[];
  readonly cms?: CmsVerdict;
  /** Where it shows itself: page (0-based) and rectangle as written. */
  readonly place?: Pick<Look, 'page' | 'area'>;
  /** End of what is signed. */
  readonly end: number;
}
const stampedOf = ({ verdict, cms, end }: Judged): Stamped[] =>
  cms && cms.state === 'valid' ? [{ end, cms, document: verdict.subFilter === 'ETSI.RFC3161' && verdict.bytes.startsWith('intact') }] : [];

interface Found {
  readonly number: number;
  readonly dict: Dict;
  readonly subFilter: string;
  /** Offsets of `<` and behind `>`, and the end of what is signed. */
  readonly gap: readonly [number, number];
  readonly end: number;
  readonly contents: Uint8Array;
}

/** The file as it was opened: its pages are walked once. */
interface Opened {
  readonly source: ByteSource;
  readonly doc: PdfDocument;
  readonly pages: readonly Page[];
}
function judgeBytesOf({ source, doc, pages }: Opened, field: SignatureField, reread: () => Reread | undefined): Judged {
  const nothing = { ...NOTHING, field: field.name };
  let found: Found | string;
  try {
    found = locate(doc, field.value);
  } catch {
    found = 'verify.signature_unreadable';
  }
  if (typeof found === 'string') return { verdict: { ...nothing, bytes: 'broken', reasons: [found] }, end: 0 };
  const told = { ...nothing, ...describe(doc, pages, field, found) };
  const { end } = found;
  if (!SUB_FILTERS.includes(found.subFilter))
    return { verdict: { ...told, bytes: 'not_checked', reasons: ['verify.subfilter_unknown'] }, end };
  const cms = checkCms(found.contents, found.subFilter, contentOf(source, found, reread));
  const { shown, ...line } = judgeBytes(source, doc, found, cms);
  const place = drawnPlace(doc, field, told.page);
  return { verdict: { ...told, ...line }, cms, end, ...(shown ? { shown } : {}), ...(place ? { place } : {}) };
}

/** The signature dictionary and what its `/ByteRange` says, or the reason why it is none (ISO 32000-2, 12.8.1). */
function locate(doc: PdfDocument, value: PdfObject): Found | string {
  if (!(value instanceof Ref)) return 'verify.signature_not_indirect';
  const dict = doc.dict(value);
  if (!dict) return 'verify.signature_unreadable';
  const contents = dict.get('Contents');
  const range = doc.array(dict.get('ByteRange'));
  if (!(contents instanceof PdfString) || contents.bytes.byteLength === 0) return 'verify.contents_missing';
  const numbers = (range ?? []).filter((v): v is number => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0);
  const [start, a, b, c] = numbers;
  if (range?.length !== 4 || start !== 0 || a === undefined || b === undefined || c === undefined) return 'verify.byte_range';
  if (a === 0 || b <= a || c === 0 || b + c > doc.bytes.size) return 'verify.byte_range';
  // The gap is this dictionary's own /Contents, to the byte.
  const span = dict.spans?.get('Contents');
  if (span?.[0] !== a || span[1] !== b || doc.bytes.at(a) !== 0x3c) return 'verify.byte_range_gap';
  const subFilter = doc.resolve(dict.get('SubFilter'));
  return {
    number: value.num,
    dict,
    subFilter: subFilter instanceof Name ? subFilter.name : '',
    gap: [a, b],
    end: b + c,
    contents: contents.bytes,
  };
}

/** The signed ranges of the file; a hash is worked out once. */
function contentOf(source: ByteSource, found: Found, reread: () => Reread | undefined): SignedContent {
  const digests = new Map<HashName, Uint8Array>();
  const feed: SignedContent['feed'] = (take) => {
    for (const [from, to] of [
      [0, found.gap[0]],
      [found.gap[1], found.end],
    ] as const)
      if (!eachPiece(source, from, to, take)) throw new Failure('pdf.damaged', { what: 'short_read' });
  };
  const digest = (name: HashName): Uint8Array => {
    const known = digests.get(name) ?? (name === 'sha256' ? readBeside(found, reread()) : undefined);
    if (known) return known;
    const hash = createHash(name);
    feed((bytes) => hash.update(bytes));
    const made = hash.digest();
    digests.set(name, made);
    return made;
  };
  return { digest, feed };
}

/** The same stretches, or nothing. */
const readBeside = ({ gap, end }: Found, reread: Reread | undefined): Uint8Array | undefined =>
  reread?.gap[0] === gap[0] && reread.gap[1] === gap[1] && reread.end === end ? reread.sha256 : undefined;
function onceOf<T>(ask: (() => T) | undefined): () => T | undefined {
  let answer: { readonly value: T | undefined } | undefined;
  return () => {
    answer ??= { value: ask?.() };
    return answer.value;
  };
}

interface BytesLine {
  readonly bytes: BytesVerdict;
  readonly additions: readonly string[];
  readonly reasons: readonly string[];
  readonly shown?: readonly number[];
}
function judgeBytes(source: ByteSource, doc: PdfDocument, found: Found, cms: CmsVerdict): BytesLine {
  if (cms.state !== 'valid') return { bytes: cms.state, additions: [], reasons: cms.reasons };
  const { reasons } = cms;
  if (doc.rebuilt) {
    // All of the file is signed, or else nobody can say which revision showed what.
    const whole = found.end === source.size || onlySpace(source, found.end);
    return {
      bytes: whole ? 'intact' : 'not_checked',
      additions: [],
      reasons: [...reasons, whole ? 'verify.rebuilt' : 'verify.rebuilt_later'],
    };
  }
  if (found.end === source.size) return { bytes: 'intact', additions: [], reasons };
  if (onlySpace(source, found.end)) return { bytes: 'intact_with_allowed_additions', additions: ['verify.addition.empty_space'], reasons };
  const later = additionsAfter(source, doc, found.end, found.number);
  if (later.verdict === 'allowed')
    return { bytes: 'intact_with_allowed_additions', additions: later.additions, reasons, shown: later.shown };
  const bytes = later.verdict === 'changed' ? 'changed_after' : 'not_checked';
  return { bytes, additions: [], reasons: [...reasons, later.reason] };
}
/** A later signature may show itself on the page, and hides no word of it. */
async function withoutHiding(source: ByteSource, doc: PdfDocument, judged: readonly Judged[]): Promise<readonly Judged[]> {
  if (!judged.some((one) => one.shown && one.shown.length > 0)) return judged;
  const { looksOf } = await import('./looks.ts');
  const known = new Map<number, readonly Look[]>();
  const looksAt = (widget: number): readonly Look[] => {
    const looks = known.get(widget) ?? looksOf(doc, widget);
    known.set(widget, looks);
    return looks;
  };
  const out: Judged[] = [];
  for (const one of judged) {
    const looks = (one.shown ?? []).flatMap(looksAt).filter((look) => look.patches.length > 0);
    // Nearly every look lets the page be read through it: only for the others its words are looked for.
    if (looks.length === 0) out.push(one);
    else {
      const { wordsUnder } = await import('./hidden.ts');
      out.push(hidingFrom(one, await wordsUnder(source, looks, one.end, blocksOf(judged, one.end))));
    }
  }
  return out;
}
/** Where signatures stood on the pages by then, and who signed. */
function blocksOf(judged: readonly Judged[], end: number): SignedBlocks {
  const names = judged.flatMap(({ cms }) => {
    try {
      return (cms?.signers ?? []).map((der) => factsOf(der).subject.commonName ?? '');
    } catch {
      return [];
    }
  });
  return { names, signatures: judged.flatMap((one) => (one.end <= end ? (one.place ?? []) : [])) };
}
const HIDDEN = {
  words: 'verify.look_hides_words',
  unread: 'verify.look_unread',
  block: 'verify.look_over_block',
  picture: 'verify.look_over_picture',
} as const;
function hidingFrom(one: Judged, under: Hidden): Judged {
  if (under === 'nothing') return one;
  const { verdict } = one;
  const bytes = under === 'words' ? 'changed_after' : 'not_checked';
  return { ...one, verdict: { ...verdict, bytes, additions: [], reasons: [...verdict.reasons, HIDDEN[under]] } };
}
function mentionsByteRange(source: ByteSource): boolean {
  let found = false;
  let before = '';
  eachPiece(source, 0, source.size, (piece) => {
    const text = before + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    found ||= text.includes('/ByteRange');
    before = text.slice(-12);
  });
  return found;
}
function onlySpace(source: ByteSource, from: number): boolean {
  if (source.size - from > 4096) return false;
  return source.read(from, source.size - from).every((c) => c === 10 || c === 13 || c === 32 || c === 9 || c === 0);
}

type Told = Pick<SignatureVerdict, 'signedBytes' | 'subFilter' | 'claimedTime' | 'page' | 'rectangle'>;
function describe(doc: PdfDocument, pages: readonly Page[], field: SignatureField, found: Found): Told {
  const written = doc.resolve(found.dict.get('M'));
  const claimed = written instanceof PdfString ? readPdfDate(readText(written)) : undefined;
  return {
    signedBytes: found.end,
    subFilter: found.subFilter,
    ...(claimed === undefined ? {} : { claimedTime: claimed }),
    ...placeOf(doc, pages, field),
  };
}
function placeOf(doc: PdfDocument, pages: readonly Page[], field: SignatureField): Pick<Told, 'page' | 'rectangle'> {
  const owner = field.widget.get('P');
  const index = pages.findIndex((page) =>
    owner instanceof Ref
      ? page.ref.num === owner.num
      : (doc.array(page.dict.get('Annots')) ?? []).some((a) => a instanceof Ref && a.num === field.ref?.num),
  );
  const page = pages[index];
  if (!page) return {};
  const [a, b, c, d] = (doc.array(field.widget.get('Rect')) ?? []).map((v) => doc.number(v));
  if (a === undefined || b === undefined || c === undefined || d === undefined || c <= a || d <= b) return { page: index + 1 };
  return { page: index + 1, rectangle: toShown(page, [a, b, c, d]) };
}

function drawnPlace(doc: PdfDocument, field: SignatureField, page: number | undefined): Judged['place'] {
  const [a, b, c, d] = (doc.array(field.widget.get('Rect')) ?? []).map((v) => doc.number(v));
  if (page === undefined || a === undefined || b === undefined || c === undefined || d === undefined || a === c || b === d)
    return undefined;
  return { page: page - 1, area: [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)] };
}

/** Some signing tools mark the local time of Vietnam as UTC. */
const QUIRK_OFFSET = 7 * 3_600_000;
const QUIRK_TOLERANCE = 3_600_000;
const WORST: readonly SignatureVerdict['signer'][] = ['not_checked', 'untrusted', 'revoked', 'expired', 'unknown_revocation', 'trusted'];

/** The signer's and the time's lines, once all timestamps of the file are known. */
function complete(
  { verdict, cms, end }: Judged,
  material: FileMaterial,
  believed: Believed,
  input: VerifyInput,
  wanted: Wanted[],
): SignatureVerdict {
  if (!cms) return verdict;
  const claimed = verdict.claimedTime ?? cms.time;
  const proven = provenTime(cms, end, verdict.subFilter === 'ETSI.RFC3161', believed);
  const time = proven !== undefined ? 'proven' : claimed === undefined ? 'none' : 'claimed';
  const reasons = [...verdict.reasons, ...timeReasons(verdict.claimedTime, proven, cms)];
  const [first] = cms.signers;
  if (!first) return { ...verdict, time, reasons };
  let facts: CertificateFacts;
  try {
    facts = factsOf(first);
  } catch {
    return { ...verdict, time, reasons: [...reasons, 'verify.certificate_unreadable'] };
  }
  const judged = cms.signers.map((signer) =>
    judgeSigner({
      signer,
      pool: [...cms.certificates, ...material.certificates, ...input.intermediates],
      anchors: input.anchors,
      ...(input.pins ? { pins: new Set(input.pins) } : {}),
      ask: input.ask === true,
      trainingPolicyOid: input.trainingPolicyOid,
      at: proven ?? claimed ?? input.now,
      proven: proven !== undefined,
      now: input.now,
      ...(input.held === undefined ? {} : { held: input.held }),
      material,
      purpose: verdict.subFilter === 'ETSI.RFC3161' ? 'timestamp' : 'document',
    }),
  );
  // Several signers in one field: the least of them counts.
  const [line] = judged.sort((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict));
  const holds = cms.state === 'valid' && line !== undefined;
  if (holds) wanted.push(...judged.flatMap((j) => j.wanted));
  const { commonName, organization, title } = facts.subject;
  const issuer = facts.issuer.commonName ?? facts.issuer.organization;
  return {
    ...verdict,
    // A signature that does not hold says nothing of who signed.
    signer: holds ? line.verdict : 'not_checked',
    ...(cms.algorithms && cms.algorithms.length > 0 ? { algorithms: cms.algorithms } : {}),
    ...(holds && line.chain.length > 0 ? { chain: line.chain.map(linkOf) } : {}),
    ...(holds && line.statements.length > 0 ? { revocation: line.statements } : {}),
    time: cms.state === 'valid' ? time : claimed === undefined ? 'none' : 'claimed',
    subject: {
      ...(commonName === undefined ? {} : { commonName }),
      ...(organization === undefined ? {} : { organization }),
      ...(title === undefined ? {} : { title }),
    },
    ...(issuer === undefined ? {} : { issuer }),
    ...(proven === undefined || cms.state !== 'valid' ? {} : { provenTime: proven }),
    certificateSha256: facts.sha256,
    training: facts.policies.includes(input.trainingPolicyOid),
    holder: facts.holder,
    reasons: holds ? [...new Set([...reasons, ...line.reasons])] : verdict.reasons,
  };
}
const linkOf = ({ subject, sha256, notBefore, notAfter }: CertificateFacts): ChainLink => ({
  name: [subject.commonName, subject.organization].filter((part) => part !== undefined).join(', '),
  sha256,
  notBefore,
  notAfter,
});
function timeReasons(claimed: number | undefined, proven: number | undefined, cms: CmsVerdict): string[] {
  const stamped = proven ?? cms.timestamps[0]?.time;
  const untrusted = proven === undefined && cms.timestamps.length > 0 ? ['verify.timestamp_untrusted'] : [];
  if (claimed === undefined || stamped === undefined) return untrusted;
  const quirk = Math.abs(claimed - stamped - QUIRK_OFFSET) <= QUIRK_TOLERANCE;
  return quirk ? [...untrusted, 'verify.quirk_seven_hours'] : untrusted;
}
