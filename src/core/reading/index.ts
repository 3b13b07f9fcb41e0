/**
 * Reading for the clerk: what the machine read on a paper's pages, or what stands in a file's own text, is proposed for the
 * entry, each value with its place. Promises: nothing is written into a document from here; what is unsure is left empty; a
 * page is read once, its words are kept with it and searched; where nothing can be read the desk works on.
 */
import type { PlaceOnPage, ProposalRow, Proposed } from '../../contract/page/reading.ts';
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { PageText } from '../../domain/pageText.ts';
import { type Box, PROPOSED_FIELDS, type Proposal, proposeFields } from '../../domain/proposals/index.ts';
import type { Log } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import type { PagePicture, PageReader } from '../scanning/reader.ts';
import type { Store } from '../store/types.ts';
import { knownOf } from './known.ts';
import { keepWords, keptWords } from './pictureTexts.ts';
import type { ReaderPool } from './pool.ts';

export { createPictureTexts, type PictureTexts } from './pictureTexts.ts';
export { createReaderPool, type ReaderPool, readersFor } from './pool.ts';
export { likelyTwins } from './twins.ts';

/** A page of a scan, with its words where it was read. */
export interface ReadPage {
  readonly pageId: string;
  readonly text?: PageText;
  /** Where its words are not given: whether they were read; and whether proposals look at it at all. */
  readonly read?: boolean;
  readonly telling?: boolean;
}
/** Makes a picture of a page of a file that has no text layer; undefined where it is no scan. */
export interface PagePictures {
  count(file: SealedFile): Promise<number | undefined>;
  picture(file: SealedFile, page: number, target: SealedFile): Promise<{ readonly dpi: number }>;
}
export interface ReadingParts {
  readonly store: Store;
  readonly parsing: Parsing;
  readonly readers: ReaderPool;
  readonly log: Log;
  readonly pictures?: PagePictures;
  /** A document's file was read: ask again. */
  readonly changed: (incomingId: string) => void;
}
export interface Reading {
  /** For the scanner's tray: reads its pages in the background. */
  readonly pageReader: PageReader;
  /** @param more whether pages are still being read: those without words may come */
  ofPages(pages: readonly ReadPage[], more: boolean): Proposed;
  ofDocument(incomingId: string): Promise<Proposed>;
  /** Of a PDF that no document has yet. */
  ofFile(file: { readonly id: string; readonly blobId: BlobId }, changed: () => void): Promise<Proposed>;
  close(): Promise<void>;
}

/** Of a file: its first page, and from the last one back those on which a signer may stand. */
const FIRST = 1;
const LAST = 4;
/** More files' words are not held in memory. */
const MOST_KEPT = 40;
const DOUBTFUL = 0.85;

export function createReading(parts: ReadingParts): Reading {
  const { readers } = parts;
  const known = knownOf(parts.store);
  const files = new FileWords(parts);
  const proposed = (pages: readonly ReadPage[], numbers: readonly number[], whole: number, more: boolean): Proposed => {
    const read = pages.flatMap((page, i) => (page.text ? [{ ...page, text: page.text, number: numbers[i] ?? i + 1 }] : []));
    const waiting = pages.length - read.length;
    const rest = { read: read.length, pages: whole };
    // Without its first page nothing of a paper can be told.
    if (read.length === 0 || pages[0]?.text === undefined)
      return { ...rest, state: readers.available() && waiting > 0 && more ? 'reading' : 'absent', fields: [] };
    const { fields } = proposeFields(
      read.map(({ text }) => text),
      known(),
    );
    const rows = PROPOSED_FIELDS.flatMap((field) => {
      const proposal = fields[field];
      const page = proposal && read[proposal.page];
      return proposal && page ? [rowOf(proposal, page.text, page.number, page.pageId)] : [];
    });
    const state = waiting > 0 && more && readers.available() ? 'reading' : rows.length > 0 ? 'ready' : 'empty';
    return { ...rest, state, fields: rows };
  };
  const inFile = (found: FileText | undefined): Proposed =>
    found
      ? proposed(
          found.texts.map(({ page, text }) => ({ pageId: String(page), ...(text ? { text } : {}) })),
          found.texts.map(({ page }) => page),
          found.pages,
          true,
        )
      : { state: 'absent', read: 0, pages: 0, fields: [] };
  return {
    pageReader: {
      available: () => readers.available(),
      atOnce: () => readers.count,
      read: (page: PagePicture, signal: AbortSignal) => readers.read({ image: page.image, dpi: page.dpi, signal }),
    },
    ofPages(pages, more) {
      const telling = pages.map((page, i) => ({ page, number: i + 1 })).filter(({ page }) => page.telling !== false);
      const found = proposed(
        telling.map(({ page }) => page),
        telling.map(({ number }) => number),
        pages.length,
        more,
      );
      return { ...found, read: pages.filter((page) => page.read ?? page.text !== undefined).length };
    },
    ofDocument: async (incomingId) => inFile(await files.of(incomingId)),
    ofFile: async ({ id, blobId }, changed) => inFile(await files.ofBlob(id, blobId, changed)),
    close: () => files.close(),
  };
}

