/** Cài đặt, Sổ và số ký hiệu: books of each organ, the rule of their numbers with an example, where they begin. */
import { Button, MultiSelect, NumberInput, Select, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { BookDetail, RuleRow } from '../../contract/page/registers.ts';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import { checkPattern, printedCode } from '../../domain/numbering.ts';
import type { BookRule } from '../../domain/registers.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { day, whole as figure, flag, maybeWhole, oneOf, type Shape, text, texts } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import '../people/people.css';
import './registers.css';

const TOPICS = ['registers'] as const;
const load = () => api['books.list']({});
type Open = { readonly what: 'rule' | 'first' | 'name'; readonly book: BookDetail } | { readonly what: 'open'; readonly organId: string };

/** What a number of this book looks like on the day. */
function example(rule: BookRule, number: number, date: LegalDate): string {
  const kinds = rule.kinds.length > 0 ? rule.kinds.slice(0, 2) : rule.direction === 'incoming' ? [''] : ['Quyết định', 'Công văn'];
  return kinds.map((kind) => printedCode(rule, number, kind, date).code).join(' · ');
}
const today = (): LegalDate => legalDateOf(Date.now());
const ruleNow = (book: BookDetail): RuleRow => book.rules.find((row) => row.state === 'now') ?? (book.rules[0] as RuleRow);

export default function BooksSection() {
  const { value, error } = useLoaded(load, TOPICS);
  const [open, setOpen] = useState<Open>();
  const roles = useCore((s) => s.app?.me?.roles) ?? [];
  const administrator = roles.includes('administrator');
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const organs = [...new Map(value.books.map((book) => [book.organId, book.organName]))];
  const close = (): void => setOpen(undefined);
  const done = (): void => {
    close();
    say(t('books.saved'));
  };
  return (
    <>
      <ErrorNote error={act.error} onClose={act.clear} />
      {organs.map(([organId, name]) => (
        <section key={organId} className="organ-card" aria-label={name}>
          <div className="organ-card-head">
            <strong>{name}</strong>
            {administrator ? (
              <Button variant="default" size="compact-md" onClick={() => setOpen({ what: 'open', organId })}>
                {t('books.open')}
              </Button>
            ) : null}
          </div>
          {value.books
            .filter((book) => book.organId === organId)
            .map((book) => (
              <Book
                key={book.id}
                book={book}
                administrator={administrator}
                onOpen={setOpen}
                onWithdraw={(id) => void act.run(() => api['books.withdrawRule']({ id }))}
              />
            ))}
        </section>
      ))}
      {open?.what === 'rule' ? <RuleForm book={open.book} onClose={close} onDone={done} /> : null}
      {open?.what === 'first' ? <FirstForm book={open.book} onClose={close} onDone={done} /> : null}
      {open?.what === 'name' ? <NameForm book={open.book} onClose={close} onDone={done} /> : null}
      {open?.what === 'open' ? <OpenForm organId={open.organId} onClose={close} onDone={done} /> : null}
    </>
  );
}

interface BookProps {
  readonly book: BookDetail;
  readonly administrator: boolean;
  readonly onOpen: (open: Open) => void;
  readonly onWithdraw: (id: string) => void;
}
function Book({ book, administrator, onOpen, onWithdraw }: BookProps) {
  const { rule } = ruleNow(book);
  const coming = book.rules.filter((row) => row.state === 'coming');
  return (
    <article className="book-card" aria-label={book.name}>
      <Title order={3}>{book.name}</Title>
      <dl className="facts">
        <div>
          <dt>{t('books.for')}</dt>
          <dd>{rule.kinds.length === 0 ? t('books.everyKind') : rule.kinds.join(', ')}</dd>
        </div>
        <div>
          <dt>{t('books.counts')}</dt>
          <dd>
            {rule.period.by === 'year'
              ? t('books.byYear')
              : t('books.byTerm', { from: dateText(rule.period.from), to: dateText(rule.period.to) })}
            {' · '}
            {t(rule.series === 'common' ? 'books.common' : 'books.perKind')}
          </dd>
        </div>
        <div>
          <dt>{t('books.pattern')}</dt>
          <dd>
            {t('books.example', { code: example(rule, book.nextNumber ?? rule.firstNumber, today()) })}
            <span className="dim"> ({rule.pattern === rule.plainPattern ? rule.pattern : `${rule.pattern} · ${rule.plainPattern}`})</span>
          </dd>
        </div>
        <div>
          <dt>{t('books.next')}</dt>
          <dd>
            {book.nextNumber === undefined ? t('books.nextNone') : numberText(book.nextNumber)}
            {rule.firstNote ? ` · ${t('registers.firstNote', { number: rule.firstNumber, note: rule.firstNote })}` : ''}
          </dd>
        </div>
        <div>
          <dt>{t('books.numbers')}</dt>
          <dd>
            {t(`books.numbers.${book.numbers}`)}{' '}
            {administrator ? (
              <button type="button" className="link" onClick={() => go({ at: 'settings', section: 'province' })}>
                {t('books.numbersChange')}
              </button>
            ) : null}
          </dd>
        </div>
      </dl>
      {coming.map((row) => (
        <p key={row.id} className="register-note">
          {t('books.coming', {
            date: dateText(row.fromDate),
            code: example(row.rule, row.rule.firstNumber, (row.fromDate ?? today()) as LegalDate),
            reason: row.reason ?? '',
          })}{' '}
          {administrator && row.id ? (
            <button type="button" className="link" onClick={() => onWithdraw(row.id ?? '')}>
              {t('books.withdraw')}
            </button>
          ) : null}
        </p>
      ))}
      {book.closedOn === undefined ? (
        <div className="closing-acts">
          {administrator ? (
            <>
              <Button variant="default" size="compact-md" onClick={() => onOpen({ what: 'rule', book })}>
                {t('books.changeRule')}
              </Button>
              <Button variant="default" size="compact-md" onClick={() => onOpen({ what: 'name', book })}>
                {t('books.rename')}
              </Button>
            </>
          ) : null}
          {book.untouched ? (
            <Button variant="default" size="compact-md" onClick={() => onOpen({ what: 'first', book })}>
              {t('books.setFirst')}
            </Button>
          ) : null}
        </div>
      ) : (
        <Text c="dimmed">{t('organs.closed', { date: dateText(book.closedOn) })}</Text>
      )}
    </article>
  );
}

interface FormProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}
type Changeable = Pick<BookRule, 'pattern' | 'plainPattern' | 'organAbbreviation' | 'unitAbbreviation' | 'padTo' | 'series' | 'kinds'>;
const pick = ({ pattern, plainPattern, organAbbreviation, unitAbbreviation, padTo, series, kinds }: BookRule): Changeable => ({
  ...{ pattern, plainPattern, organAbbreviation, unitAbbreviation, padTo, series, kinds },
});
type Typed = { readonly [K in keyof Changeable]: K extends 'kinds' ? string[] : Changeable[K] };
const typed = (rule: BookRule): Typed => ({ ...pick(rule), kinds: [...rule.kinds] });
const TYPED: Shape<Typed> = {
  pattern: text(60),
  plainPattern: text(60),
  organAbbreviation: text(20),
  unitAbbreviation: text(20),
  padTo: figure(0, 20),
  series: oneOf('common', 'per_kind'),
  kinds: texts(200, 100),
};
const sound = (rule: Changeable): boolean => checkPattern(rule.pattern) === undefined && checkPattern(rule.plainPattern) === undefined;

