/** Signs a PDF with a training key the way the product does: one appended field, one detached CMS. */
import { signedAttributes, signedData } from '../formats/cms/index.ts';
import type { LetterFonts } from '../formats/letter/index.ts';
import { bytesSource, digestPrepared, type FieldSpec, prepareSignature } from '../formats/pdf/index.ts';
import type { TrainingKey } from './keys.ts';

const CONTENTS_BYTES = 8192;

export function signPdf(pdf: Uint8Array, field: Omit<FieldSpec, 'contentsBytes'>, key: TrainingKey, fonts: LetterFonts): Uint8Array {
  const source = bytesSource(pdf);
  const prepared = prepareSignature(source, { ...field, contentsBytes: CONTENTS_BYTES }, (style) => fonts[style]);
  const attributes = signedAttributes({ digest: digestPrepared(source, prepared), certificateDer: key.certificate });
  const cms = signedData({
    signedAttributes: attributes,
    signature: key.sign(attributes),
    signerCertificate: key.certificate,
    certificates: [],
  });
  const signed = Buffer.concat([pdf, prepared.increment]);
  const hex = Buffer.from(cms).toString('hex');
  if (hex.length > prepared.contentsHexLength) throw new RangeError('the CMS is larger than its place');
  signed.write(hex, prepared.contentsOffset, 'latin1');
  return signed;
}
