/** Writes a scanned PDF of many colour pages, as an office scanner makes it; every page's picture differs. `make.ts PATH PAGES` */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { jpegPage } from '../../scanning/pages.ts';

const [path = '', count = '300'] = process.argv.slice(2);
const DPI = 200;
const drawn = await Promise.all(
  [1, 2, 3, 4, 5, 6].map((seed) => jpegPage({ dpi: DPI, lines: 34, noise: 5, skew: seed % 2 ? 0.6 : 0, seed })),
);
const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
const out = createWriteStream(path);
doc.pipe(out);
for (let n = 0; n < Number(count); n++) {
  const jpeg = drawn[n % drawn.length] ?? Buffer.alloc(0);
  // A comment segment (ISO 10918-1, B.2.4.5) behind the start: no two pictures are the same bytes.
  const words = Buffer.from(`page ${n}`);
  const length = Buffer.from([0xff, 0xfe, 0, words.length + 2]);
  doc.addPage({ size: 'A4', margin: 0 });
  doc.image(Buffer.concat([jpeg.subarray(0, 2), length, words, jpeg.subarray(2)]), 0, 0, { width: 595.28 });
  // What was written goes on before the next page.
  if (n % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}
doc.end();
await finished(out);
