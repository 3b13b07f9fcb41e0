import { afterEach, expect, test, vi } from 'vitest';
import { copyText } from './copy.ts';

afterEach(() => vi.unstubAllGlobals());
/** A page whose system answers so to either way of copying. */
function page(clipboard: boolean, selection: boolean): string[] {
  const copied: string[] = [];
  class Box {
    value = '';
    readonly style = {};
    setAttribute(): void {}
    select(): void {}
    remove(): void {}
    focus(): void {}
  }
  const box = new Box();
  vi.stubGlobal('HTMLElement', Box);
  vi.stubGlobal('navigator', {
    clipboard: {
      writeText: async (words: string) => {
        if (!clipboard) throw new Error('Write permission denied.');
        copied.push(`clipboard ${words}`);
      },
    },
  });
  vi.stubGlobal('document', {
    activeElement: null,
    createElement: () => box,
    body: { append: () => undefined },
    execCommand: () => {
      if (selection) copied.push(`selection ${box.value}`);
      return selection;
    },
  });
  return copied;
}

test('words are copied by the clipboard, else as a selection; where neither may, it is said what to do', async () => {
  const first = page(true, true);
  await copyText('nhắc');
  expect(first).toEqual(['clipboard nhắc']);
  const second = page(false, true);
  await copyText('nhắc');
  expect(second).toEqual(['selection nhắc']);
  page(false, false);
  await expect(copyText('nhắc')).rejects.toMatchObject({ error: { code: 'page.not_copied' } });
});