function RuleFields({
  rule,
  whole,
  date,
  onRule,
}: {
  readonly rule: Changeable;
  readonly whole: BookRule;
  readonly date: LegalDate;
  readonly onRule: (rule: Changeable) => void;
}) {
  const put = (change: Partial<Changeable>): void => onRule({ ...rule, ...change });
  const outgoing = whole.direction === 'outgoing';
  return (
    <>
      <TextInput
        label={t('books.pattern')}
        description={t('books.patternHint')}
        required
        maxLength={60}
        value={rule.pattern}
        error={checkPattern(rule.pattern) === undefined ? undefined : t('books.patternWrong', { part: checkPattern(rule.pattern) ?? '' })}
        onChange={(e) =>
          put(outgoing ? { pattern: e.currentTarget.value } : { pattern: e.currentTarget.value, plainPattern: e.currentTarget.value })
        }
      />
      {outgoing ? (
        <>
          <TextInput
            label={t('books.plainPattern')}
            required
            maxLength={60}
            value={rule.plainPattern}
            error={
              checkPattern(rule.plainPattern) === undefined
                ? undefined
                : t('books.patternWrong', { part: checkPattern(rule.plainPattern) ?? '' })
            }
            onChange={(e) => put({ plainPattern: e.currentTarget.value })}
          />
          <div className="form-columns">
            <TextInput
              label={t('books.organ')}
              required
              maxLength={20}
              value={rule.organAbbreviation}
              onChange={(e) => put({ organAbbreviation: e.currentTarget.value })}
            />
            <TextInput
              label={t('books.unit')}
              maxLength={20}
              value={rule.unitAbbreviation}
              onChange={(e) => put({ unitAbbreviation: e.currentTarget.value })}
            />
          </div>
          <MultiSelect
            label={t('books.for')}
            placeholder={rule.kinds.length === 0 ? t('books.everyKind') : ''}
            searchable
            data={[...new Set([...DOCUMENT_KINDS.map(({ name }) => name), ...rule.kinds])]}
            value={[...rule.kinds]}
            onChange={(kinds) => put({ kinds })}
          />
          <Select
            label={t('books.counts')}
            data={[
              { value: 'common', label: t('books.common') },
              { value: 'per_kind', label: t('books.perKind') },
            ]}
            value={rule.series}
            allowDeselect={false}
            onChange={(next) => put({ series: next === 'per_kind' ? 'per_kind' : 'common' })}
          />
        </>
      ) : null}
      {sound(rule) ? (
        <Text role="status" fw={600}>
          {t('books.example', { code: [5, 128].map((n) => example({ ...whole, ...rule }, n, date)).join(' · ') })}
        </Text>
      ) : null}
    </>
  );
}

