/** Proposals one under another: what stands on the page as it stands there, what was read, and one key to take it. */
import { Badge, Button, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ProposalRow } from '../../contract/page/reading.ts';
import { dateText } from '../format.ts';
import { isKey } from '../keys/shortcuts.ts';
import { type TextKey, t } from '../text/index.ts';
import { pointAt } from './place.ts';
import './reading.css';

interface Props {
  readonly rows: readonly ProposalRow[];
  /** The value stands in the form already. */
  readonly taken: (row: ProposalRow) => boolean;
  readonly onTake: (row: ProposalRow) => void;
  /** The cut-out of its page. */
  readonly cut: (row: ProposalRow) => ReactNode;
}
export const shownValue = (row: ProposalRow): string => (row.field === 'date' ? dateText(row.value) : row.value);
const nameOf = (row: ProposalRow): string => t(`reading.field.${row.field}` as TextKey);

export function ProposalList({ rows, taken, onTake, cut }: Props) {
  const [at, setAt] = useState<string>();
  /** What a person has had before their eyes: pointed at, by key, by mouse or by taking it. */
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  const open = rows.filter((row) => !taken(row));
  const current = open.find((row) => row.field === at) ?? open[0];
  const look = (row: ProposalRow | undefined): void => {
    setAt(row?.field);
    pointAt(row?.pageId, row?.place);
    if (row) setSeen((now) => new Set([...now, row.field]));
  };
  const take = (row: ProposalRow): void => {
    const next = open[open.indexOf(row) + 1] ?? open.find((other) => other !== row);
    onTake(row);
    look(next);
    if (next) list.current?.querySelector<HTMLElement>(`[data-field="${next.field}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const act = useRef<() => void>(() => undefined);
  act.current = () => {
    if (!current) return;
    // The first press shows where it stands, the next one takes it: nothing is taken unseen.
    if (seen.has(current.field) && at === current.field) take(current);
    else look(current);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isKey('takeRead', event)) return;
      event.preventDefault();
      act.current();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      pointAt(undefined, undefined);
    };
  }, []);
  const looked = open.filter((row) => seen.has(row.field) && !row.doubtful);
  return (
    <>
      <ul className="proposals" ref={list}>
        {rows.map((row) => (
          <li
            key={row.field}
            data-field={row.field}
            className={`proposal ${row === current && at === row.field ? 'proposal-current' : ''}`}
          >
            <button
              type="button"
              className="proposal-place"
              onClick={() => look(row)}
              aria-label={t('reading.point', { field: nameOf(row) })}
            >
              <span className="proposal-name">
                {taken(row) ? `${nameOf(row)} · ${t('reading.taken')}` : nameOf(row)}
                {row.doubtful && !taken(row) ? (
                  <Badge size="xs" color="orange" variant="light" ml={6}>
                    {t('reading.doubtful')}
                  </Badge>
                ) : null}
              </span>
              {taken(row) ? <span className="proposal-taken">{shownValue(row)}</span> : cut(row)}
            </button>
            {taken(row) ? null : (
              <div className="proposal-value">
                <Text size="sm">{shownValue(row)}</Text>
                <Button size="compact-xs" variant="default" onClick={() => take(row)} aria-label={`${t('reading.take')}: ${nameOf(row)}`}>
                  {t('reading.take')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <div className="proposals-foot">
        <Text size="xs" c="dimmed">
          {t('reading.keys')}
        </Text>
        {looked.length > 1 ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              for (const row of looked) onTake(row);
              look(open.find((row) => !looked.includes(row)));
            }}
          >
            {t('reading.takeSeen', { count: looked.length })}
          </Button>
        ) : null}
      </div>
    </>
  );
}
