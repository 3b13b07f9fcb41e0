/** Opening a profile that is on this machine: who comes in, and by which of their ways. */
import { Button, Group, NativeSelect, PasswordInput, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { WayKind } from '../../contract/page/people.ts';
import type { AppState } from '../../contract/page/session.ts';
import type { Mode } from '../../domain/profile.ts';
import { api, useCore } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { goSaved, useView } from '../shell/view.ts';
import { type TextKey, t } from '../text/index.ts';
import { UnlockToken } from './UnlockToken.tsx';

const OTHER_WAY: Readonly<Record<WayKind, TextKey>> = {
  os: 'unlock.useOs',
  passphrase: 'unlock.usePassphrase',
  token: 'unlock.useToken',
  recovery: 'unlock.useRecovery',
};
const ORDER: readonly WayKind[] = ['os', 'passphrase', 'token', 'recovery'];
const NOBODY = '';

/** Who worked here last stands first, as long as the window is open. */
let lastPerson: string | undefined;
useCore.subscribe(({ app }) => {
  if (app?.me) lastPerson = app.me.id;
});

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
  const people = profile?.people ?? [];
  const [named, setNamed] = useState<string>();
  const person = people.find((p) => p.id === (named ?? lastPerson)) ?? (named === NOBODY ? undefined : people[0]);
  const ways = ORDER.filter((way) => way === 'recovery' || (person?.ways ?? profile?.waysIn ?? []).includes(way));
  const [chosen, setChosen] = useState<WayKind>();
  const way = chosen && ways.includes(chosen) ? chosen : ways[0];
  const [secret, setSecret] = useState('');
  const act = useAct();
  const come = (next: AppState | undefined): void => {
    setSecret('');
    if (!next) return;
    // Whoever else comes in begins anew: what was shown and said here last was another person's.
    if (lastPerson !== undefined && next.me?.id !== lastPerson) goSaved({ at: 'today' });
    onApp(next);
    if (way === 'recovery') useView.setState({ view: { at: 'settings', section: 'ways' }, note: t('unlock.afterRecovery') });
  };
  const whose = person ? { personId: person.id } : {};
  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!mode || !way || way === 'token') return;
    come(await act.run(() => api['session.unlock']({ mode, way, ...whose, ...(way === 'os' ? {} : { secret }) })));
  };
  const choose = (next: WayKind): void => {
    setChosen(next);
    setSecret('');
    act.clear();
  };
  return (
    <form onSubmit={(e) => void enter(e)}>
      <Stack>
        <Title order={1}>{t('unlock.title')}</Title>
        {app.phase === 'locked' ? <Text>{t('unlock.locked')}</Text> : null}
        <ChooseProfile profiles={profiles} mode={mode} onMode={setMode} />
        {people.length > 1 || (people.length === 1 && app.phase === 'start') ? (
          <NativeSelect
            label={t('unlock.person')}
            value={person?.id ?? NOBODY}
            onChange={(e) => {
              setNamed(e.currentTarget.value);
              setSecret('');
              act.clear();
            }}
            data={[
              ...people.map(({ id, name }) => ({ value: id, label: name })),
              ...(app.phase === 'start' ? [{ value: NOBODY, label: t('unlock.personOther') }] : []),
            ]}
          />
        ) : null}
        <SecretField key={`${way} ${person?.id}`} way={way} secret={secret} onSecret={setSecret} />
        {way === 'token' && mode ? <UnlockToken mode={mode} person={person?.id} onApp={come} /> : null}
        <ErrorNote error={act.error} onClose={act.clear} />
        <Group justify="space-between">
          <Group>
            {ways
              .filter((other) => other !== way)
              .map((other) => (
                <Button key={other} variant="subtle" onClick={() => choose(other)}>
                  {t(OTHER_WAY[other])}
                </Button>
              ))}
            {onAnother ? (
              <Button variant="subtle" onClick={onAnother}>
                {t('unlock.another')}
              </Button>
            ) : null}
          </Group>
          {way === 'token' ? null : (
            <Button type="submit" size="md" loading={act.busy} disabled={way !== 'os' && secret === ''}>
              {way === 'os' ? t('unlock.os') : t('unlock.open')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

interface ProfilesProps {
  readonly profiles: AppState['profiles'];
  readonly mode: Mode | undefined;
  readonly onMode: (mode: Mode) => void;
}
function ChooseProfile({ profiles, mode, onMode }: ProfilesProps) {
  const nameOf = (p: AppState['profiles'][number]): string =>
    p.mode === 'training' ? t('unlock.training', { name: p.officeName }) : p.officeName;
  if (profiles.length > 1) {
    return (
      <Radio.Group label={t('unlock.which')} value={mode ?? null} onChange={(value) => onMode(value as Mode)}>
        <Stack gap="xs" mt="xs">
          {profiles.map((p) => (
            <Radio key={p.mode} value={p.mode} label={nameOf(p)} />
          ))}
        </Stack>
      </Radio.Group>
    );
  }
  const [only] = profiles;
  return (
    <Text fw={600} size="lg">
      {only ? nameOf(only) : null}
    </Text>
  );
}

interface SecretProps {
  readonly way: WayKind | undefined;
  readonly secret: string;
  readonly onSecret: (secret: string) => void;
}
function SecretField({ way, secret, onSecret }: SecretProps) {
  if (way === 'passphrase') {
    return (
      <PasswordInput
        label={t('unlock.passphrase')}
        autoComplete="off"
        autoFocus
        value={secret}
        onChange={(e) => onSecret(e.currentTarget.value)}
      />
    );
  }
  if (way !== 'recovery') return null;
  return (
    <TextInput
      label={t('unlock.recovery')}
      spellCheck={false}
      autoFocus
      value={secret}
      onChange={(e) => onSecret(e.currentTarget.value)}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
    />
  );
}

/** The store is being copied under another key: nothing else can be done here. */
export function Rekeying({ rekey }: { readonly rekey: NonNullable<AppState['rekey']> }) {
  const act = useAct();
  const percent = rekey.total === 0 ? 0 : Math.min(100, Math.floor((rekey.done / rekey.total) * 100));
  // Progress is pushed; a page that came later asks once.
  useEffect(() => act.clear, [act.clear]);
  return (
    <Stack>
      <Title order={1}>{t('unlock.rekey')}</Title>
      <Text>{t('unlock.rekeyLead')}</Text>
      <progress className="rekey-progress" max={100} value={percent} aria-label={t('unlock.rekey')} />
      <Text>{t('unlock.rekeyPart', { percent })}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      {rekey.mine ? (
        <Group justify="flex-end">
          <Button variant="default" loading={act.busy} onClick={() => void act.run(() => api['rekey.cancel']({}))}>
            {t('unlock.rekeyCancel')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
