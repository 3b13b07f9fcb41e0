import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../test/bench/bench.ts';
import { bilevelTiff, colourTiff, joinTiffs } from '../../../test/scanning/pages.ts';
import { Failure } from '../../domain/errors.ts';
import { type Bytes, cutPage, readTiff, wrapFax } from './tiff.ts';

const over = (bytes: Buffer): Bytes => ({ size: bytes.length, read: (at, length) => bytes.subarray(at, Math.max(at, at + length)) });
let pages: Buffer[];
let joined: Buffer;
beforeAll(async () => {
  pages = [await bilevelTiff({ dpi: 50, lines: 3 }), await colourTiff({ dpi: 50, lines: 4 }), await bilevelTiff({ dpi: 50, lines: 6 })];
  joined = joinTiffs(pages);
});
const pixels = (bytes: Buffer): Promise<Buffer> => sharp(bytes).greyscale().raw().toBuffer();

describe('a TIFF of several pages', () => {
  it('comes apart into files of one page with the same pixels', async () => {
    const file = readTiff(over(joined));
    expect(file.pages.length).toBe(3);
    for (const [n, page] of pages.entries()) expect((await pixels(cutPage(over(joined), file, n))).equals(await pixels(page))).toBe(true);
  });

  it('cut anywhere is half, never read past its end', () => {
    const codes = new Set<string>();
    for (let at = 8; at < joined.length; at += 97) {
      try {
        readTiff(over(joined.subarray(0, at)));
        codes.add('whole');
      } catch (error) {
        codes.add(error instanceof Failure ? error.error.code : String(error));
      }
    }
    expect([...codes].sort()).toEqual(['scan.half_file']);
  });

  it('with any bytes changed ends in a page or in a code, soon', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 400; round++) {
      const spoilt = Buffer.from(joined);
      const tables = [4, spoilt.readUInt32LE(4)];
      for (let n = 0; n < 6; n++) {
        const near = tables[Math.floor(random() * 2)] ?? 4;
        spoilt[Math.min(spoilt.length - 1, near + Math.floor(random() * 200))] = Math.floor(random() * 256);
      }
      try {
        const file = readTiff(over(spoilt));
        cutPage(over(spoilt), file, 0);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }
  });
});

it('fax data gets the file around it that a decoder wants', async () => {
  const [page = Buffer.alloc(0)] = pages;
  const { width = 0, height = 0 } = await sharp(page).metadata();
  const file = readTiff(over(wrapFax(page.subarray(8), width, height, true)));
  expect(file.pages[0]?.fields.find((f) => f.tag === 259)?.value[0]).toBe(4);
});
