/** Which sentence a document's signatures deserve: never more than the weakest needed line says. Pure. */
import type { FileRow, IncomingRow } from '../../contract/page/incoming.ts';
import { asksPerson, type SignatureVerdict, type SignerVerdict } from '../../domain/verdict.ts';
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
  if (summary === 'not_checked' && files.some(({ verdict }) => verdict && asksPerson(verdict)))
    return { tone: 'unsure', key: 'verdict.full.look_over_block' };
  if (summary !== 'intact') {
    const tone = summary === 'changed' || summary === 'broken' ? 'bad' : 'unsure';
    return { tone, key: `verdict.full.${summary}` };
  }
  const all = files.flatMap((f) => f.verdict?.signatures ?? []);
  const signers = all.map((s) => s.signer);
  if (signers.includes('revoked')) return { tone: 'bad', key: 'verdict.full.signer_revoked' };
  if (signers.includes('untrusted') && all.every((s) => s.signer !== 'untrusted' || s.reasons.includes('verify.chain_unknown')))
    return { tone: 'bad', key: 'verdict.full.signer_unknown_issuer' };
  if (signers.some((s) => BAD_SIGNERS.includes(s))) return { tone: 'bad', key: 'verdict.full.signer_bad' };
  if (signers.includes('not_checked')) return { tone: 'unsure', key: 'verdict.full.signer_not_checked' };
  if (signatures === 'one') return { tone: 'unsure', key: 'verdict.full.one' };
  if (signers.includes('unknown_revocation')) return { tone: 'unsure', key: 'verdict.full.revocation' };
  if (signatures === 'both') return { tone: 'good', key: 'verdict.full.both' };
  return { tone: 'unsure', key: 'verdict.full.intact' };
}

export interface ShortWords {
  readonly tone: 'plain' | 'dim' | 'bad';
  readonly key: TextKey;
}
/** The same in a column's width. */
export function shortWords(row: Pick<IncomingRow, 'verdict' | 'signatures' | 'signedBy' | 'signerLine'>): ShortWords {
  if (row.verdict === 'changed' || row.verdict === 'broken') return { tone: 'bad', key: `verdict.short.${row.verdict}` };
  if (row.verdict === 'unreadable') return { tone: 'dim', key: 'verdict.short.unreadable' };
  if (row.verdict === 'unsigned') return { tone: 'dim', key: 'verdict.short.none' };
  if (row.signerLine === 'revoked' || row.signerLine === 'expired' || row.signerLine === 'untrusted')
    return { tone: 'bad', key: `verdict.short.${row.signerLine}` };
  if (row.signedBy === 'differs') return { tone: 'bad', key: 'verdict.short.differs' };
  if (row.signatures === 'both')
    return row.signerLine === 'trusted' ? { tone: 'plain', key: 'verdict.short.both' } : { tone: 'dim', key: 'verdict.short.both_waiting' };
  return { tone: 'dim', key: `verdict.short.${row.signatures}` };
}

/** Who of the two that an original needs has signed, and is not known not to hold. */
export function neededSigners(files: readonly Pick<FileRow, 'verdict'>[]): { person?: SignatureVerdict; agency?: SignatureVerdict } {
  const main = files.find((f) => f.verdict)?.verdict;
  const holding = (main?.signatures ?? []).filter(
    (s) => (s.bytes.startsWith('intact') || s.bytes === 'not_checked') && s.subFilter !== 'ETSI.RFC3161',
  );
  const person = holding.find((s) => s.holder === 'person');
  const agency = holding.find((s) => s.holder === 'agency');
  return { ...(person ? { person } : {}), ...(agency ? { agency } : {}) };
}
