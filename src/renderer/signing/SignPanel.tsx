/** Which USB ký số, its PIN, and what is going on: shared by the dialogue over one document and the one over many. */
import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import type { SigningAct } from '../../contract/page/signing.ts';
import { api, useCore } from '../core.ts';
import { useHeld } from '../parts/dirty.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { errorText, t } from '../text/index.ts';
import { ChangePin } from './ChangePin.tsx';
import { Devices } from './Devices.tsx';
import { PinField, pinProblem } from './PinField.tsx';
import { SignerCard } from './SignerCard.tsx';
import type { SigningStage } from './sign.ts';
import { canSignWith, keyOf, useSigners } from './useSigners.ts';
import './signing.css';

export interface SignWith {
  readonly choice: SignerChoice;
  readonly finalTryAccepted: boolean;
  /** The PIN field; absent for a device with a pad of its own. */
  readonly input: HTMLInputElement | null;
  readonly onStage: (stage: SigningStage) => void;
}
interface Props {
  readonly id: string;
  readonly act: SigningAct;
  readonly submit: string;
  /** Why nothing can be signed now, for another reason than the device. */
  readonly blocked?: string | undefined;
  readonly working?: ReactNode;
  readonly sign: (how: SignWith) => Promise<void>;
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly onBusy: (busy: boolean) => void;
}
export function SignPanel({ id, act: kind, submit, blocked, working, sign, onDone, onClose, onBusy }: Props) {
  const [stage, setStage] = useState<SigningStage>();
  const [aside, setAside] = useState<'pin' | 'devices'>();
  const { choices, choice, notes, searching, error, reload, pick } = useSigners(id, kind, stage === undefined && aside === undefined);
  const [agreed, setAgreed] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [empty, setEmpty] = useState(true);
  const pin = useRef<HTMLInputElement>(null);
  const act = useAct();
  useHeld(stage !== undefined);
  const hint = useTrainingPin();
  const chosen = choice && keyOf(choice);
  const usable = choice !== undefined && canSignWith(choice);
  const pad = choice?.protectedPath === true;
  const stopped = blocked !== undefined;
  // What was typed or agreed for one device is never used for another, not even when the first was pulled out.
  useEffect(() => {
    setAgreed(false);
    setEmpty(true);
    setProblem(undefined);
    // Where something stands against the act its reason stays in sight.
    if (chosen !== undefined && usable && !stopped) pin.current?.focus();
  }, [chosen, usable, stopped]);

  // A lock keeps the screen as it stands, but no PIN behind it.
  const atWork = useCore((s) => s.app?.phase === 'ready');
  useEffect(() => {
    if (atWork) return;
    if (pin.current) pin.current.value = '';
    setEmpty(true);
  }, [atWork]);

  const submitted = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const input = pin.current;
    if (!choice || !usable || (!pad && !input)) return;
    const wrong = pad ? undefined : pinProblem(input?.value ?? '', choice);
    setProblem(wrong);
    if (wrong !== undefined) return;
    setEmpty(true);
    onBusy(true);
    const done = await act.run(async () => {
      await sign({ choice, finalTryAccepted: agreed, input: pad ? null : input, onStage: setStage });
      return true;
    });
    onBusy(false);
    setStage(undefined);
    setAgreed(false);
    if (done) onDone();
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
  const canSign = usable && (pad || !empty) && (!choice.pinFinalTry || agreed) && blocked === undefined;
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
    <form onSubmit={(e) => void submitted(e)} autoComplete="off">
      <Stack gap="sm">
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
        {stage ? working : null}
        {blocked === undefined ? null : (
          <Text role="alert" c="var(--warn-ink)" fw={600}>
            {blocked}
          </Text>
        )}
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
        <Group justify="flex-end" className="sign-foot">
          <Button variant="default" onClick={onClose} disabled={stage !== undefined}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!canSign} loading={stage !== undefined}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
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
