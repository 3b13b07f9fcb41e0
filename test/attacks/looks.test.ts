/** The look of a later signature over words that were signed before it: what hides one is told, what lets them be read is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, readPages, signatureFields } from '../../src/formats/pdf/index.ts';
import { Ref, spell } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/verify.ts';
import { has, makePki, signPdf, type TestPki } from '../signing/kit.ts';
import { preparedPdf, spec } from './bases.ts';
import { edited, open, stream, update } from './update.ts';

interface Drawn {
  readonly content: string;
  /** Objects of its own: `@1`, `@2` in the resources and in each other stand for their numbers. */
  readonly objects?: readonly string[];
  readonly resources?: string;
  /** Entries of the widget, over its own. */
  readonly widget?: Readonly<Record<string, string | undefined>>;
  /** Entries of the look itself, instead of its box. */
  readonly form?: string;
}
const ALL = '0 0 260 40 re f';
const picture = (more: string, data = '\xff'): string =>
  stream(data, `/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray ${more} `);
const shown = (...objects: string[]): Drawn => ({
  content: 'q 260 0 0 40 0 0 cm /I Do Q',
  objects,
  resources: '<</XObject <</I @1 0 R>>>>',
});
const state = (entries: string, content: string): Drawn => ({ content, resources: `<</ExtGState <</G <<${entries}>>>>>>` });

