/**
 * A mark put on a page of a copy, as an annotation that prints (ISO 32000-2, 12.5.6.12): one incremental update, the bytes
 * before it as they were. It is for paper: a signed file is never stamped, only a copy of it.
 */
import { Failure } from '../../domain/errors.ts';
import { type AppearanceSpec, addAppearance } from './appearance.ts';
import { PdfDocument } from './document.ts';
import type { FontSource } from './fonts.ts';
import { Increment } from './increment.ts';
import { Dict, Name, textString } from './objects.ts';
import { pageAt, type Shown, toUserSpace, uprightMatrix } from './pages.ts';
import type { ByteSource } from './source.ts';

/** Print, NoZoom is not set: it grows with the page; Locked (12.5.3). */
const PRINT_LOCKED = 132;

export interface StampSpec {
  /** 1-based. */
  readonly page: number;
  /** Points from the bottom left of the page as shown. */
  readonly rectangle: Shown;
  readonly appearance: AppearanceSpec;
  /** What a reader program says of it. */
  readonly name: string;
}

/** Goes behind the source's bytes. @throws Failure `pdf.encrypted`, `pdf.page_missing`, `pdf.damaged`, `pdf.not_a_pdf`, `pdf.letter_missing` */
export function stampPage(source: ByteSource, spec: StampSpec, fonts: FontSource): Uint8Array {
  const doc = PdfDocument.open(source);
  if (doc.encrypted) throw new Failure('pdf.encrypted');
  const page = pageAt(doc, spec.page);
  const increment = new Increment(doc, source);
  const { width, height } = spec.rectangle;
  const look = addAppearance(increment.add, fonts, spec.appearance, spec.rectangle, uprightMatrix(page, width, height));
  const stamp = increment.add(
    new Dict({
      Type: new Name('Annot'),
      Subtype: new Name('Stamp'),
      Contents: textString(spec.name),
      F: PRINT_LOCKED,
      Rect: toUserSpace(page, spec.rectangle).map((v) => Math.round(v * 1000) / 1000),
      P: page.ref,
      AP: new Dict({ N: look }),
    }),
  );
  increment.annotate(page, stamp);
  return increment.finish(false);
}
