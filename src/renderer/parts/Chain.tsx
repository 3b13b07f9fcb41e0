/** Documents of the same matter, the nearest first, each a way to it. */
import { useCallback } from 'react';
import type { ChainRow, Direction } from '../../contract/page/search.ts';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { go } from '../shell/view.ts';
import { t, textOr } from '../text/index.ts';
import { Section } from './facts.tsx';
import { useLoaded } from './useLoaded.ts';

const TOPICS = ['incoming', 'outgoing', 'search'] as const;

export function Chain({ direction, id }: { readonly direction: Direction; readonly id: string }) {
  const load = useCallback(() => api['search.chain']({ direction, id }), [direction, id]);
  const { value } = useLoaded(load, TOPICS);
  if (!value || value.rows.length === 0) return null;
  return (
    <Section title={t('chain.title')}>
      <ul className="trail">
        {value.rows.map((row) => (
          <li key={`${row.direction}${row.id}`}>
            <span className="trail-text">
              {t(`chain.${row.relation}`)}
              {row.likely ? ` (${t('chain.likely')})` : ''}{' '}
              <button type="button" className="link" onClick={() => go({ at: row.direction, id: row.id })}>
                {nameOf(row)}
              </button>
              {row.subject ? `: ${row.subject}` : ''}
            </span>
            <span className="dim">{factsOf(row)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const nameOf = (row: ChainRow): string => [row.typeName, row.code || t('chain.unnamed')].filter(Boolean).join(' ');
const factsOf = (row: ChainRow): string =>
  [
    t(`search.direction.${row.direction}`),
    row.party,
    dateText(row.date),
    row.arrivalNumber === undefined ? '' : t('search.arrival', { number: numberText(row.arrivalNumber) }),
    textOr(`${row.direction}.state.${row.state}`, row.state),
  ]
    .filter(Boolean)
    .join(' · ');
