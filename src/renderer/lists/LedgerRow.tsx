// biome-ignore-all lint/a11y/useSemanticElements: rows that are laid out by a virtualiser cannot stand in a <table>
/** One row of a list. It is drawn anew only when something of it changed: scrolling draws the rows that come in and no others. */
import { type FocusEvent, type KeyboardEvent, type MouseEvent, memo, useRef } from 'react';
import { t } from '../text/index.ts';
import type { ShownColumn } from './columns.ts';

export interface ListedRow {
  readonly id: string;
  readonly unread?: true;
}
/** What a row asks of its list; the same object for as long as the list stands. */
export interface RowHands<Row extends ListedRow> {
  name(row: Row): string;
  look(row: Row): string;
  tick(row: Row): void;
  click(event: MouseEvent, index: number, row: Row | undefined): void;
  key(event: KeyboardEvent): void;
  focus(event: FocusEvent, index: number): void;
}
interface Props<Row extends ListedRow> {
  readonly row: Row | undefined;
  readonly index: number;
  readonly start: number;
  readonly size: number;
  readonly tracks: string;
  readonly columns: readonly ShownColumn<Row>[];
  readonly ticked: boolean;
  readonly active: boolean;
  readonly hands: RowHands<Row>;
}

function PlainRow<Row extends ListedRow>({ row, index, start, size, tracks, columns, ticked, active, hands }: Props<Row>) {
  const name = row === undefined ? '' : hands.name(row);
  // A row that comes in above moves all others by one: what is meant is what stood there when the button went down.
  const pressed = useRef<Row | undefined>(undefined);
  const meant = (): Row | undefined => {
    const at = pressed.current ?? row;
    pressed.current = undefined;
    return at;
  };
  const classes = ['ledger-row ledger-placed', active && 'ledger-active', row?.unread && 'ledger-unread', row && hands.look(row)];
  return (
    <div
      data-row={index}
      role="row"
      aria-rowindex={index + 2}
      aria-label={row ? (row.unread ? t('lists.unreadRow', { name }) : name) : undefined}
      aria-selected={row ? ticked : undefined}
      tabIndex={active ? 0 : -1}
      className={classes.filter(Boolean).join(' ')}
      style={{ height: size, transform: `translateY(${start}px)`, gridTemplateColumns: tracks }}
      onPointerDown={() => {
        pressed.current = row;
      }}
      onClick={(event) => hands.click(event, index, meant())}
      onFocus={(event) => hands.focus(event, index)}
      onKeyDown={(event) => {
        pressed.current = undefined;
        hands.key(event);
      }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the click from opening the row; x ticks */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the box inside takes the focus */}
      <span role="gridcell" onClick={(event) => event.stopPropagation()}>
        {row ? (
          <input
            type="checkbox"
            className="ledger-tick"
            tabIndex={-1}
            aria-label={t('common.tick', { name })}
            checked={ticked}
            onChange={() => hands.tick(meant() ?? row)}
          />
        ) : null}
      </span>
      {row ? (
        columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
          <span key={column.key} role="gridcell" className={column.className}>
            {column.cell(row)}
          </span>
        ))
      ) : (
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, not its cells
        <span role="gridcell" className="ledger-waiting">
          …
        </span>
      )}
    </div>
  );
}
export const LedgerRow = memo(PlainRow) as typeof PlainRow;
