/** The guide beside the work: the page of the screen in sight, the index, a search in all pages. Everything lies in the product. */
import { CloseButton, TextInput } from '@mantine/core';
import { createElement, Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { Icon } from '../parts/icons.tsx';
import { useView } from '../shell/view.ts';
import { language, OWN_LANGUAGE, t } from '../text/index.ts';
import { type Block, blocksOf, type Inline, linesOf, titleOf } from './markdown.ts';
import { useHelp } from './open.ts';
import { INDEX, pageNames, pageOf, pageText, pictureUrl } from './pages.ts';
import './help.css';

export default function HelpPanel() {
  const view = useView((s) => s.view);
  const here = pageOf(view);
  const page = useHelp((s) => s.page) ?? here;
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const back = useRef(document.activeElement);
  const close = (): void => useHelp.setState({ open: false });
  useEffect(() => {
    box.current?.focus();
    const from = back.current;
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    };
  }, []);
  const openPage = (name: string): void => {
    setText('');
    useHelp.setState({ page: name });
  };
  return (
    <aside
      className="help"
      aria-label={t('help.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <div className="help-head">
        <h2>{t('help.title')}</h2>
        <CloseButton aria-label={t('common.close')} onClick={close} />
      </div>
      <TextInput
        ref={box}
        type="search"
        aria-label={t('help.search')}
        placeholder={t('help.search')}
        leftSection={<Icon name="search" size={18} />}
        value={text}
        maxLength={100}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {language() === OWN_LANGUAGE ? null : <p className="dim">{t('help.inVietnamese')}</p>}
      <div className="help-ways">
        {page === here && text === '' ? null : (
          <button type="button" className="link" onClick={() => openPage(here)}>
            {t('help.here')}
          </button>
        )}
        {page === INDEX && text === '' ? null : (
          <button type="button" className="link" onClick={() => openPage(INDEX)}>
            {t('help.all')}
          </button>
        )}
      </div>
      {text.trim() === '' ? <Page key={page} name={page} onPage={openPage} /> : <Found text={text.trim()} onPage={openPage} />}
    </aside>
  );
}

function usePage(name: string): { readonly blocks?: readonly Block[]; readonly failed?: true } {
  const [state, setState] = useState<{ blocks?: readonly Block[]; failed?: true }>({});
  useEffect(() => {
    let here = true;
    pageText(name).then(
      (text) => here && setState(text === undefined ? { failed: true } : { blocks: blocksOf(text) }),
      () => here && setState({ failed: true }),
    );
    return () => {
      here = false;
    };
  }, [name]);
  return state;
}

interface To {
  readonly onPage: (name: string) => void;
}
function Page({ name, onPage }: To & { readonly name: string }) {
  const { blocks, failed } = usePage(name);
  if (failed) return <p role="alert">{t('help.failed')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls is reached by keyboard
    <article className="help-page" lang={OWN_LANGUAGE} tabIndex={0} aria-label={blocks ? titleOf(blocks) : t('common.loading')}>
      {(blocks ?? []).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is shown
        <One key={i} block={block} onPage={onPage} />
      ))}
    </article>
  );
}

function One({ block, onPage }: To & { readonly block: Block }): ReactNode {
  const words = (inline: readonly Inline[]): ReactNode => <Words inline={inline} onPage={onPage} />;
  switch (block.kind) {
    // The panel's own title is the second level.
    case 'heading':
      return createElement(`h${Math.min(6, block.level + 2)}`, {}, words(block.inline));
    case 'paragraph':
      return <p>{words(block.inline)}</p>;
    case 'quote':
      return <blockquote>{words(block.inline)}</blockquote>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'list':
      return createElement(
        block.ordered ? 'ol' : 'ul',
        {},
        // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is shown
        block.items.map((item, i) => <li key={i}>{words(item)}</li>),
      );
    case 'table':
      return (
        <table className="plain-table">
          <thead>
            <tr>
              {block.head.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is shown
                <th key={i} scope="col">
                  {words(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is shown
              <tr key={i}>
                {row.map((cell, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is shown
                  <td key={j}>{words(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function Words({ inline, onPage }: To & { readonly inline: readonly Inline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is shown
  return inline.map((part, i) => <Fragment key={i}>{partOf(part, onPage)}</Fragment>);
}
function partOf(part: Inline, onPage: To['onPage']): ReactNode {
  if (part.kind === 'bold') return <strong>{part.text}</strong>;
  if (part.kind === 'italic') return <em>{part.text}</em>;
  if (part.kind === 'code') return <code>{part.text}</code>;
  if (part.kind === 'picture') return <Picture name={part.name} words={part.text} />;
  if (part.kind !== 'link' || !pageNames().includes(part.to)) return part.text;
  return (
    <button type="button" className="link" onClick={() => onPage(part.to)}>
      {part.text}
    </button>
  );
}
/** A picture that is not there leaves its words. */
function Picture({ name, words }: { readonly name: string; readonly words: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let here = true;
    void pictureUrl(name).then(
      (found) => here && setUrl(found),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [name]);
  return url === undefined ? (
    <span className="dim">{t('help.picture', { name: words })}</span>
  ) : (
    <img src={url} alt={words} loading="lazy" />
  );
}

interface Hit {
  readonly name: string;
  readonly title: string;
  readonly line: string;
}
/** Every page that says all the words, with the line that says most of them. */
async function find(text: string): Promise<Hit[]> {
  const words = foldVietnamese(text).split(/\s+/).filter(Boolean);
  const hits: (Hit & { readonly weight: number })[] = [];
  for (const name of pageNames()) {
    const blocks = blocksOf((await pageText(name)) ?? '');
    const lines = linesOf(blocks);
    const whole = foldVietnamese(lines.join('\n'));
    if (!words.every((word) => whole.includes(word))) continue;
    const count = (line: string): number => words.filter((word) => foldVietnamese(line).includes(word)).length;
    const line = [...lines].sort((a, b) => count(b) - count(a))[0] ?? '';
    hits.push({ name, title: titleOf(blocks), line: line.slice(0, 200), weight: count(titleOf(blocks)) * 2 + count(line) });
  }
  return hits.sort((a, b) => b.weight - a.weight);
}
function Found({ text, onPage }: To & { readonly text: string }) {
  const [hits, setHits] = useState<readonly Hit[]>();
  useEffect(() => {
    let here = true;
    void find(text).then(
      (found) => here && setHits(found),
      () => here && setHits([]),
    );
    return () => {
      here = false;
    };
  }, [text]);
  if (hits === undefined) return null;
  if (hits.length === 0) return <p role="status">{t('help.none', { text })}</p>;
  return (
    <ul className="help-found" aria-label={t('help.found')}>
      {hits.map((hit) => (
        <li key={hit.name}>
          <button type="button" className="link" onClick={() => onPage(hit.name)}>
            {hit.title}
          </button>
          <div className="dim">{hit.line}</div>
        </li>
      ))}
    </ul>
  );
}