type Changed = Typed & { readonly fromDate: string | undefined; readonly reason: string };
const CHANGED: Shape<Changed> = { ...TYPED, fromDate: day, reason: text(500) };
function RuleForm({ book, onClose, onDone }: FormProps & { readonly book: BookDetail }) {
  const { rule: whole } = ruleNow(book);
  const kept = useKeptForm<Changed>({ form: 'bookRule', of: book.id }, CHANGED, () => ({
    ...{ ...typed(whole), fromDate: book.ruleFrom, reason: '' },
  }));
  const { fromDate, reason, ...rule } = kept.value;
  const act = useAct();
  const save = async (): Promise<void> => {
    if (fromDate === undefined) return;
    if (!(await act.run(() => api['books.changeRule']({ bookId: book.id, fromDate, rule, reason })))) return;
    void kept.end();
    onDone();
  };
  return (
    <FormDialog
      title={t('books.changeRuleTitle', { book: book.name })}
      lead={t('books.changeRuleLead', { date: dateText(book.ruleFrom) })}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={sound(rule) && fromDate !== undefined && reason.trim() !== '' && rule.organAbbreviation.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <RuleFields
        rule={rule}
        whole={whole}
        date={(fromDate ?? today()) as LegalDate}
        onRule={(next) => kept.set({ ...next, kinds: [...next.kinds] })}
      />
      <DateField label={t('books.fromDate')} required value={fromDate} onDate={(next) => kept.set({ fromDate: next })} />
      <Textarea
        label={t('books.reason')}
        required
        maxLength={500}
        autosize
        minRows={1}
        value={reason}
        onChange={(e) => kept.set({ reason: e.currentTarget.value })}
      />
    </FormDialog>
  );
}

function FirstForm({ book, onClose, onDone }: FormProps & { readonly book: BookDetail }) {
  const { rule } = ruleNow(book);
  const [first, setFirst] = useState<number | undefined>(rule.firstNumber);
  const [note, setNote] = useState(rule.firstNote ?? '');
  // From 01 on nothing stands elsewhere: so is a number set back that was set by mistake.
  const before = first === undefined || first > 1;
  const act = useAct();
  const save = async (): Promise<void> => {
    if (
      first !== undefined &&
      (await act.run(() => api['books.setFirst']({ bookId: book.id, firstNumber: first, note: before ? note : '' })))
    )
      onDone();
  };
  return (
    <FormDialog
      title={t('books.setFirstTitle', { book: book.name })}
      lead={t('books.setFirstLead')}
      submit={t('common.save')}
      act={act}
      dirty={first !== rule.firstNumber || note !== (rule.firstNote ?? '')}
      canSubmit={first !== undefined && (!before || note.trim() !== '')}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <NumberInput
        label={t('books.first')}
        required
        min={1}
        max={1_000_000}
        allowDecimal={false}
        hideControls
        w={200}
        value={first ?? ''}
        onChange={(n) => setFirst(typeof n === 'number' ? n : undefined)}
        data-autofocus
      />
      <Textarea
        label={t('books.firstNote')}
        placeholder={before ? t('books.firstNoteHint') : t('books.firstNoteNone')}
        required={before}
        disabled={!before}
        maxLength={300}
        autosize
        minRows={1}
        value={before ? note : ''}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
    </FormDialog>
  );
}

function NameForm({ book, onClose, onDone }: FormProps & { readonly book: BookDetail }) {
  const [name, setName] = useState(book.name);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['books.rename']({ bookId: book.id, name }))) onDone();
  };
  return (
    <FormDialog
      title={t('books.rename')}
      submit={t('common.save')}
      act={act}
      dirty={name !== book.name}
      canSubmit={name.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('books.name')}
        required
        maxLength={100}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}

