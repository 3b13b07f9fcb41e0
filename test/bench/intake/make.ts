/**
 * Writes a scanned PDF of many colour pages, as an office scanner makes it: invented documents, worn, whose words can be
 * read; every page's picture differs. `make.ts PATH PAGES`
 */
import { createWriteStream, renameSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { makePages } from '../ocr/pages.ts';

const [path = '', count = '300'] = process.argv.slice(2);
const DRAWN = 12;
const SEED = 77;
const drawn = await makePages(Math.min(DRAWN, Number(count)), SEED);
const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
const out = createWriteStream(`${path}.half`);
doc.pipe(out);
for (let n = 0; n < Number(count); n++) {
  const { jpeg } = drawn[n % drawn.length] ?? { jpeg: Buffer.alloc(0) };
  // A comment segment (ISO 10918-1, B.2.4.5) behind the start: no two pictures are the same bytes.
  const words = Buffer.from(`page ${n}`);
  const length = Buffer.from([0xff, 0xfe, 0, words.length + 2]);
  doc.addPage({ size: 'A4', margin: 0 });
  doc.image(Buffer.concat([jpeg.subarray(0, 2), length, words, jpeg.subarray(2)]), 0, 0, { width: 595.28, height: 841.89 });
  // What was written goes on before the next page.
  if (n % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}
doc.end();
await finished(out);
renameSync(`${path}.half`, path);
