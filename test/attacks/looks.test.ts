/** The look of a later signature over words that were signed before it: what hides one is told, what lets them be read is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, signatureFields } from '../../src/formats/pdf/index.ts';
import { Ref } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/verify.ts';
import { has, makePki, signPdf, type TestPki } from '../signing/kit.ts';
import { preparedPdf, spec } from './bases.ts';
import { open, stream, update } from './update.ts';

interface Drawn {
  readonly content: string;
  /** Objects of its own: `@1`, `@2` in the resources and in each other stand for their numbers. */
  readonly objects?: readonly string[];
  readonly resources?: string;
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
  'letters that are not shown': { content: 'BT 3 Tr 1 g /F1 40 Tf 0 5 Td (MMMM) Tj ET' },
};

describe.skipIf(!has('openssl'))('the look of a later signature [needs openssl]', () => {
  let pki: TestPki;
  let signed: Buffer;
  let look: number;
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
    const field = signatureFields(doc).find(({ name }) => name === 'Stranger');
    const normal = doc.dict(field?.widget.get('AP') ?? null)?.get('N');
    if (!(normal instanceof Ref)) throw new Error('no look');
    look = normal.num;
  });
  afterAll(() => pki.remove());
  /** The first signature's line, the second one's look replaced by this. */
  const judge = async ({ content, objects = [], resources = '<<>>' }: Drawn) => {
    const next = open(signed).nextNumber();
    const numbered = (text: string): string => text.replace(/@(\d)/g, (_, n: string) => String(next + Number(n) - 1));
    const form = `/Type /XObject /Subtype /Form /BBox [0 0 260 40] /Resources ${numbered(resources)} `;
    const pdf = update(signed, {
      [look]: stream(content, form),
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
  it.each(Object.entries(HONEST))('that lets words be read is none: %s', async (_name, drawn) => {
    expect(await judge(drawn)).toMatchObject({ bytes: 'intact_with_allowed_additions', additions: ['verify.addition.signature'] });
  });
});
