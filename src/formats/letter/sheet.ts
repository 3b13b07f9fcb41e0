/** The sheet under the letter: A4, the annex's margins and fonts, page numbers, the faint word across each page. */
import PDFDocument from 'pdfkit';
import type { Letter, LetterFonts } from './index.ts';

export const mm = (n: number): number => (n * 72) / 25.4;
export type FontName = keyof LetterFonts;

export interface Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly chunks: Uint8Array[];
  readonly left: number;
  readonly width: number;
  /** Lowest line of the text area, from the top of the page. */
  readonly bottom: number;
  /** Starts a new page where less than `height` is left of this one. */
  keepTogether(height: number): void;
}

export function newDocument(letter: Letter, fonts: LetterFonts): Sheet {
  const margins = { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) };
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'vi-VN',
    displayTitle: true,
    // The standard fonts are not embedded and know no Vietnamese: none is ever loaded.
    font: '',
    info: { Title: letter.subject, Author: letter.agency, CreationDate: new Date(letter.createdAt) },
  });
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  for (const name of ['regular', 'bold', 'italic', 'boldItalic'] as const) doc.registerFont(name, Buffer.from(fonts[name]));
  doc.font('regular');
  const bottom = doc.page.height - margins.bottom;
  return {
    doc,
    chunks,
    left: margins.left,
    width: doc.page.width - margins.left - margins.right,
    bottom,
    keepTogether(height) {
      if (doc.y + height > bottom && doc.y > margins.top + 1) doc.addPage();
    },
  };
}

/** Page numbers from the second page on, centred in the top margin, then the watermark; returns the file. */
export async function finish(sheet: Sheet, watermark: string | undefined): Promise<Uint8Array> {
  const { doc, chunks } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    // Text outside the margins must not start a new page.
    doc.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
    if (page > 0) {
      doc.font('regular').fontSize(13).fillColor('black');
      doc.text(String(page + 1), 0, mm(11), { width: doc.page.width, align: 'center', lineBreak: false });
    }
    if (watermark !== undefined) drawWatermark(doc, watermark);
  }
  const ended = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject));
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

function drawWatermark(doc: PDFKit.PDFDocument, word: string): void {
  const { width, height } = doc.page;
  doc.save();
  doc.rotate(-52, { origin: [width / 2, height / 2] });
  doc.font('bold').fontSize(110).fillColor('#7a1f1f').fillOpacity(0.07);
  const w = doc.widthOfString(word);
  doc.text(word, (width - w) / 2, height / 2 - 62, { lineBreak: false });
  doc.restore();
}
