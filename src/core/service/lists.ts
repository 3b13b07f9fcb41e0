/** The page's calls on lists, acts on many documents and standing rules. */
import type { ListFilter as AskedFilter, listCalls } from '../../contract/page/lists.ts';
import type { Handlers } from '../../contract/wire.ts';
import { recordId } from '../../domain/ids.ts';
import { MOST_AT_ONCE } from '../../domain/listQuery.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import {
  applyRule,
  closeManyInSteps,
  extendManyInSteps,
  instructManyInSteps,
  planRegistrationInSteps,
  registerManyInSteps,
  undoMany,
} from '../documents/index.ts';
import {
  incomingPage,
  type ListFilter,
  type ListName,
  listCounts,
  listDays,
  listIds,
  listNames,
  listStates,
  listView,
  outgoingPage,
  pageReady,
  printList,
  readerOf,
  setListView,
  setOpened,
  shownList,
  workbookOf,
} from '../lists/index.ts';
import { listRules, orderRules, removeRule, ruleFor, saveRule, testRule } from '../rules/index.ts';
import { holdReports, lastSeq } from './hold.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

/** Rows on one print or in one workbook. */
const MOST_PRINTED = 2_000;
const MOST_EXPORTED = 20_000;
const FILE_NAME: Readonly<Record<ListName, string>> = { incoming: 'Danh sách văn bản đến', outgoing: 'Danh sách văn bản đi' };

function filterOf(session: Session, { overdue, unread, agency, ...asked }: AskedFilter): ListFilter {
  const { workstation, actor } = signedIn(session);
  return {
    ...optional(asked),
    organId: currentOrgan(session).organId,
    ...(agency === undefined ? {} : { agency: optional(agency) }),
    ...(overdue ? { overdue: legalDateOf(workstation.store.now()) } : {}),
    ...(unread ? { unread: readerOf(actor) } : {}),
  };
}
/** Every page reads its lists again; what is owed to senders goes out. */
function changedMany(session: Session): void {
  const { workstation } = signedIn(session);
  workstation.changed('incoming');
  workstation.exchange.wake();
}
const idsOf = (ids: readonly string[]) => ids.map((id) => recordId(id));

