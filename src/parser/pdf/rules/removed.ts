/** Signatures that an earlier revision shows and the file as it is does not: taken out, or put under another field. */

import { Failure } from '../../../domain/errors.ts';
import { type PdfDocument, type SignatureField, signatureFields } from '../../../formats/pdf/index.ts';
import { Dict, isArray, type PdfObject, Ref } from '../../../formats/pdf/objects.ts';

/** Revisions that touch the form; a file with more of them is not judged. */
const MAX_REVISIONS = 200;
const MAX_FIELDS = 20_000;

/**
 * Names of the fields whose signature is gone. Revisions that touch nothing of the form are passed over, so that many of them hide nothing.
 * @param fields the signature fields that the file has now
 * @throws Failure `pdf.damaged` where too many do
 */
export function removedSignatures(now: PdfDocument, fields: readonly SignatureField[] = signatureFields(now)): string[] {
  const present = new Set(fields.flatMap((f) => (f.value instanceof Ref ? [f.value.num] : [])));
  const gone = new Map<number, string>();
  let form = formNumbers(now);
  let looked = 0;
  for (let i = 1; i < now.sections.length; i++) {
    const listed = now.listedBy(i - 1);
    if (form && ![...form].some((num) => listed.has(num))) continue;
    if (++looked > MAX_REVISIONS) throw new Failure('pdf.damaged', { what: 'revisions' });
    const then = now.asOf(i);
    form = formNumbers(then);
    try {
      for (const { name, value } of signatureFields(then)) {
        if (!(value instanceof Ref) || present.has(value.num)) continue;
        if (then.dict(value)?.entries.has('ByteRange')) gone.set(value.num, name);
      }
    } catch {
      // Part of a linearized file, or no revision by itself.
    }
  }
  return [...gone.values()];
}

/** What the form is made of at a revision, with the object streams it stands in; undefined where that cannot be read. */
function formNumbers(doc: PdfDocument): Set<number> | undefined {
  try {
    const { ref, dict } = doc.catalog();
    const form = dict.get('AcroForm');
    const found = new Set([ref.num]);
    const open: PdfObject[] = [form, doc.dict(form)?.get('Fields') ?? null];
    while (open.length > 0) {
      const value = open.pop() ?? null;
      if (isArray(value)) open.push(...value);
      if (!(value instanceof Ref) || found.has(value.num)) continue;
      found.add(value.num);
      if (found.size > MAX_FIELDS) return undefined;
      const target = doc.get(value);
      // Fields, and what stands below them; their signatures too.
      if (isArray(target)) open.push(...target);
      else if (target instanceof Dict) open.push(target.get('Kids'), target.get('V'), target.get('Fields'));
    }
    for (const num of [...found]) {
      const entry = doc.xref.get(num);
      if (entry?.kind === 'packed') found.add(entry.stream);
    }
    return found;
  } catch {
    return undefined;
  }
}
