/**
 * Lists as a clerk's register: any filter, any order, pages from anywhere in the same time; what each person has opened;
 * how they set their lists up; the shown list on paper and as a workbook. It promises: a document stands in its list as
 * its row says, from the transaction on that changed it; and no list is ever read whole to show a part of it.
 */
import type { IncomingListRow, ListAnswer, ListView, OutgoingListRow } from '../../contract/page/lists.ts';
import type { AmendmentKind } from '../../domain/amendments.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import type { ListOrder } from '../../domain/listQuery.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Actor } from '../context.ts';
import { type IncomingRecord, rowOf as incomingRowOf, ROW_COLUMNS } from '../documents/incomingView.ts';
import type { OutgoingRecord } from '../documents/outgoing.ts';
import { BOARD, type Board, ISSUED_AMOUNT, rowOf as outgoingRowOf } from '../documents/outgoingView.ts';
import type { Store } from '../store/types.ts';
import { inParts, inTurns, type Steps, UNWATCHED } from '../working/index.ts';
import { countsOf, type ListCounts, readerOf } from './opened.ts';
import { type DayCount, type ListFilter, ListPages } from './pages.ts';
import { type ListColumn, listTable } from './paper.ts';
import { handlingOf, type ListName } from './rows.ts';

export { readerOf, setOpened } from './opened.ts';
export type { DayCount, ListFilter } from './pages.ts';
export { type ListColumn, printList, workbookOf } from './paper.ts';
export type { ListName } from './rows.ts';

const kept = new WeakMap<object, Record<ListName, ListPages>>();
export function pagesOf(store: Store, list: ListName): ListPages {
  const held = kept.get(store.db) ?? { incoming: new ListPages(store.db, 'incoming'), outgoing: new ListPages(store.db, 'outgoing') };
  kept.set(store.db, held);
  return held[list];
}

/** Facts of the list's own row, and whether this person opened it. */
const LISTED = (list: ListName): string =>
  `l.day, l.open, l.due, EXISTS (SELECT 1 FROM opened o WHERE o.person_id = ? AND o.list = '${list}' AND o.seq = l.seq) AS seen`;
/** The file that a document was put in first. */
const DOSSIER = (list: ListName, document: string): string =>
  `(SELECT h.notation || ' (' || h.year || ')' FROM dossier_item x JOIN dossier h ON h.id = x.dossier_id
    WHERE x.${list}_id = ${document}.id AND x.removed_at IS NULL ORDER BY x.seq LIMIT 1) AS dossier`;
/** What its sender asks and nobody has answered; the letter that asks says it too. */
const ASKED = `(SELECT a.kind FROM amendment a INDEXED BY amendment_open
  WHERE a.direction = 'in' AND a.state = 'open' AND a.incoming_id IS NOT NULL AND i.id IN (a.incoming_id, a.message_id) ORDER BY a.seq DESC LIMIT 1) AS asked`;
interface Beside {
  readonly dossier: string | null;
}
interface Listed {
  readonly day: string;
  readonly open: number;
  readonly due: string;
  readonly seen: number;
}
const listedFacts = (row: Listed, today: string): { day: string; unread?: true; overdue?: true } => ({
  day: row.day,
  ...(row.open === 1 && row.seen === 0 ? { unread: true as const } : {}),
  ...(row.open === 1 && row.due !== '' && row.due < today ? { overdue: true as const } : {}),
});

export function incomingRows(store: Store, reader: string, seqs: readonly number[]): IncomingListRow[] {
  const today = legalDateOf(store.now());
  const read = store.db.prepare(
    `SELECT ${ROW_COLUMNS}, i.signer, i.instruction, i.note, ${DOSSIER('incoming', 'i')}, ${ASKED}, ${LISTED('incoming')} FROM incoming i JOIN incoming_listed l ON l.seq = i.seq WHERE i.seq = ?`,
  );
  return seqs.flatMap((seq) => {
    const row = read.get(reader, seq) as (IncomingRecord & Listed & Beside & { readonly asked: AmendmentKind | null }) | undefined;
    if (row === undefined) return [];
    const { lead, coHandlers = [], dueDate } = handlingOf(row.instruction);
    return {
      ...incomingRowOf(row),
      ...listedFacts(row, today),
      ...(lead ? { lead } : {}),
      ...(coHandlers.length > 0 ? { coHandlers } : {}),
      ...(row.signer ? { signer: row.signer } : {}),
      ...(dueDate ? { dueDate } : {}),
      ...(row.note ? { note: row.note } : {}),
      ...(row.dossier ? { dossier: row.dossier } : {}),
      ...(row.asked ? { asked: row.asked } : {}),
    };
  });
}

