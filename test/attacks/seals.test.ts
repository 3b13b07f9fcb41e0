/**
 * Seals as other software sets them, over a third of the leader's signature: ways of drawing one that a genuine document may
 * have, on a page with the decree's block for the signer; and what only looks like one.
 */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, signatureFields } from '../../src/formats/pdf/index.ts';
import { Ref } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/verify.ts';
import { has, makePki, signPdf, type TestPki } from '../signing/kit.ts';
import { spec } from './bases.ts';
import { open, stream, update } from './update.ts';

/** Samples of a side, and a round seal upon them: ring, letters in a circle, a star. Alpha 0 to 1. */
const SIDE = 240;
function inked(x: number, y: number): number {
  const [dx, dy] = [(x + 0.5) / SIDE - 0.5, (y + 0.5) / SIDE - 0.5];
  const r = Math.hypot(dx, dy);
  const angle = Math.atan2(dy, dx);
  if (r > 0.46 && r < 0.5) return 1;
  if (r > 0.35 && r < 0.36) return 1;
  if (r > 0.38 && r < 0.44) return Math.sin(angle * 40) > 0.1 ? 1 : 0;
  return r < 0.06 + 0.07 * Math.abs(Math.cos(angle * 2.5)) ? 1 : 0;
}
const each = <T>(of: (x: number, y: number) => T): T[] => Array.from({ length: SIDE * SIDE }, (_, i) => of(i % SIDE, Math.floor(i / SIDE)));
/** Bits of each sample, rows padded to whole bytes. */
function packed(bits: number, of: (x: number, y: number) => number): Buffer {
  const row = Math.ceil((SIDE * bits) / 8);
  const out = Buffer.alloc(row * SIDE);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const value = Math.round(of(x, y) * (2 ** bits - 1));
      const at = y * row + ((x * bits) >> 3);
      if (bits === 16) out.writeUInt16BE(value, at);
      else out[at] = (out[at] ?? 0) | (value << (8 - bits - ((x * bits) & 7)));
    }
  return out;
}
const RED = [200, 20, 30] as const;
/** On a white ground. */
const onWhite = Buffer.from(each((x, y) => (inked(x, y) > 0 ? [...RED] : [255, 255, 255])).flat());
const allRed = Buffer.from(each(() => [...RED]).flat());
const indexes = Buffer.from(each((x, y) => (inked(x, y) > 0 ? 1 : 0)));
const PALETTE = '[/Indexed /DeviceRGB 1 <FFFFFFC8141E>]';

const flate = (data: Buffer, dict: string): string => {
  const raw = deflateSync(data).toString('latin1');
  return stream(raw, `${dict} /Filter /FlateDecode `);
};
const picture = (data: Buffer, more: string, space = '/DeviceRGB', bits = 8): string =>
  flate(data, `/Type /XObject /Subtype /Image /Width ${SIDE} /Height ${SIDE} /BitsPerComponent ${bits} /ColorSpace ${space} ${more}`);
const soft = (bits: number): string => picture(packed(bits, inked), '', '/DeviceGray', bits);
const DISC = picture(
  packed(8, (x, y) => (Math.hypot(x - SIDE / 2, y - SIDE / 2) < SIDE / 2 ? 1 : 0)),
  '',
  '/DeviceGray',
);
const JPEG = (more = ''): string =>
  stream(
    '\xff\xd8',
    `/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode ${more} `,
  );
const form = (content: string, resources: string, more = ''): string =>
  stream(content, `/Type /XObject /Subtype /Form /BBox [0 0 102 102] ${more} /Resources <<${resources}>> `);
const DRAWN = 'q 102 0 0 102 0 0 cm /I Do Q';

interface Drawn {
  readonly content?: string;
  readonly resources?: string;
  /** `@1`, `@2` stand for their numbers; the first is drawn. */
  readonly objects: readonly string[];
}
const shown = (...objects: string[]): Drawn => ({ objects });

