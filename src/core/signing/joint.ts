/**
 * Who has to sign an outgoing document, and who did: its own signer and, for a joint document (văn bản liên tịch), the
 * leaders of the other agencies in their order; then the agencies in the same order. What was signed is read from the file's
 * own verdict, by the names of the fields, so that it can never differ from the file.
 */
import type { JointSigner } from '../../contract/page/signing.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { FormProfileId } from '../../domain/formProfiles.ts';
import type { SignerDue } from '../../domain/signingPowers.ts';
import type { PdfVerdict, SignatureVerdict } from '../../domain/verdict.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { ownOrgan } from '../documents/organs.ts';
import type { OutgoingRecord } from '../documents/outgoing.ts';
import type { Store } from '../store/types.ts';
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

/** Every leader with the signature found for it, for the table of powers. */
export function signersDue(document: OutgoingRecord, { bodyId, parties }: SigningOf, verdict: PdfVerdict): SignerDue[] {
  const persons = verdict.signatures.filter(
    (s) => s.holder !== 'agency' && s.subFilter !== 'ETSI.RFC3161' && !s.field.startsWith('Initial'),
  );
  return parties.map((party) => {
    const found = leaderSignature(verdict, party.position) ?? (parties.length === 1 ? persons.at(-1) : undefined);
    const at = found?.provenTime ?? found?.claimedTime;
    return {
      organId: party.position === 1 ? document.organ_id : '',
      ...(party.position === 1 && bodyId ? { bodyId } : {}),
      name: party.name,
      competence: party.competence,
      position: party.signerPosition,
      ...(found && at !== undefined ? { signed: { at, certificateName: found.subject?.commonName ?? '' } } : {}),
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

/** Written by the head of office against the table, for this very file. */
export function overrideOf(store: Store, fileId: string): readonly AppError[] | undefined {
  const row = store.db.prepare('SELECT refusals FROM signing_override WHERE file_id = ? ORDER BY seq DESC LIMIT 1').get(fileId) as
    | { refusals: string }
    | undefined;
  return row ? (JSON.parse(row.refusals) as AppError[]) : undefined;
}
/** What is allowed covers these refusals and no others that came since. */
export function isCovered(refusals: readonly AppError[], allowed: readonly AppError[] | undefined): boolean {
  return allowed !== undefined && refusals.every((refusal) => allowed.some((a) => a.code === refusal.code));
}
