/**
 * Scans as pictures: every page of a PDF, TIFF, JPEG or PNG as something sharp (libvips) can decode. Only the decoders for
 * these kinds are let in; pixels, pages and bytes are capped. The last file stays open, for its pages are asked for one by one.
 */
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import { dpiOf, type PagePicture, type Turn } from '../../domain/scan.ts';
import { cutPage, readTiff, type TiffFile, wrapFax } from '../../formats/image/tiff.ts';
import { PdfDocument, pictureBytes, type ScannedPage, scannedPages, signatureFields } from '../../formats/pdf/index.ts';
import { detectType, SNIFF_BYTES } from '../../formats/sniff.ts';
import { type OpenSealed, openSealed } from '../files.ts';

/** For the whole process: whatever a file says it is, no other decoder of the library is reached. */
export function confineDecoders(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadTiffBuffer'] });
}

/** A0 at 300 dots an inch. */
const MAX_PIXELS = 140_000_000;
/** A picture's file lies in memory whole. */
const MAX_PICTURE_BYTES = 128 * 1024 * 1024;
const MAX_PAGES = 2_000;

/** One page as it lies in its file. */
export interface Stored {
  readonly open: () => Sharp;
  /** Turn that shows it as the file means it. */
  readonly turn: Turn;
  /** The file's own turning includes a mirror: only decoding shows it right. */
  readonly mirrored: boolean;
  readonly picture: PagePicture;
  /** A JPEG that may go into a PDF as it is. */
  readonly jpeg?: { readonly bytes: Uint8Array; readonly width: number; readonly height: number; readonly channels: 1 | 3 };
}
interface Opened {
  readonly path: string;
  readonly detected: 'pdf' | 'tiff' | 'jpeg' | 'png';
  readonly file: OpenSealed;
  readonly tiff?: TiffFile;
  readonly pdf?: { readonly doc: PdfDocument; readonly pages: readonly ScannedPage[]; readonly whole: boolean };
}
let last: Opened | undefined;

/** A file is not held longer than its pages are asked for one after another: others may have to move or remove it. */
const HOLD_MS = 1_000;
let letGo: NodeJS.Timeout | undefined;

/** One job, during which the file stays open. */
export async function holding<T>(job: () => Promise<T>): Promise<T> {
  clearTimeout(letGo);
  try {
    return await job();
  } finally {
    clearTimeout(letGo);
    letGo = setTimeout(closeScan, HOLD_MS);
  }
}

export function openScan(source: SealedFile): Opened {
  if (last?.path === source.path) return last;
  last?.file.close();
  last = undefined;
  const file = openSealed(source);
  try {
    last = { path: source.path, file, ...kindOf(file) };
    return last;
  } catch (error) {
    file.close();
    throw error;
  }
}
/** Lets go of the file, so that it may be removed. */
export function closeScan(): void {
  last?.file.close();
  last = undefined;
}

function kindOf(file: OpenSealed): Omit<Opened, 'path' | 'file'> {
  if (file.size === 0) throw new Failure('scan.empty_file');
  const detected = detectType(file.read(0, SNIFF_BYTES));
  if (detected === 'tiff') return { detected, tiff: readTiff(file) };
  if (detected === 'pdf') return { detected, pdf: openPdf(file) };
  if (detected !== 'jpeg' && detected !== 'png') {
    // A file that is being copied may be as long as it will be, and still empty.
    throw new Failure(file.read(0, SNIFF_BYTES).every((b) => b === 0) ? 'scan.half_file' : 'scan.not_a_scan');
  }
  if (file.size > MAX_PICTURE_BYTES) throw new Failure('scan.too_large_page');
  return { detected };
}

function openPdf(file: OpenSealed): NonNullable<Opened['pdf']> {
  let doc: PdfDocument;
  try {
    doc = PdfDocument.open(file);
    doc.catalog();
  } catch (error) {
    const tail = Buffer.from(file.read(Math.max(0, file.size - 2048), 2048)).toString('latin1');
    throw new Failure(tail.includes('%%EOF') ? 'scan.damaged' : 'scan.half_file', undefined, { cause: error });
  }
  if (doc.locked) throw new Failure('scan.encrypted_pdf');
  const pages = scannedPages(doc);
  if (pages.length === 0) throw new Failure('scan.damaged');
  if (pages.length > MAX_PAGES) throw new Failure('scan.too_many_pages', { most: MAX_PAGES });
  // A file opened by everyone but protected could not go on as it is: it is no scan of ours then either.
  return { doc, pages, whole: signatureFields(doc).length > 0 || pages.some((p) => p.picture === undefined) };
}

export const pageCount = (scan: Opened): number => scan.tiff?.pages.length ?? scan.pdf?.pages.length ?? 1;

/** @throws Failure `scan.no_such_page`, `scan.damaged`, `scan.half_file`, `scan.too_large_page` */
export async function storedPage(scan: Opened, index: number): Promise<Stored> {
  if (index < 0 || index >= pageCount(scan)) throw new Failure('scan.no_such_page');
  if (scan.pdf) return pdfPage(scan.pdf, index);
  const bytes = scan.tiff ? cutPage(scan.file, scan.tiff, index) : scan.file.read(0, scan.file.size);
  return encoded(bytes, scan.detected === 'jpeg');
}

const decoder = (bytes: Uint8Array): Sharp => sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated', sequentialRead: true });

