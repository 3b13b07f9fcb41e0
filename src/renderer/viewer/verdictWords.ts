/** Which sentence a document's signatures deserve: never more than the weakest needed line says. Pure. */
import type { FileRow, IncomingRow } from '../../contract/page/incoming.ts';
import type { SignerVerdict } from '../../domain/verdict.ts';
import type { TextKey } from '../text/index.ts';

export interface VerdictWords {
  readonly tone: 'good' | 'unsure' | 'bad';
  readonly key: TextKey;
}
const BAD_SIGNERS: readonly SignerVerdict[] = ['untrusted', 'expired', 'revoked'];

export function verdictWords(
  summary: IncomingRow['verdict'],
  signatures: IncomingRow['signatures'],
  files: readonly Pick<FileRow, 'verdict'>[],
): VerdictWords {
  if (summary !== 'intact') {
    const tone = summary === 'changed' || summary === 'broken' ? 'bad' : 'unsure';
    return { tone, key: `verdict.full.${summary}` };
  }
  const signers = files.flatMap((f) => f.verdict?.signatures ?? []).map((s) => s.signer);
  if (signers.some((s) => BAD_SIGNERS.includes(s))) return { tone: 'bad', key: 'verdict.full.signer_bad' };
  if (signers.includes('not_checked')) return { tone: 'unsure', key: 'verdict.full.signer_not_checked' };
  if (signatures === 'one') return { tone: 'unsure', key: 'verdict.full.one' };
  if (signers.includes('unknown_revocation')) return { tone: 'unsure', key: 'verdict.full.revocation' };
  if (signatures === 'both') return { tone: 'good', key: 'verdict.full.both' };
  return { tone: 'unsure', key: 'verdict.full.intact' };
}