const NEW: BookRule = {
  direction: 'outgoing',
  kinds: [],
  period: { by: 'year' },
  series: 'common',
  pattern: '{number}/{year}/{kind}-{organ}',
  plainPattern: '{number}/{organ}-{unit}',
  unitAbbreviation: 'VP',
  organAbbreviation: 'UBND',
  firstNumber: 1,
  padTo: 2,
};
interface Opened extends Typed {
  readonly name: string;
  readonly direction: BookRule['direction'];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly byTerm: boolean;
  readonly first: number | undefined;
  readonly note: string;
}
const OPENED: Shape<Opened> = {
  ...TYPED,
  name: text(100),
  direction: oneOf('incoming', 'outgoing'),
  from: day,
  to: day,
  byTerm: flag,
  first: maybeWhole(1, 1_000_000),
  note: text(300),
};
function OpenForm({ organId, onClose, onDone }: FormProps & { readonly organId: string }) {
  const kept = useKeptForm<Opened>({ form: 'bookOpen', of: organId }, OPENED, () => ({
    ...typed(NEW),
    ...{ name: '', direction: 'outgoing', from: undefined, to: undefined, byTerm: false, first: 1, note: '' },
  }));
  const { set } = kept;
  const { name, direction, from, to, byTerm, first, note, ...rule } = kept.value;
  const term = { from, to };
  const act = useAct();
  const dates = byTerm && term.from !== undefined && term.to !== undefined ? { term: { from: term.from, to: term.to } } : {};
  const save = async (): Promise<void> => {
    const book = {
      organId,
      name,
      direction,
      rule,
      firstNumber: first ?? 1,
      firstNote: note,
      ...dates,
    };
    if (!(await act.run(() => api['books.open'](book)))) return;
    void kept.end();
    onDone();
  };
  const ready =
    name.trim() !== '' &&
    sound(rule) &&
    first !== undefined &&
    (first === 1 || note.trim() !== '') &&
    (!byTerm || 'term' in dates) &&
    rule.kinds.length > 0;
  return (
    <FormDialog
      title={t('books.open')}
      lead={t('books.openLead')}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('books.name')}
        required
        maxLength={100}
        value={name}
        onChange={(e) => set({ name: e.currentTarget.value })}
        data-autofocus
      />
      <div className="form-columns">
        <Select
          label={t('books.direction')}
          data={(['outgoing', 'incoming'] as const).map((one) => ({ value: one, label: t(`reports.direction.${one}`) }))}
          value={direction}
          allowDeselect={false}
          onChange={(next) => set({ direction: next === 'incoming' ? 'incoming' : 'outgoing' })}
        />
        <Select
          label={t('books.period')}
          data={[
            { value: 'year', label: t('books.byYear') },
            { value: 'term', label: t('books.term') },
          ]}
          value={byTerm ? 'term' : 'year'}
          allowDeselect={false}
          onChange={(next) => set({ byTerm: next === 'term' })}
        />
        {byTerm ? (
          <>
            <DateField label={t('organs.termFrom')} value={term.from} onDate={(next) => set({ from: next })} />
            <DateField label={t('organs.termTo')} value={term.to} onDate={(next) => set({ to: next })} />
          </>
        ) : null}
      </div>
      <RuleFields
        rule={rule}
        whole={{ ...NEW, direction: 'outgoing' }}
        date={today()}
        onRule={(next) => set({ ...next, kinds: [...next.kinds] })}
      />
      <NumberInput
        label={t('books.first')}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        hideControls
        w={200}
        value={first ?? ''}
        onChange={(n) => set({ first: typeof n === 'number' ? n : undefined })}
      />
      {first !== undefined && first > 1 ? (
        <Textarea
          label={t('books.firstNote')}
          placeholder={t('books.firstNoteHint')}
          required
          maxLength={300}
          autosize
          minRows={1}
          value={note}
          onChange={(e) => set({ note: e.currentTarget.value })}
        />
      ) : null}
    </FormDialog>
  );
}
