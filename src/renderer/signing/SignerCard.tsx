import { Badge } from '@mantine/core';
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import { legalDateOf, screenDate } from '../../domain/time.ts';
import { Icon } from '../parts/icons.tsx';
import { errorText, t } from '../text/index.ts';

interface Props {
  readonly choice: SignerChoice;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}
/** One certificate on one token; one that cannot be used says why and cannot be chosen. */
export function SignerCard({ choice, chosen, onChoose }: Props) {
  const off = choice.refused !== undefined || choice.pinLocked;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card with several lines cannot be an <input>
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      aria-label={choice.commonName}
      disabled={off}
      className={`signer ${chosen ? 'signer-chosen' : ''}`}
      onClick={onChoose}
    >
      <Icon name="key" size={26} />
      <span>
        <b>{choice.commonName}</b>{' '}
        <Badge variant="outline" radius="sm" tt="none" color={choice.holder === 'agency' ? 'red' : 'ink'}>
          {t(`signing.holder.${choice.holder}`)}
        </Badge>
        {choice.kind === 'training' ? (
          <Badge ml={6} variant="outline" radius="sm" tt="none" color="yellow">
            {t('signing.training')}
          </Badge>
        ) : null}
        {choice.imported ? (
          <Badge ml={6} variant="outline" radius="sm" tt="none" color="gray">
            {t('signing.imported')}
          </Badge>
        ) : null}
        {choice.lastUsed ? (
          <Badge ml={6} variant="light" radius="sm" tt="none">
            {t('signing.lastUsed')}
          </Badge>
        ) : null}
        <br />
        {choice.organization ? <span>{choice.organization} · </span> : null}
        <span className="dim">{choice.tokenLabel}</span>
        {off ? null : <br />}
        <span className="dim" hidden={off}>
          {t('signing.issuer', { issuer: choice.issuer })} ·{' '}
          {t('signing.valid', { from: screenDate(legalDateOf(choice.validFrom)), to: screenDate(legalDateOf(choice.validTo)) })}
          {choice.uses && choice.uses.length > 0
            ? ` · ${t('signing.uses', { uses: choice.uses.map((use) => t(`signing.use.${use}`)).join(', ') })}`
            : ''}
        </span>
        {choice.expiry && !off ? (
          <span className={choice.expiry.step === 60 ? 'signer-expiry dim' : 'signer-expiry'}>
            {t('signing.expiry', { days: choice.expiry.days })}
          </span>
        ) : null}
        {choice.pinLocked ? <span className="signer-refused">{t('signing.pinLocked')}</span> : null}
        {choice.advice && !off ? <span className="signer-advice">{errorText(choice.advice)}</span> : null}
        {choice.refused ? <span className="signer-refused">{errorText(choice.refused)}</span> : null}
      </span>
    </button>
  );
}
