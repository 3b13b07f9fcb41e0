import { Alert, Button, Checkbox, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import { api, useCore } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { errorText, t } from '../text/index.ts';
import { SignerCard } from './SignerCard.tsx';
import { type SigningStage, signDocument } from './sign.ts';
import './signing.css';

interface Props {
  readonly documentId: string;
  readonly act: 'leader' | 'agency';
  readonly onClose: () => void;
  readonly onSigned: () => void;
}
const NO_TOPICS = [] as const;
const isUsable = (choice: SignerChoice): boolean => choice.refused === undefined && !choice.pinLocked;

export function SignDialog({ documentId, act: kind, onClose, onSigned }: Props) {
  const load = useCallback(() => api['signing.choices']({ id: documentId, act: kind }), [documentId, kind]);
  const { value, error, reload } = useLoaded(load, NO_TOPICS);
  const [picked, setPicked] = useState<string>();
  // What can be used stands first; the rest say why they cannot.
  const choices = [...(value?.choices ?? [])].sort((a, b) => Number(isUsable(b)) - Number(isUsable(a)));
  const choice = choices.find((c) => c.certificateSha256 === picked) ?? choices.find(isUsable);
  const [stage, setStage] = useState<SigningStage>();
  const [agreed, setAgreed] = useState(false);
  const [short, setShort] = useState(false);
  const [empty, setEmpty] = useState(true);
  const pin = useRef<HTMLInputElement>(null);
  const act = useAct();
  const hint = useTrainingPin();

  const sign = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const input = pin.current;
    if (!choice || !input || !isUsable(choice)) return;
    const tooShort = input.value.length < choice.minPin;
    setShort(tooShort);
    if (tooShort) return;
    setEmpty(true);
    const done = await act.run(async () => {
      await signDocument(documentId, kind, choice, input, setStage);
      return true;
    });
    setStage(undefined);
    setAgreed(false);
    if (done) onSigned();
    // The token's counters have changed: its warnings are read anew before a next try.
    else {
      void reload();
      input.focus();
    }
  };
  const usable = choice !== undefined && isUsable(choice);
  useEffect(() => {
    if (usable) pin.current?.focus();
  }, [usable]);
  const canSign = usable && !empty && (!choice.pinFinalTry || agreed);
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
          {value === undefined && error === undefined ? (
            <Text role="status">
              <Loader size="xs" mr="sm" />
              {t('signing.searching')}
            </Text>
          ) : null}
          {value && choices.length === 0 ? (
            <Alert color="orange" variant="light" role="alert">
              {t('signing.none')}
            </Alert>
          ) : null}
          {choices.length > 0 ? (
            <div role="radiogroup" aria-label={t('signing.choose')} className="signers">
              {choices.map((c) => (
                <SignerCard
                  key={c.certificateSha256}
                  choice={c}
                  chosen={c === choice}
                  onChoose={() => {
                    setPicked(c.certificateSha256);
                    act.clear();
                  }}
                />
              ))}
            </div>
          ) : null}
          {value?.notes.map((note) => (
            <Text key={note.code} c="dimmed">
              {errorText(note)}
            </Text>
          ))}
          <ErrorNote error={act.error} onClose={act.clear} />
          {choice && usable ? <PinWarnings choice={choice} agreed={agreed} onAgree={setAgreed} /> : null}
          {usable ? (
            <TextInput
              ref={pin}
              key={choice.certificateSha256}
              type="password"
              label={t('signing.pin')}
              description={hint && choice.kind === 'training' ? t('signing.pinHint', { pin: hint }) : undefined}
              autoComplete="off"
              spellCheck={false}
              maxLength={choice.maxPin > 0 ? choice.maxPin : 64}
              disabled={stage !== undefined}
              onChange={(e) => setEmpty(e.currentTarget.value === '')}
              error={short ? t('signing.pinTooShort', { min: choice.minPin }) : undefined}
              w={320}
              data-autofocus
            />
          ) : null}
          {stage ? (
            <Text role="status" fw={600}>
              <Loader size="xs" mr="sm" />
              {t(`signing.working.${stage}`)}
            </Text>
          ) : null}
          <Group justify="space-between">
            <Button variant="subtle" onClick={() => void reload()} disabled={stage !== undefined}>
              {t('signing.again')}
            </Button>
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

function PinWarnings(props: { readonly choice: SignerChoice; readonly agreed: boolean; readonly onAgree: (agreed: boolean) => void }) {
  const { choice } = props;
  if (choice.pinFinalTry) {
    return (
      <Alert color="red" role="alert">
        <Text fw={600}>{t('signing.pinFinal')}</Text>
        <Checkbox
          mt="xs"
          label={t('signing.pinFinalAgree')}
          checked={props.agreed}
          onChange={(e) => props.onAgree(e.currentTarget.checked)}
        />
      </Alert>
    );
  }
  return choice.pinCountLow ? (
    <Alert color="orange" variant="light" role="alert">
      {t('signing.pinLow')}
    </Alert>
  ) : null;
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
