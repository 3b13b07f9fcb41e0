/** Each rule by itself; what they do together is proven by the attack kit. */
import { describe, expect, it } from 'vitest';
import { bytesSource, PdfDocument } from '../../../formats/pdf/index.ts';
import { Dict, Name, type PdfObject, Ref } from '../../../formats/pdf/objects.ts';
import { certifiedAs, fillableFields, isLocked, locks } from './formFill.ts';
import { unlistedObject } from './listed.ts';
import { canonical, differing, onlyAdded, Sameness } from './same.ts';
import { structureGrew, structureObjects } from './structure.ts';

function pdf(objects: Readonly<Record<number, string>>): PdfDocument {
  let out = '%PDF-1.7\n';
  const rows: string[] = [];
  for (const [num, body] of Object.entries(objects)) {
    rows.push(`${num} 1\n${String(out.length).padStart(10, '0')} 00000 n\r\n`);
    out += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const at = out.length;
  out += `xref\n${rows.join('')}trailer\n<</Size 99 /Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`;
  return PdfDocument.open(bytesSource(Buffer.from(out, 'latin1')));
}
const at = (doc: PdfDocument, num: number): PdfObject => doc.get(new Ref(num, 0));

describe('sameness', () => {
  it('does not count the order of keys, and counts everything else', () => {
    const a = new Dict({ A: 1, B: [new Name('x'), new Ref(3, 0)] });
    expect(canonical(a)).toBe(canonical(new Dict({ B: [new Name('x'), new Ref(3, 0)], A: 1 })));
    expect(differing(a, new Dict({ A: 1, B: [new Name('x')], C: true }))).toEqual(['B', 'C']);
  });
  it('follows a reference to another object that says the same, with its data', () => {
    const then = pdf({ 1: '<</Type /Catalog /X 2 0 R>>', 2: '<</F 3 0 R>>', 3: '<</Length 2>>\nstream\nab\nendstream' });
    const now = pdf({
      1: '<</Type /Catalog /X 5 0 R>>',
      5: '<</F 6 0 R>>',
      6: '<</Length 2>>\nstream\nab\nendstream',
      7: '<</F 8 0 R>>',
      8: '<</Length 2>>\nstream\nax\nendstream',
    });
    const same = new Sameness(then, now);
    expect(same.deep(new Ref(2, 0), new Ref(5, 0))).toBe(true);
    expect(same.deep(new Ref(2, 0), new Ref(7, 0))).toBe(false);
    expect(same.shallow(at(then, 3), at(now, 6))).toBe(true);
    expect(same.shallow(at(then, 3), at(now, 8))).toBe(false);
  });
  it('lets a list only grow, by what is known', () => {
    const known = (item: PdfObject): boolean => item === 9;
    expect(onlyAdded([1, 2], [1, 9, 2, 9], known)).toBe(true);
    expect(onlyAdded(null, [9], known)).toBe(true);
    for (const after of [[2, 1], [1], [1, 2, 3], null]) expect(onlyAdded([1, 2], after, known)).toBe(false);
  });
});

describe('objects that nobody lists', () => {
  const scan = (text: string, ...listed: number[]): boolean => unlistedObject(bytesSource(Buffer.from(text, 'latin1')), 0, new Set(listed));
  it('are found, except inside the data of streams and long strings', () => {
    expect(scan('4 0 obj\n<<>>\nendobj\n', 0)).toBe(false);
    expect(scan('4 0 obj\n<<>>\nendobj\n5 0 obj\n<<>>\nendobj\n', 0)).toBe(true);
    expect(scan('%5\t 0\r\nobj')).toBe(true);
    expect(scan('4 0 obj\n<</Length 9>>\nstream\n5 0 obj 6\nendstream\nendobj', 0)).toBe(false);
    expect(scan('4 0 obj\n<</Length 9>>\nstream\n5 0 obj 6', 0)).toBe(true);
  });
});

describe('form fields', () => {
  const doc = pdf({
    1: '<</Type /Catalog /AcroForm <</Fields [2 0 R 5 0 R]>> /Perms <</DocMDP 4 0 R>>>>',
    2: '<</T (group) /FT /Tx /Kids [3 0 R]>>',
    3: '<</T (amount) /AP <</N 6 0 R>>>>',
    4: '<</Reference [<</TransformMethod /DocMDP /TransformParams <</P 2>>>> <</TransformMethod /FieldMDP /TransformParams <</Action /Include /Fields [(group)]>>>>]>>',
    5: '<</T (sig) /FT /Sig>>',
    6: '<</Length 0>>\nstream\n\nendstream',
  });
  it('are found by their full names with their looks; signature fields are none of them', () => {
    expect(certifiedAs(doc)).toBe(2);
    expect(fillableFields(doc).map((f) => [f.name, [...f.appearances]])).toEqual([
      ['group.amount', [6]],
      ['group', []],
    ]);
  });
  it('are locked by name, with all that is below, by all but the named, or all', () => {
    const signature = doc.dict(new Ref(4, 0)) as Dict;
    expect([isLocked(doc, signature, 'group.amount'), isLocked(doc, signature, 'grouped')]).toEqual([true, false]);
    expect(locks(doc, new Dict({ Action: new Name('All') }), 'x')).toBe(true);
    expect(locks(doc, new Dict({ Action: new Name('Exclude'), Fields: [] }), 'x')).toBe(true);
  });
});

describe('the structure tree', () => {
  const then = pdf({
    1: '<</Type /Catalog /StructTreeRoot 2 0 R>>',
    2: '<</Type /StructTreeRoot /K [3 0 R] /ParentTree 4 0 R>>',
    3: '<</S /P /K [0]>>',
    4: '<</Nums [0 3 0 R]>>',
  });
  const grown = (root: string, more: Readonly<Record<number, string>>): boolean => {
    const now = pdf({ 1: '<</Type /Catalog /StructTreeRoot 2 0 R>>', 2: root, 3: '<</S /P /K [0]>>', ...more });
    return structureGrew(
      { old: then, now, same: new Sameness(then, now), isNew: (num) => num > 4, widgets: new Set([9]) },
      at(then, 2),
      at(now, 2),
    );
  };
  const element = '<</S /Form /K <</Type /OBJR /Obj 9 0 R>>>>';
  it('may grow by a silent element for a new widget', () => {
    expect([...structureObjects(then)].sort()).toEqual([2, 3, 4]);
    expect(
      grown('<</Type /StructTreeRoot /K [3 0 R 5 0 R] /ParentTree 6 0 R /ParentTreeNextKey 2>>', {
        5: element,
        6: '<</Nums [0 3 0 R 1 5 0 R]>>',
      }),
    ).toBe(true);
  });
  it('may not lose or move what it had, nor gain a text that is read out', () => {
    const tree = { 6: '<</Nums [0 3 0 R]>>' };
    expect(grown('<</Type /StructTreeRoot /K [5 0 R] /ParentTree 6 0 R>>', { ...tree, 5: element })).toBe(false);
    expect(grown('<</Type /StructTreeRoot /K [3 0 R 5 0 R] /ParentTree 6 0 R>>', { ...tree, 5: '<</S /P /ActualText (x)>>' })).toBe(false);
    expect(grown('<</Type /StructTreeRoot /K [3 0 R 5 0 R] /ParentTree 6 0 R>>', { ...tree, 5: '<</S /Form /K <</Obj 8 0 R>>>>' })).toBe(
      false,
    );
    expect(grown('<</Type /StructTreeRoot /K [3 0 R] /ParentTree 6 0 R>>', { 6: '<</Nums [0 5 0 R]>>', 5: element })).toBe(false);
  });
});
