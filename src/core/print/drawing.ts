/** Small drawings and pages of the office's own with pdfkit: labels, envelopes, slips, blocks of words laid over a copy. */
import PDFDocument from 'pdfkit';
import type { PrintFonts } from './index.ts';

export const MM = 72 / 25.4;
export type Doc = InstanceType<typeof PDFDocument>;

export interface DrawingOptions {
  readonly fonts: PrintFonts;
  /** Points. */
  readonly size: readonly [number, number];
  readonly title?: string;
  /** Across each page in training mode. */
  readonly watermark?: string;
}

/** Draws pages of one size from their first point on; `next` begins another. Resolves with the PDF's bytes. */
export function drawPages(options: DrawingOptions, draw: (doc: Doc, next: () => void) => void): Promise<Uint8Array> {
  const [width, height] = options.size;
  const doc = new PDFDocument({ size: [width, height], margin: 0, bufferPages: true, info: { Title: options.title ?? '' } });
  doc
    .registerFont('regular', Buffer.from(options.fonts.regular))
    .registerFont('bold', Buffer.from(options.fonts.bold))
    .registerFont('italic', Buffer.from(options.fonts.italic));
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  draw(doc, () => doc.addPage({ size: [width, height], margin: 0 }));
  if (options.watermark) markPages(doc, options.watermark);
  doc.end();
  return done;
}

function markPages(doc: Doc, words: string): void {
  const { count } = doc.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    doc.switchToPage(i);
    const size = Math.min(90, doc.page.width / 7);
    doc
      .save()
      .opacity(0.1)
      .rotate(-20, { origin: [doc.page.width / 2, doc.page.height / 2] })
      .font('bold')
      .fontSize(size)
      .text(words, 0, doc.page.height / 2 - size / 2, { width: doc.page.width, align: 'center', lineBreak: false })
      .restore();
  }
}

/** The largest size, from `most` down to `least`, at which the text fits the box. */
export function fitSize(doc: Doc, text: string, font: string, box: { width: number; height: number }, most: number, least: number): number {
  for (let size = most; size > least; size -= 0.5) {
    doc.font(font).fontSize(size);
    if (doc.heightOfString(text, { width: box.width }) <= box.height) return size;
  }
  return least;
}
