/** What the desk prints for paper that leaves: phiếu gửi, envelopes, labels, the books that are signed. */
import type { EnvelopeRow, PaperDeliveryRow } from '../../contract/page/paper.ts';
import { ENVELOPES, type EnvelopeSize, type LabelSheet, labelPlace } from '../../domain/paperDesk.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { type Doc, drawPages, fitSize, MM } from '../print/drawing.ts';
import { printSheet } from '../print/index.ts';

const day = (date: string | undefined): string => (date === undefined ? '' : screenDate(date as LegalDate));
const marked = ({ watermark }: PrintPlace): { watermark?: string } => (watermark === undefined ? {} : { watermark });
const A4 = [210 * MM, 297 * MM] as const;

/** Phiếu gửi, two to a page: what is sent, to whom, and the part that comes back signed. */
export function printSlips(rows: readonly PaperDeliveryRow[], where: PrintPlace): Promise<Uint8Array> {
  const height = A4[1] / 2;
  return drawPages({ fonts: where.fonts, size: A4, title: 'Phiếu gửi', ...marked(where) }, (doc, next) => {
    rows.forEach((row, i) => {
      if (i > 0 && i % 2 === 0) next();
      slip(doc, row, where, (i % 2) * height);
      if (i % 2 === 0)
        doc
          .save()
          .dash(3, { space: 3 })
          .lineWidth(0.4)
          .moveTo(10 * MM, height)
          .lineTo(A4[0] - 10 * MM, height)
          .stroke()
          .restore();
    });
  });
}
function slip(doc: Doc, row: PaperDeliveryRow, where: PrintPlace, top: number): void {
  const [left, width] = [20 * MM, A4[0] - 40 * MM];
  const half = { width: width / 2, align: 'center' as const };
  doc.font('regular').fontSize(11);
  let y = top + 12 * MM;
  if (where.parentName) {
    doc.text(where.parentName.toUpperCase(), left, y, half);
    y = doc.y;
  }
  doc.font('bold').text(where.officeName.toUpperCase(), left, y, half);
  const under = doc.y;
  doc.font('regular').text(`Số: ${row.slip ?? ''}`, left, under + 3, half);
  doc
    .font('italic')
    .text(`${where.place ? `${where.place}, ` : ''}${printedDate(legalDateOf(where.now))}`, left + width / 2, top + 12 * MM, half);
  doc
    .font('bold')
    .fontSize(15)
    .text('PHIẾU GỬI', left, Math.max(doc.y, under) + 22, { width, align: 'center' });
  doc.font('regular').fontSize(12);
  const line = (text: string): void => {
    doc.text(text, left, doc.y + 5, { width });
  };
  line(`Kính gửi: ${row.name}`);
  line(`Gửi kèm theo phiếu này văn bản số, ký hiệu ${row.code}${row.date ? ` ngày ${day(row.date)}` : ''}; số lượng: ${row.copies} bản.`);
  line(`Trích yếu nội dung: ${row.subject}`);
  line('Đề nghị ký nhận, ghi ngày nhận và gửi trả lại phiếu này cho đơn vị gửi văn bản.');
  const at = doc.y + 12;
  doc
    .font('bold')
    .text('NGƯỜI GỬI', left, at, half)
    .text('NGƯỜI NHẬN', left + width / 2, at, half);
  doc
    .font('italic')
    .fontSize(10)
    .text('(Ngày nhận, ký, ghi rõ họ tên, đóng dấu)', left + width / 2, at + 16, half);
}

