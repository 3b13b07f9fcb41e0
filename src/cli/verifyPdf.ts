/**
 * `npm run verify-pdf -- FILE… [--json] [--trust CERT.pem…] [--report FOLDER]`: the verdict on each file without opening the
 * workstation; with `--report` what was checked of each is also written there as PDF and JSON. One that is missing, a folder or
 * not to be read is told like the others (`unreadable`, with its reason) and stops none of them; each name is answered, also
 * one that was given twice. With `--json` standard output carries nothing but one object a line, a file each.
 * Exit codes: 0 every file is intact, 1 some file is not (changed, broken, unsigned or unreadable), 2 wrong use, a certificate of
 * `--trust` that is none, or a report that could not be written.
 */
import { X509Certificate } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Failure } from '../domain/errors.ts';
import { TRAINING_POLICY_OID } from '../domain/profile.ts';
import type { PdfVerdict } from '../domain/verdict.ts';
import { ParserProcess } from './parserProcess.ts';
import { exitCode, lines, type PrintedVerdict, printed, unreadable } from './report.ts';

const USAGE = 'usage: npm run verify-pdf -- FILE… [--json] [--trust CERT.pem…] [--report FOLDER]';

export interface Arguments {
  readonly files: readonly string[];
  readonly trust: readonly string[];
  readonly json: boolean;
  /** Folder for reports. */
  readonly report?: string;
}
/** Every `--trust` takes the `.pem`, `.crt`, `.cer` and `.der` names that follow it; all else is a file. */
export function readArguments(given: readonly string[]): Arguments | undefined {
  const files: string[] = [];
  const trust: string[] = [];
  let json = false;
  let trusting = false;
  let wanted = false;
  let report: string | undefined;
  for (let i = 0; i < given.length; i++) {
    const argument = given[i] ?? '';
    if (argument === '--json') json = true;
    else if (argument === '--report') {
      report = given[++i];
      if (wanted || report === undefined || report.startsWith('--')) return undefined;
    } else if (argument === '--trust') {
      if (wanted) return undefined;
      [trusting, wanted] = [true, true];
      continue;
    } else if (argument.startsWith('--')) return undefined;
    else if (trusting && (wanted || /\.(pem|crt|cer|der)$/i.test(argument))) {
      trust.push(argument);
      wanted = false;
      continue;
    } else files.push(argument);
    if (wanted) return undefined;
    trusting = false;
  }
  return files.length === 0 || wanted ? undefined : { files, trust, json, ...(report === undefined ? {} : { report }) };
}

/** Certificates of a file: one or many PEM blocks, or DER. */
export function certificatesOf(bytes: Buffer): Uint8Array[] {
  const blocks = bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return (blocks ?? [bytes]).map((block) => new Uint8Array(new X509Certificate(block).raw));
}

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  const from = process.env.INIT_CWD ?? process.cwd();
  const place = (path: string): string => resolve(from, path);
  if (!args) return fail(USAGE);
  const anchors: Uint8Array[] = [];
  for (const path of args.trust) {
    try {
      anchors.push(...certificatesOf(readFileSync(place(path))));
    } catch {
      return fail(`--trust ${path}: ${fileTrouble(place(path)) ?? 'not a certificate'}`);
    }
  }
  const { VERIFY_WORDS } = await import('../domain/verifyWords.ts');
  const sentence = (code: string): string => (VERIFY_WORDS as Readonly<Record<string, string>>)[code] ?? code;
  const parser = new ParserProcess();
  const all: PrintedVerdict[] = [];
  const reports = args.report === undefined ? undefined : new Reports(place(args.report));
  try {
    for (const file of args.files) {
      const judged = await judge(parser, place(file), anchors);
      const verdict = typeof judged === 'string' ? unreadable(file, judged) : printed(file, judged);
      all.push(verdict);
      process.stdout.write(`${args.json ? JSON.stringify(verdict) : lines(verdict, sentence)}\n`);
      // Of what is no file there is nothing to report.
      if (fileTrouble(place(file)) === undefined)
        await reports?.write(file, place(file), typeof judged === 'string' ? UNREADABLE() : judged);
    }
  } finally {
    parser.close();
  }
  return reports?.failed ? 2 : exitCode(all);
}
/** The verdict, or why there is none. */
async function judge(parser: ParserProcess, path: string, anchors: readonly Uint8Array[]): Promise<PdfVerdict | string> {
  const trouble = fileTrouble(path);
  if (trouble !== undefined) return trouble;
  try {
    const input = { path, anchors, intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() };
    return await parser.run('verify', input);
  } catch (error) {
    return error instanceof Failure ? error.error.code : 'pdf.unreadable';
  }
}
/** Why a path cannot be read, before any process is asked: what is no plain file could keep one waiting for ever. */
export function fileTrouble(path: string): string | undefined {
  try {
    if (statSync(path).isDirectory()) return 'file.is_a_folder';
    if (!statSync(path).isFile()) return 'file.not_a_file';
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'EACCES' || code === 'EPERM' ? 'file.not_permitted' : 'file.not_found';
  }
}
const UNREADABLE = (): PdfVerdict => ({ readable: false, signatures: [], summary: 'unreadable', checkedAt: Date.now() });

/** One report a file, under its name; files of one name get a number. */
class Reports {
  readonly #folder: string;
  readonly #names = new Map<string, number>();
  failed = false;
  constructor(folder: string) {
    this.#folder = folder;
  }
  async write(file: string, path: string, verdict: PdfVerdict): Promise<void> {
    const name = basename(path).replace(/\.pdf$/i, '');
    const times = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, times);
    try {
      const { writeReportFiles } = await import('./reportFiles.ts');
      await writeReportFiles(this.#folder, path, verdict, times === 1 ? name : `${name} (${times})`);
    } catch (error) {
      this.failed = true;
      console.error(`${file}: report not written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
function fail(message: string): number {
  console.error(message);
  return 2;
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  void main().then((code) => {
    process.exitCode = code;
  });
}
