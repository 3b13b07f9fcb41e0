import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/domain/errors.ts';
import {
  bytesSource,
  type FieldSpec,
  PdfDocument,
  prepareSignature,
  readPages,
  signatureFields,
  toShown,
} from '../../src/formats/pdf/index.ts';
import { fonts, has, makePdf, makePki, signPdf, type TestKey, type TestPki, WorkDir } from './kit.ts';

const tools = ['openssl', 'qpdf', 'pdfsig'].every(has);
const AT = Date.UTC(2026, 0, 5, 2, 14, 0);

const image = (): FieldSpec['appearance'] => {
  const rgba = new Uint8Array(40 * 40 * 4);
  for (let i = 0; i < 1600; i++) rgba.set([200, 0, 0, i % 3 === 0 ? 255 : 0], i * 4);
  return { kind: 'image', width: 40, height: 40, rgba, note: 'TẬP HUẤN' };
};
const text = (): FieldSpec['appearance'] => ({
  kind: 'text',
  lines: [
    { text: 'Số: 05/UBND-VP', size: 13 },
    { text: 'Ví Dụ, ngày 05 tháng 01 năm 2026', size: 13, italic: true, at: { x: 200, y: 5 } },
  ],
  color: 'black',
});
const spec = (over: Partial<FieldSpec> = {}): FieldSpec => ({
  fieldName: 'Signature_1',
  page: 1,
  rectangle: { x: 300, y: 200, width: 120, height: 50 },
  appearance: image(),
  signerName: 'Nguyễn Văn Mẫu',
  reason: 'Ký ban hành',
  signingTime: AT,
  contentsBytes: 16_384,
  ...over,
});

