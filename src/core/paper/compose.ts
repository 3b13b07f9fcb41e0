/** Files for the printer: made by the parser of pages that are in the vault and small drawings of our own. */
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store, WrittenBlob } from '../store/types.ts';

export interface Part {
  readonly blobId: BlobId;
  readonly pages?: readonly number[];
}
export interface Overlay {
  readonly pdf: Uint8Array;
  /** 0 = the last page. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** A new vault file that no row names yet. `behind`: pages of our own after the parts. */
export async function composeFile(
  { store, parsing }: { readonly store: Store; readonly parsing: Pick<Parsing, 'composePdf'> },
  parts: readonly Part[],
  more: { readonly overlays?: readonly Overlay[]; readonly behind?: readonly Uint8Array[] } = {},
): Promise<{ blob: WrittenBlob; pages: number }> {
  const [first, ...rest] = parts;
  const [target] = store.vault.reserve(1);
  if (!first || !target) throw new Failure('signing.no_main_file');
  const drawn: WrittenBlob[] = [];
  const put = async (pdf: Uint8Array) => {
    const blob = await store.vault.put(pdf);
    drawn.push(blob);
    return store.vault.unrecorded(blob);
  };
  const pagesOf = (part: Part): { pages?: number[] } => (part.pages ? { pages: [...part.pages] } : {});
  try {
    const overlays = [];
    for (const { pdf, ...place } of more.overlays ?? []) overlays.push({ source: await put(pdf), ...place });
    const behind = [];
    for (const pdf of more.behind ?? []) behind.push({ source: await put(pdf) });
    const { pages } = await parsing.composePdf({
      source: store.vault.sealed(first.blobId),
      ...pagesOf(first),
      behind: [...rest.map((part) => ({ source: store.vault.sealed(part.blobId), ...pagesOf(part) })), ...behind],
      overlays,
      target: target.file,
    });
    return { blob: await store.vault.adopt(target.id, target.file), pages };
  } catch (error) {
    await store.vault.discard([target.id]);
    throw error;
  } finally {
    await store.vault.discard(drawn.map((blob) => blob.id));
  }
}
