/** The page's calls on handing over, the processing slip and the copy with the ĐẾN stamp. */
import type { transferCalls } from '../../contract/page/transfers.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import { findPerson } from '../accounts/index.ts';
import { readHistory } from '../documents/history.ts';
import { ownOrgan, stampedCopy } from '../documents/index.ts';
import { printProcessingSlips } from '../print/processingSlip.ts';
import type { Store } from '../store/types.ts';
import { urgencyMark } from '../transfers/documents.ts';
import {
  checkTransfer,
  handedDocuments,
  itemsOf,
  listTransfers,
  makeTransfer,
  nextTransferCode,
  printTransfer,
  proposeTransfers,
  signTransfer,
  transferById,
  transfersOf,
  transferWords,
  unsignTransfer,
  writeTransferFiles,
} from '../transfers/index.ts';
import { dateText, momentText } from '../words.ts';
import { keepPrint, printPlace } from './print.ts';
import { listedOrgans, type Session, type SignedIn, signedIn } from './session.ts';

/** The office whose documents these are. */
const placeOf = ({ workstation }: SignedIn, organId: string) => printPlace(workstation, ownOrgan(workstation.store, organId));

export const transferHandlers: Handlers<typeof transferCalls, Session> = {
  'transfers.propose': ({ incomingIds }, session) => ({ people: proposeTransfers(signedIn(session).workstation.store, incomingIds) }),
  'transfers.words': ({ incomingIds, note }, session) => ({
    text: transferWords(handedDocuments(signedIn(session).workstation.store, incomingIds), note),
  }),
  'transfers.make': async ({ personId, ...asked }, session) => {
    const held = signedIn(session);
    const { workstation, actor } = held;
    const { store } = workstation;
    const documents = checkTransfer(store, asked.incomingIds);
    const [first] = documents;
    if (!first) throw new Failure('documents.not_found');
    const person = personId === undefined ? {} : { personId: findPerson(store, recordId(personId)).id };
    const changed = (): void => {
      for (const { id } of documents.slice(0, 20)) workstation.changed('incoming', id);
      if (documents.length > 20) workstation.changed('incoming');
    };
    if (asked.way === 'files') {
      const parent = await workstation.chooseFolder('carry');
      if (parent === undefined) return { saved: false };
      const at = store.now();
      const where = placeOf(held, first.organId);
      const sheet = { code: nextTransferCode(store, first.organId), to: asked.to, note: asked.note, at, by: actor.name, documents };
      const written = await writeTransferFiles(
        store,
        documents,
        parent,
        `Chuyen giao ${dateText(at)} ${asked.to}`.replaceAll('/', '-'),
        (files) => printTransfer({ ...sheet, files }, where),
      );
      const made = makeTransfer(store, actor, { ...asked, ...person, place: written.path });
      for (const fileId of written.fileIds) workstation.leaving?.noteSaved(actor, fileId, written.path);
      changed();
      return { saved: true, id: made.id, code: made.code, folderName: written.folderName };
    }
    const made = makeTransfer(store, actor, { ...asked, ...person });
    changed();
    if (asked.way === 'text') return { saved: true, id: made.id, code: made.code, text: transferWords(documents, asked.note) };
    return { saved: true, id: made.id, code: made.code, print: await printed(held, made.id) };
  },
  'transfers.ofDocument': ({ id }, session) => ({ rows: transfersOf(signedIn(session).workstation.store, id) }),
  'transfers.list': (query, session) => listTransfers(signedIn(session).workstation.store, { ...query, ...listedOrgans(session) }),
  'transfers.signed': ({ id, ...signed }, session) => {
    const { workstation, actor } = signedIn(session);
    for (const incomingId of signTransfer(workstation.store, actor, id, signed)) workstation.changed('incoming', incomingId);
    return {};
  },
  'transfers.unsigned': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    for (const incomingId of unsignTransfer(workstation.store, actor, id)) workstation.changed('incoming', incomingId);
    return {};
  },
  'transfers.print': ({ id }, session) => printed(signedIn(session), id),
  'incoming.processingSlip': async ({ ids }, session) => {
    const held = signedIn(session);
    const { store } = held.workstation;
    const documents = handedDocuments(store, ids);
    const [first] = documents;
    if (!first) throw new Failure('documents.not_found');
    const slips = documents.map((document) => ({ ...document, urgency: urgencyMark(document.priority), said: saidOf(store, document.id) }));
    const pdf = await printProcessingSlips(slips, placeOf(held, first.organId));
    const name = ids.length === 1 ? `Phiếu giải quyết ${first.code.replaceAll('/', '-')}`.trim() : `Phiếu giải quyết (${ids.length})`;
    return keepPrint(store, held.actor, pdf, `${name}.pdf`, 'incoming.processing_slip', first.id, first.organId);
  },
  'incoming.stampedCopy': async ({ id, fileId, place }, session) => {
    const { workstation, actor } = signedIn(session);
    const made = await stampedCopy(workstation.store, workstation.parsing, actor, {
      incomingId: id,
      fileId,
      side: place,
      ...(workstation.mode === 'training' ? { note: 'TẬP HUẤN' } : {}),
    });
    workstation.changed('incoming', id);
    return made;
  },
};

async function printed(held: SignedIn, id: string) {
  const { workstation, actor } = held;
  const { store } = workstation;
  const row = transferById(store, id);
  const code = `${row.number}/${row.year}`;
  const documents = handedDocuments(store, itemsOf(store, id));
  const sheet = { code, to: row.to_name, note: row.note, at: row.at, by: row.by_name, documents };
  const pdf = await printTransfer(sheet, placeOf(held, row.organ_id));
  return keepPrint(store, actor, pdf, `Phiếu chuyển giao ${code.replace('/', '-')}.pdf`, 'transfer.print', id, row.organ_id);
}

/** What was reported of its handling so far, for the lines of who handles it. */
const saidOf = (store: Store, incomingId: string): string[] =>
  readHistory(store, 'incoming_id', incomingId)
    .filter((line) => line.act === 'incoming.progress')
    .map((line) => `${momentText(line.at)}, ${line.for ?? line.by}: ${String(line.params.text ?? '')}`);
