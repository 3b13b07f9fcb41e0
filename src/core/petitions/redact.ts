/**
 * The copy of a petition that is handed on: pages as pictures in which the parts that name a person are black. The pictures
 * are decoded, painted and encoded anew by the process that decodes pictures, so that neither a text layer, nor a layer
 * beneath, nor what a camera wrote into the file comes along; here they only get their pages.
 */
import PDFDocument from 'pdfkit';

export interface BlackenedPage {
  /** A JPEG of our own making. */
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}
const LONGEST = 842;

/** A PDF of nothing but pictures. */
export async function redactedPdf(pages: readonly BlackenedPage[]): Promise<Uint8Array> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  for (const { jpeg, width, height } of pages) {
    const scale = LONGEST / Math.max(width, height);
    const size: [number, number] = [width * scale, height * scale];
    doc.addPage({ size, margin: 0 });
    doc.image(Buffer.from(jpeg), 0, 0, { width: size[0], height: size[1] });
  }
  doc.end();
  return done;
}
