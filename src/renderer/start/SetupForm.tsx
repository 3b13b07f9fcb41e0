/** Names the office and chooses the daily way in. Training comes filled in. */
import { Button, Checkbox, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { Mode } from '../../domain/profile.ts';
import { api } from '../core.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { type TextKey, t } from '../text/index.ts';
import { FromDirectory } from './FromDirectory.tsx';

const MIN_PASSPHRASE = 10;

interface Values {
  readonly officeName: string;
  readonly organId: string;
  readonly organAbbreviation: string;
  readonly parentName: string;
  readonly place: string;
  readonly clerkName: string;
  readonly leaderName: string;
  readonly leaderPosition: string;
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
  readonly passphrase: string;
  readonly again: string;
}
const EMPTY: Values = {
  officeName: '',
  organId: '',
  organAbbreviation: 'UBND',
  parentName: '',
  place: '',
  clerkName: '',
  leaderName: '',
  leaderPosition: '',
  endpoint: '',
  systemId: '',
  secret: '',
  passphrase: '',
  again: '',
};
interface Field {
  readonly name: keyof Values;
  readonly label: TextKey;
  readonly hint?: TextKey;
  readonly required?: boolean;
  readonly wide?: boolean;
}
const OFFICE: readonly Field[] = [
  { name: 'officeName', label: 'setup.officeName', required: true, wide: true },
  { name: 'organId', label: 'setup.organId', required: true },
  { name: 'organAbbreviation', label: 'setup.abbreviation', hint: 'setup.abbreviationHint', required: true },
  { name: 'parentName', label: 'setup.parentName' },
  { name: 'place', label: 'setup.place', hint: 'setup.placeHint' },
];
const PEOPLE: readonly Field[] = [
  { name: 'clerkName', label: 'setup.clerk', required: true, wide: true },
  { name: 'leaderName', label: 'setup.leader' },
  { name: 'leaderPosition', label: 'setup.leaderPosition' },
];
const CONNECTION: readonly Field[] = [
  { name: 'endpoint', label: 'setup.endpoint', wide: true },
  { name: 'systemId', label: 'setup.systemId' },
  { name: 'secret', label: 'setup.secret' },
];

interface Props {
  readonly mode: Mode;
  readonly osKeyStore: boolean;
  readonly onBack: () => void;
  readonly onBegun: (begun: { setupId: string; recoveryCode: string; office: string }) => void;
}
export function SetupForm({ mode, osKeyStore, onBack, onBegun }: Props) {
  const [values, setValues] = useState(EMPTY);
  const [useOs, setUseOs] = useState(osKeyStore);
  const [wrong, setWrong] = useState<TextKey>();
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    void run(async () => {
      const defaults = await api['setup.defaults']({ mode });
      setValues((now) => ({ ...now, ...defaults }));
    });
  }, [mode, run]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { endpoint, systemId, secret, passphrase, again, ...office } = values;
    const problem = useOs ? undefined : passphraseProblem(passphrase, again);
    setWrong(problem);
    if (problem) return;
    const begun = await act.run(() =>
      api['setup.begin']({
        ...office,
        mode,
        useOsKeyStore: useOs,
        ...(useOs ? {} : { passphrase }),
        ...(mode === 'real' && endpoint ? { connection: { endpoint, systemId, secret } } : {}),
      }),
    );
    if (begun) onBegun({ ...begun, office: office.officeName });
  };
  const fields = (list: readonly Field[]) =>
    list.map((field) => (
      <TextInput
        key={field.name}
        className={field.wide ? 'form-wide' : undefined}
        label={t(field.label)}
        description={field.hint ? t(field.hint) : undefined}
        required={field.required === true}
        type={field.name === 'secret' ? 'password' : 'text'}
        value={values[field.name]}
        onChange={(e) => {
          const { value } = e.currentTarget;
          setValues((now) => ({ ...now, [field.name]: value }));
        }}
      />
    ));
  const password = (name: 'passphrase' | 'again', label: TextKey) => (
    <PasswordInput
      label={t(label)}
      required
      autoComplete="new-password"
      value={values[name]}
      onChange={(e) => {
        const { value } = e.currentTarget;
        setValues((now) => ({ ...now, [name]: value }));
      }}
    />
  );
  return (
    <form onSubmit={(e) => void submit(e)}>
      <Stack>
        <Title order={1}>{t(`setup.title.${mode}`)}</Title>
        {mode === 'training' ? <Text>{t('setup.training.note')}</Text> : null}
        <div className="form-columns">
          <p className="form-title">{t('setup.office')}</p>
          {fields(OFFICE)}
          <p className="form-title">{t('setup.people')}</p>
          {fields(PEOPLE)}
          {mode === 'real' ? (
            <>
              <p className="form-title">{t('setup.connection')}</p>
              <Text className="form-wide" c="dimmed">
                {t('setup.connectionLater')}
              </Text>
              {fields(CONNECTION)}
              <div>
                <FromDirectory
                  connection={{ endpoint: values.endpoint, systemId: values.systemId, secret: values.secret }}
                  onChosen={(agency) =>
                    setValues((now) => ({
                      ...now,
                      officeName: agency.name,
                      organId: agency.organId,
                      ...(agency.parentName === undefined ? {} : { parentName: agency.parentName }),
                    }))
                  }
                />
              </div>
            </>
          ) : null}
          <p className="form-title">{t('setup.wayIn')}</p>
          {osKeyStore ? (
            <Checkbox
              className="form-wide"
              label={t('setup.wayIn.os')}
              checked={useOs}
              onChange={(e) => setUseOs(e.currentTarget.checked)}
            />
          ) : (
            <Text className="form-wide" c="dimmed">
              {t('setup.wayIn.osMissing')}
            </Text>
          )}
          {useOs ? null : (
            <>
              {password('passphrase', 'setup.passphrase')}
              {password('again', 'setup.passphraseAgain')}
            </>
          )}
        </div>
        {wrong ? (
          <Text c="var(--urgent)" fw={600} role="alert">
            {t(wrong)}
          </Text>
        ) : null}
        <ErrorNote error={act.error} onClose={act.clear} />
        <Group justify="space-between">
          <BackButton onClick={onBack}>{t('start.other')}</BackButton>
          <Button type="submit" size="md" loading={act.busy}>
            {t('setup.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function passphraseProblem(passphrase: string, again: string): TextKey | undefined {
  if (passphrase.length < MIN_PASSPHRASE) return 'setup.passphraseShort';
  return passphrase === again ? undefined : 'setup.passphraseDiffers';
}
