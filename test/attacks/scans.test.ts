/** A later signature's look over a scan without a text layer: hidden ink is for a person to compare, blank paper is nothing. */
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asksPerson } from '../../src/domain/verdict.ts';
import { bytesSource, signatureFields } from '../../src/formats/pdf/index.ts';
import { Ref } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/verify.ts';
import { has, makePki, signPdf, type TestPki } from '../signing/kit.ts';
import { spec } from './bases.ts';
import { open, stream, update } from './update.ts';

/** Of A4 at 72 dpi: a line of digits at 100 points from the top, a dot of dust, the rest paper that is not quite white. */
const INK = Array.from({ length: 9 }, (_, i) => `<rect x="${80 + i * 14}" y="100" width="3" height="12" fill="#101030"/>`).join('');
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"><rect width="595" height="842" fill="#f3f0e8"/>${INK}<rect x="300" y="400" width="1.5" height="1.5" fill="#333"/></svg>`;
function onPage(draw: (doc: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const doc = new PDFDocument({ size: [595, 842], margin: 0 });
  draw(doc);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.end();
  });
}
const WHITE = '1 g 0 0 150 30 re f';
const OVER_INK = { x: 75, y: 842 - 115, width: 150, height: 30 };
const OVER_DUST = { x: 250, y: 842 - 420, width: 150, height: 30 };
const OVER_NOTHING = { x: 75, y: 200, width: 150, height: 30 };

describe.skipIf(!has('openssl'))('the look of a later signature over a scan [needs openssl]', () => {
  let pki: TestPki;
  const pages = new Map<string, Buffer>();
  beforeAll(async () => {
    pki = makePki();
    const scan = sharp(Buffer.from(drawing));
    const kinds = {
      'a JPEG': await scan.clone().jpeg().toBuffer(),
      'a picture without loss': await scan.clone().removeAlpha().png().toBuffer(),
    };
    for (const [kind, picture] of Object.entries(kinds))
      pages.set(kind, await onPage((doc) => doc.image(picture, 0, 0, { width: 595, height: 842 })));
    pages.set(
      'letters drawn as outlines',
      await onPage((doc) => {
        doc.rect(0, 0, 595, 842).fill('white');
        for (let i = 0; i < 9; i++) doc.rect(80 + i * 14, 100, 3, 12).fill('black');
      }),
    );
  });
  afterAll(() => pki.remove());
  const judge = async (page: string, at: typeof OVER_INK, content: string) => {
    const first = signPdf(
      pages.get(page) ?? Buffer.alloc(0),
      spec({ rectangle: { x: 400, y: 80, width: 100, height: 40 } }),
      pki.issue('/CN=Nguyễn Văn Mẫu'),
    );
    const signed = signPdf(first, spec({ fieldName: 'Later', rectangle: at }), pki.issue('/CN=Lạ'));
    const doc = open(signed);
    const look = doc
      .dict(
        signatureFields(doc)
          .find(({ name }) => name === 'Later')
          ?.widget.get('AP') ?? null,
      )
      ?.get('N');
    if (!(look instanceof Ref)) throw new Error('no look');
    const pdf = update(signed, { [look.num]: stream(content, `/Type /XObject /Subtype /Form /BBox [0 0 ${at.width} ${at.height}] `) });
    const verdict = await verifyPdf(bytesSource(pdf), { anchors: [], intermediates: [], trainingPolicyOid: '1.2', now: Date.now() });
    return { first: verdict.signatures.find(({ field }) => field === 'Signature'), asks: asksPerson(verdict) };
  };
  const KINDS = ['a JPEG', 'a picture without loss', 'letters drawn as outlines'];
  it.each(KINDS)('that hides what stands there is for a person: %s', async (page) => {
    const { first, asks } = await judge(page, OVER_INK, WHITE);
    expect(first).toMatchObject({ bytes: 'not_checked', reasons: expect.arrayContaining(['verify.look_over_picture']), additions: [] });
    expect(asks).toBe(true);
  });
  it.each(KINDS)('that hides nothing but paper, or a speck, or lets the ink be seen, is no change: %s', async (page) => {
    for (const [at, content] of [
      [OVER_NOTHING, WHITE],
      [OVER_DUST, WHITE],
      [OVER_INK, '1 0 0 RG 1 w 1 1 148 28 re S'],
    ] as const)
      expect((await judge(page, at, content)).first).toMatchObject({ bytes: 'intact_with_allowed_additions' });
  });
  it('that hides an earlier signature is for a person, one over a third of it is not', async () => {
    const half = { x: 395, y: 75, width: 110, height: 50 };
    expect((await judge('a JPEG', half, '1 g 0 0 110 50 re f')).first).toMatchObject({
      bytes: 'not_checked',
      reasons: expect.arrayContaining(['verify.look_over_block']),
    });
    const third = { x: 330, y: 75, width: 103, height: 50 };
    expect((await judge('a JPEG', third, '1 g 0 0 103 50 re f')).first).toMatchObject({ bytes: 'intact_with_allowed_additions' });
  });
});