/** Names of recipients that a row shows. */
const SHOWN_RECIPIENTS = 3;
export function outgoingRows(store: Store, reader: string, seqs: readonly number[]): OutgoingListRow[] {
  const today = legalDateOf(store.now());
  const read = store.db.prepare(
    `SELECT o.*, ${BOARD}, ${ISSUED_AMOUNT}, ${DOSSIER('outgoing', 'o')}, ${LISTED('outgoing').replaceAll('o.', 'r.').replace('opened o', 'opened r')} FROM outgoing o JOIN outgoing_listed l ON l.seq = o.seq WHERE o.seq = ?`,
  );
  return seqs.flatMap((seq) => {
    const row = read.get(reader, seq) as (OutgoingRecord & Board & Listed & Beside & { readonly issued_amount: number }) | undefined;
    if (row === undefined) return [];
    const recipients = (JSON.parse(row.recipients) as { name?: string }[]).map(({ name = '' }) => name).filter(Boolean);
    return {
      ...outgoingRowOf(row),
      ...listedFacts(row, today),
      recipients: recipients.slice(0, SHOWN_RECIPIENTS),
      copies: row.issued_amount,
      ...(row.due_date ? { dueDate: row.due_date } : {}),
      ...(row.note ? { note: row.note } : {}),
      ...(row.dossier ? { dossier: row.dossier } : {}),
    };
  });
}

const NO_INCOMING: Readonly<Record<IncomingState, number>> = {
  arrived: 0,
  registered: 0,
  assigned: 0,
  in_progress: 0,
  finished: 0,
  returned: 0,
  withdrawn: 0,
  recalled: 0,
  merged: 0,
};
const NO_OUTGOING: Readonly<Record<OutgoingState, number>> = {
  draft: 0,
  leader_signed: 0,
  numbered: 0,
  agency_signed: 0,
  issued: 0,
  cancelled: 0,
};

interface PageInput {
  readonly filter: ListFilter;
  readonly order: ListOrder;
  readonly offset: number;
  readonly limit: number;
}
/** Makes ready, in parts, what a page far from a long list's beginning needs. */
export const pageReady = (store: Store, list: ListName, { filter, order, offset, limit }: PageInput): Promise<void> =>
  inTurns(pagesOf(store, list).ready(filter, order, offset, limit), UNWATCHED);
export function incomingPage(store: Store, actor: Actor, input: PageInput): ListAnswer<IncomingListRow, IncomingState> {
  const pages = pagesOf(store, 'incoming');
  return {
    rows: incomingRows(store, readerOf(actor), pages.page(input.filter, input.order, input.offset, input.limit)),
    total: pages.total(input.filter),
    counts: { ...NO_INCOMING, ...pages.counts(input.filter) },
  };
}
export function outgoingPage(store: Store, actor: Actor, input: PageInput): ListAnswer<OutgoingListRow, OutgoingState> {
  const pages = pagesOf(store, 'outgoing');
  return {
    rows: outgoingRows(store, readerOf(actor), pages.page(input.filter, input.order, input.offset, input.limit)),
    total: pages.total(input.filter),
    counts: { ...NO_OUTGOING, ...pages.counts(input.filter) },
  };
}
export const listDays = (store: Store, list: ListName, filter: ListFilter, descending: boolean): readonly DayCount[] =>
  pagesOf(store, list).days(filter, descending);

