import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { legalDateOf } from '../../domain/time.ts';
import { dateText, typedDate } from '../format.ts';
import { t } from '../text/index.ts';

export interface DateFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  /** `YYYY-MM-DD`, or undefined while empty or not a date. */
  readonly value: string | undefined;
  readonly onDate: (date: string | undefined) => void;
  /** Told while what is typed is no date, so that the form can refuse. */
  readonly onWrong?: (wrong: boolean) => void;
}
/** A date typed as a Vietnamese types it (`21/11/26`); written out in full when the field is left. */
export function DateField({ value, onDate, onWrong, ...rest }: DateFieldProps) {
  const [typed, setTyped] = useState(() => dateText(value));
  const [wrong, setWrong] = useState(false);
  const leave = (): void => {
    const empty = typed.trim() === '';
    const date = empty ? undefined : typedDate(typed, legalDateOf(Date.now()));
    const isWrong = !empty && date === undefined;
    setWrong(isWrong);
    onWrong?.(isWrong);
    if (date) setTyped(dateText(date));
    onDate(date);
  };
  return (
    <TextInput
      placeholder={t('common.dateHint')}
      {...rest}
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value);
        onDate(typedDate(e.currentTarget.value, legalDateOf(Date.now())));
      }}
      onBlur={leave}
      error={wrong ? t('common.dateWrong') : undefined}
    />
  );
}
