/**
 * Verdicts on what arrives and on what was signed here. Offline first: the chain is built to the anchors of this mode and
 * revocation comes from the file and from what was fetched before; asking the network is a step of its own, and files are
 * judged again by themselves when it answered.
 */
import type { SealedFile } from '../../contract/parser/index.ts';
import { type Mode, TRAINING_POLICY_OID } from '../../domain/profile.ts';
import type { JudgedPdf, PdfVerdict, SignatureVerdict, Wanted } from '../../domain/verdict.ts';
import type { Parsing } from '../parsing/index.ts';
import type { KnownMaterial, Material } from './material.ts';

export { Material, type MaterialFacts } from './material.ts';
export type { NetworkRules } from './network.ts';
export { gotWorse, listChanges, nextCheck, Recheck, seeChange, type VerdictChange } from './recheck.ts';
export { isSameOrgan, organName, type SignedBy, signedBy } from './signedBy.ts';
export { type DocumentSummary, summarizeDocument } from './summary.ts';
export { Trust, type TrustedCertificate, type TrustState } from './trust.ts';

export interface VerifyParts {
  readonly parsing: Pick<Parsing, 'verifyPdf'>;
  readonly mode: Mode;
  /** DER certificates that are trusted by themselves. */
  readonly anchors: () => readonly Uint8Array[];
  readonly intermediates: () => readonly Uint8Array[];
  /** Fingerprints of roots that are anchors wherever they come from. */
  readonly pins?: () => readonly string[];
  /** What was fetched before, and the way to fetch more. */
  readonly material?: Pick<Material, 'known' | 'issuers' | 'refresh'>;
  /** Unix milliseconds; the system's clock by default. */
  readonly now?: () => number;
}
export interface Verify {
  /** Never throws for a file that cannot be judged: that is a verdict of its own. Asks nobody. `held`: since when the file is here. */
  judge(file: SealedFile, held?: number): Promise<PdfVerdict>;
  /** The same after asking for what would tell more; `reached`: somebody answered, or nothing was to be asked. */
  judgeOnline(file: SealedFile, held?: number): Promise<{ readonly verdict: PdfVerdict; readonly reached: boolean }>;
}
interface When {
  readonly at: number;
  readonly held: number | undefined;
}
/** An issuer that came may itself lead to a further one. */
const MAX_ROUNDS = 3;

export function createVerify(parts: VerifyParts): Verify {
  const now = parts.now ?? Date.now;
  const { material, mode } = parts;
  const once = (file: SealedFile, { at, held }: When, known?: KnownMaterial): Promise<JudgedPdf> => {
    const pins = parts.pins?.() ?? [];
    return parts.parsing.verifyPdf({
      source: file,
      anchors: [...parts.anchors()],
      intermediates: [...parts.intermediates(), ...(material?.issuers() ?? [])],
      trainingPolicyOid: TRAINING_POLICY_OID,
      now: at,
      ...(held === undefined ? {} : { held }),
      ...(material ? { ask: true } : {}),
      ...(pins.length > 0 ? { pins: [...pins] } : {}),
      ...(known && known.ocsps.length > 0 ? { ocsps: known.ocsps } : {}),
      ...(known && known.crls.length > 0 ? { crls: known.crls } : {}),
    });
  };
  /** With what is kept about what this file's certificates name. */
  const offline = async (file: SealedFile, when: When): Promise<JudgedPdf> => {
    const first = await once(file, when);
    const known = first.wanted && material?.known(first.wanted);
    return known && known.ocsps.length + known.crls.length > 0 ? { ...(await once(file, when, known)), wanted: first.wanted ?? [] } : first;
  };
  const finished = ({ wanted: _wanted, ...verdict }: JudgedPdf): PdfVerdict =>
    mode === 'real' ? { ...verdict, signatures: verdict.signatures.map(withoutTraining) } : verdict;
  const gaveUp = (at: number): PdfVerdict => ({ readable: false, signatures: [], summary: 'not_checked', checkedAt: at });
  return {
    async judge(file, held) {
      const at = now();
      try {
        return finished(await offline(file, { at, held }));
      } catch {
        return gaveUp(at);
      }
    },
    async judgeOnline(file, held) {
      const at = now();
      try {
        let judged = await offline(file, { at, held });
        let reached = true;
        let asked: readonly Wanted[] = [];
        for (let round = 0; round < MAX_ROUNDS && material && judged.wanted; round++) {
          const more = judged.wanted.filter((w) => !asked.some((a) => a.kind === w.kind && a.url === w.url && a.about === w.about));
          if (more.length === 0) break;
          const outcome = await material.refresh(more);
          asked = [...asked, ...more];
          if (outcome.failed > 0 && !outcome.reached) reached = false;
          if (outcome.fetched === 0) break;
          judged = await offline(file, { at, held });
        }
        return { verdict: finished(judged), reached };
      } catch {
        return { verdict: gaveUp(at), reached: true };
      }
    },
  };
}

/** Whatever anchors a profile may hold: in real work a training certificate is nobody's. */
function withoutTraining(signature: SignatureVerdict): SignatureVerdict {
  if (!signature.training) return signature;
  return { ...signature, signer: 'untrusted', reasons: [...signature.reasons, 'verify.training_certificate'] };
}
