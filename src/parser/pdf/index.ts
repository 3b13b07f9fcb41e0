/**
 * The parser process's work on PDFs: facts, verdicts, and the two steps around a signature (a field appended to a copy,
 * the finished CMS put in its place). Files stay sealed; nothing is held in memory but the increment.
 */
import { createHash } from 'node:crypto';
import type { ParserCalls, PdfFacts, SealedFile } from '../../contract/parser/index.ts';
import type { InputOf, OutputOf } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import {
  appendValidation as appendMaterial,
  type FieldSpec,
  noFurtherSignatures,
  PdfDocument,
  prepareSignature as prepareIncrement,
  readPages,
  repairPdf as repaired,
  type SignatureField,
  signatureFields,
  stampPage,
  textFields,
  toShown,
} from '../../formats/pdf/index.ts';
import { Ref } from '../../formats/pdf/objects.ts';
import { createSealed, type OpenSealed, openSealed } from '../files.ts';
import { fontFromResources } from './fonts.ts';
import { readLayout } from './layout.ts';
import { certificatesIn } from './material.ts';
import { findPlaces } from './places.ts';
import { updateTimes } from './revocation.ts';
import { findSecrecy } from './secrecy.ts';
import { signersOf } from './signers.ts';
import { readText } from './text.ts';
import { verifyPdf } from './verify.ts';
import { readWords } from './words.ts';

export { verifyPdf } from './verify.ts';

/** Text fields of ours for số and ngày. */
export const RESERVED_PREFIX = 'VanBan';

function reading<T>(file: SealedFile, work: (source: OpenSealed) => T): T {
  const source = openSealed(file);
  try {
    return work(source);
  } finally {
    source.close();
  }
}

/**
 * Pages, signature fields and what stands against signing.
 * @throws Failure `pdf.not_a_pdf`, `pdf.damaged`
 */
export function facts(file: SealedFile): PdfFacts {
  return reading(file, (source) => {
    const doc = PdfDocument.open(source);
    if (doc.encrypted) return { pages: [], encrypted: true, signatureFields: 0, noFurtherSignatures: false };
    const fields = signatureFields(doc);
    const empty = fields.flatMap((f) => (f.value === null && f.name !== '' ? placeOfField(doc, f) : []));
    const reserved = [...textFields(doc).keys()].filter((name) => name.startsWith(RESERVED_PREFIX));
    return {
      pages: readPages(doc).map(({ width, height, rotate }) => ({ width, height, rotate })),
      encrypted: false,
      signatureFields: fields.length,
      noFurtherSignatures: noFurtherSignatures(doc),
      ...(empty.length > 0 ? { emptyFields: empty } : {}),
      ...(reserved.length > 0 ? { reserved } : {}),
    };
  });
}

/** Where an empty field stands; nothing for one that is not its own widget on a page. */
function placeOfField(doc: PdfDocument, field: SignatureField): NonNullable<PdfFacts['emptyFields']>[number][] {
  const owner = field.widget.get('P');
  const pages = readPages(doc);
  const index = owner instanceof Ref ? pages.findIndex((p) => p.ref.num === owner.num) : -1;
  const page = pages[index];
  const [a, b, c, d] = (doc.array(field.widget.get('Rect')) ?? []).map((v) => doc.number(v));
  if (!page || field.widget !== field.dict || a === undefined || b === undefined || c === undefined || d === undefined) return [];
  const shown = toShown(page, [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]);
  return shown.width > 1 && shown.height > 1 ? [{ name: field.name, page: index + 1, ...shown }] : [];
}

type Prepare = ParserCalls['prepareSignature'];
function prepareSignature({ source: file, target, field }: InputOf<Prepare>): OutputOf<Prepare> {
  return reading(file, (source) => {
    const prepared = prepareIncrement(source, field satisfies FieldSpec, fontFromResources);
    const [, a, b] = prepared.byteRange;
    const hash = createHash('sha256');
    const out = createSealed(target);
    try {
      for (const chunk of source.chunks()) {
        hash.update(chunk);
        out.write(chunk);
      }
      hash.update(prepared.increment.subarray(0, a - source.size));
      hash.update(prepared.increment.subarray(b - source.size));
      out.write(prepared.increment);
      const { size } = out.finish();
      const { contentsOffset, contentsHexLength } = prepared;
      return { digest: hash.digest(), contentsOffset, contentsHexLength, byteRange: [...prepared.byteRange], size };
    } catch (error) {
      out.abort();
      throw error;
    }
  });
}

