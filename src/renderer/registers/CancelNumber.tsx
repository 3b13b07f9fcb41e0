import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BookRow } from '../../contract/page/exchange.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly book: BookRow;
  readonly period: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
/** A cancelled number keeps its place in the book, with the reason and who allowed it. */
export function CancelNumber({ book, period, onClose, onDone }: Props) {
  const [number, setNumber] = useState<number>();
  const [reason, setReason] = useState('');
  const [allowedBy, setAllowedBy] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (number === undefined) return;
    if (await act.run(() => api['registers.cancelNumber']({ bookId: book.id, period, number, reason, allowedBy }))) onDone();
  };
  return (
    <FormDialog
      title={t('registers.cancelTitle', { number: number ?? '' })}
      lead={t('registers.cancelLead')}
      submit={t('registers.cancelDo')}
      danger
      act={act}
      dirty={reason !== ''}
      canSubmit={number !== undefined && reason.trim() !== '' && allowedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <NumberInput
        label={t('registers.number')}
        required
        min={1}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        w={160}
        value={number ?? ''}
        onChange={(next) => setNumber(typeof next === 'number' && next >= 1 ? next : undefined)}
        data-autofocus
      />
      <Textarea
        label={t('registers.reason')}
        required
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      <TextInput
        label={t('registers.allowedBy')}
        required
        maxLength={50}
        value={allowedBy}
        onChange={(e) => setAllowedBy(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
