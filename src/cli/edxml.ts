/**
 * `npm run edxml -- read FILE [--json] [--attachments DIR]` and
 * `npm run edxml -- write MODEL.json [--attach FILE…] [--sign-key KEY.pem [--sign-cert CERT.pem]] --out FILE`:
 * a package examined, or made, without the workstation, by the workstation's own code and limits.
 * Exit codes: 0 done, 1 refused (code and sentence on stderr), 2 wrong use.
 */
import { createPrivateKey, createPublicKey, randomBytes, sign, X509Certificate } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import type { ReadEdxmlResult, SealedFile } from '../contract/parser/index.ts';
import { Failure } from '../domain/errors.ts';
import { legalDateOf } from '../domain/time.ts';
import {
  documentChunks,
  type OutgoingAttachment,
  type PackageSigner,
  validateDocument,
  validateStatus,
  writeSignedStatus,
  writeStatus,
} from '../formats/edxml/index.ts';
import type { PackageJobs } from '../parser/edxmlJobs.ts';
import { createSealed, openSealed } from '../parser/files.ts';
import { type AttachmentLabels, parseModel } from './edxmlModel.ts';
import { LIMITS, ParserProcess } from './parserProcess.ts';
import { sentenceOf } from './sentence.ts';

const USAGE = `usage: npm run edxml -- read FILE [--json] [--attachments DIR]
       npm run edxml -- write MODEL.json [--attach FILE…] [--sign-key KEY.pem [--sign-cert CERT.pem]] --out FILE`;
/** As the workstation's inbox takes them. */
const MAX_ATTACHMENT_BYTES = 256 * 1024 * 1024;
const TARGETS = 200;
/** The workstation gives a package as long. */
const READ_MS = 120_000;

type Options = { readonly [name: string]: readonly string[] };
export interface Arguments {
  readonly act: 'read' | 'write';
  readonly file: string;
  readonly options: Options;
}
/** How many values each option takes. */
const OPTIONS: Readonly<Record<Arguments['act'], Readonly<Record<string, 'none' | 'one' | 'many'>>>> = {
  read: { '--json': 'none', '--attachments': 'one' },
  write: { '--attach': 'many', '--out': 'one', '--sign-key': 'one', '--sign-cert': 'one' },
};

export function readArguments([act, ...given]: readonly string[]): Arguments | undefined {
  if (act !== 'read' && act !== 'write') return undefined;
  const files: string[] = [];
  const options: Record<string, string[]> = {};
  let open: string | undefined;
  for (const argument of given) {
    if (argument.startsWith('--')) {
      if (OPTIONS[act][argument] === undefined || (options[argument] !== undefined && argument !== '--attach')) return undefined;
      options[argument] ??= [];
      open = OPTIONS[act][argument] === 'none' ? undefined : argument;
    } else if (open !== undefined) {
      options[open]?.push(argument);
      if (OPTIONS[act][open] === 'one') open = undefined;
    } else files.push(argument);
  }
  const [file, ...more] = files;
  const short = Object.entries(options).some(([name, values]) => OPTIONS[act][name] !== 'none' && values.length === 0);
  if (file === undefined || more.length > 0 || short || (act === 'write' && !options['--out'])) return undefined;
  return { act, file, options };
}

const from = process.env.INIT_CWD ?? process.cwd();
const place = (path: string): string => resolve(from, path);

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (!args) return wrong(USAGE);
  const { options } = args;
  const inputs = [args.file, ...['--attach', '--sign-key', '--sign-cert'].flatMap((name) => options[name] ?? [])];
  const missing = inputs.find((path) => !existsSync(place(path)) || !statSync(place(path)).isFile());
  if (missing !== undefined) return wrong(`${missing}: no such file`);
  try {
    return args.act === 'read' ? await read(args) : await write(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return refused(error.error, options['--json'] !== undefined);
  }
}
function wrong(message: string): number {
  console.error(message);
  return 2;
}
type Refusal = { readonly code: string; readonly params?: Readonly<Record<string, string | number>> };

