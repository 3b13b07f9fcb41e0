/** The documents behind one number, read as they come into sight. */
import { Button, Title } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { BehindRow, Grouping, Measure } from '../../contract/page/reports.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { LongActProgress } from '../parts/LongAct.tsx';
import { For } from '../parts/may.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { useMade } from './useMade.tsx';

export interface BehindQuery {
  readonly direction: 'incoming' | 'outgoing';
  readonly from: string;
  readonly to: string;
  readonly measure: Measure;
  readonly by?: Grouping;
  readonly key?: string;
}
interface Props {
  readonly query: BehindQuery;
  /** What the number counted, in words. */
  readonly title: string;
  readonly onBack: () => void;
}
const PAGE = 100;
const COLUMNS = ['number', 'code', 'date', 'party', 'subject', 'state', 'handler', 'due', 'ended'] as const;
const WIDTHS = [6, 11, 9, 16, 25, 10, 11, 9, 9];

export function Behind({ query, title, onBack }: Props) {
  const [held, setHeld] = useState<{ rows: ReadonlyMap<number, BehindRow>; total: number }>();
  const [error, setError] = useState<AppError>();
  const asked = useRef(new Set<number>());
  const scroller = useRef<HTMLDivElement>(null);
  const total = held?.total ?? 0;
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => 58, overscan: 8 });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  const made = useMade((_as, workId) => api['reports.behindFile']({ ...query, workId }));
  useEffect(() => {
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) {
      if (asked.current.has(page)) continue;
      asked.current.add(page);
      api['reports.behind']({ ...query, offset: page * PAGE, limit: PAGE }).then(
        (answer) =>
          setHeld((old) => {
            const rows = new Map(old?.rows);
            for (const [i, row] of answer.rows.entries()) rows.set(page * PAGE + i, row);
            return { rows, total: answer.total };
          }),
        (thrown: unknown) => setError(errorOf(thrown)),
      );
    }
  }, [query, from, to]);
  const open = (row: BehindRow | undefined): void => {
    if (row) go({ at: row.at, id: row.id });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = Number((event.target as HTMLElement).dataset.index ?? Number.NaN);
    if (Number.isNaN(at)) return;
    if (event.key === 'Enter') open(held?.rows.get(at));
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = at + (event.key === 'ArrowDown' ? 1 : -1);
      virtual.scrollToIndex(Math.max(0, Math.min(total - 1, next)));
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`tr[data-index="${next}"]`)?.focus());
    } else return;
    event.preventDefault();
  };
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={onBack}>{t('reports.back')}</BackButton>
        <Title order={2}>{t('reports.behindTitle', { what: title, count: numberText(total) })}</Title>
        <For call="reports.behindFile">
          <Button
            variant="default"
            leftSection={<Icon name="save" size={18} />}
            onClick={() => made.save((workId) => api['reports.behindFile']({ ...query, workId }))}
          >
            {t('reports.export')}
          </Button>
        </For>
      </div>
      <LongActProgress work={made.work} />
      <ErrorNote error={error ?? made.error} />
      {held === undefined ? (
        error ? null : (
          <Waiting />
        )
      ) : (
        <div className="sheet scroll-sheet" ref={scroller}>
          {total === 0 ? (
            <EmptyNote title={t('reports.none')} />
          ) : (
            <table className="plain-table register" aria-label={title} aria-rowcount={total + 1} onKeyDown={onKeyDown}>
              <colgroup>
                {WIDTHS.map((width, i) => (
                  <col key={COLUMNS[i]} style={{ width: `${width}%` }} />
                ))}
              </colgroup>
              <thead>
                <tr>
                  {COLUMNS.map((column) => (
                    <th key={column} scope="col">
                      {t(`reports.column.${query.direction}.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {above > 0 ? (
                  <tr>
                    <td colSpan={COLUMNS.length} style={{ height: above, padding: 0 }} />
                  </tr>
                ) : null}
                {items.map((item) => {
                  const row = held.rows.get(item.index);
                  return (
                    <tr
                      key={item.key}
                      ref={virtual.measureElement}
                      data-index={item.index}
                      tabIndex={0}
                      className="row-open"
                      onClick={() => open(row)}
                    >
                      {row ? <Cells row={row} /> : <td colSpan={COLUMNS.length}>…</td>}
                    </tr>
                  );
                })}
                {below > 0 ? (
                  <tr>
                    <td colSpan={COLUMNS.length} style={{ height: below, padding: 0 }} />
                  </tr>
                ) : null}
              </tbody>
            </table>
          )}
        </div>
      )}
    </>
  );
}
function Cells({ row }: { readonly row: BehindRow }) {
  return (
    <>
      <td className="figure">{row.number}</td>
      <td>{row.code}</td>
      <td>{dateText(row.date)}</td>
      <td>{row.party}</td>
      <td>{[row.typeName, row.subject].filter(Boolean).join(' – ')}</td>
      <td>{row.state}</td>
      <td>{row.handler}</td>
      <td>{dateText(row.dueDate)}</td>
      <td>{dateText(row.endedOn)}</td>
    </>
  );
}
