/** The page's calls on files (hồ sơ). */
import type { dossierCalls } from '../../contract/page/dossiers.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { ownOrgan } from '../documents/index.ts';
import {
  approveList,
  closeDossier,
  closedRows,
  copyYear,
  dossierById,
  dossierChoices,
  dossierDetail,
  dropDossier,
  exportDossier,
  type HandedIn,
  handOver,
  listFacts,
  listHandovers,
  moveItem,
  noteExported,
  noteItem,
  openDossier,
  orderItems,
  placesOf,
  printDossier,
  printHandedList,
  printMinutes,
  printYearList,
  putIn,
  reopenDossier,
  saveDossier,
  takeBack,
  takeOut,
  toHandOver,
  waitingRows,
  yearRowParts,
  yearViewParts,
} from '../dossiers/index.ts';
import type { Store } from '../store/types.ts';
import { inTurns, UNWATCHED } from '../working/index.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

/** One file at a time is carried out of an open store. */
interface Running {
  readonly stop: AbortController;
  done: number;
  total: number;
}
const running = new WeakMap<Store, Running>();

/** An act on a file, told to every page. */
function act(session: Session, id: string, work: (held: ReturnType<typeof signedIn>) => void): Record<string, never> {
  const held = signedIn(session);
  work(held);
  held.workstation.changed('dossiers', id);
  return {};
}
async function papers(session: Session, ids: readonly string[], given: HandedIn) {
  const { workstation } = signedIn(session);
  const { store } = workstation;
  const organ = currentOrgan(session);
  const rows = closedRows(toHandOver(store, organ.organId, ids, given.date), legalDateOf(store.now()));
  const place = printPlace(workstation, organ);
  return { list: await printHandedList(rows, given, place), minutes: await printMinutes(rows, given, place) };
}

