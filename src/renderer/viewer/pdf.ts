/**
 * pdf.js over files of the store: only the ranges it asks for are read, at most 256 kB a call. Scripting, XFA and eval
 * are off; character maps, standard fonts and decoders come with the product.
 */
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { api } from '../core.ts';

const CALL = 256 * 1024;
/** What is read before anything is asked for. */
const FIRST = 128 * 1024;
/**
 * Opening walks from page to page to the last one, each in another place of a scan: small pieces, so that a long scan is
 * not read whole for its first page. Neighbouring pieces are asked for together.
 */
const RANGE = 16 * 1024;
/** Before the id of a paper in the scanner's tray instead of a file's. */
const SCAN = 'scan:';

let worker: PDFWorker | undefined;
/** One worker for every document; it is started when the first one is opened. */
function sharedWorker(): PDFWorker {
  worker ??= PDFWorker.create({ port: new Worker(workerUrl, { type: 'module' }) });
  return worker;
}

async function readRange(fileId: string, begin: number, end: number): Promise<Uint8Array> {
  const all = new Uint8Array(end - begin);
  for (let at = begin; at < end; at += CALL) {
    const piece = { offset: at, length: Math.min(CALL, end - at) };
    const { bytes } = fileId.startsWith(SCAN)
      ? await api['scanning.readWhole']({ groupId: fileId.slice(SCAN.length), ...piece })
      : await api['files.read']({ fileId, ...piece });
    all.set(bytes, at - begin);
  }
  return all;
}

class StoredFile extends PDFDataRangeTransport {
  readonly #fileId: string;
  readonly #onFailure: (thrown: unknown) => void;
  constructor(fileId: string, size: number, first: Uint8Array, onFailure: (thrown: unknown) => void) {
    super(size, first);
    this.#fileId = fileId;
    this.#onFailure = onFailure;
  }
  override requestDataRange(begin: number, end: number): void {
    readRange(this.#fileId, begin, Math.min(end, this.length)).then((chunk) => this.onDataRange(begin, chunk), this.#onFailure);
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
    const first = await readRange(fileId, 0, Math.min(size, FIRST));
    if (closed) throw new Error('closed');
    const failed = Promise.withResolvers<never>();
    const task = getDocument({
      range: new StoredFile(fileId, size, first, failed.reject),
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
