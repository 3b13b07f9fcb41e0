/** One PDF/A-2b under way: pages go in as they are asked for, and out into a sealed file at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { PageText } from '../../domain/pageText.ts';
import { type PageEdit, turnBy } from '../../domain/scan.ts';
import { type Archive, type ArchivePicture, checkArchive, writeArchive } from '../../formats/archive/index.ts';
import { PdfDocument } from '../../formats/pdf/index.ts';
import { type CreateSealed, createSealed, openSealed } from '../files.ts';
import { decoded, openScan, type Stored, storedPage } from './sources.ts';
import { edited } from './work.ts';

interface UnderWay {
  readonly target: SealedFile;
  readonly file: CreateSealed;
  readonly archive: Archive;
  /** The disk said no while pages were written. */
  failed?: unknown;
}
let current: UnderWay | undefined;

export function beginArchive(target: SealedFile, title: string, madeAt: number): void {
  dropArchive();
  const font = readFileSync(join(process.env.TRAM_RESOURCES_DIR ?? 'resources', 'fonts', 'Tinos-Regular.ttf'));
  const file = createSealed(target);
  const archive = writeArchive({ title, madeAt, font }, (bytes) => {
    if (!current || current.failed !== undefined) return;
    try {
      current.file.write(bytes);
    } catch (error) {
      current.failed = error;
    }
  });
  current = { target, file, archive };
}

const working = (): UnderWay => {
  if (!current) throw new Failure('scan.no_archive');
  if (current.failed !== undefined) throw current.failed;
  return current;
};

export async function addToArchive(
  source: SealedFile,
  index: number,
  edit: PageEdit,
  text: PageText | undefined,
): Promise<{ kept: boolean }> {
  const { archive } = working();
  const stored = await storedPage(openScan(source), index);
  const cut = edit.crop !== undefined || stored.mirrored;
  const { picture, kept } = cut ? { picture: await redrawn(stored, edit), kept: false } : await asStored(stored);
  archive.addPage({
    picture,
    turn: cut ? 0 : turnBy(stored.turn, edit.turn),
    straighten: cut ? 0 : edit.straighten,
    dpi: stored.picture.dpi,
    text,
  });
  // What was written goes on before the next page comes.
  await new Promise((resolve) => setImmediate(resolve));
  working();
  return { kept };
}

const QUALITY = { quality: 88, chromaSubsampling: '4:4:4' } as const;

/** The picture with its pixels as they are: a JPEG untouched, one bit a pixel without loss, anything else as a fine JPEG. */
async function asStored(stored: Stored): Promise<{ picture: ArchivePicture; kept: boolean }> {
  if (stored.jpeg) return { picture: { kind: 'jpeg', ...stored.jpeg }, kept: true };
  const colour = stored.picture.colour === 'colour';
  const image = colour ? stored.open().toColourspace('srgb') : stored.open().greyscale();
  return {
    picture: stored.picture.colour === 'bilevel' ? await bits(image) : await fine(image, colour),
    kept: stored.picture.colour === 'bilevel',
  };
}

/** A cropped page holds nothing of what was cut off. */
async function redrawn(stored: Stored, edit: PageEdit): Promise<ArchivePicture> {
  const colour = stored.picture.colour === 'colour';
  const { data, info } = await edited(stored, edit, 1, !colour);
  const image = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  return stored.picture.colour === 'bilevel' && edit.straighten === 0
    ? bits(image.greyscale())
    : fine(colour ? image : image.greyscale(), colour);
}

async function fine(image: Sharp, colour: boolean): Promise<ArchivePicture> {
  const { data, info } = await decoded(() => image.jpeg(QUALITY).toBuffer({ resolveWithObject: true }));
  return { kind: 'jpeg', bytes: data, width: info.width, height: info.height, channels: colour ? 3 : 1 };
}

async function bits(image: Sharp): Promise<ArchivePicture> {
  const { data, info } = await decoded(() => image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true }));
  const { width, height, channels } = info;
  const row = Math.ceil(width / 8);
  const packed = new Uint8Array(row * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * channels] ?? 0) < 128) continue;
      const at = y * row + (x >> 3);
      packed[at] = (packed[at] ?? 0) | (0x80 >> (x & 7));
    }
  return { kind: 'bits', bytes: deflateSync(packed), width, height };
}

export async function endArchive(): Promise<{ size: number; faults: readonly string[] }> {
  const { archive, file, target } = working();
  await archive.end();
  working();
  const { size } = file.finish();
  current = undefined;
  const made = openSealed(target);
  try {
    return { size, faults: checkArchive(PdfDocument.open(made)) };
  } finally {
    made.close();
  }
}

export function dropArchive(): void {
  current?.file.abort();
  current = undefined;
}