function rowOf(proposal: Proposal, text: PageText, page: number, pageId: string): ProposalRow {
  return {
    field: proposal.field,
    value: proposal.value,
    doubtful: proposal.confidence < DOUBTFUL,
    page,
    pageId,
    place: shares(proposal.box, text),
  };
}
function shares(box: Box, text: PageText): PlaceOnPage {
  const within = (n: number): number => Math.max(0, Math.min(1, n));
  const [x, y] = [within(box.x / text.width), within(box.y / text.height)];
  return { x, y, w: within(box.w / text.width), h: within(box.h / text.height) };
}

interface FileText {
  readonly pages: number;
  readonly texts: { page: number; text?: PageText }[];
}
/** Words of documents' main files: by their own text, else read from the picture, once; held while the workstation is open. */
class FileWords {
  readonly #parts: ReadingParts;
  readonly #kept = new Map<string, Promise<FileText | undefined>>();
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(parts: ReadingParts) {
    this.#parts = parts;
  }
  async of(incomingId: string): Promise<FileText | undefined> {
    const file = this.#parts.store.db
      .prepare<[string], { id: string; blob_id: BlobId }>(
        `SELECT f.id, f.blob_id FROM file f WHERE f.incoming_id = ? AND f.current = 1 AND f.detected = 'pdf' ORDER BY f.role <> 'main', f.position LIMIT 1`,
      )
      .get(incomingId);
    if (!file) return undefined;
    return this.ofBlob(file.id, file.blob_id, () => this.#parts.changed(incomingId));
  }
  ofBlob(id: string, blobId: BlobId, changed: () => void): Promise<FileText | undefined> {
    return this.#kept.get(id) ?? this.#begin(id, blobId, changed);
  }
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  #begin(fileId: string, blobId: BlobId, changed: () => void): Promise<FileText | undefined> {
    const found = this.#words(fileId, blobId, changed);
    this.#kept.set(fileId, found);
    found.catch(() => this.#kept.delete(fileId));
    for (const [old] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(old);
    }
    return found;
  }
  async #words(fileId: string, blobId: BlobId, changed: () => void): Promise<FileText | undefined> {
    const { store, parsing, pictures, readers } = this.#parts;
    const source = store.vault.sealed(blobId);
    const { pages, texts, unreadable } = await parsing.readWords({ source, first: FIRST, last: LAST });
    if (unreadable !== undefined || pages === 0) return undefined;
    const own = texts.some(({ text }) => text.words.length > 0);
    if (own || !pictures || !readers.available())
      return own ? { pages, texts: texts.map(({ page, text }) => ({ page, text })) } : undefined;
    if ((await pictures.count(source)) === undefined) return undefined;
    const waiting: FileText = {
      pages,
      texts: texts.map(({ page }) => {
        const text = keptWords(store, fileId, page);
        return { page, ...(text ? { text } : {}) };
      }),
    };
    const reading = this.#readAll(fileId, source, waiting, changed).catch((error: unknown) =>
      this.#parts.log.info('a file was not read', { code: error instanceof Failure ? error.error.code : 'unexpected' }),
    );
    this.#running.add(reading);
    void reading.finally(() => this.#running.delete(reading));
    return waiting;
  }
  /** One page after another; a person looks at the document, so it does not wait behind the tray. */
  async #readAll(fileId: string, source: SealedFile, found: FileText, changed: () => void): Promise<void> {
    const { store, pictures, readers } = this.#parts;
    for (const entry of found.texts) {
      if (entry.text) continue;
      const [target] = store.vault.reserve(1);
      if (!target || !pictures || this.#stop.signal.aborted) return;
      try {
        const { dpi } = await pictures.picture(source, entry.page - 1, target.file);
        const text = await readers.read({ image: target.file, dpi, now: true, signal: this.#stop.signal });
        entry.text = text;
        store.tx(() => keepWords(store, fileId, entry.page, text), 'reading:kept');
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        // A page that cannot be read says nothing; the others do.
        entry.text = { width: 1, height: 1, words: [] };
        this.#parts.log.info('a page was not read', { code: error instanceof Failure ? error.error.code : 'unexpected' });
      } finally {
        await store.vault.discard([target.id]);
      }
      changed();
    }
  }
}
