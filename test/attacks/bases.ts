/** Files of our own making that are signed honestly and then attacked: classic and packed, prepared with shadows, with forms. */
import type { FieldSpec } from '../../src/formats/pdf/index.ts';
import { readPages, signatureFields } from '../../src/formats/pdf/index.ts';
import { Ref } from '../../src/formats/pdf/objects.ts';
import { signPdf, type TestKey, type WorkDir } from '../signing/kit.ts';
import { build, open, stream } from './update.ts';

export const SIGNED_AT = Date.UTC(2026, 10, 1, 3);
export const spec = (over: Partial<FieldSpec> = {}): FieldSpec => ({
  fieldName: 'Signature',
  page: 1,
  rectangle: { x: 300, y: 200, width: 120, height: 50 },
  appearance: { kind: 'text', lines: [{ text: 'Đã ký', size: 12 }], color: 'red' },
  signingTime: SIGNED_AT,
  contentsBytes: 8192,
  ...over,
});

const text = (words: string, y = 700): string => stream(`BT /F1 14 Tf 72 ${y} Td (${words}) Tj ET`);
/**
 * Three pages with text, an overlay that hides part of page one, a text field, a hidden page, and content that nothing
 * shows: what an insider would prepare before the leader signs.
 */
export function preparedPdf(): Buffer {
  const page = (contents: string, more = ''): string =>
    `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} /Resources <</Font <</F1 9 0 R>> /XObject <</O 10 0 R>>>>${more}>>`;
  return build(
    {
      1: '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [11 0 R 12 0 R] /DR <</Font <</F1 9 0 R>>>> /DA (/F1 12 Tf)>> /StructTreeRoot 18 0 R>>',
      2: '<</Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3>>',
      3: page('[6 0 R 13 0 R]', ' /Annots [11 0 R 12 0 R]'),
      4: page('7 0 R'),
      5: page('8 0 R'),
      6: text('So tien: 1 000 000 dong'),
      7: text('Trang hai'),
      8: text('Trang ba'),
      9: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
      10: stream('1 1 1 rg 72 690 300 30 re f', '/Type /XObject /Subtype /Form /BBox [0 0 595 842] '),
      11: '<</Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (100) /Rect [72 600 172 620] /P 3 0 R /AP <</N 14 0 R>>>>',
      12: '<</Type /Annot /Subtype /Widget /FT /Tx /T (place) /V (X) /Rect [72 560 172 580] /P 3 0 R /AP <</N 15 0 R>>>>',
      13: stream('/O Do'),
      14: stream('BT /F1 12 Tf 2 5 Td (100) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <</Font <</F1 9 0 R>>>> '),
      15: stream('BT /F1 12 Tf 2 5 Td (X) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources <</Font <</F1 9 0 R>>>> '),
      16: page('17 0 R'),
      17: text('So tien: 9 000 000 000 dong'),
      18: '<</Type /StructTreeRoot /K [19 0 R] /ParentTree 20 0 R>>',
      19: '<</Type /StructElem /S /P /P 18 0 R /Pg 3 0 R /K [0]>>',
      20: '<</Nums [0 [19 0 R]]>>',
    },
    1,
  );
}

export interface Base {
  readonly name: string;
  readonly pdf: Buffer;
  readonly catalog: number;
  readonly pages: readonly number[];
  /** Field, its dictionary and its appearance, by number. */
  readonly field: number;
  readonly signature: number;
  readonly appearance: number;
  readonly next: number;
}
function describe(name: string, pdf: Buffer): Base {
  const doc = open(pdf);
  const field = signatureFields(doc).find((f) => f.value instanceof Ref);
  const number = (value: unknown): number => (value instanceof Ref ? value.num : 0);
  return {
    name,
    pdf,
    catalog: doc.catalog().ref.num,
    pages: readPages(doc).map((page) => page.ref.num),
    field: number(field?.ref),
    signature: number(field?.value),
    appearance: number(doc.dict(field?.widget.get('AP') ?? null)?.get('N')),
    next: doc.nextNumber(),
  };
}
/** The same document under three kinds of lists, each signed once. */
export function bases(work: WorkDir, key: TestKey): Base[] {
  const plain = preparedPdf();
  return [
    describe('classic table', signPdf(plain, spec(), key)),
    describe(
      'xref stream',
      signPdf(
        work.qpdf(plain, '--object-streams=disable', '--min-version=1.7', '--preserve-unreferenced', '--object-streams=generate'),
        spec(),
        key,
      ),
    ),
  ];
}
/** Signed by leader and agency. */
export const twice = (pdf: Uint8Array, leader: TestKey, agency: TestKey): Buffer =>
  signPdf(signPdf(pdf, spec(), leader), spec({ page: 2, fieldName: 'Agency' }), agency);
