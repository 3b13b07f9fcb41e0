/** The acts on one's own ways in; each asks for the passphrase in use where there is one. */
import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WayRow } from '../../contract/page/people.ts';
import { api, useCore } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { TokenPin } from '../start/UnlockToken.tsx';
import { t } from '../text/index.ts';
import { DeadMachineSheet } from './DeadMachineSheet.tsx';
import { EnvelopeSheet } from './EnvelopeSheet.tsx';
import { passphraseProblem } from './passphrase.ts';

interface Props {
  /** The person has a passphrase, which is asked for again. */
  readonly asksOwn: boolean;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
interface OwnProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
}
export function OwnPassphrase({ value, onValue }: OwnProps) {
  return (
    <PasswordInput
      label={t('ways.ownPassphrase')}
      autoComplete="off"
      value={value}
      onChange={(e) => onValue(e.currentTarget.value)}
      data-autofocus
    />
  );
}
const own = (secret: string): { secret?: string } => (secret === '' ? {} : { secret });

/** A passphrase, or the account of the system. */
export function SetDialog({ way, asksOwn, onClose, onDone }: Props & { readonly way: 'passphrase' | 'os' }) {
  const act = useAct();
  const [secret, setSecret] = useState('');
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const ready = (!asksOwn || secret !== '') && (way === 'os' || passphraseProblem(first, again) === undefined);
  const save = async (): Promise<void> => {
    const done = await act.run(() =>
      way === 'os' ? api['ways.addOs'](own(secret)) : api['ways.setPassphrase']({ ...own(secret), passphrase: first }),
    );
    if (done) onDone(t('ways.saved'));
  };
  return (
    <FormDialog
      title={t(way === 'os' ? 'ways.osTitle' : 'ways.passphraseTitle')}
      lead={t(`way.${way}.lead`)}
      submit={t('common.save')}
      act={act}
      dirty={first !== ''}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {asksOwn ? <OwnPassphrase value={secret} onValue={setSecret} /> : null}
      {way === 'os' ? null : (
        <>
          <PasswordInput
            label={t('ways.newPassphrase')}
            autoComplete="off"
            value={first}
            onChange={(e) => setFirst(e.currentTarget.value)}
          />
          <PasswordInput
            label={t('people.passphraseAgain')}
            autoComplete="off"
            value={again}
            error={again !== '' && first !== again ? t('people.passphraseDiffers') : undefined}
            onChange={(e) => setAgain(e.currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  );
}

export function RemoveDialog({ row, asksOwn, onClose, onDone }: Props & { readonly row: WayRow }) {
  const act = useAct();
  const [secret, setSecret] = useState('');
  const remove = async (): Promise<void> => {
    if (await act.run(() => api['ways.remove']({ ...own(secret), id: row.id }))) onDone(t('ways.removed'));
  };
  return (
    <FormDialog
      title={t('ways.removeTitle', { way: t(`way.${row.way}`) })}
      lead={t('ways.removeLead')}
      submit={t('ways.remove')}
      act={act}
      dirty={false}
      danger
      canSubmit={!asksOwn || secret !== ''}
      onSubmit={() => void remove()}
      onClose={onClose}
    >
      {asksOwn ? <OwnPassphrase value={secret} onValue={setSecret} /> : null}
    </FormDialog>
  );
}

const loadTokens = () => api['ways.tokens']({});
export function TokenDialog({ asksOwn, onClose, onDone }: Props) {
  const [secret, setSecret] = useState('');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('ways.tokenTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text c="dimmed">{t('way.token.lead')}</Text>
        {asksOwn ? <OwnPassphrase value={secret} onValue={setSecret} /> : null}
        <TokenPin
          load={loadTokens}
          begin={(token) => api['ways.tokenBegin'](token)}
          use={async (actId) => {
            await api['ways.addToken']({ ...own(secret), actId });
            onDone(t('ways.saved'));
          }}
          none={t('ways.tokenNone')}
          submit={t('ways.tokenSubmit')}
        />
      </Stack>
    </Modal>
  );
}

/** Another recovery code: shown, printed, typed back. */
export function RecoveryDialog({ asksOwn, onClose, onDone }: Props) {
  const act = useAct();
  const office = useCore((s) => s.app?.office?.name ?? '');
  const [secret, setSecret] = useState('');
  const [code, setCode] = useState<string>();
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState('');
  const show = (): Promise<unknown> => act.run(async () => setCode((await api['ways.newRecovery'](own(secret))).recoveryCode));
  const confirm = async (): Promise<void> => {
    if (await act.run(() => api['ways.confirmRecovery']({ typed }))) onDone(t('ways.recoveryDone'));
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('ways.recoveryTitle')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        {code === undefined ? (
          <>
            <Text>{t('ways.recoveryLead')}</Text>
            {asksOwn ? <OwnPassphrase value={secret} onValue={setSecret} /> : null}
            <ErrorNote error={act.error} onClose={act.clear} />
            <Group justify="flex-end" className="dialog-foot">
              <Button loading={act.busy} disabled={asksOwn && secret === ''} onClick={() => void show()}>
                {t('ways.recoveryShow')}
              </Button>
            </Group>
          </>
        ) : typing ? (
          <>
            <Text>{t('recovery.typeLead')}</Text>
            <TextInput
              label={t('recovery.typed')}
              spellCheck={false}
              value={typed}
              onChange={(e) => setTyped(e.currentTarget.value)}
              data-autofocus
            />
            <ErrorNote error={act.error} onClose={act.clear} />
            <Group justify="space-between">
              <Button variant="default" onClick={() => setTyping(false)}>
                {t('recovery.showAgain')}
              </Button>
              <Button loading={act.busy} disabled={typed.trim() === ''} onClick={() => void confirm()}>
                {t('ways.recoveryConfirm')}
              </Button>
            </Group>
          </>
        ) : (
          <>
            <CodeShown code={code} />
            <EnvelopeSheet code={code} office={office} />
            <DeadMachineSheet office={office} />
            <Group justify="flex-end" className="dialog-foot">
              <Button variant="default" leftSection={<Icon name="print" size={18} />} onClick={() => window.print()}>
                {t('recovery.print')}
              </Button>
              <Button onClick={() => setTyping(true)}>{t('recovery.noted')}</Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
export function CodeShown({ code }: { readonly code: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: groups of a code, not a set of fields
    <div className="recovery-code" role="group" aria-label={t('recovery.code')} data-testid="recovery-code">
      {code.split(/[\s-]+/).map((group, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups of a fixed code
        <span key={i}>{group}</span>
      ))}
    </div>
  );
}