const GENUINE: Readonly<Record<string, Drawn>> = {
  'a picture with a soft mask': shown(picture(allRed, '/SMask @2 0 R'), soft(8)),
  'the layers of a common library': {
    resources: '/XObject <</I @1 0 R>>',
    content: 'q 1 0 0 1 0 0 cm /I Do Q',
    objects: [
      form('q 1 0 0 1 0 0 cm /n0 Do Q q 1 0 0 1 0 0 cm /n2 Do Q', '/XObject <</n0 @2 0 R /n2 @3 0 R>>'),
      form('% DSBlank\n', ''),
      form(DRAWN, '/XObject <</I @4 0 R>>'),
      picture(onWhite, '/SMask @5 0 R'),
      soft(8),
    ],
  },
  'a mask of one bit': shown(picture(allRed, '/SMask @2 0 R'), soft(1)),
  'a mask of four bits': shown(picture(allRed, '/SMask @2 0 R'), soft(4)),
  'a mask of sixteen bits': shown(picture(allRed, '/SMask @2 0 R'), soft(16)),
  'a mask that is decoded the other way': shown(
    picture(allRed, '/SMask @2 0 R'),
    picture(
      packed(8, (x, y) => 1 - inked(x, y)),
      '/Decode [1 0]',
      '/DeviceGray',
    ),
  ),
  'a stencil beside it': shown(
    picture(onWhite, '/Mask @2 0 R'),
    flate(
      packed(1, (x, y) => 1 - inked(x, y)),
      `/Type /XObject /Subtype /Image /Width ${SIDE} /Height ${SIDE} /BitsPerComponent 1 /ImageMask true`,
    ),
  ),
  'a palette with a soft mask': shown(picture(indexes, '/SMask @2 0 R', PALETTE), soft(8)),
  'a palette of which one colour is left out': shown(picture(indexes, '/Mask [0 0]', PALETTE)),
  'white left out of its colours': shown(picture(onWhite, '/Mask [250 255 250 255 250 255]')),
  'colours by a profile': shown(picture(allRed, '/SMask @2 0 R', '[/ICCBased @3 0 R]'), soft(8), stream('x', '/N 3 ')),
  'a JPEG with a soft mask': shown(JPEG('/SMask @2 0 R'), soft(8)),
  'a white ground that is multiplied, in a group': {
    resources: '/ExtGState <</G <</BM /Multiply>>>> /XObject <</I @1 0 R>>',
    content: 'q /G gs /I Do Q',
    objects: [form(DRAWN, '/XObject <</I @2 0 R>>', '/Group <</S /Transparency /I true>>'), picture(onWhite, '')],
  },
  'a transparent group': {
    resources: '/ExtGState <</G <</ca .4>>>> /XObject <</I @1 0 R>>',
    content: 'q /G gs /I Do Q',
    objects: [
      form(`q /H gs ${DRAWN} Q`, '/XObject <</I @2 0 R>> /ExtGState <</H <</ca 1>>>>', '/Group <</S /Transparency>>'),
      picture(onWhite, ''),
    ],
  },
};
/** Genuine or not: no machine tells, so a person is asked. */
const FOR_A_PERSON: Readonly<Record<string, { readonly drawn: Drawn; readonly reason: string }>> = {
  'a white ground': { drawn: shown(picture(onWhite, '')), reason: 'verify.look_over_block' },
  'a white ground under a JPEG': { drawn: shown(JPEG()), reason: 'verify.look_over_block' },
  'a white ground in a palette': { drawn: shown(picture(indexes, '', PALETTE)), reason: 'verify.look_over_block' },
  'white within the ring': { drawn: shown(picture(onWhite, '/SMask @2 0 R'), DISC), reason: 'verify.look_over_block' },
  'a mask that is not read here': { drawn: shown(picture(onWhite, '/SMask @2 0 R'), JPEG()), reason: 'verify.look_unread' },
  'a mask of the state': {
    drawn: {
      resources: '/ExtGState <</G <</SMask <</S /Luminosity /G @2 0 R>>>>>> /XObject <</I @1 0 R>>',
      content: `/G gs ${DRAWN}`,
      objects: [picture(onWhite, ''), form(DRAWN, '/XObject <</I @3 0 R>>'), soft(8)],
    },
    reason: 'verify.look_unread',
  },
  'letters that are drawings': {
    drawn: {
      resources: '/Font <</F @1 0 R>>',
      content: 'BT /F 40 Tf 0 5 Td (M) Tj ET',
      objects: ['<</Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0]>>'],
    },
    reason: 'verify.look_unread',
  },
};

