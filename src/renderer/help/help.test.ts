import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { View } from '../shell/view.ts';
import { blocksOf, inlineOf, linesOf, titleOf } from './markdown.ts';
import { INDEX, pageNames, pageOf, SCREEN_NAMES } from './pages.ts';

const guide = join(import.meta.dirname, '..', '..', '..', 'docs', 'huong-dan');
const texts = readdirSync(guide)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(guide, name), 'utf8') }));

describe('the guide inside', () => {
  test('every screen has a page that ships', () => {
    expect(SCREEN_NAMES.map((at) => [at, pageOf({ at } as View)]).filter(([, page]) => page === INDEX)).toEqual([]);
    expect(pageNames().length).toBe(texts.length);
  });
  test('every page is read whole: nothing of its Markdown is shown as signs, every link and picture is known', () => {
    const pictures = readdirSync(join(guide, 'anh')).map((name) => name.replace(/\.png$/, ''));
    for (const { name, text } of texts) {
      const blocks = blocksOf(text);
      expect(titleOf(blocks), name).not.toBe('');
      expect(
        linesOf(blocks).filter((line) => /\*\*|\]\(|^#|^\||!\[/.test(line)),
        name,
      ).toEqual([]);
      const parts = text.split('\n').flatMap(inlineOf);
      expect(
        parts.flatMap((part) => (part.kind === 'link' && !pageNames().includes(part.to) ? [part.to] : [])),
        name,
      ).toEqual([]);
      expect(
        parts.flatMap((part) => (part.kind === 'picture' && !pictures.includes(part.name) ? [part.name] : [])),
        name,
      ).toEqual([]);
    }
  });
  test('what looks like HTML or a script stays text', () => {
    expect(inlineOf('<img src=x onerror=alert(1)> [x](javascript:alert(1))')).toEqual([
      { kind: 'text', text: '<img src=x onerror=alert(1)> [x](javascript:alert(1))' },
    ]);
    expect(blocksOf('<script>1</script>')).toEqual([{ kind: 'paragraph', inline: [{ kind: 'text', text: '<script>1</script>' }] }]);
  });
  test('lists, tables, numbered steps and code are what they are', () => {
    const [list, table, steps, code] = blocksOf(
      '- một\n  tiếp\n- **hai**\n\n| A | B |\n|---|---|\n| 1 | `x` |\n\n1. bước\n2. bước\n\n```\na\n\nb\n```\n',
    );
    expect(list).toEqual({ kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'một tiếp' }], [{ kind: 'bold', text: 'hai' }]] });
    expect(table).toMatchObject({ kind: 'table', rows: [[[{ text: '1' }], [{ kind: 'code', text: 'x' }]]] });
    expect(steps).toMatchObject({ ordered: true, items: [[{ text: 'bước' }], [{ text: 'bước' }]] });
    expect(code).toEqual({ kind: 'code', text: 'a\n\nb' });
  });
});
