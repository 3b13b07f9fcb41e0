/**
 * What can be said of a PDF's signatures: three lines each (bytes, signer, time), never one tick.
 * "Not checked" and "cannot be checked offline" are verdicts of their own.
 */
import type { Instant } from './time.ts';

export type BytesVerdict = 'intact' | 'intact_with_allowed_additions' | 'changed_after' | 'broken' | 'not_checked';
export type SignerVerdict = 'trusted' | 'untrusted' | 'expired' | 'revoked' | 'unknown_revocation' | 'not_checked';
export type TimeVerdict = 'proven' | 'claimed' | 'none';

export interface ChainLink {
  readonly name: string;
  readonly sha256: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}
/** One answer about one certificate: from the responder or the list, carried by the file or fetched over the network. */
export interface RevocationStatement {
  readonly about: string;
  readonly says: 'good' | 'revoked';
  readonly kind: 'ocsp' | 'crl';
  readonly from: 'file' | 'network';
  readonly thisUpdate: Instant;
  readonly nextUpdate?: Instant;
}
/** What would tell more, and where a certificate says it is to be had. */
export interface Wanted {
  readonly kind: 'ocsp' | 'crl' | 'issuer';
  readonly url: string;
  /** Hex SHA-256 of the certificate it is about. */
  readonly about: string;
  /** DER to be posted, for OCSP. */
  readonly request?: Uint8Array;
}

export interface SignatureVerdict {
  readonly field: string;
  readonly bytes: BytesVerdict;
  readonly signer: SignerVerdict;
  readonly time: TimeVerdict;
  readonly claimedTime?: Instant;
  /** By a timestamp whose maker is trusted. */
  readonly provenTime?: Instant;
  /** Common name, organisation and issuer as the certificate says. */
  readonly subject?: { readonly commonName?: string; readonly organization?: string; readonly title?: string };
  readonly issuer?: string;
  readonly certificateSha256?: string;
  readonly page?: number;
  /** Of the field on that page as shown: points, origin bottom left. */
  readonly rectangle?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly subFilter?: string;
  /** Training policy OID stands in the certificate. */
  readonly training: boolean;
  /** A person's or an agency's certificate, as far as the certificate tells. */
  readonly holder: 'person' | 'agency' | 'unknown';
  /** Where the bytes that were signed end: the file up to there is the signed revision. */
  readonly signedBytes?: number;
  /** What it was signed with, e.g. `SHA-256`, `RSA-2048`. */
  readonly algorithms?: readonly string[];
  /** From the signer's certificate up to the anchor, where a chain was found. */
  readonly chain?: readonly ChainLink[];
  /** What was said of the certificates' revocation, and by what. */
  readonly revocation?: readonly RevocationStatement[];
  /** What was added after this signature, in names of rules. */
  readonly additions: readonly string[];
  /** Codes of the reasons for anything that is not the best verdict. */
  readonly reasons: readonly string[];
}

/** Where no machine tells whether the look of a later signature hides words: a person compares it with the signed revision. */
const FOR_A_PERSON: readonly string[] = ['verify.look_over_block', 'verify.look_over_picture', 'verify.look_unread'];
export const asksPerson = (verdict: Pick<PdfVerdict, 'signatures'>): boolean =>
  verdict.signatures.some(({ reasons }) => reasons.some((reason) => FOR_A_PERSON.includes(reason)));
export type VerdictSummary = 'intact' | 'changed' | 'broken' | 'unsigned' | 'unreadable' | 'not_checked';

export interface PdfVerdict {
  readonly readable: boolean;
  readonly signatures: readonly SignatureVerdict[];
  readonly summary: VerdictSummary;
  readonly checkedAt: Instant;
  readonly pages?: number;
  /** The cross-reference was damaged and put together again to read the file at all. */
  readonly rebuilt?: true;
}

/** A verdict as the parser gives it, with what would tell more. */
export interface JudgedPdf extends PdfVerdict {
  readonly wanted?: readonly Wanted[];
}

/** Never says more than the weakest needed line. */
export function summarize(readable: boolean, signatures: readonly SignatureVerdict[]): VerdictSummary {
  if (!readable) return 'unreadable';
  if (signatures.length === 0) return 'unsigned';
  if (signatures.some((s) => s.bytes === 'broken')) return 'broken';
  if (signatures.some((s) => s.bytes === 'changed_after')) return 'changed';
  if (signatures.some((s) => s.bytes === 'not_checked')) return 'not_checked';
  return 'intact';
}
