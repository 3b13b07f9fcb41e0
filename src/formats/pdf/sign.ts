/**
 * Appends a signature field to a PDF, or signs an empty one, in one incremental update. Only what a signature needs is
 * written again: the page's `/Annots`, the form, and the catalogue where the form stands in it.
 */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { type AppearanceSpec, addAppearance } from './appearance.ts';
import { PdfDocument } from './document.ts';
import type { FontSource } from './fonts.ts';
import { Increment } from './increment.ts';
import { Dict, Name, type PdfObject, PdfString, pdfDate, type Ref, readText, spell, textString } from './objects.ts';
import {
  noFurtherSignatures,
  type Page,
  pageAt,
  readPages,
  type Shown,
  signatureFields,
  toShown,
  toUserSpace,
  uprightMatrix,
} from './pages.ts';
import { type ByteSource, eachPiece } from './source.ts';
import { fillTextField, reserveTextField, type TextFieldSpec } from './textFields.ts';

export interface FieldSpec {
  readonly fieldName: string;
  /** 1-based. */
  readonly page: number;
  /** Points from the bottom left of the page as shown. */
  readonly rectangle: Shown;
  readonly appearance: AppearanceSpec;
  readonly signerName?: string | undefined;
  readonly reason?: string | undefined;
  readonly location?: string | undefined;
  /** `/M`, Unix milliseconds. */
  readonly signingTime: number;
  /** Bytes reserved for the CMS. */
  readonly contentsBytes: number;
  /**
   * Text fields put there empty, with a signature field beside them, before this first signature, which then certifies that
   * only they are filled in later (DocMDP 2).
   */
  readonly reserve?: readonly TextFieldSpec[] | undefined;
  readonly reserveSignature?: { readonly name: string; readonly page: number; readonly rectangle: Shown } | undefined;
  /** Values for text fields that were reserved so. */
  readonly fill?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Full name of an empty signature field that is signed where it stands. */
  readonly reuse?: string | undefined;
  /** A document timestamp (12.8.5): not shown, certified by its CMS alone. */
  readonly timestamp?: boolean | undefined;
}
export interface PreparedSignature {
  /** Goes behind the source's bytes. */
  readonly increment: Uint8Array;
  readonly byteRange: readonly [0, number, number, number];
  /** Absolute offset of the first hex digit of `/Contents`. */
  readonly contentsOffset: number;
  readonly contentsHexLength: number;
  /** The name the field got: the asked one, made unique. */
  readonly fieldName: string;
}

/** Widget flags Print and Locked (12.5.3); hidden and no more for a timestamp. */
const PRINT_LOCKED = 132;
const RANGE_WIDTH = 10;

/**
 * Pure over the source: same input, same increment. The digest is the caller's (SHA-256 over the byte ranges).
 * @throws Failure `pdf.encrypted`, `pdf.no_further_signatures`, `pdf.page_missing`, `pdf.damaged_cannot_sign`,
 * `pdf.not_a_pdf`, `pdf.letter_missing`, `pdf.field_not_empty`, `pdf.field_wants_more`, `pdf.already_certified`
 */
export function prepareSignature(source: ByteSource, spec: FieldSpec, fonts: FontSource): PreparedSignature {
  try {
    const doc = PdfDocument.open(source);
    if (doc.encrypted) throw new Failure('pdf.encrypted');
    if (noFurtherSignatures(doc)) throw new Failure('pdf.no_further_signatures');
    return new Signing(doc, source, fonts).sign(spec);
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'pdf.damaged')
      throw new Failure('pdf.damaged_cannot_sign', error.error.params, { cause: error });
    throw error;
  }
}

interface Places {
  readonly ref: Ref;
  readonly range: number;
  readonly contents: number;
  readonly hexLength: number;
}

class Signing {
  readonly #doc: PdfDocument;
  readonly #source: ByteSource;
  readonly #fonts: FontSource;
  readonly #increment: Increment;
  constructor(doc: PdfDocument, source: ByteSource, fonts: FontSource) {
    this.#doc = doc;
    this.#source = source;
    this.#fonts = fonts;
    this.#increment = new Increment(doc, source);
  }

