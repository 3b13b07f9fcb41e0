/**
 * What an insider prepares before a document is signed, and a stranger sets off afterwards: each case has the file as it was given to
 * the signer, how it was signed, and what was appended. Readers of the world would show another document than the signed one.
 */
import { Ref, spell } from '../../src/formats/pdf/objects.ts';
import { signPdf, type TestKey } from '../signing/kit.ts';
import { spec } from './bases.ts';
import { build, edited, type Objects, open, stream, update } from './update.ts';

const good = stream('BT /F1 14 Tf 72 700 Td (So tien: 1 000 000 dong) Tj ET');
const evil = stream('BT /F1 14 Tf 72 700 Td (So tien: 9 000 000 000 dong) Tj ET');
const look = (words: string, width = 100, height = 20): string =>
  stream(`BT /F1 12 Tf 2 5 Td (${words}) Tj ET`, `/Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] `);
const form = (fields: string, more = ''): string => `/AcroForm <</Fields [${fields}]${more}>>`;
const textField = (rect: string, appearance: number): string =>
  `<</Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (100) /DA (/F1 12 Tf) /Rect [${rect}] /P 3 0 R /AP <</N ${appearance} 0 R>>>>`;

/** One page; what is given stands over it. */
const page = (more: Objects = {}, catalog = '', ofPage = ''): Objects => ({
  1: `<</Type /Catalog /Pages 2 0 R ${catalog}>>`,
  2: '<</Type /Pages /Kids [3 0 R] /Count 1>>',
  3: `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources <</Font <</F1 9 0 R>>>>${ofPage}>>`,
  6: good,
  9: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
  ...more,
});
/** Bytes appended as they are; offsets by the function's first argument, the end of the signed file. */
const appended = (pdf: Buffer, tail: (end: number, prev: number) => string): Buffer =>
  Buffer.concat([pdf, Buffer.from(tail(pdf.length, open(pdf).sections[0]?.offset ?? 0), 'latin1')]);
const row = (offset: number): string => `${String(offset).padStart(10, '0')} 00000 n\r\n`;
const trailer = (pdf: Buffer, prev: number, more = ''): string =>
  `trailer\n<</Size ${open(pdf).nextNumber()} /Root ${spell(open(pdf).trailer.get('Root'))} /Prev ${prev}${more}>>\n`;
const offsetOf = (pdf: Buffer, header: string, from = 0): number => pdf.indexOf(`\n${header}`, from, 'latin1') + 1;
/** An earlier field signed by someone, over all of the file. */
const bySomeone = (pdf: Buffer, stranger: TestKey, over: Parameters<typeof spec>[0]): Buffer => signPdf(pdf, spec(over), stranger);

export interface Prepared {
  readonly given: Buffer;
  /** Other than usual. */
  readonly signed?: Parameters<typeof spec>[0];
  readonly attack: (signed: Buffer, stranger: TestKey) => Buffer;
}

