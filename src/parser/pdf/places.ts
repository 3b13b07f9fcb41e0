/**
 * Places on a page found by its text layer: the blanks for số and ngày on page one, the signer's name on the last.
 * Characters are placed inside a run by the widths of the shipped font, which is metric-compatible with the decree's.
 */
import type { FoundPlaces, Placed } from '../../domain/signaturePlaces.ts';
import { legalDate } from '../../domain/time.ts';
import { openedFont } from '../../formats/pdf/fonts.ts';
import { type ByteSource, type Page, PdfDocument, readPages } from '../../formats/pdf/index.ts';
import { isName } from '../../formats/pdf/objects.ts';
import type { TrueType } from '../../formats/pdf/trueType.ts';
import { fontFromResources } from './fonts.ts';
import { MAX_PDF_BYTES, openByPieces } from './pdfjs.ts';

const MAX_CHARS = 60_000;
/** From the last one back. */
const SIGNER_PAGES = 20;

interface Char {
  readonly char: string;
  readonly x: number;
  readonly width: number;
}
interface Line {
  readonly text: string;
  readonly chars: readonly Char[];
  readonly y: number;
  readonly size: number;
}

/** Nothing found is an answer; a file that cannot be read gives nothing. */
export async function findPlaces(source: ByteSource, signer: string): Promise<FoundPlaces> {
  if (source.size > MAX_PDF_BYTES) return {};
  const doc = PdfDocument.open(source);
  const pages = readPages(doc);
  const [front, back] = [pages[0], pages.at(-1)];
  if (!front || !back || ![front, back].some((page) => mayHaveText(doc, page))) return {};
  // On a rotated page the layout of the decree does not lie where it is looked for.
  const opened = await openByPieces(source);
  try {
    return await opened.run(async (document) => {
      const linesOf = async (number: number): Promise<Line[]> => {
        const page = pages[number - 1];
        if (page?.rotate !== 0) return [];
        const content = await (await document.getPage(number)).getTextContent();
        return joinLines(content.items, page.box[0], page.box[1]);
      };
      const first = pages.length > 0 ? await linesOf(1) : [];
      let signed: Pick<FoundPlaces, 'signer' | 'contentEnd'> = {};
      // An annex in the same file stands behind the page that is signed: the last page with the name is looked for.
      for (let number = pages.length; number > 0 && number > pages.length - SIGNER_PAGES && !signed.signer; number--) {
        const lines = number === 1 ? first : await linesOf(number);
        signed = { ...findSigner(lines, signer, number), ...signed };
        if (number === pages.length || signed.signer) signed = { ...signed, ...findContentEnd(lines, number, signed.signer) };
      }
      if (opened.tooMuch()) return {};
      return { ...findNumber(first, front), ...findDate(first, front), ...signed };
    });
  } catch {
    return {};
  } finally {
    await opened.close();
  }
}

/** A scan without a text layer draws pictures only: nothing needs to be loaded to know that it says nothing. */
function mayHaveText(doc: PdfDocument, page: Page): boolean {
  const resources = doc.dict(page.resources);
  if (!resources) return false;
  if ((doc.dict(resources.get('Font'))?.entries.size ?? 0) > 0) return true;
  const drawn = [...(doc.dict(resources.get('XObject'))?.entries.values() ?? [])];
  return drawn.some((value) => !isName(doc.resolve(doc.dict(value)?.get('Subtype') ?? null), 'Image'));
}

type Items = readonly unknown[];
interface Item {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
}
const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && 'str' in value && 'transform' in value && 'width' in value;

function joinLines(items: Items, x0: number, y0: number): Line[] {
  const font = openedFont(fontFromResources('regular'));
  const byBaseline = new Map<number, { item: Item; size: number }[]>();
  let count = 0;
  for (const item of items) {
    if (!isItem(item) || item.str === '') continue;
    count += item.str.length;
    if (count > MAX_CHARS) break;
    const [, b = 0, c = 0, d = 0, , f = 0] = item.transform;
    if (b !== 0 || c !== 0) continue;
    const key = Math.round((f - y0) * 2) / 2;
    byBaseline.set(key, [...(byBaseline.get(key) ?? []), { item, size: Math.abs(d) }]);
  }
  return [...byBaseline].map(([y, runs]) => {
    const chars = runs
      .sort((a, b) => (a.item.transform[4] ?? 0) - (b.item.transform[4] ?? 0))
      .flatMap(({ item }) => spread(font, item, x0));
    return { text: chars.map((c) => c.char).join(''), chars, y, size: Math.max(...runs.map((r) => r.size)) };
  });
}

/** The characters of a run, each at its share of the run's width. */
function spread(font: TrueType, item: Item, x0: number): Char[] {
  const chars = [...item.str.normalize('NFC')];
  const widths = chars.map((c) => font.advance(font.glyphOf(c.codePointAt(0) ?? 32)));
  const total = widths.reduce((sum, w) => sum + w, 0) || 1;
  let x = (item.transform[4] ?? 0) - x0;
  return chars.map((char, i) => {
    const width = ((widths[i] ?? 0) / total) * item.width;
    const placed = { char, x, width };
    x += width;
    return placed;
  });
}

