import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { composes, type KeyLike, matches, shown, typesText } from './chord.ts';
import { isKey, SHORTCUTS, type Shortcut } from './shortcuts.ts';

const press = (key: string, code: string, held: Partial<KeyLike> = {}): KeyLike => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 0,
  ...held,
});
const all: readonly (readonly [string, Shortcut])[] = Object.entries(SHORTCUTS);

describe('shortcuts', () => {
  test('none that works everywhere is a key that types text, with any input method', () => {
    const typing = all.flatMap(([name, { chords, place }]) =>
      place === 'everywhere' ? chords.filter(typesText).map((chord) => `${name}: ${chord}`) : [],
    );
    expect(typing).toEqual([]);
    expect(['S', 'Shift+S', 'Alt+S', 'Ctrl+Alt+E', '?', 'Shift+/'].every(typesText)).toBe(true);
  });
  test('no two that work at the same place have one key', () => {
    const given = all.flatMap(([, { chords, place }]) => chords.map((chord) => `${place} ${chord}`));
    expect(given.filter((one, i) => given.indexOf(one) !== i)).toEqual([]);
  });
  test('while a syllable is put together no key is a shortcut', () => {
    const p = { ctrlKey: true, shiftKey: true };
    expect(isKey('palette', press('P', 'KeyP', p))).toBe(true);
    expect(isKey('palette', press('P', 'KeyP', { ...p, isComposing: true }))).toBe(false);
    expect(isKey('palette', press('Process', 'KeyP', { ...p, keyCode: 229 }))).toBe(false);
    expect(composes({ isComposing: false, keyCode: 229 })).toBe(true);
  });
  test('a letter goes by its place on the keyboard, whatever the input method makes of it', () => {
    expect(matches('Ctrl+K', press('ư', 'KeyK', { ctrlKey: true }))).toBe(true);
    expect(matches('Ctrl+K', press('k', 'KeyK', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matches('Ctrl+=', press('+', 'NumpadAdd', { ctrlKey: true }))).toBe(true);
    expect(matches('F1', press('F1', 'F1'))).toBe(true);
  });
  test('they are shown as a keyboard writes them', () => {
    expect(shown('Ctrl+Shift+P')).toBe('Ctrl + Shift + P');
    expect(shown('Ctrl+=')).toBe('Ctrl + +');
  });
});

test('every place of the page that takes Enter leaves it to the input method while it composes', () => {
  const renderer = join(import.meta.dirname, '..');
  const takes = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8') }))
    .filter(({ text }) => /\.key (?:===|!==) 'Enter'|case 'Enter'/.test(text));
  // A row of a list is no place for text; these hold an input.
  const careless = takes.filter(
    ({ text }) => /<(?:TextInput|Textarea|Autocomplete|Combobox|input)\b/.test(text) && !/composes\(|isComposing/.test(text),
  );
  expect(careless.map(({ name }) => name)).toEqual([]);
});
