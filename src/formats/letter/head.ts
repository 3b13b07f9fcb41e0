/** Top of page one: Quốc hiệu and Tiêu ngữ (cell 1), agency (2), number (3), place and date (4), title (5), urgency (10b). */
import { legalDateOf, printedDate, yearOf } from '../../domain/time.ts';
import type { Letter } from './index.ts';
import { type FontName, mm, type Sheet } from './sheet.ts';

const STATE = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
const MOTTO = 'Độc lập - Tự do - Hạnh phúc';
const STAMP_WIDTH: Readonly<Record<string, number>> = { 'HỎA TỐC': 30, 'THƯỢNG KHẨN': 40, KHẨN: 20 };

interface Column {
  readonly x: number;
  readonly width: number;
}

/** Draws centred lines and returns the y below them. */
function centred(sheet: Sheet, column: Column, y: number, text: string, font: FontName, size: number): number {
  sheet.doc.font(font).fontSize(size).fillColor('black');
  sheet.doc.y = y;
  // Line by line: a line break counts as a letter where pdfkit centres.
  for (const line of text.split('\n')) sheet.doc.text(line, column.x, sheet.doc.y, { width: column.width, align: 'center' });
  return sheet.doc.y;
}
function rule(sheet: Sheet, column: Column, y: number, length: number): void {
  const x = column.x + (column.width - length) / 2;
  sheet.doc
    .moveTo(x, y)
    .lineTo(x + length, y)
    .lineWidth(0.7)
    .stroke('black');
}

/** `05/BC-UBND`: numbers under 10 carry a leading zero (annex I, II.3). */
const printedNumber = (number: string): string => (/^\d$/.test(number) ? `0${number}` : number);

export function drawHead(sheet: Sheet, letter: Letter): void {
  const { doc, left, width } = sheet;
  const agency: Column = { x: left - mm(6), width: width * 0.42 };
  const state: Column = { x: left + width * 0.4, width: width * 0.6 };
  const top = doc.y;

  let y = top;
  if (letter.parentAgency !== undefined) y = centred(sheet, agency, y, letter.parentAgency.toUpperCase(), 'regular', 12.5);
  y = centred(sheet, agency, y, letter.agency.toUpperCase(), 'bold', 12.5);
  const lastLine = letter.agency.toUpperCase().split('\n').at(-1) ?? '';
  rule(sheet, agency, y + 2, Math.min(doc.widthOfString(lastLine), agency.width) * 0.45);
  const agencyBottom = y;

  y = centred(sheet, state, top, STATE, 'bold', 12.5);
  y = centred(sheet, state, y, MOTTO, 'bold', 13.5);
  rule(sheet, state, y + 2, doc.widthOfString(MOTTO));

  const line = Math.max(agencyBottom, y) + 10;
  const number = letter.number === undefined ? '            ' : printedNumber(letter.number);
  const numberBottom = centred(sheet, agency, line, `Số: ${number}/${letter.notation}`, 'regular', 13);
  const year = yearOf(legalDateOf(letter.createdAt));
  const date = letter.date === undefined ? `ngày       tháng       năm ${year}` : printedDate(letter.date);
  const dateBottom = centred(sheet, state, line, `${letter.place}, ${date}`, 'italic', 13.5);

  let below = numberBottom;
  if (letter.typeName === undefined) {
    const narrow: Column = { x: agency.x + 6, width: agency.width - 12 };
    below = centred(sheet, narrow, numberBottom + 2, `V/v ${letter.subject}`, 'regular', 12);
  }
  if (letter.urgency !== undefined) below = drawStamp(sheet, agency, below + 7, letter.urgency);
  doc.y = Math.max(below, dateBottom) + 14;
  if (letter.typeName !== undefined) drawTitle(sheet, letter.typeName, letter.subject);
  drawAddressees(sheet, letter.addressees);
}

function drawStamp(sheet: Sheet, column: Column, y: number, urgency: string): number {
  const word = urgency.toUpperCase();
  const [w, h] = [mm(STAMP_WIDTH[word] ?? 40), mm(8)];
  const x = column.x + (column.width - w) / 2;
  sheet.doc.rect(x, y, w, h).lineWidth(1).stroke('#e00000');
  sheet.doc.font('bold').fontSize(13).fillColor('#e00000');
  sheet.doc.text(word, x, y + (h - sheet.doc.currentLineHeight()) / 2 + 0.5, { width: w, align: 'center', lineBreak: false });
  return y + h;
}

function drawTitle(sheet: Sheet, typeName: string, subject: string): void {
  const { doc, left, width } = sheet;
  const full: Column = { x: left, width };
  const y = centred(sheet, full, doc.y, typeName.toUpperCase(), 'bold', 14);
  const narrow: Column = { x: left + 30, width: width - 60 };
  const bottom = centred(sheet, narrow, y + 1, subject, 'bold', 14);
  const oneLine = Math.min(doc.widthOfString(subject), narrow.width);
  rule(sheet, full, bottom + 3, oneLine * 0.4);
  doc.y = bottom + 16;
}

function drawAddressees(sheet: Sheet, addressees: readonly string[]): void {
  const { doc, left, width } = sheet;
  if (addressees.length === 0) return;
  doc.font('regular').fontSize(14).fillColor('black');
  const [only] = addressees;
  if (addressees.length === 1) {
    doc.text(`Kính gửi: ${only}`, left, doc.y, { width, align: 'center' });
  } else {
    const x = left + width * 0.22;
    doc.text('Kính gửi:', x, doc.y);
    const indent = x + doc.widthOfString('Kính gửi: ');
    addressees.forEach((a, i) => {
      doc.text(`- ${a}${i === addressees.length - 1 ? '.' : ';'}`, indent, doc.y, { width: left + width - indent });
    });
  }
  doc.y += 12;
}
