/** What is done with a page's picture: looked at, shown, prepared for reading. */
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import type { InspectedScan, LookedAt } from '../../contract/parser/imaging.ts';
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import { editedSize, isTouched, type PageEdit, type PagePicture, turnBy } from '../../domain/scan.ts';
import { checkArchive } from '../../formats/archive/index.ts';
import { facingOf, inkMask, inkShare, skewOf } from '../../formats/image/raster.ts';
import { createSealed } from '../files.ts';
import { decoded, openScan, pageCount, pictureSaid, type Stored, storedPage } from './sources.ts';

export async function inspectScan(source: SealedFile): Promise<InspectedScan> {
  const scan = openScan(source);
  const { detected, pdf } = scan;
  if (pdf?.whole) {
    const pages = pdf.pages.map(
      ({ width, height }): PagePicture => ({ width: Math.round(width), height: Math.round(height), dpi: 72, colour: 'colour' }),
    );
    return { detected, pages, whole: true, text: pdf.pages.some((p) => p.text), faults: checkArchive(pdf.doc) };
  }
  const pages: PagePicture[] = pdf ? pdf.pages.map(pictureSaid) : [];
  for (let index = pages.length; index < pageCount(scan); index++) {
    const page = await storedPage(scan, index);
    // A picture of its own is decoded whole: half of one looks like a whole one from its head.
    if (detected === 'jpeg' || detected === 'png') await decoded(() => page.open().resize(64, 64, { fit: 'inside' }).raw().toBuffer());
    pages.push(page.picture);
  }
  return {
    detected,
    pages,
    whole: false,
    text: pdf?.pages.some((p) => p.text) ?? false,
    ...(pdf ? { faults: checkArchive(pdf.doc) } : {}),
  };
}

/** Shorter side at which ink, lines and lie are measured, pixels. */
const LOOK_SIDE = 1_000;
/** Under these the measure says nothing. */
const [CLEAR_LINES, SURE] = [1.35, 0.5];

export async function lookAt(source: SealedFile, index: number): Promise<LookedAt> {
  const stored = await storedPage(openScan(source), index);
  const { data, info } = await decoded(() =>
    upright(stored.open().greyscale().resize(LOOK_SIDE, LOOK_SIDE, { fit: 'outside', withoutEnlargement: true }), stored),
  );
  const mask = inkMask({ width: info.width, height: info.height, data });
  const { degrees, clarity } = skewOf(mask);
  const { turn, sure } = facingOf(mask);
  return {
    ink: inkShare(mask),
    skew: clarity >= CLEAR_LINES && turn % 180 === 0 ? degrees : 0,
    clarity,
    turn: sure >= SURE ? turn : 0,
    sure,
  };
}

type Raw = { data: Buffer; info: OutputInfo };
const raw = (image: Sharp): Promise<Raw> => image.raw().toBuffer({ resolveWithObject: true });
const again = ({ data, info }: Raw): Sharp => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });

/** As the file means it, before any edit. */
async function upright(image: Sharp, stored: Stored): Promise<Raw> {
  let now = await raw(image);
  if (stored.mirrored) now = await raw(again(now).flop());
  if (stored.turn !== 0) now = await raw(again(now).rotate(stored.turn));
  return now;
}

/** The page as edited; `scale` shrinks it first, which costs least. */
export async function edited(stored: Stored, edit: PageEdit, scale: number, grey = false): Promise<Raw> {
  const { width, height } = stored.picture;
  const [w, h] = stored.turn % 180 === 0 ? [width, height] : [height, width];
  let image = stored.open().toColourspace('srgb');
  if (grey) image = image.greyscale();
  if (scale !== 1) image = image.resize(Math.max(1, Math.round(w * scale)), Math.max(1, Math.round(h * scale)), { fit: 'fill' });
  let now = await decoded(() => upright(image, stored));
  if (edit.turn !== 0) now = await raw(again(now).rotate(turnBy(edit.turn, 0)));
  if (edit.straighten !== 0) {
    const { width: fw, height: fh } = now.info;
    const tilted = await raw(again(now).rotate(edit.straighten, { background: '#ffffff' }));
    // The sheet keeps its size: what the turn pushes over the edge is cut, the corners are white.
    const [left, top] = [Math.max(0, Math.round((tilted.info.width - fw) / 2)), Math.max(0, Math.round((tilted.info.height - fh) / 2))];
    now = await raw(
      again(tilted).extract({ left, top, width: Math.min(fw, tilted.info.width - left), height: Math.min(fh, tilted.info.height - top) }),
    );
  }
  if (edit.crop) {
    const { width: fw, height: fh } = now.info;
    const [left, top] = [Math.min(fw - 1, Math.round(edit.crop.x * fw)), Math.min(fh - 1, Math.round(edit.crop.y * fh))];
    const [cw, ch] = [Math.max(1, Math.round(edit.crop.w * fw)), Math.max(1, Math.round(edit.crop.h * fh))];
    now = await raw(again(now).extract({ left, top, width: Math.min(cw, fw - left), height: Math.min(ch, fh - top) }));
  }
  return now;
}

