/** What a document's content leads to: defining such an object later, or again, changes what is shown. */
import type { PdfDocument } from '../../../formats/pdf/index.ts';
import { dictOf, isArray, type PdfObject, Ref } from '../../../formats/pdf/objects.ts';

const MAX_OBJECTS = 400_000;
/** Of the catalogue: validation data and metadata show nothing. */
const SHOWS_NOTHING = ['DSS', 'Metadata'];

export interface LeftOut {
  /** Further entries of the catalogue. */
  readonly without?: readonly string[];
  /** Fields and widgets whose appearances are left out. */
  readonly lookless?: ReadonlySet<number>;
}

/**
 * Every object number, free and missing ones too, with the object streams they stand in and the protection they are read by: an object
 * stream may take its own numbers from elsewhere.
 */
export function reachable(doc: PdfDocument, { without = [], lookless }: LeftOut = {}): Set<number> {
  const root = doc.catalog();
  const left = [...SHOWS_NOTHING, ...without];
  const seen = new Set<number>();
  const open: PdfObject[] = [...root.dict.entries].filter(([key]) => !left.includes(key)).map(([, value]) => value);
  const see = (num: number): void => {
    seen.add(num);
    if (seen.size > MAX_OBJECTS) throw new Error('too many objects');
    const entry = doc.xref.get(num);
    if (entry?.kind === 'packed') open.push(new Ref(entry.stream, 0));
  };
  see(root.ref.num);
  open.push(doc.trailer.get('Encrypt'));
  while (open.length > 0) {
    const value = open.pop() ?? null;
    if (value instanceof Ref) {
      if (seen.has(value.num)) continue;
      see(value.num);
      const target = doc.get(value);
      const dict = lookless?.has(value.num) ? dictOf(target) : undefined;
      if (dict) for (const [key, entry] of dict.entries) open.push(key === 'AP' ? null : entry);
      else open.push(target);
    } else if (isArray(value)) open.push(...value);
    else {
      const dict = dictOf(value);
      if (dict) open.push(...dict.entries.values());
    }
  }
  return seen;
}
