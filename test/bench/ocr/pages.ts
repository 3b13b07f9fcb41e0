/** Pages of the reading benchmark: drawn, then worn as a desk's scanner gives them – skewed, noisy, pale, JPEG. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../bench.ts';
import { drawPage } from './draw.ts';
import { type InventedDocument, inventDocument, pick, type Random } from './texts.ts';

export interface WornPage {
  readonly document: InventedDocument;
  readonly jpeg: Buffer;
  readonly dpi: number;
}

/** @param seed the same seed gives the same pages; another one gives pages that nothing was fitted to */
export async function makePages(count: number, seed: number): Promise<WornPage[]> {
  const dir = mkdtempSync(join(tmpdir(), 'tram-ocr-'));
  try {
    const pages: WornPage[] = [];
    for (let i = 0; i < count; i++) {
      const random = seededRandom(seed * 1000 + i);
      const document = inventDocument(random);
      const dpi = pick(random, [200, 200, 300, 300, 240]);
      writeFileSync(join(dir, 'page.pdf'), await drawPage(document, random));
      execFileSync('pdftoppm', ['-r', String(dpi), '-png', '-singlefile', join(dir, 'page.pdf'), join(dir, 'page')]);
      pages.push({ document, dpi, jpeg: await wear(readFileSync(join(dir, 'page.png')), random) });
    }
    return pages;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function wear(png: Buffer, random: Random): Promise<Buffer> {
  const skew = (random() - 0.5) * 2 * (random() < 0.25 ? 2.2 : 0.8);
  const paper = { r: 255 - Math.floor(random() * 14), g: 255 - Math.floor(random() * 16), b: 255 - Math.floor(random() * 26) };
  const contrast = 0.62 + random() * 0.38;
  const blur = random() < 0.6 ? 0.3 + random() * 0.5 : 0;
  const turned = sharp(png).flatten({ background: '#fff' }).rotate(skew, { background: '#fff' });
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true });
  const spread = 4 + random() * 18;
  const specks = random() < 0.5 ? 0.0004 : 0;
  const noisy = Buffer.allocUnsafe(data.byteLength);
  const back = [paper.r, paper.g, paper.b];
  for (let at = 0; at < data.byteLength; at += 3) {
    const noise = (random() + random() + random() - 1.5) * spread;
    const speck = specks > 0 && random() < specks ? -150 : 0;
    for (let c = 0; c < 3; c++) {
      const ink = 255 - (data[at + c] ?? 255);
      noisy[at + c] = Math.max(0, Math.min(255, (back[c] ?? 255) - ink * contrast + noise + speck));
    }
  }
  const picture = sharp(noisy, { raw: { width: info.width, height: info.height, channels: 3 } });
  return (blur > 0.3 ? picture.blur(blur) : picture).jpeg({ quality: 45 + Math.floor(random() * 40) }).toBuffer();
}
