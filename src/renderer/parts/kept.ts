/**
 * What is being typed outlives another person's turn at the same screen: it stays in the page's memory, for its own
 * person only, and is gone once the form is saved or left on purpose. (A lock alone keeps the whole screen as it stands.)
 * Files are not kept: they belong to the session that ended.
 */
import { useEffect, useRef, useState } from 'react';
import { useCore } from '../core.ts';

const kept = new Map<string, { readonly person: string; readonly value: unknown }>();
const personNow = (): string | undefined => {
  const { app } = useCore.getState();
  return app?.phase === 'ready' ? `${app.office?.organId ?? ''} ${app.me?.id ?? ''}` : undefined;
};

export interface Kept<T> {
  readonly value: T;
  readonly set: (next: (now: T) => T) => void;
  /** What is shown was typed before the screen was locked. */
  readonly restored: boolean;
}
/** The state of a form under `key`, as it was when the screen was locked, else `initial`. */
export function useKept<T>(key: string, initial: T): Kept<T> {
  const [person] = useState(personNow);
  const [found] = useState(() => {
    const held = kept.get(key);
    return held !== undefined && held.person === person ? { value: held.value as T } : undefined;
  });
  const [value, setValue] = useState(found ? found.value : initial);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    kept.delete(key);
    return () => {
      // Still at work: the form was saved or left. Else the session ended under it.
      if (personNow() !== person && person !== undefined && latest.current !== initial) {
        kept.set(key, { person, value: latest.current });
      }
    };
  }, [key, person, initial]);
  return { value, set: setValue, restored: found !== undefined };
}
