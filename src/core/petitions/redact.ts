/**
 * The copy of a petition that is handed on: pages as pictures in which the parts that name a person are black. The pictures
 * are decoded, painted and encoded anew here, so that neither a text layer, nor a layer beneath, nor what a camera wrote into
 * the file comes along.
 */
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { Failure } from '../../domain/errors.ts';

export interface RedactedPage {
  readonly bytes: Uint8Array;
  /** Shares of the page, from its top left. */
  readonly boxes: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
}
/** A page of A3 at 300 dpi has 17 million points. */
const MAX_PIXELS = 60_000_000;
const LONGEST = 842;

/** @throws Failure `petitions.page_unreadable` */
async function blackened({ bytes, boxes }: RedactedPage): Promise<{ jpeg: Buffer; width: number; height: number }> {
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
    const { width, height } = await image.metadata();
    if (!width || !height) throw new Error('no size');
    const rects = boxes.map((box) => {
      const [x, y] = [Math.floor(box.x * width), Math.floor(box.y * height)];
      return `<rect x="${x}" y="${y}" width="${Math.ceil(box.width * width) + 1}" height="${Math.ceil(box.height * height) + 1}" fill="#000"/>`;
    });
    const cover = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${rects.join('')}</svg>`);
    const painted = sharp(await image.flatten({ background: '#fff' }).removeAlpha().toBuffer(), { limitInputPixels: MAX_PIXELS });
    const jpeg = await (boxes.length > 0 ? painted.composite([{ input: cover }]) : painted).jpeg({ quality: 80 }).toBuffer();
    return { jpeg, width, height };
  } catch (error) {
    throw new Failure('petitions.page_unreadable', undefined, { cause: error });
  }
}

/** A PDF of nothing but pictures. */
export async function redactedPdf(pages: readonly RedactedPage[]): Promise<{ pdf: Uint8Array; pages: number }> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  for (const page of pages) {
    const { jpeg, width, height } = await blackened(page);
    const scale = LONGEST / Math.max(width, height);
    const size: [number, number] = [width * scale, height * scale];
    doc.addPage({ size, margin: 0 });
    doc.image(jpeg, 0, 0, { width: size[0], height: size[1] });
  }
  doc.end();
  return { pdf: await done, pages: pages.length };
}
