/** The documents behind one number, read as they come into sight. */
import { Button, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { BehindRow, Grouping, Measure } from '../../contract/page/reports.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { LongActProgress } from '../parts/LongAct.tsx';
import { For } from '../parts/may.tsx';
import { useTableRows } from '../parts/tableRows.tsx';
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
  const total = held?.total ?? 0;
  const open = (row: BehindRow): void => go({ at: row.at, id: row.id });
  const drawn = useTableRows({ count: total, height: 58, row: (index) => held?.rows.get(index), open });
  const { from, to } = drawn;
  const made = useMade((_as, workId) => api['reports.behindFile']({ ...query, workId }));
  useEffect(() => {
    for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, to - 1) / PAGE); page++) {
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
        <div className="sheet scroll-sheet" ref={drawn.scroller}>
          {total === 0 ? (
            <EmptyNote title={t('reports.none')} />
          ) : (
            <table className="plain-table register" aria-label={title} aria-rowcount={total + 1} {...drawn.table}>
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
                {drawn.lines(COLUMNS.length, (index, part) => {
                  const row = held.rows.get(index);
                  return (
                    <tr {...part} className="row-open" onClick={() => row && open(row)}>
                      {row ? <Cells row={row} /> : <td colSpan={COLUMNS.length}>…</td>}
                    </tr>
                  );
                })}
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
