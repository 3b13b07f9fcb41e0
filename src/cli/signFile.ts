/**
 * One increment with its signature behind a copy of a file: the parser prepares while the file is copied, the token signs,
 * the increment is written and synced. The original is only read.
 */
import { verify as cryptoVerify, type KeyObject, X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { stampOrMark, type TimestampOutcome, type TimestampService, type WithoutTimestamp } from '../core/signing/timestamp.ts';
import { Failure } from '../domain/errors.ts';
import { signedAttributes, signedData } from '../formats/cms/index.ts';
import type { FieldSpec } from '../formats/pdf/index.ts';
import type { FileJobs } from '../parser/jobs.ts';
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
  /** The parser's answer for this source and field, where it was asked for before. */
  readonly prepared?: FileJobs['prepare']['answer'];
}

export interface SignedFile {
  readonly stamp: TimestampOutcome;
  /** The bytes are on disk. They can be read, and judged, before. */
  readonly synced: Promise<void>;
}

/** @throws Failure of the parser, the token, the timestamp service; `signing.signature_wrong`, `pdf.cms_too_large` */
export async function signFile(job: SignFile): Promise<SignedFile> {
  const { parser, token, actId, source, target, field, signer } = job;
  const copied = source === target ? undefined : copyFile(source, target, constants.COPYFILE_FICLONE);
  // A copy that fails is told when it is waited for.
  copied?.catch(() => undefined);
  const prepared = job.prepared ?? (await parser.run('prepare', { path: source, field }));
  const attributes = signedAttributes({ digest: prepared.digest, certificateDer: signer.der });
  const { signature } = await token.calls.sign({ actId, data: attributes });
  if (!cryptoVerify('sha256', attributes, publicKey(signer.der), signature)) throw new Failure('signing.signature_wrong');
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
  const file = await open(target, 'r+');
  try {
    await file.write(increment, 0, increment.byteLength, start);
  } catch (error) {
    await file.close();
    throw error;
  }
  const synced = file.sync().finally(() => file.close());
  // Whoever asked waits for it after reading the file again; a sync that failed before is told there.
  synced.catch(() => undefined);
  return { stamp: stamp.outcome, synced };
}

const keys = new WeakMap<Uint8Array, KeyObject>();
function publicKey(der: Uint8Array): KeyObject {
  const known = keys.get(der) ?? new X509Certificate(der).publicKey;
  keys.set(der, known);
  return known;
}
