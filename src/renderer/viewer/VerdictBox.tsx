import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { FileRow, IncomingRow } from '../../contract/page/incoming.ts';
import type { SignatureVerdict } from '../../domain/verdict.ts';
import { momentText } from '../format.ts';
import { Fact, Facts, Section } from '../parts/facts.tsx';
import { later } from '../parts/later.tsx';
import { errorText, t } from '../text/index.ts';
import { neededSigners, verdictWords } from './verdictWords.ts';
import './viewer.css';

const SignedRevision = later(() => import('./SignedRevision.tsx'));

interface Props {
  readonly summary: IncomingRow['verdict'];
  readonly signatures: IncomingRow['signatures'];
  readonly files: readonly Pick<FileRow, 'verdict'>[];
  /** Whether the agency that signed is the one that sent, and who that is. */
  readonly signedBy?: IncomingRow['signedBy'];
  readonly sender?: string;
}
/** The sentence over all: what may be done with this document as far as its signatures tell. */
export function VerdictBox({ summary, signatures, files, signedBy, sender = '' }: Props) {
  const words = verdictWords(summary, signatures, files);
  const differs = signedBy === 'differs';
  const signed = files.some((f) => (f.verdict?.signatures.length ?? 0) > 0);
  return (
    <section className={`verdict verdict-${differs ? 'bad' : words.tone}`} aria-label={t('field.signatures')}>
      {t(words.key)}
      {differs ? <p>{t('verdict.signedBy.differs', { sender })}</p> : null}
      {signed && signedBy === 'unknown' && signatures !== 'one' ? <p className="dim">{t('verdict.signedBy.unknown', { sender })}</p> : null}
      {signed ? <Needed files={files} /> : null}
    </section>
  );
}
/** Both are needed for the force of an original: which is there, and whose. */
function Needed({ files }: Pick<Props, 'files'>) {
  const found = neededSigners(files);
  const line = (one: SignatureVerdict | undefined): string =>
    !one ? t('verdict.needs.missing') : one.bytes === 'not_checked' ? `${nameOf(one)} – ${t('verdict.bytes.not_checked')}` : nameOf(one);
  return (
    <div className="verdict-needs">
      {t('verdict.needs')}
      <ul>
        <li>
          {t('verdict.needs.person')}: {line(found.person)}
        </li>
        <li>
          {t('verdict.needs.agency')}: {line(found.agency)}
        </li>
      </ul>
      {found.person || found.agency ? <p className="dim">{t('verdict.needs.byName')}</p> : null}
    </div>
  );
}
const nameOf = ({ subject }: SignatureVerdict): string =>
  [subject?.commonName, subject?.title, subject?.organization].filter((part, i, all) => part && all.indexOf(part) === i).join(', ');

type Judged = Pick<FileRow, 'id' | 'name' | 'size' | 'verdict'>;
/** Three lines a signature, of every file. */
export function SignatureList({ files }: { readonly files: readonly Judged[] }) {
  const [shown, setShown] = useState<{ file: Judged; signature: SignatureVerdict }>();
  const all = files.flatMap((file) => (file.verdict?.signatures ?? []).map((signature) => ({ file, signature })));
  if (all.length === 0) return null;
  return (
    <Section title={t('field.signatures')}>
      {all.map(({ file, signature }) => (
        <SignatureLines
          key={`${file.id}-${signature.field}`}
          signature={signature}
          onShow={
            signature.signedBytes !== undefined && signature.signedBytes < file.size ? () => setShown({ file, signature }) : undefined
          }
        />
      ))}
      {shown?.signature.signedBytes === undefined ? null : (
        <SignedRevision
          fileId={shown.file.id}
          size={shown.file.size}
          signedBytes={shown.signature.signedBytes}
          who={nameOf(shown.signature)}
          onClose={() => setShown(undefined)}
        />
      )}
    </Section>
  );
}

/** Said in the line itself already. */
const PLAIN: readonly string[] = ['verify.addition.nothing'];
function SignatureLines({ signature, onShow }: { readonly signature: SignatureVerdict; readonly onShow: (() => void) | undefined }) {
  const claimed = signature.provenTime ?? signature.claimedTime;
  const time = claimed === undefined ? t('verdict.time.none') : momentText(claimed);
  const sentences = (codes: readonly string[]): string =>
    codes
      .filter((code) => !PLAIN.includes(code))
      .map((code) => errorText({ code }))
      .join(' ');
  return (
    <div className="signature-lines">
      <Group justify="space-between" gap="xs">
        <strong>
          {t(`verdict.holder.${signature.holder}`)}
          {signature.training ? ` (${t('verdict.training')})` : ''}
        </strong>
        {onShow ? (
          <Button variant="default" size="compact-sm" onClick={onShow}>
            {t('verdict.signed')}
          </Button>
        ) : null}
      </Group>
      <Facts>
        <Fact name={t('verdict.line.bytes')}>{t(`verdict.bytes.${signature.bytes}`)}</Fact>
        <Fact name={t('verdict.additions')}>{sentences(signature.additions)}</Fact>
        <Fact name={t('verdict.line.signer')}>
          {[nameOf(signature), t(`verdict.signer.${signature.signer}`)].filter((part) => part).join(' · ')}
        </Fact>
        <Fact name={t('verdict.issuer')}>{signature.issuer}</Fact>
        <Fact name={t('verdict.revocation')}>
          {signature.revocation
            ?.map((r) =>
              t(`verdict.revocation.${r.says}`, { about: r.about, how: t(`verdict.revocation.${r.from}`), at: momentText(r.thisUpdate) }),
            )
            .join('; ')}
        </Fact>
        <Fact name={t('verdict.line.time')}>{t(`verdict.time.${signature.time}`, { time })}</Fact>
        <Fact name={t('verdict.place')}>
          {signature.page === undefined ? undefined : t('verdict.place.page', { page: signature.page })}
        </Fact>
        <Fact name={t('verdict.reasons')}>{sentences(signature.reasons)}</Fact>
      </Facts>
    </div>
  );
}
