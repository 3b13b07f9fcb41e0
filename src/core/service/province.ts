/** The page's calls on living beside the province's document system. */
import type { provinceCalls } from '../../contract/page/province.ts';
import type { Handlers } from '../../contract/wire.ts';
import { type ComparedField, type ComparedLine, compareBooks, guessColumns, readNumber } from '../../domain/bookCompare.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { recordId } from '../../domain/ids.ts';
import { periodOf } from '../../domain/numbering.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { packXlsx, type ReadTable } from '../../formats/table/index.ts';
import { record } from '../audit/index.ts';
import { documentKinds } from '../codelists/index.ts';
import { fillIncomingNumber, fillOutgoingNumber, pendOutgoing, registerPending } from '../documents/index.ts';
import { printSheet } from '../print/index.ts';
import {
  addBlock,
  allColumns,
  type Book,
  blockRows,
  bookById,
  closeBlock,
  comparedLines,
  enterRows,
  listBooks,
  markEntered,
  numberSource,
  setEnterColumns,
  setNumberSource,
} from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import type { Workstation } from '../workstation.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

function currentPeriod(store: Store, book: Book): string {
  const period = periodOf(book.rule, legalDateOf(store.now()));
  if (!period.ok) throw new Failure(period.error.code, period.error.params);
  return period.value;
}
const seriesNames = (store: Store, book: Book): string[] =>
  book.rule.series === 'common' ? [''] : [...new Set(documentKinds(store).map((kind) => kind.abbreviation || kind.name))];

function sourceOf(store: Store, book: Book) {
  const pending = store.db
    .prepare(
      `SELECT (SELECT count(*) FROM incoming WHERE book_id = @id AND number_pending = 1) + (SELECT count(*) FROM outgoing WHERE book_id = @id AND number_pending = 1)`,
    )
    .pluck()
    .get({ id: book.id }) as number;
  return {
    bookId: book.id,
    name: book.name,
    direction: book.rule.direction,
    organId: book.organId,
    numbers: numberSource(store, book.id),
    period: currentPeriod(store, book),
    series: seriesNames(store, book),
    blocks: blockRows(store, book.id),
    pending,
  };
}

async function tableOf(workstation: Workstation, uploadId: string): Promise<ReadTable> {
  const row = workstation.store.db.prepare('SELECT blob_id FROM upload WHERE id = ?').get(uploadId) as { blob_id: BlobId } | undefined;
  if (!row) throw new Failure('files.no_such_upload');
  return workstation.parsing.readTable({ source: workstation.store.vault.sealed(row.blob_id) });
}
function linesOf(
  table: ReadTable,
  headerRow: number,
  mapping: Readonly<Partial<Record<ComparedField, number | undefined>>>,
): ComparedLine[] {
  return table.rows.slice(headerRow + 1).flatMap((row) => {
    const cell = (field: ComparedField): string => {
      const column = mapping[field];
      return column === undefined ? '' : (row[column] ?? '');
    };
    const number = readNumber(cell('number'));
    // Titles and sums between the lines are no lines.
    if (number === undefined && cell('code') === '') return [];
    const line = { code: cell('code'), date: cell('date'), subject: cell('subject'), party: cell('party') };
    return [number === undefined ? line : { number, ...line }];
  });
}

const listName = (book: Book, period: string): string => `Danh sách nhập phần mềm của tỉnh – ${book.name} ${period.replace('..', ' – ')}`;

