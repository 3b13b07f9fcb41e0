/** A form goes into the core as it is typed, so that neither a lock nor a killed program loses more than a moment of it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';
import { momentText } from '../format.ts';
import { errorText, t } from '../text/index.ts';

/** After the last key. */
const PAUSE_MS = 700;

export interface Keeping {
  readonly state: 'nothing' | 'saving' | 'saved' | 'failed';
  /** “đã lưu lúc …”, or why not. */
  readonly words: string;
  /** The form was saved or given up: nothing of it is kept any more. */
  drop(): Promise<void>;
}
/** @param text the form as it stands; undefined while there is nothing to keep */
export function useKeeping(form: string, text: string | undefined): Keeping {
  const [kept, setKept] = useState<{ text: string; at: number }>();
  const [failed, setFailed] = useState<AppError>();
  const latest = useRef<string>(undefined);
  const dropped = useRef(false);
  latest.current = text !== kept?.text ? text : undefined;
  const keep = useCallback(
    async (now: string): Promise<void> => {
      try {
        const { at } = await api['drafts.keep']({ form, draft: now });
        if (dropped.current) await api['drafts.drop']({ form });
        setKept({ text: now, at });
        setFailed(undefined);
      } catch (thrown) {
        setFailed(errorOf(thrown));
      }
    },
    [form],
  );
  useEffect(() => {
    if (text === undefined || dropped.current) return;
    const timer = setTimeout(() => void keep(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, keep]);
  // Left within that moment: the last words go at once.
  useEffect(
    () => () => {
      if (latest.current !== undefined && !dropped.current) void api['drafts.keep']({ form, draft: latest.current }).catch(() => undefined);
    },
    [form],
  );
  const drop = useCallback(async (): Promise<void> => {
    dropped.current = true;
    await api['drafts.drop']({ form }).catch(() => undefined);
    setKept(undefined);
    // What is typed from now on is kept again.
    setTimeout(() => {
      dropped.current = false;
    }, PAUSE_MS);
  }, [form]);
  const state = failed
    ? 'failed'
    : text === undefined || (kept === undefined && latest.current === undefined)
      ? 'nothing'
      : kept?.text === text
        ? 'saved'
        : 'saving';
  const words = failed
    ? t('kept.failed', { reason: errorText(failed) })
    : state === 'saved' && kept
      ? t('kept.savedAt', { when: momentText(kept.at) })
      : state === 'saving'
        ? t('kept.saving')
        : '';
  return { state, words, drop };
}
