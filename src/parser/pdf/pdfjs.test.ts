/** Words of thick scans: found without reading the pictures that they lie under; what makes too much be read is given up. */
import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeArchive } from '../../formats/archive/index.ts';
import { bytesSource } from '../../formats/pdf/index.ts';
import { findSecrecy } from './secrecy.ts';
import { readText } from './text.ts';
import { readWords } from './words.ts';

const font = readFileSync(join(import.meta.dirname, '..', '..', '..', 'resources', 'fonts', 'Tinos-Regular.ttf'));
const PAGES = 60;
const PICTURE = 1_000_000;
/** A start of a JPEG and noise: nobody decodes it here. */
const picture = (): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomFillSync(Buffer.alloc(PICTURE))]);

let scan: Buffer;
beforeAll(async () => {
  const parts: Uint8Array[] = [];
  const archive = writeArchive({ title: 'Hồ sơ', madeAt: 0, font }, (bytes) => parts.push(bytes));
  for (let n = 1; n <= PAGES; n++)
    archive.addPage({
      picture: { kind: 'jpeg', bytes: picture(), width: 1654, height: 2339, channels: 3 },
      turn: 0,
      straighten: 0,
      dpi: 200,
      text: {
        width: 1654,
        height: 2339,
        words: [
          { text: 'Trang', x: 300, y: 300, w: 120, h: 40, confidence: 95 },
          { text: `thứ${n}`, x: 440, y: 300, w: 120, h: 40, confidence: 95 },
        ],
      },
    });
  await archive.end();
  scan = Buffer.concat(parts);
});
const counted = (bytes: Uint8Array) => {
  const held = bytesSource(bytes);
  const seen = { read: 0 };
  const read = (at: number, length: number): Uint8Array => {
    seen.read += length;
    return held.read(at, length);
  };
  return { seen, source: { size: held.size, read } };
};

describe('a scan of sixty megabytes', () => {
  it('is looked through for its text, the words of its first and last pages, and a mark of secrecy by its small pieces alone', async () => {
    for (const look of [
      async (source: ReturnType<typeof counted>['source']) => {
        const { texts, pages } = await readWords(source, { first: 1, last: 2 });
        expect([pages, texts.map(({ page, text }) => [page, text.words.map((word) => word.text).join(' ')])]).toEqual([
          PAGES,
          [
            [1, 'Trang thứ1'],
            [59, 'Trang thứ59'],
            [60, 'Trang thứ60'],
          ],
        ]);
      },
      async (source: ReturnType<typeof counted>['source']) => {
        const { text, pages } = await readText(source, { fromPage: 31, maxPages: 2, maxChars: 1_000, maxMs: 60_000 });
        expect([pages, text.replace(/\s+/g, ' ').trim()]).toEqual([PAGES, 'Trang thứ31 Trang thứ32']);
      },
      async (source: ReturnType<typeof counted>['source']) => expect((await findSecrecy(source)).looked).toBe(true),
    ]) {
      const { seen, source } = counted(scan);
      await look(source);
      expect(seen.read).toBeLessThan(scan.length / 5);
    }
  });

  it('whose bytes fail to come fails as they did, and not as an empty file', async () => {
    const broken = {
      size: scan.length,
      read: () => {
        throw new RangeError('cut short');
      },
    };
    await expect(readText(broken, { fromPage: 1, maxPages: 1, maxChars: 10, maxMs: 1_000 })).rejects.toThrow('cut short');
  });
});
