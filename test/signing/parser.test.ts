/** The parser's own jobs around a signature, on sealed files; and that it can do them with nothing but its two folders. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { decodePng } from '../../src/formats/image/index.ts';
import { renderLetter } from '../../src/formats/letter/index.ts';
import { createSealed, openSealed } from '../../src/parser/files.ts';
import { facts, pdfHandlers } from '../../src/parser/pdf/index.ts';
import { sealImage } from './images.ts';
import { fonts, makePdf } from './kit.ts';

let dir: string;
let n = 0;
const file = (): SealedFile => ({ path: join(dir, `f${++n}`), key: new Uint8Array(randomBytes(32)) });
const seal = (bytes: Uint8Array): SealedFile => {
  const sealed = file();
  const out = createSealed(sealed);
  out.write(bytes);
  out.finish();
  return sealed;
};
const plain = (sealed: SealedFile): Buffer => {
  const opened = openSealed(sealed);
  const bytes = opened.read(0, opened.size);
  opened.close();
  return bytes;
};
const field = {
  fieldName: 'S',
  page: 1,
  rectangle: { x: 50, y: 50, width: 200, height: 30 },
  appearance: { kind: 'text' as const, lines: [{ text: 'Đã ký', size: 12 }], color: 'red' as const },
  signingTime: 1_800_000_000_000,
  contentsBytes: 4096,
};
const code = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
};

beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'tvt-parser-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('preparing and placing a signature in sealed files', () => {
  it('puts the CMS exactly into its place, across the seams of sealed chunks too', async () => {
    // A file whose place for the signature lies over a seam of 64 KiB.
    const base = await makePdf();
    let crossed = 0;
    for (let short = 0; short <= 24_000; short += 3000) {
      const pdf = Buffer.concat([base, Buffer.from(`%${'x'.repeat(65_536 - base.length - short)}\n`)]);
      const source = seal(pdf);
      const [empty, filled] = [file(), file()];
      const prepared = pdfHandlers.prepareSignature({ source, target: empty, field });
      const before = plain(empty);
      const [, a = 0, b = 0, c = 0] = prepared.byteRange;
      const hash = createHash('sha256')
        .update(before.subarray(0, a))
        .update(before.subarray(b, b + c));
      expect(b + c).toBe(before.length);
      expect(hash.digest().equals(Buffer.from(prepared.digest))).toBe(true);
      const cms = randomBytes(3000);
      if (prepared.contentsOffset < 65_536 && prepared.contentsOffset + 6000 > 65_536) crossed++;
      const { contentsOffset, contentsHexLength, digest } = prepared;
      const placed = pdfHandlers.placeSignature({ source: empty, target: filled, contentsOffset, contentsHexLength, cms, digest });
      const after = plain(filled);
      expect(placed).toEqual({ size: before.length, sha256: createHash('sha256').update(after).digest('hex') });
      const expected = Buffer.from(before);
      expected.write(cms.toString('hex'), contentsOffset, 'latin1');
      expect(after.equals(expected)).toBe(true);
    }
    expect(crossed).toBeGreaterThan(0);
  });

  it('refuses a place that is not the empty one, a digest that differs, a CMS that is too large, and leaves no target', async () => {
    const empty = file();
    const { contentsOffset, contentsHexLength, digest } = pdfHandlers.prepareSignature({
      source: seal(await makePdf()),
      target: empty,
      field,
    });
    const place = (over: object): string =>
      code(() =>
        pdfHandlers.placeSignature({
          source: empty,
          target: file(),
          contentsOffset,
          contentsHexLength,
          cms: randomBytes(100),
          digest,
          ...over,
        }),
      );
    expect(place({ contentsOffset: contentsOffset - 1 })).toBe('pdf.place_differs');
    expect(place({ digest: randomBytes(32) })).toBe('pdf.digest_differs');
    expect(place({ cms: randomBytes(5000) })).toBe('pdf.cms_too_large');
    expect(place({})).toBe('done');
  });

  it('tells the pages as shown and what stands against signing', async () => {
    expect(facts(seal(await makePdf([0, 90])))).toEqual({
      pages: [
        { width: 595.28, height: 841.89, rotate: 0 },
        { width: 841.89, height: 595.28, rotate: 90 },
      ],
      encrypted: false,
      signatureFields: 0,
      noFurtherSignatures: false,
    });
    expect(code(() => facts(seal(Buffer.from('nothing'))))).toBe('pdf.not_a_pdf');
  });

  it('works under Node’s permission model with the vault and the program’s own folders alone', async () => {
    const source = seal(await makePdf());
    // As in Electron's utility process, which pdf.js does not take for Node.
    const job = `
      Object.defineProperty(process.versions, 'electron', { value: '43.0.0' });
      Object.defineProperty(process, 'type', { value: 'utility' });
      const { pdfHandlers } = await import(${JSON.stringify(new URL('../../src/parser/pdf/index.ts', import.meta.url).href)});
      const source = { path: ${JSON.stringify(source.path)}, key: new Uint8Array(${JSON.stringify([...source.key])}) };
      const target = { path: ${JSON.stringify(join(dir, 'target'))}, key: new Uint8Array(32) };
      pdfHandlers.prepareSignature({ source, target, field: ${JSON.stringify(field)} });
      const places = await pdfHandlers.findPlaces({ source, signer: 'Ví Dụ' });
      const verdict = await pdfHandlers.verifyPdf({ source: target, anchors: [], intermediates: [], trainingPolicyOid: '1.2', now: 0 });
      console.log(JSON.stringify([places.signer?.page, verdict.summary]));`;
    const app = realpathSync(new URL('../..', import.meta.url));
    const args = ['--permission', `--allow-fs-read=${app}`, `--allow-fs-read=${dir}`, `--allow-fs-write=${dir}`];
    const done = spawnSync(process.execPath, [...args, '--input-type=module', '-e', job], { encoding: 'utf8', cwd: app });
    expect(done.stdout.trim(), done.stderr).toBe('[1,"broken"]');
  });
});

describe('places found by the text layer', () => {
  it('are the blanks for number, day and month on page one and the signer’s name on the last page', async () => {
    const letter = await renderLetter(
      {
        agency: 'Ủy ban nhân dân xã Ví Dụ',
        notation: 'UBND-VP',
        place: 'Ví Dụ',
        subject: 'trả lời',
        addressees: ['Sở Mẫu'],
        body: Array.from({ length: 60 }, (_, i) => ({ kind: 'paragraph' as const, text: `Đoạn ${i + 1} của văn bản mẫu.` })),
        signer: { position: 'CHỦ TỊCH', fullName: 'Nguyễn Văn Mẫu' },
        recipients: ['Lưu: VT'],
        createdAt: 1_800_000_000_000,
      },
      { regular: fonts('regular'), bold: fonts('bold'), italic: fonts('italic'), boldItalic: fonts('boldItalic') },
    );
    const source = seal(letter);
    const found = await pdfHandlers.findPlaces({ source, signer: 'nguyễn văn mẫu' });
    const { pages } = facts(source);
    expect(pages.length).toBeGreaterThan(1);
    expect(found.signer?.page).toBe(pages.length);
    expect(found.signer?.x).toBeGreaterThan(595 / 2);
    const [number, day, month] = [found.number, found.day, found.month];
    if (!number || !day || !month) throw new Error('a blank was not found');
    expect([number.page, day.page, month.page]).toEqual([1, 1, 1]);
    expect(Math.min(number.width, day.width, month.width)).toBeGreaterThan(13);
    expect(number.x + number.width).toBeLessThan(595 / 2);
    expect(day.x + day.width).toBeLessThan(month.x);
    expect(await pdfHandlers.findPlaces({ source: seal(await makePdf()), signer: 'Không Có' })).toEqual({});
  });
});

describe('pictures', () => {
  it('come as RGBA within the asked size, anything else by its code', async () => {
    const picture = await decodePng(Buffer.from(sealImage(), 'base64'), 100);
    expect([picture.width, picture.height, picture.rgba.length]).toEqual([100, 100, 40_000]);
    await expect(decodePng(Buffer.from('GIF89a'))).rejects.toMatchObject({ error: { code: 'image.unreadable' } });
    await expect(decodePng(Buffer.from(sealImage(), 'base64').subarray(0, 200))).rejects.toMatchObject({
      error: { code: 'image.unreadable' },
    });
  });
});
