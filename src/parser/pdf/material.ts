/** Certificates, CRLs and OCSP responses that the file itself carries: its DSS (ISO 32000-2, 12.8.4.3) and its signatures. */
import { readCertificate, readNode, readSignedData } from '../../formats/cms/index.ts';
import type { PdfDocument } from '../../formats/pdf/index.ts';
import { Stream } from '../../formats/pdf/objects.ts';
import type { CmsVerdict } from './cms.ts';

export interface FileMaterial {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  /** Those of both lists that were fetched before, not carried by the file. */
  readonly fetched?: ReadonlySet<Uint8Array>;
}
const MAX_STREAMS = 500;

export function readMaterial(doc: PdfDocument, signatures: readonly CmsVerdict[]): FileMaterial {
  const dss = doc.dict(doc.catalog().dict.get('DSS'));
  const list = (key: string): Uint8Array[] => {
    try {
      return (doc.array(dss?.get(key) ?? null) ?? []).slice(0, MAX_STREAMS).flatMap((item) => {
        const stream = doc.resolve(item);
        return stream instanceof Stream ? [doc.streamData(stream)] : [];
      });
    } catch {
      return [];
    }
  };
  return {
    certificates: list('Certs'),
    crls: [...list('CRLs'), ...signatures.flatMap((s) => [...s.crls, ...s.timestamps.flatMap((t) => t.crls)])],
    ocsps: [...list('OCSPs'), ...signatures.flatMap((s) => [...s.ocsps, ...s.timestamps.flatMap((t) => t.ocsps)])],
  };
}

const MAX_CERTIFICATES = 50;
/** Certificates of a file as issuers publish them: DER, PEM blocks, or a bag of them (CMS without content, RFC 5652, 5.1). */
export function certificatesIn(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1 << 20)).toString('latin1');
  const blocks = text.match(/-----BEGIN (?:CERTIFICATE|PKCS7|CMS)-----[^-]+-----END/g)?.slice(0, MAX_CERTIFICATES);
  const ders = blocks ? blocks.map((block) => Buffer.from(block.replace(/-----[^-]*-----?|-----END/g, ''), 'base64')) : [bytes];
  return ders.flatMap((der) => certificatesOf(der)).slice(0, MAX_CERTIFICATES);
}
function certificatesOf(der: Uint8Array): Uint8Array[] {
  try {
    readCertificate(der);
    return [readNode(der).whole];
  } catch {
    try {
      return [...readSignedData(der).certificates];
    } catch {
      return [];
    }
  }
}
