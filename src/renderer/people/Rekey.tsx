/** Another key for the whole store: what it is for, how the last one ended, the act itself. */
import { Button, PasswordInput, Radio, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { RekeyState, WayRow } from '../../contract/page/people.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = [] as const;
const load = () => api['rekey.state']({});
const BY = ['passphrase', 'os', 'recovery'] as const;
type By = (typeof BY)[number];

export function RekeyPart({ ways }: { readonly ways: readonly WayRow[] }) {
  const { value } = useLoaded(load, TOPICS);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Title order={3}>{t('rekey.title')}</Title>
      <Text>{t('rekey.lead')}</Text>
      <Text c="dimmed">{t('rekey.room')}</Text>
      {value?.last ? <Last last={value.last} /> : null}
      <div className="settings-acts">
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('rekey.begin')}
        </Button>
      </div>
      {open ? <RekeyDialog ways={ways} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Last({ last }: { readonly last: NonNullable<RekeyState['last']> }) {
  const at = momentText(last.at);
  if (last.error) {
    return (
      <>
        <Text>{t('rekey.failed', { at })}</Text>
        <ErrorNote error={last.error} />
      </>
    );
  }
  return <Text>{last.carried === 0 ? t('rekey.last', { at }) : t('rekey.carried', { at, count: last.carried })}</Text>;
}

function RekeyDialog({ ways, onClose }: { readonly ways: readonly WayRow[]; readonly onClose: () => void }) {
  const act = useAct();
  const able = BY.filter((way) => ways.some((row) => row.way === way));
  const [by, setBy] = useState<By>(able[0] ?? 'recovery');
  const [secret, setSecret] = useState('');
  const begin = async (): Promise<void> => {
    if (await act.run(() => api['rekey.begin']({ way: by, ...(by === 'os' ? {} : { secret }) }))) onClose();
  };
  return (
    <FormDialog
      title={t('rekey.confirmTitle')}
      lead={t('rekey.room')}
      submit={t('rekey.do')}
      act={act}
      dirty={false}
      canSubmit={by === 'os' || secret !== ''}
      onSubmit={() => void begin()}
      onClose={onClose}
    >
      <Radio.Group label={t('rekey.by')} value={by} onChange={(way) => setBy(BY.find((one) => one === way) ?? 'recovery')}>
        {able.map((way) => (
          <Radio key={way} mt={6} value={way} label={t(`way.${way}`)} />
        ))}
      </Radio.Group>
      {by === 'passphrase' ? (
        <PasswordInput
          label={t('ways.ownPassphrase')}
          autoComplete="off"
          value={secret}
          onChange={(e) => setSecret(e.currentTarget.value)}
          data-autofocus
        />
      ) : null}
      {by === 'recovery' ? (
        <TextInput label={t('unlock.recovery')} spellCheck={false} value={secret} onChange={(e) => setSecret(e.currentTarget.value)} />
      ) : null}
    </FormDialog>
  );
}
