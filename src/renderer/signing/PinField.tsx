import { Alert, Checkbox, Text, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import { t } from '../text/index.ts';

/** Why what stands in the field cannot be the PIN; no try is used for it. */
export function pinProblem(typed: string, choice: Pick<SignerChoice, 'minPin'>): string | undefined {
  // An input method for Vietnamese that is still on makes letters with marks.
  if (/[^\x20-\x7e]/.test(typed)) return t('signing.pinMarks');
  return typed.length < choice.minPin ? t('signing.pinTooShort', { min: choice.minPin }) : undefined;
}

/** What is known of the device. */
export type PinDevice = Pick<SignerChoice, 'kind' | 'minPin' | 'maxPin' | 'pinCountLow' | 'pinFinalTry' | 'protectedPath'>;

interface Props {
  readonly choice: PinDevice;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly hint: string | undefined;
  readonly problem: string | undefined;
  readonly disabled: boolean;
  readonly agreed: boolean;
  readonly onAgree: (agreed: boolean) => void;
  readonly onEmpty: (empty: boolean) => void;
}
/** Warnings of the device, then the field; a device with a pad of its own has no field. */
export function PinField({ choice, field, hint, problem, disabled, agreed, onAgree, onEmpty }: Props) {
  return (
    <>
      <PinWarnings choice={choice} agreed={agreed} onAgree={onAgree} />
      {choice.protectedPath ? (
        <Alert color="blue" variant="light">
          {t('signing.pad')}
        </Alert>
      ) : (
        <TextInput
          ref={field}
          type="password"
          label={t('signing.pin')}
          description={hint && choice.kind === 'training' ? t('signing.pinHint', { pin: hint }) : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={choice.maxPin > 0 ? choice.maxPin : 64}
          disabled={disabled}
          onChange={(e) => onEmpty(e.currentTarget.value === '')}
          error={problem}
          w={320}
          data-autofocus
        />
      )}
    </>
  );
}

function PinWarnings(props: { readonly choice: PinDevice; readonly agreed: boolean; readonly onAgree: (agreed: boolean) => void }) {
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
