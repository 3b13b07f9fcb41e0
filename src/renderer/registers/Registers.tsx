import { Alert, Button, Select, Title } from '@mantine/core';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { BookRow } from '../../contract/page/exchange.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { Blocks } from '../province/Blocks.tsx';
import { Compare } from '../province/Compare.tsx';
import { EnterList } from '../province/EnterList.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { CancelNumber } from './CancelNumber.tsx';
import { Entries } from './Entries.tsx';
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
  const [beside, setBeside] = useState<'enter' | 'compare'>();
  const act = useAct();
  const print = async (): Promise<void> => setPrinted(await act.run(() => api['registers.print']({ bookId: book.id, period })));
  if (beside === 'enter') return <EnterList book={book} period={period} onBack={() => setBeside(undefined)} />;
  if (beside === 'compare') return <Compare book={book} period={period} onBack={() => setBeside(undefined)} />;
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
        <Button variant="default" onClick={() => go({ at: 'entry', direction: book.direction })}>
          {t('entry.open')}
        </Button>
        <Button variant="default" onClick={() => setBeside('enter')}>
          {t('enter.open')}
        </Button>
        <Button variant="default" onClick={() => setBeside('compare')}>
          {t('compare.open')}
        </Button>
        <span className="dim registers-next">
          {book.nextNumber === undefined ? t('pending.word') : t('registers.next', { number: numberText(book.nextNumber) })}
        </span>
      </div>
      {book.numbers === 'blocks' ? <Blocks book={book} /> : null}
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
