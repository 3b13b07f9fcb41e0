/** One act from the file as it is to the signed file in the store. */
import { verify as cryptoVerify, X509Certificate } from 'node:crypto';
import type { SealedFile, SignatureFieldSpec } from '../../contract/parser/index.ts';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import { afterOutgoingAct } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { PageSize } from '../../domain/signaturePlaces.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import { signedAttributes, signedData } from '../../formats/cms/index.ts';
import { decodePng, type Rgba } from '../../formats/image/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { ownOrgan } from '../documents/organs.ts';
import { type OutgoingRecord, outgoingById } from '../documents/outgoing.ts';
import type { Store, WrittenBlob } from '../store/types.ts';
import type { SigningAct } from './choices.ts';
import type { SigningParts } from './index.ts';
import { leaderOf, planAgencySignature, planLeaderSignature } from './plan.ts';
import { stampOrMark, type TimestampOutcome } from './timestamp.ts';

export interface OpenAct {
  readonly actId: string;
  /** Row of the act for this document; the act's own id for its first. */
  readonly rowId: string;
  readonly act: SigningAct;
  readonly documentId: string;
  readonly client: Client<TokenCalls>;
  readonly serial: string;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly signerName: string;
}
interface MainFile {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly blob_id: BlobId;
  readonly pages: number | null;
}
/** Longest side of a picture: 36 mm at about 350 dpi, and under 1 MiB as RGBA. */
const IMAGE_SIDE = 500;

export async function performAct(
  parts: SigningParts,
  act: OpenAct,
  document: OutgoingRecord,
  actor: Actor,
  now: number,
): Promise<{ fileId: string; signatures: number; timestamp: TimestampOutcome }> {
  const { store, verify } = parts;
  const main = mainFile(store, act.documentId);
  const source = store.vault.sealed(main.blob_id);
  const pages = await signablePages(parts, source);
  const before = await verify.judge(source);
  if (before.summary !== 'unsigned' && before.summary !== 'intact') throw new Failure('signing.earlier_signature_not_intact');
  const fields = await plan(parts, act, document, source, pages, before, now);
  const made: BlobId[] = [];
  try {
    let current = source;
    let timestamp: TimestampOutcome = 'not_asked';
    for (const field of fields) {
      const signed = await signOnce(parts, act, current, field, made);
      current = signed.file;
      if (timestamp !== 'missing') timestamp = signed.timestamp;
    }
    const id = made.at(-1);
    if (id === undefined) throw new Failure('signing.not_done');
    const after = await verify.judge(current);
    checkResult(before, after, fields.length, timestamp);
    const blob = await store.vault.adopt(id, current);
    parts.onPoint?.('signing:before-commit');
    const fileId = commit(store, act, main, blob, after, actor, timestamp);
    made.pop();
    parts.onPoint?.('signing:committed');
    return { fileId, signatures: after.signatures.length, timestamp };
  } finally {
    await store.vault.discard(made);
  }
}

function mainFile(store: Store, outgoingId: string): MainFile {
  const row = store.db
    .prepare("SELECT id, name, position, blob_id, pages FROM file WHERE outgoing_id = ? AND role = 'main' AND current = 1")
    .get(outgoingId) as MainFile | undefined;
  if (!row) throw new Failure('signing.no_main_file');
  return row;
}

/** Pages as shown; throws with the reason where a file cannot be signed at all. */
async function signablePages({ parsing }: SigningParts, source: SealedFile): Promise<readonly PageSize[]> {
  const { pdf } = await parsing.inspect({ source });
  if (!pdf) throw new Failure('pdf.not_a_pdf');
  if (pdf.encrypted) throw new Failure('pdf.encrypted');
  if (pdf.noFurtherSignatures) throw new Failure('pdf.no_further_signatures');
  return pdf.pages;
}

