/** Certificates that a file's signatures and their timestamps carry: what long-term material has to be found for. */
import { readSignedData, type SignedData } from '../../formats/cms/index.ts';
import { type PdfDocument, signatureFields } from '../../formats/pdf/index.ts';
import { PdfString } from '../../formats/pdf/objects.ts';
import { findSigner } from './cms.ts';

const TIMESTAMP = '1.2.840.113549.1.9.16.2.14';
const MAX_SIGNATURES = 100;

/** Each certificate once; `signers` are those of signatures and timestamps themselves. What cannot be read gives nothing. */
export function signersOf(doc: PdfDocument): { certificates: Uint8Array[]; signers: Uint8Array[] } {
  const certificates = new Map<string, Uint8Array>();
  const signers = new Map<string, Uint8Array>();
  const keep = (into: Map<string, Uint8Array>, der: Uint8Array): void =>
    void into.set(Buffer.from(der).toString('latin1'), new Uint8Array(der));
  const take = (signed: SignedData): void => {
    for (const der of signed.certificates) keep(certificates, der);
    for (const info of signed.signers) {
      const signer = findSigner(info, signed.certificates);
      if (signer) keep(signers, signer);
      for (const { type, values } of info.unsigned) if (type === TIMESTAMP) for (const value of values) take(readSignedData(value.whole));
    }
  };
  for (const field of signatureFields(doc).slice(0, MAX_SIGNATURES)) {
    const contents = doc.dict(field.value)?.get('Contents');
    if (!(contents instanceof PdfString)) continue;
    try {
      take(readSignedData(contents.bytes));
    } catch {
      // A signature that cannot be read is the verdict's to tell.
    }
  }
  return { certificates: [...certificates.values()], signers: [...signers.values()] };
}
