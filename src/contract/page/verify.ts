/** Kiểm tra chữ ký số: verdicts that changed, any file judged on demand, reports, whom this machine trusts. */
import { z } from 'zod';
import type { PdfVerdict, SignerVerdict, VerdictSummary } from '../../domain/verdict.ts';
import { bytes, id } from '../bytes.ts';
import { call } from '../wire.ts';

export interface DocumentLines {
  readonly verdict: VerdictSummary;
  readonly signatures: 'both' | 'one' | 'none' | 'unknown';
  readonly signer: SignerVerdict;
  readonly signedBy?: 'matches' | 'differs' | 'unknown';
}
export interface VerdictChangeRow {
  readonly id: string;
  /** The one or the other. */
  readonly incomingId?: string;
  readonly outgoingId?: string;
  readonly subject: string;
  readonly before: DocumentLines;
  readonly after: DocumentLines;
  readonly worse: boolean;
  readonly at: number;
  readonly seenAt?: number;
  readonly seenBy?: string;
}
export interface VerifyState {
  /** Changes for the worse that nobody has seen. */
  readonly unseen: number;
  readonly online: boolean;
  readonly proxy: string;
  /** Answers about certificates that are kept here. */
  readonly kept: { readonly ocsp: number; readonly crl: number; readonly issuer: number; readonly newest?: number };
  readonly lastFailure?: { readonly at: number; readonly url: string; readonly code: string };
  /** Files that wait for an answer from the network. */
  readonly waiting: number;
}
export interface TrustRow {
  readonly sha256: string;
  readonly name: string;
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly role: 'anchor' | 'intermediate';
  readonly origin: 'bundle' | 'network' | 'administrator' | 'training';
  readonly pinned: boolean;
  readonly addedBy?: string;
  readonly addedAt?: number;
}
export interface TrustView {
  readonly bundle: { readonly version: number; readonly issuedAt: string; readonly installedAt?: number; readonly installedBy?: string };
  readonly updatable: boolean;
  readonly pins: readonly {
    readonly name: string;
    readonly role: 'root' | 'intermediate';
    readonly sha256: string;
    readonly held: boolean;
  }[];
  readonly certificates: readonly TrustRow[];
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const verifyCalls = {
  'verify.state': call<VerifyState>()(z.strictObject({})),
  'verify.changes': call<{ changes: VerdictChangeRow[]; unseen: number }>()(z.strictObject({})),
  'verify.seen': call<Record<string, never>>()(z.strictObject({ id })),
  /** Judges a file of the store or an upload now, with the network where it may be asked; `reached`: somebody answered. */
  'verify.check': call<{ verdict: PdfVerdict; reached: boolean }>()(z.strictObject({ fileId: id })),
  /**
   * What was checked, when, with what, and what was not. The PDF is filed with the document where there is one; the JSON can
   * only be saved outside.
   */
  'verify.report': call<{ fileId: string; size: number; name: string }>()(z.strictObject({ fileId: id, kind: z.enum(['pdf', 'json']) })),
  'verify.setNetwork': call<Record<string, never>>()(
    z.strictObject({
      online: z.boolean(),
      proxy: z
        .string()
        .max(200)
        .regex(/^(?:https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?)?$/),
    }),
  ),
  'trust.state': call<TrustView>()(z.strictObject({})),
  /** A certificate of an authority, PEM or DER. */
  'trust.add': call<TrustRow>()(z.strictObject({ bytes, asAnchor: z.boolean() })),
  'trust.remove': call<Record<string, never>>()(z.strictObject({ sha256 })),
  /** A signed update of the bundle, as the file came. */
  'trust.update': call<TrustView>()(z.strictObject({ bytes })),
  /** Asks the owners for the pinned certificates that are not held; how many came. */
  'trust.fetch': call<{ came: number }>()(z.strictObject({})),
} as const;
