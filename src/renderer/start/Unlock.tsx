/** Opening a profile that is on this machine, by the way its owner chose. */
import { Button, Group, PasswordInput, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AppState } from '../../contract/page/session.ts';
import type { Mode } from '../../domain/profile.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { type TextKey, t } from '../text/index.ts';

type Way = Exclude<AppState['profiles'][number]['waysIn'][number], 'token'>;
const OTHER_WAY: Readonly<Record<Way, TextKey>> = {
  os: 'unlock.useOs',
  passphrase: 'unlock.usePassphrase',
  recovery: 'unlock.useRecovery',
};
const ORDER: readonly Way[] = ['os', 'passphrase', 'recovery'];

interface Props {
  readonly app: AppState;
  readonly onApp: (app: AppState) => void;
  readonly onAnother?: () => void;
}
export function Unlock({ app, onApp, onAnother }: Props) {
  // An open profile is the one to come back to; other profiles wait until it is closed.
  const open = app.office?.mode;
  const profiles = open ? app.profiles.filter((p) => p.mode === open) : app.profiles;
  const [mode, setMode] = useState<Mode | undefined>(profiles[0]?.mode);
  const profile = profiles.find((p) => p.mode === mode);
  const ways = ORDER.filter((way) => profile?.waysIn.includes(way));
  const [chosen, setChosen] = useState<Way>();
  const way = chosen && ways.includes(chosen) ? chosen : ways[0];
  const [secret, setSecret] = useState('');
  const act = useAct();
  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!mode || !way) return;
    const next = await act.run(() => api['session.unlock']({ mode, way, ...(way === 'os' ? {} : { secret }) }));
    setSecret('');
    if (next) onApp(next);
  };
  return (
    <form onSubmit={(e) => void enter(e)}>
      <Stack>
        <Title order={1}>{t('unlock.title')}</Title>
        {app.phase === 'locked' ? <Text>{t('unlock.locked')}</Text> : null}
        {profiles.length > 1 ? (
          <Radio.Group label={t('unlock.which')} value={mode ?? null} onChange={(value) => setMode(value as Mode)}>
            <Stack gap="xs" mt="xs">
              {profiles.map((p) => (
                <Radio
                  key={p.mode}
                  value={p.mode}
                  label={p.mode === 'training' ? t('unlock.training', { name: p.officeName }) : p.officeName}
                />
              ))}
            </Stack>
          </Radio.Group>
        ) : (
          <Text fw={600} size="lg">
            {profile?.mode === 'training' ? t('unlock.training', { name: profile.officeName }) : profile?.officeName}
          </Text>
        )}
        {way === 'passphrase' ? (
          <PasswordInput
            label={t('unlock.passphrase')}
            autoComplete="off"
            autoFocus
            value={secret}
            onChange={(e) => setSecret(e.currentTarget.value)}
          />
        ) : null}
        {way === 'recovery' ? (
          <TextInput
            label={t('unlock.recovery')}
            spellCheck={false}
            autoFocus
            value={secret}
            onChange={(e) => setSecret(e.currentTarget.value)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        ) : null}
        <ErrorNote error={act.error} onClose={act.clear} />
        <Group justify="space-between">
          <Group>
            {ways
              .filter((other) => other !== way)
              .map((other) => (
                <Button
                  key={other}
                  variant="subtle"
                  onClick={() => {
                    setChosen(other);
                    setSecret('');
                    act.clear();
                  }}
                >
                  {t(OTHER_WAY[other])}
                </Button>
              ))}
            {onAnother ? (
              <Button variant="subtle" onClick={onAnother}>
                {t('unlock.another')}
              </Button>
            ) : null}
          </Group>
          <Button type="submit" size="md" loading={act.busy} disabled={way !== 'os' && secret === ''}>
            {way === 'os' ? t('unlock.os') : t('unlock.open')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
