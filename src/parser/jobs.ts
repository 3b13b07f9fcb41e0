/**
 * The parser's PDF work for the command line: the same functions as the workstation's, over a plain file that is only
 * read, in a process of its own that its parent may end. Speaks over a pipe (`contract/frames.ts`).
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { FoundPlaces } from '../domain/signaturePlaces.ts';
import type { PdfVerdict } from '../domain/verdict.ts';
import { type ByteSource, type FieldSpec, PdfDocument, type PreparedSignature, prepareSignature, readPages } from '../formats/pdf/index.ts';
import { fontFromResources } from './pdf/fonts.ts';
import { findPlaces } from './pdf/places.ts';
import { type Reread, verifyPdf } from './pdf/verify.ts';
import { answerPipe, type Handed } from './pipe.ts';

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
  /** With `reread`, whoever asks reads the file again at the same time and hands over `Reread`. */
  verify: { ask: { readonly path: string; readonly reread?: true } & Trust; answer: PdfVerdict };
  places: {
    ask: { readonly path: string; readonly signer: string };
    answer: { readonly found: FoundPlaces; readonly pages: readonly { readonly width: number; readonly height: number }[] };
  };
  /** A damaged file without a signature, written anew with a sound cross-reference table. */
  repair: { ask: { readonly path: string }; answer: { readonly bytes: Uint8Array } };
  prepare: { ask: { readonly path: string; readonly field: FieldSpec }; answer: PreparedSignature };
}
export type FileJob = keyof FileJobs;
interface Asked {
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
    stride: 16_384,
    close: () => closeSync(file),
  };
}

async function work({ job, input }: Asked, handed: Handed): Promise<FileJobs[FileJob]['answer']> {
  if (job === 'ready') {
    return { rssBytes: process.memoryUsage.rss() };
  }
  const source = openPlain(input.path);
  try {
    if (job === 'verify') {
      const { reread, ...ask } = input as FileJobs['verify']['ask'];
      return await verifyPdf(source, { ...ask, ...(reread ? { reread: () => handed() as Reread | undefined } : {}) });
    }
    if (job === 'repair') {
      const { repairPdf } = await import('../formats/pdf/index.ts');
      return { bytes: await repairPdf(source.read(0, source.size)) };
    }
    if (job === 'places') {
      const pages = readPages(PdfDocument.open(source)).map(({ width, height }) => ({ width, height }));
      return { found: await findPlaces(source, (input as FileJobs['places']['ask']).signer), pages };
    }
    return prepareSignature(source, (input as FileJobs['prepare']['ask']).field, fontFromResources);
  } finally {
    source.close();
  }
}

void answerPipe((job, input: FileJobs[FileJob]['ask'], handed) => work({ job: job as FileJob, input }, handed));
