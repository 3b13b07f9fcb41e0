/** Step 2: the last number of every series, proposed, mended where the paper says more, and confirmed one by one. */
import { Button, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReconcileBook, ReconcileView } from '../../contract/page/maintenance.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly view: ReconcileView;
  readonly may: boolean;
  readonly reload: () => Promise<void>;
}
export function Books({ view, may, reload }: Props) {
  const asked = view.compared !== undefined;
  return (
    <section className="sheet care-part" aria-label={t('reconcile.step2')}>
      <h2>{t('reconcile.step2')}</h2>
      <Text>{t(asked ? 'reconcile.step2Lead' : 'reconcile.step2First')}</Text>
      <table className="plain-table" aria-label={t('reconcile.step2')}>
        <thead>
          <tr>
            <th scope="col">{t('reconcile.book')}</th>
            <th scope="col" style={{ width: 70 }}>
              {t('reconcile.period')}
            </th>
            <th scope="col" style={{ width: 90 }}>
              {t('reconcile.series')}
            </th>
            <th scope="col" style={{ width: 150 }}>
              {t('reconcile.held')}
            </th>
            <th scope="col" style={{ width: 150 }}>
              {t('reconcile.last')}
            </th>
            <th scope="col" style={{ width: 330 }} aria-label={t('reconcile.confirm')} />
          </tr>
        </thead>
        <tbody>
          {view.books.map((book) => (
            <Row key={`${book.bookId} ${book.period} ${book.series}`} book={book} may={may && asked} reload={reload} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ book, may, reload }: { readonly book: ReconcileBook; readonly may: boolean; readonly reload: () => Promise<void> }) {
  const act = useAct();
  // Untouched, the field follows the proposal, which another question to the axis may raise.
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? String(book.confirmed === undefined ? book.seen : Math.max(book.confirmed, book.seen));
  const last = /^\d{1,7}$/.test(shown.trim()) ? Number(shown.trim()) : undefined;
  const name = book.series === '' ? book.name : `${book.name}, ${book.series}`;
  const settled = book.confirmed !== undefined && last === book.confirmed;
  const confirm = async (): Promise<void> => {
    if (last === undefined) return;
    const { bookId, period, series } = book;
    if (await act.run(() => api['reconcile.confirmBook']({ bookId, period, series, last }))) setTyped(undefined);
    await reload();
  };
  const skipped = last !== undefined && last > book.held ? skippedText(book.held, last) : undefined;
  return (
    <tr>
      <td>
        {book.name}
        <ErrorNote error={act.error} onClose={act.clear} />
      </td>
      <td className="figure">{book.period}</td>
      <td>{book.series === '' ? t('reconcile.common') : book.series}</td>
      <td className="figure">{book.held === 0 ? t('common.none') : numberText(book.held)}</td>
      <td>
        <TextInput
          aria-label={t('reconcile.lastOf', { book: name })}
          inputMode="numeric"
          value={shown}
          disabled={!may}
          error={last === undefined ? t('reconcile.whole') : undefined}
          onChange={(e) => {
            act.clear();
            setTyped(e.currentTarget.value);
          }}
        />
      </td>
      <td>
        {settled ? (
          <span className="care-good">{t('reconcile.confirmed', { last: numberText(last) })}</span>
        ) : (
          <>
            <Button
              size="compact-md"
              aria-label={t('reconcile.confirmOf', { book: name })}
              disabled={!may || last === undefined}
              loading={act.busy}
              onClick={() => void confirm()}
            >
              {t('reconcile.confirm')}
            </Button>
            {may && skipped ? (
              <Text size="sm" className="care-consequence">
                {skipped}
              </Text>
            ) : null}
          </>
        )}
      </td>
    </tr>
  );
}

/** What confirming writes into the book. An empty book may begin with another number than 1, so only the end is named. */
function skippedText(held: number, last: number): string {
  if (held === 0) return t('reconcile.filledFromStart', { last });
  return held + 1 === last ? t('reconcile.filledOne', { last }) : t('reconcile.filled', { first: held + 1, last });
}
