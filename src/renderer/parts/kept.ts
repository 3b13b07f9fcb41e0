/**
 * What is being typed is not lost: for its own person only, until the form is saved or left on purpose. (A lock alone keeps
 * the whole screen as it stands.) `useFound` and `useKeep`: it goes into the core as it is typed and outlives a killed
 * program too; which forms may, is `KEPT_FORMS`. `useKept`: in the page's memory alone, over another person's turn at the
 * same screen, for forms that have another place in the core. Files are not kept: they belong to the session that ended.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeptForm, KeptPlace } from '../../contract/page/kept.ts';
import { api, useCore } from '../core.ts';

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

/** After the last key. */
const PAUSE_MS = 500;
/** Last words of a session that ended under them. */
const lastWords = new Map<string, KeptForm>();
const placeOf = (person: string | undefined, { form, of = '' }: KeptPlace): string => `${person} ${form} ${of}`;
/** The same place, from one drawing to the next. */
const useSame = ({ form, of }: KeptPlace): KeptPlace => useMemo(() => ({ form, ...(of === undefined ? {} : { of }) }), [form, of]);

export interface Found<T> {
  readonly ready: boolean;
  /** What was being typed last, and when; absent too where it does not fit the form of today. */
  readonly found?: { readonly value: T; readonly at: number };
}
/** What was kept of this form, asked once. @param where undefined: of this form nothing is kept */
export function useFound<T>(where: KeptPlace | undefined, read: (text: string) => T | undefined): Found<T> {
  const form = useSame(where ?? NOWHERE);
  const off = where === undefined;
  const [answer, setAnswer] = useState<Found<T> & { readonly about?: KeptPlace }>(NOT_YET);
  const readNow = useRef(read);
  useEffect(() => {
    if (off) return;
    let ended = false;
    const place = placeOf(personNow(), form);
    const settle = (kept: KeptForm | undefined): void => {
      if (ended) return;
      const last = lastWords.get(place);
      lastWords.delete(place);
      const newest = last && (kept === undefined || last.at > kept.at) ? last : kept;
      const value = newest && readNow.current(newest.value);
      setAnswer({ about: form, ready: true, ...(newest && value !== undefined ? { found: { value, at: newest.at } } : {}) });
    };
    // A core that does not answer is no reason to type nothing.
    api['kept.get'](form).then(
      ({ kept }) => settle(kept),
      () => settle(undefined),
    );
    return () => {
      ended = true;
    };
  }, [form, off]);
  // Where the row has changed meanwhile, what was found is of the one before.
  return answer.about === form ? answer : NOT_YET;
}
const NOT_YET = { ready: false };

export interface Keep {
  /** Since when the form as it stands is in the core. */
  readonly at?: number;
  /** This is what the core holds already. */
  holds(text: string | undefined): void;
  /** Nothing of it is kept any more; what is typed from now on is. */
  forget(): void;
  /** The same, and the form is at its end: it was sent, left on purpose, or may not be kept. Settled when the core knows. */
  end(): Promise<void>;
}
const NOWHERE: KeptPlace = { form: 'paper' };
/** What is known of one form about one row. */
interface Place {
  readonly form: KeptPlace;
  /** What the core holds; false: nobody can say, since it did not answer. */
  given: string | undefined | false;
  latest: string | undefined;
  over: boolean;
}
/**
 * Gives the form to the core as it is typed.
 * @param text the form as it stands, JSON; undefined while there is nothing in it
 * @param begun what the core holds already
 */
export function useKeep(where: KeptPlace, text: string | undefined, begun: string | undefined): Keep {
  const form = useSame(where);
  const [person] = useState(personNow);
  const phase = useCore((s) => s.app?.phase);
  const place = useRef<Place>(undefined);
  // Another row under the same form: each has its own words, and the last ones of the first still go to the first.
  if (place.current?.form !== form) place.current = { form, given: begun, latest: text, over: false };
  const mine = place.current;
  const [kept, setKept] = useState<{ readonly text: string; readonly at: number }>();
  mine.latest = text;
  const give = useCallback((): void => {
    const now = mine.latest;
    // Whoever signed in meanwhile does not get these words.
    if (mine.over || now === mine.given || person === undefined || personNow() !== person) return;
    mine.given = now;
    const told = now === undefined ? api['kept.drop'](form) : api['kept.put']({ ...form, value: now });
    told.then(
      (answer: { readonly at?: number }) =>
        setKept(now === undefined || answer.at === undefined ? undefined : { text: now, at: answer.at }),
      // With the next key, or when the core is back.
      () => {
        if (mine.given === now) mine.given = false;
      },
    );
  }, [form, mine, person]);
  useEffect(() => {
    if (phase !== 'ready' || text === mine.given) return;
    const timer = setTimeout(give, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, phase, give, mine]);
  useEffect(
    () => () => {
      if (personNow() === person) give();
      else if (!mine.over && mine.latest !== undefined && mine.latest !== mine.given)
        lastWords.set(placeOf(person, form), { value: mine.latest, at: Date.now() });
    },
    [form, person, give, mine],
  );
  const drop = useCallback(async (): Promise<void> => {
    // What another window keeps of the same row is not this one's to drop.
    const nothing = mine.given === undefined;
    mine.latest = undefined;
    mine.given = undefined;
    lastWords.delete(placeOf(person, form));
    // Whoever signed in meanwhile has nothing of it to drop.
    if (!nothing && personNow() === person) await api['kept.drop'](form).catch(() => undefined);
  }, [form, person, mine]);
  const holds = useCallback(
    (held: string | undefined): void => {
      mine.given = held;
    },
    [mine],
  );
  const forget = useCallback((): void => {
    mine.over = false;
    void drop();
  }, [drop, mine]);
  const end = useCallback((): Promise<void> => {
    mine.over = true;
    return drop();
  }, [drop, mine]);
  return { holds, forget, end, ...(kept && kept.text === text ? { at: kept.at } : {}) };
}
