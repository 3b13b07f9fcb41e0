/**
 * An invented document as one page, in the layout of Decree 30/2020, annex I, with the freedom that offices take: other
 * margins, sizes, spacings, places of the stamp. Not the product's own writer of letters, so that reading is not fitted to it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { type InventedDocument, pick, type Random } from './texts.ts';

type Face = 'regular' | 'bold' | 'italic' | 'boldItalic';
const root = join(import.meta.dirname, '../../..');
const CROSCORE = '/usr/share/fonts/truetype/croscore';
const DEJAVU = '/usr/share/fonts/truetype/dejavu';
const family = (dir: string, names: readonly [string, string, string, string]): Record<Face, string> => ({
  regular: join(dir, names[0]),
  bold: join(dir, names[1]),
  italic: join(dir, names[2]),
  boldItalic: join(dir, names[3]),
});
const TINOS = family(join(root, 'resources/fonts'), ['Tinos-Regular.ttf', 'Tinos-Bold.ttf', 'Tinos-Italic.ttf', 'Tinos-BoldItalic.ttf']);
const OTHERS = [
  family(CROSCORE, ['Arimo-Regular.ttf', 'Arimo-Bold.ttf', 'Arimo-Italic.ttf', 'Arimo-BoldItalic.ttf']),
  family(DEJAVU, [
    'DejaVuSerifCondensed.ttf',
    'DejaVuSerifCondensed-Bold.ttf',
    'DejaVuSerifCondensed-Italic.ttf',
    'DejaVuSerifCondensed-BoldItalic.ttf',
  ]),
].filter((fonts) => Object.values(fonts).every((path) => existsSync(path)));

const mm = (n: number): number => (n * 72) / 25.4;

export function drawPage(document: InventedDocument, random: Random): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: true });
  const fonts = random() < 0.75 || OTHERS.length === 0 ? TINOS : pick(random, OTHERS);
  for (const [name, path] of Object.entries(fonts)) doc.registerFont(name, readFileSync(path));
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve) => doc.on('end', () => resolve(Buffer.concat(chunks))));
  new Drawer(doc, document, random).draw();
  doc.end();
  return ended;
}

class Drawer {
  readonly #doc: PDFKit.PDFDocument;
  readonly #it: InventedDocument;
  readonly #random: Random;
  readonly #left: number;
  readonly #right: number;
  readonly #size: number;
  constructor(doc: PDFKit.PDFDocument, document: InventedDocument, random: Random) {
    [this.#doc, this.#it, this.#random] = [doc, document, random];
    this.#left = mm(this.#some(28, 35));
    this.#right = 595.28 - mm(this.#some(14, 20));
    this.#size = pick(random, [13, 13.5, 14]);
  }
  #some(from: number, to: number): number {
    return from + this.#random() * (to - from);
  }
  #centred(text: string, x: number, width: number, y: number, face: Face, size: number): number {
    this.#doc.font(face).fontSize(size).fillColor('black').text(text, x, y, { width, align: 'center' });
    return this.#doc.y;
  }
  #rule(x: number, width: number, y: number): void {
    this.#doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.7)
      .stroke('black');
  }

  draw(): void {
    const y = this.#head();
    const bottom = this.#body(y);
    this.#end(Math.max(bottom + 12, 0));
  }

  #head(): number {
    const it = this.#it;
    const width = this.#right - this.#left;
    const small = pick(this.#random, [12, 12.5, 13]);
    const leftX = this.#left - mm(this.#some(2, 10));
    const leftW = width * this.#some(0.4, 0.44);
    const rightX = this.#left + width * this.#some(0.4, 0.43);
    const rightW = this.#right + mm(3) - rightX;
    const top = mm(this.#some(17, 25));
    let y = top;
    for (const line of it.superiorLines) y = this.#centred(line, leftX, leftW, y, 'regular', small);
    for (const line of it.agencyLines) y = this.#centred(line, leftX, leftW, y, 'bold', small);
    this.#rule(leftX + leftW * 0.35, leftW * 0.3, y + 2);
    let right = this.#centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', rightX, rightW, top, 'bold', Math.min(small, 12.5));
    right = this.#centred(
      `Độc lập ${pick(this.#random, ['-', '–'])} Tự do ${pick(this.#random, ['-', '–'])} Hạnh phúc`,
      rightX,
      rightW,
      right,
      'bold',
      13.5,
    );
    this.#rule(rightX + rightW * 0.18, rightW * 0.64, right + 2);
    const row = Math.max(y, right) + this.#some(6, 14);
    const label = pick(this.#random, ['Số: ', 'Số:', 'Số : ', 'Số ']);
    y = this.#centred(`${label}${it.number}/${it.notation}`, leftX, leftW, row, 'regular', 13);
    const [year, month, day] = it.date.split('-') as [string, string, string];
    const shown = `${it.place}, ngày ${day} tháng ${Number(month) < 3 ? month : Number(month)} năm ${year}`;
    right = this.#centred(shown, rightX, rightW, row, 'italic', pick(this.#random, [13, 13.5]));
    if (it.typeName === 'Công văn') y = this.#centred(`V/v ${it.subject}`, leftX + 8, leftW - 16, y + 2, 'regular', 12);
    if (it.urgency !== '') y = this.#urgency(leftX, leftW, y + this.#some(5, 10));
    y = Math.max(y, right) + this.#some(10, 20);
    if (it.typeName !== 'Công văn') y = this.#title(y);
    return this.#addressees(y);
  }
  #urgency(x: number, width: number, y: number): number {
    const w = mm({ KHẨN: 20, 'THƯỢNG KHẨN': 40, 'HỎA TỐC': 30 }[this.#it.urgency as 'KHẨN']);
    const at = x + (width - w) / 2;
    this.#doc.rect(at, y, w, mm(8)).lineWidth(1.2).stroke('#d81818');
    this.#doc
      .font('bold')
      .fontSize(13)
      .fillColor('#d81818')
      .text(this.#it.urgency, at, y + 4, { width: w, align: 'center', lineBreak: false });
    return y + mm(8);
  }
  #title(y: number): number {
    const width = this.#right - this.#left;
    let at = this.#centred(this.#it.typeName.toUpperCase(), this.#left, width, y, 'bold', 14);
    const indent = this.#some(15, 50);
    at = this.#centred(this.#it.subject, this.#left + indent, width - 2 * indent, at + 1, 'bold', pick(this.#random, [13, 14]));
    this.#rule(this.#left + width * 0.38, width * 0.24, at + 3);
    return at + this.#some(10, 18);
  }
  #addressees(y: number): number {
    const { addressees } = this.#it;
    if (addressees.length === 0) return y;
    const width = this.#right - this.#left;
    const [only] = addressees;
    if (addressees.length === 1) return this.#centred(`Kính gửi: ${only}`, this.#left, width, y, 'regular', this.#size) + 8;
    const x = this.#left + width * 0.24;
    this.#doc.font('regular').fontSize(this.#size).fillColor('black').text('Kính gửi:', x, y);
    for (const [i, a] of addressees.entries()) this.#doc.text(`- ${a}${i === addressees.length - 1 ? '.' : ';'}`, x + 62, this.#doc.y);
    return this.#doc.y + 8;
  }
  #body(y: number): number {
    const doc = this.#doc.font('regular').fontSize(this.#size).fillColor('black');
    const width = this.#right - this.#left;
    let at = y;
    for (const paragraph of this.#it.body) {
      if (at + doc.heightOfString(paragraph, { width, indent: mm(10) }) > mm(215)) break;
      doc.text(paragraph, this.#left, at, { width, indent: mm(10), align: 'justify', lineGap: this.#some(0, 3) });
      at = doc.y + this.#some(2, 5);
    }
    return at;
  }
  #end(y: number): void {
    const it = this.#it;
    const doc = this.#doc;
    const width = this.#right - this.#left;
    doc
      .font('boldItalic')
      .fontSize(12)
      .fillColor('black')
      .text('Nơi nhận:', this.#left, y + 4);
    doc.font('regular').fontSize(11);
    for (const [i, r] of it.recipients.entries())
      doc.text(`- ${r}${i === it.recipients.length - 1 ? '.' : ';'}`, this.#left, doc.y, { width: width * 0.42 });
    const x = this.#left + width * this.#some(0.44, 0.5);
    const w = this.#right - x;
    let at = y;
    for (const line of it.competence) at = this.#centred(line, x, w, at, 'bold', 13.5);
    const room = mm(this.#some(24, 34));
    this.#centred(it.signer, x, w, at + room, 'bold', this.#size);
    this.#signature(x + w * 0.5, at + room * 0.5);
    if (this.#random() < 0.8) this.#seal(x + w * this.#some(0.12, 0.42), at + room * this.#some(0.35, 0.75));
  }
  /** Blue ink between position and name; a stroke may run into the name. */
  #signature(x: number, y: number): void {
    const doc = this.#doc;
    doc.moveTo(x - 55, y);
    for (let i = 0; i < 6; i++)
      doc.bezierCurveTo(
        x - 55 + i * 18,
        y - this.#some(5, 26),
        x - 45 + i * 18,
        y + this.#some(4, 22),
        x - 36 + i * 18,
        y + this.#some(-6, 8),
      );
    doc.lineWidth(1.4).stroke('#1d3fae');
  }
  /** A red round seal of true size; where it lies it may cover the name and the lines above it. */
  #seal(x: number, y: number): void {
    const doc = this.#doc;
    const red = pick(this.#random, ['#d02424', '#c81e3a', '#e03a2a']);
    doc.save().opacity(this.#some(0.6, 0.9));
    doc.circle(x, y, mm(18)).lineWidth(2).stroke(red);
    doc.circle(x, y, mm(12.5)).lineWidth(1).stroke(red);
    for (let i = 0; i < 24; i++) {
      const a = (i / 24) * 2 * Math.PI;
      doc.font('bold').fontSize(9).fillColor(red);
      doc
        .save()
        .translate(x + Math.cos(a) * mm(15.3), y + Math.sin(a) * mm(15.3))
        .rotate((a * 180) / Math.PI + 90);
      doc.text('UBNDXAVIDUTINHMAU*UYBANND'.charAt(i), -3, -4.5, { lineBreak: false });
      doc.restore();
    }
    doc.font('bold').fontSize(9).fillColor(red);
    doc.text('ỦY BAN', x - 25, y - 14, { width: 50, align: 'center', lineBreak: false });
    doc.text('NHÂN DÂN', x - 30, y - 2, { width: 60, align: 'center', lineBreak: false });
    doc.restore();
  }
}
