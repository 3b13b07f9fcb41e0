/** Certificates, CRLs and OCSP responses that the file itself carries: its DSS (ISO 32000-2, 12.8.4.3) and its signatures. */
import type { PdfDocument } from '../../formats/pdf/index.ts';
import { Stream } from '../../formats/pdf/objects.ts';
import type { CmsVerdict } from './cms.ts';

export interface FileMaterial {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
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