export const listHandlers: Handlers<typeof listCalls, Session> = {
  'lists.incoming': async ({ filter, ...asked }, session) => {
    const { workstation, actor } = signedIn(session);
    const page = { ...asked, filter: filterOf(session, filter) };
    await pageReady(workstation.store, 'incoming', page);
    return incomingPage(workstation.store, actor, page);
  },
  'lists.outgoing': async ({ filter, ...asked }, session) => {
    const { workstation, actor } = signedIn(session);
    const page = { ...asked, filter: filterOf(session, filter) };
    await pageReady(workstation.store, 'outgoing', page);
    return outgoingPage(workstation.store, actor, page);
  },
  'lists.days': ({ list, filter, descending }, session) => ({
    days: listDays(signedIn(session).workstation.store, list, filterOf(session, filter), descending),
  }),
  'lists.ids': async ({ list, filter, order, offset = 0, limit = MOST_AT_ONCE }, session) => {
    const { store } = signedIn(session).workstation;
    const page = { filter: filterOf(session, filter), order, offset, limit };
    await pageReady(store, list, page);
    return listIds(store, list, page.filter, order, page);
  },
  'lists.names': ({ list, ids }, session) => {
    const { workstation } = signedIn(session);
    return { names: listNames(workstation.store, list, currentOrgan(session).organId, ids) };
  },
  'lists.counts': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const { organId } = currentOrgan(session);
    const counts = listCounts(workstation.store, actor, organId);
    const states = (list: ListName) => listStates(workstation.store, list, organId);
    return {
      incoming: { ...counts.incoming, states: states('incoming') },
      outgoing: { ...counts.outgoing, states: states('outgoing') },
    };
  },
  'lists.setOpened': ({ list, ids, opened }, session) => {
    const { workstation, actor } = signedIn(session);
    const [only, ...more] = ids;
    if (setOpened(workstation.store, actor, list, ids, opened)) workstation.changed(`${list}.opened`, more.length === 0 ? only : undefined);
    return {};
  },
  'lists.view': ({ list }, session) => {
    const { workstation, actor } = signedIn(session);
    return listView(workstation.store, actor, list);
  },
  'lists.setView': ({ list, view }, session) => {
    const { workstation, actor } = signedIn(session);
    setListView(workstation.store, actor, list, view);
    return {};
  },
  'lists.print': ({ list, filter, workId, ...shown }, session) =>
    watched(session, workId, async (steps) => {
      const { workstation, actor } = signedIn(session);
      const { store } = workstation;
      const organ = currentOrgan(session);
      const { cells, left } = await shownList(store, actor, list, { ...shown, filter: filterOf(session, filter) }, MOST_PRINTED, steps);
      const between = (rows: number) => steps.step('make', rows, cells.length);
      await between(0);
      const pdf = await printList(list, shown.columns, cells, left, printPlace(workstation, organ), between);
      await steps.step('write', 0, 0);
      const name = `${FILE_NAME[list]} ${legalDateOf(store.now())}.pdf`;
      return { ...(await keepPrint(store, actor, pdf, name, 'lists.print', list, organ.organId)), left };
    }),
  'lists.export': ({ list, filter, workId, ...shown }, session) =>
    watched(session, workId, async (steps) => {
      const { workstation, actor } = signedIn(session);
      const { store } = workstation;
      const { organId } = currentOrgan(session);
      const { cells, left } = await shownList(store, actor, list, { ...shown, filter: filterOf(session, filter) }, MOST_EXPORTED, steps);
      const between = (rows: number) => steps.step('make', rows, cells.length);
      await between(0);
      const bytes = await workbookOf(list, shown.columns, cells, between, printPlace(workstation).watermark);
      await steps.step('write', 0, 0);
      const name = `${FILE_NAME[list]} ${legalDateOf(store.now())}.xlsx`;
      return { ...(await keepPrint(store, actor, bytes, name, 'lists.export', list, organId)), left };
    }),
  'many.plan': ({ ids, workId }, session) =>
    watched(session, workId, (steps) => {
      const { workstation, actor } = signedIn(session);
      return planRegistrationInSteps(workstation.store, actor, idsOf(ids), steps);
    }),
  'many.register': async ({ items, workId }, session) => {
    const { workstation, actor } = signedIn(session);
    const wanted = items.map((item) => ({ ...item, id: recordId(item.id) }));
    const done = await watched(session, workId, (steps) => registerManyInSteps(workstation.store, actor, wanted, steps));
    changedMany(session);
    return done;
  },
  'many.instruct': async ({ ids, workId, ...instruction }, session) => {
    const { workstation, actor } = signedIn(session);
    const from = lastSeq(workstation);
    const done = await watched(session, workId, (steps) =>
      instructManyInSteps(workstation.store, actor, idsOf(ids), optional(instruction), steps),
    );
    holdReports(workstation, from);
    changedMany(session);
    return { ...done, from };
  },
  'many.close': async ({ ids, note, workId }, session) => {
    const { workstation, actor } = signedIn(session);
    const from = lastSeq(workstation);
    const done = await watched(session, workId, (steps) => closeManyInSteps(workstation.store, actor, idsOf(ids), note, steps));
    holdReports(workstation, from);
    changedMany(session);
    return { ...done, from };
  },
  'many.undo': ({ ids, act, from }, session) => {
    const { workstation, actor } = signedIn(session);
    const done = undoMany(workstation.store, actor, idsOf(ids), { act, from });
    changedMany(session);
    workstation.changed('exchange');
    return done;
  },
  'many.extend': async ({ ids, dueDate, workId, ...why }, session) => {
    const { workstation, actor } = signedIn(session);
    const extension = { ...why, dueDate: dueDate as LegalDate };
    const done = await watched(session, workId, (steps) => extendManyInSteps(workstation.store, actor, idsOf(ids), extension, steps));
    workstation.changed('deadlines');
    changedMany(session);
    return done;
  },
  'rules.list': (_input, session) => ({ rules: listRules(signedIn(session).workstation.store, currentOrgan(session).organId) }),
  'rules.save': ({ id, ...rule }, session) => {
    const { workstation, actor } = signedIn(session);
    return { id: saveRule(workstation.store, actor, currentOrgan(session).organId, rule, id) };
  },
  'rules.order': ({ ids }, session) => {
    const { workstation, actor } = signedIn(session);
    orderRules(workstation.store, actor, currentOrgan(session).organId, ids);
    return {};
  },
  'rules.remove': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    removeRule(workstation.store, actor, currentOrgan(session).organId, id);
    return {};
  },
  'rules.test': ({ conditions }, session) => ({
    rows: testRule(signedIn(session).workstation.store, currentOrgan(session).organId, conditions),
  }),
  'rules.for': ({ id }, session) => {
    const rule = ruleFor(signedIn(session).workstation.store, id);
    return rule === undefined ? {} : { rule };
  },
  'rules.apply': ({ id, ruleId }, session) => {
    const { workstation, actor } = signedIn(session);
    applyRule(workstation.store, actor, recordId(id), ruleId);
    workstation.changed('incoming', id);
    workstation.exchange.wake();
    return {};
  },
};
