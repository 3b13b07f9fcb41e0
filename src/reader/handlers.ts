/** What a reader process answers. The engine is started by the first page, once. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { MAX_PICTURE_BYTES, type ReaderCalls, type SealedFile } from '../contract/reader/index.ts';
import type { Handlers } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { SEALED_HEADER_BYTES, SealBroken, SealedLayout } from '../formats/sealed/index.ts';
import { type Engine, languageData, startEngine } from './engine.ts';
import { readPage } from './page.ts';

export function readerHandlers(): Handlers<ReaderCalls, undefined> {
  let engine: Promise<Engine> | undefined;
  return {
    ping: () => ({ rssBytes: process.memoryUsage.rss(), data: languageData() !== undefined }),
    readPage: async ({ source, dpi }) => {
      const bytes = openPicture(source);
      engine ??= startEngine();
      engine.catch(() => {
        engine = undefined;
      });
      return readPage(await engine, bytes, dpi);
    },
  };
}

/** The whole picture; it is decoded in the engine's own memory. */
function openPicture(file: SealedFile): Uint8Array {
  try {
    const fd = openSync(file.path, 'r');
    try {
      const at = (offset: number, length: number): Buffer => {
        const bytes = Buffer.allocUnsafe(length);
        for (let filled = 0; filled < length; ) {
          const got = readSync(fd, bytes, filled, length - filled, offset + filled);
          if (got === 0) throw new SealBroken('cut short');
          filled += got;
        }
        return bytes;
      };
      const layout = new SealedLayout(fstatSync(fd).size);
      SealedLayout.checkHeader(at(0, SEALED_HEADER_BYTES));
      if (layout.size > MAX_PICTURE_BYTES) throw new Failure('reader.too_large');
      const parts = Array.from({ length: layout.chunks }, (_, index) => {
        const { offset, length } = layout.place(index);
        return layout.open(file.key, index, at(offset, length));
      });
      return Buffer.concat(parts);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('reader.file_unreadable', undefined, { cause: error });
  }
}
