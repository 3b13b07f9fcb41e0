/**
 * Verdicts on what arrives and on what was signed here. Offline: the chain is built to the anchors that were given,
 * revocation stays unknown. In real mode the anchors are those of the bundled trust folder and the administrator's; the
 * folder holds pins only until its owner adds the certificates they name.
 */
import type { SealedFile } from '../../contract/parser/index.ts';
import { type Mode, TRAINING_POLICY_OID } from '../../domain/profile.ts';
import type { PdfVerdict, SignatureVerdict, VerdictSummary } from '../../domain/verdict.ts';
import type { Parsing } from '../parsing/index.ts';
import { type SignedBy, signedBy } from './signedBy.ts';

export { type SignedBy, signedBy } from './signedBy.ts';

export interface VerifyParts {
  readonly parsing: Pick<Parsing, 'verifyPdf'>;
  readonly mode: Mode;
  /** DER certificates that are trusted by themselves. */
  readonly anchors: () => readonly Uint8Array[];
  readonly intermediates: () => readonly Uint8Array[];
  /** Unix milliseconds; the system's clock by default. */
  readonly now?: () => number;
}
export interface Verify {
  /** Never throws for a file that cannot be judged: that is a verdict of its own. */
  judge(file: SealedFile): Promise<PdfVerdict>;
}

export function createVerify(parts: VerifyParts): Verify {
  const now = parts.now ?? Date.now;
  return {
    async judge(file) {
      const at = now();
      try {
        const verdict = await parts.parsing.verifyPdf({
          source: file,
          anchors: [...parts.anchors()],
          intermediates: [...parts.intermediates()],
          trainingPolicyOid: TRAINING_POLICY_OID,
          now: at,
        });
        return parts.mode === 'real' ? { ...verdict, signatures: verdict.signatures.map(withoutTraining) } : verdict;
      } catch {
        return { readable: false, signatures: [], summary: 'not_checked', checkedAt: at };
      }
    },
  };
}

/** Whatever anchors a profile may hold: in real work a training certificate is nobody's. */
function withoutTraining(signature: SignatureVerdict): SignatureVerdict {
  if (!signature.training) return signature;
  return { ...signature, signer: 'untrusted', reasons: [...signature.reasons, 'verify.training_certificate'] };
}

export interface DocumentSummary {
  readonly verdict: VerdictSummary;
  readonly signatures: 'both' | 'one' | 'none' | 'unknown';
  /** Whether the agency that signed is the issuing organ that was named; absent where none was named. */
  readonly signedBy?: SignedBy;
}
const WORST: readonly VerdictSummary[] = ['broken', 'changed', 'unreadable', 'not_checked'];

/**
 * One line for a document, from its files' verdicts with the main file first: never more than the weakest needed line.
 * `both` needs a person's and an agency's signature on the main file, intact and of a signer who is not distrusted.
 */
export function summarizeDocument(verdicts: readonly PdfVerdict[], issuer?: string): DocumentSummary {
  const [main] = verdicts;
  if (!main) return { verdict: 'not_checked', signatures: 'unknown' };
  const worst = WORST.find((summary) => verdicts.some((v) => v.summary === summary));
  const named = issuer === undefined ? {} : { signedBy: signedBy(main, issuer) };
  return { verdict: worst ?? main.summary, signatures: whoSigned(main), ...named };
}

function whoSigned(main: PdfVerdict): DocumentSummary['signatures'] {
  if (!main.readable || main.summary === 'not_checked') return 'unknown';
  const signatures = main.signatures.filter((s) => s.subFilter !== 'ETSI.RFC3161');
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
