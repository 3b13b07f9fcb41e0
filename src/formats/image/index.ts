/** Images for visible signatures: decoded within limits, to straight RGBA. */
import sharp from 'sharp';
import { Failure } from '../../domain/errors.ts';

export interface Rgba {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row. */
  readonly rgba: Uint8Array;
}
/** What the contract lets an appearance carry. */
export const MAX_IMAGE_SIDE = 2000;

/**
 * A PNG as RGBA, shrunk to fit `maxSide` where larger.
 * @throws Failure `image.unreadable`, `image.too_large` (over 64 megapixels or 16 MiB of file)
 */
export async function decodePng(bytes: Uint8Array, maxSide = MAX_IMAGE_SIDE): Promise<Rgba> {
  if (bytes.byteLength > 16 * 1024 * 1024) throw new Failure('image.too_large');
  if (Buffer.from(bytes.subarray(0, 8)).toString('hex') !== '89504e470d0a1a0a') throw new Failure('image.unreadable');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 64_000_000, failOn: 'error' })
      .toColourspace('srgb')
      .ensureAlpha()
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgba: data };
  } catch (error) {
    const large = error instanceof Error && error.message.includes('pixel limit');
    throw new Failure(large ? 'image.too_large' : 'image.unreadable', undefined, { cause: error });
  }
}
