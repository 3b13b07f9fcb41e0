import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { KeepRule } from '../../domain/backups.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly now: KeepRule;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}
const FIELDS = [
  ['days', 'backup.keepDays'],
  ['weeks', 'backup.keepWeeks'],
  ['months', 'backup.keepMonths'],
] as const;

/** How many backups stay at each place. */
export function KeepRuleDialog({ now, onClose, onSaved }: Props) {
  const act = useAct();
  const [typed, setTyped] = useState({ days: String(now.days), weeks: String(now.weeks), months: String(now.months) });
  const whole = FIELDS.every(([key]) => /^\d{1,3}$/.test(typed[key].trim()));
  const save = async (): Promise<void> => {
    const rule = { days: Number(typed.days), weeks: Number(typed.weeks), months: Number(typed.months) };
    if (!(await act.run(() => api['maintenance.setKeep'](rule)))) return;
    say(t('backup.keepSaved'));
    await onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={t('backup.keepTitle')}
      lead={t('backup.keepLead')}
      submit={t('common.save')}
      act={act}
      dirty={FIELDS.some(([key]) => typed[key] !== String(now[key]))}
      canSubmit={whole}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {FIELDS.map(([key, label]) => (
        <TextInput
          key={key}
          label={t(label)}
          inputMode="numeric"
          value={typed[key]}
          onChange={(e) => {
            const { value } = e.currentTarget;
            setTyped((old) => ({ ...old, [key]: value }));
          }}
        />
      ))}
    </FormDialog>
  );
}
