import { describe, expect, it } from 'vitest';
import { dpiOf, editedSize, editPage, isPassing, missingPages, printedNumber, proposedSplits, qualityOf, UNTOUCHED } from './scan.ts';

const look = (ink: number) => ({ look: { ink, skew: 0, turn: 0 as const } });
describe('what is said of a scan', () => {
  it('a paper seems to begin behind a blank sheet, not at the blank sheets before the first', () => {
    expect(proposedSplits([look(0), look(0.05), look(0), look(0), look(0.04), look(0.03), look(0)], 0.0004)).toEqual([4]);
    expect(proposedSplits([{}, {}, look(0.05)], 0.0004)).toEqual([]);
  });
  it('numbers printed on the pages tell what is missing; a page without a number stands in for one', () => {
    expect(missingPages([undefined, 2, 3, 5, 6])).toEqual({ missing: [4], outOfOrder: false });
    expect(missingPages([undefined, 2, undefined, 4])).toEqual({ missing: [], outOfOrder: false });
    expect(missingPages([2, 4, 3])).toEqual({ missing: [], outOfOrder: true });
    expect(missingPages([undefined, 7])).toEqual({ missing: [], outOfOrder: false });
  });
  it('the number stands alone in the middle of the head', () => {
    const word = (text: string, x: number, y: number) => ({ text, x, y, w: 20, h: 20, confidence: 90 });
    expect(printedNumber({ width: 1000, height: 1400, words: [word('3', 490, 50), word('Điều', 100, 200)] })).toBe(3);
    expect(printedNumber({ width: 1000, height: 1400, words: [word('Số', 440, 50), word('12', 490, 50)] })).toBeUndefined();
  });
  it('a resolution that the file does not say is told from A4; under 200 dots an inch or without colour is named', () => {
    expect([dpiOf(1654, 2339, undefined), dpiOf(1654, 2339, 72), dpiOf(1654, 2339, 300)]).toEqual([
      { dpi: 200, guessed: true },
      { dpi: 200, guessed: true },
      { dpi: 300, guessed: false },
    ]);
    expect(qualityOf({ width: 1, height: 1, dpi: 150, colour: 'grey' })).toEqual(['low_dpi', 'not_colour']);
  });
});

describe('edits of a page', () => {
  it('turn what was cropped with it, and crop within what was seen', () => {
    const cropped = editPage(UNTOUCHED, { crop: { x: 0.1, y: 0.2, w: 0.5, h: 0.4 } });
    const full = [90, 90, 90, 90].reduce((edit) => editPage(edit, { turn: 90 }), cropped);
    expect(full.turn).toBe(0);
    for (const key of ['x', 'y', 'w', 'h'] as const) expect(full.crop?.[key]).toBeCloseTo(cropped.crop?.[key] ?? -1);
    expect(editPage(cropped, { crop: { x: 0.5, y: 0.5, w: 0.5, h: 0.5 } }).crop).toMatchObject({ x: 0.35, w: 0.25 });
    expect(editPage(cropped, { crop: null }).crop).toBeUndefined();
    expect(editedSize({ width: 100, height: 200 }, editPage(cropped, { turn: 90 }))).toEqual({ width: 80, height: 50 });
  });
});
it('files that programs are still writing are passed over', () => {
  expect(['.a.pdf', '~x.tif', 'b.pdf.part', 'Thumbs.db', 'c.pdf'].filter(isPassing)).toEqual([
    '.a.pdf',
    '~x.tif',
    'b.pdf.part',
    'Thumbs.db',
  ]);
});