describe.skipIf(!tools)('a PDF signed by a software key [needs openssl, qpdf, pdfsig]', () => {
  let pki: TestPki;
  let work: WorkDir;
  let leader: TestKey;
  let agency: TestKey;
  let plain: Buffer;
  beforeAll(async () => {
    pki = makePki();
    work = new WorkDir();
    leader = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ', { bits: 2048 });
    agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ', { bits: 3072 });
    plain = await makePdf([0, 90, 180, 270]);
  });
  afterAll(() => {
    pki.remove();
    work.remove();
  });

  /** What the peers say of a file with `count` signatures. */
  function expectValid(pdf: Buffer, count: number): void {
    const path = work.write('signed.pdf', pdf);
    const said = work.run('pdfsig', '-nocert', path).out;
    expect(said.match(/Signature is Valid\./g)?.length, said).toBe(count);
    expect(said.match(/Total document signed/g)?.length, said).toBe(1);
    const check = work.run('qpdf', '--check', path);
    expect(check.status, check.out).toBe(0);
    for (const [i, field] of signatureFields(PdfDocument.open(bytesSource(pdf))).entries()) expectCades(pdf, field.dict, i);
  }
  function expectCades(pdf: Buffer, _field: unknown, index: number): void {
    const ranges = [...pdf.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/g)][index];
    if (!ranges) throw new Error('no byte range');
    const [a, b, c] = [Number(ranges[1]), Number(ranges[2]), Number(ranges[3])];
    const hex = pdf.toString('latin1', a + 1, b - 1);
    work.write('content.bin', Buffer.concat([pdf.subarray(0, a), pdf.subarray(b, b + c)]));
    work.write('cms.der', Buffer.from(hex, 'hex'));
    const done = work.run(
      ...(['openssl', 'cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', 'cms.der'] as const),
      ...['-content', 'content.bin', '-CAfile', pki.rootPem, '-purpose', 'any', '-out', '/dev/null'],
    );
    expect(done.out).toContain('CAdES Verification successful');
  }

  const flavours: [string, (pdf: Buffer) => Buffer][] = [
    ['a classic cross-reference table', (pdf) => work.qpdf(pdf, '--object-streams=disable')],
    ['cross-reference and object streams', (pdf) => work.qpdf(pdf, '--object-streams=generate')],
    ['a linearized file', (pdf) => work.qpdf(pdf, '--linearize')],
    ['a linearized file with object streams', (pdf) => work.qpdf(pdf, '--linearize', '--object-streams=generate')],
    ['a hybrid file', (pdf) => makeHybrid(pdf)],
    ['pdfkit’s own output', (pdf) => pdf],
  ];
  for (const [name, make] of flavours)
    it(`is valid to every peer after two signatures on ${name}, and its first bytes are untouched`, () => {
      const source = make(plain);
      const once = signPdf(source, spec(), leader, [pki.root]);
      expect(once.subarray(0, source.length).equals(source)).toBe(true);
      expectValid(once, 1);
      const twice = signPdf(once, spec({ appearance: text(), rectangle: { x: 50, y: 700, width: 450, height: 24 } }), agency, [pki.root]);
      expect(twice.subarray(0, once.length).equals(once)).toBe(true);
      expectValid(twice, 2);
      const names = signatureFields(PdfDocument.open(bytesSource(twice))).map((f) => f.name);
      expect(new Set(names).size).toBe(2);
    });

  it('keeps the first two signatures valid under a third, each on its own rotated page', () => {
    let pdf: Buffer = plain;
    for (const [i, page] of [2, 3, 4].entries()) pdf = signPdf(pdf, spec({ page, fieldName: `S${i}` }), i ? agency : leader, [pki.root]);
    expectValid(pdf, 3);
  });

  it('places the rectangle as the page is shown, whatever its rotation', () => {
    for (const page of [1, 2, 3, 4]) {
      const doc = PdfDocument.open(bytesSource(signPdf(plain, spec({ page }), leader)));
      const rect = doc.array(signatureFields(doc)[0]?.widget.get('Rect') ?? null) as [number, number, number, number];
      const where = readPages(doc)[page - 1];
      if (!where) throw new Error('page');
      expect(toShown(where, rect)).toMatchObject({ x: 300, y: expect.closeTo(200, 2), width: expect.closeTo(120, 2) });
    }
  });

  it('keeps bytes after the end mark and starts on a new line', () => {
    const odd = Buffer.concat([plain, Buffer.from('after the end')]);
    const signed = signPdf(odd, spec(), leader, [pki.root]);
    expect(signed.subarray(0, odd.length).equals(odd)).toBe(true);
    expect(signed[odd.length]).toBe(10);
    expectValid(signed, 1);
  });

  it('never touches the document information or its metadata', () => {
    const before = PdfDocument.open(bytesSource(plain));
    const after = PdfDocument.open(bytesSource(signPdf(plain, spec(), leader)));
    const info = before.trailer.get('Info') as { num: number };
    expect(after.trailer.get('Info')).toEqual(info);
    expect(after.xref.get(info.num)).toEqual(before.xref.get(info.num));
  });

  it('embeds Vietnamese letters that can be read back', () => {
    const signed = signPdf(plain, spec({ appearance: text(), rectangle: { x: 50, y: 700, width: 450, height: 24 } }), leader);
    work.write('letters.pdf', signed);
    // pdftotext leaves appearances out; the flattened page carries them.
    work.run('qpdf', '--generate-appearances', '--flatten-annotations=all', 'letters.pdf', 'flat.pdf');
    work.run('pdftotext', '-layout', 'flat.pdf', 'flat.txt');
    expect(readFileSync(join(work.path, 'flat.txt'), 'utf8').normalize('NFC')).toContain('Ví Dụ, ngày 05 tháng 01 năm 2026');
  });

  it('refuses an encrypted file, a file certified against changes, and a damaged one, each by its code', () => {
    const code = (pdf: Uint8Array): string => {
      try {
        prepareSignature(bytesSource(pdf), spec(), fonts);
        return 'signed';
      } catch (error) {
        return error instanceof Failure ? error.error.code : String(error);
      }
    };
    expect(code(work.qpdf(plain, '--encrypt', '', 'owner', '256', '--'))).toBe('pdf.encrypted');
    expect(code(certified(plain))).toBe('pdf.no_further_signatures');
    expect(code(plain.subarray(0, plain.length - 200))).toBe('pdf.damaged_cannot_sign');
    expect(code(Buffer.from('not a pdf'))).toBe('pdf.not_a_pdf');
  });
});

