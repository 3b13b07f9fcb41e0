/** The decree's ten columns on one sheet; only the rows in sight are drawn. Arrows move, Enter opens the document. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef } from 'react';
import type { BookRow, RegisterEntry } from '../../contract/page/exchange.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { EmptyNote } from '../parts/feedback.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';

/** Parts of the sheet's width, in the order of the columns; they stand in a window of 1366 px without scrolling sideways. */
const WIDTHS: Readonly<Record<BookDirection, readonly number[]>> = {
  incoming: [9, 5, 14, 11, 9, 25, 10, 8, 5, 6],
  outgoing: [11, 9, 26, 11, 16, 10, 5, 8, 5, 6],
};
const ROW_HEIGHT = 62;

interface Props {
  readonly book: BookRow;
  readonly headings: readonly string[];
  readonly entries: readonly RegisterEntry[];
}
export function Entries({ book, headings, entries }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  if (entries.length === 0) {
    return (
      <div className="sheet scroll-sheet">
        <EmptyNote title={t('registers.empty')} next={t('registers.emptyNext')} />
      </div>
    );
  }
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const open = (entry: RegisterEntry | undefined): void => {
    if (entry?.documentId !== undefined) go({ at: book.direction, id: entry.documentId });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = Number((event.target as HTMLElement).closest('tr')?.dataset.index ?? Number.NaN);
    const moves: Partial<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    const to = moves[event.key];
    if (Number.isNaN(at)) return;
    if (event.key === 'Enter') open(entries[at]);
    else if (to !== undefined && to >= 0 && to < entries.length) {
      virtual.scrollToIndex(to);
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`tr[data-index="${to}"]`)?.focus());
    } else return;
    event.preventDefault();
  };
  return (
    <div className="sheet scroll-sheet" ref={scroller}>
      <table className="plain-table register" aria-label={book.name} aria-rowcount={entries.length + 1} onKeyDown={onKeyDown}>
        <colgroup>
          {headings.map((heading, i) => (
            <col key={heading} style={{ width: `${WIDTHS[book.direction][i] ?? 10}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} width={headings.length} />
          {items.map((item) => {
            const entry = entries[item.index];
            return entry ? (
              <tr
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                tabIndex={0}
                className={entry.state === 'used' ? (entry.documentId === undefined ? '' : 'register-open') : 'register-cancelled'}
                onDoubleClick={() => open(entry)}
              >
                <Cells entry={entry} width={headings.length} />
              </tr>
            ) : null;
          })}
          <Gap height={below} width={headings.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows out of sight. */
function Gap({ height, width }: { readonly height: number; readonly width: number }) {
  return height > 0 ? (
    <tr className="register-gap">
      <td colSpan={width} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}

function Cells({ entry, width }: { readonly entry: RegisterEntry; readonly width: number }) {
  if (entry.state === 'used') {
    return entry.columns.map((cell, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the decree's columns never change places
      <td key={i}>{cell}</td>
    ));
  }
  const words =
    entry.state === 'secret'
      ? t('registers.secret')
      : t('registers.cancelled', { reason: entry.reason ?? '…', by: entry.allowedBy ?? '…' });
  return (
    <>
      <td className="figure">{entry.number}</td>
      <td colSpan={width - 1}>{words}</td>
    </>
  );
}
