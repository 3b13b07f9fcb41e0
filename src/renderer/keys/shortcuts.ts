/**
 * Every shortcut of the page in one table: the sheet `Phím tắt`, tooltips and the palette read it, and what acts everywhere is
 * told by it. A screen's own keys (arrows in a list) stand here too, so that they are shown; the screen acts on them itself.
 */
import type { TextKey } from '../text/index.ts';
import { t } from '../text/index.ts';
import { type KeyLike, matches, shown } from './chord.ts';

/** Where a key works, in the order of the sheet. */
export const PLACES = ['everywhere', 'list', 'document', 'field', 'dialog'] as const;
export type Place = (typeof PLACES)[number];
export interface Shortcut {
  readonly chords: readonly string[];
  readonly place: Place;
  readonly text: TextKey;
  /** Works in a dialogue too. */
  readonly always?: true;
}

export const SHORTCUTS = {
  palette: { chords: ['Ctrl+Shift+P'], place: 'everywhere', text: 'keys.palette' },
  search: { chords: ['F3', 'Ctrl+K'], place: 'everywhere', text: 'keys.search' },
  help: { chords: ['F1'], place: 'everywhere', text: 'keys.help', always: true },
  sheet: { chords: ['Shift+F1', 'Ctrl+/'], place: 'everywhere', text: 'keys.sheet' },
  draft: { chords: ['Ctrl+N'], place: 'everywhere', text: 'keys.draft' },
  paper: { chords: ['Ctrl+Shift+N'], place: 'everywhere', text: 'keys.paper' },
  menu: { chords: ['Ctrl+1', 'Ctrl+9'], place: 'everywhere', text: 'keys.menu' },
  region: { chords: ['F6', 'Shift+F6'], place: 'everywhere', text: 'keys.region' },
  reload: { chords: ['F5'], place: 'everywhere', text: 'keys.reload' },
  larger: { chords: ['Ctrl+=', 'Ctrl+Shift+='], place: 'everywhere', text: 'keys.larger', always: true },
  smaller: { chords: ['Ctrl+-'], place: 'everywhere', text: 'keys.smaller', always: true },
  usual: { chords: ['Ctrl+0'], place: 'everywhere', text: 'keys.usual', always: true },
  lock: { chords: ['Ctrl+L'], place: 'everywhere', text: 'keys.lock', always: true },
  rows: { chords: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'], place: 'list', text: 'keys.rows' },
  open: { chords: ['Enter'], place: 'list', text: 'keys.open' },
  look: { chords: ['Space'], place: 'list', text: 'keys.look' },
  tick: { chords: ['Ctrl+Space'], place: 'list', text: 'keys.tick' },
  range: { chords: ['Shift+ArrowUp', 'Shift+ArrowDown'], place: 'list', text: 'keys.range' },
  all: { chords: ['Ctrl+A'], place: 'list', text: 'keys.all' },
  register: { chords: ['Ctrl+Enter'], place: 'list', text: 'keys.register' },
  back: { chords: ['Escape'], place: 'document', text: 'keys.back' },
  takeRead: { chords: ['F8'], place: 'field', text: 'keys.takeRead' },
  day: { chords: ['ArrowUp', 'ArrowDown'], place: 'field', text: 'keys.day' },
  send: { chords: ['Enter'], place: 'dialog', text: 'keys.send' },
  close: { chords: ['Escape'], place: 'dialog', text: 'keys.close' },
} as const satisfies Readonly<Record<string, Shortcut>>;
export type ShortcutName = keyof typeof SHORTCUTS;

export const isKey = (name: ShortcutName, event: KeyLike): boolean => SHORTCUTS[name].chords.some((chord) => matches(chord, event));
/** `Khóa màn hình (Ctrl + L)`: for a tooltip. */
export const withKey = (words: string, name: ShortcutName): string => t('keys.tip', { words, key: shown(SHORTCUTS[name].chords[0]) });
export const keysOf = (name: ShortcutName): readonly string[] => SHORTCUTS[name].chords.map(shown);
