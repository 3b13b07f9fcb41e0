/**
 * Further forms against a file signed once: ranges and strings of odd shapes, what hangs on page, catalogue and fonts, lists that two
 * kinds of readers follow differently. Kept beside the kit, and judged like it.
 */
import { Ref, spell } from '../../src/formats/pdf/objects.ts';
import type { Base } from './bases.ts';
import { edited, open, stream, update } from './update.ts';

type Form = (base: Base) => Buffer | undefined;
const evil = stream('BT /F1 14 Tf 72 700 Td (So tien: 9 000 000 000 dong) Tj ET');
const latin = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');
const RANGE = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\] */;
const CONTENTS = /\/Contents <[0-9a-fA-F]{1000,}>/;
/** The range in as many bytes as before, so that nothing else moves. */
const range =
  (make: (a: number, b: number, c: number) => string): Form =>
  ({ pdf }) => {
    const text = latin(pdf);
    const m = RANGE.exec(text);
    if (!m) return undefined;
    const made = `/ByteRange ${make(Number(m[2]), Number(m[3]), Number(m[4]))}`;
    return Buffer.from(text.replace(RANGE, made.padEnd(m[0].length)), 'latin1');
  };
const contents =
  (change: (hex: string) => string): Form =>
  ({ pdf }) => {
    const text = latin(pdf);
    const [found = ''] = CONTENTS.exec(text) ?? [];
    const hex = found.slice('/Contents <'.length, -1);
    const made = change(hex);
    return made.length === hex.length ? Buffer.from(text.replace(CONTENTS, `/Contents <${made}>`), 'latin1') : undefined;
  };
const set =
  (pick: (base: Base) => number, changes: (base: Base) => Readonly<Record<string, string | undefined>>, how = {}): Form =>
  (base) => {
    const num = pick(base);
    return num === 0 ? undefined : update(base.pdf, { [num]: edited(base.pdf, num, changes(base)) }, how);
  };
const firstPage = (base: Base): number => base.pages[0] ?? 0;
const catalog = (base: Base): number => base.catalog;
const entry = (base: Base, num: number, key: string): string => {
  const value = open(base.pdf).dict(new Ref(num, 0))?.get(key) ?? null;
  return spell(value);
};
const all = <T>(names: Readonly<Record<string, T>>, make: (value: T, name: string) => Form): Record<string, Form> =>
  Object.fromEntries(Object.entries(names).map(([name, value]) => [name, make(value, name)]));
/** Written again with other data or entries: the first object of that kind. */
function ofKind(base: Base, key: string, value: string): number {
  const doc = open(base.pdf);
  for (const num of doc.xref.keys()) {
    const found = doc.dict(new Ref(num, 0))?.get(key) ?? null;
    if (found !== null && found instanceof Object && spellable(found) === value) return num;
  }
  return 0;
}
const spellable = (value: Parameters<typeof spell>[0]): string => {
  try {
    return spell(value);
  } catch {
    return '';
  }
};

const ranges: Record<string, Form> = {
  'three pairs': range((a, b, c) => `[0 ${a} ${b} 9 ${b + 9} ${c - 9}]`),
  'three pairs, the last empty': range((a, b, c) => `[0 ${a} ${b} ${c} 0 0]`),
  'second part before the first': range((a, b, c) => `[${b} ${c} 0 ${a}]`),
  'second part shorter by ten bytes': range((a, b, c) => `[0 ${a} ${b} ${c - 10}]`),
  'second part longer than the file': range((a, b, c) => `[0 ${a} ${b} ${c + 1}]`),
  'gap larger by a byte before': range((a, b, c) => `[0 ${a - 1} ${b} ${c}]`),
  'gap larger by a byte behind': range((a, b, c) => `[0 ${a} ${b + 1} ${c - 1}]`),
  'gap that ends within the string': range((a, b, c) => `[0 ${a} ${b - 2} ${c + 2}]`),
  'numbers beyond all numbers': range((a) => `[0 ${a} 99999999999999999999 1]`),
  'a length that wraps around': range((a, b) => `[0 ${a} ${b} 4294967296]`),
  'a sign': range((a, b, c) => `[-0 ${a} ${b} -${c}]`),
  'a start in hexadecimal digits': range((a, b, c) => `[<00> ${a} ${b} ${c}]`),
  'numbers that lead elsewhere': range(() => '[0 1 0 R 2 0 R 3 0 R]'),
  'a list elsewhere': range(() => '2 0 R'),
};
const strings: Record<string, Form> = {
  'bytes behind the structure': contents((hex) => hex.replace(/0{64}$/, 'DEADBEEF'.repeat(8))),
  'a second structure behind the first': contents((hex) => hex.replace(/0{64}$/, `300602010102${'01'.repeat(26)}`.slice(0, 64))),
  'a page behind the structure': contents((hex) =>
    hex.replace(/0{160}$/, Buffer.from('\n7 0 obj <</Length 3>> stream\nxyz\nendstream endobj\n'.padEnd(80)).toString('hex')),
  ),
  'spaces instead of zeros, with a digit': contents((hex) => hex.replace(/0{64}$/, `${' '.repeat(60)}0001`)),
};