  sign(spec: FieldSpec): PreparedSignature {
    const increment = this.#increment;
    const certifies = spec.reserve !== undefined && spec.reserve.length > 0;
    if (certifies && signatureFields(this.#doc).some((f) => f.value !== null)) throw new Failure('pdf.already_certified');
    for (const field of spec.reserve ?? []) reserveTextField(increment, pageAt(this.#doc, field.page), field);
    if (spec.reserveSignature) this.#reserveSignature(spec.reserveSignature);
    for (const { name, value } of spec.fill ?? []) fillTextField(this.#doc, increment, this.#fonts, name, value);
    const target = spec.reuse === undefined ? undefined : this.#emptyField(spec.reuse);
    const lock = target ? this.#lockOf(target.dict) : undefined;
    const places = this.#signatureDictionary(spec, [...(certifies ? [CERTIFIED] : []), ...(lock ? [lock] : [])]);
    const fieldName = target ? target.name : uniqueName(this.#doc, spec.fieldName);
    if (target) this.#signField(target, spec, places.ref);
    else this.#newField(fieldName, spec, places.ref);
    if (certifies) increment.catalogEntry('Perms', new Dict({ DocMDP: places.ref }));
    return { ...this.#finish(places), fieldName };
  }

  #look(page: Page, spec: FieldSpec, size: { width: number; height: number }): Ref {
    return addAppearance(this.#increment.add, this.#fonts, spec.appearance, size, uprightMatrix(page, size.width, size.height));
  }
  #newField(fieldName: string, spec: FieldSpec, value: Ref): void {
    const page = pageAt(this.#doc, spec.page);
    const shown = spec.timestamp !== true;
    const field = this.#increment.add(
      new Dict({
        Type: new Name('Annot'),
        Subtype: new Name('Widget'),
        FT: new Name('Sig'),
        T: textString(fieldName),
        V: value,
        F: PRINT_LOCKED,
        Rect: shown ? rounded(toUserSpace(page, spec.rectangle)) : [0, 0, 0, 0],
        P: page.ref,
        ...(shown ? { AP: new Dict({ N: this.#look(page, spec, spec.rectangle) }) } : {}),
      }),
    );
    this.#increment.annotate(page, field);
    this.#increment.field(field);
  }
  #reserveSignature({ name, page: number, rectangle }: NonNullable<FieldSpec['reserveSignature']>): void {
    const page = pageAt(this.#doc, number);
    const field = this.#increment.add(
      new Dict({
        Type: new Name('Annot'),
        Subtype: new Name('Widget'),
        FT: new Name('Sig'),
        T: textString(uniqueName(this.#doc, name)),
        F: PRINT_LOCKED,
        Rect: rounded(toUserSpace(page, rectangle)),
        P: page.ref,
      }),
    );
    this.#increment.annotate(page, field);
    this.#increment.field(field);
  }

  /** An empty field that is its own widget; what its seed value asks for beyond our form of signature is refused. */
  #emptyField(name: string): { readonly name: string; readonly ref: Ref; readonly dict: Dict } {
    const field = signatureFields(this.#doc).find((f) => f.name === name);
    if (!field?.ref || field.value !== null || field.widget !== field.dict) throw new Failure('pdf.field_not_empty', { name });
    const seed = this.#doc.dict(field.dict.get('SV'));
    if (seed && (this.#doc.number(seed.get('Ff')) ?? 0) !== 0) throw new Failure('pdf.field_wants_more', { name });
    return { name, ref: field.ref, dict: field.dict };
  }
  /** `/Lock` of the field becomes a FieldMDP reference of its signature (12.8.2.4). */
  #lockOf(field: Dict): Dict | undefined {
    const lock = this.#doc.dict(field.get('Lock'));
    if (!lock) return undefined;
    const parameters = lock.clone();
    parameters.entries.set('Type', new Name('TransformParams'));
    parameters.entries.set('V', new Name('1.2'));
    return sigRef('FieldMDP', parameters);
  }
  #signField(target: { readonly ref: Ref; readonly dict: Dict }, spec: FieldSpec, value: Ref): void {
    const box = (this.#doc.array(target.dict.get('Rect')) ?? []).map((v) => this.#doc.number(v) ?? 0);
    const [a = 0, b = 0, c = 0, d = 0] = box;
    const owner = target.dict.get('P');
    const pages = readPages(this.#doc);
    const page = pages.find((p) => isSame(owner, p.ref)) ?? pages[spec.page - 1];
    if (!page) throw new Failure('pdf.page_missing', { page: spec.page });
    const size = toShown(page, [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]);
    const changed = target.dict.clone();
    changed.entries.set('V', value);
    if (size.width > 1 && size.height > 1) changed.entries.set('AP', new Dict({ N: this.#look(page, spec, size) }));
    this.#increment.rewrite(target.ref, changed);
  }

  /** The signature dictionary (12.8.1) with room for the CMS; never in an object stream, `/Contents` direct. */
  #signatureDictionary(spec: FieldSpec, references: readonly Dict[]): Places {
    const increment = this.#increment;
    const ref = increment.reserve();
    increment.begin(ref);
    const texts = new Dict({
      Type: new Name(spec.timestamp ? 'DocTimeStamp' : 'Sig'),
      Filter: new Name('Adobe.PPKLite'),
      SubFilter: new Name(spec.timestamp ? 'ETSI.RFC3161' : 'ETSI.CAdES.detached'),
      ...(spec.timestamp ? {} : { M: new PdfString(Buffer.from(pdfDate(spec.signingTime), 'latin1')) }),
      ...(spec.signerName ? { Name: textString(spec.signerName) } : {}),
      ...(spec.reason ? { Reason: textString(spec.reason) } : {}),
      ...(spec.location ? { Location: textString(spec.location) } : {}),
      ...(references.length > 0 ? { Reference: references } : {}),
    });
    increment.push(`${spell(texts).slice(0, -2)} /ByteRange `);
    const range = increment.offset;
    increment.push(' '.repeat(rangeText(0, 0, 0).length));
    increment.push(' /Contents ');
    const contents = increment.offset;
    const hexLength = spec.contentsBytes * 2;
    increment.push(`<${'0'.repeat(hexLength)}>`);
    increment.push('>>\nendobj\n');
    return { ref, range, contents, hexLength };
  }

  #finish(places: Places): Omit<PreparedSignature, 'fieldName'> {
    const increment = this.#increment.finish(true);
    const gapEnd = places.contents + places.hexLength + 2;
    const rest = this.#source.size + increment.byteLength - gapEnd;
    increment.write(rangeText(places.contents, gapEnd, rest), places.range - this.#source.size, 'latin1');
    return {
      increment,
      byteRange: [0, places.contents, gapEnd, rest],
      contentsOffset: places.contents + 1,
      contentsHexLength: places.hexLength,
    };
  }
}

const rounded = (numbers: readonly number[]): number[] => numbers.map((v) => Math.round(v * 1000) / 1000);
const isSame = (value: PdfObject, ref: Ref): boolean =>
  typeof value === 'object' && value !== null && 'num' in value && value.num === ref.num;
const sigRef = (method: string, parameters: Dict): Dict =>
  new Dict({ Type: new Name('SigRef'), TransformMethod: new Name(method), TransformParams: parameters });
const CERTIFIED = sigRef('DocMDP', new Dict({ Type: new Name('TransformParams'), P: 2, V: new Name('1.2') }));

/** `/ByteRange` in a width that does not depend on its numbers. */
const rangeText = (a: number, b: number, c: number): string => `[0 ${[a, b, c].map(String).join(' ')}]`.padEnd(3 * RANGE_WIDTH + 6, ' ');

function uniqueName(doc: PdfDocument, wanted: string): string {
  const taken = new Set(signatureFields(doc).map((f) => f.name));
  const form = doc.dict(doc.catalog().dict.get('AcroForm'));
  for (const field of doc.array(form?.get('Fields') ?? null) ?? []) {
    const name = doc.resolve(doc.dict(field)?.get('T') ?? null);
    if (name instanceof PdfString) taken.add(readText(name));
  }
  // A full stop would make the name a path (12.7.4.2).
  const base = wanted.replaceAll('.', '_') || 'Signature';
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  return name;
}

/** The digest of a prepared file's byte ranges, over the source and its increment, in chunks. */
export function digestPrepared(source: ByteSource, prepared: PreparedSignature): Uint8Array {
  const hash = createHash('sha256');
  if (!eachPiece(source, 0, source.size, (piece) => hash.update(piece))) throw new Failure('pdf.damaged', { what: 'short_read' });
  hash.update(prepared.increment.subarray(0, prepared.byteRange[1] - source.size));
  hash.update(prepared.increment.subarray(prepared.byteRange[2] - source.size));
  return hash.digest();
}
