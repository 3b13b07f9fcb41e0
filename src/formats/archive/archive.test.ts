import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { jpegPage } from '../../../test/scanning/pages.ts';
import { bytesSource, PdfDocument } from '../pdf/index.ts';
import { type ArchivePage, checkArchive, writeArchive } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;
const font = readFileSync(join(import.meta.dirname, '..', '..', '..', 'resources', 'fonts', 'Tinos-Regular.ttf'));

async function make(pages: readonly ArchivePage[], title = 'Công văn <số 1> & phụ lục'): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const archive = writeArchive({ title, madeAt: Date.UTC(2026, 10, 20, 2), font }, (bytes) => parts.push(bytes));
  for (const page of pages) archive.addPage(page);
  await archive.end();
  return Buffer.concat(parts);
}
async function colour(): Promise<ArchivePage> {
  const bytes = await jpegPage({ dpi: 100, lines: 6 });
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const words = ['Ủy', 'ban', 'nhân', 'dân', 'xã', 'Ví', 'Dụ'].map((text, n) => ({
    text,
    x: 100 + n * 60,
    y: 120,
    w: 50,
    h: 24,
    confidence: 90,
  }));
  return { picture: { kind: 'jpeg', bytes, width, height, channels: 3 }, turn: 0, straighten: 0, dpi: 100, text: { width, height, words } };
}
const bits = (): ArchivePage => ({
  picture: { kind: 'bits', bytes: deflateSync(Buffer.alloc(104 * 1169, 0xff)), width: 827, height: 1169 },
  turn: 90,
  straighten: 1.25,
  dpi: 100,
});
const judged = (bytes: Buffer): string[] => checkArchive(PdfDocument.open(bytesSource(bytes)));

describe('a file of scanned pages', () => {
  it('stands the structural check, and says so for what breaks it', async () => {
    const bytes = await make([await colour(), bits()]);
    expect(judged(bytes)).toEqual([]);
    const text = bytes.toString('latin1');
    const spoilt = (from: string, to: string): string[] => judged(Buffer.from(text.replace(from, to.padEnd(from.length)), 'latin1'));
    expect(spoilt('<pdfaid:part>2<', '<pdfaid:part>1<')).toEqual(['no_identification']);
    expect(spoilt('/S /GTS_PDFA1', '/S /GTS_PDFX1')).toEqual(['no_output_intent']);
    expect(spoilt('/FontFile2', '/FontFileX')).toEqual(['font_not_embedded']);
    expect(spoilt('/DeviceRGB', '/DeviceCMYK'.slice(0, 10))).toEqual([]);
    expect(spoilt('%\u00ff\u00ff\u00ff\u00ff', '%abcd')).toEqual(['header']);
  });

  it('holds the picture byte for byte', async () => {
    const page = await colour();
    expect((await make([page])).includes(Buffer.from(page.picture.bytes))).toBe(true);
  });

  it.skipIf(!has('qpdf') || !has('pdftotext'))('is sound, with its words found where they stand [needs qpdf, poppler]', async () => {
    const path = join(dir, 'a.pdf');
    writeFileSync(path, await make([await colour(), bits()]));
    const run = (tool: string, ...args: string[]): string => execFileSync(tool, args, { encoding: 'utf8' });
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors');
    expect(run('pdftotext', '-layout', path, '-')).toContain('Ủy ban nhân dân xã Ví Dụ');
    expect(run('pdfinfo', path)).toMatch(/Title:\s+Công văn <số 1> & phụ lục[\s\S]*Pages:\s+2[\s\S]*PDF version:\s+1\.7/);
    expect(run('pdffonts', path)).toMatch(/Tinos\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    const box = run('pdftotext', '-bbox', path, '-')
      .match(/xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Ủy</)
      ?.slice(1)
      .map(Number);
    expect(box?.[0]).toBeCloseTo(72, 0);
  });

  it.skipIf(!has('pdftoppm'))('shows a page turned and straightened as its picture would be [needs poppler]', async () => {
    const upright = await colour();
    const crooked = await sharp(upright.picture.bytes).rotate(3, { background: '#fff' }).toBuffer({ resolveWithObject: true });
    const side = await sharp(crooked.data).rotate(270).jpeg({ quality: 95 }).toBuffer({ resolveWithObject: true });
    const page: ArchivePage = {
      picture: { kind: 'jpeg', bytes: side.data, width: side.info.width, height: side.info.height, channels: 3 },
      turn: 90,
      straighten: -3,
      dpi: 100,
    };
    const path = join(dir, 'turned.pdf');
    writeFileSync(path, await make([page]));
    const shown = execFileSync('pdftoppm', ['-r', '25', '-png', '-singlefile', path], { maxBuffer: 1 << 26 });
    const { width = 0, height = 0 } = await sharp(shown).metadata();
    const middle = { left: Math.round((width - 190) / 2), top: Math.round((height - 280) / 2), width: 190, height: 280 };
    const got = await sharp(shown).extract(middle).greyscale().raw().toBuffer();
    const flat = await sharp(upright.picture.bytes)
      .resize(Math.round(827 / 4))
      .greyscale()
      .toBuffer({ resolveWithObject: true });
    const wanted = await sharp(flat.data)
      .extract({ left: Math.round((flat.info.width - 190) / 2), top: Math.round((flat.info.height - 280) / 2), width: 190, height: 280 })
      .greyscale()
      .raw()
      .toBuffer();
    let [same, inks] = [0, 0];
    for (let i = 0; i < wanted.length; i++) {
      if ((wanted[i] ?? 255) > 190) continue;
      inks++;
      if ((got[i] ?? 255) < 225) same++;
    }
    expect(inks).toBeGreaterThan(200);
    expect(same / inks).toBeGreaterThan(0.85);
  });
});