const PAGE_KEYS: Readonly<Record<string, string>> = {
  Group: '<</S /Transparency /CS /DeviceCMYK>>',
  Thumb: '6 0 R',
  AA: '<</O <</S /JavaScript /JS (x)>>>>',
  Trans: '<</S /Dissolve>>',
  Dur: '1',
  VP: '[]',
  ArtBox: '[0 0 10 10]',
  TrimBox: '[0 0 10 10]',
  PresSteps: '<<>>',
  TemplateInstantiated: '/x',
  OutputIntents: '[]',
};
const pages: Record<string, Form> = {
  ...all(PAGE_KEYS, (value, key) => set(firstPage, () => ({ [key]: value }))),
  'content as a list with a part more': (b) =>
    update(b.pdf, {
      [firstPage(b)]: edited(b.pdf, firstPage(b), {
        Contents: `[${entry(b, firstPage(b), 'Contents').replace(/^\[|\]$/g, '')} ${b.next} 0 R]`,
      }),
      [b.next]: evil,
    }),
  'content as a list in an object of its own': (b) =>
    update(b.pdf, {
      [firstPage(b)]: edited(b.pdf, firstPage(b), { Contents: `${b.next} 0 R` }),
      [b.next]: `[${b.next + 1} 0 R]`,
      [b.next + 1]: evil,
    }),
  'resources where they were inherited': (b) =>
    update(b.pdf, { [ofKind(b, 'Type', '/Pages')]: edited(b.pdf, ofKind(b, 'Type', '/Pages'), { Resources: '<</Font <<>>>>' }) }),
  'a turn for all pages': (b) =>
    update(b.pdf, { [ofKind(b, 'Type', '/Pages')]: edited(b.pdf, ofKind(b, 'Type', '/Pages'), { Rotate: '180' }) }),
  'a count that leaves pages out': (b) =>
    update(b.pdf, { [ofKind(b, 'Type', '/Pages')]: edited(b.pdf, ofKind(b, 'Type', '/Pages'), { Count: '1' }) }),
  'the way up leads elsewhere': (b) =>
    update(b.pdf, {
      [firstPage(b)]: edited(b.pdf, firstPage(b), { Parent: `${b.next} 0 R` }),
      [b.next]: `<</Type /Pages /Kids [${firstPage(b)} 0 R] /Count 1 /Rotate 180>>`,
    }),
};
const CATALOG_KEYS: Readonly<Record<string, string>> = {
  PageLabels: '<</Nums [0 <</S /D /St 100>>]>>',
  PageMode: '/UseAttachments',
  PageLayout: '/TwoPageLeft',
  Lang: '(en)',
  URI: '<</Base (http://example.test/)>>',
  Collection: '<</View /T>>',
  AF: '[]',
  Requirements: '[]',
  Dests: '<<>>',
  Threads: '[]',
  NeedsRendering: 'true',
  OutputIntents: '[]',
  MarkInfo: '<</Suspects true>>',
  Legal: '<<>>',
  PieceInfo: '<<>>',
  Perms: '<</DocMDP 5 0 R>>',
  SpiderInfo: '<<>>',
  DPartRoot: '<<>>',
  OpenAction: '[3 0 R /Fit]',
};
const catalogue: Record<string, Form> = {
  ...all(CATALOG_KEYS, (value, key) => set(catalog, () => ({ [key]: value }))),
  ...Object.fromEntries(
    (['stream', 'hybrid', 'packed'] as const).map((xref): [string, Form] => [
      `an opening script, listed otherwise (${xref})`,
      set(catalog, () => ({ OpenAction: '<</S /JavaScript /JS (x)>>' }), { xref }),
    ]),
  ),
  'an attached file': (b) =>
    update(b.pdf, {
      [b.catalog]: edited(b.pdf, b.catalog, { Names: `<</EmbeddedFiles <</Names [(a) <</F (a) /EF <</F ${b.next} 0 R>>>>]>>>>` }),
      [b.next]: stream('x'),
    }),
  'metadata that is a page': set(catalog, (b) => ({ Metadata: `${firstPage(b)} 0 R` })),
  'metadata that is no metadata': (b) =>
    update(b.pdf, {
      [b.catalog]: edited(b.pdf, b.catalog, { Metadata: `${b.next} 0 R` }),
      [b.next]: '<</Type /Pages /Kids [16 0 R] /Count 1>>',
    }),
  'a version that is none': set(catalog, () => ({ Version: '<</Type /Pages>>' })),
};

