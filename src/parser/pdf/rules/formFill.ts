/**
 * Filling in a form after signing (ISO 32000-2, 12.8.2.2 and 12.8.2.4): only where the certifying signature says so (DocMDP
 * 2 or 3), and not in fields that a signature locked (FieldMDP).
 */
import { mdpPermission, type PdfDocument } from '../../../formats/pdf/index.ts';
import { type Dict, isArray, isName, type PdfObject, PdfString, Ref, readText } from '../../../formats/pdf/objects.ts';

export interface FillableField {
  /** Fully qualified. */
  readonly name: string;
  readonly ref: Ref;
  /** Its appearances, which are drawn anew. */
  readonly appearances: readonly number[];
}
const MAX_FIELDS = 20_000;

/** Permission of the certifying signature at that revision: 1, 2 or 3; undefined where nobody certified. */
export function certifiedAs(doc: PdfDocument): number | undefined {
  const signature = doc.dict(doc.dict(doc.catalog().dict.get('Perms'))?.get('DocMDP') ?? null);
  return signature && mdpPermission(doc, signature);
}

/** Whether a signature's FieldMDP locks the field of that name. */
export function isLocked(doc: PdfDocument, signature: Dict, name: string): boolean {
  return (doc.array(signature.get('Reference')) ?? []).some((item) => {
    const reference = doc.dict(item);
    if (!reference || !isName(doc.resolve(reference.get('TransformMethod')), 'FieldMDP')) return false;
    return locks(doc, doc.dict(reference.get('TransformParams')), name);
  });
}
/** `/Action` and `/Fields` of a lock: a name stands for all fields below it. */
export function locks(doc: PdfDocument, parameters: Dict | undefined, name: string): boolean {
  if (!parameters) return true;
  const action = doc.resolve(parameters.get('Action'));
  const named = (doc.array(parameters.get('Fields')) ?? []).some((field) => {
    const text = doc.resolve(field);
    const wanted = text instanceof PdfString ? readText(text) : undefined;
    return wanted !== undefined && (name === wanted || name.startsWith(`${wanted}.`));
  });
  if (isName(action, 'Include')) return named;
  if (isName(action, 'Exclude')) return !named;
  return true;
}

/** Text, choice and button fields with their widgets; signature fields have rules of their own. */
export function fillableFields(doc: PdfDocument): FillableField[] {
  const found: FillableField[] = [];
  const walk = (value: PdfObject, above: string, type: PdfObject, depth: number): void => {
    const dict = doc.dict(value);
    if (!(value instanceof Ref) || !dict || depth > 16 || found.length > MAX_FIELDS) return;
    const own = doc.resolve(dict.get('T'));
    const name = own instanceof PdfString ? [above, readText(own)].filter(Boolean).join('.') : above;
    const kind = dict.entries.has('FT') ? doc.resolve(dict.get('FT')) : type;
    for (const kid of doc.array(dict.get('Kids')) ?? []) walk(kid, name, kind, depth + 1);
    if (isName(kind, 'Tx') || isName(kind, 'Ch') || isName(kind, 'Btn'))
      found.push({ name, ref: value, appearances: appearancesOf(doc, dict.get('AP')) });
  };
  const fields = doc.array(doc.dict(doc.catalog().dict.get('AcroForm'))?.get('Fields') ?? null);
  for (const field of fields ?? []) walk(field, '', null, 0);
  return found;
}
function appearancesOf(doc: PdfDocument, value: PdfObject): number[] {
  const dict = doc.dict(value);
  const values = dict ? [...dict.entries.values()] : [];
  return values.flatMap((v) => (v instanceof Ref ? [v.num] : isArray(v) ? [] : appearancesOf(doc, v)));
}
/** What filling in may change of a field: its value and how that is drawn. */
export const FILLED_KEYS: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'M', 'I', 'RV']);