/** Turns an EXIF orientation asks for (CIPA DC-008, 4.6.4.A). */
const ORIENTED: readonly (readonly [Turn, boolean])[] = [
  [0, false],
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [90, true],
  [90, false],
  [270, true],
  [270, false],
];

async function encoded(bytes: Uint8Array, isJpeg: boolean, said?: { dpi?: number; turn?: Turn }): Promise<Stored> {
  const meta = await decoded(() => decoder(bytes).metadata());
  const [turn, mirrored] = said?.turn === undefined ? (ORIENTED[meta.orientation ?? 1] ?? [0, false]) : [said.turn, false];
  const stretch = await stretchOf(bytes, meta);
  const [width, height] = [meta.width, Math.round(meta.height * stretch)];
  if (width * height > MAX_PIXELS) throw new Failure('scan.too_large_page');
  const [w, h] = turn % 180 === 0 ? [width, height] : [height, width];
  const { dpi, guessed } = dpiOf(w, h, said?.dpi ?? meta.density);
  const bilevel =
    meta.bitsPerSample === 1 || (meta.format === 'tiff' && meta.space === 'b-w' && meta.depth === 'uchar' && meta.bitsPerSample === 1);
  const picture: PagePicture = {
    width: w,
    height: h,
    dpi,
    ...(guessed ? { dpiGuessed: true } : {}),
    colour: bilevel ? 'bilevel' : meta.channels >= 3 ? 'colour' : 'grey',
  };
  const open = (): Sharp => {
    const image = decoder(bytes).flatten({ background: '#ffffff' });
    return stretch === 1 ? image : image.resize(width, height, { fit: 'fill' });
  };
  const plain = isJpeg && (meta.channels === 1 || meta.channels === 3) && !mirrored && isSrgb(meta.icc) && meta.space !== 'cmyk';
  return {
    open,
    turn,
    mirrored,
    picture,
    ...(plain ? { jpeg: { bytes, width: meta.width, height: meta.height, channels: meta.channels === 1 ? 1 : 3 } } : {}),
  };
}

/** Pictures without a profile are taken as sRGB, as every viewer does. */
const isSrgb = (icc: Buffer | undefined): boolean =>
  icc === undefined || icc.subarray(0, 4096).toString('latin1').replace(/\0/g, '').includes('sRGB');

/** Fax machines scan with fewer lines than dots: how much taller the picture must be shown. */
async function stretchOf(bytes: Uint8Array, meta: Metadata): Promise<number> {
  if (meta.format !== 'tiff') return 1;
  const file = readTiff({ size: bytes.byteLength, read: (at, length) => bytes.subarray(at, at + length) });
  const ratio = (tag: number): number | undefined => {
    const field = file.pages[0]?.fields.find((f) => f.tag === tag && f.type === 5);
    if (!field || field.value.byteLength < 8) return undefined;
    const data = new DataView(field.value.buffer, field.value.byteOffset, 8);
    return data.getUint32(0, file.little) / Math.max(1, data.getUint32(4, file.little));
  };
  const [x, y] = [ratio(282), ratio(283)];
  if (!x || !y) return 1;
  const stretch = x / y;
  return stretch > 1.1 && stretch < 4.5 ? stretch : 1;
}

/** What the file says of a page's picture: without reading the picture itself, which a file of hundreds would take long for. */
export function pictureSaid(page: ScannedPage | undefined): PagePicture {
  const found = page?.picture;
  if (!found) throw new Failure('scan.no_such_page');
  const [w, h] = found.turn % 180 === 0 ? [found.width, found.height] : [found.height, found.width];
  if (w * h > MAX_PIXELS) throw new Failure('scan.too_large_page');
  const { dpi, guessed } = dpiOf(w, h, found.dpi);
  const colour = found.bits === 1 ? 'bilevel' : found.channels === 3 ? 'colour' : 'grey';
  return { width: w, height: h, dpi, ...(guessed ? { dpiGuessed: true } : {}), colour };
}

async function pdfPage({ doc, pages }: NonNullable<Opened['pdf']>, index: number): Promise<Stored> {
  const page = pages[index];
  const found = page?.picture;
  if (!found) throw new Failure('scan.no_such_page');
  const bytes = pictureBytes(doc, found);
  if (found.kind === 'jpeg') return encoded(bytes, true, { dpi: found.dpi, turn: found.turn });
  const { width, height, channels, turn, inverted } = found;
  const picture = pictureSaid(page);
  const bilevel = found.bits === 1;
  const open = (): Sharp => {
    if (found.kind === 'fax') return decoder(wrapFax(bytes, width, height, !inverted));
    const samples = bilevel ? spread(bytes, width, height) : bytes;
    const image = sharp(samples, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS });
    return inverted ? image.negate() : image;
  };
  return { open, turn, mirrored: false, picture };
}

/** One bit a pixel to one byte. */
function spread(bits: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const row = Math.ceil(width / 8);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[y * width + x] = ((bits[y * row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? 255 : 0;
  return out;
}

/** The decoder's own words mean one of a few things here. */
export async function decoded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    if (/pixel limit/i.test(error.message)) throw new Failure('scan.too_large_page', undefined, { cause: error });
    if (/premature end|truncat|read error|unexpected end|not enough data|terminated|end of file|short/i.test(error.message))
      throw new Failure('scan.half_file', undefined, { cause: error });
    throw new Failure('scan.damaged', undefined, { cause: error });
  }
}
