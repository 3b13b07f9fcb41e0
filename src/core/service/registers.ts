/** The page's calls on the registers: shown, printed, exported, kept by hand, explained, closed; books and their rules. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { bookCalls, PrintedFile, registerCalls } from '../../contract/page/registers.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { organId, recordId } from '../../domain/ids.ts';
import { periodOf } from '../../domain/numbering.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import { officeCalendar } from '../deadlines/index.ts';
import { lateNumber, ownOrgan, registerLate } from '../documents/index.ts';
import { nextOf } from '../organs/index.ts';
import { beginJob, type JobControl, jobView, stopJob } from '../print/jobs.ts';
import { keepFile } from '../print/kept.ts';
import {
  addRegisterLine,
  allBooks,
  type Book,
  bookById,
  bookDetails,
  cancelNumber,
  changeRegisterLine,
  changeRule,
  closedPeriods,
  closeYear,
  closingOf,
  closingView,
  explainNumber,
  findDeskBook,
  formOf,
  gapsOf,
  heldPeriods,
  type LineQuery,
  listBooks,
  makeRegister,
  makeSure,
  numberSource,
  openBook,
  openLines,
  periodsOf,
  REGISTER_FORMS,
  type RegisterForm,
  type RegisterMake,
  type RegisterOffice,
  registerLine,
  renameBook,
  reopenYear,
  secretNumber,
  setFirst,
  strikeRegisterLine,
  withdrawRule,
  yearPieces,
} from '../registers/index.ts';
import type { Workstation } from '../workstation.ts';
import { formOfBook } from './deskForms.ts';
import { optional } from './optional.ts';
import { printPlace } from './print.ts';
import { currentOrgan, mayOrgan, type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

type Asked = {
  readonly form: string;
  readonly bookId?: string | undefined;
  readonly period: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly text?: string | undefined;
};
/** The register that is asked for, and its lines as a query; of the organ the session works in where it belongs to no book. */
function asked(session: Session, { form: key, bookId, period, from, to, text }: Asked): { form: RegisterForm; query: LineQuery } {
  const { store } = signedIn(session).workstation;
  const form = formOf(key);
  const book = form.book === undefined ? undefined : bookById(store, bookId ?? '');
  if (book && book.rule.direction !== form.book) throw new Failure('registers.no_such_form');
  return {
    form,
    query: {
      ...{ organId: book?.organId ?? currentOrgan(session).organId, period },
      ...(book ? { book } : {}),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(text ? { text: foldVietnamese(text) } : {}),
    },
  };
}
function officeOf(workstation: Workstation, organ: string): RegisterOffice {
  const { now, ...office } = printPlace(workstation, ownOrgan(workstation.store, organ));
  return { ...office, today: legalDateOf(now) };
}
const personOf = (session: Session): string => signedIn(session).actor.personId ?? '';

async function make(session: Session, what: Asked, options: RegisterMake, control: JobControl): Promise<PrintedFile> {
  const { workstation, actor } = signedIn(session);
  const { form, query } = asked(session, what);
  const made = await makeRegister(workstation.store, form, query, officeOf(workstation, query.organId), options, control);
  return keepFile(workstation.store, actor, { ...made, organId: query.organId }, 'register.print', query.book?.id ?? form.key);
}
const AT_ONCE: JobControl = { signal: new AbortController().signal, progress: () => undefined };

/** Years in which an organ has lines or numbers, newest first; this year always. */
function yearsOf(store: Workstation['store'], organ: string): string[] {
  const lines = store.db
    .prepare<[string], string>('SELECT DISTINCT substr(date, 1, 4) FROM register_line WHERE organ_id = ?')
    .pluck()
    .all(organ);
  const books = allBooks(store).filter((book) => book.organId === organ);
  const years = [...lines, ...books.flatMap(({ id }) => heldPeriods(store, id).map((period) => period.slice(0, 4)))];
  return [...new Set([legalDateOf(store.now()).slice(0, 4), ...years])].sort().reverse();
}
const upcoming = (nextNumber: number): { nextNumber?: number } => (nextNumber === 0 ? {} : { nextNumber });
function bookRow(store: Workstation['store'], book: Book) {
  const current = periodOf(book.rule, legalDateOf(store.now()));
  return {
    ...{ id: book.id, name: book.name, direction: book.rule.direction, rule: book.rule, periods: periodsOf(store, book) },
    ...{ closed: closedPeriods(store, book.id), numbers: numberSource(store, book.id) },
    ...(current.ok ? { current: current.value } : {}),
    ...upcoming(nextOf(store, book)),
  };
}