/** How many of an organ's documents stand in each state. */
export const listStates = (store: Store, list: ListName, organId: string): Readonly<Record<string, number>> =>
  pagesOf(store, list).counts({ organId, states: [], text: '' });

/** Of each list of an organ: what waits to be done, and what of it this person has not opened. */
export const listCounts = (store: Store, actor: Actor, organId: string): Readonly<Record<ListName, ListCounts>> =>
  countsOf(store, actor, organId, (list) => listStates(store, list, organId));

/** Ids of the first documents of a filter in its order. */
export function listIds(
  store: Store,
  list: ListName,
  filter: ListFilter,
  order: ListOrder,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): { ids: string[]; total: number } {
  const pages = pagesOf(store, list);
  const id = store.db.prepare<[number], string>(`SELECT id FROM ${list} WHERE seq = ?`).pluck();
  return { ids: pages.page(filter, order, offset, limit).flatMap((seq) => id.get(seq) ?? []), total: pages.total(filter) };
}

/** What people know documents by, of those that this organ's list holds, in the order asked. */
export function listNames(
  store: Store,
  list: ListName,
  organId: string,
  ids: readonly string[],
): { id: string; code: string; sender?: string; subject: string }[] {
  const seq = store.db.prepare<[string, string], number>(`SELECT seq FROM ${list} WHERE id = ? AND organ_id = ?`).pluck();
  const seqs = ids.flatMap((id) => seq.get(id, organId) ?? []);
  return list === 'incoming'
    ? incomingRows(store, '', seqs).map(({ id, code, sender, subject }) => ({ id, code, sender, subject }))
    : outgoingRows(store, '', seqs).map(({ id, code, subject }) => ({ id, code, subject }));
}

/** How a person set a list up; nothing where they never did. */
export function listView(store: Store, actor: Actor, list: ListName): ListView {
  const text = store.db
    .prepare<[string, string], string>('SELECT view FROM list_view WHERE person_id = ? AND list = ?')
    .pluck()
    .get(readerOf(actor), list);
  return text === undefined ? {} : (JSON.parse(text) as ListView);
}
export function setListView(store: Store, actor: Actor, list: ListName, view: ListView): void {
  store.tx(() => {
    store.db
      .prepare('INSERT INTO list_view VALUES (?, ?, ?) ON CONFLICT (person_id, list) DO UPDATE SET view = excluded.view')
      .run(readerOf(actor), list, JSON.stringify(view));
  }, 'lists:view');
}

/** Rows that are read before the others have their turn. */
const READ_AT_ONCE = 50;
/** Rows of the shown list as text, `ids` alone where some were ticked; at most `limit`, and how many are left. */
export async function shownList(
  store: Store,
  actor: Actor,
  list: ListName,
  shown: {
    readonly filter: ListFilter;
    readonly order: ListOrder;
    readonly columns: readonly ListColumn[];
    readonly ids?: readonly string[] | undefined;
  },
  limit: number,
  steps: Steps,
): Promise<{ cells: string[][]; left: number }> {
  const pages = pagesOf(store, list);
  const total = pages.total(shown.filter);
  const most = shown.ids ? total : limit;
  await inTurns(pages.ready(shown.filter, shown.order, 0, most), steps);
  let seqs = pages.page(shown.filter, shown.order, 0, most);
  if (shown.ids) {
    const seqOf = store.db.prepare<[string], number>(`SELECT seq FROM ${list} WHERE id = ?`).pluck();
    const ticked = new Set(shown.ids.flatMap((id) => seqOf.get(id) ?? []));
    seqs = seqs.filter((seq) => ticked.has(seq));
  }
  const reader = readerOf(actor);
  const cells: string[][] = [];
  await inParts(seqs, READ_AT_ONCE, steps, 'read', (some) => {
    cells.push(
      ...(list === 'incoming'
        ? listTable(shown.columns, { incoming: incomingRows(store, reader, some) })
        : listTable(shown.columns, { outgoing: outgoingRows(store, reader, some) })),
    );
  });
  return { cells, left: shown.ids ? 0 : Math.max(0, total - cells.length) };
}
