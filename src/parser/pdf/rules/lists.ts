/**
 * Whether every reader takes the later cross-reference sections for the same lists (ISO 32000-2, 7.5.4 and 7.5.8). A list that some
 * cannot read makes them put it together anew, from objects that were signed but shown by nobody.
 */
import type { PdfDocument } from '../../../formats/pdf/index.ts';

export function isPlainUpdate(then: PdfDocument, now: PdfDocument): boolean {
  const added = now.sections.slice(0, now.sections.length - then.sections.length);
  return added.every(({ regular, doubtful, trailer }) => {
    const size = trailer.get('Size');
    return regular && typeof size === 'number' && !hides(then, size) && ![...doubtful].some((num) => isUsed(then, num));
  });
}
const isUsed = (doc: PdfDocument, num: number): boolean => (doc.xref.get(num)?.kind ?? 'free') !== 'free';
/** Whether numbers that were in use lie at or above a `/Size`: they count as missing then (7.5.5). */
function hides(then: PdfDocument, size: number): boolean {
  const before = then.trailer.get('Size');
  if (typeof before === 'number' && size >= before && before >= then.xref.next()) return false;
  for (const [num, entry] of then.xref) if (num >= size && entry.kind !== 'free') return true;
  return false;
}
