/** Body of a list: waiting, an error, an empty place that says what to do, or the rows with the pane beside them. */
import { Button } from '@mantine/core';
import { type ComponentType, type ReactNode, useEffect, useMemo, useState } from 'react';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { ColumnsDialog } from './ColumnsDialog.tsx';
import { chosenColumns, type LedgerColumn } from './columns.ts';
import { filterCount } from './Filters.tsx';
import type { ListedRow } from './LedgerRow.tsx';
import { LedgerTable, type LedgerTableProps } from './LedgerTable.tsx';
import type { Ledger } from './ledger.ts';
import { ListPaper } from './Paper.tsx';
import { QuickLook } from './QuickLook.tsx';
import './lists.css';

interface Props<Row extends ListedRow, State extends string>
  extends Omit<LedgerTableProps<Row, State>, 'columns' | 'onTickAll' | 'onTickTo'> {
  readonly list: Ledger<Row, State>;
  readonly columns: readonly LedgerColumn<Row>[];
  readonly empty: string;
  readonly emptyNext: string;
  readonly emptySearch: (text: string) => string;
  readonly Look: ComponentType<{ readonly id: string }>;
  /** Keys of this list alone, told under it. */
  readonly keys?: ReactNode;
}
export function LedgerBody<Row extends ListedRow, State extends string>(props: Props<Row, State>) {
  const { empty, emptyNext, emptySearch, Look, keys, columns, ...table } = props;
  const { list } = table;
  const { loaded, total, error, text, more, view, active, rows } = list.use();
  const [choosing, setChoosing] = useState(false);
  const shown = useMemo(() => chosenColumns(columns, view), [columns, view]);
  useEffect(() => {
    if (!loaded) list.reload();
  }, [loaded, list]);
  const saidAll = (wanted: Promise<number>): void =>
    void wanted.then((all) => {
      const count = list.use.getState().ticked.size;
      if (all > count) say(t('lists.tickedFirst', { count, all }));
    }, console.error);
  const tickAll = (): void => saidAll(list.tickAll());
  const tickTo = (index: number): void => saidAll(list.tickTo(index));
  if (!loaded) return <Waiting />;
  const row = rows.get(active);
  const filtered = filterCount(more) > 0 || more.bookId !== undefined;
  return (
    <>
      <ErrorNote error={error} />
      {total === 0 && error === undefined ? (
        <div className="sheet ledger">
          {text !== '' ? (
            <EmptyNote title={emptySearch(text)} />
          ) : filtered ? (
            <EmptyNote title={t('lists.emptyFilter')} next={t('lists.emptyFilterNext')}>
              <Button mt="sm" variant="default" onClick={() => list.setMore({})}>
                {t('lists.noFilter')}
              </Button>
            </EmptyNote>
          ) : (
            <EmptyNote title={empty} next={emptyNext} />
          )}
        </div>
      ) : (
        <div className="ledger-and-look">
          <LedgerTable {...table} columns={shown} onTickAll={tickAll} onTickTo={tickTo} />
          {view.look ? (
            <QuickLook
              onClose={() => list.setView({ look: false })}
              onMove={list.step}
              {...(row === undefined ? {} : { onOpen: () => table.onOpen(row) })}
              first={active === 0}
              last={active >= total - 1}
            >
              {row === undefined ? <Waiting /> : <Look key={row.id} id={row.id} />}
            </QuickLook>
          ) : null}
        </div>
      )}
      <div className="list-foot">
        <p className="list-keys">
          {keys}
          <Key name="↑ ↓" does={t('lists.key.move')} />
          <Key name="Enter" does={t('lists.key.open')} />
          <Key name="Space" does={t('lists.key.look')} />
          <Key name="X" does={t('lists.key.tick')} />
          <Key name="Shift + ↑ ↓" does={t('lists.key.range')} />
          <Key name="Ctrl + A" does={t('lists.key.all')} />
        </p>
        <Button variant="default" size="compact-sm" aria-pressed={view.look === true} onClick={() => list.setView({ look: !view.look })}>
          {t('lists.look')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => setChoosing(true)}>
          {t('lists.columns')}
        </Button>
        <ListPaper list={list} columns={columns} />
      </div>
      {choosing ? <ColumnsDialog list={list} columns={columns} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}
export function Key({ name, does }: { readonly name: string; readonly does: string }) {
  return (
    <span>
      <kbd>{name}</kbd>
      {does}
    </span>
  );
}