async function plan(
  parts: SigningParts,
  act: OpenAct,
  document: OutgoingRecord,
  source: SealedFile,
  pages: readonly PageSize[],
  before: PdfVerdict,
  now: number,
): Promise<SignatureFieldSpec[]> {
  const { store, parsing, mode } = parts;
  const common = {
    pages,
    found: await parsing.findPlaces({ source, signer: document.signer }),
    signerName: act.signerName,
    signingTime: now,
    fieldSuffix: act.actId.replaceAll('-', '').slice(-12),
    training: mode === 'training',
  };
  if (act.act === 'leader') {
    const image = await picture(store, 'signing.signature_image');
    return [planLeaderSignature({ ...common, ...(image ? { image } : {}) })];
  }
  if (document.number === null || document.date === null) throw new Failure('signing.not_numbered');
  const seal = await picture(store, 'signing.seal_image');
  const leader = leaderOf(before);
  const sealMm = Number(store.setting('signing.seal_mm'));
  return planAgencySignature({
    ...common,
    number: printedNumber(document),
    code: document.code,
    date: document.date as LegalDate,
    place: ownOrgan(store, document.organ_id).place,
    ...(leader ? { leader } : {}),
    ...(seal ? { seal } : {}),
    ...(sealMm > 0 ? { sealMm } : {}),
  });
}
/** The number as the code prints it (`05` of `05/UBND-VP`), where the code starts with it. */
function printedNumber(document: OutgoingRecord): string {
  return /^\d+(?=[/-])/.exec(document.code)?.[0] ?? String(document.number ?? '').padStart(2, '0');
}
async function picture(store: Store, key: string): Promise<Rgba | undefined> {
  const encoded = store.setting(key);
  return encoded ? decodePng(Buffer.from(encoded, 'base64'), IMAGE_SIDE) : undefined;
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
  const url = store.setting('tsa.url');
  const without = store.setting('tsa.without') === 'stop' ? 'stop' : 'mark';
  const stamp = await stampOrMark(url ? { url } : undefined, without, signature, (parts.now ?? Date.now)());
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
function checkResult(before: PdfVerdict, after: PdfVerdict, added: number, timestamp: TimestampOutcome): void {
  const expected = before.signatures.length + added;
  // A timestamp that does not hold is passed over by the judge: then neither of the two is said.
  const stamped = after.signatures.slice(-added).every((s) => s.time === 'proven' || s.reasons.includes('verify.timestamp_untrusted'));
  if (timestamp === 'stamped' && !stamped) throw new Failure('signing.timestamp_wrong');
  if (after.summary !== 'intact' || after.signatures.length !== expected) throw new Failure('signing.result_not_intact');
}

/** The transaction that makes the signed file the document's file. */
function commit(
  store: Store,
  act: OpenAct,
  main: MainFile,
  blob: WrittenBlob,
  verdict: PdfVerdict,
  actor: Actor,
  timestamp: TimestampOutcome,
): string {
  return store.tx(() => {
    const document = outgoingById(store, act.documentId);
    const next = afterOutgoingAct(document.state, act.act === 'leader' ? 'leader_sign' : 'agency_sign');
    if (!next.ok) throw new Failure(next.error.code, next.error.params);
    const kept = store.db.prepare('UPDATE file SET current = 0 WHERE id = ? AND current = 1').run(main.id);
    // Another act or a new draft took the file's place meanwhile.
    if (kept.changes !== 1) throw new Failure('signing.file_changed');
    store.vault.record(blob);
    const fileId = store.newId();
    const stage = act.act === 'leader' ? 'leader_signed' : 'agency_signed';
    store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, stage, position, current, name, detected, pages, blob_id, verdict, created_at, seq)
         VALUES (?, ?, 'main', ?, ?, 1, ?, 'pdf', ?, ?, ?, ?, ?)`,
      )
      .run(
        fileId,
        act.documentId,
        stage,
        main.position,
        main.name,
        verdict.pages ?? main.pages,
        blob.id,
        JSON.stringify(verdict),
        store.now(),
        store.nextSeq(),
      );
    store.db.prepare('UPDATE outgoing SET state = ?, updated_at = ? WHERE id = ?').run(next.value, store.now(), act.documentId);
    store.db.prepare("UPDATE signing_act SET ended_at = ?, outcome = 'done' WHERE id = ?").run(store.now(), act.rowId);
    addHistory(store, actor, {
      outgoingId: document.id,
      act: `outgoing.${act.act}_sign`,
      params: { signer: act.signerName, ...(timestamp === 'missing' ? { timestamp: 'chưa có dấu thời gian' } : {}) },
    });
    record(store, actor, `signing.${act.act}`, act.documentId);
    return fileId;
  }, `signing:${act.act}`);
}
