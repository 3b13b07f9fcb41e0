/** The end of the letter: Nơi nhận (cell 9b) left, the signer's block (7a–7c) right, room for signature and seal. */
import type { Letter } from './index.ts';
import { mm, type Sheet } from './sheet.ts';

/** PDF points, origin bottom left. */
export interface Place {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface SignerPlaces {
  /** Between position and full name (cell 7c). */
  readonly signature: Place;
  /** True size of a commune's round seal, over the left third of the signature (cell 8). */
  readonly seal: Place;
}

const TITLE_SIZE = 13.5;
const ROOM = mm(38);
const GAP = 10;
const SEAL = mm(36);

const title = (letter: Letter): string =>
  [letter.signer.competence, letter.signer.position]
    .filter((line) => line !== undefined)
    .join('\n')
    .toUpperCase();

export function endingHeight({ doc, width }: Sheet, letter: Letter): number {
  doc.font('bold').fontSize(TITLE_SIZE);
  const signer = doc.heightOfString(title(letter), { width: width * 0.52 }) + ROOM + doc.currentLineHeight();
  doc.font('regular').fontSize(11);
  const lines = letter.recipients.map((r) => doc.heightOfString(`- ${r};`, { width: width * 0.44 }));
  return GAP + Math.max(signer, 18 + lines.reduce((sum, h) => sum + h, 0));
}

export function drawEnding(sheet: Sheet, letter: Letter): SignerPlaces {
  const { doc, left, width } = sheet;
  sheet.keepTogether(endingHeight(sheet, letter));
  const page = doc.bufferedPageRange().count;
  const top = doc.y + GAP;
  drawRecipients(sheet, letter.recipients, top);

  const column = { x: left + width * 0.46, width: width * 0.54 };
  doc.font('bold').fontSize(TITLE_SIZE).fillColor('black');
  doc.y = top;
  for (const line of title(letter).split('\n')) doc.text(line, column.x, doc.y, { width: column.width, align: 'center' });
  const roomTop = doc.y;
  doc.text(letter.signer.fullName, column.x, roomTop + ROOM, { width: column.width, align: 'center', lineBreak: false });

  const height = doc.page.height;
  const signature = {
    page,
    width: mm(44),
    height: mm(22),
    x: column.x + (column.width - mm(44)) / 2,
    y: height - roomTop - ROOM / 2 - mm(11),
  };
  const seal = {
    page,
    width: SEAL,
    height: SEAL,
    x: signature.x + signature.width / 3 - SEAL,
    y: signature.y + signature.height / 2 - SEAL / 2,
  };
  return { signature, seal };
}

function drawRecipients({ doc, left, width }: Sheet, recipients: readonly string[], top: number): void {
  doc.font('boldItalic').fontSize(12).fillColor('black');
  doc.text('Nơi nhận:', left, top);
  doc.font('regular').fontSize(11);
  recipients.forEach((r, i) => {
    doc.text(`- ${r}${i === recipients.length - 1 ? '.' : ';'}`, left, doc.y, { width: width * 0.44 });
  });
}
