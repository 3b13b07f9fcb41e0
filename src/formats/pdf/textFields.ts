/**
 * Text fields for số and ngày that stand in the document before anybody signs (ISO 32000-2, 12.7.5.3): read-only for
 * people, so that only the agency's act fills them, drawn by us and not by a viewer.
 */
import { Failure } from '../../domain/errors.ts';
import { addAppearance } from './appearance.ts';
import type { PdfDocument } from './document.ts';
import type { FontSource } from './fonts.ts';
import type { Increment } from './increment.ts';
import { Dict, isArray, isName, Name, PdfString, Ref, readText, textString } from './objects.ts';
import { type Page, readPages, type Shown, toShown, toUserSpace, uprightMatrix } from './pages.ts';

export interface TextFieldSpec {
  readonly name: string;
  /** 1-based. */
  readonly page: number;
  readonly rectangle: Shown;
  /** Of the letters, points. */
  readonly size: number;
  readonly italic?: boolean | undefined;
}
const READ_ONLY = 1;
const PRINT = 4;
/** How far the baseline lies above the field's bottom, in sizes of its letters. */
export const TEXT_FIELD_BASELINE = 0.3;

export function reserveTextField(increment: Increment, page: Page, spec: TextFieldSpec): void {
  const rect = toUserSpace(page, spec.rectangle).map((v) => Math.round(v * 1000) / 1000);
  const field = increment.add(
    new Dict({
      Type: new Name('Annot'),
      Subtype: new Name('Widget'),
      FT: new Name('Tx'),
      T: textString(spec.name),
      Ff: READ_ONLY,
      F: PRINT,
      Rect: rect,
      P: page.ref,
      // Size and slant are read back when it is filled in; no viewer draws it, the field is read-only.
      DA: new PdfString(Buffer.from(`/${spec.italic ? 'TVTItalic' : 'TVTRegular'} ${spec.size} Tf 0 g`, 'latin1')),
      MK: new Dict(),
    }),
  );
  increment.annotate(page, field);
  increment.field(field);
}

interface FoundField {
  readonly ref: Ref;
  readonly dict: Dict;
}
export function textFields(doc: PdfDocument): Map<string, FoundField> {
  const found = new Map<string, FoundField>();
  const form = doc.dict(doc.catalog().dict.get('AcroForm'));
  for (const ref of doc.array(form?.get('Fields') ?? null) ?? []) {
    const dict = doc.dict(ref);
    const name = dict && doc.resolve(dict.get('T'));
    if (ref instanceof Ref && dict && name instanceof PdfString && isName(doc.resolve(dict.get('FT')), 'Tx'))
      found.set(readText(name), { ref, dict });
  }
  return found;
}

/** @throws Failure `pdf.field_missing` */
export function fillTextField(doc: PdfDocument, increment: Increment, fonts: FontSource, name: string, value: string): void {
  const field = textFields(doc).get(name);
  const rect = field && doc.array(field.dict.get('Rect'))?.map((v) => doc.number(v) ?? 0);
  const owner = field?.dict.get('P');
  const page = owner instanceof Ref ? readPages(doc).find((p) => p.ref.num === owner.num) : undefined;
  if (!field || !rect || !isArray(rect) || !page) throw new Failure('pdf.field_missing', { name });
  const [a = 0, b = 0, c = 0, d = 0] = rect;
  const shown = toShown(page, [a, b, c, d]);
  const da = doc.resolve(field.dict.get('DA'));
  const style = da instanceof PdfString ? readText(da) : '';
  const size = Number(/ ([\d.]+) Tf/.exec(style)?.[1] ?? 13);
  const look = addAppearance(
    increment.add,
    fonts,
    {
      kind: 'text',
      color: 'black',
      lines: [
        {
          text: value,
          size,
          ...(style.includes('Italic') ? { italic: true } : {}),
          at: { x: shown.width / 2, y: size * TEXT_FIELD_BASELINE, center: true },
        },
      ],
    },
    shown,
    uprightMatrix(page, shown.width, shown.height),
  );
  const changed = field.dict.clone();
  changed.entries.set('V', textString(value));
  changed.entries.set('AP', new Dict({ N: look }));
  increment.rewrite(field.ref, changed);
}
