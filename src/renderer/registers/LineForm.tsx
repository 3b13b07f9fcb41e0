/** A line of a register kept by hand: its columns say what is asked. */
import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormColumn, FormRow } from '../../contract/page/registers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { day, type Shape, textsByKey } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Line {
  readonly date: string | undefined;
  readonly cells: Readonly<Record<string, string>>;
}
const LINE: Shape<Line> = { date: day, cells: textsByKey(60, 2000) };
interface Props {
  readonly form: FormRow;
  /** Absent: a new one. */
  readonly id?: string;
  readonly onClose: () => void;
}
export function LineForm(props: Props) {
  const { id } = props;
  const [begun, setBegun] = useState<Line | undefined>(id === undefined ? { date: legalDateOf(Date.now()), cells: {} } : undefined);
  const { run, error } = useAct();
  useEffect(() => {
    if (id === undefined) return;
    void run(() => api['registers.line']({ id })).then((held) => held && setBegun({ date: held.date, cells: held.cells }));
  }, [id, run]);
  if (begun !== undefined) return <Filled {...props} begun={begun} />;
  return error ? <ErrorNote error={error} onClose={props.onClose} /> : <Waiting />;
}

function Filled({ form, id, onClose, begun }: Props & { readonly begun: Line }) {
  const kept = useKeptForm({ form: 'line', of: id ?? form.key }, LINE, () => begun);
  const { value: line, set } = kept;
  const act = useAct();
  const put = (key: string, value: string | undefined): void =>
    set(key === 'date' ? { date: value } : { cells: { ...line.cells, [key]: value ?? '' } });
  const save = async (): Promise<void> => {
    const { date } = line;
    if (date === undefined) return;
    const cells = { ...line.cells };
    const done = await act.run(async () => {
      if (id === undefined) await api['registers.addLine']({ form: form.key, date, cells });
      else await api['registers.changeLine']({ id, date, cells });
      return true;
    });
    if (!done) return;
    void kept.end();
    onClose();
  };
  const ready = line.date !== undefined && form.columns.every((column) => !column.required || (line.cells[column.key] ?? '').trim() !== '');
  return (
    <FormDialog
      title={id === undefined ? t('registers.addLineTitle', { book: form.title }) : t('registers.changeLineTitle')}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
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
  if (kind === 'date') return <DateField {...label} toward="past" value={value || undefined} onDate={onValue} />;
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
