/** One register at a time: chosen, filtered, printed; numbers explained; lines kept by hand. */
import { Alert, Button, Menu, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { BookRow, FormRow } from '../../contract/page/registers.ts';
import { api, useCore } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { LongActProgress, LongWaiting } from '../parts/LongAct.tsx';
import { For } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { Blocks } from '../province/Blocks.tsx';
import { Compare } from '../province/Compare.tsx';
import { EnterList } from '../province/EnterList.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { CancelNumber } from './CancelNumber.tsx';
import { Entries } from './Entries.tsx';
import { ExplainNumber } from './ExplainNumber.tsx';
import { LineForm, StrikeLine } from './LineForm.tsx';
import { PrintDialog } from './PrintDialog.tsx';
import { Printed } from './Printed.tsx';
import { SecretNumber } from './SecretNumber.tsx';
import type { PrintedFile } from './useJob.ts';
import { type Shown, useLines } from './useLines.ts';

const TOPICS = ['registers', 'incoming', 'outgoing'] as const;
const BOOK_TOPICS = ['registers'] as const;
const load = async () => {
  const [{ books }, { forms, years }] = await Promise.all([api['registers.books']({}), api['registers.forms']({})]);
  return { books, forms, years };
};

/** A register as it is chosen: of a numbered book, or of the organ. */
interface Choice {
  readonly value: string;
  readonly label: string;
  readonly form: FormRow;
  readonly book?: BookRow;
}
function choicesOf(books: readonly BookRow[], forms: readonly FormRow[]): Choice[] {
  return forms.flatMap((form): Choice[] => {
    if (form.book === undefined) return [{ value: form.key, label: form.title, form }];
    const own = books.filter((book) => book.direction === form.book);
    const several = own.length > 1;
    return own.map((book) => ({
      value: `${form.key} ${book.id}`,
      label: form.key === form.book ? book.name : several ? `${form.title} (${book.name})` : form.title,
      form,
      book,
    }));
  });
}

let lastChoice: { readonly value?: string; readonly period?: string | undefined } = {};

export function Books() {
  const { value, error } = useLoaded(load, BOOK_TOPICS);
  const [at, setAt] = useState(lastChoice);
  const put = (next: typeof lastChoice): void => {
    lastChoice = next;
    setAt(next);
  };
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const choices = choicesOf(value.books, value.forms);
  const choice = choices.find((one) => one.value === at.value) ?? choices[0];
  if (choice === undefined) return <EmptyNote title={t('registers.noBooks')} next={t('registers.noBooksNext')} />;
  const periods = choice.book ? [...choice.book.periods].sort().reverse() : value.years;
  const period = at.period !== undefined && periods.includes(at.period) ? at.period : (periods[0] ?? '');
  return (
    <>
      <div className="register-choice">
        <Select
          aria-label={t('registers.book')}
          w={340}
          data={choices.map(({ value: one, label }) => ({ value: one, label }))}
          value={choice.value}
          allowDeselect={false}
          onChange={(next) => put({ ...at, ...(next === null ? {} : { value: next }) })}
        />
        <Select
          aria-label={t('registers.period')}
          w={170}
          data={periods.map((one) => ({
            value: one,
            label: choice.book?.closed.includes(one) ? t('registers.closedYear', { period: one }) : one,
          }))}
          value={period}
          allowDeselect={false}
          onChange={(next) => put({ ...at, period: next ?? undefined })}
        />
        {choice.book?.nextNumber === undefined || choice.form.key !== choice.form.book ? null : (
          <span className="dim registers-next">
            {choice.book.current === undefined || choice.book.current === period
              ? t('registers.next', { number: numberText(choice.book.nextNumber) })
              : t('registers.nextOf', { number: numberText(choice.book.nextNumber), period: choice.book.current })}
          </span>
        )}
        {choice.book !== undefined && choice.book.nextNumber === undefined ? (
          <span className="dim registers-next">{t('pending.word')}</span>
        ) : null}
      </div>
      <Register key={`${choice.value} ${period}`} form={choice.form} period={period} {...(choice.book ? { book: choice.book } : {})} />
    </>
  );
}

type Dialog = 'print' | 'cancel' | 'secret' | 'explain' | 'line' | undefined;
interface Props {
  readonly form: FormRow;
  readonly book?: BookRow;
  readonly period: string;
}
function Register({ form, book, period }: Props) {
  const [filter, setFilter] = useState<{ from?: string; to?: string; text?: string }>({});
  const [dialog, setDialog] = useState<Dialog>();
  const [line, setLine] = useState<{ readonly id: string; readonly act: 'change' | 'strike' }>();
  const [beside, setBeside] = useState<'enter' | 'compare'>();
  const [printed, setPrinted] = useState<PrintedFile>();
  const shown: Shown = { form: form.key, period, ...(book ? { bookId: book.id } : {}), ...filter };
  const lines = useLines(shown);
  const desk = useCore((s) => s.app?.me?.roles.includes('clerk')) ?? false;
  const own = book !== undefined && form.key === form.book;
  if (book && beside === 'enter') return <EnterList book={book} period={period} onBack={() => setBeside(undefined)} />;
  if (book && beside === 'compare') return <Compare book={book} period={period} onBack={() => setBeside(undefined)} />;
  if (printed) return <Printed file={printed} onBack={() => setPrinted(undefined)} />;
  const close = (): void => {
    setDialog(undefined);
    setLine(undefined);
  };
  const filtered = Object.values(filter).some(Boolean);
  const stopped = lines.error?.code === 'work.stopped' && lines.work === undefined;
  return (
    <>
      <div className="document-acts register-acts">
        <For call="registers.begin">
          <Button leftSection={<Icon name="print" size={18} />} onClick={() => setDialog('print')}>
            {t('registers.print')}
          </Button>
        </For>
        {form.entered && desk ? (
          <Button variant="default" leftSection={<Icon name="plus" size={18} />} onClick={() => setDialog('line')}>
            {t('registers.addLine')}
          </Button>
        ) : null}
        {own && desk ? (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button variant="default">{t('registers.more')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {book.closed.includes(period) ? (
                <Menu.Label>{t('registers.closedActs', { period })}</Menu.Label>
              ) : (
                <Menu.Item onClick={() => setDialog('cancel')}>{t('registers.cancel')}</Menu.Item>
              )}
              {book.direction === 'outgoing' ? <Menu.Item onClick={() => setDialog('secret')}>{t('registers.secretDo')}</Menu.Item> : null}
              <Menu.Divider />
              <Menu.Item onClick={() => setBeside('enter')}>{t('enter.open')}</Menu.Item>
              <Menu.Item onClick={() => setBeside('compare')}>{t('compare.open')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
        {own && desk ? (
          <Button variant="default" onClick={() => go({ at: 'entry', direction: book.direction })}>
            {t('entry.open')}
          </Button>
        ) : null}
        <Filter onFilter={setFilter} />
      </div>
      {own ? <BookNotes book={book} period={period} onExplain={() => setDialog('explain')} /> : null}
      <ErrorNote error={stopped || !lines.loaded ? undefined : lines.error} />
      {lines.loaded && !stopped ? <LongActProgress work={lines.work} /> : null}
      {lines.loaded && !stopped ? (
        <Entries
          key={JSON.stringify(filter)}
          form={form}
          lines={lines}
          label={own ? book.name : form.title}
          filtered={filtered}
          {...(form.entered && desk ? { onLine: setLine } : {})}
        />
      ) : (
        <LongWaiting loaded={{ value: undefined, error: lines.error, reload: lines.again, work: lines.work }} />
      )}
      {dialog === 'print' ? <PrintDialog shown={shown} total={lines.total} onClose={close} onMade={setPrinted} /> : null}
      {dialog === 'line' ? <LineForm form={form} onClose={close} /> : null}
      {line?.act === 'change' ? <LineForm form={form} id={line.id} onClose={close} /> : null}
      {line?.act === 'strike' ? <StrikeLine id={line.id} onClose={close} /> : null}
      {own && dialog === 'cancel' ? <CancelNumber book={book} period={period} onClose={close} onDone={close} /> : null}
      {own && dialog === 'secret' ? <SecretNumber book={book} onClose={close} /> : null}
      {own && dialog === 'explain' ? <ExplainNumber book={book} period={period} onClose={close} /> : null}
    </>
  );
}

function Filter({ onFilter }: { readonly onFilter: (filter: { from?: string; to?: string; text?: string }) => void }) {
  const [now, setNow] = useState<{ from?: string | undefined; to?: string | undefined; text: string }>({ text: '' });
  const tell = useDebouncedCallback((next: typeof now) => {
    onFilter({
      ...(next.from ? { from: next.from } : {}),
      ...(next.to ? { to: next.to } : {}),
      ...(next.text.trim() ? { text: next.text.trim() } : {}),
    });
  }, 250);
  const put = (change: Partial<typeof now>): void => {
    const next = { ...now, ...change };
    setNow(next);
    tell(next);
  };
  return (
    <div className="register-filter">
      <DateField
        aria-label={t('registers.from')}
        toward="past"
        placeholder={t('registers.from')}
        w={130}
        value={now.from}
        onDate={(from) => put({ from })}
      />
      <DateField
        toward="past"
        aria-label={t('registers.to')}
        placeholder={t('registers.to')}
        w={130}
        value={now.to}
        onDate={(to) => put({ to })}
      />
      <TextInput
        type="search"
        aria-label={t('registers.filter')}
        placeholder={t('registers.filter')}
        leftSection={<Icon name="search" size={18} />}
        w={250}
        maxLength={100}
        value={now.text}
        onChange={(e) => put({ text: e.currentTarget.value })}
      />
    </div>
  );
}

/** What must be said of the book's year before its lines. */
function BookNotes({ book, period, onExplain }: { readonly book: BookRow; readonly period: string; readonly onExplain: () => void }) {
  const load = useCallback(() => api['registers.year']({ bookId: book.id, period }), [book.id, period]);
  const { value } = useLoaded(load, TOPICS);
  return (
    <>
      {book.numbers === 'blocks' ? <Blocks book={book} /> : null}
      {value && value.gaps.length > 0 ? (
        <Alert color="red" variant="light" role="alert">
          {t('registers.gaps', { numbers: value.gaps.slice(0, 30).join(', ') + (value.gaps.length > 30 ? ', …' : '') })}{' '}
          <For call="registers.explainNumber">
            <Button variant="default" size="compact-sm" onClick={onExplain}>
              {t('registers.explain')}
            </Button>
          </For>
        </Alert>
      ) : null}
      {value?.firstNote ? (
        <p className="register-note">{t('registers.firstNote', { number: value.firstNumber, note: value.firstNote })}</p>
      ) : null}
      {value?.closing ? (
        <p className="register-note">
          {t('registers.closedNote', {
            at: momentText(value.closing.closedAt),
            by: value.closing.closedBy,
            order: value.closing.orderedBy,
          })}
        </p>
      ) : null}
    </>
  );
}
