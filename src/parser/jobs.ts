/**
 * The parser's PDF work for the command line: the same functions as the workstation's, over a plain file that is only
 * read, in a process of its own that its parent may end. Speaks over the IPC channel of `fork` (structured clone).
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Failure } from '../domain/errors.ts';
import type { FoundPlaces } from '../domain/signaturePlaces.ts';
import type { PdfVerdict } from '../domain/verdict.ts';
import {
  type ByteSource,
  digestPrepared,
  type FieldSpec,
  PdfDocument,
  type PreparedSignature,
  prepareSignature,
  readPages,
} from '../formats/pdf/index.ts';
import { fontFromResources } from './pdf/fonts.ts';
import { findPlaces } from './pdf/places.ts';
import { verifyPdf } from './pdf/verify.ts';

export interface Trust {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly trainingPolicyOid: string;
  readonly now: number;
  readonly ocsps?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
}
export interface FileJobs {
  /** Loads what a verdict needs, and judges nothing. */
  ready: { ask: { readonly path: string }; answer: { readonly rssBytes: number } };
  verify: { ask: { readonly path: string } & Trust; answer: PdfVerdict };
  places: {
    ask: { readonly path: string; readonly signer: string };
    answer: { readonly found: FoundPlaces; readonly pages: readonly { readonly width: number; readonly height: number }[] };
  };
  /** A damaged file without a signature, written anew with a sound cross-reference table. */
  repair: { ask: { readonly path: string }; answer: { readonly bytes: Uint8Array } };
  prepare: { ask: { readonly path: string; readonly field: FieldSpec }; answer: PreparedSignature & { readonly digest: Uint8Array } };
}
export type FileJob = keyof FileJobs;
export interface Asked {
  readonly id: number;
  readonly job: FileJob;
  readonly input: FileJobs[FileJob]['ask'];
}
export type Answered =
  | { readonly id: number; readonly ok: true; readonly value: FileJobs[FileJob]['answer'] }
  | { readonly id: number; readonly ok: false; readonly error: { readonly code: string; readonly params?: unknown } };

/** A file on disk, read where asked. */
export function openPlain(path: string): ByteSource & { close(): void } {
  const file = openSync(path, 'r');
  return {
    size: fstatSync(file).size,
    read(offset, length) {
      const buffer = Buffer.allocUnsafe(length);
      return buffer.subarray(0, readSync(file, buffer, 0, length, offset));
    },
    readInto: (offset, into) => readSync(file, into, 0, into.byteLength, offset),
    close: () => closeSync(file),
  };
}

async function work({ job, input }: Asked): Promise<FileJobs[FileJob]['answer']> {
  if (job === 'ready') {
    return { rssBytes: process.memoryUsage.rss() };
  }
  const source = openPlain(input.path);
  try {
    if (job === 'verify') {
      return await verifyPdf(source, input as FileJobs['verify']['ask']);
    }
    if (job === 'repair') {
      const { repairPdf } = await import('../formats/pdf/index.ts');
      return { bytes: await repairPdf(source.read(0, source.size)) };
    }
    if (job === 'places') {
      const pages = readPages(PdfDocument.open(source)).map(({ width, height }) => ({ width, height }));
      return { found: await findPlaces(source, (input as FileJobs['places']['ask']).signer), pages };
    }
    const prepared = prepareSignature(source, (input as FileJobs['prepare']['ask']).field, fontFromResources);
    return { ...prepared, digest: digestPrepared(source, prepared) };
  } finally {
    source.close();
  }
}

process.on('message', (asked: Asked) => {
  work(asked).then(
    (value) => process.send?.({ id: asked.id, ok: true, value } satisfies Answered),
    (error: unknown) => {
      const known = error instanceof Failure ? error.error : { code: (error as { code?: string }).code ?? 'parsing.process_died' };
      process.send?.({ id: asked.id, ok: false, error: known } satisfies Answered);
    },
  );
});
process.on('disconnect', () => process.exit(0));
