/** One act from the files as they are to the signed files in the store. */
import { verify as cryptoVerify, X509Certificate } from 'node:crypto';
import type { SigningAct } from '../../contract/page/signing.ts';
import type { SealedFile, SignatureFieldSpec } from '../../contract/parser/index.ts';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import { afterOutgoingAct } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { SIGNATURE_KINDS } from '../../domain/signatureKinds.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import { readCertificate, signedAttributes, signedData } from '../../formats/cms/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { outgoingById } from '../documents/outgoing.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import type { SigningParts } from './index.ts';
import { type LongTerm, lengthen } from './longTerm.ts';
import { readSettings, wants } from './settings.ts';
import { type CopyTarget, type OutgoingTarget, type SourceFile, sourceOf, type Target } from './targets.ts';
import { stampOrMark, type TimestampOutcome, timestampService } from './timestamp.ts';
import { type FileWork, type Moved, planWork, type Work } from './work.ts';

export interface OpenAct {
  readonly actId: string;
  /** Row of the act for this document; the act's own id for its first. */
  readonly rowId: string;
  readonly act: SigningAct;
  /** The document, or for a copy the file it is made of. */
  readonly documentId: string;
  readonly client: Client<TokenCalls>;
  readonly serial: string;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly signerName: string;
  /** The file as it was when the act began: what was seen is what is signed. */
  readonly fileId: string;
  readonly moved?: readonly Moved[];
}
export interface Performed {
  readonly fileId: string;
  readonly signatures: number;
  readonly timestamp: TimestampOutcome;
}

export async function performAct(parts: SigningParts, act: OpenAct, target: Target, actor: Actor, now: number): Promise<Performed> {
  // A list may wait minutes for its turn, and a PIN for its person.
  if (sourceOf(target).id !== act.fileId) throw new Failure('signing.file_changed');
  const work = await planWork(parts, target, {
    signerName: act.signerName,
    certificate: readCertificate(act.certificate),
    now,
    suffix: act.rowId.replaceAll('-', '').slice(-12),
    ...(act.moved ? { moved: act.moved } : {}),
  });
  const [refusal] = work.standing;
  if (refusal) throw new Failure(refusal.code, refusal.params);
  const made: BlobId[] = [];
  try {
    const done: SignedFile[] = [];
    for (const [i, file] of work.files.entries()) done.push(await signFile(parts, act, file, i === 0, made));
    parts.onPoint?.('signing:before-commit');
    const fileId = commit(parts.store, act, work, done, actor);
    for (const { blob } of done) made.splice(made.indexOf(blob.id), 1);
    parts.onPoint?.('signing:committed');
    const [main] = done;
    return { fileId, signatures: main?.verdict.signatures.length ?? 0, timestamp: worst(done.map((d) => d.timestamp)) };
  } finally {
    await parts.store.vault.discard(made);
  }
}
const worst = (outcomes: readonly TimestampOutcome[]): TimestampOutcome =>
  outcomes.find((o) => o === 'missing') ?? outcomes[0] ?? 'not_asked';

interface SignedFile {
  readonly file: SourceFile;
  readonly blob: WrittenBlob;
  readonly verdict: PdfVerdict;
  readonly timestamp: TimestampOutcome;
  readonly longTerm: LongTerm;
}
/** Every field of one file, its long-term part where the preset asks for it, and the check of everything in it. */
async function signFile(parts: SigningParts, act: OpenAct, work: FileWork, main: boolean, made: BlobId[]): Promise<SignedFile> {
  let current = work.source;
  let timestamp: TimestampOutcome = 'not_asked';
  for (const { spec } of work.fields) {
    const signed = await signOnce(parts, act, current, spec, made);
    current = signed.file;
    if (timestamp !== 'missing') timestamp = signed.timestamp;
  }
  const { level } = readSettings(parts.store);
  let longTerm: LongTerm = { state: 'not_asked', signatures: 0 };
  // Only the act that ends a file is followed by more than signatures: after a leader's others still sign.
  if (act.act !== 'leader' && act.act !== 'initial' && main && wants(level, 'B-LT') && timestamp !== 'missing') {
    const longer = await lengthen(parts, current, level === 'B-LTA', made);
    current = longer.file;
    longTerm = longer.outcome;
  }
  const id = made.at(-1);
  if (id === undefined) throw new Failure('signing.not_done');
  const after = await parts.verify.judge(current);
  checkResult(work.before, after, work.fields.length, longTerm.signatures, timestamp);
  return { file: work.file, blob: await parts.store.vault.adopt(id, current), verdict: after, timestamp, longTerm };
}

