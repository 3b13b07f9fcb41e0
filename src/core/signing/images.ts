/** Pictures of seals (per organ) and handwritten signatures (per person), each with the width it has on paper. */
import type { ImageRow } from '../../contract/page/signing.ts';
import { Failure } from '../../domain/errors.ts';
import { PLACES } from '../../domain/signaturePlaces.ts';
import { decodePng, type Rgba } from '../../formats/image/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

/** Longest side of a picture: 36 mm at about 350 dpi, and under 1 MiB as RGBA. */
const IMAGE_SIDE = 500;
export type ImageKind = ImageRow['kind'];
const USUAL_WIDTH: Readonly<Record<ImageKind, number>> = { seal: PLACES.sealMm, signature: 40 };
/** Pictures that a profile brought before they were kept per organ and person; training's own are these. */
const SHARED: Readonly<Record<ImageKind, string>> = { seal: 'signing.seal_image', signature: 'signing.signature_image' };

interface ImageRecord {
  png: Buffer;
  width_mm: number;
}
const read = (store: Store, kind: ImageKind, owner: string): ImageRecord | undefined =>
  store.db.prepare('SELECT png, width_mm FROM signing_image WHERE kind = ? AND owner = ?').get(kind, owner) as ImageRecord | undefined;

export interface Picture {
  readonly png?: Uint8Array;
  readonly widthMm: number;
}
/** The owner's picture, else the profile's shared one, else only the usual width. */
export function pictureOf(store: Store, kind: ImageKind, owner: string): Picture {
  const own = read(store, kind, owner);
  if (own) return { png: new Uint8Array(own.png), widthMm: own.width_mm };
  const shared = store.setting(SHARED[kind]);
  const mm = kind === 'seal' ? Number(store.setting('signing.seal_mm')) : 0;
  const widthMm = mm > 0 ? mm : USUAL_WIDTH[kind];
  return shared ? { png: Buffer.from(shared, 'base64'), widthMm } : { widthMm };
}
export async function drawn(picture: Picture): Promise<Rgba | undefined> {
  return picture.png ? decodePng(picture.png, IMAGE_SIDE) : undefined;
}

export function listImages(store: Store): ImageRow[] {
  const rows = store.db.prepare('SELECT kind, owner, width_mm, at FROM signing_image ORDER BY kind, owner').all() as {
    kind: ImageKind;
    owner: string;
    width_mm: number;
    at: number;
  }[];
  return rows.map(({ kind, owner, width_mm, at }) => ({ kind, owner, widthMm: width_mm, at }));
}

/** Of a page's width no more may be covered, and no more of its height (mm). */
const MOST_MM = 80;
/** @throws Failure `signing.image_unreadable`, `signing.image_large`, `signing.image_tall`, `signing.image_opaque`, `signing.image_missing` */
export async function saveImage(
  store: Store,
  actor: Actor,
  input: { readonly kind: ImageKind; readonly owner: string; readonly widthMm: number; readonly png?: Uint8Array },
): Promise<void> {
  const png = input.png ?? read(store, input.kind, input.owner)?.png;
  if (!png) throw new Failure('signing.image_missing');
  let picture: Rgba;
  try {
    picture = await decodePng(png, IMAGE_SIDE);
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'image.too_large') throw new Failure('signing.image_large');
    throw new Failure('signing.image_unreadable', undefined, { cause: error });
  }
  const heightMm = Math.round((input.widthMm * picture.height) / picture.width);
  if (heightMm > MOST_MM) throw new Failure('signing.image_tall', { height: heightMm });
  // A white ground would hide what lies under the seal: the decree asks for a transparent one.
  if (!hasTransparency(picture)) throw new Failure('signing.image_opaque');
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO signing_image (kind, owner, png, width_mm, at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, owner) DO UPDATE SET png = excluded.png, width_mm = excluded.width_mm, at = excluded.at,
           person_id = excluded.person_id, seq = excluded.seq`,
      )
      .run(input.kind, input.owner, Buffer.from(png), input.widthMm, store.now(), actor.personId ?? null, store.nextSeq());
    record(store, actor, `signing.${input.kind}_image`, input.owner);
  }, 'signing:image');
}
function hasTransparency({ rgba }: Rgba): boolean {
  let clear = 0;
  for (let i = 3; i < rgba.length; i += 4) if ((rgba[i] ?? 255) < 128) clear++;
  return clear > rgba.length / 4 / 20;
}

export function removeImage(store: Store, actor: Actor, kind: ImageKind, owner: string): void {
  store.tx(() => {
    store.db.prepare('DELETE FROM signing_image WHERE kind = ? AND owner = ?').run(kind, owner);
    record(store, actor, `signing.${kind}_image_removed`, owner);
  }, 'signing:image');
}
