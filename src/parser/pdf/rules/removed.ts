/** Signatures that an earlier revision shows and the file as it is does not: taken out, or put under another field. */
import { type PdfDocument, signatureFields } from '../../../formats/pdf/index.ts';
import { Ref } from '../../../formats/pdf/objects.ts';

/** Files with more revisions than this are looked at in their newest ones. */
const MAX_REVISIONS = 40;

/** Names of the fields whose signature is gone. */
export function removedSignatures(now: PdfDocument): string[] {
  const present = new Set(signatureFields(now).flatMap((f) => (f.value instanceof Ref ? [f.value.num] : [])));
  const gone = new Map<number, string>();
  for (let i = 1; i < Math.min(now.sections.length, MAX_REVISIONS); i++) {
    try {
      const then = now.asOf(i);
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
