/** Head of a ledger: title, acts, tabs by state with counts, search. */
import { TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { numberText } from '../format.ts';
import { t } from '../text/index.ts';
import { Icon } from './icons.tsx';
import type { PagedList } from './pagedList.ts';

interface Props<Row, State extends string> {
  readonly list: PagedList<Row, State>;
  readonly title: string;
  readonly states: readonly State[];
  /** Of these, the states whose tab stands there only while some document is in it. */
  readonly rare?: readonly State[];
  readonly stateText: (state: State) => string;
  readonly allText: string;
  readonly children: ReactNode;
}
export function ListHead<Row, State extends string>(props: Props<Row, State>) {
  const { list } = props;
  const { tab, text, counts } = list.use();
  const [typed, setTyped] = useState(text);
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
          w={300}
          type="search"
          value={typed}
          onChange={(e) => {
            setTyped(e.currentTarget.value);
            search(e.currentTarget.value.trim());
          }}
        />
        {props.children}
      </div>
      <div className="tabs" role="tablist" aria-label={t('field.state')} style={{ flex: 'none' }}>
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
            {label} <b aria-hidden="true">{numberText(count)}</b>
          </button>
        ))}
      </div>
    </>
  );
}
