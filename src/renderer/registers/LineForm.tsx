/** A line of a register kept by hand: its columns say what is asked. */
import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormColumn, FormRow } from '../../contract/page/registers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Line {
  readonly date: string | undefined;
  readonly cells: Readonly<Record<string, string>>;
}
interface Props {
  readonly form: FormRow;
  /** Absent: a new one. */
  readonly id?: string;
  readonly onClose: () => void;
}
export function LineForm({ form, id, onClose }: Props) {
  const [begun, setBegun] = useState<Line | undefined>(id === undefined ? { date: legalDateOf(Date.now()), cells: {} } : undefined);
  const [line, setLine] = useState(begun);
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    if (id === undefined) return;
    void run(() => api['registers.line']({ id })).then((held) => {
      if (held === undefined) return;
      setBegun(held);
      setLine(held);
    });
  }, [id, run]);
  if (line === undefined) return <Waiting />;
  const put = (key: string, value: string | undefined): void =>
    setLine(key === 'date' ? { ...line, date: value } : { ...line, cells: { ...line.cells, [key]: value ?? '' } });
  const save = async (): Promise<void> => {
    const { date } = line;
    if (date === undefined) return;
    const cells = { ...line.cells };
    const done = await act.run(async () => {
      if (id === undefined) await api['registers.addLine']({ form: form.key, date, cells });
      else await api['registers.changeLine']({ id, date, cells });
      return true;
    });
    if (done) onClose();
  };
  const ready = line.date !== undefined && form.columns.every((column) => !column.required || (line.cells[column.key] ?? '').trim() !== '');
  return (
    <FormDialog
      title={id === undefined ? t('registers.addLineTitle', { book: form.title }) : t('registers.changeLineTitle')}
      submit={t('common.save')}
      act={act}
      dirty={line !== begun}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <div className="form-columns">
        {form.columns.map((column) => (
          <LineField
            key={column.key}
            column={column}
            value={column.key === 'date' ? line.date : line.cells[column.key]}
            onValue={(value) => put(column.key, value)}
          />
        ))}
      </div>
    </FormDialog>
  );
}

interface FieldProps {
  readonly column: FormColumn;
  readonly value: string | undefined;
  readonly onValue: (value: string | undefined) => void;
}
function LineField({ column, value, onValue }: FieldProps) {
  const { heading, kind, required, max = 500 } = column;
  const label = { label: heading, ...(required ? { required } : {}) };
  if (kind === 'date') return <DateField {...label} value={value || undefined} onDate={onValue} />;
  if (max >= 300) {
    return (
      <Textarea {...label} autosize minRows={1} maxLength={max} value={value ?? ''} onChange={(e) => onValue(e.currentTarget.value)} />
    );
  }
  return (
    <TextInput
      {...label}
      maxLength={kind === 'number' ? 6 : max}
      {...(kind === 'number' ? { inputMode: 'numeric' as const } : {})}
      value={value ?? ''}
      onChange={(e) => onValue(e.currentTarget.value)}
    />
  );
}

/** A line that was wrong stays, struck, with the reason. */
export function StrikeLine({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['registers.strikeLine']({ id, reason }))) onClose();
  };
  return (
    <FormDialog
      title={t('registers.strikeTitle')}
      lead={t('registers.strikeLead')}
      submit={t('registers.strikeLine')}
      danger
      act={act}
      dirty={reason !== ''}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('registers.strikeReason')}
        required
        maxLength={500}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
