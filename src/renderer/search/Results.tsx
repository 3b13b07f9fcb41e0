/** The found documents: what they are, and where the searched words stand. Arrows move, Enter opens. */
import { Button } from '@mantine/core';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { FoundRow } from '../../contract/page/search.ts';
import { dateText, numberText } from '../format.ts';
import { UrgencyBadge } from '../parts/facts.tsx';
import { go } from '../shell/view.ts';
import { t, textOr } from '../text/index.ts';
import { Marked } from './Marked.tsx';
import { searchMore, useSearch } from './store.ts';

/** Fields that the row shows anyway. */
const SHOWN: readonly string[] = ['code', 'subject', 'party', 'arrival_number'];
const open = (row: FoundRow): void => go({ at: row.direction, id: row.id, from: 'search' });

export function Results({ onLeave }: { readonly onLeave: () => void }) {
  const { rows, total, more, busy, active } = useSearch();
  const list = useRef<HTMLUListElement>(null);
  // Coming back from a document: the list stands where it stood.
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = useSearch.getState().scrollTop;
  }, []);
  useEffect(() => {
    if (document.activeElement === document.body)
      list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }, []);
  const move = (to: number): void => {
    if (to < 0) {
      onLeave();
      return;
    }
    const next = Math.min(rows.length - 1, to);
    useSearch.setState({ active: next });
    list.current?.querySelectorAll<HTMLElement>('.found')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Partial<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: Math.max(0, active - 8),
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <ul
      ref={list}
      className="found-list"
      aria-label={t('search.results')}
      onScroll={(e) => useSearch.setState({ scrollTop: e.currentTarget.scrollTop })}
    >
      {rows.map((row, i) => (
        <li key={`${row.direction}${row.id}`}>
          <button
            type="button"
            className={`found ${row.priority >= 2 ? 'found-urgent' : ''}`}
            tabIndex={i === active ? 0 : -1}
            onFocus={() => useSearch.setState({ active: i })}
            onKeyDown={onKeyDown}
            onClick={() => open(row)}
          >
            <Found row={row} />
          </button>
        </li>
      ))}
      {rows.length < total || more ? (
        <li>
          <Button variant="default" m="sm" loading={busy} onClick={searchMore}>
            {t('search.more')}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

function Found({ row }: { readonly row: FoundRow }) {
  const marks = (field: string) => row.marks.find((mark) => mark.field === field)?.parts;
  const state = textOr(`${row.direction}.state.${row.state}`, row.state);
  const facts = [
    row.arrivalNumber === undefined
      ? undefined
      : row.arrivalDate === undefined
        ? t('search.arrival', { number: numberText(row.arrivalNumber) })
        : t('search.arrivalOn', { number: numberText(row.arrivalNumber), date: dateText(row.arrivalDate) }),
    row.handler === undefined ? undefined : t('search.handledBy', { name: row.handler }),
    row.dueDate === undefined || row.overdue ? undefined : t('search.dueOn', { date: dateText(row.dueDate) }),
    row.textMissing ? t('search.textMissing') : undefined,
  ].filter((fact) => fact !== undefined);
  return (
    <>
      <span className="found-head">
        <span className={`found-direction found-${row.direction}`}>{t(`search.direction.short.${row.direction}`)}</span>
        <b className="figure">{row.code ? <Marked parts={marks('code')} text={row.code} /> : t('chain.unnamed')}</b>
        <span className="figure">{dateText(row.date)}</span>
        <span className="found-party">
          <Marked parts={marks('party')} text={row.party} />
        </span>
        <UrgencyBadge priority={row.priority} />
        <span className="found-state">{state}</span>
      </span>
      <span className="found-subject">
        {row.typeName ? `${row.typeName}: ` : ''}
        <Marked parts={marks('subject')} text={row.subject} />
      </span>
      {row.marks
        .filter((mark) => !SHOWN.includes(mark.field))
        .map((mark) => (
          <span className="found-mark" key={mark.field}>
            <span className="dim">{textOr(`search.in.${mark.field}`, mark.field)}: </span>
            <Marked parts={mark.parts} text="" />
          </span>
        ))}
      {facts.length > 0 || row.overdue ? (
        <span className="found-facts dim">
          {row.overdue ? <span className="overdue">{t('search.overdueOn', { date: dateText(row.dueDate) })}</span> : null}
          {row.overdue && facts.length > 0 ? ' · ' : ''}
          {facts.join(' · ')}
        </span>
      ) : null}
    </>
  );
}
