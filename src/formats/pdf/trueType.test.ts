import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TrueType, TrueTypeSubset } from './trueType.ts';

/** Sum of four-byte numbers, zeros behind the last. */
function sum(bytes: Buffer): number {
  const whole = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.byteLength % 4)) % 4)]);
  let total = 0n;
  for (let at = 0; at < whole.byteLength; at += 4) total += BigInt(whole.readUInt32BE(at));
  return Number(total & 0xffff_ffffn);
}

test('every checksum of a subset is right (ISO/IEC 14496-22, 4.2): of each table, and of the whole file', () => {
  const font = new TrueType(readFileSync(fileURLToPath(new URL('../../../resources/fonts/Tinos-Regular.ttf', import.meta.url))));
  // Twice: what a face keeps of its own tables serves the second subset too.
  for (const text of ['Đã ký', 'Người ký: Nguyễn Văn Mẫu, ngày 22 tháng 11']) {
    const subset = new TrueTypeSubset(font);
    for (const letter of text) subset.include(font.glyphOf(letter.codePointAt(0) ?? 0));
    const file = subset.encode();
    expect(sum(file)).toBe(0xb1b0afba);
    const adjusted = Buffer.from(file);
    for (let i = 0; i < file.readUInt16BE(4); i++) {
      const row = 12 + i * 16;
      const [offset, length] = [file.readUInt32BE(row + 8), file.readUInt32BE(row + 12)];
      const name = file.toString('latin1', row, row + 4);
      if (name === 'head') adjusted.writeUInt32BE(0, offset + 8);
      expect(sum(adjusted.subarray(offset, offset + length)), name).toBe(file.readUInt32BE(row + 4));
    }
  }
});