/** One cover a page: the sender small at the upper left, the recipient large at the lower right. */
export function printCovers(
  rows: readonly PaperDeliveryRow[],
  size: EnvelopeSize,
  senderAddress: string,
  where: PrintPlace,
): Promise<Uint8Array> {
  const { widthMm, heightMm } = ENVELOPES[size];
  const [width, height] = [widthMm * MM, heightMm * MM];
  return drawPages({ fonts: where.fonts, size: [width, height], title: 'Bì thư', ...marked(where) }, (doc, next) => {
    rows.forEach((row, i) => {
      if (i > 0) next();
      const margin = 12 * MM;
      doc
        .font('bold')
        .fontSize(11)
        .text(where.officeName.toUpperCase(), margin, margin, { width: width * 0.48 });
      if (senderAddress)
        doc
          .font('regular')
          .fontSize(10)
          .text(senderAddress, margin, doc.y + 2, { width: width * 0.48 });
      doc
        .font('regular')
        .fontSize(10)
        .text(`Số: ${row.code}`, margin, doc.y + 4, { width: width * 0.48 });
      const box = { width: width * 0.56, height: height * 0.4 };
      const [x, y] = [width - margin - box.width, height - margin - box.height];
      const text = `Kính gửi: ${row.name}`;
      const letters = fitSize(doc, text, 'bold', { width: box.width, height: box.height * 0.62 }, 16, 9);
      doc.font('bold').fontSize(letters).text(text, x, y, { width: box.width });
      if (row.address)
        doc
          .font('regular')
          .fontSize(12)
          .text(row.address, x, doc.y + 4, { width: box.width });
    });
  });
}

/** Labels on a sheet or a roll; each is drawn within its own box. */
export function printLabels<T>(
  items: readonly T[],
  sheet: LabelSheet,
  start: number,
  where: PrintPlace,
  draw: (doc: Doc, item: T, box: { x: number; y: number; width: number; height: number }) => void,
): Promise<Uint8Array> {
  const size = sheet.kind === 'roll' ? ([sheet.widthMm * MM, sheet.heightMm * MM] as const) : A4;
  return drawPages({ fonts: where.fonts, size, title: 'Nhãn', ...marked(where) }, (doc, next) => {
    let page = 0;
    items.forEach((item, i) => {
      const place = labelPlace(sheet, start, i);
      while (page < place.page) {
        next();
        page++;
      }
      draw(doc, item, { x: place.xMm * MM, y: place.yMm * MM, width: sheet.widthMm * MM, height: sheet.heightMm * MM });
    });
  });
}
export function addressLabel(doc: Doc, row: PaperDeliveryRow, box: { x: number; y: number; width: number; height: number }): void {
  const pad = 3 * MM;
  const inner = { width: box.width - 2 * pad, height: box.height - 2 * pad };
  const text = `Kính gửi: ${row.name}`;
  const size = fitSize(doc, text, 'bold', { width: inner.width, height: inner.height * 0.5 }, 12, 7);
  doc
    .font('bold')
    .fontSize(size)
    .text(text, box.x + pad, box.y + pad, { ...inner, ellipsis: true });
  if (row.address)
    doc
      .font('regular')
      .fontSize(9)
      .text(row.address, box.x + pad, doc.y + 2, {
        width: inner.width,
        height: Math.max(10, box.y + box.height - pad - doc.y - 12),
        ellipsis: true,
      });
  doc
    .font('regular')
    .fontSize(8)
    .text(`Số: ${row.code}`, box.x + pad, box.y + box.height - pad - 8, { width: inner.width, lineBreak: false });
}

