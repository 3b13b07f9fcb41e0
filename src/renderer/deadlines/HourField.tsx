import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { minuteOf, minuteText } from '../../domain/workCalendar.ts';
import { t } from '../text/index.ts';

export interface HourFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  /** Minutes after midnight, or undefined while empty or not a time of day. */
  readonly value: number | undefined;
  readonly onMinute: (minute: number | undefined) => void;
}
/** A time of day as people type it: `7:30`, `7h30`, `7 giờ 30`. A form does not go out with one that is none: it is never taken for an empty field. */
export function HourField({ value, onMinute, ...rest }: HourFieldProps) {
  const [typed, setTyped] = useState(() => (value === undefined ? '' : minuteText(value)));
  const [left, setLeft] = useState(false);
  const minute = minuteOf(typed);
  const fault = typed.trim() !== '' && minute === undefined ? t('timed.hourWrong') : undefined;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.setCustomValidity(fault ?? ''), [fault]);
  return (
    <TextInput
      placeholder={t('timed.hourHint')}
      {...rest}
      ref={input}
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value);
        setLeft(false);
        onMinute(minuteOf(e.currentTarget.value));
      }}
      onBlur={() => {
        setLeft(true);
        if (minute !== undefined) setTyped(minuteText(minute));
      }}
      error={left ? fault : undefined}
    />
  );
}
