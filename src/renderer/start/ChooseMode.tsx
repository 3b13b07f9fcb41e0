import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import type { Mode } from '../../domain/profile.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { t } from '../text/index.ts';

interface Props {
  readonly modes: readonly Mode[];
  readonly onChoose: (mode: Mode) => void;
  readonly onBack?: () => void;
}
/** Training first: it is where everyone should begin. */
export function ChooseMode({ modes, onChoose, onBack }: Props) {
  return (
    <Stack>
      <Title order={1}>{t('start.title')}</Title>
      <Text>{t('start.lead')}</Text>
      {modes.includes('training') ? (
        <button
          type="button"
          className="start-choice start-choice-main"
          aria-label={t('start.training')}
          onClick={() => onChoose('training')}
        >
          <Group gap="sm">
            <strong>{t('start.training')}</strong>
            <Badge color="ink" radius="sm" tt="none" size="lg">
              {t('start.training.badge')}
            </Badge>
          </Group>
          <Text mt={6}>{t('start.training.text')}</Text>
        </button>
      ) : null}
      {modes.includes('real') ? (
        <button type="button" className="start-choice" aria-label={t('start.real')} onClick={() => onChoose('real')}>
          <strong>{t('start.real')}</strong>
          <Text mt={4}>{t('start.real.text')}</Text>
        </button>
      ) : null}
      {onBack ? (
        <Group>
          <BackButton onClick={onBack}>{t('unlock.title')}</BackButton>
        </Group>
      ) : null}
    </Stack>
  );
}
