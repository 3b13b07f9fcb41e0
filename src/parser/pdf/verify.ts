/** The three lines of every signature in a PDF: bytes, signer, time. What cannot be decided is said to be so. */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { type BytesVerdict, type PdfVerdict, type SignatureVerdict, summarize } from '../../domain/verdict.ts';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';
import { type ByteSource, PdfDocument, readPages, type SignatureField, signatureFields, toShown } from '../../formats/pdf/index.ts';
import { type Dict, Name, type PdfObject, PdfString, Ref, readPdfDate, readText } from '../../formats/pdf/objects.ts';
import { judgeSigner } from './chain.ts';
import { type CmsVerdict, checkCms, type HashName } from './cms.ts';
import { additionsAfter } from './revisions.ts';

export interface VerifyInput {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly trainingPolicyOid: string;
  readonly now: number;
}
const SUB_FILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161'];
const MAX_SIGNATURES = 100;

export async function verifyPdf(source: ByteSource, input: VerifyInput): Promise<PdfVerdict> {
  const unreadable: PdfVerdict = { readable: false, signatures: [], summary: 'unreadable', checkedAt: input.now };
  let doc: PdfDocument;
  let fields: SignatureField[];
  let pages: number;
  try {
    doc = PdfDocument.open(source);
    // Inside an encrypted file nothing but the signed bytes could be compared.
    if (doc.encrypted) return unreadable;
    fields = signatureFields(doc).filter((field) => field.value !== null);
    pages = readPages(doc).length;
  } catch (error) {
    if (error instanceof Failure) return unreadable;
    throw error;
  }
  if (fields.length > MAX_SIGNATURES) return unreadable;
  const signatures: SignatureVerdict[] = [];
  for (const field of fields) signatures.push(await judge(source, doc, field, input));
  return { readable: true, signatures, summary: summarize(true, signatures), checkedAt: input.now, pages };
}

interface Found {
  readonly number: number;
  readonly dict: Dict;
  readonly subFilter: string;
  /** Offsets of `<` and behind `>`, and the end of what is signed. */
  readonly gap: readonly [number, number];
  readonly end: number;
  readonly contents: Uint8Array;
}

async function judge(source: ByteSource, doc: PdfDocument, field: SignatureField, input: VerifyInput): Promise<SignatureVerdict> {
  const nothing = { field: field.name, signer: 'not_checked', time: 'none', training: false, holder: 'unknown', additions: [] } as const;
  let found: Found | string;
  try {
    found = locate(doc, field.value);
  } catch {
    found = 'verify.signature_unreadable';
  }
  if (typeof found === 'string') return { ...nothing, bytes: 'broken', reasons: [found] };
  const told = describe(doc, field, found);
  if (!SUB_FILTERS.includes(found.subFilter)) return { ...nothing, ...told, bytes: 'not_checked', reasons: ['verify.subfilter_unknown'] };
  const ranges = found;
  const digests = new Map<HashName, Uint8Array>();
  const cms = await checkCms(found.contents, found.subFilter, (hash) => {
    const known = digests.get(hash) ?? digestRanges(source, ranges, hash);
    digests.set(hash, known);
    return known;
  });
  const bytes = judgeBytes(source, doc, found, cms);
  return { ...nothing, ...told, ...bytes, ...signerLine(cms, told.claimedTime, bytes.reasons, input) };
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

function digestRanges(source: ByteSource, found: Found, hash: HashName): Uint8Array {
  const hasher = createHash(hash);
  for (const [from, to] of [
    [0, found.gap[0]],
    [found.gap[1], found.end],
  ] as const)
    for (let at = from; at < to; ) {
      const chunk = source.read(at, Math.min(65_536, to - at));
      if (chunk.byteLength === 0) throw new Failure('pdf.damaged', { what: 'short_read' });
      hasher.update(chunk);
      at += chunk.byteLength;
    }
  return hasher.digest();
}

interface BytesLine {
  readonly bytes: BytesVerdict;
  readonly additions: readonly string[];
  readonly reasons: readonly string[];
}
function judgeBytes(source: ByteSource, doc: PdfDocument, found: Found, cms: CmsVerdict): BytesLine {
  if (cms.state !== 'valid') return { bytes: cms.state, additions: [], reasons: cms.reasons };
  const { reasons } = cms;
  if (found.end === source.size) return { bytes: 'intact', additions: [], reasons };
  if (onlySpace(source, found.end)) return { bytes: 'intact_with_allowed_additions', additions: ['verify.addition.empty_space'], reasons };
  const later = additionsAfter(source, doc, found.end, found.number);
  if (later.verdict === 'allowed') return { bytes: 'intact_with_allowed_additions', additions: later.additions, reasons };
  const bytes = later.verdict === 'changed' ? 'changed_after' : 'not_checked';
  return { bytes, additions: [], reasons: [...reasons, later.reason] };
}
function onlySpace(source: ByteSource, from: number): boolean {
  if (source.size - from > 4096) return false;
  return source.read(from, source.size - from).every((c) => c === 10 || c === 13 || c === 32 || c === 9 || c === 0);
}

type Told = Pick<SignatureVerdict, 'subFilter' | 'claimedTime' | 'page' | 'rectangle'>;
function describe(doc: PdfDocument, field: SignatureField, found: Found): Told {
  const written = doc.resolve(found.dict.get('M'));
  const claimed = written instanceof PdfString ? readPdfDate(readText(written)) : undefined;
  return { subFilter: found.subFilter, ...(claimed === undefined ? {} : { claimedTime: claimed }), ...placeOf(doc, field) };
}
function placeOf(doc: PdfDocument, field: SignatureField): Pick<Told, 'page' | 'rectangle'> {
  const owner = field.widget.get('P');
  const pages = readPages(doc);
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

type SignerLine = Omit<SignatureVerdict, 'field' | 'bytes' | 'additions'>;
function signerLine(cms: CmsVerdict, claimed: number | undefined, reasons: readonly string[], input: VerifyInput): Partial<SignerLine> {
  const time = claimed === undefined ? 'none' : 'claimed';
  if (!cms.signer) return { time, reasons };
  let facts: CertificateFacts;
  try {
    facts = readCertificate(cms.signer);
  } catch {
    return { time, reasons: [...reasons, 'verify.certificate_unreadable'] };
  }
  const judged = judgeSigner({
    signer: cms.signer,
    pool: [...cms.certificates, ...input.intermediates],
    anchors: input.anchors,
    trainingPolicyOid: input.trainingPolicyOid,
    at: claimed ?? input.now,
    now: input.now,
  });
  const { commonName, organization, title } = facts.subject;
  const issuer = facts.issuer.commonName ?? facts.issuer.organization;
  return {
    // A signature that does not hold says nothing of who signed.
    signer: cms.state === 'valid' ? judged.verdict : 'not_checked',
    time,
    subject: {
      ...(commonName === undefined ? {} : { commonName }),
      ...(organization === undefined ? {} : { organization }),
      ...(title === undefined ? {} : { title }),
    },
    ...(issuer === undefined ? {} : { issuer }),
    certificateSha256: facts.sha256,
    training: facts.policies.includes(input.trainingPolicyOid),
    holder: facts.holder,
    reasons: cms.state === 'valid' ? [...reasons, ...judged.reasons] : reasons,
  };
}