const HIDING: Readonly<Record<string, Drawn>> = {
  'a white area': { content: `1 1 1 rg ${ALL}` },
  'a white patch over one digit': { content: '1 g 62 8 11 14 re f' },
  'a pale path of curves': { content: '.9 g -40 -10 m -40 90 300 90 300 -10 c h f' },
  'a wide white stroke': { content: '1 1 1 RG 30 w 0 14 m 260 14 l S' },
  'white letters': { content: 'BT 1 g /F1 40 Tf 0 5 Td (MMMMMM) Tj ET' },
  'a black bar': { content: `0 g ${ALL}` },
  'a pattern': { content: `/Pattern cs /P scn ${ALL}` },
  'a picture without a mask': shown(picture('')),
  'a picture whose mask lets nothing through': shown(picture('/SMask @2 0 R'), picture('')),
  'a white stencil': {
    ...shown(stream('\x00', '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1 /ImageMask true ')),
    content: '1 g q 260 0 0 40 0 0 cm /I Do Q',
  },
  'an inline picture': { content: 'q 260 0 0 40 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff\nEI Q' },
  'an area within a form within a form': {
    content: '/I Do',
    objects: [
      stream('/J Do', '/Type /XObject /Subtype /Form /BBox [0 0 260 40] /Resources <</XObject <</J @2 0 R>>>> '),
      stream('2 0 0 2 0 0 cm 1 g 0 0 130 20 re f', '/Type /XObject /Subtype /Form /BBox [0 0 260 40] '),
    ],
    resources: '<</XObject <</I @1 0 R>>>>',
  },
  'an area behind a transparency that was taken back': state('/ca .1', `q /G gs Q 1 g ${ALL}`),
  'an area with a mode that hides': state('/BM /Screen', `/G gs 1 g ${ALL}`),
};
/** A font of two glyphs: nothing, and a bar that fills the em. */
function barFont(): string {
  const bar = Buffer.alloc(36);
  for (const [i, n] of [1, 0, 0, 1000, 1000, 3, 0].entries()) bar.writeInt16BE(n, i * 2);
  bar.fill(1, 14, 18);
  for (const [i, n] of [0, 1000, 0, -1000].entries()) bar.writeInt16BE(n, 18 + i * 2);
  for (const [i, n] of [0, 0, 1000, 0].entries()) bar.writeInt16BE(n, 26 + i * 2);
  const head = Buffer.alloc(54);
  head.writeUInt16BE(1000, 18);
  const loca = Buffer.from([0, 0, 0, 0, 0, 18]);
  const tables: Record<string, Buffer> = { glyf: bar, head, loca };
  const directory = Buffer.alloc(12 + 3 * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(3, 4);
  let at = directory.byteLength;
  for (const [i, [name, table]] of Object.entries(tables).entries()) {
    directory.write(name, 12 + i * 16, 'latin1');
    directory.writeUInt32BE(at, 12 + i * 16 + 8);
    directory.writeUInt32BE(table.byteLength, 12 + i * 16 + 12);
    at += table.byteLength;
  }
  const all = Buffer.concat([directory, ...Object.values(tables)]).toString('latin1');
  return stream(all, `/Length1 ${all.length} `);
}
const BARS = 'BT 0 g /F 14 Tf 12 8 Td <000100010001000100010001000100010001> Tj ET';
const inFont = (content: string, ...objects: string[]): Drawn => ({ content, objects, resources: '<</Font <</F @1 0 R>>>>' });
const lines = (width: number, step: number): string =>
  `0 g ${width} w ${Array.from({ length: Math.ceil(40 / step) }, (_, i) => `0 ${(i * step).toFixed(2)} m 260 ${(i * step).toFixed(2)} l S`).join(' ')}`;
const pale = (times: number): string => Array.from({ length: times }, () => ALL).join(' ');
const white = `1 g ${ALL}`;
const helvetica = '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>';
/** Seen to hide, or to be for a person: never passed over. */
const COVERING: Readonly<Record<string, Drawn>> = {
  'bars that a font draws for letters': inFont(
    BARS,
    '<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [@2 0 R]>>',
    '<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDToGIDMap /Identity /DW 1000 /FontDescriptor @3 0 R>>',
    '<</Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 @4 0 R>>',
    barFont(),
  ),
  'bars of a font of single bytes': inFont(
    'BT 0 g /F 14 Tf 12 8 Td (AAAAAAAAA) Tj ET',
    '<</Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 65 /LastChar 65 /Widths [1000] /FontDescriptor @2 0 R>>',
    '<</Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 @3 0 R>>',
    barFont(),
  ),
  'letters of a program that is not read here': inFont(
    'BT 0 g /F 14 Tf 12 8 Td (AAAAAAAAA) Tj ET',
    '<</Type /Font /Subtype /Type1 /BaseFont /A /FirstChar 65 /LastChar 65 /Widths [1000] /FontDescriptor @2 0 R>>',
    '<</Type /FontDescriptor /FontName /A /Flags 4 /FontFile3 @3 0 R>>',
    stream('x', '/Subtype /Type1C '),
  ),
  'signs of a font that every reader has': inFont(
    'BT 0 g /F 14 Tf 12 8 Td (nnnnnnnnn) Tj ET',
    '<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>',
  ),
  'letters over letters over letters': inFont(
    `BT 0 g /F 16 Tf ${Array.from({ length: 12 }, (_, i) => `1 0 0 1 ${8 + (i % 4)} ${6 + (i % 3)} Tm (MMMMMMMMMMMM) Tj`).join(' ')} ET`,
    helvetica,
  ),
  'letters as large as the line': inFont('BT 0 g /F 60 Tf 8 0 Td (MMM) Tj ET', helvetica),
  'letters that are stroked in white': inFont('BT 1 Tr 1 G 9 w /F 14 Tf 8 8 Td (MMMMMMMM) Tj ET', helvetica),
  'letters with wide dark edges': inFont('BT 1 Tr 0 G 9 w /F 14 Tf 8 8 Td (MMMMMMMM) Tj ET', helvetica),
  'many thin lines side by side': { content: lines(1.4, 1.4) },
  'many thin white lines side by side': { content: lines(1.4, 1.4).replace('0 g', '1 G') },
  'one pale film over the other': state('/ca .4', `/G gs 1 g ${pale(8)}`),
  'pale groups over each other': {
    content: `/G gs ${'/I Do '.repeat(8)}`,
    objects: [stream(white, '/Type /XObject /Subtype /Form /BBox [0 0 260 40] /Group <</S /Transparency>> ')],
    resources: '<</ExtGState <</G <</ca .4>>>> /XObject <</I @1 0 R>>>>',
  },
  'a pale picture over and over': {
    ...shown(picture('')),
    content: `/G gs ${'q 260 0 0 40 0 0 cm /I Do Q '.repeat(8)}`,
    resources: '<</ExtGState <</G <</ca .4>>>> /XObject <</I @1 0 R>>>>',
  },
  'a tint of nothing': {
    content: `/S cs 0 scn ${ALL}`,
    resources: '<</ColorSpace <</S [/Separation /X /DeviceGray <</FunctionType 2 /Domain [0 1] /N 1 /C0 [1] /C1 [0]>>]>>>>',
  },
  'a colour by its index': { content: `/S cs 0 sc ${ALL}`, resources: '<</ColorSpace <</S [/Indexed /DeviceGray 0 <FF>]>>>>' },
  'black that comes out white': state('/TR <</FunctionType 2 /Domain [0 1] /N 1 /C0 [1] /C1 [0]>>', `/G gs 0 g 62 8 11 14 re f`),
  'numbers too many': { content: '1 g 9 9 0 0 260 40 re f' },
  'a matrix of numbers too many': { content: `9 1 0 0 1 0 0 cm ${white}` },
  'a state that nobody kept': { content: `1 0 0 1 900 0 cm Q ${white}` },
  'a path that is cut to nothing': { content: `W n ${white}` },
  'a part of a layer': { content: `/OC /L BDC ${white} EMC`, resources: '<</Properties <</L <</Type /OCG /Name (x)>>>>>>' },
  'a form that takes what its surroundings have': {
    content: '/I Do',
    objects: [
      stream('/J Do', '/Type /XObject /Subtype /Form /BBox [0 0 260 40] '),
      stream(white, '/Type /XObject /Subtype /Form /BBox [0 0 260 40] '),
    ],
    resources: '<</XObject <</I @1 0 R /J @2 0 R>>>>',
  },
  'an inline picture that ends twice': {
    content: `BI /W 1 /H 1 /CS /G /BPC 8 ID x EI q ( 
EI Q ${white} )`,
  },
  'a picture with another one for the printer': {
    ...shown(picture('/SMask @2 0 R /Alternates [<</Image @3 0 R /DefaultForPrinting true>>]'), picture('', '\x10'), picture('')),
  },
  'a box without an area': { content: white, form: '/BBox [0 0 0 0]' },
  'no box': { content: white, form: '' },
  'a look while the pointer is over it': {
    content: '',
    objects: [stream(white, '/Type /XObject /Subtype /Form /BBox [0 0 260 40] ')],
    widget: { AP: '<</N @0 0 R /R @1 0 R>>' },
  },
  'a look while it is pressed': {
    content: '',
    objects: [stream(white, '/Type /XObject /Subtype /Form /BBox [0 0 260 40] ')],
    widget: { AP: '<</N @0 0 R /D @1 0 R>>' },
  },
  'a ground that readers draw by themselves': { content: '', widget: { AP: undefined, MK: '<</BG [1 1 1]>>' } },
  'a border that readers draw by themselves': { content: '', widget: { AP: undefined, MK: '<</BC [1 1 1]>>', BS: '<</W 30>>' } },
  'a place that is not turned with the page': { content: '1 g 0 36 4 4 re f', widget: { F: '20' } },
  'a size that is not the page’s': { content: '1 g 0 36 4 4 re f', widget: { F: '12' } },
};
/** Neither one nor the other can be said of it. */
const UNREAD: Readonly<Record<string, Drawn>> = {
  'what cannot be understood': { content: '1 g >> (' },
};
const HONEST: Readonly<Record<string, Drawn>> = {
  'a thin red frame and red letters': { content: '1 0 0 RG 1 w 1 1 258 38 re S BT 1 0 0 rg /F1 12 Tf 20 5 Td (ky) Tj ET' },
  'a white area beside the words': { content: '1 g 0 30 260 10 re f 0 0 260 4 re f' },
  'an area that is multiplied': state('/BM /Multiply', `/G gs 1 0 0 rg ${ALL}`),
  'a transparent area': state('/ca .2', `/G gs 1 0 0 rg ${ALL}`),
  'an area that is clipped away': { content: `0 0 5 5 re W n 1 g ${ALL}` },
  'a picture whose mask lets all through': shown(picture('/SMask @2 0 R'), picture('', '\x10')),
  'a few thick strokes of ink across': { content: '0 0 1 RG 4 w 0 0 m 40 40 l S 100 0 m 140 40 l S' },
  'a line of letters across': inFont('BT 0 0 1 rg /F 11 Tf 8 12 Td (Ky boi: Nguoi la, Noi khac) Tj ET', helvetica),
  'the same line twice, as bold is made': inFont(
    'BT 0 0 1 rg /F 11 Tf 8 12 Td (Ky boi: Nguoi la) Tj 0.3 0 Td (Ky boi: Nguoi la) Tj ET',
    helvetica,
  ),
  'a few thin lines': { content: lines(0.5, 5) },
  'a ground where it brings a look': { content: '1 0 0 RG 1 w 1 1 258 38 re S', widget: { MK: '<</BG [1 1 1]>>' } },
  'letters that are not shown': { content: 'BT 3 Tr 1 g /F1 40 Tf 0 5 Td (MMMM) Tj ET' },
};

describe.skipIf(!has('openssl'))('the look of a later signature [needs openssl]', () => {
  let pki: TestPki;
  let signed: Buffer;
  let look: number;
  let field: number;
  beforeAll(() => {
    pki = makePki();
    const first = signPdf(preparedPdf(), spec(), pki.issue('/CN=Nguyễn Văn Mẫu'));
    // Over the line of the first page that names the amount.
    signed = signPdf(
      first,
      spec({ fieldName: 'Stranger', rectangle: { x: 60, y: 690, width: 260, height: 40 } }),
      pki.issue('/CN=Người lạ/O=Nơi khác'),
    );
    const doc = open(signed);
    const own = signatureFields(doc).find(({ name }) => name === 'Stranger');
    const normal = doc.dict(own?.widget.get('AP') ?? null)?.get('N');
    if (!(normal instanceof Ref) || !own?.ref) throw new Error('no look');
    look = normal.num;
    field = own.ref.num;
  });
  afterAll(() => pki.remove());
  /** The first signature's line, the second one's look replaced by this. */
  const judge = async ({ content, objects = [], resources = '<<>>', widget, form: entries = '/BBox [0 0 260 40]' }: Drawn) => {
    const next = open(signed).nextNumber();
    // `@0` is the look itself; not in the data of a stream.
    const numbered = (text: string): string => {
      const head = text.split('\nstream\n', 1)[0] ?? '';
      return head.replace(/@(\d)/g, (_, n: string) => String(n === '0' ? look : next + Number(n) - 1)) + text.slice(head.length);
    };
    const changed = Object.fromEntries(
      Object.entries(widget ?? {}).map(([key, value]) => [key, value === undefined ? value : numbered(value)]),
    );
    const pdf = update(signed, {
      [look]: stream(content, `/Type /XObject /Subtype /Form ${entries} /Resources ${numbered(resources)} `),
      ...(widget ? { [field]: edited(signed, field, changed) } : {}),
      ...Object.fromEntries(objects.map((object, i) => [next + i, numbered(object)])),
    });
    const { signatures } = await verifyPdf(bytesSource(pdf), { anchors: [], intermediates: [], trainingPolicyOid: '1.2', now: Date.now() });
    return signatures.find(({ field }) => field === 'Signature');
  };

  it.each(Object.entries(HIDING))('that hides words is a change: %s', async (_name, drawn) => {
    expect(await judge(drawn)).toMatchObject({
      bytes: 'changed_after',
      reasons: expect.arrayContaining(['verify.look_hides_words']),
      additions: [],
    });
  });
  it.each(Object.entries(UNREAD))('over words that is not read is neither honest nor a change: %s', async (_name, drawn) => {
    expect(await judge(drawn)).toMatchObject({ bytes: 'not_checked', reasons: expect.arrayContaining(['verify.look_unread']) });
  });
  it.each(Object.entries(COVERING))('that covers words in a way of its own is never passed over: %s', async (_name, drawn) => {
    const verdict = await judge(drawn);
    expect(['changed_after', 'not_checked']).toContain(verdict?.bytes);
    expect(verdict?.reasons.some((reason) => reason === 'verify.look_hides_words' || reason === 'verify.look_unread')).toBe(true);
  });
  it('that covers nothing on its own page may stand on no other one, where it would', async () => {
    const away = signPdf(preparedPdf(), spec(), pki.issue('/CN=Nguyễn Văn Mẫu'));
    // On page two the same place is empty.
    const later = signPdf(
      away,
      spec({ page: 2, fieldName: 'Stranger', rectangle: { x: 60, y: 600, width: 260, height: 140 } }),
      pki.issue('/CN=Lạ'),
    );
    const doc = open(later);
    const own = signatureFields(doc).find(({ name }) => name === 'Stranger');
    const normal = doc.dict(own?.widget.get('AP') ?? null)?.get('N');
    const first = readPages(doc)[0];
    if (!(normal instanceof Ref) || !own?.ref || !first) throw new Error('no look');
    const annots = (doc.array(first.dict.get('Annots')) ?? []).map((v) => spell(v)).join(' ');
    const pdf = update(later, {
      [normal.num]: stream('1 g 0 80 260 40 re f', '/Type /XObject /Subtype /Form /BBox [0 0 260 140] '),
      [first.ref.num]: edited(later, first.ref.num, { Annots: `[${annots} ${own.ref.num} 0 R]` }),
    });
    const { signatures } = await verifyPdf(bytesSource(pdf), { anchors: [], intermediates: [], trainingPolicyOid: '1.2', now: Date.now() });
    expect(signatures.find((one) => one.field === 'Signature')).toMatchObject({ bytes: 'changed_after' });
  });
  it('is no text field in the guise of a signature’s widget', async () => {
    const text = '<</Type /Annot /Subtype /Widget /FT /Tx /V (9 000) /DA (/Helv 12 Tf) /Rect [60 690 320 730] /F 4>>';
    const widget = { Kids: '[@1 0 R]', Subtype: undefined, Rect: undefined, AP: undefined };
    expect(await judge({ content: '', objects: [text], widget })).toMatchObject({
      bytes: 'changed_after',
      reasons: expect.arrayContaining(['verify.annotation_changed']),
    });
  });
  it('of letters set in a font that goes along covers nothing, though it crosses the words', async () => {
    const lettered = signPdf(
      signPdf(preparedPdf(), spec(), pki.issue('/CN=Nguyễn Văn Mẫu')),
      spec({
        fieldName: 'Agency',
        rectangle: { x: 60, y: 690, width: 260, height: 40 },
        appearance: { kind: 'text', lines: [{ text: 'Ký bởi: ỦY BAN NHÂN DÂN XÃ VÍ DỤ', size: 13, bold: true }], color: 'red' },
      }),
      pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ'),
    );
    const { signatures } = await verifyPdf(bytesSource(lettered), {
      anchors: [],
      intermediates: [],
      trainingPolicyOid: '1.2',
      now: Date.now(),
    });
    expect(signatures.find((one) => one.field === 'Signature')).toMatchObject({ bytes: 'intact_with_allowed_additions' });
  });
  it.each(Object.entries(HONEST))('that lets words be read is none: %s', async (_name, drawn) => {
    expect(await judge(drawn)).toMatchObject({ bytes: 'intact_with_allowed_additions', additions: ['verify.addition.signature'] });
  });
});
