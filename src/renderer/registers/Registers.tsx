import { Alert, Button, Select, Title } from '@mantine/core';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { BookRow, RegisterEntry } from '../../contract/page/exchange.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { CancelNumber } from './CancelNumber.tsx';
import './registers.css';

const Viewer = lazy(() => import('../viewer/index.ts'));
const TOPICS = ['registers', 'incoming', 'outgoing'] as const;
const BOOK_TOPICS = ['registers'] as const;
const loadBooks = () => api['registers.books']({});

export function Registers() {
  const { value, error } = useLoaded(loadBooks, BOOK_TOPICS);
  const books = value?.books ?? [];
  const [bookId, setBookId] = useState<string>();
  const [period, setPeriod] = useState<string>();
  const book = books.find((b) => b.id === bookId) ?? books[0];
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  if (book === undefined) return <EmptyNote title={t('registers.noBooks')} next={t('registers.noBooksNext')} />;
  const shown = period !== undefined && book.periods.includes(period) ? period : [...book.periods].sort().at(-1);
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('registers.title')}</Title>
        <Select
          aria-label={t('registers.book')}
          w={340}
          data={books.map((b) => ({ value: b.id, label: b.name }))}
          value={book.id}
          allowDeselect={false}
          onChange={(id) => setBookId(id ?? undefined)}
        />
        <Select
          aria-label={t('registers.period')}
          w={150}
          data={[...book.periods]}
          value={shown ?? null}
          allowDeselect={false}
          onChange={(next) => setPeriod(next ?? undefined)}
        />
      </div>
      {shown === undefined ? (
        <EmptyNote title={t('registers.empty')} next={t('registers.emptyNext')} />
      ) : (
        <Book key={`${book.id} ${shown}`} book={book} period={shown} />
      )}
    </>
  );
}

interface Printed {
  readonly fileId: string;
  readonly size: number;
  readonly name: string;
}
function Book({ book, period }: { readonly book: BookRow; readonly period: string }) {
  const load = useCallback(() => api['registers.entries']({ bookId: book.id, period }), [book.id, period]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [cancelling, setCancelling] = useState(false);
  const [printed, setPrinted] = useState<Printed>();
  const act = useAct();
  const print = async (): Promise<void> => setPrinted(await act.run(() => api['registers.print']({ bookId: book.id, period })));
  if (printed) {
    return (
      <>
        <div className="screen-head">
          <Button variant="default" leftSection={<Icon name="back" size={18} />} onClick={() => setPrinted(undefined)}>
            {t('registers.backToBook')}
          </Button>
          <Title order={2}>{t('registers.printed')}</Title>
        </div>
        <Suspense fallback={<Waiting text={t('viewer.loading')} />}>
          <div className="fill">
            <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
          </div>
        </Suspense>
      </>
    );
  }
  return (
    <>
      <div className="document-acts">
        <Button leftSection={<Icon name="print" size={18} />} loading={act.busy} onClick={() => void print()}>
          {t('registers.print')}
        </Button>
        <Button variant="default" onClick={() => setCancelling(true)}>
          {t('registers.cancel')}
        </Button>
        <span className="dim registers-next">{t('registers.next', { number: numberText(book.nextNumber) })}</span>
      </div>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {value && value.unexplainedGaps.length > 0 ? (
        <Alert color="red" variant="light" role="alert">
          {t('registers.gaps', { numbers: value.unexplainedGaps.join(', ') })}
        </Alert>
      ) : null}
      {value ? <Entries book={book} headings={value.headings} entries={value.entries} /> : error ? null : <Waiting />}
      {cancelling ? (
        <CancelNumber
          book={book}
          period={period}
          onClose={() => setCancelling(false)}
          onDone={() => {
            setCancelling(false);
            void reload();
          }}
        />
      ) : null}
    </>
  );
}

interface EntriesProps {
  readonly book: BookRow;
  readonly headings: readonly string[];
  readonly entries: readonly RegisterEntry[];
}
function Entries({ book, headings, entries }: EntriesProps) {
  if (entries.length === 0) {
    return (
      <div className="sheet scroll-sheet">
        <EmptyNote title={t('registers.empty')} next={t('registers.emptyNext')} />
      </div>
    );
  }
  return (
    <div className="sheet scroll-sheet">
      <table className="plain-table register" aria-label={book.name}>
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
          {entries.map((entry) => (
            <EntryRow key={entry.number} book={book} entry={entry} width={headings.length} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryRow({ book, entry, width }: { readonly book: BookRow; readonly entry: RegisterEntry; readonly width: number }) {
  if (entry.state !== 'used') {
    const words =
      entry.state === 'secret'
        ? t('registers.secret')
        : t('registers.cancelled', { reason: entry.reason ?? '…', by: entry.allowedBy ?? '…' });
    return (
      <tr className="register-cancelled">
        <td className="figure">{entry.number}</td>
        <td colSpan={width - 1}>{words}</td>
      </tr>
    );
  }
  const { documentId } = entry;
  return (
    <tr
      {...(documentId === undefined ? {} : { className: 'register-open', onDoubleClick: () => go({ at: book.direction, id: documentId }) })}
    >
      {entry.columns.map((cell, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the decree's columns never change places
        <td key={i}>{cell}</td>
      ))}
    </tr>
  );
}
