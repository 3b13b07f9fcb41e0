/** The number that the province's system gave to a document that waited for it. */
import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly kind: 'incoming' | 'outgoing';
  readonly id: string;
  readonly onDone: (note: string) => void;
}
export function FillNumber(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('pending.fill')}</Button>
      {open ? <Dialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({ kind, id, onDone, onClose }: Props & { readonly onClose: () => void }) {
  const [number, setNumber] = useState<number | string>('');
  const [date, setDate] = useState<string | undefined>(legalDateOf(Date.now()));
  const act = useAct();
  const save = async (): Promise<void> => {
    const input = { kind, id, number: Number(number), ...(kind === 'outgoing' && date !== undefined ? { date } : {}) };
    if (!(await act.run(() => api['province.fillNumber'](input)))) return;
    onClose();
    onDone(t('pending.fill.done'));
  };
  return (
    <FormDialog
      title={t('pending.fill.title')}
      submit={t('pending.fill')}
      act={act}
      dirty={number !== ''}
      canSubmit={Number(number) > 0 && (kind === 'incoming' || date !== undefined)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <NumberInput
        label={t('pending.fill.number')}
        required
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={number}
        onChange={setNumber}
        data-autofocus
      />
      {kind === 'outgoing' ? <DateField label={t('pending.fill.date')} toward="past" value={date} onDate={setDate} /> : null}
    </FormDialog>
  );
}