const head = ({ place, now, ...rest }: PrintPlace) => ({
  ...rest,
  placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(now))}`,
});
const span = (from: LegalDate, to: LegalDate): string =>
  from === to ? `Ngày ${screenDate(from)}` : `Từ ${screenDate(from)} đến ${screenDate(to)}`;

/** Sổ gửi văn bản đi bưu điện: the six columns of annex IV. */
export const POST_COLUMNS = [
  'Ngày chuyển',
  'Số, ký hiệu văn bản',
  'Nơi nhận văn bản',
  'Số lượng bì',
  'Ký nhận và dấu bưu điện',
  'Ghi chú',
] as const;
export const postCells = (row: PaperDeliveryRow): string[] => [
  day(row.sentOn),
  row.code,
  [row.name, row.address].filter(Boolean).join(' – '),
  String(row.envelopes).padStart(2, '0'),
  '',
  row.postCode ? `Mã bưu gửi: ${row.postCode}` : '',
];
export const printPostRegister = (
  rows: readonly PaperDeliveryRow[],
  from: LegalDate,
  to: LegalDate,
  where: PrintPlace,
): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Sổ gửi văn bản đi bưu điện',
    subtitle: span(from, to),
    landscape: true,
    table: {
      headings: POST_COLUMNS,
      widths: [10, 14, 36, 8, 20, 14],
      rows: rows.map(postCells),
      numbered: true,
      empty: 'Không có văn bản nào gửi bưu điện.',
    },
  });
/** Sổ chuyển giao văn bản đi: what was carried by hand, signed by who took it. */
export const printHandRegister = (
  rows: readonly PaperDeliveryRow[],
  from: LegalDate,
  to: LegalDate,
  where: PrintPlace,
): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Sổ chuyển giao văn bản đi',
    subtitle: span(from, to),
    landscape: true,
    table: {
      headings: ['Ngày chuyển', 'Số, ký hiệu văn bản', 'Đơn vị hoặc người nhận', 'Số lượng bản', 'Người chuyển', 'Ký nhận', 'Ghi chú'],
      widths: [10, 14, 32, 8, 14, 16, 12],
      rows: rows.map((row) => [day(row.sentOn), row.code, row.name, String(row.copies).padStart(2, '0'), row.handedTo, '', '']),
      numbered: true,
      empty: 'Không có văn bản nào chuyển tay.',
    },
  });
export const printSlipsOut = (rows: readonly PaperDeliveryRow[], where: PrintPlace): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Danh sách phiếu gửi chưa hoàn lại',
    subtitle: `Tính đến ngày ${screenDate(legalDateOf(where.now))}`,
    landscape: true,
    table: {
      headings: ['TT', 'Số phiếu gửi', 'Số, ký hiệu văn bản', 'Trích yếu nội dung', 'Nơi nhận', 'Ngày gửi', 'Số ngày', 'Ghi chú'],
      widths: [5, 11, 12, 27, 23, 9, 6, 10],
      rows: rows.map((row, i) => [
        String(i + 1),
        row.slip ?? '',
        row.code,
        row.subject,
        row.name,
        day(row.sentOn),
        String(row.waitingDays ?? ''),
        row.postCode,
      ]),
      empty: 'Mọi phiếu gửi đã hoàn lại.',
    },
    signers: [{ title: 'NGƯỜI LẬP' }],
  });

const ENVELOPE_STATE: Readonly<Record<EnvelopeRow['state'], string>> = {
  logged: '',
  handed: '',
  registered: 'Đã vào sổ văn bản đến',
  returned: 'Đã trả lại',
};
const settled = (row: EnvelopeRow): string => {
  const on = (at: number | undefined): string => (at === undefined ? '' : screenDate(legalDateOf(at)));
  const handed = row.handedTo === undefined ? '' : `Giao ${row.handedTo} ${on(row.handedAt)}`.trim();
  const end = row.state === 'handed' ? '' : [ENVELOPE_STATE[row.state], on(row.returnedAt)].filter(Boolean).join(' ');
  return [handed, end, row.settledNote, row.note].filter(Boolean).join('; ');
};
/** Unopened envelopes of some days, signed by who took each. */
export const printEnvelopeBook = (rows: readonly EnvelopeRow[], from: LegalDate, to: LegalDate, where: PrintPlace): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Sổ giao nhận bì thư không bóc',
    subtitle: span(from, to),
    landscape: true,
    table: {
      headings: ['Số TT', 'Ngày đến', 'Nơi gửi', 'Người, tổ chức nhận', 'Ghi trên bì', 'Mã bưu gửi', 'Ký nhận', 'Ghi chú'],
      widths: [6, 9, 20, 20, 14, 10, 12, 12],
      rows: rows.map((row) => [
        String(row.number),
        screenDate(legalDateOf(row.arrivedAt)),
        row.sender,
        row.addressee,
        row.marks,
        row.postCode,
        '',
        settled(row),
      ]),
      empty: 'Không có bì thư nào.',
    },
  });
