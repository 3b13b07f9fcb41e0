// biome-ignore-all lint/a11y/useSemanticElements: rows that are laid out by a virtualiser cannot stand in a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the input of the cell in hand takes the focus, not the cells
/** The sheet's cells: only those in sight are drawn; the keys are those of a spreadsheet. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useRef } from 'react';
import {
  DEFAULT_FIELDS,
  type EntryField,
  type EntryProblem,
  entryFields,
  isEmptyRow,
  MAX_ENTRY_ROWS,
  readEntryRow,
  requiredFields,
  shownFields,
  writeClipboard,
} from '../../domain/entry/index.ts';
import { numberText } from '../format.ts';
import { drawnWith } from '../parts/tableRows.tsx';
import { errorText, t } from '../text/index.ts';
import { ActiveCell, type Move } from './Cell.tsx';
import {
  asDay,
  cellsOf,
  cellsOnClipboard,
  cleared,
  DEFAULT_ROW,
  filledDown,
  inRange,
  type Place,
  pasted,
  type Rows,
  rangeOf,
  withCell,
  withoutRows,
  withRowBefore,
  writtenOut,
} from './model.ts';
import type { Sheet, SheetControl } from './useSheet.ts';

const ROW = 34;
const HEAD = 44;
const NUMBER = 58;
const PAGE = 14;
/** Empty rows that wait below. */
const SPARE = 40;
const WIDTH: Readonly<Record<EntryField, number>> = {
  arrivalNumber: 80,
  arrivalDate: 108,
  channel: 112,
  sender: 220,
  code: 140,
  date: 108,
  typeName: 128,
  subject: 340,
  signer: 160,
  signerPosition: 120,
  priority: 104,
  dueDate: 108,
  unit: 150,
  note: 160,
  recipients: 260,
};
export interface Cursor {
  readonly at: Place;
  /** The other end of what is selected. */
  readonly anchor: Place;
}
interface Props {
  readonly control: SheetControl;
  readonly sheet: Sheet;
  readonly cursor: Cursor;
  readonly onCursor: (cursor: Cursor) => void;
  /** Asked of the store, by row. */
  readonly asked: ReadonlyMap<number, readonly EntryProblem[]>;
  readonly onPasted: (count: number, byHead: boolean) => void;
  readonly onCommit: () => void;
  readonly onLeave: () => void;
}

