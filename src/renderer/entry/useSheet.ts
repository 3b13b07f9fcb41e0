/**
 * The sheet as it stands on the screen: every change is shown at once, kept by the core a moment later, and may be undone.
 * A line to the core that is gone (lock, restart) loses nothing: what was not kept yet is kept when it is back.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EntryFacts, EntrySheet } from '../../contract/page/entry.ts';
import { type EntryContext, type EntryDefaults, type EntryMode, isEmptyRow } from '../../domain/entry/index.ts';
import type { AppError } from '../../domain/errors.ts';
import type { BookDirection, BookRule } from '../../domain/registers.ts';
import type { LegalDate } from '../../domain/time.ts';
import { api, errorOf, useCore } from '../core.ts';
import type { Rows } from './model.ts';

const KEEP_AFTER_MS = 300;
const UNDONE = 100;
const BLOCK = 50;
/** Blocks of one message. */
const AT_ONCE = 20;

export interface Sheet {
  readonly id: string;
  readonly direction: BookDirection;
  readonly mode: EntryMode;
  readonly defaults: EntryDefaults;
  readonly finished: boolean;
  readonly rows: Rows;
  readonly facts: EntryFacts & { readonly today: LegalDate };
  readonly context: EntryContext;
}
export interface SheetControl {
  readonly sheet: Sheet | undefined;
  readonly error: AppError | undefined;
  /** Everything typed is kept by the core. */
  readonly kept: boolean;
  readonly canUndo: boolean;
  change(rows: (now: Rows) => Rows): void;
  set(change: { readonly mode?: EntryMode; readonly defaults?: EntryDefaults; readonly finished?: boolean }): void;
  undo(): void;
  redo(): void;
  /** Keeps what is not kept yet. */
  flush(): Promise<void>;
  /** Reads the sheet again from the core. */
  reload(): Promise<void>;
}

const ruleOf =
  (facts: EntryFacts) =>
  (kind: string): BookRule | undefined => {
    const fitting = facts.books.filter(({ rule }) => rule.kinds.length === 0 || rule.kinds.includes(kind));
    return (fitting.find(({ rule }) => rule.kinds.length > 0) ?? fitting[0])?.rule;
  };

/** Rows behind the last one that says anything are none. */
const trimmed = (rows: Rows): Rows => {
  let count = rows.length;
  while (count > 0 && isEmptyRow(rows[count - 1] ?? [])) count--;
  return count === rows.length ? rows : rows.slice(0, count);
};

export function useSheet(direction: BookDirection): SheetControl {
  const [opened, setOpened] = useState<EntrySheet>();
  const [rows, setRows] = useState<Rows>([]);
  const [error, setError] = useState<AppError>();
  const [kept, setKept] = useState(true);
  const past = useRef<Rows[]>([]);
  const future = useRef<Rows[]>([]);
  const latest = useRef<{ rows: Rows; settings: Partial<Pick<EntrySheet, 'mode' | 'defaults' | 'finished'>> }>({ rows: [], settings: {} });
  const saved = useRef<Rows>([]);
  const id = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useRef<Promise<void>>(Promise.resolve());

  const reload = useCallback(async (): Promise<void> => {
    try {
      const sheet = await api['entry.open']({ direction });
      id.current = sheet.id;
      saved.current = sheet.rows;
      latest.current = { rows: sheet.rows, settings: {} };
      past.current = [];
      future.current = [];
      setOpened(sheet);
      setRows(sheet.rows);
      setError(undefined);
      setKept(true);
    } catch (thrown) {
      setError(errorOf(thrown));
    }
  }, [direction]);

  const keep = useCallback(async (): Promise<void> => {
    const sheetId = id.current;
    const { rows: now, settings } = latest.current;
    const whole = trimmed(now);
    if (sheetId === undefined) return;
    const changed: number[] = [];
    for (let place = 0; place * BLOCK < whole.length; place++) {
      const of = (all: Rows) => all.slice(place * BLOCK, (place + 1) * BLOCK);
      const [mine, theirs] = [of(whole), of(saved.current)];
      if (mine.length !== theirs.length || mine.some((row, i) => row !== theirs[i])) changed.push(place);
    }
    const quiet = Object.keys(settings).length === 0 && changed.length === 0 && whole.length === trimmed(saved.current).length;
    if (!quiet) {
      latest.current.settings = {};
      try {
        for (let i = 0; i === 0 || i < changed.length; i += AT_ONCE) {
          const blocks = changed
            .slice(i, i + AT_ONCE)
            .map((place) => ({ place, rows: whole.slice(place * BLOCK, (place + 1) * BLOCK).map((row) => [...row]) }));
          await api['entry.save']({ sheetId, count: whole.length, blocks, ...settings });
        }
        saved.current = whole;
        setError(undefined);
      } catch (thrown) {
        latest.current.settings = { ...settings, ...latest.current.settings };
        setError(errorOf(thrown));
        return;
      }
    }
    setKept(latest.current.rows === now);
  }, []);
  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    saving.current = saving.current.then(keep);
    return saving.current;
  }, [keep]);
  const later = useCallback((): void => {
    setKept(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), KEEP_AFTER_MS);
  }, [flush]);

  useEffect(() => {
    void reload();
    return () => void flush();
  }, [reload, flush]);
  // Behind the lock nothing could be kept.
  const ready = useCore((s) => s.app?.phase === 'ready' && s.link === 'open');
  useEffect(() => {
    if (ready && id.current !== undefined) void flush();
  }, [ready, flush]);

  const show = useCallback(
    (next: Rows): void => {
      latest.current.rows = next;
      setRows(next);
      later();
    },
    [later],
  );
  const change = useCallback(
    (step: (now: Rows) => Rows): void => {
      const now = latest.current.rows;
      const next = step(now);
      if (next === now) return;
      past.current = [...past.current.slice(-UNDONE), now];
      future.current = [];
      show(next);
    },
    [show],
  );
  const travel = (from: { current: Rows[] }, to: { current: Rows[] }): void => {
    const step = from.current.at(-1);
    if (step === undefined) return;
    from.current = from.current.slice(0, -1);
    to.current = [...to.current, latest.current.rows];
    show(step);
  };
  const set: SheetControl['set'] = (settings) => {
    latest.current.settings = { ...latest.current.settings, ...settings };
    setOpened((now) => (now === undefined ? now : { ...now, ...settings }));
    later();
  };
  const sheet = useMemo((): Sheet | undefined => {
    if (opened === undefined) return undefined;
    const { id: sheetId, mode, defaults, finished } = opened;
    const facts = { ...opened.facts, today: opened.facts.today as LegalDate };
    const context = { direction, mode, defaults, today: facts.today, kinds: facts.kinds, ruleOf: ruleOf(facts) };
    return { id: sheetId, direction, mode, defaults, finished, rows, facts, context };
  }, [opened, rows, direction]);
  return {
    sheet,
    error,
    kept,
    canUndo: past.current.length > 0,
    change,
    set,
    undo: () => travel(past, future),
    redo: () => travel(future, past),
    flush,
    reload,
  };
}
