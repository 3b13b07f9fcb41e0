/**
 * A PDF/A-2b file (ISO 19005-2) of scanned pages, written page by page: one picture a page, put straight by the page's own
 * matrix so that its pixels stay as they were, and under it the words that were read there, invisible. At any time only one
 * page is in memory.
 */
import PDFDocument from 'pdfkit';
import type { PageText } from '../../domain/pageText.ts';
import { srgbProfile } from './srgb.ts';

/** A picture as it goes into the file. */
export type ArchivePicture =
  | { readonly kind: 'jpeg'; readonly bytes: Uint8Array; readonly width: number; readonly height: number; readonly channels: 1 | 3 }
  /** One bit a pixel, rows padded to whole bytes, 1 is white; deflated (zlib). */
  | { readonly kind: 'bits'; readonly bytes: Uint8Array; readonly width: number; readonly height: number };

export interface ArchivePage {
  readonly picture: ArchivePicture;
  /** Clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Degrees clockwise about the middle, after the turn. */
  readonly straighten: number;
  readonly dpi: number;
  readonly text?: PageText | undefined;
}
export interface ArchiveFacts {
  readonly title: string;
  /** Unix milliseconds. */
  readonly madeAt: number;
  /** A TrueType font with Vietnamese letters, for the words under the pictures. */
  readonly font: Uint8Array;
}
export interface Archive {
  addPage(page: ArchivePage): void;
  /** Writes what is left; resolves once `emit` had the last byte. */
  end(): Promise<void>;
}

/** What this module uses of pdfkit's insides; its public calls know no invisible text and no matrix for one image. */
interface Inside {
  ref(data: Record<string, unknown>): {
    data: Record<string, unknown>;
    compress: boolean;
    write(bytes: Uint8Array): void;
    end(bytes?: Uint8Array): void;
  };
  readonly page: { readonly xobjects: Record<string, unknown>; readonly fonts: Record<string, unknown>; readonly height: number };
  readonly _root: { readonly data: Record<string, unknown> };
  readonly _font: {
    readonly id: string;
    ref(): unknown;
    encode(text: string): [codes: readonly string[], positions: readonly { readonly advanceWidth: number }[]];
  };
  addContent(text: string): void;
  endMetadata(): void;
}

export const PRODUCER = 'Tram Van thu';
/** ISO 19005-2, 6.1.13 by way of ISO 32000-1, annex C: a page's sides in points. */
const [LEAST_SIDE, MOST_SIDE] = [3, 14_400];

export function writeArchive(facts: ArchiveFacts, emit: (bytes: Uint8Array) => void): Archive {
  const doc = new PDFDocument({
    pdfVersion: '1.7',
    autoFirstPage: false,
    margin: 0,
    lang: 'vi-VN',
    displayTitle: true,
    fontLayoutCache: false,
    info: { Title: facts.title, Producer: PRODUCER, Creator: PRODUCER, CreationDate: new Date(Math.floor(facts.madeAt / 1000) * 1000) },
  });
  const inside = doc as unknown as Inside;
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('data', emit);
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  ended.catch(() => undefined);
  doc.registerFont('words', Buffer.from(facts.font));
  inside.endMetadata = () => addMetadata(inside, facts);
  addIntent(inside);
  return {
    addPage: (page) => addPage(doc, inside, page),
    async end() {
      doc.end();
      await ended;
    },
  };
}

function addPage(doc: InstanceType<typeof PDFDocument>, inside: Inside, page: ArchivePage): void {
  const { picture, turn } = page;
  const scale = 72 / page.dpi;
  const [w, h] = [picture.width * scale, picture.height * scale];
  const side = (v: number): number => Math.min(MOST_SIDE, Math.max(LEAST_SIDE, v));
  const [pw, ph] = turn % 180 === 0 ? [side(w), side(h)] : [side(h), side(w)];
  doc.addPage({ size: [pw, ph], margin: 0 });
  inside.page.xobjects.Scan = addPicture(inside, picture);
  // pdfkit turned the axes over at the page's head; here they are PDF's own again.
  inside.addContent(`q 1 0 0 -1 0 ${n(ph)} cm`);
  inside.addContent(`q ${straight(page.straighten, pw, ph)}${turned(turn, w, h)} cm ${n(w)} 0 0 ${n(h)} 0 0 cm /Scan Do Q`);
  if (page.text && page.text.words.length > 0) addWords(doc, inside, page.text, pw, ph);
  inside.addContent('Q');
}

