/**
 * B-LT and B-LTA (ETSI EN 319 142-1, 6.3): chain and revocation of every signature and timestamp in the DSS, then a document
 * timestamp over all of it. Behind the last signature of an act, or on the archive's own copy of what left long ago; never
 * on bytes that were issued.
 */
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { TRAINING_POLICY_OID } from '../../domain/profile.ts';
import { readCertificate } from '../../formats/cms/index.ts';
import type { Actor } from '../context.ts';
import { outgoingById } from '../documents/outgoing.ts';
import type { SigningParts } from './index.ts';
import { gatherMaterial } from './material.ts';
import { recordCopy } from './perform.ts';
import { planTimestamp } from './plan.ts';
import { readSettings } from './settings.ts';
import { currentFiles } from './targets.ts';
import { askTimestamp, timestampService } from './timestamp.ts';

export interface LongTerm {
  readonly state: 'not_asked' | 'added' | 'missing';
  /** Document timestamps that were added. */
  readonly signatures: number;
}

/** @throws Failure `signing.material_unreachable` and those of the timestamp, where the preset says stop */
export async function lengthen(
  parts: SigningParts,
  source: SealedFile,
  stamp: boolean,
  made: BlobId[],
): Promise<{ file: SealedFile; outcome: LongTerm }> {
  const { store, parsing } = parts;
  const stop = readSettings(store).without === 'stop';
  const { certificates, signers } = await parsing.signers({ source });
  // Training has no revocation: its keys are made for practice.
  const real = signers.filter((der) => !readCertificate(der).policies.includes(TRAINING_POLICY_OID));
  const gathered = await gatherMaterial(real, [...certificates, ...(parts.trust?.() ?? [])], parts.network?.());
  if (gathered.missing.length > 0 && stop) throw new Failure('signing.material_unreachable', { names: gathered.missing.join(', ') });
  let file = source;
  if (gathered.certificates.length > 0) {
    const [target] = store.vault.reserve(1);
    if (!target) throw new Failure('signing.not_done');
    made.push(target.id);
    const { crls, ocsps } = gathered;
    await parsing.appendValidation({ source, target: target.file, certificates: gathered.certificates, crls, ocsps });
    file = target.file;
  }
  const missing = gathered.missing.length > 0;
  if (!stamp) return { file, outcome: { state: missing ? 'missing' : 'added', signatures: 0 } };
  try {
    const stamped = await timestampFile(parts, file, made);
    return { file: stamped, outcome: { state: missing ? 'missing' : 'added', signatures: 1 } };
  } catch (error) {
    if (stop || !isTimestampTrouble(error)) throw error;
    // What the failed try reserved is thrown away with the others; the file before it stands.
    return { file, outcome: { state: 'missing', signatures: 0 } };
  }
}
const isTimestampTrouble = (error: unknown): boolean => error instanceof Failure && error.error.code.startsWith('signing.timestamp_');

/** A document timestamp behind everything that is in the file. */
async function timestampFile(parts: SigningParts, source: SealedFile, made: BlobId[]): Promise<SealedFile> {
  const { store, parsing, now = Date.now } = parts;
  const { tsaUrl } = readSettings(store);
  if (!tsaUrl) throw new Failure('signing.tsa_needed');
  const at = now();
  const [empty, filled] = store.vault.reserve(2);
  if (!empty || !filled) throw new Failure('signing.not_done');
  const prepared = await parsing.prepareSignature({ source, target: empty.file, field: planTimestamp(at.toString(36), at) });
  try {
    const cms = await askTimestamp(timestampService(parts, tsaUrl), { digest: prepared.digest }, at);
    const { contentsOffset, contentsHexLength, digest } = prepared;
    await parsing.placeSignature({ source: empty.file, target: filled.file, contentsOffset, contentsHexLength, cms, digest });
    made.push(empty.id, filled.id);
    return filled.file;
  } catch (error) {
    await store.vault.discard([empty.id, filled.id]);
    throw error;
  }
}

/**
 * The archive's own copy of a document that was signed: material and a document timestamp behind its bytes. The document's
 * file, and what was sent, stay as they are.
 */
export async function archiveCopy(parts: SigningParts, actor: Actor, outgoingId: string): Promise<string> {
  const { store, verify } = parts;
  const document = outgoingById(store, outgoingId);
  const { main } = currentFiles(store, outgoingId);
  if (!main || (document.state !== 'agency_signed' && document.state !== 'issued')) throw new Failure('signing.archive_before_signature');
  if (!readSettings(store).tsaUrl) throw new Failure('signing.tsa_needed');
  const source = store.vault.sealed(main.blobId);
  const made: BlobId[] = [];
  try {
    const { file, outcome } = await lengthen(parts, source, true, made);
    if (outcome.signatures === 0) throw new Failure('signing.timestamp_unreachable');
    const after = await verify.judge(file);
    if (after.summary !== 'intact') throw new Failure('signing.result_not_intact');
    const id = made.at(-1);
    if (id === undefined) throw new Failure('signing.not_done');
    const blob = await store.vault.adopt(id, file);
    const fileId = store.tx(
      () =>
        recordCopy(store, actor, {
          target: { file: main, outgoingId },
          kind: 'archive',
          label: 'bản lưu trữ',
          signer: '',
          signed: { file: main, blob, verdict: after },
        }),
      'signing:archive',
    );
    made.pop();
    return fileId;
  } finally {
    await store.vault.discard(made);
  }
}
