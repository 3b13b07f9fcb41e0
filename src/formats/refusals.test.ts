/** What the readers and writers of formats refuse, each by its own code. */
import { describe, expect, it } from 'vitest';
import { makePdf } from '../../test/signing/kit.ts';
import { Failure } from '../domain/errors.ts';
import { readCertificate, readNode } from './cms/index.ts';
import { decodePng } from './image/index.ts';
import { composePdf } from './pdf/compose.ts';
import { bytesSource, PdfDocument } from './pdf/index.ts';

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
};
const refuses = (code: string, work: () => unknown): void => {
  it(code, async () => expect(await codeOf(work)).toBe(code));
};

describe('PDFs', () => {
  refuses('pdf.page_missing', async () => composePdf([{ bytes: await makePdf(), pages: [7] }]));
  refuses('pdf.too_many_pages', async () => composePdf([{ bytes: await makePdf(), pages: Array.from({ length: 3_001 }, () => 1) }]));
  refuses('pdf.damaged', () => composePdf([{ bytes: Buffer.from('khong phai') }]));
  refuses('pdf.damaged', () => PdfDocument.open(bytesSource(Buffer.from('%PDF-1.7 khong con gi'))));
});
describe('structures of signatures and certificates', () => {
  refuses('cms.damaged', () => readNode(Buffer.from([0x30, 0x80, 0, 0])));
  refuses('cms.certificate_damaged', () => readCertificate(Buffer.from('khong phai')));
});
describe('pictures', () => {
  refuses('image.too_large', () => decodePng(new Uint8Array(17 * 1024 * 1024)));
  refuses('image.unreadable', () => decodePng(Buffer.from('khong phai')));
});