const n = (value: number): string => (Math.round(value * 10_000) / 10_000).toString();
/** Clockwise by `degrees` about the page's middle (axes upward: negative). */
function straight(degrees: number, width: number, height: number): string {
  if (degrees === 0) return '';
  const angle = (-degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [width / 2, height / 2];
  return `${c.toFixed(8)} ${s.toFixed(8)} ${(-s).toFixed(8)} ${c.toFixed(8)} ${n(x - c * x + s * y)} ${n(y - s * x - c * y)} cm `;
}
/** Puts a picture of `w`×`h` points, turned clockwise, into the quadrant of its page. */
function turned(turn: ArchivePage['turn'], w: number, h: number): string {
  if (turn === 90) return `0 -1 1 0 0 ${n(w)}`;
  if (turn === 180) return `-1 0 0 -1 ${n(w)} ${n(h)}`;
  if (turn === 270) return `0 1 -1 0 ${n(h)} 0`;
  return '1 0 0 1 0 0';
}

function addPicture(inside: Inside, picture: ArchivePicture): unknown {
  const bits = picture.kind === 'bits';
  const image = inside.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: picture.width,
    Height: picture.height,
    BitsPerComponent: bits ? 1 : 8,
    ColorSpace: bits || picture.channels === 1 ? 'DeviceGray' : 'DeviceRGB',
    Filter: bits ? 'FlateDecode' : 'DCTDecode',
  });
  image.end(picture.bytes);
  return image;
}

/** Every word in its box, in text rendering mode 3 (ISO 32000-1, 9.3.6), stretched to the box's width. */
function addWords(doc: InstanceType<typeof PDFDocument>, inside: Inside, text: PageText, pw: number, ph: number): void {
  doc.font('words');
  const font = inside._font;
  inside.page.fonts[font.id] ??= font.ref();
  const [sx, sy] = [pw / text.width, ph / text.height];
  const parts = ['BT 3 Tr'];
  let size = 0;
  for (const word of text.words) {
    const letters = word.text.normalize('NFC').replace(/[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/gu, '');
    if (letters === '' || word.w <= 0 || word.h <= 0) continue;
    const [codes, positions] = font.encode(letters);
    const natural = positions.reduce((sum, p) => sum + p.advanceWidth, 0) / 1000;
    if (natural <= 0) continue;
    const height = Math.max(2, Math.min(200, Math.round(word.h * sy * 10) / 10));
    if (height !== size) parts.push(`/${font.id} ${n(height)} Tf`);
    size = height;
    const stretch = Math.max(5, Math.min(900, ((word.w * sx) / (natural * height)) * 100));
    // The box holds marks above and tails below: the letters stand at a fifth of it.
    parts.push(`${n(stretch)} Tz 1 0 0 1 ${n(word.x * sx)} ${n(ph - (word.y + word.h * 0.8) * sy)} Tm <${codes.join('')}> Tj`);
  }
  parts.push('ET');
  inside.addContent(parts.join('\n'));
}

function addIntent(inside: Inside): void {
  const profile = inside.ref({ N: 3 });
  profile.end(srgbProfile());
  const intent = inside.ref({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    // A String object is written as a string, a plain one as a name.
    OutputConditionIdentifier: new String('sRGB'),
    Info: new String('sRGB'),
    DestOutputProfile: profile,
  });
  intent.end();
  inside._root.data.OutputIntents = [intent];
}

const XML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' } as const;
const xml = (text: string): string => text.replace(/[&<>"']/g, (c) => XML[c as keyof typeof XML]).replace(/\p{Cc}/gu, ' ');

/** XMP (ISO 16684-1) with the identification of ISO 19005-2, 6.6.4, saying what the information dictionary says. */
function addMetadata(inside: Inside, { title, madeAt }: ArchiveFacts): void {
  const date = `${new Date(madeAt).toISOString().slice(0, 19)}Z`;
  const packet = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xml(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate><xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>${PRODUCER}</pdf:Producer></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
  const metadata = inside.ref({ Type: 'Metadata', Subtype: 'XML' });
  // It must be readable without taking a filter off.
  metadata.compress = false;
  metadata.end(Buffer.from(packet, 'utf8'));
  inside._root.data.Metadata = metadata;
}