export const registerHandlers: Handlers<typeof registerCalls, Session> = {
  'registers.books': (_input, session) => {
    const { store } = signedIn(session).workstation;
    const { organId } = currentOrgan(session);
    return {
      books: listBooks(store)
        .filter((book) => book.organId === organId)
        .map((book) => bookRow(store, book)),
    };
  },
  'registers.closingBooks': (_input, session) => {
    const { store } = signedIn(session).workstation;
    const { organId } = currentOrgan(session);
    const desk = (['copy', 'petition'] as const).flatMap((kind) => findDeskBook(store, organId, kind) ?? []);
    return {
      books: [...listBooks(store).filter((book) => book.organId === organId), ...desk].map((book) => bookRow(store, book)),
    };
  },
  'registers.forms': (_input, session) => ({
    forms: REGISTER_FORMS.map(({ key, title, columns, book, entered }) => ({
      ...{ key, title, columns },
      ...(book ? { book } : {}),
      ...(entered ? { entered } : {}),
    })),
    years: yearsOf(signedIn(session).workstation.store, currentOrgan(session).organId),
  }),
  'registers.lines': ({ offset, limit, workId, ...what }, session) =>
    watched(session, workId, async (steps) => {
      const { store } = signedIn(session).workstation;
      const { form, query } = asked(session, what);
      const open = await openLines(store, form, query, steps);
      return { lines: open.lines(offset, limit), total: open.total };
    }),
  'registers.year': async ({ bookId, period }, session) => {
    const { store } = signedIn(session).workstation;
    const book = bookById(store, bookId);
    // A year that nobody has read yet: its gaps are looked for once it is in memory.
    for (const _ of yearPieces(store, book, period)) await nextTurn();
    const closing = closingOf(store, bookId, period);
    const opened = book.openedOn.slice(0, 4) === period;
    return {
      ...{ gaps: gapsOf(store, book, period), firstNumber: opened ? book.rule.firstNumber : 1 },
      ...(opened && book.rule.firstNote ? { firstNote: book.rule.firstNote } : {}),
      ...(closing ? { closing } : {}),
    };
  },
  'registers.sure': ({ bookId, period }, session) => {
    const { workstation, actor } = signedIn(session);
    makeSure(workstation.store, actor, bookId, period);
    workstation.changed('registers');
    return {};
  },
  'registers.cancelNumber': ({ bookId, period, number, reason, allowedBy }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.store.tx(() => {
      cancelNumber(workstation.store, { bookId, period, number }, { reason, allowedBy });
      record(workstation.store, actor, 'register.cancel_number', bookId, String(number));
    }, 'register:cancel');
    workstation.changed('registers');
    return {};
  },
  'registers.explainNumber': (what, session) => {
    const { workstation, actor } = signedIn(session);
    explainNumber(workstation.store, actor, what);
    workstation.changed('registers');
    return {};
  },
  'registers.secretNumber': ({ bookId, typeName, allowedBy }, session) => {
    const { workstation, actor } = signedIn(session);
    const code = secretNumber(workstation.store, actor, bookId, typeName, allowedBy);
    workstation.changed('registers');
    return { code };
  },
  'registers.late': ({ id }, session) => {
    const late = lateNumber(signedIn(session).workstation.store, id);
    return late === undefined ? {} : { late };
  },
  'registers.registerLate': ({ id, bookId, period }, session) => {
    const { workstation, actor } = signedIn(session);
    const { arrivalNumber } = registerLate(workstation.store, actor, recordId(id), { bookId, period });
    workstation.changed('incoming', id);
    workstation.changed('registers');
    workstation.exchange.wake();
    return { arrivalNumber };
  },
  'registers.print': ({ bookId, period }, session) => {
    const form = bookById(signedIn(session).workstation.store, bookId).rule.direction;
    return make(session, { form, bookId, period }, { as: 'pdf', paper: 'A4', cover: false }, AT_ONCE);
  },
  'registers.begin': ({ as, paper, cover, ...what }, session) => {
    const { store } = signedIn(session).workstation;
    asked(session, what);
    return { jobId: beginJob(store, personOf(session), 0, (control) => make(session, what, { as, paper, cover }, control)) };
  },
  'registers.job': ({ jobId }, session) => jobView(signedIn(session).workstation.store, personOf(session), jobId),
  'registers.stop': ({ jobId }, session) => {
    stopJob(signedIn(session).workstation.store, personOf(session), jobId);
    return {};
  },
  'registers.line': ({ id }, session) => registerLine(signedIn(session).workstation.store, id),
  'registers.addLine': ({ form: key, date, cells, incomingId, outgoingId }, session) => {
    const { workstation, actor } = signedIn(session);
    const form = formOf(key);
    if (!form.entered) throw new Failure('registers.no_such_form');
    const line = { organId: currentOrgan(session).organId, date: date as LegalDate, cells, ...optional({ incomingId, outgoingId }) };
    const id = workstation.store.tx(() => addRegisterLine(workstation.store, actor, form, line), 'registers:line');
    workstation.changed('registers');
    return { id };
  },
  'registers.changeLine': ({ id, date, cells }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const { columns } = formOf(registerLine(store, id).form);
    store.tx(() => changeRegisterLine(store, actor, columns, id, date as LegalDate, cells), 'registers:line-change');
    workstation.changed('registers');
    return {};
  },
  'registers.strikeLine': ({ id, reason }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.store.tx(() => strikeRegisterLine(workstation.store, actor, id, reason), 'registers:line-strike');
    workstation.changed('registers');
    return {};
  },
  'registers.closing': ({ bookId, period }, session) => closingView(signedIn(session).workstation.store, bookId, period),
  'registers.close': (what, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const book = bookById(store, what.bookId);
    const form = formOfBook(book, actor, () => officeCalendar(store, workstation.holidays()));
    const total = form.count(store, { organId: book.organId, book, period: what.period });
    const work = async (control: JobControl): Promise<PrintedFile> => {
      const { minutes } = await closeYear(store, actor, what, officeOf(workstation, book.organId), control, form);
      workstation.changed('registers');
      if (book.rule.desk !== undefined) workstation.changed('paper');
      return minutes;
    };
    return { jobId: beginJob(store, personOf(session), total, work) };
  },
  'registers.reopen': ({ id, reason }, session) => {
    const { workstation, actor } = signedIn(session);
    reopenYear(workstation.store, actor, id, reason);
    workstation.changed('registers');
    return {};
  },
};