const font = (base: Base): number => ofKind(base, 'BaseFont', '/Helvetica');
const fonts: Record<string, Form> = {
  'other words for the same letters': (b) =>
    font(b) === 0
      ? undefined
      : update(b.pdf, { [font(b)]: edited(b.pdf, font(b), { ToUnicode: `${b.next} 0 R` }), [b.next]: stream('begincmap') }),
  'another encoding': set(font, () => ({ Encoding: '<</Type /Encoding /Differences [49 /nine]>>' })),
  'other widths': set(font, () => ({ FirstChar: '48', LastChar: '49', Widths: '[0 0]' })),
  'letters that are drawings': set(font, () => ({ Subtype: '/Type3' })),
  'another generation': (b) => update(b.pdf, {}, { free: [font(b)] }),
};
const widgets: Record<string, Form> = {
  ...all(
    {
      'without a place': { Rect: '[0 0 0 0]' },
      'not to be seen': { F: '34' },
      'not to be printed': { F: '0' },
      'turned with the page no more': { F: '20' },
      'in a layer': { OC: '<</Type /OCG /Name (x)>>' },
      'in another state': { AS: '/Off' },
      'with a ground': { MK: '<</BG [1 1 1]>>' },
      'with a border': { Border: '[0 0 50]' },
      'with a tooltip': { TU: '(Chu tich)' },
      'with another name': { T: '(Khac)' },
      'with a lock': { Lock: '<</Type /SigFieldLock /Action /All>>' },
    } as Readonly<Record<string, Record<string, string>>>,
    (changes) =>
      set(
        (b) => b.field,
        () => changes,
      ),
  ),
  'on another page': set(
    (b) => b.field,
    (b) => ({ P: `${b.pages[1]} 0 R` }),
  ),
  'taken from its page': (b) => update(b.pdf, { [firstPage(b)]: edited(b.pdf, firstPage(b), { Annots: '[11 0 R 12 0 R]' }) }),
  'before the others on its page': (b) =>
    update(b.pdf, { [firstPage(b)]: edited(b.pdf, firstPage(b), { Annots: `[${b.field} 0 R 11 0 R 12 0 R]` }) }),
};

