/**
 * The fallback for a damaged cross-reference table: the objects are found by looking through the whole file (by
 * @cantoo/pdf-lib), and the document is written anew with a sound table. Only for a file that carries no signature, since
 * its bytes change; the damaged original is kept by whoever asks.
 */
import { Failure } from '../../domain/errors.ts';

/** A larger file is not read whole. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Signatures and encryption are looked for in the bytes themselves: what reads a damaged file may overlook them. */
const SIGNED = /\/(?:ByteRange|FT\s*\/Sig|Encrypt)\b/;

/** @throws Failure `pdf.damaged_signed`, `pdf.damaged_cannot_sign` */
export async function repairPdf(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.byteLength > MAX_BYTES) throw new Failure('pdf.damaged_cannot_sign', { what: 'size' });
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (SIGNED.test(text)) throw new Failure('pdf.damaged_signed');
  try {
    const { PDFDocument } = await import('@cantoo/pdf-lib');
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
    if (document.isEncrypted || document.getPageCount() === 0) throw new Failure('pdf.damaged_cannot_sign', { what: 'pages' });
    return await document.save({ useObjectStreams: false, updateFieldAppearances: false, addDefaultPage: false });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('pdf.damaged_cannot_sign', { what: 'objects' }, { cause: error });
  }
}
