/**
 * `npm run verify-pdf -- FILE… [--json] [--trust CERT.pem…] [--report FOLDER]`: the verdict on each file without opening the
 * workstation; with `--report` what was checked of each is also written there as PDF and JSON.
 * Exit codes: 0 every file is intact, 1 some file is not (changed, broken, unsigned or unreadable), 2 wrong use.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
  const missing = [...args.files, ...args.trust].find((path) => !existsSync(place(path)));
  if (missing !== undefined) return fail(`${missing}: no such file`);
  let anchors: Uint8Array[];
  try {
    anchors = args.trust.flatMap((path) => certificatesOf(readFileSync(place(path))));
  } catch {
    return fail('--trust: not a certificate');
  }
  const { VERIFY_WORDS } = await import('../domain/verifyWords.ts');
  const sentence = (code: string): string => (VERIFY_WORDS as Readonly<Record<string, string>>)[code] ?? code;
  const parser = new ParserProcess();
  const all: PrintedVerdict[] = [];
  try {
    for (const file of args.files) {
      const judged = await judge(parser, file, place(file), anchors);
      const verdict = judged ? printed(file, judged) : unreadable(file);
      if (args.report !== undefined) await writeReport(place(args.report), place(file), judged ?? UNREADABLE());
      all.push(verdict);
      process.stdout.write(`${args.json ? JSON.stringify(verdict) : lines(verdict, sentence)}\n`);
    }
  } finally {
    parser.close();
  }
  return exitCode(all);
}
async function judge(parser: ParserProcess, file: string, path: string, anchors: readonly Uint8Array[]): Promise<PdfVerdict | undefined> {
  try {
    const input = { path, anchors, intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() };
    return await parser.run('verify', input);
  } catch (error) {
    console.error(`${file}: ${error instanceof Failure ? error.error.code : String(error)}`);
    return undefined;
  }
}
const UNREADABLE = (): PdfVerdict => ({ readable: false, signatures: [], summary: 'unreadable', checkedAt: Date.now() });
async function writeReport(folder: string, path: string, verdict: PdfVerdict): Promise<void> {
  const { writeReportFiles } = await import('./reportFiles.ts');
  await writeReportFiles(folder, path, verdict);
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