/** Certified with P=1 by hand: an update with /Perms in the catalogue. */
function certified(pdf: Buffer): Buffer {
  const doc = PdfDocument.open(bytesSource(pdf));
  const root = doc.catalog();
  const next = doc.nextNumber();
  const pages = doc.catalog().dict.get('Pages') as { num: number };
  const signature = `${next} 0 obj\n<</Type /Sig /Reference [<</TransformMethod /DocMDP /TransformParams <</P 1>> >>]>>\nendobj\n`;
  const catalog = `${root.ref.num} 0 obj\n<</Type /Catalog /Pages ${pages.num} 0 R /Perms <</DocMDP ${next} 0 R>> >>\nendobj\n`;
  const start = pdf.length + 1;
  const row = (offset: number): string => `${String(offset).padStart(10, '0')} 00000 n\r\n`;
  const xref = start + signature.length + catalog.length;
  const table = `xref\n${root.ref.num} 1\n${row(start + signature.length)}${next} 1\n${row(start)}`;
  const trailer = `trailer\n<</Size ${next + 1} /Root ${root.ref.num} 0 R /Prev ${doc.sections[0]?.offset}>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(`\n${signature}${catalog}${table}${trailer}`, 'latin1')]);
}

/** A hybrid file by hand (ISO 32000-2, 7.5.8.4): the form stands in an object stream that only `/XRefStm` names. */
function makeHybrid(pdf: Buffer): Buffer {
  const doc = PdfDocument.open(bytesSource(pdf));
  const root = doc.catalog();
  const pages = root.dict.get('Pages') as { num: number };
  const [form, container, stream] = [doc.nextNumber(), doc.nextNumber() + 1, doc.nextNumber() + 2];
  let out = `${pdf.toString('latin1')}\n`;
  const add = (text: string): number => {
    const at = out.length;
    out += text;
    return at;
  };
  const catalogAt = add(`${root.ref.num} 0 obj\n<</Type /Catalog /Pages ${pages.num} 0 R /AcroForm ${form} 0 R>>\nendobj\n`);
  const packed = `${form} 0 <</Fields [] /SigFlags 0>>`;
  const first = packed.indexOf('<<');
  const containerAt = add(
    `${container} 0 obj\n<</Type /ObjStm /N 1 /First ${first} /Length ${packed.length}>>\nstream\n${packed}\nendstream\nendobj\n`,
  );
  const entry = (type: number, a: number, b: number): number[] => [type, (a >> 24) & 255, (a >> 16) & 255, (a >> 8) & 255, a & 255, b];
  const streamAt = out.length;
  const rows = Buffer.from([...entry(2, container, 0), ...entry(1, containerAt, 0), ...entry(1, streamAt, 0)]).toString('latin1');
  add(
    `${stream} 0 obj\n<</Type /XRef /Size ${stream + 1} /W [1 4 1] /Index [${form} 3] /Length ${rows.length}>>\nstream\n${rows}\nendstream\nendobj\n`,
  );
  const xref = out.length;
  const info = doc.trailer.get('Info') as { num: number };
  add(
    `xref\n${root.ref.num} 1\n${String(catalogAt).padStart(10, '0')} 00000 n\r\ntrailer\n<</Size ${stream + 1} /Root ${root.ref.num} 0 R /Info ${info.num} 0 R /Prev ${doc.sections[0]?.offset} /XRefStm ${streamAt}>>\nstartxref\n${xref}\n%%EOF\n`,
  );
  return Buffer.from(out, 'latin1');
}