/**
 * The page as edited, as a JPEG. One that nobody touched and that lies as the file means it goes from decoder to encoder line
 * by line: no picture of a whole page is held.
 */
async function asJpeg(
  stored: Stored,
  edit: PageEdit,
  scale: number,
): Promise<(quality: number) => Promise<{ data: Buffer; info: OutputInfo }>> {
  if (stored.turn !== 0 || stored.mirrored || isTouched(edit)) {
    const shown = await edited(stored, edit, scale);
    return (quality) => again(shown).jpeg({ quality }).toBuffer({ resolveWithObject: true });
  }
  const { width, height } = stored.picture;
  return (quality) =>
    decoded(() => {
      const image = stored.open().toColourspace('srgb');
      const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
      return (scale === 1 ? image : image.resize(size.width, size.height, { fit: 'fill' }))
        .jpeg({ quality })
        .toBuffer({ resolveWithObject: true });
    });
}

/** Answers travel in one message of at most 1 MiB. */
const MAX_ANSWER = 1_000_000;

export async function showPage(
  source: SealedFile,
  index: number,
  edit: PageEdit,
  maxSide: number,
): Promise<{ jpeg: Uint8Array; width: number; height: number }> {
  const stored = await storedPage(openScan(source), index);
  const size = editedSize(stored.picture, edit);
  const scale = Math.min(1, maxSide / Math.max(size.width, size.height));
  const jpeg = await asJpeg(stored, edit, scale);
  for (const quality of [82, 60, 35]) {
    const { data, info } = await jpeg(quality);
    if (data.byteLength <= MAX_ANSWER) return { jpeg: new Uint8Array(data), width: info.width, height: info.height };
  }
  throw new Failure('scan.too_large_page');
}

/** At what reading is best for its time; in colour, for red ink is told from black (see decision 18). */
const READ_DPI = 200;
const MOST_READ_SIDE = 5_000;

export async function readablePage(
  source: SealedFile,
  index: number,
  edit: PageEdit,
  target: SealedFile,
): Promise<{ width: number; height: number; dpi: number }> {
  const stored = await storedPage(openScan(source), index);
  const size = editedSize(stored.picture, edit);
  const scale = Math.min(2, READ_DPI / stored.picture.dpi, MOST_READ_SIDE / Math.max(size.width, size.height));
  const { data, info } = await (await asJpeg(stored, edit, scale))(90);
  const file = createSealed(target);
  try {
    file.write(data);
    file.finish();
  } catch (error) {
    file.abort();
    throw error;
  }
  return { width: info.width, height: info.height, dpi: Math.round(stored.picture.dpi * scale) };
}

/** Parts of a picture, in shares of it from its top left. */
interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** @throws Failure `scan.damaged`, `scan.half_file`, `scan.too_large_page` */
export async function blackPage(source: SealedFile, parts: readonly Part[]): Promise<{ jpeg: Uint8Array; width: number; height: number }> {
  const stored = await storedPage(openScan(source), 0);
  const { data, info } = await decoded(() => upright(stored.open().toColourspace('srgb'), stored));
  const { width, height, channels } = info;
  for (const part of parts) {
    const [left, top] = [Math.floor(part.x * width), Math.floor(part.y * height)];
    const [right, bottom] = [Math.ceil((part.x + part.width) * width) + 1, Math.ceil((part.y + part.height) * height) + 1];
    for (let y = top; y < Math.min(height, bottom); y++)
      data.fill(0, (y * width + left) * channels, (y * width + Math.min(width, right)) * channels);
  }
  for (const quality of [80, 60, 35]) {
    const jpeg = await again({ data, info }).jpeg({ quality }).toBuffer();
    if (jpeg.byteLength <= MAX_ANSWER) return { jpeg: new Uint8Array(jpeg), width, height };
  }
  throw new Failure('scan.too_large_page');
}