export const bookHandlers: Handlers<typeof bookCalls, Session> = {
  'books.list': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return { books: bookDetails(workstation.store).filter((book) => mayOrgan(actor, book.organId)) };
  },
  'books.open': ({ term, ...book }, session) => {
    const { workstation, actor } = signedIn(session);
    if (!mayOrgan(actor, organId(book.organId))) throw new Failure('session.other_organ');
    openBook(workstation.store, actor, {
      ...book,
      ...(term ? { term: { from: term.from as LegalDate, to: term.to as LegalDate } } : {}),
    });
    workstation.changed('registers');
    return {};
  },
  'books.rename': ({ bookId, name }, session) => {
    const { workstation, actor } = signedIn(session);
    renameBook(workstation.store, actor, bookId, name);
    workstation.changed('registers');
    return {};
  },
  'books.changeRule': ({ bookId, fromDate, rule, reason }, session) => {
    const { workstation, actor } = signedIn(session);
    changeRule(workstation.store, actor, bookId, fromDate, rule, reason);
    workstation.changed('registers');
    return {};
  },
  'books.withdrawRule': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    withdrawRule(workstation.store, actor, id);
    workstation.changed('registers');
    return {};
  },
  'books.setFirst': ({ bookId, firstNumber, note }, session) => {
    const { workstation, actor } = signedIn(session);
    setFirst(workstation.store, actor, bookId, firstNumber, note);
    workstation.changed('registers');
    return {};
  },
};