export const dossierHandlers: Handlers<typeof dossierCalls, Session> = {
  'dossiers.list': ({ year }, session) =>
    inTurns(yearViewParts(signedIn(session).workstation.store, currentOrgan(session).organId, year), UNWATCHED),
  'dossiers.get': ({ id }, session) => dossierDetail(signedIn(session).workstation.store, id),
  'dossiers.save': ({ id, ...fields }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const organId = id === undefined ? currentOrgan(session).organId : dossierById(store, id).organ_id;
    const saved = saveDossier(store, actor, organId, fields, id);
    workstation.changed('dossiers', saved);
    return { id: saved };
  },
  'dossiers.drop': ({ id, reason }, session) =>
    act(session, id, ({ workstation, actor }) => dropDossier(workstation.store, actor, id, reason)),
  'dossiers.copyYear': ({ from, to }, session) => {
    const { workstation, actor } = signedIn(session);
    const copied = copyYear(workstation.store, actor, currentOrgan(session).organId, from, to);
    workstation.changed('dossiers');
    return copied;
  },
  'dossiers.approve': (given, session) => {
    const { workstation, actor } = signedIn(session);
    approveList(workstation.store, actor, currentOrgan(session).organId, given);
    workstation.changed('dossiers');
    return {};
  },
  'dossiers.open': ({ id }, session) => act(session, id, ({ workstation, actor }) => openDossier(workstation.store, actor, id)),
  'dossiers.choices': ({ text }, session) => ({
    rows: dossierChoices(signedIn(session).workstation.store, currentOrgan(session).organId, text),
  }),
  'dossiers.ofDocument': ({ side, id }, session) => ({ rows: placesOf(signedIn(session).workstation.store, side, id) }),
  'dossiers.put': ({ id, side, ids }, session) => {
    const { workstation, actor } = signedIn(session);
    const done = putIn(
      workstation.store,
      actor,
      id,
      side,
      ids.map((one) => recordId(one)),
    );
    workstation.changed('dossiers', id);
    const [only, ...more] = done.done;
    if (only !== undefined) workstation.changed(side, more.length === 0 ? only : undefined);
    return done;
  },
  'dossiers.takeOut': ({ id, reason }, session) => {
    const { workstation, actor } = signedIn(session);
    const { side, documentId } = takeOut(workstation.store, actor, id, reason);
    workstation.changed('dossiers');
    workstation.changed(side, documentId);
    return {};
  },
  'dossiers.note': ({ id, ...given }, session) => {
    const { workstation, actor } = signedIn(session);
    noteItem(workstation.store, actor, id, optional(given));
    workstation.changed('dossiers');
    return {};
  },
  'dossiers.move': ({ id, to }, session) => {
    const { workstation, actor } = signedIn(session);
    moveItem(workstation.store, actor, id, to);
    workstation.changed('dossiers');
    return {};
  },
  'dossiers.order': ({ id, by }, session) => act(session, id, ({ workstation, actor }) => orderItems(workstation.store, actor, id, by)),
  'dossiers.close': ({ id, closedOn, accept }, session) =>
    act(session, id, ({ workstation, actor }) => closeDossier(workstation.store, actor, id, closedOn as LegalDate, accept)),
  'dossiers.reopen': ({ id, reason }, session) =>
    act(session, id, ({ workstation, actor }) => reopenDossier(workstation.store, actor, id, reason)),
  'dossiers.print': async ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const { organ_id, notation, year } = dossierById(store, id);
    const pdf = await printDossier(dossierDetail(store, id), printPlace(workstation, ownOrgan(store, organ_id)));
    const name = `Hồ sơ ${notation.replaceAll('/', '-')} ${year} - bìa, mục lục văn bản.pdf`;
    return keepPrint(store, actor, pdf, name, 'dossiers.print', id, organ_id);
  },
  'dossiers.printList': async ({ year, as }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const organ = currentOrgan(session);
    const rows = await inTurns(yearRowParts(store, organ.organId, year), UNWATCHED);
    const made = await printYearList(year, rows, listFacts(store, organ.organId, year), printPlace(workstation, organ), as);
    return keepPrint(store, actor, made.bytes, made.name, 'dossiers.print_list', String(year), organ.organId);
  },
  'dossiers.waiting': (_input, session) => ({
    rows: waitingRows(signedIn(session).workstation.store, currentOrgan(session).organId),
  }),
  'dossiers.draftHandOver': async ({ ids, ...given }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const { organId } = currentOrgan(session);
    const { list, minutes } = await papers(session, ids, given);
    const keep = (pdf: Uint8Array, name: string) =>
      keepPrint(store, actor, pdf, `${name}.pdf`, 'dossiers.print_hand_over', 'print', organId);
    return {
      list: await keep(list, 'Mục lục hồ sơ nộp lưu (dự thảo)'),
      minutes: await keep(minutes, 'Biên bản giao nhận hồ sơ (dự thảo)'),
    };
  },
  'dossiers.handOver': async ({ ids, ...given }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const { organId } = currentOrgan(session);
    const { list, minutes } = await papers(session, ids, given);
    const blobs = { list: await store.vault.put(list), minutes: await store.vault.put(minutes) };
    try {
      const row = handOver(store, actor, organId, ids, given, blobs);
      workstation.changed('dossiers');
      return row;
    } catch (error) {
      await store.vault.discard([blobs.list.id, blobs.minutes.id]);
      throw error;
    }
  },
  'dossiers.handovers': (_input, session) => ({
    rows: listHandovers(signedIn(session).workstation.store, currentOrgan(session).organId),
  }),
  'dossiers.takeBack': ({ id, reason }, session) =>
    act(session, id, ({ workstation, actor }) => takeBack(workstation.store, actor, id, reason)),
  'dossiers.export': async ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    if (running.has(store)) throw new Failure('dossiers.export_busy');
    const detail = dossierDetail(store, id);
    // Said before anybody looks for a folder.
    if (detail.items.length === 0) throw new Failure('dossiers.nothing_to_export');
    const { organ_id: organId } = dossierById(store, id);
    const run: Running = { stop: new AbortController(), done: 0, total: 0 };
    running.set(store, run);
    try {
      const parent = await workstation.chooseFolder('carry');
      if (parent === undefined) return { saved: false };
      const place = printPlace(workstation, ownOrgan(store, organId));
      const made = await exportDossier(store, organId, detail, parent, () => printDossier(detail, place), {
        signal: run.stop.signal,
        progress: (done, total) => Object.assign(run, { done, total }),
      });
      workstation.leaving?.noteSavedMany(actor, made.fileIds, made.path);
      noteExported(store, actor, id, made.files);
      workstation.changed('dossiers', id);
      return {
        saved: true,
        folderName: made.folderName,
        files: made.files,
        ...(made.over.length > 0 ? { over: made.over.slice(0, 20) } : {}),
      };
    } finally {
      running.delete(store);
    }
  },
  'dossiers.exporting': (_input, session) => {
    const run = running.get(signedIn(session).workstation.store);
    return { done: run?.done ?? 0, total: run?.total ?? 0 };
  },
  'dossiers.stopExport': (_input, session) => {
    running.get(signedIn(session).workstation.store)?.stop.abort();
    return {};
  },
};
