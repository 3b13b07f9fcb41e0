/**
 * `npm run verify-pdf -- FILE… [--json] [--trust CERT.pem…]`: the verdict on each file without opening the workstation.
 * Exit codes: 0 every file is intact, 1 some file is not (changed, broken, unsigned or unreadable), 2 wrong use.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../domain/errors.ts';
import { TRAINING_POLICY_OID } from '../domain/profile.ts';
import { ParserProcess } from './parserProcess.ts';
import { exitCode, lines, type PrintedVerdict, printed, unreadable } from './report.ts';

const USAGE = 'usage: npm run verify-pdf -- FILE… [--json] [--trust CERT.pem…]';

export interface Arguments {
  readonly files: readonly string[];
  readonly trust: readonly string[];
  readonly json: boolean;
}
/** Every `--trust` takes the `.pem`, `.crt`, `.cer` and `.der` names that follow it; all else is a file. */
export function readArguments(given: readonly string[]): Arguments | undefined {
  const files: string[] = [];
  const trust: string[] = [];
  let json = false;
  let trusting = false;
  let wanted = false;
  for (const argument of given) {
    if (argument === '--json') json = true;
    else if (argument === '--trust') {
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
  return files.length === 0 || wanted ? undefined : { files, trust, json };
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
      const verdict = await judge(parser, file, place(file), anchors);
      all.push(verdict);
      process.stdout.write(`${args.json ? JSON.stringify(verdict) : lines(verdict, sentence)}\n`);
    }
  } finally {
    parser.close();
  }
  return exitCode(all);
}
async function judge(parser: ParserProcess, file: string, path: string, anchors: readonly Uint8Array[]): Promise<PrintedVerdict> {
  try {
    const input = { path, anchors, intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() };
    return printed(file, await parser.run('verify', input));
  } catch (error) {
    console.error(`${file}: ${error instanceof Failure ? error.error.code : String(error)}`);
    return unreadable(file);
  }
}
function fail(message: string): number {
  console.error(message);
  return 2;
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) process.exitCode = await main();
