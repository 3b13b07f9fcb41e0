/**
 * pdf.js over files of the store: only the ranges it asks for are read, at most 256 kB a call. Scripting, XFA and eval
 * are off; character maps, standard fonts and decoders come with the product.
 */
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { type Ends, endsOf, RANGE, readRange } from './ahead.ts';

let worker: PDFWorker | undefined;
/** One worker for every document; it is started when the first one is opened. */
function sharedWorker(): PDFWorker {
  worker ??= PDFWorker.create({ port: new Worker(workerUrl, { type: 'module' }) });
  return worker;
}

class StoredFile extends PDFDataRangeTransport {
  readonly #fileId: string;
  readonly #lastAt: number;
  readonly #last: Uint8Array;
  readonly #onFailure: (thrown: unknown) => void;
  constructor(fileId: string, size: number, { first, lastAt, last }: Ends, onFailure: (thrown: unknown) => void) {
    super(size, first);
    this.#fileId = fileId;
    this.#lastAt = lastAt;
    this.#last = last;
    this.#onFailure = onFailure;
  }
  override requestDataRange(begin: number, end: number): void {
    const to = Math.min(end, this.length);
    // What is handed over may be taken away from here for good: a copy.
    const read =
      begin >= this.#lastAt
        ? Promise.resolve(this.#last.slice(begin - this.#lastAt, to - this.#lastAt))
        : readRange(this.#fileId, begin, to);
    read.then((chunk) => this.onDataRange(begin, chunk), this.#onFailure);
  }
}

/** Fetches the product's own data files; plain `fetch` also serves the `app:` scheme. */
class OwnDataFactory {
  readonly #base: Readonly<Record<string, string>>;
  constructor(base: Readonly<Record<string, string>>) {
    this.#base = base;
  }
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const answer = await fetch(`${this.#base[kind]}${filename}`);
    if (!answer.ok) throw new Error(`no ${filename}`);
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** Where `build/pdfjs-assets.ts` puts pdf.js's data beside the page. */
const asset = (folder: string): string => new URL(`pdfjs/${folder}/`, document.baseURI).href;

export interface OpenPdf {
  readonly document: Promise<PDFDocumentProxy>;
  close(): void;
}
/** Opens a PDF of the store; `document` rejects with what went wrong (a failure of the core, or of the file). */
export function openPdf(fileId: string, size: number): OpenPdf {
  let closed = false;
  let end = (): void => {};
  const document = (async (): Promise<PDFDocumentProxy> => {
    const ends = await endsOf(fileId, size);
    if (closed) throw new Error('closed');
    const failed = Promise.withResolvers<never>();
    const task = getDocument({
      range: new StoredFile(fileId, size, ends, failed.reject),
      worker: sharedWorker(),
      rangeChunkSize: RANGE,
      disableAutoFetch: true,
      disableStream: true,
      enableXfa: false,
      useWorkerFetch: false,
      BinaryDataFactory: OwnDataFactory,
      cMapUrl: asset('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: asset('standard_fonts'),
      wasmUrl: asset('wasm'),
      iccUrl: asset('iccs'),
      verbosity: 0,
      // Older releases compile fonts with eval unless told not to; where the option is gone it does nothing.
      ...{ isEvalSupported: false },
    });
    end = () => void task.destroy();
    return Promise.race([task.promise, failed.promise]);
  })();
  return {
    document,
    close: () => {
      closed = true;
      end();
    },
  };
}
