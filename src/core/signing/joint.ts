/**
 * Who has to sign an outgoing document, and who did: its own signer and, for a joint document (văn bản liên tịch), the
 * leaders of the other agencies in their order; then the agencies in the same order. What was signed is read from the file's
 * own verdict, by the names of the fields, so that it can never differ from the file.
 */
import type { JointSigner } from '../../contract/page/signing.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { FormProfileId } from '../../domain/formProfiles.ts';
import type { SignatureFound, SignerDue } from '../../domain/signingPowers.ts';
import type { PdfVerdict, SignatureVerdict } from '../../domain/verdict.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { ownOrgan } from '../documents/organs.ts';
import type { OutgoingRecord } from '../documents/outgoing.ts';
import type { Store } from '../store/types.ts';
import { organName } from '../verify/signedBy.ts';
import { organNamed } from './agencyCertificates.ts';
import { profileOf } from './settings.ts';

export interface Party {
  /** 1 = the document's own. */
  readonly position: number;
  readonly agency: string;
  readonly name: string;
  readonly competence: string;
  readonly signerPosition: string;
}
export interface SigningOf {
  readonly bodyId?: string;
  readonly profile: FormProfileId;
  /** Chosen for this document, not the organ's or the body's. */
  readonly ownProfile: boolean;
  readonly parties: readonly Party[];
}

export function signingOf(store: Store, document: OutgoingRecord): SigningOf {
  const own = store.db
    .prepare(
      `SELECT s.body_id, s.profile, b.profile AS body_profile FROM outgoing_signing s LEFT JOIN signing_body b ON b.id = s.body_id
       WHERE s.outgoing_id = ?`,
    )
    .get(document.id) as { body_id: string | null; profile: FormProfileId | null; body_profile: FormProfileId | null } | undefined;
  const others = store.db
    .prepare(
      'SELECT position, agency, name, competence, signer_position AS signerPosition FROM outgoing_signer WHERE outgoing_id = ? ORDER BY position',
    )
    .all(document.id) as Party[];
  const first: Party = {
    position: 1,
    agency: ownOrgan(store, document.organ_id).name,
    name: document.signer,
    competence: document.competence,
    signerPosition: document.signer_position,
  };
  return {
    ...(own?.body_id ? { bodyId: own.body_id } : {}),
    profile: own?.profile ?? own?.body_profile ?? profileOf(store, document.organ_id),
    ownProfile: own?.profile !== null && own?.profile !== undefined,
    parties: [first, ...others],
  };
}

const LEADER = /^Leader(\d*)_/;
const SEAL = /^(?:AgencySeal(\d*)_|VanBanDau(?:$|_))/;
const positionBy = (pattern: RegExp, signature: SignatureVerdict): number | undefined => {
  const m = pattern.exec(signature.field);
  return m ? Number(m[1] || 1) : undefined;
};
/** The signature of a party on the file, leader's or agency's. */
export const leaderSignature = (verdict: PdfVerdict, position: number): SignatureVerdict | undefined =>
  verdict.signatures.find((s) => positionBy(LEADER, s) === position);
export const sealSignature = (verdict: PdfVerdict, position: number): SignatureVerdict | undefined =>
  verdict.signatures.find((s) => positionBy(SEAL, s) === position);

/** Whose turn it is; undefined when all have signed. A file signed elsewhere may name its fields in its own way. */
export function leaderTurn(verdict: PdfVerdict | undefined, parties: readonly Party[]): Party | undefined {
  return parties.find((party) => !verdict || !leaderSignature(verdict, party.position));
}
export function agencyTurn(verdict: PdfVerdict | undefined, parties: readonly Party[]): Party | undefined {
  return parties.find((party) => !verdict || !sealSignature(verdict, party.position));
}

/** Certificates that signed this document here, with a device that was at hand: they need no chain to be believed. */
function signedHere(store: Store, outgoingId: string): ReadonlySet<string> {
  const rows = store.db
    .prepare<[string], string>("SELECT DISTINCT certificate_sha256 FROM signing_act WHERE outgoing_id = ? AND outcome = 'done'")
    .pluck()
    .all(outgoingId);
  return new Set(rows);
}
function believed(signature: SignatureVerdict, here: ReadonlySet<string>): SignatureFound['certificate'] {
  const { signer, certificateSha256 } = signature;
  if (signer === 'revoked' || signer === 'expired') return signer;
  if (signer === 'trusted' || signer === 'unknown_revocation') return undefined;
  return certificateSha256 !== undefined && here.has(certificateSha256) ? undefined : 'unknown';
}