async function refused(refusal: Refusal, json = false): Promise<number> {
  const sentence = await worded(refusal);
  console.error(`${refusal.code}: ${sentence}`);
  if (json) process.stdout.write(`${JSON.stringify({ refused: { ...refusal, sentence } })}\n`);
  return 1;
}
async function worded({ code, params }: Refusal): Promise<string> {
  return (await sentenceOf(code)).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params?.[name] ?? ''));
}

async function read({ file, options }: Arguments): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tram-edxml-'));
  const [directory] = options['--attachments'] ?? [];
  const json = options['--json'] !== undefined;
  const parser = new ParserProcess<PackageJobs>({ ...LIMITS, ms: READ_MS }, { module: 'edxmlJobs.ts', writes: folder });
  try {
    const sealed = (name: string): SealedFile => ({ path: join(folder, name), key: randomBytes(32) });
    const source = sealed('package');
    const out = createSealed(source);
    for await (const chunk of createReadStream(place(file))) out.write(chunk as Buffer);
    out.finish();
    const targets = Array.from({ length: TARGETS }, (_, i) => sealed(`${i}`));
    const result = await parser.run('read', { source, targets, maxAttachmentBytes: MAX_ATTACHMENT_BYTES });
    if (!result.ok) return await refused(result.error, json);
    if (directory !== undefined) saveAttachments(result, targets, place(directory));
    if (json) process.stdout.write(`${JSON.stringify({ ...result.message, warnings: result.warnings }, undefined, 2)}\n`);
    else process.stdout.write(await described(result));
    return 0;
  } finally {
    parser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type ReadDone = Extract<ReadEdxmlResult, { ok: true }>;

/** Under their cleaned names; a name that is taken gets a number, and nothing is written over. */
function saveAttachments({ message, attachments }: ReadDone, targets: readonly SealedFile[], directory: string): void {
  if (message.kind !== 'document') return;
  mkdirSync(directory, { recursive: true });
  for (const [i, { target }] of attachments.entries()) {
    const name = message.attachments[i]?.name ?? '';
    const file = targets[target];
    if (!file) continue;
    const stem = basename(name, extname(name));
    let path = join(directory, name);
    for (let n = 2; existsSync(path); n++) path = join(directory, `${stem} (${n})${extname(name)}`);
    const source = openSealed(file);
    const out = openSync(path, 'wx');
    try {
      for (const chunk of source.chunks()) for (let at = 0; at < chunk.byteLength; ) at += writeSync(out, chunk, at);
    } finally {
      closeSync(out);
      source.close();
    }
  }
}

const BUSINESS = ['văn bản mới', 'thu hồi', 'cập nhật', 'thay thế'];
async function described({ message, warnings }: ReadDone): Promise<string> {
  const who = (organ: { organId?: string; organName?: string }): string => [organ.organName, organ.organId].filter(Boolean).join(', ');
  const lines: (string | undefined)[] = [`Nơi gửi: ${who(message.from)}`];
  if (message.kind === 'status')
    lines.push(
      `Trạng thái: ${message.statusCode}${message.description ? ` (${message.description})` : ''}`,
      `Về văn bản: ${[message.responseFor.code, message.responseFor.documentId].filter(Boolean).join('; ')}`,
    );
  else
    lines.push(
      `Nơi nhận: ${message.to.map(who).join('; ')}`,
      `Nghiệp vụ: ${BUSINESS[message.business.type]}`,
      `Văn bản: ${[message.documentType.typeName, [message.code.number, message.code.notation].filter(Boolean).join('/')].filter(Boolean).join(' ')}`,
      message.documentId && `Mã văn bản: ${message.documentId}`,
      message.subject && `Trích yếu: ${message.subject}`,
      ...message.attachments.map((a) => `Tệp: ${a.name} (${a.detected}, ${a.size} byte, SHA-256 ${a.sha256})`),
    );
  lines.push(
    `Chữ ký gói tin: ${message.packageSignature ?? 'absent'}${message.packageSigner ? ` (${message.packageSigner.algorithm})` : ''}`,
  );
  for (const warning of warnings) lines.push(`Lưu ý ${warning.code}: ${await worded(warning)}`);
  return `${lines.filter((line) => line !== undefined && line !== '').join('\n')}\n`;
}

async function write({ file, options }: Arguments): Promise<number> {
  const model = parseModel(readFileSync(place(file), 'utf8'));
  const signer = signerOf(options);
  const paths = options['--attach'] ?? [];
  if (model.kind === 'status') {
    const [problem] = validateStatus(model.status);
    if (problem) return refused(problem);
    const bytes = signer ? await writeSignedStatus(model.status, signer) : writeStatus(model.status);
    await save(place(options['--out']?.[0] ?? ''), [bytes]);
    return 0;
  }
  const attachments = attached(model.attachments, paths);
  const problems = validateDocument(
    model.document,
    attachments.map((a) => a.name),
    legalDateOf(Date.now()),
  );
  for (const problem of problems) await refused(problem);
  if (problems.length > 0) return 1;
  await save(place(options['--out']?.[0] ?? ''), documentChunks(model.document, attachments, undefined, signer));
  return 0;
}

/** Files find their labels by name, then by order; without labels the file's own name is its label. */
function attached(labels: readonly AttachmentLabels[], paths: readonly string[]): OutgoingAttachment[] {
  if (labels.length > 0 && labels.length !== paths.length)
    throw new Failure('edxml.attachments_differ', { model: labels.length, given: paths.length });
  const left = [...paths];
  const byName = labels.map((label) => {
    const at = left.findIndex((path) => basename(path) === label.name);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  });
  if (labels.length === 0) return paths.map((path) => fileAttachment({ name: basename(path) }, path));
  return labels.map((label, i) => fileAttachment(label, byName[i] ?? left.shift() ?? ''));
}
function fileAttachment({ name, description, contentId, fieldName, mimeType }: AttachmentLabels, path: string): OutgoingAttachment {
  return {
    name,
    size: statSync(place(path)).size,
    async *read() {
      for await (const chunk of createReadStream(place(path))) yield chunk as Buffer;
    },
    ...(description === undefined ? {} : { description }),
    ...(contentId === undefined ? {} : { contentId }),
    ...(fieldName === undefined ? {} : { fieldName }),
    ...(mimeType === undefined ? {} : { mimeType }),
  };
}

function signerOf(options: Options): PackageSigner | undefined {
  const [keyPath] = options['--sign-key'] ?? [];
  if (keyPath === undefined) return undefined;
  const [certificatePath] = options['--sign-cert'] ?? [];
  try {
    const key = createPrivateKey(readFileSync(place(keyPath)));
    const elliptic = key.asymmetricKeyType === 'ec';
    return {
      algorithm: elliptic ? 'ECDSA-SHA256' : 'RSA-SHA256',
      sign: (bytes) => sign('sha256', bytes, elliptic ? { key, dsaEncoding: 'ieee-p1363' } : key),
      ...(certificatePath === undefined
        ? { publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }) }
        : { certificates: [new X509Certificate(readFileSync(place(certificatePath))).raw] }),
    };
  } catch (error) {
    throw new Failure('edxml.signing_key_unreadable', undefined, { cause: error });
  }
}

/** Whole or not at all. */
async function save(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const part = `${path}.part-${process.pid}`;
  const out = openSync(part, 'wx');
  try {
    for await (const chunk of chunks) for (let at = 0; at < chunk.byteLength; ) at += writeSync(out, chunk, at);
    closeSync(out);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) process.exitCode = await main();
