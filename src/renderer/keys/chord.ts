/**
 * Keys as they are written on the screen (`Ctrl+Shift+P`) and as they come from a keyboard. While an input method composes
 * (Telex, VNI) no key is a shortcut: the event says `isComposing`, or 229 where the method hides the key. Pure.
 */
export interface KeyLike {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}
/** The key belongs to a Vietnamese input method that is putting a syllable together. */
export const composes = (event: Pick<KeyLike, 'isComposing' | 'keyCode'>): boolean => event.isComposing || event.keyCode === 229;

/** A letter or a figure goes by its place on the keyboard: an input method may have changed what it types. */
const nameOf = ({ code, key }: KeyLike): string => /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1] ?? SIGNS[code] ?? key;
const SIGNS: Readonly<Record<string, string>> = {
  Equal: '=',
  NumpadAdd: '=',
  Minus: '-',
  NumpadSubtract: '-',
  Slash: '/',
};

export function matches(chord: string, event: KeyLike): boolean {
  if (composes(event)) return false;
  const parts = chord.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  return (
    event.ctrlKey === has('Ctrl') &&
    event.altKey === has('Alt') &&
    event.shiftKey === has('Shift') &&
    !event.metaKey &&
    nameOf(event).toLowerCase() === key.toLowerCase()
  );
}
/** Whether a key would type something where text may stand: such a chord may not be a shortcut. */
export function typesText(chord: string): boolean {
  const parts = chord.split('+');
  const key = parts.at(-1) ?? '';
  const held = parts.slice(0, -1);
  // Ctrl+Alt is AltGr on many keyboards.
  if (held.includes('Ctrl') && !held.includes('Alt')) return false;
  return !/^(?:F\d{1,2}|Escape|Enter|Tab|Arrow\w+|PageUp|PageDown|Home|End|Delete|Insert)$/.test(key);
}
/** As it is shown: `Ctrl + Shift + P`. */
export const shown = (chord: string): string =>
  chord
    .split('+')
    .map((part) => WORDS[part] ?? part)
    .join(' + ');
const WORDS: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  '=': '+',
  Space: 'Dấu cách',
};
