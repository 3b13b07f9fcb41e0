/**
 * The structure tree (ISO 32000-2, 14.7) tells reading order and texts for those who do not see the page. It may grow by
 * elements for new signature fields; what stood there stays as it was.
 */
import type { PdfDocument } from '../../../formats/pdf/index.ts';
import { Dict, isArray, isName, type PdfObject, Ref } from '../../../formats/pdf/objects.ts';
import { differing, onlyAdded, type Sameness } from './same.ts';

const MAX_NODES = 200_000;
/** Texts that would be read out in place of what is shown. */
const SPOKEN = ['ActualText', 'Alt', 'E', 'Lang'];

export interface StructureChange {
  readonly old: PdfDocument;
  readonly now: PdfDocument;
  readonly same: Sameness;
  /** Objects that came after the signed revision. */
  readonly isNew: (num: number) => boolean;
  /** New signature widgets. */
  readonly widgets: ReadonlySet<number>;
}

/** Object numbers of the signed revision's structure that may be written again under this rule. */
export function structureObjects(doc: PdfDocument): Set<number> {
  const found = new Set<number>();
  const root = doc.catalog().dict.get('StructTreeRoot');
  const open: PdfObject[] = [root];
  while (open.length > 0 && found.size < MAX_NODES) {
    const value = open.pop() ?? null;
    if (isArray(value)) open.push(...value);
    if (value instanceof Ref && found.has(value.num)) continue;
    const dict = doc.dict(value);
    if (!dict) {
      const list = value instanceof Ref ? doc.array(value) : undefined;
      if (value instanceof Ref && list) found.add(value.num);
      if (list) open.push(...list);
      continue;
    }
    if (!isNode(doc, dict)) continue;
    if (value instanceof Ref) found.add(value.num);
    open.push(dict.get('K'), dict.get('ParentTree'), dict.get('Kids'));
  }
  return found;
}
/** Elements, the root, and nodes of the parent tree; nothing that a page shows. */
function isNode(doc: PdfDocument, dict: Dict): boolean {
  const type = doc.resolve(dict.get('Type'));
  if (isName(type, 'StructTreeRoot') || isName(type, 'StructElem')) return true;
  return type === null && (dict.entries.has('S') || dict.entries.has('Nums') || dict.entries.has('Kids') || dict.entries.has('ParentTree'));
}

/** Whether the difference between two values of one structure object is only growth. */
export function structureGrew(change: StructureChange, before: PdfObject, after: PdfObject): boolean {
  const [a, b] = [change.old.resolve(before), change.now.resolve(after)];
  if (isArray(a)) return onlyAdded(a, b, (item) => isAddedElement(change, item, 0));
  if (!(a instanceof Dict) || !(b instanceof Dict)) return false;
  return differing(a, b).every((key) => {
    if (key === 'ParentTreeNextKey') return typeof change.now.resolve(b.get(key)) === 'number';
    if (key === 'ParentTree' || key === 'Nums' || key === 'Kids' || key === 'Limits') return parentTreeGrew(change);
    if (key === 'K') return kidsGrew(change, a.get('K'), b.get('K'));
    if (key === 'RoleMap' || key === 'IDTree' || key === 'ClassMap') return a.get(key) === null || change.same.deep(a.get(key), b.get(key));
    return key === 'Type' && a.get(key) === null;
  });
}
function kidsGrew(change: StructureChange, before: PdfObject, after: PdfObject): boolean {
  const list = (doc: PdfDocument, value: PdfObject): readonly PdfObject[] => doc.array(value) ?? (value === null ? [] : [value]);
  return onlyAdded(list(change.old, before), list(change.now, after), (item) => isAddedElement(change, item, 0));
}
/** A new element that says nothing and leads to new signature widgets only. */
function isAddedElement(change: StructureChange, item: PdfObject, depth: number): boolean {
  if (depth > 16) return false;
  if (item instanceof Ref && !change.isNew(item.num)) return false;
  const dict = change.now.dict(item);
  if (!dict || SPOKEN.some((key) => dict.entries.has(key))) return false;
  const target = dict.get('Obj');
  if (target !== null) return target instanceof Ref && change.widgets.has(target.num);
  const kids = change.now.array(dict.get('K')) ?? (dict.get('K') === null ? [] : [dict.get('K')]);
  return kids.every((kid) => isAddedElement(change, kid, depth + 1));
}

/** Every key that the parent tree had leads where it led; further keys are for new widgets. */
function parentTreeGrew({ old, now, same }: StructureChange): boolean {
  const [before, after] = [numbers(old), numbers(now)];
  if (!before || !after) return false;
  return [...before].every(([key, value]) => {
    const other = after.get(key);
    return other !== undefined && same.deep(value, other);
  });
}
/** The parent tree as pairs; undefined where it is not one. */
function numbers(doc: PdfDocument): Map<number, PdfObject> | undefined {
  const found = new Map<number, PdfObject>();
  const walk = (value: PdfObject, depth: number): boolean => {
    const node = doc.dict(value);
    if (!node || depth > 16 || found.size > MAX_NODES) return false;
    const nums = doc.array(node.get('Nums')) ?? [];
    for (let i = 0; i + 1 < nums.length; i += 2) {
      const key = nums[i];
      if (typeof key !== 'number') return false;
      found.set(key, nums[i + 1] ?? null);
    }
    return (doc.array(node.get('Kids')) ?? []).every((kid) => walk(kid, depth + 1));
  };
  const tree = doc.dict(doc.catalog().dict.get('StructTreeRoot'))?.get('ParentTree') ?? null;
  return tree === null ? found : walk(tree, 0) ? found : undefined;
}