/** Placeholder, digest, signature by the token, its check, the signature put in its place. */
async function signOnce(
  parts: SigningParts,
  act: OpenAct,
  source: SealedFile,
  field: SignatureFieldSpec,
  made: BlobId[],
): Promise<{ file: SealedFile; timestamp: TimestampOutcome }> {
  const { store, parsing } = parts;
  const [empty, filled] = store.vault.reserve(2);
  if (!empty || !filled) throw new Failure('signing.not_done');
  made.push(empty.id, filled.id);
  const prepared = await parsing.prepareSignature({ source, target: empty.file, field });
  const attributes = signedAttributes({ digest: prepared.digest, certificateDer: act.certificate });
  parts.onPoint?.('signing:before-token');
  const { signature } = await act.client.sign({ actId: act.actId, data: attributes });
  // A key that does not belong to the certificate, or a faulty driver, shows here and not at the recipient's.
  if (!cryptoVerify('sha256', attributes, new X509Certificate(act.certificate).publicKey, signature))
    throw new Failure('signing.signature_wrong');
  const { tsaUrl, without, level } = readSettings(store);
  const service = tsaUrl && wants(level, 'B-T') ? timestampService(parts, tsaUrl) : undefined;
  const stamp = await stampOrMark(service, without, signature, (parts.now ?? Date.now)());
  const cms = signedData({
    signedAttributes: attributes,
    signature,
    signerCertificate: act.certificate,
    certificates: act.chain,
    timestamp: stamp.token,
  });
  const { contentsOffset, contentsHexLength, digest } = prepared;
  await parsing.placeSignature({ source: empty.file, target: filled.file, contentsOffset, contentsHexLength, cms, digest });
  parts.onPoint?.('signing:placed');
  return { file: filled.file, timestamp: stamp.outcome };
}

/** Every earlier signature still holds, the new ones are intact, nothing else came in. */
function checkResult(before: PdfVerdict, after: PdfVerdict, added: number, stamps: number, timestamp: TimestampOutcome): void {
  const expected = before.signatures.length + added + stamps;
  // A field that was reserved stands before the others: the new ones are told by their names.
  const old = new Set(before.signatures.map((s) => s.field));
  const own = after.signatures.filter((s) => !old.has(s.field) && s.subFilter !== 'ETSI.RFC3161');
  // A timestamp that does not hold is passed over by the judge: then neither of the two is said.
  const stamped = own.every((s) => s.time === 'proven' || s.reasons.includes('verify.timestamp_untrusted'));
  if (timestamp === 'stamped' && !stamped) throw new Failure('signing.timestamp_wrong');
  if (after.summary !== 'intact' || after.signatures.length !== expected) throw new Failure('signing.result_not_intact');
}

/** The transaction that makes the signed files the document's files, or the copy one beside them. */
function commit(store: Store, act: OpenAct, work: Work, done: readonly SignedFile[], actor: Actor): string {
  return store.tx(() => {
    const { target } = work;
    const fileId =
      target.of === 'outgoing' ? commitOutgoing(store, act, target, work, done, actor) : commitCopy(store, act, target, done, actor);
    store.db.prepare("UPDATE signing_act SET ended_at = ?, outcome = 'done' WHERE id = ?").run(store.now(), act.rowId);
    record(store, actor, `signing.${act.act}`, act.documentId);
    return fileId;
  }, `signing:${act.act}`);
}

const STAGES = { leader: 'leader_signed', agency: 'agency_signed', initial: 'initialled' } as const;
const MOVES = { leader: 'leader_sign', agency: 'agency_sign', initial: 'edit' } as const;

