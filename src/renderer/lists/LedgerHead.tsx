/** Head of a list: title, organs and books a click apart, tabs by state with counts, search, filters, and what may be done with the list itself. */
import { Button, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useCallback, useState } from 'react';
import { api, useCore } from '../core.ts';
import { numberText } from '../format.ts';
import { leaveThen } from '../parts/dirty.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { chooseOrgan } from '../shell/organ.ts';
import { t } from '../text/index.ts';
import { useListCounts } from './counts.ts';
import { Filters, filterCount } from './Filters.tsx';
import type { Ledger } from './ledger.ts';

export interface HeadProps<Row, State extends string> {
  readonly list: Ledger<Row, State>;
  readonly title: string;
  readonly states: readonly State[];
  /** Of these, the states whose tab stands there only while some document is in it. */
  readonly rare?: readonly State[];
  readonly stateText: (state: State) => string;
  readonly allText: string;
  /** What the filter of the other side is called: who sent, who is to have it. */
  readonly partyText: string;
  readonly handlers?: boolean;
  readonly children: ReactNode;
}
export function LedgerHead<Row extends { readonly id: string }, State extends string>(props: HeadProps<Row, State>) {
  const { list } = props;
  const { tab, text, counts, more } = list.use();
  const [typed, setTyped] = useState(text);
  const [filtering, setFiltering] = useState(() => filterCount(more) > 0);
  const search = useDebouncedCallback((next: string) => list.setText(next), 200);
  const all = props.states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const tabs: readonly (readonly [State | 'all', string, number])[] = [
    ['all', props.allText, all],
    ...props.states
      .filter((state) => !props.rare?.includes(state) || tab === state || (counts[state] ?? 0) > 0)
      .map((state) => [state, props.stateText(state), counts[state] ?? 0] as const),
  ];
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{props.title}</Title>
        <TextInput
          aria-label={t('common.search')}
          placeholder={t('common.searchHint')}
          leftSection={<Icon name="search" size={18} />}
          className="list-search"
          type="search"
          value={typed}
          onChange={(e) => {
            setTyped(e.currentTarget.value);
            search(e.currentTarget.value.trim());
          }}
        />
        {props.children}
      </div>
      <Desks list={list} />
      <div className="list-tools">
        <div className="tabs" role="tablist" aria-label={t('field.state')}>
          {tabs.map(([value, label, count]) => (
            <button
              type="button"
              key={value}
              role="tab"
              className="tab"
              aria-selected={tab === value}
              aria-label={`${label} (${count})`}
              onClick={() => list.setTab(value)}
            >
              {label} <b>{numberText(count)}</b>
            </button>
          ))}
        </div>
        <Chips list={list} />
        <Button variant="default" size="compact-sm" aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>
          {filterCount(more) === 0 ? t('lists.filter') : t('lists.filterCount', { count: filterCount(more) })}
        </Button>
      </div>
      {filtering ? <Filters list={list} partyText={props.partyText} handlers={props.handlers === true} /> : null}
    </>
  );
}

/** The two filters of every day, one click each. */
function Chips<Row, State extends string>({ list }: { readonly list: Ledger<Row, State> }) {
  const more = list.use((s) => s.more);
  const unread = useListCounts()?.[list.list].unread ?? 0;
  const flip = (key: 'unread' | 'overdue'): void => {
    const { [key]: on, ...rest } = more;
    list.setMore(on ? rest : { ...rest, [key]: true });
  };
  return (
    <div className="list-chips" style={{ flex: 'none' }}>
      <button type="button" className="chip" aria-pressed={more.unread === true} onClick={() => flip('unread')}>
        {t('lists.unread')} {unread > 0 ? <b>{numberText(unread)}</b> : null}
      </button>
      <button type="button" className="chip" aria-pressed={more.overdue === true} onClick={() => flip('overdue')}>
        {t('lists.overdue')}
      </button>
    </div>
  );
}

const NONE = [] as const;
/** Organs and books side by side, where there is more than one. */
function Desks<Row, State extends string>({ list }: { readonly list: Ledger<Row, State> }) {
  const app = useCore((s) => s.app);
  const bookId = list.use((s) => s.more.bookId);
  const act = useAct();
  const organId = app?.office?.organId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another organ has other books
  const load = useCallback(() => api['registers.books']({}), [organId]);
  const books = (useLoaded(load, NONE).value?.books ?? []).filter((book) => book.direction === list.list);
  const organs = app?.organs ?? [];
  if (organs.length < 2 && books.length < 2) return null;
  const choose = (id: string): void => leaveThen(() => void act.run(() => chooseOrgan(id)));
  const chooseBook = (id: string | undefined): void => {
    const { bookId: _, ...rest } = list.use.getState().more;
    list.setMore(id === undefined ? rest : { ...rest, bookId: id });
  };
  return (
    <div className="list-chips">
      {organs.length < 2 ? null : (
        <fieldset className="segments" aria-label={t('frame.organ')}>
          {organs.map(({ organId: id, name, arrived }) => (
            <button type="button" key={id} title={name} aria-pressed={id === organId} onClick={() => id !== organId && choose(id)}>
              {arrived > 0 && id !== organId ? t('frame.organArrived', { name, count: arrived }) : name}
            </button>
          ))}
        </fieldset>
      )}
      {books.length < 2 ? null : (
        <fieldset className="segments" aria-label={t('lists.books')}>
          <button type="button" aria-pressed={bookId === undefined} onClick={() => chooseBook(undefined)}>
            {t('lists.allBooks')}
          </button>
          {books.map((book) => (
            <button type="button" key={book.id} title={book.name} aria-pressed={bookId === book.id} onClick={() => chooseBook(book.id)}>
              {book.name}
            </button>
          ))}
        </fieldset>
      )}
      <ErrorNote error={act.error} onClose={act.clear} />
    </div>
  );
}
