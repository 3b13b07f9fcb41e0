/**
 * The ĐẾN stamp on a page that pdfkit makes: labels, a sheet laid over paper, a page of proofs. The drawing itself is
 * `domain/arrivalStamp.ts`; on a copy of an existing PDF it is drawn by `formats/pdf` `stampPage`.
 */
import type PDFDocument from 'pdfkit';
import { type ArrivalStamp, drawStamp } from '../../domain/arrivalStamp.ts';

const RED = '#cc0000';

/**
 * @param doc with the fonts `regular` and `bold` registered
 * @param at top left corner, points from the top left of the page
 * @param scale 1 = 50 × 35 mm
 */
export function drawArrivalStamp(
  doc: InstanceType<typeof PDFDocument>,
  stamp: ArrivalStamp,
  at: { readonly x: number; readonly y: number },
  { scale = 1, color = RED }: { readonly scale?: number; readonly color?: string } = {},
): void {
  const drawing = drawStamp(stamp);
  const y = (up: number): number => at.y + (drawing.height - up) * scale;
  doc.save().lineWidth(0.8).strokeColor(color).fillColor(color);
  for (const { x1, y1, x2, y2 } of drawing.rules)
    doc
      .moveTo(at.x + x1 * scale, y(y1))
      .lineTo(at.x + x2 * scale, y(y2))
      .stroke();
  for (const { text, size, bold, at: where } of drawing.texts) {
    doc.font(bold ? 'bold' : 'regular').fontSize(size * scale);
    const left = at.x + where.x * scale - (where.center ? doc.widthOfString(text) / 2 : 0);
    doc.text(text, left, y(where.y), { lineBreak: false, baseline: 'alphabetic' });
  }
  doc.restore();
}
