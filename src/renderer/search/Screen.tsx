/** Tra cứu: one box over everything, filters, saved searches, results with the matching places marked. */
import { Button, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { api, onTopic } from '../core.ts';
import { numberText } from '../format.ts';
import { EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { later } from '../parts/later.tsx';
import { For } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { FilterMarks, Filters } from './Filters.tsx';
import { onSearchKey } from './key.ts';
import { Results } from './Results.tsx';
import { Saved } from './Saved.tsx';
import { searchAgain, searchFor, useSearch } from './store.ts';
import './search.css';

const ExportDialog = later(() => import('./ExportDialog.tsx'));
const TOPICS = ['incoming', 'outgoing', 'search'] as const;
const loadTexts = () => api['search.texts']({});

export function SearchScreen() {
  const { text, filters, rows, total, more, idle, busy, error } = useSearch();
  const [typed, setTyped] = useState(text);
  const [exporting, setExporting] = useState(false);
  const [wide, setWide] = useState(() => Object.keys(useSearch.getState().filters).length > 0);
  const box = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  /** Pressed behind the words, before they were answered: to the first that is found, or into it. */
  const [after, setAfter] = useState<'go' | 'open'>();
  const search = useDebouncedCallback((next: string) => searchFor({ text: next }), 150);
  // A saved search brings its own words.
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    const focus = (): void => box.current?.select();
    if (useSearch.getState().rows.length === 0) focus();
    return onSearchKey(focus);
  }, []);
  useEffect(() => {
    // What was done to a document that was opened from here shows at once.
    searchAgain();
    const ends = TOPICS.map((topic) => onTopic(topic, searchAgain));
    return () => {
      for (const end of ends) end();
    };
  }, []);
  // The rows in sight are another question's: the keys are for what will be found.
  useLayoutEffect(() => {
    if (after === undefined || busy) return;
    setAfter(undefined);
    const first = results.current?.querySelector<HTMLElement>('.found');
    if (after === 'open') first?.click();
    else first?.focus();
  }, [after, busy]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      if (typed !== text) {
        search.cancel();
        searchFor({ text: typed });
      }
      setAfter('go');
    } else if (event.key === 'Enter' && after !== undefined) setAfter('open');
    else if (event.key === 'Enter') {
      search.cancel();
      searchFor({ text: typed });
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault();
      search.cancel();
      setTyped('');
      searchFor({ text: '' });
    }
  };
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('search.title')}</Title>
        <TextInput
          ref={box}
          className="search-box"
          type="search"
          aria-label={t('search.box')}
          placeholder={t('search.boxHint')}
          leftSection={<Icon name="search" size={18} />}
          maxLength={200}
          value={typed}
          onKeyDown={onKeyDown}
          onBlur={() => setAfter(undefined)}
          onChange={(e) => {
            setTyped(e.currentTarget.value);
            setAfter(undefined);
            search(e.currentTarget.value);
          }}
        />
        <Button variant={wide ? 'light' : 'default'} aria-expanded={wide} onClick={() => setWide(!wide)}>
          {t('search.filters')}
        </Button>
      </div>
      <div className="search-body">
        <Saved />
        {wide ? <Filters /> : null}
        <FilterMarks />
        <ErrorNote error={error} />
        <div className="search-count">
          {idle ? null : (
            <span role="status">
              {more ? t('search.foundMore', { count: numberText(total) }) : t('search.found', { count: numberText(total) })}
            </span>
          )}
          <TextsNote />
          {idle || rows.length === 0 ? null : (
            <For call="search.export">
              <Button variant="default" size="compact-md" className="search-export" onClick={() => setExporting(true)}>
                {t('search.export')}
              </Button>
            </For>
          )}
        </div>
        {exporting ? <ExportDialog onClose={() => setExporting(false)} /> : null}
        <div ref={results} className={rows.length > 0 ? 'search-results' : undefined}>
          {idle ? (
            <EmptyNote title={t('search.start')} next={t('search.startNext')} />
          ) : rows.length > 0 ? (
            <Results key={`${text} ${JSON.stringify(filters)}`} onLeave={() => box.current?.select()} />
          ) : busy ? null : (
            <EmptyNote title={t('search.none')} next={t('search.noneNext')} />
          )}
        </div>
      </div>
      <div className="search-keys dim">{t('search.keys')}</div>
    </>
  );
}

/** Said only while files are being read: the results grow. */
function TextsNote() {
  const { value } = useLoaded(loadTexts, TOPICS);
  if (!value || value.waiting === 0) return null;
  return <span className="dim">{t('search.texts', { count: numberText(value.waiting) })}</span>;
}
