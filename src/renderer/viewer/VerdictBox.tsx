import type { FileRow, IncomingRow } from '../../contract/page/incoming.ts';
import type { SignatureVerdict } from '../../domain/verdict.ts';
import { momentText } from '../format.ts';
import { Fact, Facts, Section } from '../parts/facts.tsx';
import { t } from '../text/index.ts';
import { verdictWords } from './verdictWords.ts';

interface Props {
  readonly summary: IncomingRow['verdict'];
  readonly signatures: IncomingRow['signatures'];
  readonly files: readonly FileRow[];
}
/** The sentence over all: what may be done with this document as far as its signatures tell. */
export function VerdictBox({ summary, signatures, files }: Props) {
  const words = verdictWords(summary, signatures, files);
  return (
    <section className={`verdict verdict-${words.tone}`} aria-label={t('field.signatures')}>
      {t(words.key)}
    </section>
  );
}

/** Three lines a signature, of every file. */
export function SignatureList({ files }: { readonly files: readonly FileRow[] }) {
  const all = files.flatMap((file) => (file.verdict?.signatures ?? []).map((signature) => ({ file, signature })));
  if (all.length === 0) return null;
  return (
    <Section title={t('field.signatures')}>
      {all.map(({ file, signature }) => (
        <SignatureLines key={`${file.id}-${signature.field}`} signature={signature} />
      ))}
    </Section>
  );
}

function SignatureLines({ signature }: { readonly signature: SignatureVerdict }) {
  const { subject } = signature;
  const who = [subject?.commonName, subject?.title, subject?.organization].filter((part) => part).join(', ');
  const time = signature.claimedTime === undefined ? t('verdict.time.none') : momentText(signature.claimedTime);
  return (
    <div className="signature-lines">
      <strong>
        {t(`verdict.holder.${signature.holder}`)}
        {signature.training ? ` (${t('verdict.training')})` : ''}
      </strong>
      <Facts>
        <Fact name={t('verdict.line.bytes')}>{t(`verdict.bytes.${signature.bytes}`)}</Fact>
        <Fact name={t('verdict.line.signer')}>{[who, t(`verdict.signer.${signature.signer}`)].filter((part) => part).join(' · ')}</Fact>
        <Fact name={t('verdict.line.time')}>{t(`verdict.time.${signature.time}`, { time })}</Fact>
      </Facts>
    </div>
  );
}
