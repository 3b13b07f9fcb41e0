import { TextInput, type TextInputProps } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import type { DayDirection } from '../../domain/typedDay.ts';
import { addDays } from '../../domain/workCalendar.ts';
import { dateText, typedDate } from '../format.ts';
import { composes } from '../keys/chord.ts';
import { t } from '../text/index.ts';

export interface DateFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  /** `YYYY-MM-DD`, or undefined while empty or not a date. */
  readonly value: string | undefined;
  readonly onDate: (date: string | undefined) => void;
  /** Told while what is typed is no date, or one outside the limits, so that the form can refuse. */
  readonly onWrong?: (wrong: boolean) => void;
  /** The latest and earliest day that can be right here: `today` for what happened already. */
  readonly latest?: LegalDate | 'today';
  readonly earliest?: LegalDate | 'today';
  /** Where a day typed without its year lies; behind us where nothing after today can be right. */
  readonly toward?: DayDirection;
}
const today = (): LegalDate => legalDateOf(Date.now());
const limit = (given: LegalDate | 'today' | undefined): LegalDate | undefined => (given === 'today' ? today() : given);

/**
 * A date typed as a Vietnamese types it (`21/11/26`, `21-11`, `211126`, `2111`); written out in full when the field is left. The
 * arrows take the next and the last day. A day that cannot be (31/02, after today where that is the limit) is told at once
 * when the field is left, and `onDate` gives no date for it. A form does not go out with it: what was typed and is no day is never taken for an empty field.
 */
export function DateField({ value: given, onDate, onWrong, latest, earliest, toward, ...rest }: DateFieldProps) {
  const read = (text: string) => typedDate(text, today(), toward ?? (latest === 'today' ? 'past' : undefined));
  // Some forms keep an empty date as an empty word.
  const value = given === '' ? undefined : given;
  const [typed, setTyped] = useState(() => dateText(value));
  const [wrong, setWrong] = useState<string>();
  /** What this field itself said last: another value came from outside (a draft that was read, another row). */
  const said = useRef(value);
  useEffect(() => {
    if (value === said.current) return;
    said.current = value;
    setTyped(dateText(value));
    setWrong(undefined);
  }, [value]);

  const problem = (date: LegalDate | undefined, text: string): string | undefined => {
    if (text.trim() === '') return undefined;
    if (date === undefined) return t('common.dateWrong');
    const [after, before] = [limit(latest), limit(earliest)];
    if (after !== undefined && date > after) return t('date.after', { limit: dateText(after) });
    if (before !== undefined && date < before) return t('date.before', { limit: dateText(before) });
    return undefined;
  };
  const input = useRef<HTMLInputElement>(null);
  const fault = problem(read(typed), typed) ?? '';
  useEffect(() => input.current?.setCustomValidity(fault), [fault]);
  const tell = (date: LegalDate | undefined, text: string): string | undefined => {
    const bad = problem(date, text);
    said.current = bad === undefined ? date : undefined;
    onDate(said.current);
    return bad;
  };
  const settle = (date: LegalDate | undefined, text: string): void => {
    const bad = tell(date, text);
    setWrong(bad);
    onWrong?.(bad !== undefined);
    setTyped(date === undefined ? text : dateText(date));
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    rest.onKeyDown?.(event);
    // A form that refuses a wrong day says why at once.
    if (event.key === 'Enter' && !composes(event.nativeEvent)) settle(read(typed), typed);
    if (
      composes(event.nativeEvent) ||
      event.ctrlKey ||
      event.altKey ||
      event.shiftKey ||
      (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')
    )
      return;
    event.preventDefault();
    const date = read(typed);
    settle(date === undefined ? today() : addDays(date, event.key === 'ArrowUp' ? 1 : -1), '');
  };
  return (
    <TextInput
      placeholder={t('common.dateHint')}
      inputMode="numeric"
      {...rest}
      ref={input}
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value);
        setWrong(undefined);
        onWrong?.(tell(read(e.currentTarget.value), e.currentTarget.value) !== undefined);
      }}
      onKeyDown={key}
      onBlur={(e) => {
        rest.onBlur?.(e);
        settle(read(typed), typed);
      }}
      error={wrong}
    />
  );
}
