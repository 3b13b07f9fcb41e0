import { describe, expect, it } from 'vitest';
import { Lexer } from './lexer.ts';
import { PdfString } from './objects.ts';
import { Bytes, bytesSource } from './source.ts';

const read = (text: string): { bytes: Uint8Array | undefined; after: number } => {
  const lexer = new Lexer(new Bytes(bytesSource(Buffer.from(text, 'latin1'))), 0);
  const value = lexer.object();
  return { bytes: value instanceof PdfString ? value.bytes : undefined, after: lexer.pos };
};
const digits = (count: number): string => Array.from({ length: count }, (_, i) => '0123456789abcdefABCDEF'[(i * 7) % 22]).join('');
/** What the standard says, slowly (ISO 32000-2, 7.3.4.3). */
const plain = (text: string): Uint8Array => {
  const clean = text.replace(/[\s\0]/g, '');
  const even = clean.length % 2 === 0 ? clean : `${clean}0`;
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
};

describe('a hexadecimal string', () => {
  // Around the lengths from which it is read at once.
  it.each([0, 1, 2, 255, 256, 257, 258, 1000, 32_768, 131_070, 131_072, 131_074, 200_001])('of %i digits is read to its end', (count) => {
    const text = digits(count);
    const { bytes, after } = read(`<${text}> 1`);
    expect(Buffer.compare(bytes ?? Buffer.of(1), plain(text))).toBe(0);
    expect(after).toBe(count + 2);
  });
  it.each([10, 300, 40_000])('may hold white space between %i digits', (count) => {
    const text = digits(count).replace(/(.{7})/g, '$1\r\n \t');
    expect(Buffer.compare(read(`<${text}>`).bytes ?? Buffer.of(1), plain(text))).toBe(0);
  });
  it.each([10, 300, 40_000])('with something else among %i digits is damaged', (count) => {
    for (const strange of ['g', '<', '(', '\u00e9'])
      expect(() => read(`<${digits(count)}${strange}${digits(count)}>`)).toThrow('pdf.damaged');
  });
  it.each([10, 300, 40_000, 200_000])('that never ends after %i digits is damaged', (count) => {
    expect(() => read(`<${digits(count)}`)).toThrow('pdf.damaged');
  });
});
