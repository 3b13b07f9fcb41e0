/**
 * The form of a dialogue that is kept as it is typed (`kept.ts`): it comes back over a killed program with the hour, until it
 * is sent, cancelled or thrown away. Only what a person changed is kept, so that what changed meanwhile beside it shows.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeptPlace } from '../../contract/page/kept.ts';
import { useFound, useKeep } from './kept.ts';
import { isWorthKeeping, keptText, readKept, type Shape, withKept } from './keptFields.ts';

/** What a dialogue shows of it, and does at its end (`FormDialog`, `KeptNote`). */
export interface KeptMark {
  /** When that was typed which came back. */
  readonly restored?: number;
  /** Since when the form as it stands is in the core. */
  readonly at?: number;
  /** Changes with every beginning: fields that hold half typed words of their own begin anew. */
  readonly round: number;
  /** Words were typed that would be missed. */
  readonly changed: boolean;
  startAnew(): void;
  end(): Promise<void>;
}
export interface KeptFormState<T> extends KeptMark {
  readonly value: T;
  set(change: Partial<T>): void;
  /** What the program proposes once it knows: taken where nothing was typed, and nothing to lose. */
  propose(change: Partial<T>): void;
}
interface Place extends KeptPlace {
  /** A paper of the scanner's tray that it is typed beside. */
  readonly beside?: string | undefined;
}
/**
 * @param place which form, about which row; undefined: nothing of it may be kept
 * @param shape every field, as it has to be to come back
 * @param begin the form before anybody typed
 * @param mayKeep whether it may be kept as it stands; what was kept of it goes where it may not
 */
export function useKeptForm<T extends object>(
  place: Place | undefined,
  shape: Shape<T>,
  begin: () => T,
  mayKeep: (value: T) => boolean = ALWAYS,
): KeptFormState<T> {
  const [begun, setBegun] = useState<T>(begin);
  const [value, setValue] = useState<T>(begun);
  const [restored, setRestored] = useState<number>();
  const [round, setRound] = useState(0);
  const row = place && `${place.form} ${place.of ?? ''}`;
  const [about, setAbout] = useState(row);
  if (about !== row) {
    // The words are about the row that they were typed for.
    const first = begin();
    setAbout(row);
    setBegun(first);
    setValue(first);
    setRestored(undefined);
    setRound((n) => n + 1);
  }
  const fits = useRef(shape);
  const read = useCallback((kept: string) => readKept(fits.current, kept), []);
  const { found } = useFound(place, read);
  const start = useRef(begun);
  start.current = begun;
  const beside = place?.beside;
  const text = place === undefined || !mayKeep(value) ? undefined : keptText(fits.current, begun, value, beside);
  const keep = useKeep(place ?? NOT_KEPT, text, undefined);
  const { holds } = keep;
  useEffect(() => {
    if (found === undefined) return;
    holds(keptText(fits.current, start.current, withKept(start.current, start.current, found.value), beside));
    setValue((now) => withKept(start.current, now, found.value));
    setRestored(found.at);
  }, [found, holds, beside]);
  const set = useCallback((change: Partial<T>) => setValue((now) => ({ ...now, ...change })), []);
  const propose = useCallback((change: Partial<T>) => {
    const before = start.current;
    start.current = { ...before, ...change };
    setBegun(start.current);
    setValue((now) => withKept(before, now, change));
  }, []);
  const { forget, end } = keep;
  const startAnew = useCallback(() => {
    forget();
    setValue(start.current);
    setRestored(undefined);
    setRound((n) => n + 1);
  }, [forget]);
  return {
    value,
    set,
    propose,
    round,
    changed: isWorthKeeping(fits.current, begun, value),
    startAnew,
    end,
    ...(restored === undefined ? {} : { restored }),
    ...(keep.at === undefined ? {} : { at: keep.at }),
  };
}
const ALWAYS = (): boolean => true;
const NOT_KEPT: KeptPlace = { form: 'paper' };
