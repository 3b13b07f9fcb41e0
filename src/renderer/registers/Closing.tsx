/** Khóa sổ: what a book's year holds, what is still open, the closing and its minutes; two years stand side by side. */
import { Alert, Button, Checkbox, Select, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { BookRow, Closing, UnregisteredRow } from '../../contract/page/registers.ts';
import { legalDateOf, yearOf } from '../../domain/time.ts';
import type { OpenItem } from '../../domain/yearEnd.ts';
import { api, useCore } from '../core.ts';
import { dateText, momentText, numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { JobProgress } from './JobProgress.tsx';
import { Printed } from './Printed.tsx';
import { type PrintedFile, useJob } from './useJob.ts';

const BOOK_TOPICS = ['registers'] as const;
const TOPICS = ['registers', 'incoming', 'outgoing'] as const;
const loadBooks = () => api['registers.closingBooks']({});
let last: { readonly bookId?: string; readonly period?: string } = {};

/** The year before this one while it is open, since that is what one comes here for in January. */
function proposed(book: BookRow): string {
  const open = [...book.periods].sort().filter((period) => !book.closed.includes(period));
  return open[0] ?? [...book.periods].sort().at(-1) ?? '';
}

export default function ClosingTab() {
  const { value, error } = useLoaded(loadBooks, BOOK_TOPICS);
  const [at, setAt] = useState(last);
  const [printed, setPrinted] = useState<PrintedFile>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const book = value.books.find((one) => one.id === at.bookId) ?? value.books[0];
  if (book === undefined) return <EmptyNote title={t('registers.noBooks')} next={t('registers.noBooksNext')} />;
  const period = at.period !== undefined && book.periods.includes(at.period) ? at.period : proposed(book);
  const put = (next: typeof last): void => {
    last = next;
    setAt(next);
  };
  // Back from a print one is where one was: in the year that was closed just now, too.
  const show = (file: PrintedFile): void => {
    put({ bookId: book.id, period });
    setPrinted(file);
  };
  if (printed) return <Printed file={printed} onBack={() => setPrinted(undefined)} />;
  return (
    <>
      <div className="register-choice">
        <Select
          aria-label={t('registers.book')}
          w={420}
          data={value.books.map(({ id, name }) => ({ value: id, label: name }))}
          value={book.id}
          allowDeselect={false}
          onChange={(bookId) => put(bookId === null ? {} : { bookId })}
        />
        <Select
          aria-label={t('registers.period')}
          w={150}
          data={[...book.periods]
            .sort()
            .reverse()
            .map((one) => ({ value: one, label: book.closed.includes(one) ? t('registers.closedYear', { period: one }) : one }))}
          value={period}
          allowDeselect={false}
          onChange={(next) => next && put({ bookId: book.id, period: next })}
        />
      </div>
      <Year key={`${book.id} ${period}`} book={book} period={period} onPrinted={show} />
    </>
  );
}

interface YearProps {
  readonly book: BookRow;
  readonly period: string;
  readonly onPrinted: (file: PrintedFile) => void;
}
function Year({ book, period, onPrinted }: YearProps) {
  const load = useCallback(() => api['registers.closing']({ bookId: book.id, period }), [book.id, period]);
  const { value, error } = useLoaded(load, TOPICS);
  const roles = useCore((s) => s.app?.me?.roles) ?? [];
  const [reopening, setReopening] = useState<Closing>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const { facts, open, unregistered, closings } = value;
  const closed = closings.find((closing) => closing.reopened === undefined);
  return (
    <div className="sheet scroll-sheet closing">
      <section>
        <Title order={2}>{t('closing.holds', { book: book.name, period })}</Title>
        <dl className="facts">
          <Fact name={t('closing.numbers')}>
            {facts.first === undefined || facts.last === undefined
              ? t('closing.none')
              : t('closing.range', { total: numberText(facts.total), first: numberText(facts.first), last: numberText(facts.last) })}
          </Fact>
          <Fact name={t('closing.dates')}>
            {facts.firstDate && facts.lastDate
              ? t('closing.fromTo', { from: dateText(facts.firstDate), to: dateText(facts.lastDate) })
              : '–'}
          </Fact>
          <Fact name={t('closing.cancelled')}>
            {facts.cancelled === 0
              ? '0'
              : `${facts.cancelled} (${facts.cancelledList
                  .slice(0, 12)
                  .map((one) => one.number)
                  .join(', ')}${facts.cancelledList.length > 12 ? ', …' : ''})`}
          </Fact>
          <Fact name={t('closing.secret')}>{facts.secret}</Fact>
          <Fact name={t('closing.late')}>{facts.late}</Fact>
        </dl>
      </section>
      {closed ? (
        <Alert color="teal" variant="light" role="status" title={t('closing.isClosed', { at: momentText(closed.closedAt) })}>
          <Text>{t('closing.by', { by: closed.closedBy, order: closed.orderedBy, pages: closed.pages })}</Text>
          <Text size="sm" className="closing-hash">
            SHA-256: {closed.sha256}
          </Text>
          <div className="closing-acts">
            <Button variant="default" onClick={() => onPrinted(closed.register)}>
              {t('closing.seeRegister')}
            </Button>
            <Button variant="default" onClick={() => onPrinted(closed.minutes)}>
              {t('closing.seeMinutes')}
            </Button>
            {roles.includes('administrator') ? (
              <Button variant="subtle" color="red" onClick={() => setReopening(closed)}>
                {t('closing.reopen')}
              </Button>
            ) : null}
          </div>
        </Alert>
      ) : (
        <>
          {value.refused ? (
            <Alert color="gray" variant="light" role="note">
              {errorText(value.refused)}
            </Alert>
          ) : null}
          {unregistered.length > 0 ? <Unregistered rows={unregistered} book={book} period={period} lateNumber={value.lateNumber} /> : null}
          {value.mayClose && roles.includes('clerk') ? <Close book={book} period={period} open={open} onPrinted={onPrinted} /> : null}
          {value.mayClose ? null : <OpenList open={open} />}
        </>
      )}
      <Before closings={closings.filter((closing) => closing.reopened !== undefined)} onPrinted={onPrinted} />
      {reopening ? <Reopen closing={reopening} period={period} onClose={() => setReopening(undefined)} /> : null}
    </div>
  );
}
function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
const openText = (item: OpenItem): string =>
  t('closing.item', {
    what: t(`closing.open.${item.kind}`),
    count: item.count,
    examples: item.examples.join('; ') + (item.count > item.examples.length ? '; …' : ''),
  });
function OpenList({ open }: { readonly open: readonly OpenItem[] }) {
  if (open.length === 0) return <Text c="dimmed">{t('closing.nothingOpen')}</Text>;
  return (
    <section>
      <Title order={3}>{t('closing.openTitle')}</Title>
      <ul>
        {open.map((item) => (
          <li key={item.kind}>{openText(item)}</li>
        ))}
      </ul>
    </section>
  );
}

function Close({ book, period, open, onPrinted }: YearProps & { readonly open: readonly OpenItem[] }) {
  const [orderedBy, setOrderedBy] = useState(useCore((s) => s.app?.office?.leaderName) ?? '');
  const [note, setNote] = useState('');
  const [paper, setPaper] = useState<'A4' | 'A3'>('A4');
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const job = useJob();
  const all = open.every((item) => seen.has(item.kind));
  const begin = (): void =>
    job.begin(
      () => api['registers.close']({ bookId: book.id, period, orderedBy, note, accepted: [...seen], paper }),
      (minutes) => {
        say(t('closing.done', { period }));
        onPrinted(minutes);
      },
    );
  return (
    <section>
      <Title order={3}>{open.length === 0 ? t('closing.ready') : t('closing.seeFirst')}</Title>
      {open.map((item) => (
        <Checkbox
          key={item.kind}
          my={6}
          label={openText(item)}
          checked={seen.has(item.kind)}
          onChange={(e) => {
            const next = new Set(seen);
            if (e.currentTarget.checked) next.add(item.kind);
            else next.delete(item.kind);
            setSeen(next);
          }}
        />
      ))}
      <div className="form-columns">
        <TextInput
          label={t('closing.orderedBy')}
          required
          maxLength={100}
          value={orderedBy}
          onChange={(e) => setOrderedBy(e.currentTarget.value)}
        />
        <Select
          label={t('registers.paper')}
          data={['A4', 'A3'].map((one) => ({ value: one, label: t(one === 'A3' ? 'registers.paper.A3' : 'registers.paper.A4') }))}
          value={paper}
          allowDeselect={false}
          onChange={(next) => setPaper(next === 'A3' ? 'A3' : 'A4')}
        />
      </div>
      <Textarea
        label={t('closing.note')}
        autosize
        minRows={1}
        maxLength={1000}
        value={note}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
      <Text c="dimmed" my="xs">
        {t('closing.what')}
      </Text>
      <JobProgress job={job} />
      <ErrorNote error={job.error} onClose={job.clear} />
      <Button mt="sm" disabled={orderedBy.trim() === '' || !all} loading={job.view !== undefined} onClick={begin}>
        {t('closing.do', { period })}
      </Button>
    </section>
  );
}

/** Registered now, in the old year's book, each marked. */
function Unregistered({
  rows,
  book,
  period,
  lateNumber,
}: {
  readonly rows: readonly UnregisteredRow[];
  readonly book: BookRow;
  readonly period: string;
  readonly lateNumber: number | undefined;
}) {
  const act = useAct();
  const late = async (id: string): Promise<void> => {
    const given = await act.run(() => api['registers.registerLate']({ id, bookId: book.id, period }));
    if (given) say(t('closing.lateDone', { number: numberText(given.arrivalNumber), period }));
  };
  const over = period < String(yearOf(legalDateOf(Date.now())));
  return (
    <section>
      <Title order={3}>{t('closing.unregistered', { count: rows.length })}</Title>
      <Text c="dimmed">{t(over ? 'closing.unregisteredLead' : 'closing.unregisteredNow')}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <table className="plain-table" aria-label={t('closing.unregistered', { count: rows.length })}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td style={{ width: 110 }}>{dateText(row.date)}</td>
              <td style={{ width: 150 }}>{row.code}</td>
              <td>
                <div className="late-row">
                  <div>
                    <button type="button" className="link" onClick={() => go({ at: row.at, id: row.id })}>
                      {row.subject}
                    </button>
                    <div className="dim">{row.party}</div>
                  </div>
                  {lateNumber === undefined ? null : (
                    <For call="registers.registerLate">
                      <Button variant="default" size="compact-md" loading={act.busy} onClick={() => void late(row.id)}>
                        {t('closing.registerLate', { period, number: numberText(lateNumber) })}
                      </Button>
                    </For>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Before({ closings, onPrinted }: { readonly closings: readonly Closing[]; readonly onPrinted: (file: PrintedFile) => void }) {
  if (closings.length === 0) return null;
  return (
    <section>
      <Title order={3}>{t('closing.before')}</Title>
      <ul>
        {closings.map((closing) => (
          <li key={closing.id}>
            {t('closing.beforeLine', {
              turn: closing.turn,
              at: momentText(closing.closedAt),
              by: closing.closedBy,
              reopenedAt: closing.reopened ? momentText(closing.reopened.at) : '',
              reopenedBy: closing.reopened?.by ?? '',
              reason: closing.reopened?.reason ?? '',
            })}{' '}
            <button type="button" className="link" onClick={() => onPrinted(closing.minutes)}>
              {t('closing.seeMinutes')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reopen({ closing, period, onClose }: { readonly closing: Closing; readonly period: string; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['registers.reopen']({ id: closing.id, reason })))) return;
    onClose();
    say(t('closing.reopened', { period }));
  };
  return (
    <FormDialog
      title={t('closing.reopenTitle', { period })}
      lead={t('closing.reopenLead')}
      submit={t('closing.reopen')}
      danger
      act={act}
      dirty={reason !== ''}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('closing.reopenReason')}
        required
        maxLength={500}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