/** Every leader with the signature found for it, for the table of powers. */
export function signersDue(store: Store, document: OutgoingRecord, { bodyId, parties }: SigningOf, verdict: PdfVerdict): SignerDue[] {
  const here = signedHere(store, document.id);
  const persons = verdict.signatures.filter(
    (s) => s.holder !== 'agency' && s.subFilter !== 'ETSI.RFC3161' && !s.field.startsWith('Initial'),
  );
  return parties.map((party) => {
    const found = leaderSignature(verdict, party.position) ?? (parties.length === 1 ? persons.at(-1) : undefined);
    const at = found?.provenTime ?? found?.claimedTime;
    const certificate = found && believed(found, here);
    return {
      // The other agency of a joint document may be served here too: then its own table counts.
      organId: party.position === 1 ? document.organ_id : (organNamed(store, party.agency) ?? ''),
      ...(party.position === 1 && bodyId ? { bodyId } : {}),
      name: party.name,
      competence: party.competence,
      position: party.signerPosition,
      ...(found && at !== undefined
        ? {
            signed: {
              at,
              certificateName: found.subject?.commonName ?? '',
              ...(certificate ? { certificate } : {}),
              ...(found.signedBytes === undefined ? {} : { end: found.signedBytes }),
            },
          }
        : {}),
    };
  });
}

/** The others of a joint document; only while nobody has signed. */
export function saveJoint(
  store: Store,
  actor: Actor,
  document: OutgoingRecord,
  input: { readonly bodyId?: string; readonly profile?: FormProfileId; readonly others: readonly JointSigner[] },
  signed: boolean,
): void {
  if (document.state !== 'draft' || signed) throw new Failure('signing.joint_after_signature');
  checkParties(store, document, input);
  store.tx(() => {
    store.db.prepare('DELETE FROM outgoing_signer WHERE outgoing_id = ?').run(document.id);
    const insert = store.db.prepare(
      'INSERT INTO outgoing_signer (outgoing_id, position, agency, name, competence, signer_position) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const [i, other] of input.others.entries())
      insert.run(document.id, i + 2, other.agency, other.name, other.competence, other.position);
    store.db
      .prepare(
        `INSERT INTO outgoing_signing (outgoing_id, body_id, profile) VALUES (?, ?, ?)
         ON CONFLICT (outgoing_id) DO UPDATE SET body_id = excluded.body_id, profile = excluded.profile`,
      )
      .run(document.id, input.bodyId ?? null, input.profile ?? null);
    record(store, actor, 'signing.joint', document.id, String(input.others.length + 1));
  }, 'signing:joint');
}

/** Each agency once, and a body that is this organ's. */
function checkParties(
  store: Store,
  document: OutgoingRecord,
  input: { readonly bodyId?: string; readonly others: readonly JointSigner[] },
): void {
  const names = [ownOrgan(store, document.organ_id).name, ...input.others.map((other) => other.agency)].map(organName);
  const twice = input.others.find((_, i) => names.indexOf(names[i + 1] ?? '') !== i + 1);
  if (twice) throw new Failure('signing.joint_same_agency', { name: twice.agency });
  if (input.bodyId === undefined) return;
  const body = store.db.prepare('SELECT organ_id FROM signing_body WHERE id = ? AND ended_at IS NULL').pluck().get(input.bodyId);
  if (body !== document.organ_id) throw new Failure('signing.body_gone');
}

/** Written by the head of office against the table, for this very file. */
export function overrideOf(store: Store, fileId: string): readonly AppError[] | undefined {
  const row = store.db.prepare('SELECT refusals FROM signing_override WHERE file_id = ? ORDER BY seq DESC LIMIT 1').get(fileId) as
    | { refusals: string }
    | undefined;
  return row ? (JSON.parse(row.refusals) as AppError[]) : undefined;
}
/** What stands against the act although somebody allowed what was allowed: these very refusals, and none that came since. */
export function notCovered(refusals: readonly AppError[], allowed: readonly AppError[] = []): AppError[] {
  const is = (one: AppError, refusal: AppError): boolean =>
    one.code === refusal.code &&
    (one.params === undefined) === (refusal.params === undefined) &&
    Object.entries(one.params ?? {}).every(([name, value]) => refusal.params?.[name] === value);
  return refusals.filter((refusal) => !allowed.some((one) => is(one, refusal)));
}
