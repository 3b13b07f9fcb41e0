/** One line for a document, from the verdicts on its files; pure. */
import type { PdfVerdict, SignatureVerdict, SignerVerdict, VerdictSummary } from '../../domain/verdict.ts';
import { type SignedBy, signedBy } from './signedBy.ts';

export interface DocumentSummary {
  readonly verdict: VerdictSummary;
  readonly signatures: 'both' | 'one' | 'none' | 'unknown';
  /** The weakest of the signers' lines on the main file; `not_checked` where nobody signed. */
  readonly signer: SignerVerdict;
  /** Whether the agency that signed is the issuing organ that was named; absent where none was named. */
  readonly signedBy?: SignedBy;
}
const WORST: readonly VerdictSummary[] = ['broken', 'changed', 'unreadable', 'not_checked'];
const WEAKEST: readonly SignerVerdict[] = ['revoked', 'expired', 'untrusted', 'not_checked', 'unknown_revocation', 'trusted'];
const isStamp = (s: SignatureVerdict): boolean => s.subFilter === 'ETSI.RFC3161';

/**
 * One line for a document, from its files' verdicts with the main file first: never more than the weakest needed line.
 * `both` needs a person's and an agency's signature on the main file, intact and of a signer who is not distrusted.
 */
export function summarizeDocument(verdicts: readonly PdfVerdict[], issuer?: string): DocumentSummary {
  const [main] = verdicts;
  if (!main) return { verdict: 'not_checked', signatures: 'unknown', signer: 'not_checked' };
  const worst = WORST.find((summary) => verdicts.some((v) => v.summary === summary));
  const signers = main.signatures.filter((s) => !isStamp(s)).map((s) => s.signer);
  const named = issuer === undefined ? {} : { signedBy: signedBy(main, issuer) };
  return {
    verdict: worst ?? main.summary,
    signatures: whoSigned(main),
    signer: WEAKEST.find((line) => signers.includes(line)) ?? 'not_checked',
    ...named,
  };
}

function whoSigned(main: PdfVerdict): DocumentSummary['signatures'] {
  if (!main.readable || main.summary === 'not_checked') return 'unknown';
  const signatures = main.signatures.filter((s) => !isStamp(s));
  const holding = signatures.filter((s) => s.bytes === 'intact' || s.bytes === 'intact_with_allowed_additions');
  const good = holding.filter((s) => s.signer === 'trusted' || s.signer === 'unknown_revocation');
  // One signer who is distrusted may have laid something over what the others signed.
  if (holding.length > good.length) return 'unknown';
  const known = (['person', 'agency'] as const).filter((holder) => good.some((s) => s.holder === holder));
  if (known.length === 2) return 'both';
  // A holder that could not be told apart may be the missing one.
  if (good.some((s) => s.holder === 'unknown')) return 'unknown';
  return known.length === 1 ? 'one' : 'none';
}
