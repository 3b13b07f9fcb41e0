/**
 * PDF as far as signing and verifying need it: a lazy reader over random access, and an append-only writer of
 * signature fields. Promises: bytes that were there are never touched; nothing is followed without a cap; what two
 * readers could read in two ways is refused. Images are drawn by others.
 */
export type { AppearanceSpec, TextLine } from './appearance.ts';
export { type Entry, PdfDocument, sameEntry } from './document.ts';
export type { FontSource, FontStyle } from './fonts.ts';
export {
  mdpPermission,
  noFurtherSignatures,
  type Page,
  pageAt,
  readPages,
  type Shown,
  type SignatureField,
  signatureFields,
  toShown,
  toUserSpace,
} from './pages.ts';
export { type PagePicture, pictureBytes, type ScannedPage, scannedPages } from './pictures.ts';
export { repairPdf } from './repair.ts';
export { digestPrepared, type FieldSpec, type PreparedSignature, prepareSignature } from './sign.ts';
export { type ByteSource, bytesSource, eachPiece, headOf } from './source.ts';
export { type StampSpec, stampPage } from './stamp.ts';
export { TEXT_FIELD_BASELINE, type TextFieldSpec, textFields } from './textFields.ts';
export { appendValidation, type ValidationMaterial } from './validation.ts';
