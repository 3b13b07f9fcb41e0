/**
 * Signing: what an act puts on which page, acts over one document or many, powers, pictures, joint documents, copies with a
 * mark or signature of their own, settings.
 */
import { z } from 'zod';
import type { AppError } from '../../domain/errors.ts';
import { FORM_PROFILE_IDS, type FormProfileId } from '../../domain/formProfiles.ts';
import { COPY_KINDS } from '../../domain/signatureKinds.ts';
import type { Placed } from '../../domain/signaturePlaces.ts';
import { CAPACITIES, type Capacity, type SignatureBlock } from '../../domain/signingPowers.ts';
import { bytes, id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import type { SignerChoice } from './outgoing.ts';

/**
 * Acts on an outgoing document (`leader`, `agency`, `initial`: the id is the document's), and copies of any stored PDF (the
 * id is the file's).
 */
export const SIGNING_ACTS = ['leader', 'agency', 'initial', ...COPY_KINDS] as const;
export type SigningAct = (typeof SIGNING_ACTS)[number];
const act = z.enum(SIGNING_ACTS);
const serial = z.string().max(64);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Of one document in an act over several: its signed file, or why it was not signed. */
export interface SigningResult {
  readonly id: string;
  readonly fileId?: string;
  readonly error?: AppError;
}

export interface PreviewField extends Placed {
  /** Names the field within the act: `leader`, `initial`, `strip`, `seal`, `mark`. */
  readonly key: string;
  readonly label: string;
  readonly picture?: 'seal' | 'signature';
  readonly lines?: readonly {
    readonly text: string;
    readonly size: number;
    readonly x?: number;
    readonly y?: number;
    readonly center?: boolean;
  }[];
  readonly color?: 'black' | 'red';
  /** Stands in a field that was there before anybody signed: it cannot be moved. */
  readonly fixed?: boolean;
}
export interface PreviewFile {
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  readonly fields: readonly PreviewField[];
  /** Typed names that nothing may cover. */
  readonly names: readonly Placed[];
  /** The leader's signature that the seal overlaps. */
  readonly leader?: Placed;
  /** Empty signature fields that the file brought along: one may be signed instead of a new one. */
  readonly emptyFields?: readonly (Placed & { readonly name: string })[];
}
export interface SigningPreview {
  readonly files: readonly PreviewFile[];
  /** What the form of the document lacks; advice. */
  readonly findings: readonly AppError[];
  /** What stands against an agency's signature by the table of powers; `overridden` where somebody allowed it. */
  readonly refusals: readonly AppError[];
  readonly overridden: boolean;
  /** Who heads the office here: nobody else may allow what the table refuses. Absent = nobody with an account does. */
  readonly officeHeads?: readonly string[];
  /** Whose turn it is: leader or agency `position` of `of`. */
  readonly turn: { readonly position: number; readonly of: number; readonly name: string };
}

export interface CutOff {
  readonly act: SigningAct;
  readonly at: number;
  readonly signed: number;
  readonly left: number;
}
export interface WaitingRow {
  readonly id: string;
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  readonly pages: number;
  readonly code: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly updatedAt: number;
  /** Whose turn it is, where the document is a joint one. */
  readonly turn?: { readonly position: number; readonly of: number; readonly name: string };
  /** What the table of powers says against it: the agency's signature is refused for it, a leader is told. */
  readonly refused?: AppError;
}

export interface PowerRow {
  readonly id: string;
  readonly organId: string;
  readonly bodyId?: string;
  readonly bodyName: string;
  readonly person: string;
  readonly capacity: Capacity;
  readonly collective: string;
  readonly headPosition: string;
  readonly position: string;
  readonly kinds: readonly string[];
  readonly from: string;
  readonly to?: string;
  readonly authority: string;
  readonly block: SignatureBlock;
  /** Today. */
  readonly inForce: boolean;
  /** In force, though the person's account here has ended. */
  readonly left?: true;
}
export interface BodyRow {
  readonly id: string;
  readonly organId: string;
  readonly name: string;
  readonly profile?: FormProfileId;
}
export interface JointSigner {
  readonly agency: string;
  readonly name: string;
  readonly competence: string;
  readonly position: string;
}
export interface ImageRow {
  readonly kind: 'seal' | 'signature';
  /** Code of the organ, or name of the person. */
  readonly owner: string;
  readonly widthMm: number;
  readonly at: number;
}
export const SIGNATURE_LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;
export type SignatureLevel = (typeof SIGNATURE_LEVELS)[number];
export interface SigningSettings {
  readonly level: SignatureLevel;
  readonly tsaUrl: string;
  /** Whether signing stops when the timestamp or the material is not to be had, or goes on and says so. */
  readonly without: 'stop' | 'mark';
  /** Number and date in signature fields of their own, or in form fields reserved before the leader signs. */
  readonly numberBy: 'signature' | 'form_field';
  /** The agency's act also signs attachments that are PDFs. */
  readonly attachments: boolean;
  readonly profiles: readonly { readonly organId: string; readonly name: string; readonly profile: FormProfileId }[];
  /** The program that converts office files, where one was found. */
  readonly converter?: string;
}
/** A certificate that an administrator recorded as an organ's own. */
export interface AgencyCertificateRow {
  readonly organId: string;
  readonly organName: string;
  readonly sha256: string;
  readonly name: string;
  readonly issuer: string;
  readonly notAfter: number;
  readonly at: number;
  readonly by: string;
}
/** One on a device that is plugged in, which could be recorded. */
export interface AgencyCertificateFound {
  readonly serial: string;
  readonly certificateSha256: string;
  readonly tokenLabel: string;
  readonly name: string;
  readonly issuer: string;
  readonly validTo: number;
}
export interface CopyRow {
  readonly id: string;
  readonly kind: string;
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  readonly at: number;
  readonly by: string;
}

const profile = z.enum(FORM_PROFILE_IDS as [FormProfileId, ...FormProfileId[]]);
const jointSigner = z.strictObject({
  agency: line(200).pipe(z.string().min(1)),
  name: line(50).pipe(z.string().min(1)),
  competence: line(100),
  position: line(100),
});
/** A field moved by a person; its size stays. */
const movedPlace = z.strictObject({
  id,
  key: line(20),
  page: z.number().int().positive().max(200_000),
  x: z.number().min(-10_000).max(100_000),
  y: z.number().min(-10_000).max(100_000),
  /** Name of an empty field of the file that is signed instead; the place is then its own. */
  reuse: z.string().max(200).optional(),
});

export const signingCalls = {
  'signing.choices': call<{ choices: SignerChoice[]; notes: AppError[] }>()(z.strictObject({ id, act })),
  /** What the act would put where, before any device is asked. */
  'signing.preview': call<SigningPreview>()(z.strictObject({ id, act })),
  /** Opens the act; the PIN then goes over the one-shot port of `actId`, then `signing.perform`. */
  'signing.begin': call<{ actId: string }>()(
    z.strictObject({
      id,
      act,
      serial,
      certificateSha256: sha256,
      /** The person agreed to use the last try of the PIN; without it a device on its final try is refused. */
      finalTryAccepted: z.boolean().optional(),
      /** More documents for the same act, signed one after the other on the one PIN by `signing.performAll`. */
      also: z.array(id).max(99).optional(),
      /** Files whose pages the person saw: needed of each document where a person signs several. */
      seen: z
        .array(z.strictObject({ id, fileId: id }))
        .max(100)
        .optional(),
      places: z.array(movedPlace).max(60).optional(),
    }),
  ),
  'signing.perform': call<{ fileId: string; signatures: number }>()(z.strictObject({ actId: id })),
  /**
   * Signs every document of the act. One that fails does not stop the others, unless the device is gone: then the rest is
   * not done. Says of each what came of it; each is done whole or not at all.
   */
  'signing.performAll': call<{ results: SigningResult[] }>()(z.strictObject({ actId: id })),
  /** How far an act over several documents is; asked while `signing.performAll` runs. */
  'signing.progress': call<{ done: number; total: number; results: SigningResult[] }>()(z.strictObject({ actId: id })),
  /** Ends an act that has not begun to sign; a list stops before its next document. */
  'signing.cancel': call<Record<string, never>>()(z.strictObject({ actId: id })),
  /** Documents that wait for each kind of signature. */
  'signing.waiting': call<{
    leader: WaitingRow[];
    agency: WaitingRow[];
    /** Certificates that were signed with here and end within 60 days. */
    expiring: { name: string; days: number; step: number }[];
    /** A list that ended with the program, while some of it still waits. */
    cutOff?: CutOff;
  }>()(z.strictObject({})),
  /** The agency may sign although the table of powers does not fit: recorded with who allowed it and why. */
  'signing.allow': call<Record<string, never>>()(
    z.strictObject({ id, reason: text(500).pipe(z.string().min(1)), allowedBy: line(50).pipe(z.string().min(1)) }),
  ),

  'signing.powers.list': call<{ powers: PowerRow[]; bodies: BodyRow[]; organs: { organId: string; name: string }[] }>()(z.strictObject({})),
  'signing.powers.save': call<{ id: string }>()(
    z.strictObject({
      id: id.optional(),
      organId: line(35).pipe(z.string().min(1)),
      bodyId: id.optional(),
      person: line(50).pipe(z.string().min(1)),
      capacity: z.enum(CAPACITIES),
      collective: line(100),
      headPosition: line(100),
      position: line(100).pipe(z.string().min(1)),
      kinds: z.array(line(100)).max(60),
      from: legalDateText,
      to: legalDateText.optional(),
      authority: line(300),
    }),
  ),
  'signing.powers.remove': call<Record<string, never>>()(z.strictObject({ id })),
  /** Whose seal a device carries: recorded once by an administrator, from the device itself. */
  'signing.agencyCertificates.list': call<{ certificates: AgencyCertificateRow[]; organs: { organId: string; name: string }[] }>()(
    z.strictObject({}),
  ),
  'signing.agencyCertificates.devices': call<{ found: AgencyCertificateFound[]; notes: AppError[] }>()(z.strictObject({})),
  'signing.agencyCertificates.bind': call<Record<string, never>>()(
    z.strictObject({ organId: line(35).pipe(z.string().min(1)), serial, certificateSha256: sha256 }),
  ),
  'signing.agencyCertificates.unbind': call<Record<string, never>>()(z.strictObject({ sha256 })),
  'signing.bodies.save': call<{ id: string }>()(
    z.strictObject({
      id: id.optional(),
      organId: line(35).pipe(z.string().min(1)),
      name: line(200).pipe(z.string().min(1)),
      profile: profile.optional(),
    }),
  ),
  'signing.bodies.remove': call<Record<string, never>>()(z.strictObject({ id })),
  /** Blocks that the table proposes for a kind of document today. */
  'signing.blocks': call<{ blocks: { person: string; competence: string; position: string }[] }>()(
    z.strictObject({ typeName: line(100), bodyId: id.optional() }),
  ),
  'signing.joint.get': call<{ bodyId?: string; profile: FormProfileId; ownProfile: boolean; others: JointSigner[]; signed: boolean }>()(
    z.strictObject({ id }),
  ),
  'signing.joint.save': call<Record<string, never>>()(
    z.strictObject({ id, bodyId: id.optional(), profile: profile.optional(), others: z.array(jointSigner).max(8) }),
  ),

  'signing.images.list': call<{ images: ImageRow[]; organs: { organId: string; name: string }[] }>()(z.strictObject({})),
  'signing.images.read': call<{ png?: Uint8Array; widthMm: number }>()(
    z.strictObject({ kind: z.enum(['seal', 'signature']), owner: line(100) }),
  ),
  'signing.images.save': call<Record<string, never>>()(
    z.strictObject({
      kind: z.enum(['seal', 'signature']),
      owner: line(100).pipe(z.string().min(1)),
      widthMm: z.number().min(8).max(80),
      /** Absent: only the size changes. */
      png: bytes.optional(),
    }),
  ),
  'signing.images.remove': call<Record<string, never>>()(z.strictObject({ kind: z.enum(['seal', 'signature']), owner: line(100) })),

  'signing.settings.get': call<SigningSettings>()(z.strictObject({})),
  'signing.settings.save': call<Record<string, never>>()(
    z.strictObject({
      level: z.enum(SIGNATURE_LEVELS),
      tsaUrl: line(300),
      without: z.enum(['stop', 'mark']),
      numberBy: z.enum(['signature', 'form_field']),
      attachments: z.boolean(),
      profiles: z.array(z.strictObject({ organId: line(35), profile })).max(50),
    }),
  ),
  /** Copies made of a document's files: with arrival mark, true copies, the archive's own. */
  'signing.copies': call<{ copies: CopyRow[] }>()(z.strictObject({ id })),
  /** The archive's own copy of a document that left: validation material and a document timestamp behind its bytes. */
  'signing.archiveCopy': call<{ fileId: string }>()(z.strictObject({ id })),
  /** An uploaded office file becomes a PDF beside it. */
  'signing.convert': call<{ uploadId: string; name: string; size: number; pages?: number }>()(z.strictObject({ uploadId: id })),
} as const;
