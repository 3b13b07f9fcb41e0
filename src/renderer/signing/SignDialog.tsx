import { Alert, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { api, useCore } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { errorText, t } from '../text/index.ts';
import { ChangePin } from './ChangePin.tsx';
import { Devices } from './Devices.tsx';
import { PinField, pinProblem } from './PinField.tsx';
import { SignerCard } from './SignerCard.tsx';
import { type SigningStage, signDocument } from './sign.ts';
import { canSignWith, keyOf, useSigners } from './useSigners.ts';
import './signing.css';

interface Props {
  readonly documentId: string;
  readonly act: 'leader' | 'agency';
  readonly onClose: () => void;
  readonly onSigned: () => void;
}

export function SignDialog({ documentId, act: kind, onClose, onSigned }: Props) {
  const [stage, setStage] = useState<SigningStage>();
  const [aside, setAside] = useState<'pin' | 'devices'>();
  const { choices, choice, notes, searching, error, reload, pick } = useSigners(
    documentId,
    kind,
    stage === undefined && aside === undefined,
  );
  const [agreed, setAgreed] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [empty, setEmpty] = useState(true);
  const pin = useRef<HTMLInputElement>(null);
  const act = useAct();
  const hint = useTrainingPin();
  const chosen = choice && keyOf(choice);
  const usable = choice !== undefined && canSignWith(choice);
  const pad = choice?.protectedPath === true;
  // What was typed or agreed for one device is never used for another, not even when the first was pulled out.
  useEffect(() => {
    setAgreed(false);
    setEmpty(true);
    setProblem(undefined);
    if (chosen !== undefined && usable) pin.current?.focus();
  }, [chosen, usable]);

  const sign = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const input = pin.current;
    if (!choice || !usable || (!pad && !input)) return;
    const wrong = pad ? undefined : pinProblem(input?.value ?? '', choice);
    setProblem(wrong);
    if (wrong !== undefined) return;
    setEmpty(true);
    const done = await act.run(async () => {
      await signDocument({ documentId, act: kind, choice, finalTryAccepted: agreed }, pad ? null : input, setStage);
      return true;
    });
    setStage(undefined);
    setAgreed(false);
    if (done) onSigned();
    // The token's counters have changed: its warnings are read anew before a next try.
    else {
      void reload();
      input?.focus();
    }
  };
  const again = async (): Promise<void> => {
    // A device that the driver sees only at its start, or a driver that was left alone.
    await api['token.restart']({}).catch(() => {});
    await reload();
  };
  const canSign = usable && (pad || !empty) && (!choice.pinFinalTry || agreed);
  if (aside === 'pin' && choice)
    return (
      <ChangePin
        choice={choice}
        onClose={() => setAside(undefined)}
        onChanged={() => {
          setAside(undefined);
          void reload();
        }}
      />
    );
  if (aside === 'devices') return <Devices onClose={() => setAside(undefined)} />;
  return (
    <Modal
      opened
      size="xl"
      onClose={() => (stage === undefined ? onClose() : undefined)}
      title={t(`signing.title.${kind}`)}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={(e) => void sign(e)} autoComplete="off">
        <Stack gap="sm">
          <Text>{t(`signing.lead.${kind}`)}</Text>
          <ErrorNote error={error} />
          {searching ? (
            <Text role="status">
              <Loader size="xs" mr="sm" />
              {t('signing.searching')}
            </Text>
          ) : null}
          {!searching && choices.length === 0 ? (
            <Alert color="orange" variant="light" role="alert">
              {t('signing.none')}
            </Alert>
          ) : null}
          {choices.length > 0 ? (
            <div role="radiogroup" aria-label={t('signing.choose')} className="signers">
              {choices.map((c) => (
                <SignerCard
                  key={keyOf(c)}
                  choice={c}
                  chosen={c === choice}
                  onChoose={() => {
                    pick(keyOf(c));
                    act.clear();
                  }}
                />
              ))}
            </div>
          ) : null}
          {notes.map((note) => (
            <Text key={errorText(note)} c="dimmed">
              {errorText(note)}
            </Text>
          ))}
          <ErrorNote error={act.error} onClose={act.clear} />
          {choice?.pinToBeChanged ? (
            <Alert color="orange" variant="light" role="alert">
              {t('signing.mustChange')}
            </Alert>
          ) : null}
          {usable ? (
            <PinField
              key={chosen}
              choice={choice}
              field={pin}
              hint={hint}
              problem={problem}
              disabled={stage !== undefined}
              agreed={agreed}
              onAgree={setAgreed}
              onEmpty={setEmpty}
            />
          ) : null}
          {stage ? (
            <Text role="status" fw={600}>
              <Loader size="xs" mr="sm" />
              {t(stage === 'pin' && pad ? 'signing.working.pad' : `signing.working.${stage}`)}
            </Text>
          ) : null}
          <Group justify="space-between">
            <Group gap={4}>
              <Button variant="subtle" onClick={() => void again()} disabled={stage !== undefined}>
                {t('signing.again')}
              </Button>
              {choice?.kind === 'pkcs11' ? (
                <Button variant="subtle" onClick={() => setAside('pin')} disabled={stage !== undefined}>
                  {t('pin.open')}
                </Button>
              ) : null}
              <Button variant="subtle" onClick={() => setAside('devices')} disabled={stage !== undefined}>
                {t('devices.open')}
              </Button>
            </Group>
            <Group>
              <Button variant="default" onClick={onClose} disabled={stage !== undefined}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" disabled={!canSign} loading={stage !== undefined}>
                {t('signing.sign')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** In training the PIN is no secret: it stands beside the field. */
function useTrainingPin(): string | undefined {
  const training = useCore((s) => s.app?.office?.mode === 'training');
  const [pin, setPin] = useState<string>();
  useEffect(() => {
    if (!training) return;
    api['training.pin']({}).then(
      (answer) => setPin(answer.pin),
      () => setPin(undefined),
    );
  }, [training]);
  return pin;
}
