import { Alert, Checkbox, PasswordInput, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import { Failure } from '../../domain/errors.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { pinProblem } from './PinField.tsx';
import { changePin } from './sign.ts';

interface Props {
  readonly choice: SignerChoice;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}
/** Old PIN, new PIN twice, straight to the device; the old one is tried once. */
export function ChangePin({ choice, onClose, onChanged }: Props) {
  const act = useAct();
  const [problem, setProblem] = useState<string>();
  const [agreed, setAgreed] = useState(false);
  const [oldPin, newPin, again] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const pad = choice.protectedPath === true;

  const submit = async (): Promise<void> => {
    const [old, fresh, repeated] = [oldPin, newPin, again].map((field) => field.current?.value ?? '') as [string, string, string];
    const wrong = pad ? undefined : (pinProblem(old, choice) ?? pinProblem(fresh, choice));
    const found = wrong ?? (fresh === repeated ? undefined : t('pin.differs'));
    setProblem(found);
    if (found !== undefined) return;
    for (const field of [oldPin, newPin, again]) if (field.current) field.current.value = '';
    const outcome = await act.run(async () => {
      const ended = await changePin(choice, old, fresh, agreed);
      if (!ended.changed) throw new Failure(ended.error?.code ?? 'token.cancelled', ended.error?.params);
      return true;
    });
    setAgreed(false);
    if (outcome) onChanged();
  };
  const field = (ref: typeof oldPin, label: string) => (
    <PasswordInput
      ref={ref}
      label={label}
      autoComplete="off"
      spellCheck={false}
      disabled={act.busy}
      visibilityToggleButtonProps={{ 'aria-label': t('pin.show') }}
    />
  );
  return (
    <FormDialog
      title={t('pin.title', { device: choice.tokenLabel })}
      lead={pad ? t('pin.padLead') : t('pin.lead')}
      submit={t('pin.submit')}
      act={act}
      dirty={false}
      canSubmit={!choice.pinFinalTry || agreed}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {choice.pinFinalTry ? (
        <Alert color="red" role="alert">
          <Text fw={600}>{t('signing.pinFinal')}</Text>
          <Checkbox mt="xs" label={t('signing.pinFinalAgree')} checked={agreed} onChange={(e) => setAgreed(e.currentTarget.checked)} />
        </Alert>
      ) : null}
      {pad ? null : (
        <>
          {field(oldPin, t('pin.old'))}
          {field(newPin, t('pin.new'))}
          {field(again, t('pin.again'))}
        </>
      )}
      {problem === undefined ? null : (
        <Text role="alert" c="var(--urgent)" fw={600}>
          {problem}
        </Text>
      )}
    </FormDialog>
  );
}