/** A page with the decree's cells: head, a line with an amount, the signer's block. */
function typedLetter(): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0 }).registerFont(
    'r',
    readFileSync(new URL('../../resources/fonts/Tinos-Regular.ttf', import.meta.url)),
  );
  const centred = (text: string, x: number, y: number): unknown => doc.text(text, x - doc.widthOfString(text) / 2, y, { lineBreak: false });
  doc.font('r').fontSize(13).text('Số: 05/UBND-VP', 90, 110, { lineBreak: false });
  doc.text('Ví Dụ, ngày 20 tháng 11 năm 2026', 320, 110, { lineBreak: false });
  doc.text('Hỗ trợ số tiền 1 000 000 đồng (một triệu đồng) cho mỗi hộ.', 90, 400, { lineBreak: false });
  // In runs, as word processors write them.
  const first = 'TM. ỦY BAN ';
  const whole = doc.widthOfString(`${first}NHÂN DÂN`);
  doc
    .text(first, 420 - whole / 2, 600, { lineBreak: false })
    .text('NHÂN DÂN', 420 - whole / 2 + doc.widthOfString(first), 600, { lineBreak: false });
  centred('CHỦ TỊCH', 420, 616);
  centred('Nguyễn Văn Mẫu', 420, 700);
  doc.text('Nơi nhận:', 90, 616, { lineBreak: false });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.end();
  });
}
/** Of A4, from its top. */
const up = (fromTop: number): number => 841.89 - fromTop;
/** Over a third of the leader's signature, from its left; reaching position and name. */
const OVER_BLOCK = { x: 312, y: up(705), width: 102, height: 102 };
const OVER_AMOUNT = { x: 140, y: up(440), width: 102, height: 102 };
const OVER_NUMBER = { x: 85, y: up(150), width: 102, height: 102 };

describe.skipIf(!has('openssl'))('a seal beside the leader’s signature [needs openssl]', () => {
  let pki: TestPki;
  let leader: Buffer;
  const sealed = new Map<object, Buffer>();
  beforeAll(async () => {
    pki = makePki();
    const place = { x: 357, y: up(690), width: 125, height: 51 };
    leader = signPdf(await typedLetter(), spec({ rectangle: place }), pki.issue('/CN=Nguyễn Văn Mẫu/O=Ủy ban nhân dân xã Ví Dụ'));
    const agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ');
    for (const at of [OVER_BLOCK, OVER_AMOUNT, OVER_NUMBER])
      sealed.set(at, signPdf(leader, spec({ fieldName: 'Seal', rectangle: at }), agency));
  });
  afterAll(() => pki.remove());
  const judge = async ({ content = DRAWN, objects, resources = '/XObject <</I @1 0 R>>' }: Drawn, at = OVER_BLOCK) => {
    const signed = sealed.get(at) ?? Buffer.alloc(0);
    const doc = open(signed);
    const field = signatureFields(doc).find(({ name }) => name === 'Seal');
    const look = doc.dict(field?.widget.get('AP') ?? null)?.get('N');
    if (!(look instanceof Ref)) throw new Error('no look');
    const next = doc.nextNumber();
    // Not in the data of a stream.
    const numbered = (text: string): string => {
      const head = text.split('\nstream\n', 1)[0] ?? '';
      return head.replace(/@(\d)/g, (_, n: string) => String(next + Number(n) - 1)) + text.slice(head.length);
    };
    const pdf = update(signed, {
      [look.num]: form(content, numbered(resources)),
      ...Object.fromEntries(objects.map((object, i) => [next + i, numbered(object)])),
    });
    const input = { anchors: [pki.root], intermediates: [], trainingPolicyOid: '1.2', now: Date.now() };
    const [first] = (await verifyPdf(bytesSource(pdf), input)).signatures;
    return { bytes: first?.bytes, reasons: first?.reasons.filter((reason) => reason.startsWith('verify.look')) };
  };

  it.each(Object.entries(GENUINE))('is no change, nor in doubt: %s', async (_name, drawn) => {
    expect(await judge(drawn)).toEqual({ bytes: 'intact_with_allowed_additions', reasons: [] });
  });
  it.each(Object.entries(FOR_A_PERSON))(
    'that may hide the block is for a person to compare, neither intact nor changed: %s',
    async (_name, one) => {
      expect(await judge(one.drawn)).toEqual({ bytes: 'not_checked', reasons: [one.reason] });
    },
  );
  it('with a ground of its own over number and date is for a person to compare', async () => {
    expect(await judge(shown(picture(onWhite, '')), OVER_NUMBER)).toEqual({ bytes: 'not_checked', reasons: ['verify.look_over_block'] });
  });
  it('whose ground hides the text of the document is a change, however it is drawn', async () => {
    const black = { content: '/G gs 0 g 0 0 102 102 re f', resources: '/ExtGState <</G <</BM /Multiply>>>>', objects: [] };
    for (const drawn of [shown(picture(onWhite, '')), shown(JPEG()), shown(picture(onWhite, '/SMask @2 0 R'), DISC), black])
      expect(await judge(drawn, OVER_AMOUNT)).toEqual({ bytes: 'changed_after', reasons: ['verify.look_hides_words'] });
    // A transparent one lets even that be read.
    expect((await judge(shown(picture(allRed, '/SMask @2 0 R'), soft(8)), OVER_AMOUNT)).bytes).toBe('intact_with_allowed_additions');
  });
});
