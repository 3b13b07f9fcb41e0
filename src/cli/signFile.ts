/**
 * One increment with its signature behind a copy of a file: the parser prepares while the file is hashed here, the token signs
 * while it is copied, the increment is written and synced. The original is only read; what of it means something is read by
 * the parser alone.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fsync, openSync, readSync, writeSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { stampOrMark, type TimestampOutcome, type TimestampService, type WithoutTimestamp } from '../core/signing/timestamp.ts';
import { Failure } from '../domain/errors.ts';
import type { PdfVerdict } from '../domain/verdict.ts';
import { signedAttributes, signedData } from '../formats/cms/index.ts';
import type { FieldSpec } from '../formats/pdf/index.ts';
import type { FileJobs, Trust } from '../parser/jobs.ts';
import type { Reread } from '../parser/pdf/verify.ts';
import type { ParserProcess } from './parserProcess.ts';
import type { TokenProcess } from './tokenProcess.ts';

export interface FileSigner {
  readonly der: Uint8Array;
  readonly chain: readonly Uint8Array[];
}
export interface Stamping {
  readonly service?: TimestampService;
  readonly without: WithoutTimestamp;
}
export interface SignFile {
  readonly parser: ParserProcess;
  readonly token: TokenProcess;
  readonly actId: string;
  readonly source: string;
  /** Written whole; the same as the source where an earlier increment was written there. */
  readonly target: string;
  readonly field: FieldSpec;
  readonly signer: FileSigner;
  readonly stamping: Stamping;
  /** Of this source and field, where it was asked for before. */
  readonly prepared?: Prepared;
}
export type Prepared = FileJobs['prepare']['answer'] & { readonly digest: Uint8Array };

export interface SignedFile {
  readonly stamp: TimestampOutcome;
  /** The bytes are on disk. They can be read, and judged, before. */
  readonly synced: Promise<void>;
  /** Bytes before and behind this signature's own string. */
  readonly byteRange: FileJobs['prepare']['answer']['byteRange'];
}

/**
 * The verdict on a file that was just signed, from the file alone: the parser judges it while what the new signature stands
 * over is read and hashed here. @throws Failure of the parser
 */
export function verifySigned(parser: ParserProcess, path: string, { byteRange }: SignedFile, trust: Trust): Promise<PdfVerdict> {
  const [, before, behind, rest] = byteRange;
  return parser.run('verify', { path, ...trust, reread: true }, (): Reread | undefined => {
    try {
      const { hash } = hashOf(path, [0, before], [behind, behind + rest]);
      return { gap: [before, behind], end: behind + rest, sha256: hash.digest() };
    } catch {
      // Then the parser finds for itself what is wrong with the file.
      return undefined;
    }
  });
}

/** @throws Failure of the parser, the token, the timestamp service; `pdf.cms_too_large` */
export async function signFile(job: SignFile): Promise<SignedFile> {
  const { parser, token, actId, source, target, field, signer } = job;
  const prepared = job.prepared ?? (await prepareFile(parser, source, field));
  const copied = source === target ? undefined : copyFile(source, target, constants.COPYFILE_FICLONE);
  // A copy that fails is told when it is waited for.
  copied?.catch(() => undefined);
  const attributes = signedAttributes({ digest: prepared.digest, certificateDer: signer.der });
  // Checked with the certificate's key by the token's process, and once more by whoever reads the file again.
  const { signature } = await token.calls.sign({ actId, data: attributes });
  const stamp = await stampOrMark(job.stamping.service, job.stamping.without, signature, Date.now());
  const cms = signedData({
    signedAttributes: attributes,
    signature,
    signerCertificate: signer.der,
    certificates: signer.chain,
    timestamp: stamp.token,
  });
  if (cms.byteLength * 2 > prepared.contentsHexLength) throw new Failure('pdf.cms_too_large', { bytes: cms.byteLength });
  const increment = Buffer.from(prepared.increment);
  const start = prepared.byteRange[3] + prepared.byteRange[2] - increment.byteLength;
  increment.write(Buffer.from(cms).toString('hex'), prepared.contentsOffset - start, 'latin1');
  await copied;
  const file = openSync(target, 'r+');
  try {
    for (let at = 0; at < increment.byteLength; ) at += writeSync(file, increment, at, increment.byteLength - at, start + at);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  const synced = sync(file).finally(() => closeSync(file));
  // Whoever asked waits for it after reading the file again; a sync that failed before is told there.
  synced.catch(() => undefined);
  return { stamp: stamp.outcome, synced, byteRange: prepared.byteRange };
}
const sync = promisify(fsync);

/**
 * The increment for a field and the digest of what will be signed.
 * @throws Failure of the parser; `pdf.damaged` for a file that changed meanwhile
 */
export async function prepareFile(parser: ParserProcess, source: string, field: FieldSpec): Promise<Prepared> {
  const asked = parser.run('prepare', { path: source, field });
  // Whoever waits for the answer is told; a file that cannot be read here is told first.
  asked.catch(() => undefined);
  const { hash, size } = hashOf(source, [0, Number.POSITIVE_INFINITY]);
  const prepared = await asked;
  const [, gap, behind, rest] = prepared.byteRange;
  if (behind + rest - prepared.increment.byteLength !== size) throw new Failure('pdf.damaged', { what: 'short_read' });
  hash.update(prepared.increment.subarray(0, gap - size)).update(prepared.increment.subarray(behind - size));
  return { ...prepared, digest: hash.digest() };
}
const PIECE = 1 << 18;
/** One for all files: they are hashed one after the other, and asking the system for so much each time is felt. */
let piece: Buffer | undefined;
function hashOf(
  path: string,
  ...stretches: readonly (readonly [from: number, to: number])[]
): { readonly hash: Hash; readonly size: number } {
  const hash = createHash('sha256');
  piece ??= Buffer.allocUnsafeSlow(PIECE);
  const file = openSync(path, 'r');
  try {
    let size = 0;
    for (const [from, to] of stretches) {
      for (let at = from; at < to; ) {
        const got = readSync(file, piece, 0, Math.min(PIECE, to - at), at);
        if (got === 0) break;
        hash.update(piece.subarray(0, got));
        at += got;
        size += got;
      }
    }
    return { hash, size };
  } finally {
    closeSync(file);
  }
}
