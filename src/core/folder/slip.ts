/** Phiếu gửi: one sheet of A4 with two copies; the lower one comes back signed by who received. */
import PDFDocument from 'pdfkit';
import { type LegalDate, legalDateOf, printedDate, screenHour } from '../../domain/time.ts';
import type { OwnOrgan } from '../documents/organs.ts';
import type { PrintFonts } from '../print/index.ts';

export interface Slip {
  readonly organ: OwnOrgan;
  readonly document: { readonly code: string; readonly date: string | null; readonly type_name: string; readonly subject: string };
  readonly names: readonly string[];
  readonly files: readonly { readonly name: string; readonly pages: number | null; readonly sha256: string }[];
  readonly at: number;
  readonly by: string;
  readonly fonts: PrintFonts;
  readonly watermark?: string;
}
const MM = 72 / 25.4;
const LEFT = 20 * MM;
type Doc = InstanceType<typeof PDFDocument>;

export function printSlip(slip: Slip): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 12 * MM, bottom: 0, left: LEFT, right: 15 * MM },
    info: { Title: 'Phiếu gửi' },
  });
  doc
    .registerFont('regular', Buffer.from(slip.fonts.regular))
    .registerFont('bold', Buffer.from(slip.fonts.bold))
    .registerFont('italic', Buffer.from(slip.fonts.italic));
  const parts: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  const half = doc.page.height / 2;
  copy(doc, slip, 12 * MM, half - 8 * MM, 'Liên 1: nơi nhận giữ');
  doc
    .lineWidth(0.5)
    .dash(3, { space: 3 })
    .moveTo(10 * MM, half)
    .lineTo(doc.page.width - 10 * MM, half)
    .stroke()
    .undash();
  copy(doc, slip, half + 8 * MM, doc.page.height - 10 * MM, 'Liên 2: ký nhận, gửi trả lại nơi gửi');
  doc.end();
  return done;
}

function copy(doc: Doc, slip: Slip, top: number, bottom: number, which: string): void {
  const full = doc.page.width - LEFT - 15 * MM;
  const write = (text: string, font: string, size: number, more: PDFKit.Mixins.TextOptions = {}): void => {
    doc
      .font(font)
      .fontSize(size)
      .text(text, LEFT, doc.y, { width: full, ...more });
  };
  doc.y = top;
  write(slip.organ.name.toUpperCase(), 'bold', 11);
  write(which, 'italic', 10);
  doc.moveDown(0.3);
  write('PHIẾU GỬI VĂN BẢN', 'bold', 14, { align: 'center' });
  if (slip.watermark) write(slip.watermark, 'bold', 10, { align: 'center' });
  doc.moveDown(0.3);
  write(`Kính gửi: ${slip.names.join('; ')}`, 'regular', 12, { height: 32, ellipsis: true });
  const dated = slip.document.date ? `, ${printedDate(slip.document.date as LegalDate)}` : '';
  write(`${slip.document.type_name} số ${slip.document.code}${dated}`, 'regular', 12);
  write(`Trích yếu nội dung: ${slip.document.subject}`, 'regular', 12, { height: 46, ellipsis: true });
  doc.moveDown(0.2);
  write(`Các tệp gửi kèm (${slip.files.length}), đã ký số; không in lại để thay bản gốc điện tử:`, 'regular', 11);
  const room = Math.max(1, Math.floor((bottom - 34 * MM - doc.y) / 13));
  for (const file of slip.files.slice(0, room)) {
    const pages = file.pages === null ? '' : `, ${file.pages} trang`;
    write(`– ${file.name}${pages}; mã kiểm tra ${file.sha256.slice(0, 16)}`, 'regular', 10, { height: 12, ellipsis: true });
  }
  if (slip.files.length > room) write(`– và ${slip.files.length - room} tệp khác`, 'regular', 10);
  const y = bottom - 30 * MM;
  const column = full / 2;
  const given = `Giao lúc ${screenHour(slip.at)} ${printedDate(legalDateOf(slip.at))}`;
  doc.font('regular').fontSize(11).text(given, LEFT, y, { width: column, align: 'center' });
  doc.font('bold').text('Người giao', LEFT, y + 14, { width: column, align: 'center' });
  doc.font('regular').text(slip.by, LEFT, y + 62, { width: column, align: 'center' });
  doc.text('Nhận lúc … giờ … ngày … tháng … năm …', LEFT + column, y, { width: column, align: 'center' });
  doc.font('bold').text('Người nhận (ký, ghi rõ họ tên, chức vụ)', LEFT + column, y + 14, { width: column, align: 'center' });
}