export const provinceHandlers: Handlers<typeof provinceCalls, Session> = {
  'province.state': (_input, session) => {
    const { store } = signedIn(session).workstation;
    const organs = store.db.prepare('SELECT organ_id AS organId, name, collects FROM organ ORDER BY organ_id').all() as {
      organId: string;
      name: string;
      collects: 'here' | 'province';
    }[];
    return { organs, books: listBooks(store).map((book) => sourceOf(store, book)) };
  },
  'province.setNumbers': ({ bookId, numbers }, session) => {
    const { workstation, actor } = signedIn(session);
    const book = bookById(workstation.store, bookId);
    setNumberSource(workstation.store, actor, bookId, numbers, currentPeriod(workstation.store, book));
    workstation.changed('registers');
    return {};
  },
  'province.setCollects': ({ organId, collects }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    store.tx(() => {
      const changed = store.db.prepare('UPDATE organ SET collects = ? WHERE organ_id = ?').run(collects, organId);
      if (changed.changes === 0) throw new Failure('documents.not_our_organ');
      record(store, actor, 'organ.collects', organId, collects);
    }, 'organ:collects');
    workstation.changed('registers');
    return {};
  },
  'province.addBlock': (input, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const { allowedOn, validTo, ...block } = optional(input);
    addBlock(store, actor, {
      ...block,
      period: currentPeriod(store, bookById(store, block.bookId)),
      allowedOn: allowedOn as LegalDate,
      ...(validTo === undefined ? {} : { validTo: validTo as LegalDate }),
    });
    workstation.changed('registers');
    return {};
  },
  'province.closeBlock': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    closeBlock(workstation.store, actor, id);
    workstation.changed('registers');
    return {};
  },
  'incoming.registerPending': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    registerPending(workstation.store, actor, recordId(id));
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
  'outgoing.numberPending': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    pendOutgoing(workstation.store, actor, id);
    workstation.changed('outgoing', id);
    return {};
  },
  'province.fillNumber': ({ kind, id, number, date }, session) => {
    const { workstation, actor } = signedIn(session);
    if (kind === 'incoming') fillIncomingNumber(workstation.store, actor, recordId(id), number);
    else fillOutgoingNumber(workstation.store, actor, id, number, (date ?? legalDateOf(workstation.store.now())) as LegalDate);
    workstation.changed(kind, id);
    workstation.changed('registers');
    return {};
  },
  'province.list': ({ bookId, period, all, limit, workId }, session) =>
    watched(session, workId, async (steps) => {
      const { store } = signedIn(session).workstation;
      const book = bookById(store, bookId);
      return { ...(await enterRows(store, book, period, all, steps, limit)), available: allColumns(book.rule.direction) };
    }),
  'province.setColumns': ({ direction, columns }, session) => {
    const { workstation, actor } = signedIn(session);
    setEnterColumns(workstation.store, actor, direction, columns);
    workstation.changed('registers');
    return {};
  },
  'province.markEntered': ({ bookId, ids, entered }, session) => {
    const { workstation, actor } = signedIn(session);
    markEntered(workstation.store, actor, bookById(workstation.store, bookId), ids, entered);
    workstation.changed('registers');
    return {};
  },
  'province.print': ({ bookId, period, all, workId }, session) =>
    watched(session, workId, async (steps) => {
      const { workstation, actor } = signedIn(session);
      const { store } = workstation;
      const book = bookById(store, bookId);
      const { columns, rows } = await enterRows(store, book, period, all, steps);
      const { place: _place, now: _now, ...office } = printPlace(workstation);
      const between = (done: number) => steps.step('make', done, rows.length);
      await between(0);
      const sheet = {
        ...office,
        title: 'Danh sách văn bản cần nhập vào phần mềm của tỉnh',
        subtitle: `${book.name}, ${period}`,
        landscape: true,
        table: {
          headings: columns.map(({ heading }) => heading),
          widths: columns.map(({ key }) =>
            key === 'subject' || key === 'recipients' ? 3 : key === 'party' || key === 'documentId' ? 2 : 1,
          ),
          rows: rows.map((row) => row.cells),
          empty: 'Không còn văn bản nào cần nhập.',
        },
        signers: [{ title: 'Người lập', name: actor.name }, { title: 'Người nhập' }],
      };
      const pdf = await printSheet(sheet, between);
      await steps.step('write', 0, 0);
      return keepPrint(store, actor, pdf, `${listName(book, period)}.pdf`, 'register.enter_print', bookId);
    }),
  'province.workbook': ({ bookId, period, all, workId }, session) =>
    watched(session, workId, async (steps) => {
      const { workstation, actor } = signedIn(session);
      const { store } = workstation;
      const book = bookById(store, bookId);
      const { columns, rows } = await enterRows(store, book, period, all, steps);
      const between = (done: number) => steps.step('make', done, rows.length);
      await between(0);
      const { watermark } = printPlace(workstation);
      const sheet = {
        ...(watermark === undefined ? {} : { mark: watermark }),
        name: book.name,
        headings: columns.map(({ heading }) => heading),
        rows: rows.map((row) => row.cells),
        widths: columns.map(({ key }) => (key === 'subject' || key === 'recipients' ? 60 : key === 'party' ? 30 : 16)),
      };
      const bytes = await packXlsx(sheet, between);
      await steps.step('write', 0, 0);
      return keepPrint(store, actor, bytes, `${listName(book, period)}.xlsx`, 'register.enter_workbook', bookId);
    }),
  'province.readExport': async ({ uploadId, direction }, session) => {
    const table = await tableOf(signedIn(session).workstation, uploadId);
    return { rows: table.rows.slice(0, 20), total: table.rows.length, truncated: table.truncated, ...guessColumns(table.rows, direction) };
  },
  'province.compare': async ({ uploadId, bookId, period, headerRow, mapping }, session) => {
    const { workstation } = signedIn(session);
    const book = bookById(workstation.store, bookId);
    const there = linesOf(await tableOf(workstation, uploadId), headerRow, mapping);
    const here = await comparedLines(workstation.store, book, period);
    return { ...compareBooks(here, there), there: there.length, here: here.length };
  },
};