export function Grid({ control, sheet, cursor, onCursor, asked, onPasted, onCommit, onLeave }: Props) {
  const { direction, mode, rows, facts } = sheet;
  const fields = entryFields(direction);
  const shown = shownFields(direction, mode);
  const columns = shown.map((field) => fields.indexOf(field));
  const { at, anchor } = cursor;
  const scroller = useRef<HTMLDivElement>(null);
  const count = Math.min(MAX_ENTRY_ROWS, rows.length + SPARE);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    paddingStart: HEAD + ROW,
    scrollPaddingStart: HEAD + ROW,
    // The cell in hand holds the focus: out of the page, the next key would find nobody.
    rangeExtractor: (drawn) => drawnWith(drawn, at.row),
  });
  const range = rangeOf(at, anchor);
  /** Enter goes back to the column where a run of Tab began. */
  const runFrom = useRef<number>(undefined);

  const show = (place: Place): void => {
    if (place.row >= 0) virtual.scrollToIndex(place.row, { align: 'auto' });
    const box = scroller.current;
    if (box === null) return;
    const index = columns.indexOf(place.col);
    const left = NUMBER + shown.slice(0, index).reduce((sum, field) => sum + WIDTH[field], 0);
    const width = WIDTH[shown[index] ?? 'subject'];
    if (left - NUMBER < box.scrollLeft) box.scrollLeft = left - NUMBER;
    else if (left + width > box.scrollLeft + box.clientWidth) box.scrollLeft = left + width - box.clientWidth;
  };
  const goTo = (place: Place, extend = false): void => {
    onCursor({ at: place, anchor: extend ? anchor : place });
    show(place);
  };
  // A place chosen elsewhere (the list of faults) is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the place changes
  useEffect(() => show(at), [at.row, at.col]);

  const move = (how: Move, extend: boolean): void => {
    const index = columns.indexOf(at.col);
    const column = (i: number): number => columns[Math.max(0, Math.min(columns.length - 1, i))] ?? at.col;
    const row = (n: number): number => Math.max(DEFAULT_ROW, Math.min(count - 1, n));
    if (how === 'next' || how === 'previous') {
      runFrom.current ??= at.col;
      const step = index + (how === 'next' ? 1 : -1);
      if (step >= columns.length) goTo({ row: row(at.row + 1), col: column(0) });
      else if (step < 0) goTo({ row: row(at.row - 1), col: column(columns.length - 1) });
      else goTo({ row: at.row, col: column(step) });
      return;
    }
    const back = how === 'down' && !extend ? (runFrom.current ?? at.col) : at.col;
    runFrom.current = undefined;
    const places: Record<Exclude<Move, 'next' | 'previous'>, Place> = {
      down: { row: row(at.row + 1), col: back },
      up: { row: row(at.row - 1), col: at.col },
      left: { row: at.row, col: column(index - 1) },
      right: { row: at.row, col: column(index + 1) },
      pageDown: { row: row(at.row + PAGE), col: at.col },
      pageUp: { row: row(at.row - PAGE), col: at.col },
      rowStart: { row: at.row, col: column(0) },
      rowEnd: { row: at.row, col: column(columns.length - 1) },
      first: { row: 0, col: column(0) },
      last: { row: Math.max(0, rows.length - 1), col: column(columns.length - 1) },
    };
    goTo(places[how], extend);
  };
  const write = (place: Place, typed: string): void => {
    const field = fields[place.col];
    if (field === undefined) return;
    const text = writtenOut(field, asDay(field, typed), facts);
    if (place.row === DEFAULT_ROW) {
      const { [field]: _before, ...others } = sheet.defaults;
      control.set({ defaults: text === '' ? others : { ...others, [field]: text } });
      return;
    }
    control.change((now) => withPosition(withCell(now, direction, place, text), sheet, place, field, text));
  };
  const paste = (text: string, html: string): void => {
    if (at.row === DEFAULT_ROW) {
      write(at, text);
      return;
    }
    const told = { count: 0, byHead: false };
    const from = { row: range.from.row, col: range.from.col };
    control.change((now) => {
      const { rows: next, count: taken, byHead } = pasted(now, direction, from, cellsOnClipboard(text, html), columns, facts);
      Object.assign(told, { count: taken, byHead });
      return next;
    });
    onPasted(told.count, told.byHead);
  };
  const startAt = (event: MouseEvent, place: Place): void => {
    runFrom.current = undefined;
    goTo(place, event.shiftKey);
  };
  const cell = (place: Place, own: string, ghost: string, problems: readonly EntryProblem[]) => {
    const field = fields[place.col] ?? 'subject';
    const mine = problems.filter((problem) => problem.field === field);
    const wrong = mine.find(({ kind }) => kind === 'error') ?? mine[0];
    const active = at.row === place.row && at.col === place.col;
    const said = wrong === undefined ? undefined : errorText(wrong);
    const name = place.row === DEFAULT_ROW ? t('entry.defaultsRow') : t('entry.row', { row: place.row + 1 });
    return (
      <div
        key={place.col}
        role="gridcell"
        aria-colindex={columns.indexOf(place.col) + 2}
        aria-selected={inRange(range, place.row, place.col)}
        className={`entry-cell ${wrong === undefined ? '' : `entry-${wrong.kind}`} ${active ? 'entry-active' : ''}`}
        style={{ width: WIDTH[field] }}
        title={said ?? (own.length > 18 ? own : undefined)}
        onMouseDown={(event) => {
          if (active) return;
          event.preventDefault();
          startAt(event, place);
        }}
      >
        {own === '' ? <span className="entry-ghost">{ghost}</span> : own}
        {active ? (
          <ActiveCell
            key={`${place.row} ${place.col}`}
            sheet={sheet}
            field={field}
            text={own}
            label={`${t(`entry.field.${field}`)}, ${name}`}
            invalid={wrong?.kind === 'error'}
            describedBy={said === undefined ? undefined : 'entry-said'}
            onWrite={(text) => write(place, text)}
            onMove={move}
            onClear={() => (at.row === DEFAULT_ROW ? write(at, '') : control.change((now) => cleared(now, range)))}
            onFillDown={() => at.row >= 0 && control.change((now) => filledDown(now, direction, range, columns))}
            onPaste={paste}
            onCopy={() => writeClipboard(cellsOf(rows, range, columns))}
            onCommit={onCommit}
            onLeave={onLeave}
            onUndo={control.undo}
            onRedo={control.redo}
            onInsertRow={() => at.row >= 0 && control.change((now) => withRowBefore(now, direction, at.row))}
            onRemoveRows={() => at.row >= 0 && control.change((now) => withoutRows(now, range.from.row, range.to.row))}
          />
        ) : null}
      </div>
    );
  };
  const total = NUMBER + shown.reduce((sum, field) => sum + WIDTH[field], 0);
  const required = requiredFields(direction, mode);
  const current = at.row >= 0 ? problemsOf(rows, at.row, sheet, asked) : [];
  const saidNow = current.find((problem) => problem.field === fields[at.col]);
  return (
    <>
      <div
        ref={scroller}
        className="entry-grid"
        role="grid"
        aria-label={t('entry.title')}
        aria-rowcount={count + 2}
        aria-colcount={columns.length + 1}
      >
        <div style={{ height: virtual.getTotalSize(), width: total, position: 'relative' }}>
          <div className="entry-top" style={{ width: total }}>
            <div className="entry-line entry-head" role="row" aria-rowindex={1}>
              <div role="columnheader" className="entry-number" style={{ width: NUMBER }}>
                {t('entry.number')}
              </div>
              {shown.map((field) => (
                <div key={field} role="columnheader" className="entry-cell" style={{ width: WIDTH[field] }}>
                  {t(`entry.field.${field}`)}
                  {required.includes(field) ? <span className="entry-must"> *</span> : null}
                </div>
              ))}
            </div>
            <div className="entry-line entry-defaults" role="row" aria-rowindex={2}>
              <div role="rowheader" className="entry-number" style={{ width: NUMBER }} title={t('entry.defaultsLead')}>
                {t('entry.defaults')}
              </div>
              {shown.map((field, i) => {
                const col = columns[i] ?? 0;
                return DEFAULT_FIELDS[direction].includes(field) ? (
                  cell({ row: DEFAULT_ROW, col }, sheet.defaults[field] ?? '', '', [])
                ) : (
                  <div key={field} role="gridcell" className="entry-cell entry-none" style={{ width: WIDTH[field] }} />
                );
              })}
            </div>
          </div>
          {virtual.getVirtualItems().map((item) => {
            const cells = rows[item.index];
            const written = cells !== undefined && !isEmptyRow(cells.slice(0, fields.length));
            const problems = written ? problemsOf(rows, item.index, sheet, asked) : [];
            const answer = cells?.[fields.length] ?? '';
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 3}
                className={`entry-line entry-row ${answer === 'skip' ? 'entry-skip' : ''}`}
                style={{ height: ROW, transform: `translateY(${item.start}px)`, width: total }}
              >
                <div
                  role="rowheader"
                  className="entry-number"
                  style={{ width: NUMBER }}
                  onMouseDown={(event) => {
                    event.preventDefault();
                    const last = columns.at(-1) ?? 0;
                    onCursor({
                      at: { row: item.index, col: columns[0] ?? 0 },
                      anchor: { row: event.shiftKey ? anchor.row : item.index, col: last },
                    });
                  }}
                >
                  {numberText(item.index + 1)}
                  {answer === '' ? null : (
                    <span className="entry-answer">{t(`entry.answer.${answer as 'skip' | 'different' | 'merge'}`)}</span>
                  )}
                </div>
                {shown.map((field, i) => {
                  const col = columns[i] ?? 0;
                  const ghost = written && DEFAULT_FIELDS[direction].includes(field) ? (sheet.defaults[field] ?? '') : '';
                  return cell({ row: item.index, col }, cells?.[col] ?? '', ghost, problems);
                })}
              </div>
            );
          })}
        </div>
      </div>
      <output className="entry-said" id="entry-said">
        {saidNow === undefined ? t('entry.keys') : errorText(saidNow)}
      </output>
    </>
  );
}

/** What is wrong with the row by itself, and what the core asked about it. */
function problemsOf(rows: Rows, row: number, sheet: Sheet, asked: ReadonlyMap<number, readonly EntryProblem[]>): readonly EntryProblem[] {
  const cells = rows[row];
  const { length } = entryFields(sheet.direction);
  if (cells === undefined || isEmptyRow(cells.slice(0, length)) || cells[length] === 'skip') return [];
  return [...readEntryRow(cells, row, sheet.context).problems, ...(asked.get(row) ?? [])];
}

/** A known signer brings the position, where none is written. */
function withPosition(rows: Rows, sheet: Sheet, place: Place, field: EntryField, text: string): Rows {
  if (field !== 'signer' || sheet.direction !== 'outgoing') return rows;
  const col = entryFields('outgoing').indexOf('signerPosition');
  const position = sheet.facts.signers.find(({ name }) => name === text)?.position ?? '';
  if (position === '' || (rows[place.row]?.[col] ?? '') !== '' || (sheet.defaults.signerPosition ?? '') !== '') return rows;
  return withCell(rows, sheet.direction, { row: place.row, col }, position);
}