type Place = ParserCalls['placeSignature'];
/** @throws Failure `pdf.cms_too_large`, `pdf.place_differs` (the place is not the empty one), `pdf.digest_differs` */
function placeSignature({ source: file, target, contentsOffset, contentsHexLength, cms, digest }: InputOf<Place>): OutputOf<Place> {
  if (cms.byteLength * 2 > contentsHexLength) throw new Failure('pdf.cms_too_large', { bytes: cms.byteLength });
  return reading(file, (source) => {
    const end = contentsOffset + contentsHexLength;
    const place = source.read(contentsOffset - 1, contentsHexLength + 2);
    if (place[0] !== 0x3c || place[place.length - 1] !== 0x3e || place.subarray(1, -1).some((c) => c !== 0x30))
      throw new Failure('pdf.place_differs');
    const hex = Buffer.from(Buffer.from(cms).toString('hex').padEnd(contentsHexLength, '0'), 'latin1');
    const hash = createHash('sha256');
    const out = createSealed(target);
    try {
      let at = 0;
      for (const chunk of source.chunks()) {
        const next = at + chunk.byteLength;
        // What is signed is everything but the string with its brackets.
        hash.update(chunk.subarray(0, Math.max(0, Math.min(chunk.byteLength, contentsOffset - 1 - at))));
        if (next > end + 1) hash.update(chunk.subarray(Math.max(0, end + 1 - at)));
        out.write(withHex(chunk, at, hex, contentsOffset));
        at = next;
      }
      if (Buffer.compare(hash.digest(), digest) !== 0) throw new Failure('pdf.digest_differs');
      return out.finish();
    } catch (error) {
      out.abort();
      throw error;
    }
  });
}

/** The chunk that stands at `at`, with the hex digits put where they fall into it. */
function withHex(chunk: Buffer, at: number, hex: Buffer, offset: number): Buffer {
  const from = Math.max(at, offset);
  const to = Math.min(at + chunk.byteLength, offset + hex.byteLength);
  if (from >= to) return chunk;
  const copy = Buffer.from(chunk);
  hex.copy(copy, from - at, from - offset, to - offset);
  return copy;
}

type Verify = ParserCalls['verifyPdf'];
async function verify({ source: file, crls, pins, ocsps, ask, held, ...input }: InputOf<Verify>): Promise<OutputOf<Verify>> {
  const source = openSealed(file);
  try {
    return await verifyPdf(source, {
      ...input,
      ...(pins ? { pins } : {}),
      ask: ask === true,
      ...(held === undefined ? {} : { held }),
      ...(ocsps ? { ocsps } : {}),
      ...(crls ? { crls: crls.map((list) => reading(list, (bytes) => bytes.read(0, bytes.size))) } : {}),
    });
  } finally {
    source.close();
  }
}

type Find = ParserCalls['findPlaces'];
async function find({ source: file, signer }: InputOf<Find>): Promise<OutputOf<Find>> {
  const source = openSealed(file);
  try {
    return await findPlaces(source, signer);
  } finally {
    source.close();
  }
}

type Secrecy = ParserCalls['findSecrecy'];
async function secrecy({ source: file }: InputOf<Secrecy>): Promise<OutputOf<Secrecy>> {
  const source = openSealed(file);
  try {
    return await findSecrecy(source);
  } finally {
    source.close();
  }
}

type Words = ParserCalls['readWords'];
async function words({ source: file, ...wanted }: InputOf<Words>): Promise<OutputOf<Words>> {
  const source = openSealed(file);
  try {
    return await readWords(source, wanted);
  } finally {
    source.close();
  }
}

