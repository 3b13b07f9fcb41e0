/**
 * What the palette offers whoever is signed in: the screens, the sections of Cài đặt, the workstation's own acts, the pages of
 * the guide, and the buttons of the screen in sight, which are read from the page itself: what may not be pressed now is not
 * offered. Finding goes by folded words: `so den` finds `Sổ đến`.
 */

import type { Role } from '../../domain/roles.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import type { ShortcutName } from '../keys/shortcuts.ts';
import { type TextKey, t } from '../text/index.ts';
import type { View } from './view.ts';

export const GROUPS = ['here', 'screen', 'act', 'settings', 'help'] as const;
export type Group = (typeof GROUPS)[number];
export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly words: string;
  /** Its own key, shown beside it. */
  readonly key?: ShortcutName;
  readonly run: () => void;
}

/** All words must be there; what begins with them comes first, then what stands earlier in the list. */
export function findCommands(commands: readonly Command[], typed: string): Command[] {
  const words = foldVietnamese(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command, at) => {
      const said = foldVietnamese(command.words);
      const weight = said.startsWith(words.join(' ')) ? 0 : words.every((word) => ` ${said}`.includes(` ${word}`)) ? 1 : 2;
      return { command, at, weight, hit: words.every((word) => said.includes(word)) };
    })
    .filter(({ hit }) => hit)
    .sort((a, b) => a.weight - b.weight || a.at - b.at)
    .map(({ command }) => command);
}

/** Screens without an entry of their own in the menu. */
export const MORE_SCREENS: readonly {
  readonly view: View;
  readonly text: TextKey;
  readonly roles?: readonly Role[];
  readonly key?: ShortcutName;
}[] = [
  { view: { at: 'draft' }, text: 'outgoing.new', roles: ['clerk', 'officer'], key: 'draft' },
  { view: { at: 'paper' }, text: 'incoming.paper', roles: ['clerk'], key: 'paper' },
  { view: { at: 'outside' }, text: 'palette.outside', roles: ['clerk', 'officer'] },
  { view: { at: 'restore' }, text: 'palette.restore', roles: ['administrator'] },
  { view: { at: 'handover' }, text: 'palette.handover', roles: ['administrator'] },
  { view: { at: 'destruction' }, text: 'palette.destruction', roles: ['administrator'] },
];

/** The buttons of the screen in sight, by the names that are read aloud. */
export function buttonsInSight(): Command[] {
  const seen = new Set<string>();
  const found: Command[] = [];
  for (const button of document.querySelectorAll<HTMLElement>('main button, main [role="tab"]')) {
    const words = (button.getAttribute('aria-label') ?? button.textContent ?? '').replace(/\s+/g, ' ').trim();
    const off = button.matches(':disabled, [aria-disabled="true"], [data-no-command], .ledger button, table button, .found');
    if (off || words.length < 2 || words.length > 80 || seen.has(words) || button.offsetParent === null) continue;
    seen.add(words);
    found.push({ id: `here ${words}`, group: 'here', words, run: () => button.click() });
    if (found.length >= 60) break;
  }
  return found;
}
export const groupWords = (group: Group): string => t(`palette.group.${group}`);
