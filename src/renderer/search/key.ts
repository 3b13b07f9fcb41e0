/** F3 or Ctrl+K from anywhere: to the search, into its box. Neither is part of a Vietnamese key sequence. */
import { useEffect } from 'react';
import { inDialog } from '../keys/place.ts';
import { isKey } from '../keys/shortcuts.ts';
import { go, useView } from '../shell/view.ts';

const listeners = new Set<() => void>();
/** Told when the key is pressed while the screen is in sight. */
export function onSearchKey(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function useSearchKey(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!isKey('search', event) || event.defaultPrevented) return;
      // A dialogue keeps its keys: what is being filled in comes first.
      if (inDialog()) return;
      event.preventDefault();
      if (useView.getState().view.at === 'search') for (const listener of listeners) listener();
      else go({ at: 'search' });
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
