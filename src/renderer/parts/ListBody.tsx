/** Body of a ledger: waiting, an error, an empty place that says what to do, or the rows. */
import { type ComponentProps, useEffect } from 'react';
import { EmptyNote, ErrorNote, Waiting } from './feedback.tsx';
import { PagedTable } from './PagedTable.tsx';

type TableProps<Row extends { readonly id: string }, State extends string> = ComponentProps<typeof PagedTable<Row, State>>;
interface Words {
  readonly empty: string;
  readonly emptyNext: string;
  readonly emptySearch: (text: string) => string;
}
export function ListBody<Row extends { readonly id: string }, State extends string>(props: TableProps<Row, State> & Words) {
  const { empty, emptyNext, emptySearch, ...table } = props;
  const { list } = table;
  const { loaded, total, error, text } = list.use();
  useEffect(() => {
    if (!loaded) list.reload();
  }, [loaded, list]);
  if (!loaded) return <Waiting />;
  return (
    <>
      <ErrorNote error={error} />
      {total === 0 && error === undefined ? (
        <div className="sheet ledger">
          {text === '' ? <EmptyNote title={empty} next={emptyNext} /> : <EmptyNote title={emptySearch(text)} />}
        </div>
      ) : (
        <PagedTable {...table} />
      )}
    </>
  );
}