type Text = ParserCalls['readText'];
async function text({ source: file, ...wanted }: InputOf<Text>): Promise<OutputOf<Text>> {
  const source = openSealed(file);
  try {
    return await readText(source, wanted);
  } finally {
    source.close();
  }
}

type Layout = ParserCalls['readLayout'];
async function layout({ source: file }: InputOf<Layout>): Promise<OutputOf<Layout>> {
  const source = openSealed(file);
  try {
    return await readLayout(source);
  } finally {
    source.close();
  }
}

type Stamp = ParserCalls['stampPdf'];
function stampPdf({ source: file, target, ...spec }: InputOf<Stamp>): OutputOf<Stamp> {
  return reading(file, (source) => {
    const increment = stampPage(source, spec, fontFromResources);
    const out = createSealed(target);
    try {
      for (const chunk of source.chunks()) out.write(chunk);
      out.write(increment);
      return { size: out.finish().size };
    } catch (error) {
      out.abort();
      throw error;
    }
  });
}

type Repair = ParserCalls['repairPdf'];
async function repairPdf({ source: file, target }: InputOf<Repair>): Promise<OutputOf<Repair>> {
  const whole = reading(file, (source) => source.read(0, source.size));
  const sound = await repaired(whole);
  const out = createSealed(target);
  try {
    out.write(sound);
    return { size: out.finish().size };
  } catch (error) {
    out.abort();
    throw error;
  }
}

/** Files that are read whole, together. */
const MAX_COMPOSED = 128 * 1024 * 1024;
type Compose = ParserCalls['composePdf'];
async function composePdf({ source, pages, behind, overlays, target }: InputOf<Compose>): Promise<OutputOf<Compose>> {
  let total = 0;
  const whole = (file: SealedFile): Buffer =>
    reading(file, (open) => {
      total += open.size;
      if (total > MAX_COMPOSED) throw new Failure('pdf.too_large_to_compose', { megabytes: MAX_COMPOSED / 1024 / 1024 });
      return open.read(0, open.size);
    });
  // Its library is large, and most of the parser's life needs none of it.
  const { composePdf: compose } = await import('../../formats/pdf/compose.ts');
  const made = await compose(
    [{ source, pages }, ...behind].map((part) => ({ bytes: whole(part.source), pages: part.pages })),
    overlays.map(({ source: drawn, ...place }) => ({ bytes: whole(drawn), ...place })),
  );
  const out = createSealed(target);
  try {
    out.write(made.bytes);
    return { size: out.finish().size, pages: made.pages };
  } catch (error) {
    out.abort();
    throw error;
  }
}

type Append = ParserCalls['appendValidation'];
function appendValidation({ source: file, target, ...material }: InputOf<Append>): OutputOf<Append> {
  return reading(file, (source) => {
    const increment = appendMaterial(source, material);
    const out = createSealed(target);
    try {
      for (const chunk of source.chunks()) out.write(chunk);
      out.write(increment);
      return { size: out.finish().size };
    } catch (error) {
      out.abort();
      throw error;
    }
  });
}

type Signers = ParserCalls['signers'];
const signers = ({ source: file }: InputOf<Signers>): OutputOf<Signers> => reading(file, (source) => signersOf(PdfDocument.open(source)));

type Inspect = ParserCalls['inspectMaterial'];
function inspectMaterial({ kind, source, bytes }: InputOf<Inspect>): OutputOf<Inspect> {
  const given = source ? reading(source, (file) => file.read(0, file.size)) : bytes;
  if (!given) return { ok: false };
  if (kind === 'certificate') {
    const certificates = certificatesIn(given);
    return { ok: certificates.length > 0, certificates };
  }
  const times = updateTimes(kind, given);
  return times ? { ok: true, ...times } : { ok: false };
}

export const pdfHandlers = {
  readText: text,
  readWords: words,
  readLayout: layout,
  stampPdf,
  verifyPdf: verify,
  inspectMaterial,
  findPlaces: find,
  findSecrecy: secrecy,
  prepareSignature,
  placeSignature,
  repairPdf,
  appendValidation,
  composePdf,
  signers,
} as const;