/** An object stream whose own numbers stand in an object outside, with two texts in one. */
function streamOfObjects(key: 'First' | 'N'): Buffer {
  const bodies = [
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R>>',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R>>',
  ];
  const head = '3 0 ';
  const data = key === 'First' ? `${head}${bodies[0]} ${bodies[1]} ` : `${head}${bodies[0]} `;
  const dict = key === 'First' ? '/N 1 /First 21 0 R' : `/N 21 0 R /First ${head.length}`;
  let out = '%PDF-1.7\n';
  const rows: [number, number, number, number][] = [];
  const objects: Objects = {
    1: '<</Type /Catalog /Pages 2 0 R>>',
    2: '<</Type /Pages /Kids [5 0 R 3 0 R] /Count 2>>',
    5: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>',
    6: good,
    7: evil,
    20: stream(data, `/Type /ObjStm ${dict} `),
    21: key === 'First' ? String(head.length) : '1',
  };
  for (const [num, body] of Object.entries(objects)) {
    rows.push([Number(num), 1, out.length, 0]);
    out += `${num} 0 obj\n${body}\nendobj\n`;
  }
  rows.push([3, 2, 20, 0], [22, 1, out.length, 0]);
  const list = Buffer.alloc(rows.length * 7);
  rows.forEach(([, type, a, b], i) => {
    list.writeUInt8(type, i * 7);
    list.writeUInt32BE(a, i * 7 + 1);
    list.writeUInt16BE(b, i * 7 + 5);
  });
  const at = out.length;
  out += `22 0 obj\n${stream(list.toString('latin1'), `/Type /XRef /W [1 4 2] /Size 23 /Root 1 0 R /Index [${rows.map(([n]) => `${n} 1`).join(' ')}] `)}\nendobj\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}

const emptyField = '<</Type /Annot /Subtype /Widget /FT /Sig /T (later) /F 4 /Rect [0 0 595 842] /P 3 0 R>>';
export const CERTIFYING = { reserve: [{ name: 'so', page: 1, rectangle: { x: 10, y: 10, width: 40, height: 12 }, size: 12 }] } as const;

export const PREPARED: Readonly<Record<string, () => Prepared>> = {
  'the first offset of an object stream stands in an object of its own': () => ({
    given: streamOfObjects('First'),
    attack: (pdf) =>
      update(pdf, { 21: String('3 0 <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R>> '.length) }, { xref: 'stream' }),
  }),
  'the count of an object stream stands in an object of its own': () => ({
    given: streamOfObjects('N'),
    attack: (pdf) => update(pdf, { 21: '0' }, { xref: 'stream' }),
  }),
  'fonts of a form that had none': () => ({
    given: build(
      page({ 11: textField('72 600 172 620', 14), 14: look('100') }, form('11 0 R', ' /NeedAppearances true'), ' /Annots [11 0 R]'),
      1,
    ),
    attack: (pdf) =>
      update(pdf, {
        1: edited(pdf, 1, {
          AcroForm: `<</Fields [11 0 R ${fieldOf(pdf)} 0 R] /SigFlags 3 /DR <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Symbol>>>>>>>>`,
        }),
      }),
  }),
  'looks that are no longer to be drawn anew': () => ({
    given: build(
      page(
        { 11: textField('72 600 172 620', 14), 14: look('900') },
        form('11 0 R', ' /SigFlags 3 /NeedAppearances true'),
        ' /Annots [11 0 R]',
      ),
      1,
    ),
    attack: (pdf) =>
      update(pdf, { 1: edited(pdf, 1, { AcroForm: `<</Fields [11 0 R ${fieldOf(pdf)} 0 R] /SigFlags 3 /NeedAppearances false>>` }) }),
  }),
  'an empty field over the whole page, signed by a stranger': () => ({
    given: build(page({ 11: emptyField }, form('11 0 R'), ' /Annots [11 0 R]'), 1),
    attack: (pdf, stranger) => bySomeone(pdf, stranger, { reuse: 'later' }),
  }),
  'the look of a field that may be filled in is the page itself': () => ({
    given: build(page({ 11: textField('72 600 172 620', 6) }, form('11 0 R'), ' /Annots [11 0 R]'), 1),
    signed: CERTIFYING,
    attack: (pdf) => update(pdf, { 6: evil }),
  }),
  'a field that may be filled in covers the whole page': () => ({
    given: build(page({ 11: textField('0 0 595 842', 14), 14: look('', 595, 842) }, form('11 0 R'), ' /Annots [11 0 R]'), 1),
    signed: CERTIFYING,
    attack: (pdf) =>
      update(pdf, {
        11: edited(pdf, 11, { V: '(x)' }),
        14: stream('1 g 0 0 595 842 re f', '/Type /XObject /Subtype /Form /BBox [0 0 595 842] '),
      }),
  }),
  'the tree of pages is a part of the structure': () => ({
    given: build(
      page(
        {
          2: '<</Kids [3 0 R] /Count 1>>',
          7: evil,
          16: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R>>',
          18: '<</Type /StructTreeRoot /K [19 0 R] /ParentTree 20 0 R>>',
          19: '<</Type /StructElem /S /P /P 18 0 R /K [2 0 R]>>',
          20: '<</Nums []>>',
        },
        '/StructTreeRoot 18 0 R',
      ),
      1,
    ),
    attack: (pdf) => update(pdf, { 2: '<</Kids [16 0 R] /Count 1>>' }),
  }),
  'one list is both the annotations and the content': () => ({
    given: build(
      { ...page({ 30: '[6 0 R]' }), 3: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 30 0 R /Annots 30 0 R>>' },
      1,
    ),
    attack: (pdf) => {
      const doc = open(pdf);
      const [field, kid] = [doc.nextNumber(), doc.nextNumber() + 1];
      const list = spell(doc.get(new Ref(30, 0)));
      return update(pdf, {
        1: edited(pdf, 1, { AcroForm: `<</Fields [${fieldOf(pdf)} 0 R ${field} 0 R] /SigFlags 3>>` }),
        [field]: `<</FT /Sig /T (more) /Kids [${kid} 0 R]>>`,
        [kid]: stream('1 g 0 0 595 842 re f', `/Type /Annot /Subtype /Widget /Rect [0 0 0 0] /Parent ${field} 0 R `),
        30: `${list.slice(0, -1)} ${kid} 0 R]`,
      });
    },
  }),
  'a list that says the file is shorter than it was': () => ({
    given: build(page({ 10: stream('1 g 0 0 300 300 re f') }), 1),
    attack: (pdf) => appended(pdf, (end, prev) => `xref\n0 0\ntrailer\n<</Size 7 /Root 1 0 R /Prev ${prev}>>\nstartxref\n${end}\n%%EOF\n`),
  }),
  'freed in the table, as it was in the hidden list': () => ({
    given: build(page(), 1),
    attack: (pdf) => {
      const at = offsetOf(pdf, '6 0 obj');
      const data = Buffer.alloc(7);
      data.writeUInt8(1, 0);
      data.writeUInt32BE(at, 1);
      const num = open(pdf).nextNumber();
      const hidden = `${num} 0 obj\n${stream(data.toString('latin1'), `/Type /XRef /W [1 4 2] /Size ${num + 1} /Index [6 1] `)}\nendobj\n`;
      return appended(
        pdf,
        (end, prev) =>
          `${hidden}xref\n6 1\n0000000000 00001 f\r\n${trailer(pdf, prev, ` /XRefStm ${end}`)}startxref\n${end + hidden.length}\n%%EOF\n`,
      );
    },
  }),
  'a number twice in one list': () => ({
    given: build(page({ 7: evil }), 1),
    attack: (pdf) =>
      appended(
        pdf,
        (end, prev) =>
          `xref\n6 1\n${row(offsetOf(pdf, '6 0 obj'))}6 1\n${row(offsetOf(pdf, '7 0 obj'))}${trailer(pdf, prev)}startxref\n${end}\n%%EOF\n`,
      ),
  }),
  'rows that not every reader takes for rows, so that some put the list together again': () => {
    const bytes = build(page({ 7: `${evil}\nendobj\n6 0 obj\n${evil}` }), 1);
    return {
      given: bytes,
      attack: (pdf) => appended(pdf, (end, prev) => `xref\n50 1\n0000000000 65535 f\n${trailer(pdf, prev)}startxref\n${end}\n%%EOF\n`),
    };
  },
  'an end that leads to a remark before the list': () => ({
    given: build(page({ 7: `${evil}\nendobj\n6 0 obj\n${evil}` }), 1),
    attack: (pdf) =>
      appended(pdf, (end, prev) => `% 6 0\nxref\n0 1\n0000000000 65535 f\r\n${trailer(pdf, prev)}startxref\n${end}\n%%EOF\n`),
  }),
  'the same bytes at an offset that not every reader takes for theirs': () => ({
    given: build(page(), 1),
    attack: (pdf) =>
      appended(pdf, (end, prev) => `xref\n6 1\n${row(offsetOf(pdf, '6 0 obj') - 1)}${trailer(pdf, prev)}startxref\n${end}\n%%EOF\n`),
  }),
  'another place in the same object stream': () => ({
    given: streamOfObjects('N'),
    attack: (pdf) => {
      const num = open(pdf).nextNumber();
      const data = Buffer.alloc(14);
      data.writeUInt8(2, 0);
      data.writeUInt32BE(20, 1);
      data.writeUInt16BE(5, 5);
      data.writeUInt8(1, 7);
      data.writeUInt32BE(pdf.length, 8);
      return appended(
        pdf,
        (end, prev) =>
          `${num} 0 obj\n${stream(data.toString('latin1'), `/Type /XRef /W [1 4 2] /Size ${num + 1} /Index [3 1 ${num} 1] /Root 1 0 R /Prev ${prev} `)}\nendobj\nstartxref\n${end}\n%%EOF\n`,
      );
    },
  }),
  'the signature taken out, under fifty empty revisions and a stranger’s name': () => ({
    given: build(page(), 1),
    attack: (pdf, stranger) => {
      let out = update(pdf, { 1: edited(pdf, 1, { AcroForm: undefined }) });
      for (let i = 0; i < 50; i++) out = update(out, {});
      return bySomeone(out, stranger, { fieldName: 'mine' });
    },
  }),
  'the catalogue lends its fonts to the page': () => ({
    given: build({ ...page(), 3: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources <</Font 1 0 R>>>>' }, 1),
    attack: (pdf) => update(pdf, { 1: edited(pdf, 1, { DSS: '<</Type /Font /Subtype /Type1 /BaseFont /Symbol>>' }) }),
  }),
  'the page lends its entries to its own content': () => ({
    given: build(
      { ...page(), 3: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources <</XObject 3 0 R>>>>' },
      1,
    ),
    attack: (pdf) => {
      const num = open(pdf).nextNumber();
      return update(pdf, {
        3: edited(pdf, 3, { Tabs: `${num} 0 R` }),
        [num]: stream('0 0 595 842 re f', '/Type /XObject /Subtype /Form /BBox [0 0 595 842] '),
      });
    },
  }),
  'a field that may be filled in is a list of pictures': () => ({
    given: build(
      {
        ...page({ 10: evil, 11: '<</FT /Tx /T (x) /V 6 0 R>>' }, form('11 0 R')),
        3: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources <</XObject 11 0 R>>>>',
      },
      1,
    ),
    signed: CERTIFYING,
    attack: (pdf) => update(pdf, { 11: edited(pdf, 11, { V: '10 0 R' }) }),
  }),
  'the list of pages is the list of annotations': () => ({
    given: build(
      {
        ...page({ 2: '<</Type /Pages /Kids 30 0 R /Count 2>>', 30: '[3 0 R 4 0 R]', 10: evil }),
        3: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R>>',
        4: '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 30 0 R>>',
      },
      1,
    ),
    attack: (pdf) => {
      const field = open(pdf).nextNumber();
      return update(pdf, {
        1: edited(pdf, 1, { AcroForm: formWith(pdf, `${field} 0 R`) }),
        [field]: '<</Type /Page /Subtype /Widget /FT /Sig /T (more) /Rect [0 0 0 0] /MediaBox [0 0 595 842] /Contents 10 0 R>>',
        30: `[3 0 R 4 0 R ${field} 0 R]`,
      });
    },
  }),
  'a note as the widget of an empty field': () => ({
    given: build(page(), 1),
    attack: (pdf) => {
      const doc = open(pdf);
      const [field, kid] = [doc.nextNumber(), doc.nextNumber() + 1];
      const annots = spell(doc.dict(new Ref(3, 0))?.get('Annots') ?? null);
      return update(pdf, {
        1: edited(pdf, 1, { AcroForm: `<</Fields [${fieldOf(pdf)} 0 R ${field} 0 R] /SigFlags 3>>` }),
        [field]: `<</FT /Sig /T (more) /Kids [${kid} 0 R]>>`,
        [kid]: `<</Type /Annot /Subtype /Text /Open true /Parent ${field} 0 R /Rect [72 700 72 700] /Contents (9 000 000 000)>>`,
        3: edited(pdf, 3, { Annots: `${annots.slice(0, -1)} ${kid} 0 R]` }),
      });
    },
  }),
};

export const onePage = (): Buffer => build(page(), 1);
/** The form of the catalogue with a further field, spelled. */
export function formWith(pdf: Buffer, field: string): string {
  const doc = open(pdf);
  const form = doc.dict(doc.catalog().dict.get('AcroForm'));
  const fields = (doc.array(form?.get('Fields') ?? null) ?? []).map((v) => spell(v));
  const rest = [...(form?.entries ?? [])].filter(([key]) => key !== 'Fields').map(([key, value]) => `/${key} ${spell(value)}`);
  return `<</Fields [${[...fields, field].join(' ')}] ${rest.join(' ')}>>`;
}
function fieldOf(pdf: Buffer, name = 'Signature'): number {
  const doc = open(pdf);
  const hex = Buffer.from(name).toString('hex').toUpperCase();
  for (const num of doc.xref.keys()) {
    const t = doc.dict(new Ref(num, 0))?.get('T') ?? null;
    if (t !== null && spell(t) === `<${hex}>`) return num;
  }
  return 0;
}
