/**
 * What the palette offers whoever is signed in: the screens, the sections of Cài đặt, the workstation's own acts, the pages of
 * the guide, and the buttons of the screen in sight, which are read from the page itself: what may not be pressed now is not
 * offered. Finding goes by folded words: `so den` finds `Sổ đến`.
 */

import type { Role } from '../../domain/roles.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { shown } from '../keys/chord.ts';
import type { ShortcutName } from '../keys/shortcuts.ts';
import { type TextKey, t } from '../text/index.ts';
import type { View } from './view.ts';

export const GROUPS = ['here', 'screen', 'act', 'settings', 'help'] as const;
export type Group = (typeof GROUPS)[number];
export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly words: string;
  /** Its own key as it is written beside it: `Ctrl + N`. */
  readonly key?: string | undefined;
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
  { view: { at: 'entry', direction: 'incoming' }, text: 'palette.entryIn', roles: ['clerk'] },
  { view: { at: 'entry', direction: 'outgoing' }, text: 'palette.entryOut', roles: ['clerk'] },
  { view: { at: 'registers', part: 'books' }, text: 'palette.books' },
  { view: { at: 'dossiers' }, text: 'palette.dossiers' },
  { view: { at: 'registers', part: 'closing' }, text: 'palette.closing' },
  { view: { at: 'registers', part: 'stats' }, text: 'palette.stats' },
  { view: { at: 'registers', part: 'period' }, text: 'palette.period' },
  { view: { at: 'registers', part: 'savings' }, text: 'palette.savings' },
  { view: { at: 'papers', tab: 'held' }, text: 'palette.held' },
  { view: { at: 'papers', tab: 'envelopes' }, text: 'palette.envelopes', roles: ['clerk'] },
  { view: { at: 'papers', tab: 'out' }, text: 'palette.paperOut' },
  { view: { at: 'papers', tab: 'copies' }, text: 'palette.copies' },
  { view: { at: 'papers', tab: 'petitions' }, text: 'palette.petitions' },
  { view: { at: 'meetings' }, text: 'palette.meetings' },
  { view: { at: 'transfers' }, text: 'palette.transfers' },
  { view: { at: 'slow' }, text: 'palette.slow' },
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
    const chord = button.getAttribute('aria-keyshortcuts')?.split(' ')[0]?.replace('Control', 'Ctrl');
    found.push({ id: `here ${words}`, group: 'here', words, run: () => button.click(), ...(chord ? { key: shown(chord) } : {}) });
    if (found.length >= 60) break;
  }
  return found;
}
export const groupWords = (group: Group): string => t(`palette.group.${group}`);