/** A hidden list that is an object of its own, behind the table that names it. */
function hiddenBehind(base: Base, rows: readonly (readonly [num: number, type: number, a: number])[], trailer = ''): Buffer {
  const doc = open(base.pdf);
  const num = doc.nextNumber();
  const data = Buffer.alloc(rows.length * 7);
  rows.forEach(([, type, a], i) => {
    data.writeUInt8(type, i * 7);
    data.writeUInt32BE(a, i * 7 + 1);
  });
  const index = rows.map(([n]) => `${n} 1`).join(' ');
  const body = `${num} 0 obj\n${stream(data.toString('latin1'), `/Type /XRef /W [1 4 2] /Size ${num + 1} /Index [${index}] `)}\nendobj\n`;
  const at = base.pdf.length;
  const prev = doc.sections[0]?.offset;
  const table = `xref\n0 0\ntrailer\n<</Size ${num + 1} /Root ${base.catalog} 0 R /Prev ${prev} /XRefStm ${at} ${trailer}>>\n`;
  return Buffer.concat([base.pdf, Buffer.from(`${body}${table}startxref\n${at + body.length}\n%%EOF\n`, 'latin1')]);
}
const lists: Record<string, Form> = {
  'a hidden list frees the page': (b) => hiddenBehind(b, [[firstPage(b), 0, 0]]),
  'a hidden list leads the page elsewhere': (b) => {
    const at = latin(b.pdf).indexOf('16 0 obj');
    return at < 0 ? undefined : hiddenBehind(b, [[firstPage(b), 1, at]]);
  },
  'a hidden list of an earlier revision named again': (b) => {
    const at = open(b.pdf).sections.find((s) => s.kind === 'stream')?.offset;
    if (at === undefined) return undefined;
    const prev = open(b.pdf).sections[0]?.offset;
    const tail = `xref\n0 0\ntrailer\n<</Size 99 /Root 16 0 R /Prev ${prev} /XRefStm ${at}>>\nstartxref\n${b.pdf.length}\n%%EOF\n`;
    return Buffer.concat([b.pdf, Buffer.from(tail)]);
  },
  'a list that leads to itself': (b) => {
    const at = b.pdf.length;
    return Buffer.concat([
      b.pdf,
      Buffer.from(`xref\n0 0\ntrailer\n<</Size 99 /Root ${b.catalog} 0 R /Prev ${at}>>\nstartxref\n${at}\n%%EOF\n`),
    ]);
  },
  'two lists that lead to each other': (b) => {
    const at = b.pdf.length;
    const one = (prev: number): string =>
      `xref\n0 0\ntrailer\n<</Size 99 /Root ${b.catalog} 0 R /Prev ${String(prev).padStart(9, '0')}>>\n`;
    const length = one(0).length;
    return Buffer.concat([b.pdf, Buffer.from(`${one(at + length)}${one(at)}startxref\n${at}\n%%EOF\n`)]);
  },
  'a list of fractions': (b) =>
    Buffer.concat([
      b.pdf,
      Buffer.from(
        `xref\n0 0\ntrailer\n<</Size 99 /Root ${b.catalog} 0 R /Prev ${open(b.pdf).sections[0]?.offset}.5>>\nstartxref\n${b.pdf.length}\n%%EOF\n`,
      ),
    ]),
  'an end with a number behind it': (b) =>
    Buffer.concat([
      update(b.pdf, { [firstPage(b)]: edited(b.pdf, firstPage(b), { Contents: '17 0 R' }) }),
      Buffer.from(`startxref\n${open(b.pdf).sections[0]?.offset} 0\n%%EOF\n`),
    ]),
  'a header and a whole other file behind': (b) => Buffer.concat([b.pdf, Buffer.from('%PDF-1.4\n1 0 obj\n<</Type /Catalog>>\nendobj\n')]),
  'the same number twice, both listed by two lists of one revision': (b) => {
    const first = update(b.pdf, { [b.next]: evil });
    return update(first, { [firstPage(b)]: edited(first, firstPage(b), { Contents: `${b.next} 0 R` }), [b.next]: evil });
  },
  'a page in an object stream while the table keeps it': (b) => {
    const made = update(b.pdf, { [firstPage(b)]: edited(b.pdf, firstPage(b), { Contents: '17 0 R' }) }, { xref: 'packed' });
    return made;
  },
};

export const FURTHER: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'ranges of other shapes': ranges,
  'what stands behind the structure': strings,
  'entries of pages': pages,
  'entries of the catalogue': catalogue,
  'fonts told otherwise': fonts,
  'the widget of the signature': widgets,
  'lists that readers follow differently': lists,
};
