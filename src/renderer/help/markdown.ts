/**
 * The part of Markdown that the guide is written in, as a tree of plain values: nothing of it becomes HTML, so a page can show
 * text and nothing else. Headings, paragraphs, lists, tables, quotes, code, pictures; bold, code and links inside. Pure.
 */
export type Inline =
  | { readonly kind: 'text' | 'bold' | 'code' | 'italic'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string }
  | { readonly kind: 'picture'; readonly text: string; readonly name: string };
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inline: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly inline: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'code'; readonly text: string };

const INLINE = /!\[([^\]]*)\]\(anh\/([\w-]+)\.png\)|\[([^\]]+)\]\(([\w-]+)\.md(?:#[^)]*)?\)|\*\*([^*]+)\*\*|`([^`]+)`|\*([^*\s][^*]*)\*/g;
export function inlineOf(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, alt, picture, label, page, bold, code, italic] = match;
    if (picture !== undefined) parts.push({ kind: 'picture', text: alt ?? '', name: picture });
    else if (page !== undefined) parts.push({ kind: 'link', text: label ?? '', to: page });
    else if (bold !== undefined) parts.push({ kind: 'bold', text: bold });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else parts.push({ kind: 'italic', text: italic ?? '' });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

const ITEM = /^(\s*)(?:[-*]|(\d+)[.)])\s+(.*)$/;
const cells = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inlineOf(cell.trim()));
const begins = (line: string): boolean => /^(?:#{1,6}\s|>|\||```)/.test(line) || ITEM.test(line) || line.trim() === '';

export function blocksOf(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const line = (): string => lines[at] ?? '';
  const taken = (more: (line: string) => boolean): string[] => {
    const from = at;
    do at++;
    while (at < lines.length && more(line()));
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line());
    if (line().trim() === '') at++;
    else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, inline: inlineOf(heading[2] ?? '') });
      at++;
    } else if (line().startsWith('```')) {
      const body = taken((next) => !next.startsWith('```')).slice(1);
      at++;
      blocks.push({ kind: 'code', text: body.join('\n') });
    } else if (line().startsWith('|')) {
      const [head = '', , ...rows] = taken((next) => next.startsWith('|'));
      blocks.push({ kind: 'table', head: cells(head), rows: rows.map(cells) });
    } else if (line().startsWith('>')) {
      const body = taken((next) => next.startsWith('>')).map((one) => one.replace(/^>\s?/, ''));
      blocks.push({ kind: 'quote', inline: inlineOf(body.join(' ')) });
    } else if (ITEM.test(line())) blocks.push(list(taken((next) => ITEM.test(next) || (/^\s+\S/.test(next) && next.trim() !== ''))));
    else
      blocks.push({
        kind: 'paragraph',
        inline: inlineOf(
          taken((next) => !begins(next))
            .map((one) => one.trim())
            .join(' '),
        ),
      });
  }
  return blocks;
}
function list(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item) items.push(item[3] ?? '');
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return { kind: 'list', ordered: ITEM.exec(lines[0] ?? '')?.[2] !== undefined, items: items.map(inlineOf) };
}

/** The words of a page, for searching in it. */
export const plainOf = (inline: readonly Inline[]): string => inline.map((part) => part.text).join('');
export const titleOf = (blocks: readonly Block[]): string => {
  const first = blocks.find((block) => block.kind === 'heading');
  return first?.kind === 'heading' ? plainOf(first.inline) : '';
};
export function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [block.text];
    if (block.kind === 'list') return block.items.map(plainOf);
    if (block.kind === 'table') return [block.head, ...block.rows].map((row) => row.map(plainOf).join(' – '));
    return [plainOf(block.inline)];
  });
}
