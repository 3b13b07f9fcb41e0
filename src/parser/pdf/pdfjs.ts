/**
 * pdf.js over files of any size: only those pieces of a file are read that what was asked for lies in, so that the words of
 * a thick scan are found without reading its pictures.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { ByteSource } from '../../formats/pdf/index.ts';

/** pdf.js with its worker in this very process: it is handed over, since a built program has no file to find it by. */
export async function loadPdfjs(): Promise<typeof import('pdfjs-dist/legacy/build/pdf.mjs')> {
  // @ts-expect-error the worker has no types; it is only passed on
  const worker: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  Object.assign(globalThis, { pdfjsWorker: worker });
  // Only text is read here: that pdf.js finds no canvas to draw on is not worth a line on every start.
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } finally {
    console.warn = warn;
  }
}

/** Larger ones no door lets in. */
export const MAX_PDF_BYTES = 1024 * 1024 * 1024;
/** A file that makes more of it be read than its words can need is damaged, or wants it so. */
const MOST_READ = 128 * 1024 * 1024;
/** Small: between a scan's pictures lie objects of a few hundred bytes each. */
const PIECE = 16 * 1024;

export interface OpenedByPieces {
  /** Rejects as soon as the file cannot be read further, whatever `work` waits for then. */
  run<T>(work: (document: PDFDocumentProxy) => Promise<T>): Promise<T>;
  /** More was asked for than is ever read: what was found is not all. */
  tooMuch(): boolean;
  /** @throws what the file's own reading threw */
  close(): Promise<void>;
}
/** @param more `fontExtraProperties`: fonts tell their own names */
export async function openByPieces(source: ByteSource, more: { readonly fontExtraProperties?: boolean } = {}): Promise<OpenedByPieces> {
  const { getDocument, PDFDataRangeTransport } = await loadPdfjs();
  let read = 0;
  let failed: unknown;
  let stopped = false;
  let giveUp = (_error: unknown): void => undefined;
  const given = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  given.catch(() => undefined);
  const piece = (begin: number, length: number): Uint8Array | undefined => {
    read += length;
    try {
      if (read <= MOST_READ) return Uint8Array.from(source.read(begin, length));
      giveUp(new Error('more is asked for than is read'));
    } catch (error) {
      failed = error;
      giveUp(error);
    }
    stopped = true;
    return undefined;
  };
  class Pieces extends PDFDataRangeTransport {
    override requestDataRange(begin: number, end: number): void {
      const length = Math.min(end, source.size) - begin;
      // Never in the asking itself: pdf.js does not expect the answer there. What cannot be read is not answered.
      queueMicrotask(() => {
        const bytes = piece(begin, length);
        if (bytes) this.onDataRange(begin, bytes);
      });
    }
  }
  const task = getDocument({
    range: new Pieces(source.size, null),
    rangeChunkSize: PIECE,
    disableAutoFetch: true,
    disableStream: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    disableFontFace: true,
    verbosity: 0,
    ...more,
  });
  // Whoever closes early did not wait for it.
  task.promise.catch(() => undefined);
  return {
    run: (work) => Promise.race([task.promise.then(work), given]),
    tooMuch: () => read > MOST_READ,
    async close() {
      // Else it would wait for what will not be answered. What it holds goes with the process, which is watched.
      if (!stopped) await task.destroy();
      if (failed !== undefined) throw failed;
    },
  };
}