function commitOutgoing(store: Store, act: OpenAct, target: OutgoingTarget, work: Work, done: readonly SignedFile[], actor: Actor): string {
  const document = outgoingById(store, target.document.id);
  const next = afterOutgoingAct(document.state, MOVES[target.act]);
  if (!next.ok) throw new Failure(next.error.code, next.error.params);
  const ids = done.map((signed) => replaceFile(store, signed, document.id, STAGES[target.act]));
  const state = work.last ? next.value : document.state;
  store.db.prepare('UPDATE outgoing SET state = ?, updated_at = ? WHERE id = ?').run(state, store.now(), document.id);
  addHistory(store, actor, {
    outgoingId: document.id,
    act: `outgoing.${target.act}_sign`,
    params: { signer: act.signerName, ...remarks(done), ...(work.skipped.length > 0 ? { skipped: work.skipped.join(', ') } : {}) },
  });
  const [main] = ids;
  if (main === undefined) throw new Failure('signing.not_done');
  return main;
}
function remarks(done: readonly SignedFile[]): Record<string, string> {
  const stamp = worst(done.map((d) => d.timestamp)) === 'missing';
  const material = done.some((d) => d.longTerm.state === 'missing');
  return {
    ...(stamp ? { timestamp: 'chưa có dấu thời gian' } : {}),
    ...(material ? { material: 'chưa có tài liệu kiểm tra chứng thư' } : {}),
  };
}

function replaceFile(store: Store, { file, blob, verdict }: SignedFile, outgoingId: RecordId, stage: string): string {
  const kept = store.db.prepare('UPDATE file SET current = 0 WHERE id = ? AND current = 1').run(file.id);
  // Another act or a new draft took the file's place meanwhile.
  if (kept.changes !== 1) throw new Failure('signing.file_changed');
  const role = store.db.prepare('SELECT role FROM file WHERE id = ?').pluck().get(file.id) as string;
  return insertFile(store, { file, blob, verdict }, { outgoingId, role, stage, name: file.name, current: 1 });
}
function insertFile(
  store: Store,
  { file, blob, verdict }: Pick<SignedFile, 'file' | 'blob' | 'verdict'>,
  as: { incomingId?: string; outgoingId?: string; role: string; stage: string; name: string; current: 0 | 1 },
): string {
  store.vault.record(blob);
  const fileId = store.newId();
  store.db
    .prepare(
      `INSERT INTO file (id, incoming_id, outgoing_id, role, stage, position, current, name, detected, pages, blob_id, verdict, created_at, seq)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pdf', ?, ?, ?, ?, ?)`,
    )
    .run(
      fileId,
      as.incomingId ?? null,
      as.outgoingId ?? null,
      as.role,
      as.stage,
      file.position,
      as.current,
      as.name,
      verdict.pages ?? file.pages,
      blob.id,
      JSON.stringify(verdict),
      store.now(),
      store.nextSeq(),
    );
  return fileId;
}

/** A copy is a file of its own, never current in the document: what was received or issued stays as it is. */
function commitCopy(store: Store, act: OpenAct, target: CopyTarget, done: readonly SignedFile[], actor: Actor): string {
  const [signed] = done;
  if (!signed) throw new Failure('signing.not_done');
  return recordCopy(store, actor, { target, kind: target.act, label: SIGNATURE_KINDS[target.act].name, signer: act.signerName, signed });
}
export function recordCopy(
  store: Store,
  actor: Actor,
  copy: {
    readonly target: Pick<CopyTarget, 'file' | 'incomingId' | 'outgoingId'>;
    readonly kind: string;
    readonly label: string;
    readonly signer: string;
    readonly signed: Pick<SignedFile, 'file' | 'blob' | 'verdict'>;
  },
): string {
  const { target, kind, label, signed } = copy;
  const of = {
    ...(target.incomingId === undefined ? {} : { incomingId: target.incomingId as RecordId }),
    ...(target.outgoingId === undefined ? {} : { outgoingId: target.outgoingId as RecordId }),
  };
  const name = `${target.file.name.replace(/\.pdf$/i, '')} (${label}).pdf`;
  const fileId = insertFile(store, signed, { ...of, role: 'attachment', stage: `copy:${kind}`, name, current: 0 });
  store.db
    .prepare(
      `INSERT INTO derived_copy (id, kind, file_id, source_file_id, incoming_id, outgoing_id, at, person_id, by_name, seq)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      store.newId(),
      kind,
      fileId,
      target.file.id,
      target.incomingId ?? null,
      target.outgoingId ?? null,
      store.now(),
      actor.personId ?? null,
      actor.name,
      store.nextSeq(),
    );
  addHistory(store, actor, { ...of, act: 'signing.copy', params: { kind: label, signer: copy.signer } });
  return fileId;
}