/** Code units of the text from which a match starts, as a place. */
function span(line: Line, from: number, to: number, page: number): Placed | undefined {
  // One character is one entry: letters are NFC and in the basic plane here.
  const [start, end] = [line.chars[from], line.chars[to - 1]];
  if (!start || !end) return undefined;
  return { page, x: start.x, y: line.y, width: end.x + end.width - start.x, height: line.size };
}

function findNumber(lines: readonly Line[], { width, height }: Page): Pick<FoundPlaces, 'number' | 'typedNumber'> {
  for (const line of lines) {
    const m = /Số:?([\s.…_]*)[/-]/u.exec(line.text);
    const from = m ? m.index + m[0].length - 1 - (m[1]?.length ?? 0) : 0;
    const gap = m ? span(line, from, from + (m[1]?.length ?? 0), 1) : undefined;
    if (gap && gap.width >= line.size) return { number: gap };
  }
  // Typed out in its cell: left half of the head; numbers of other documents stand in the text.
  for (const line of lines) {
    const m = /Số\s*:?\s*(\d{1,6}\s*[/-]\s*[\p{L}\p{N}][\p{L}\p{N}/.-]*)/u.exec(line.text);
    const at = m && line.chars[m.index];
    if (m?.[1] && at && line.y >= height * HEAD && at.x < width * 0.4 && line.text.slice(0, m.index).trim() === '')
      return { typedNumber: m[1] };
  }
  return {};
}
function findDate(lines: readonly Line[], page: Page): Pick<FoundPlaces, 'day' | 'month' | 'year' | 'typedDate'> {
  // Dates of other documents, and blanks for them, stand in the text: what is typed in the head counts before those.
  const [head, below] = [true, false].map((wanted) => lines.filter((line) => line.y >= page.height * HEAD === wanted));
  return blankDate(head ?? [], true) ?? typedDateOf(head ?? [], page) ?? blankDate(below ?? [], false) ?? {};
}
/** Cells 3 and 4 stand above this part of the page's height. */
const HEAD = 0.6;
/** @param ofHead only there the year printed behind the blanks is the document's own */
function blankDate(lines: readonly Line[], ofHead: boolean): Pick<FoundPlaces, 'day' | 'month' | 'year'> | undefined {
  for (const line of lines) {
    const m = /ngày([\s.…_]+)tháng([\s.…_]+)năm(?:\s*(\d{4})(?!\d))?/u.exec(line.text);
    if (!m) continue;
    const dayAt = m.index + 4;
    const monthAt = dayAt + (m[1]?.length ?? 0) + 5;
    const day = span(line, dayAt, dayAt + (m[1]?.length ?? 0), 1);
    const month = span(line, monthAt, monthAt + (m[2]?.length ?? 0), 1);
    if (day && month) return { day, month, ...(m[3] !== undefined && ofHead ? { year: Number(m[3]) } : {}) };
  }
  return undefined;
}
/** Typed out in its cell, behind the place: right half of the head. */
function typedDateOf(lines: readonly Line[], { width, height }: Page): Pick<FoundPlaces, 'typedDate'> | undefined {
  for (const line of lines) {
    const m = /,\s*ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})(?!\d)/u.exec(line.text);
    const at = m && line.chars[m.index];
    if (!m || !at || line.y < height * 0.7 || at.x < width * 0.4) continue;
    const typedDate = legalDate(`${m[3]}-${(m[2] ?? '').padStart(2, '0')}-${(m[1] ?? '').padStart(2, '0')}`);
    if (typedDate) return { typedDate };
  }
  return undefined;
}
/** The lowest line that carries the name: above it stands the room for the signature. */
function findSigner(lines: readonly Line[], signer: string, page: number): Pick<FoundPlaces, 'signer'> {
  const wanted = signer.normalize('NFC').trim().toLowerCase();
  if (wanted === '') return {};
  const found = lines
    .flatMap((line) => {
      const at = line.text.toLowerCase().lastIndexOf(wanted);
      const place = at < 0 ? undefined : span(line, at, at + wanted.length, page);
      return place ? [place] : [];
    })
    .sort((a, b) => a.y - b.y)[0];
  return found ? { signer: found } : {};
}

/** How the text of a document ends (annex I, item 6): with its mark. */
const END_MARK = /\.\s*\/\.?\s*$/u;
/** The line on which the text proper ends: by its mark, else the first one above the block of the signer. */
function findContentEnd(lines: readonly Line[], page: number, signer: Placed | undefined): Pick<FoundPlaces, 'contentEnd'> {
  const whole = (line: Line): Placed | undefined => span(line, 0, line.chars.length, page);
  const marked = lines.find((line) => END_MARK.test(line.text));
  if (marked) {
    const place = whole(marked);
    if (place) return { contentEnd: place };
  }
  if (!signer) return {};
  // Position, capacity and the room for the signature take about 45 mm above the name.
  const above = lines.filter((line) => line.y > signer.y + 128 && line.chars.length > 20).sort((a, b) => a.y - b.y)[0];
  const place = above && whole(above);
  return place ? { contentEnd: place } : {};
}
