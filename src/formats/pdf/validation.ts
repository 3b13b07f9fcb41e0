/**
 * The document security store (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2): certificates, CRLs and OCSP responses
 * appended in one increment. What an earlier store holds stays named.
 */
import { deflateSync } from 'node:zlib';
import { Failure } from '../../domain/errors.ts';
import { PdfDocument } from './document.ts';
import { Increment } from './increment.ts';
import { Dict, isArray, Name, type PdfObject } from './objects.ts';
import { noFurtherSignatures } from './pages.ts';
import type { ByteSource } from './source.ts';

export interface ValidationMaterial {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

/** The bytes that go behind the source's. @throws Failure `pdf.encrypted`, `pdf.no_further_signatures`, `pdf.damaged` */
export function appendValidation(source: ByteSource, material: ValidationMaterial): Uint8Array {
  const doc = PdfDocument.open(source);
  if (doc.encrypted) throw new Failure('pdf.encrypted');
  if (noFurtherSignatures(doc)) throw new Failure('pdf.no_further_signatures');
  const increment = new Increment(doc, source);
  const before = doc.dict(doc.catalog().dict.get('DSS'));
  const dss = before?.clone() ?? new Dict({ Type: new Name('DSS') });
  const put = (key: string, items: readonly Uint8Array[]): void => {
    if (items.length === 0) return;
    const old = doc.resolve(dss.get(key));
    const added: PdfObject[] = items.map((item) => increment.add(new Dict({ Filter: new Name('FlateDecode') }), deflateSync(item)));
    dss.entries.set(key, [...(isArray(old) ? old : []), ...added]);
  };
  put('Certs', material.certificates);
  put('CRLs', material.crls);
  put('OCSPs', material.ocsps);
  increment.catalogEntry('DSS', increment.add(dss));
  return increment.finish(false);
}
