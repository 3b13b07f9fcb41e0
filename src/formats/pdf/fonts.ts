/**
 * A TrueType subset as a composite font (ISO 32000-2, 9.7): Type0, Identity-H, with ToUnicode, so that Vietnamese
 * letters are drawn, copied and searched. Standard-14 fonts have no Vietnamese letters.
 */
import { deflateSync } from 'node:zlib';
import { Failure } from '../../domain/errors.ts';
import { Dict, Name, PdfString, type Ref } from './objects.ts';
import { TrueType, TrueTypeSubset } from './trueType.ts';

export type FontStyle = 'regular' | 'bold' | 'italic' | 'boldItalic';
/** Bytes of a TrueType font with Vietnamese letters, in four styles; asked for only when text is drawn. */
export type FontSource = (style: FontStyle) => Uint8Array;

/** Adds an object to the increment and answers its reference; `data` makes it a stream. */
export type AddObject = (dict: Dict, data?: Uint8Array) => Ref;

/**
 * A subset is a few kilobytes: with zlib's usual window and tables (a quarter of a megabyte, asked of the system and given back
 * each time) most of the work would be memory. It comes out as short.
 */
const SMALL = { windowBits: 13, memLevel: 7 } as const;

/** A face is read once. */
const faces = new WeakMap<Uint8Array, TrueType>();
export function openedFont(bytes: Uint8Array): TrueType {
  const known = faces.get(bytes) ?? new TrueType(bytes);
  faces.set(bytes, known);
  return known;
}

/** What of an embedded font depends on its text, compressed. */
interface Made {
  readonly programBytes: number;
  readonly program: Uint8Array;
  readonly unicode: Uint8Array;
}
/** Looks say the same words on document after document of an act: what was made of a face for them, the newest. */
const KEPT = 32;
const made = new WeakMap<TrueType, Map<string, Made>>();
function madeOnce(font: TrueType, key: string, make: () => Made): Made {
  const known = made.get(font) ?? new Map<string, Made>();
  made.set(font, known);
  const found = known.get(key) ?? make();
  known.delete(key);
  known.set(key, found);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return found;
}

/** One face being used: text in, glyph codes of the subset out. */
export class Face {
  readonly #font: TrueType;
  readonly #subset: TrueTypeSubset;
  /** Subset glyph → advance in thousandths of an em, and the text it stands for. */
  readonly #glyphs = new Map<number, { width: number; text: string }>();
  constructor(bytes: Uint8Array) {
    this.#font = openedFont(bytes);
    this.#subset = new TrueTypeSubset(this.#font);
  }
  /** Width in ems, and the hexadecimal string for `Tj`. */
  line(text: string): { width: number; hex: string } {
    let hex = '';
    let width = 0;
    for (const char of text.normalize('NFC')) {
      const point = char.codePointAt(0) ?? 32;
      const glyph = this.#font.glyphOf(point);
      if (glyph === 0) throw new Failure('pdf.letter_missing', { letter: char });
      const code = this.#subset.include(glyph);
      const advance = (this.#font.advance(glyph) * 1000) / this.#font.unitsPerEm;
      this.#glyphs.set(code, { width: advance, text: char });
      hex += code.toString(16).padStart(4, '0');
      width += advance / 1000;
    }
    return { width, hex };
  }
  /** Writes the font's objects; call after the last line. */
  embed(add: AddObject, tag: string): Ref {
    const scale = 1000 / this.#font.unitsPerEm;
    const name = new Name(`${tag}+${this.#font.postscriptName}`);
    const codes = [...this.#glyphs].sort(([a], [b]) => a - b);
    const texts = codes.map(([code, glyph]) => [code, glyph.text] as const);
    const { programBytes, program, unicode } = madeOnce(this.#font, JSON.stringify([this.#subset.asked, texts]), () => {
      const bytes = this.#subset.encode();
      return {
        programBytes: bytes.byteLength,
        program: deflateSync(bytes, SMALL),
        unicode: deflateSync(toUnicode(texts), SMALL),
      };
    });
    const file = add(new Dict({ Filter: new Name('FlateDecode'), Length1: programBytes }), program);
    const descriptor = add(
      new Dict({
        Type: new Name('FontDescriptor'),
        FontName: name,
        Flags: 4,
        FontBBox: this.#font.bbox.map((v) => Math.round(v * scale)),
        ItalicAngle: this.#font.italicAngle,
        Ascent: Math.round(this.#font.ascent * scale),
        Descent: Math.round(this.#font.descent * scale),
        CapHeight: Math.round(this.#font.capHeight * scale),
        StemV: 80,
        FontFile2: file,
      }),
    );
    const descendant = add(
      new Dict({
        Type: new Name('Font'),
        Subtype: new Name('CIDFontType2'),
        BaseFont: name,
        CIDSystemInfo: new Dict({
          Registry: new PdfString(Buffer.from('Adobe')),
          Ordering: new PdfString(Buffer.from('Identity')),
          Supplement: 0,
        }),
        FontDescriptor: descriptor,
        DW: 500,
        W: codes.flatMap(([code, glyph]) => [code, [Math.round(glyph.width * 100) / 100]]),
        CIDToGIDMap: new Name('Identity'),
      }),
    );
    const toText = add(new Dict({ Filter: new Name('FlateDecode') }), unicode);
    return add(
      new Dict({
        Type: new Name('Font'),
        Subtype: new Name('Type0'),
        BaseFont: name,
        Encoding: new Name('Identity-H'),
        DescendantFonts: [descendant],
        ToUnicode: toText,
      }),
    );
  }
}

/** ToUnicode CMap (9.10.3), at most 100 entries a block. */
function toUnicode(codes: readonly (readonly [number, string])[]): Buffer {
  const blocks: string[] = [];
  for (let i = 0; i < codes.length; i += 100) {
    const part = codes.slice(i, i + 100);
    const lines = part.map(
      ([code, text]) => `<${code.toString(16).padStart(4, '0')}> <${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`,
    );
    blocks.push(`${part.length} beginbfchar\n${lines.join('\n')}\nendbfchar`);
  }
  return Buffer.from(
    `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`,
    'latin1',
  );
}
