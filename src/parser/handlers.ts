/** What the parser process answers. Trouble with the vault's files comes back as a code; anything else is unexpected. */
import type { ParserCalls, PdfFacts, SealedFile } from '../contract/parser/index.ts';
import type { Handlers } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { SealBroken } from '../formats/sealed/index.ts';
import { detectSource } from '../formats/sniff.ts';
import { readEdxmlJob } from './edxml.ts';
import { openSealed } from './files.ts';
import { readTableJob } from './table.ts';

type Jobs = Handlers<ParserCalls, undefined>;
export type PdfJobs = Omit<Jobs, 'ping' | 'readEdxml' | 'inspect' | 'readTable'> & {
  facts(file: SealedFile): PdfFacts | Promise<PdfFacts>;
};

/** `pdf` is loaded at the first PDF: edXML alone does not pay for the libraries. */
export function parserHandlers(pdf: () => Promise<PdfJobs>): Jobs {
  return {
    ping: () => ({ rssBytes: process.memoryUsage.rss() }),
    readEdxml: (input) => vaultErrors(() => readEdxmlJob(input)),
    inspect: ({ source }) =>
      vaultErrors(async () => {
        const { detected, size } = detect(source);
        return detected === 'pdf' ? { detected, size, pdf: await (await pdf()).facts(source) } : { detected, size };
      }),
    verifyPdf: (input, context) => vaultErrors(async () => (await pdf()).verifyPdf(input, context)),
    prepareSignature: (input, context) => vaultErrors(async () => (await pdf()).prepareSignature(input, context)),
    readTable: (input) => vaultErrors(() => readTableJob(input)),
    findSecrecy: (input, context) => vaultErrors(async () => (await pdf()).findSecrecy(input, context)),
    inspectMaterial: (input, context) => vaultErrors(async () => (await pdf()).inspectMaterial(input, context)),
    findPlaces: (input, context) => vaultErrors(async () => (await pdf()).findPlaces(input, context)),
    readWords: (input, context) => vaultErrors(async () => (await pdf()).readWords(input, context)),
    readText: (input, context) => vaultErrors(async () => (await pdf()).readText(input, context)),
    placeSignature: (input, context) => vaultErrors(async () => (await pdf()).placeSignature(input, context)),
    repairPdf: (input, context) => vaultErrors(async () => (await pdf()).repairPdf(input, context)),
    appendValidation: (input, context) => vaultErrors(async () => (await pdf()).appendValidation(input, context)),
    readLayout: (input, context) => vaultErrors(async () => (await pdf()).readLayout(input, context)),
    stampPdf: (input, context) => vaultErrors(async () => (await pdf()).stampPdf(input, context)),
    composePdf: (input, context) => vaultErrors(async () => (await pdf()).composePdf(input, context)),
    signers: (input, context) => vaultErrors(async () => (await pdf()).signers(input, context)),
  };
}

function detect(source: SealedFile): { detected: string; size: number } {
  const file = openSealed(source);
  try {
    return { detected: detectSource(file), size: file.size };
  } finally {
    file.close();
  }
}

/** Gone, damaged, or (which the permission model says) not a file of the vault. */
const UNREADABLE = new Set(['ENOENT', 'EIO', 'EACCES', 'ERR_ACCESS_DENIED']);

export async function vaultErrors<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    if (error instanceof SealBroken) throw new Failure('parsing.file_unreadable', undefined, { cause: error });
    const code = (error as NodeJS.ErrnoException | null)?.code;
    if (code !== undefined && UNREADABLE.has(code)) throw new Failure('parsing.file_unreadable', undefined, { cause: error });
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('parsing.disk_full', undefined, { cause: error });
    throw error;
  }
}
