/** The keys that act everywhere, in one listener. What composes a syllable is let pass; a dialogue keeps its keys. */
import { useEffect } from 'react';
import type { Role } from '../../domain/roles.ts';
import { errorOf, refreshAll, useCore } from '../core.ts';
import { toggleHelp } from '../help/open.ts';
import { composes } from '../keys/chord.ts';
import { inDialog } from '../keys/place.ts';
import { isKey, SHORTCUTS, type ShortcutName } from '../keys/shortcuts.ts';
import { larger, smaller, usualSize } from '../theme/person.ts';
import { isLocked } from './lock.ts';
import { MENU } from './screens.tsx';
import { go } from './view.ts';

const quiet = (work: Promise<unknown>): void => void work.catch((thrown: unknown) => errorOf(thrown));
const has = (...roles: readonly Role[]): boolean => useCore.getState().app?.me?.roles.some((role) => roles.includes(role)) ?? false;

const REGIONS = ['nav.menu', 'main', 'aside.help', 'footer'];
/** To the next region of the frame: its part that had the focus or can take it. */
function nextRegion(back: boolean): void {
  const all = REGIONS.flatMap((query) => document.querySelector<HTMLElement>(query) ?? []);
  const now = all.findIndex((region) => region.contains(document.activeElement));
  const next = all[(now + (back ? -1 : 1) + all.length) % all.length];
  const first = next?.querySelector<HTMLElement>('[aria-current="page"], button:not(:disabled), input, select, textarea, [tabindex="0"]');
  (first ?? next)?.focus();
}
/** The menu's entry with this number, as it stands on the screen. */
function menuEntry(digit: number): void {
  const mine = MENU.filter((entry) => entry.roles === undefined || has(...entry.roles));
  const entry = mine[digit - 1];
  if (entry) go({ at: entry.at });
}

export function useKeys(open: (what: 'palette' | 'sheet') => void): void {
  useEffect(() => {
    const acts: Partial<Record<ShortcutName, (event: KeyboardEvent) => void>> = {
      palette: () => open('palette'),
      sheet: () => open('sheet'),
      help: toggleHelp,
      draft: () => has('clerk', 'officer') && go({ at: 'draft' }),
      paper: () => has('clerk') && go({ at: 'paper' }),
      region: (event) => nextRegion(event.shiftKey),
      reload: refreshAll,
      larger: () => quiet(larger()),
      smaller: () => quiet(smaller()),
      usual: () => quiet(usualSize()),
    };
    const pressed = (event: KeyboardEvent): void => {
      if (isLocked() || event.defaultPrevented || composes(event)) return;
      const digit =
        event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey ? /^Digit([1-9])$/.exec(event.code)?.[1] : undefined;
      const name = (Object.keys(acts) as ShortcutName[]).find((one) => isKey(one, event));
      if (name === undefined && digit === undefined) return;
      const always = name !== undefined && 'always' in SHORTCUTS[name];
      if (inDialog() && !always) return;
      event.preventDefault();
      if (digit !== undefined) menuEntry(Number(digit));
      else if (name !== undefined) acts[name]?.(event);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [open]);
}
