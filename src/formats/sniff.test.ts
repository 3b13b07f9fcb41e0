import { describe, expect, it } from 'vitest';
import { detectType } from './sniff.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('what a file is, by its bytes', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['pdf', Buffer.from('%PDF-1.4\n')],
    ['pdf', Buffer.from(`${'rác\n'.repeat(20)}%PDF-1.7`)],
    ['ole', hex('d0cf11e0a1b11ae1 0000')],
    ['png', hex('89504e470d0a1a0a')],
    ['jpeg', hex('ffd8ffe0')],
    ['tiff', hex('49492a00')],
    ['tiff', hex('4d4d002a')],
    ['rar', hex('526172211a0701')],
    ['7z', hex('377abcaf271c')],
    ['rtf', Buffer.from('{\\rtf1')],
    ['xml', Buffer.from('\ufeff<?xml version="1.0"?>')],
    ['text', Buffer.from('Kính gửi: UBND xã Ví Dụ')],
    ['text', Buffer.from('\ufeffKính gửi', 'utf16le')],
    ['zip', hex('504b0506 000000000000000000000000000000000000')],
    ['unknown', hex('00010203')],
    ['unknown', hex('c328c328')],
  ] as const)('%s', (type, bytes) => {
    expect(detectType(bytes)).toBe(type);
  });
  it('a letter cut by the end of the head does not make text unknown', () => {
    expect(detectType(Buffer.from('Kính gửi: ữ').subarray(0, -1))).toBe('text');
  });
});
