/**
 * The screen's lock as the page knows it: by its key, and the sign of life that puts it off. Dialogues stand beside the
 * frame in the document, so the document itself says whether they may be seen, and no key reaches them meanwhile.
 */
import { useEffect } from 'react';
import { api } from '../core.ts';
import { isKey } from '../keys/shortcuts.ts';

let locked = false;
export function setLocked(next: boolean): void {
  locked = next;
  document.body.classList.toggle('locked', next);
}
export const isLocked = (): boolean => locked;
/** First of all listeners, so that nothing behind the lock closes or acts. Call once, before anything is shown. */
export function guardKeys(): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (locked && event.key === 'Escape') event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

const TELL_EVERY_MS = 20_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
/** Tells the core that somebody is here. */
export function useSignOfLife(): void {
  useEffect(() => {
    let told = 0;
    const tell = (): void => {
      const now = Date.now();
      if (locked || now - told < TELL_EVERY_MS) return;
      told = now;
      api['session.touch']({}).catch(() => undefined);
    };
    for (const sign of SIGNS) window.addEventListener(sign, tell, { passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, tell);
    };
  }, []);
}
export function useLockKey(lock: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (locked || !isKey('lock', event)) return;
      event.preventDefault();
      lock();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [lock]);
}
