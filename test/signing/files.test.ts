/** Files as they come: damaged, cropped, with empty signature fields, PDF/A; and every file of the public collection that may be signed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/domain/errors.ts';
import {
  bytesSource,
  type FieldSpec,
  PdfDocument,
  prepareSignature,
  readPages,
  repairPdf,
  signatureFields,
  toShown,
} from '../../src/formats/pdf/index.ts';
import { Dict, isName } from '../../src/formats/pdf/objects.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';
import { edited, open, update } from '../attacks/update.ts';
import { letter } from './desk.ts';
import { fonts, has, makePdf, makePki, signPdf, type TestKey, type TestPki, WorkDir } from './kit.ts';

const spec = (over: Partial<FieldSpec> = {}): FieldSpec => ({
  fieldName: 'S',
  page: 1,
  rectangle: { x: 100, y: 100, width: 120, height: 40 },
  appearance: { kind: 'text', lines: [{ text: 'Đã ký', size: 12 }], color: 'black' },
  signingTime: Date.UTC(2026, 10, 21),
  contentsBytes: 16_384,
  ...over,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
};

describe.skipIf(!['openssl', 'pdfsig', 'qpdf'].every(has))('PDFs as they come [needs openssl, pdfsig, qpdf]', () => {
  let pki: TestPki;
  let key: TestKey;
  let work: WorkDir;
  let plain: Buffer;
  beforeAll(async () => {
    pki = makePki();
    key = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ví Dụ');
    work = new WorkDir();
    plain = await makePdf([0, 90]);
  });
  afterAll(() => {
    pki.remove();
    work.remove();
  });
  const expectValid = (pdf: Buffer, count: number): void => {
    const path = work.write('signed.pdf', pdf);
    expect(work.run('pdfsig', '-nocert', path).out.match(/Signature is Valid\./g)?.length).toBe(count);
    const check = work.run('qpdf', '--check', path);
    expect(check.status, check.out).toBe(0);
  };
  const judge = (pdf: Uint8Array) =>
    verifyPdf(bytesSource(pdf), { anchors: [pki.root], intermediates: [], trainingPolicyOid: '1.2', now: Date.now() });

  it('a damaged cross-reference table is mended before anybody signs, and never under a signature', async () => {
    const damaged = Buffer.from(plain.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1');
    expect(codeOf(() => prepareSignature(bytesSource(damaged), spec(), fonts))).toBe('pdf.damaged_cannot_sign');
    const sound = await repairPdf(damaged);
    expect(readPages(PdfDocument.open(bytesSource(sound))).map((p) => p.rotate)).toEqual([0, 90]);
    expectValid(signPdf(sound, spec(), key, [pki.root]), 1);
    const signed = signPdf(plain, spec(), key);
    const cut = signed.subarray(0, signed.length - 40);
    await expect(repairPdf(cut)).rejects.toMatchObject({ error: { code: 'pdf.damaged_signed' } });
    await expect(repairPdf(Buffer.from('%PDF-1.7 nothing'))).rejects.toMatchObject({ error: { code: 'pdf.damaged_cannot_sign' } });
  });

  it('a cropped page shows the field where it was put', () => {
    const page = readPages(open(plain))[0];
    if (!page) throw new Error('page');
    const cropped = update(plain, { [page.ref.num]: edited(plain, page.ref.num, { CropBox: '[50 60 500 700]' }) });
    const signed = signPdf(cropped, spec(), key, [pki.root]);
    const doc = PdfDocument.open(bytesSource(signed));
    const shown = readPages(doc)[0];
    const rect = (doc.array(signatureFields(doc)[0]?.widget.get('Rect') ?? null) ?? []) as number[];
    expect(rect.slice(0, 2)).toEqual([150, 160]);
    expect(shown && toShown(shown, rect as never)).toMatchObject({ x: 100, y: 100, width: 120 });
    expectValid(signed, 1);
  });

  it('an empty signature field is signed where it stands; its lock is taken over, its demands are not met in silence', async () => {
    const field = (extra: string): Buffer => {
      const doc = open(plain);
      const page = readPages(doc)[0];
      if (!page) throw new Error('page');
      const num = doc.nextNumber();
      const widget = `<</Type /Annot /Subtype /Widget /FT /Sig /T (Trong) /F 4 /Rect [200 300 320 350] /P ${page.ref.num} 0 R ${extra}>>`;
      const root = doc.catalog().ref.num;
      return update(plain, {
        [num]: widget,
        [page.ref.num]: edited(plain, page.ref.num, { Annots: `[${num} 0 R]` }),
        [root]: edited(plain, root, { AcroForm: `<</Fields [${num} 0 R]>>` }),
      });
    };
    const open1 = field('/Lock <</Type /SigFieldLock /Action /All>>');
    const signed = signPdf(open1, spec({ reuse: 'Trong' }), key, [pki.root]);
    const doc = PdfDocument.open(bytesSource(signed));
    expect(signatureFields(doc)).toHaveLength(1);
    const [reference] = doc.array(doc.dict(signatureFields(doc)[0]?.value ?? null)?.get('Reference') ?? null) ?? [];
    expect(isName(doc.dict(reference ?? null)?.get('TransformMethod') ?? null, 'FieldMDP')).toBe(true);
    expect((await judge(signed)).signatures[0]).toMatchObject({
      field: 'Trong',
      bytes: 'intact',
      rectangle: { x: 200, y: 300, width: 120 },
    });
    expectValid(signed, 1);
    const prepare = (pdf: Uint8Array, reuse: string) => codeOf(() => prepareSignature(bytesSource(pdf), spec({ reuse }), fonts));
    expect(prepare(signed, 'Trong')).toBe('pdf.field_not_empty');
    expect(prepare(open1, 'Khác')).toBe('pdf.field_not_empty');
    expect(prepare(field('/SV <</Type /SV /Ff 2>>'), 'Trong')).toBe('pdf.field_wants_more');
  });

  it('PDF/A stays PDF/A: metadata and identifier kept, fonts embedded, every shown widget printed and with its look', async () => {
    const archive = Buffer.from(await letter('Nguyễn Văn Mẫu'));
    const xmp = (pdf: Buffer) => /<pdfaid:part>(\d)<\/pdfaid:part>|pdfaid:part="(\d)"/.exec(pdf.toString('latin1'))?.[0];
    const source = xmp(archive) === undefined ? undefined : archive;
    const signed = signPdf(
      source ?? archive,
      spec({ appearance: { kind: 'image', width: 2, height: 2, rgba: new Uint8Array(16).fill(200) } }),
      key,
      [pki.root],
    );
    const twice = signPdf(signed, spec({ fieldName: 'T' }), key, [pki.root]);
    expectValid(twice, 2);
    const [before, doc] = [PdfDocument.open(bytesSource(archive)), PdfDocument.open(bytesSource(twice))];
    expect(doc.catalog().dict.get('Metadata')).toEqual(before.catalog().dict.get('Metadata'));
    expect(doc.catalog().dict.get('OutputIntents')).toEqual(before.catalog().dict.get('OutputIntents'));
    const form = doc.dict(doc.catalog().dict.get('AcroForm'));
    expect(form?.entries.has('NeedAppearances')).toBe(false);
    for (const { widget } of signatureFields(doc)) {
      // ISO 19005-2, 6.3.2 and 6.3.3: Print set, Hidden, Invisible and NoView not; an appearance with N alone; no action.
      const flags = doc.number(widget.get('F')) ?? 0;
      expect(flags & 4).toBe(4);
      expect(flags & (1 | 2 | 32)).toBe(0);
      expect([...(doc.dict(widget.get('AP'))?.entries.keys() ?? [])]).toEqual(['N']);
      expect(widget.entries.has('A') || widget.entries.has('AA')).toBe(false);
    }
    for (const [num, entry] of doc.xref) {
      if (entry.kind === 'free' || before.xref.has(num)) continue;
      const object = doc.load(num, entry);
      if (object instanceof Dict && isName(object.get('Type'), 'FontDescriptor')) expect(object.entries.has('FontFile2')).toBe(true);
    }
  });
});

const corpus = new URL('../../../shared/corpus/pdf/', import.meta.url);
const files = existsSync(corpus)
  ? (readdirSync(corpus, { recursive: true }) as string[]).filter((name) => /\.pdf$/i.test(name)).sort()
  : [];
describe.skipIf(files.length === 0 || !has('qpdf'))('files of the public collection [needs the corpus, qpdf]', () => {
  it('each that may be signed is signed with its first bytes kept and its earlier signatures no worse; the others are refused by a code', async () => {
    const pki = makePki();
    const key = pki.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ví Dụ');
    const counts: Record<string, number> = {};
    const worse: string[] = [];
    const trust = { anchors: [pki.root], intermediates: [], trainingPolicyOid: '1.2', now: Date.now() };
    try {
      for (const name of files) {
        const source = readFileSync(join(corpus.pathname, name));
        if (source.byteLength > 8_000_000) continue;
        let signed: Buffer | undefined;
        const code = codeOf(() => {
          signed = signPdf(source, spec({ rectangle: { x: 5, y: 5, width: 60, height: 20 } }), key);
        });
        counts[code] = (counts[code] ?? 0) + 1;
        expect(code, name).toMatch(/^(?:done|pdf\.)/);
        if (!signed) continue;
        expect(signed.subarray(0, source.length).equals(source), name).toBe(true);
        const [before, after] = [await verifyPdf(bytesSource(source), trust), await verifyPdf(bytesSource(signed), trust)];
        expect(after.signatures.length, name).toBe(before.signatures.length + 1);
        const holds = (bytes: string): boolean => bytes === 'intact' || bytes === 'intact_with_allowed_additions';
        const held = (signatures: typeof before.signatures): number => signatures.filter((s) => holds(s.bytes)).length;
        if (held(after.signatures) < held(before.signatures) + 1) worse.push(name);
      }
      expect(worse).toEqual([]);
      expect(counts.done).toBeGreaterThan(files.length / 2);
    } finally {
      pki.remove();
    }
  }, 120_000);
});
