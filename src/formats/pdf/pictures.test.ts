import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { jpegPage } from '../../../test/scanning/pages.ts';
import { bytesSource, PdfDocument, pictureBytes, scannedPages } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const has = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined;

async function made(draw: (doc: InstanceType<typeof PDFDocument>) => void): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve) => {
    doc.on('data', (b: Buffer) => parts.push(b));
    doc.on('end', () => resolve(Buffer.concat(parts)));
  });
  draw(doc);
  doc.end();
  return done;
}
const small = (bytes: Buffer | Uint8Array, turn = 0): Promise<Buffer> =>
  sharp(bytes)
    .rotate(turn)
    .toBuffer()
    .then((b) => sharp(b).resize(40, 40, { fit: 'fill' }).greyscale().raw().toBuffer());
const apart = (a: Buffer, b: Buffer): number => a.reduce((sum, v, n) => sum + Math.abs(v - (b[n] ?? 0)), 0) / a.length;

describe.skipIf(!has('pdftoppm'))('the picture of a scanned page [needs poppler]', () => {
  it('comes out the way the page shows it, however page and picture are turned', async () => {
    const jpeg = await jpegPage({ dpi: 50, lines: 5 });
    const { width = 1, height = 1 } = await sharp(jpeg).metadata();
    const pdf = await made((doc) => {
      for (const turn of [0, 90, 180, 270])
        for (const rotate of [0, 90, 180, 270]) {
          const [w, h] = turn % 180 === 0 ? [width, height] : [height, width];
          doc.addPage({ size: [w, h], margin: 0 });
          doc
            .save()
            .translate(w / 2, h / 2)
            .rotate(turn)
            .image(jpeg, -width / 2, -height / 2, { width, height })
            .restore();
          (doc.page.dictionary as unknown as { data: Record<string, unknown> }).data.Rotate = rotate;
        }
    });
    const doc = PdfDocument.open(bytesSource(pdf));
    const path = join(dir, 'turned.pdf');
    writeFileSync(path, pdf);
    execFileSync('pdftoppm', ['-r', '36', '-png', path, join(dir, 'shown')]);
    const wrong: string[] = [];
    for (const [n, { picture }] of scannedPages(doc).entries()) {
      if (!picture) {
        wrong.push(`${n}: no picture`);
        continue;
      }
      const shown = await sharp(join(dir, `shown-${String(n + 1).padStart(2, '0')}.png`)).toBuffer();
      const bytes = pictureBytes(doc, picture);
      const far = apart(await small(shown), await small(bytes, picture.turn));
      const otherwise = apart(await small(shown), await small(bytes, picture.turn + 180));
      if (far * 2 > otherwise || Math.abs(picture.dpi - 72) > 1)
        wrong.push(`${n}: turn ${picture.turn} ${far} ${otherwise} ${picture.dpi}`);
    }
    expect(wrong).toEqual([]);
  });
});

it('a page that shows anything besides its picture is no scan; a hidden text layer is none the less', async () => {
  const jpeg = await jpegPage({ dpi: 40, lines: 2 });
  const kinds: ((doc: InstanceType<typeof PDFDocument>) => void)[] = [
    () => undefined,
    (doc) => doc.text('Công văn', 20, 20),
    (doc) => doc.rect(10, 10, 50, 50).fill('#000'),
    (doc) => doc.image(jpeg, 0, 0, { width: 100 }),
    (doc) => {
      (doc as unknown as { addContent(text: string): void }).addContent('BT 3 Tr ET');
    },
  ];
  const pdf = await made((doc) => {
    for (const more of kinds) {
      doc.addPage({ size: 'A4', margin: 0 });
      doc.image(jpeg, 0, 0, { width: 595 });
      more(doc);
    }
  });
  const pages = scannedPages(PdfDocument.open(bytesSource(pdf)));
  expect(pages.map((page) => page.picture !== undefined)).toEqual([true, false, false, false, true]);
});
