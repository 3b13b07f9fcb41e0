import { describe, expect, it } from 'vitest';
import { drawPage, type Wanted } from '../../../test/scanning/pages.ts';
import { facingOf, type InkMask, inkMask, inkShare, skewOf } from './raster.ts';

async function maskOf(wanted: Wanted): Promise<InkMask> {
  const { data, info } = await (await drawPage({ dpi: 120, noise: 8, ...wanted })).greyscale().raw().toBuffer({ resolveWithObject: true });
  return inkMask({ width: info.width, height: info.height, data });
}

describe('a page lying askew', () => {
  it('is measured to a tenth of a degree', async () => {
    const wrong: string[] = [];
    for (const skew of [-4.3, -0.5, 0, 2.4]) {
      const found = skewOf(await maskOf({ skew }));
      if (Math.abs(found.degrees + skew) > 0.1 || found.clarity < 1.3) wrong.push(`${skew}: ${found.degrees} (${found.clarity})`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('a page lying on its side or head', () => {
  it('is recognised with the degrees that let it stand', async () => {
    const wrong: string[] = [];
    for (const turn of [0, 90, 180, 270] as const)
      for (const skew of [0.7]) {
        const found = facingOf(await maskOf({ turn, skew, seed: turn + 1 }));
        const needed = (360 - turn) % 360;
        if (found.turn !== needed || found.sure < 0.5) wrong.push(`${turn}: ${found.turn} (${found.sure})`);
      }
    expect(wrong).toEqual([]);
  });
  it('is not guessed from three lines', async () => {
    expect((await facingOf(await maskOf({ lines: 3, turn: 180 }))).sure).toBe(0);
  });
});

describe('ink', () => {
  it('of an empty, grainy, tinted sheet stays far under that of a single line of text', async () => {
    const empty = inkShare(await maskOf({ lines: 0, noise: 14 }));
    const line = inkShare(await maskOf({ lines: 1 }));
    expect({ empty, line }).toMatchObject({
      empty: expect.toSatisfy((v: number) => v < 0.0003),
      line: expect.toSatisfy((v: number) => v > 0.001),
    });
  });
});
