/** The page's calls on the paper desk. */

import type { paperCalls } from '../../contract/page/paper.ts';
import type { Handlers } from '../../contract/wire.ts';
import type { AuditAct } from '../../domain/auditActs.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import { attachArrival, heldCopies, joinArrivals, likelyFor, likelyOf, releaseAdvance, separateArrival } from '../documents/index.ts';
import {
  addressLabel,
  attachScan,
  deliveriesByIds,
  envelopesBetween,
  handEnvelope,
  listAddresses,
  listDeliveries,
  listEnvelopes,
  logEnvelope,
  markSent,
  outgoingPaper,
  paperSettings,
  printCovers,
  printEnvelopeBook,
  printForSeal,
  printHandRegister,
  printLabels,
  printPostRegister,
  printSlips,
  printSlipsOut,
  removeAddress,
  returnEnvelope,
  saveAddress,
  savePaperSettings,
  setArchive,
  setDelivery,
  signedByHand,
  slipBack,
  stampLabel,
  stampsOf,
} from '../paper/index.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, listedOrgans, type Session, signedIn } from './session.ts';

/** One line of what the act changed, and whom to tell. */
function act(
  session: Session,
  topic: 'incoming' | 'outgoing' | 'paper',
  id: string | undefined,
  work: (at: ReturnType<typeof signedIn>) => void,
): Record<string, never> {
  const at = signedIn(session);
  work(at);
  at.workstation.changed(topic, id);
  if (topic !== 'paper') at.workstation.changed('paper');
  at.workstation.exchange.wake();
  return {};
}
async function keep(session: Session, pdf: Promise<Uint8Array>, name: string, what: AuditAct) {
  const { workstation, actor } = signedIn(session);
  return keepPrint(workstation.store, actor, await pdf, name, what, 'print', currentOrgan(session).organId);
}
const placeOf = (session: Session) => printPlace(signedIn(session).workstation, currentOrgan(session));
const inOrder = (from: string, to: string): readonly [LegalDate, LegalDate] => {
  if (from > to) throw new Failure('paper.days_turned');
  return [from as LegalDate, to as LegalDate];
};

export const paperHandlers: Handlers<typeof paperCalls, Session> = {
  'paper.held': (_input, session) => ({ rows: heldCopies(signedIn(session).workstation.store, listedOrgans(session).organs) }),
  'paper.likely': ({ id, ...facts }, session) => {
    const { store } = signedIn(session).workstation;
    return { rows: id === undefined ? likelyFor(store, currentOrgan(session).organId, optional(facts)) : likelyOf(store, id) };
  },
  'paper.join': ({ id, otherId }, session) => {
    let into = id;
    act(session, 'incoming', undefined, ({ workstation, actor }) => {
      into = joinArrivals(workstation.store, actor, id, otherId);
    });
    return { id: into };
  },
  'paper.separate': ({ id, reason }, session) =>
    act(session, 'incoming', undefined, ({ workstation, actor }) => separateArrival(workstation.store, actor, recordId(id), reason)),
  'paper.release': ({ id, reason }, session) =>
    act(session, 'incoming', id, ({ workstation, actor }) => releaseAdvance(workstation.store, actor, recordId(id), reason)),
  'paper.attachArrival': ({ id, ...arrival }, session) =>
    act(session, 'incoming', id, ({ workstation, actor }) => attachArrival(workstation.store, actor, id, optional(arrival))),

  'paper.envelopes': ({ open }, session) => listEnvelopes(signedIn(session).workstation.store, currentOrgan(session).organId, open),
  'paper.logEnvelope': (envelope, session) => {
    const { workstation, actor } = signedIn(session);
    const logged = logEnvelope(workstation.store, actor, { ...optional(envelope), organId: currentOrgan(session).organId });
    workstation.changed('paper');
    return logged;
  },
  'paper.handEnvelope': ({ id, to, note }, session) =>
    act(session, 'paper', id, ({ workstation, actor }) => handEnvelope(workstation.store, actor, id, to, note)),
  'paper.returnEnvelope': ({ id, note }, session) =>
    act(session, 'paper', id, ({ workstation, actor }) => returnEnvelope(workstation.store, actor, id, note)),
  'paper.printEnvelopes': ({ from, to }, session) => {
    const [first, last] = inOrder(from, to);
    const rows = envelopesBetween(signedIn(session).workstation.store, currentOrgan(session).organId, first, last);
    return keep(session, printEnvelopeBook(rows, first, last, placeOf(session)), 'Sổ giao nhận bì thư.pdf', 'paper.print_envelopes');
  },

  'paper.ofOutgoing': ({ id, duplex }, session) => outgoingPaper(signedIn(session).workstation.store, id, duplex),
  'paper.signedByHand': ({ id, signedOn }, session) =>
    act(session, 'outgoing', id, ({ workstation, actor }) => signedByHand(workstation.store, actor, id, signedOn as LegalDate)),
  'paper.attachScan': ({ id, uploadIds }, session) =>
    act(session, 'outgoing', id, ({ workstation, actor }) => attachScan(workstation.store, actor, id, uploadIds)),
  'paper.printForSeal': async ({ id, ...wanted }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.checkSecrecy(id, actor);
    const room = { store: workstation.store, parsing: workstation.parsing, fonts: () => workstation.fonts() };
    const made = await printForSeal(room, actor, recordId(id), wanted);
    workstation.changed('outgoing', id);
    return made;
  },
  'paper.setArchive': ({ id, ...archive }, session) =>
    act(session, 'outgoing', id, ({ workstation, actor }) => setArchive(workstation.store, actor, recordId(id), archive)),

  'paper.deliveries': ({ show, from, to }, session) => {
    const between = from !== undefined && to !== undefined ? { from, to } : undefined;
    const { store } = signedIn(session).workstation;
    return { ...listDeliveries(store, currentOrgan(session).organId, show, between), slipDays: paperSettings(store).slipDays };
  },
  'paper.setDelivery': ({ id, ...input }, session) =>
    act(session, 'paper', id, ({ workstation, actor }) => setDelivery(workstation.store, actor, id, input)),
  'paper.sent': ({ ids, sentOn, ...sent }, session) =>
    act(session, 'outgoing', undefined, ({ workstation, actor }) =>
      markSent(workstation.store, actor, ids, { ...sent, sentOn: sentOn as LegalDate }),
    ),
  'paper.slipBack': ({ id, backOn, ...back }, session) =>
    act(session, 'outgoing', undefined, ({ workstation, actor }) =>
      slipBack(workstation.store, actor, id, { ...back, backOn: backOn as LegalDate }),
    ),
  'paper.printSlips': ({ ids }, session) => {
    const rows = deliveriesByIds(signedIn(session).workstation.store, ids).filter((row) => row.slip !== undefined);
    if (rows.length === 0) throw new Failure('paper.no_slips');
    return keep(session, printSlips(rows, placeOf(session)), 'Phiếu gửi.pdf', 'paper.print_slips');
  },
  'paper.printEnvelopeCovers': ({ ids }, session) => {
    const { store } = signedIn(session).workstation;
    const { envelope } = paperSettings(store);
    const organ = currentOrgan(session);
    const sender = listAddresses(store, organ.organId, organ.name).find((row) => row.name === organ.name)?.address ?? '';
    return keep(session, printCovers(deliveriesByIds(store, ids), envelope, sender, placeOf(session)), 'Bì thư.pdf', 'paper.print_covers');
  },
  'paper.printAddressLabels': ({ ids, start }, session) => {
    const { store } = signedIn(session).workstation;
    const { labels } = paperSettings(store);
    return keep(
      session,
      printLabels(deliveriesByIds(store, ids), labels, start, placeOf(session), addressLabel),
      'Nhãn địa chỉ.pdf',
      'paper.print_labels',
    );
  },
  'paper.printRegister': ({ which, from, to }, session) => {
    const { store } = signedIn(session).workstation;
    const { organId } = currentOrgan(session);
    const where = placeOf(session);
    if (which === 'slips') {
      const { rows } = listDeliveries(store, organId, 'slips_out', { from: '0000-01-01', to: '9999-12-31' });
      return keep(session, printSlipsOut(rows, where), 'Phiếu gửi chưa hoàn lại.pdf', 'paper.print_slips_out');
    }
    const [first, last] = inOrder(from, to);
    const rows = listDeliveries(store, organId, 'all', { from, to })
      .rows.filter((row) => row.carry === which)
      .sort((a, b) => (a.sentOn ?? '').localeCompare(b.sentOn ?? '') || a.code.localeCompare(b.code));
    return which === 'post'
      ? keep(session, printPostRegister(rows, first, last, where), 'Sổ gửi văn bản đi bưu điện.pdf', 'paper.print_post')
      : keep(session, printHandRegister(rows, first, last, where), 'Sổ chuyển giao văn bản đi.pdf', 'paper.print_hand');
  },
  'paper.printStampLabels': ({ ids, start }, session) => {
    const { workstation } = signedIn(session);
    const { labels } = paperSettings(workstation.store);
    const stamps = stampsOf(workstation.store, ids);
    return keep(session, printLabels(stamps, labels, start, placeOf(session), stampLabel), 'Nhãn dấu đến.pdf', 'paper.print_stamps');
  },

  'paper.addresses': ({ text }, session) => ({
    rows: listAddresses(signedIn(session).workstation.store, currentOrgan(session).organId, text),
  }),
  'paper.saveAddress': (input, session) => {
    const { workstation, actor } = signedIn(session);
    const id = saveAddress(workstation.store, actor, currentOrgan(session).organId, optional(input));
    workstation.changed('paper');
    return { id };
  },
  'paper.removeAddress': ({ id }, session) =>
    act(session, 'paper', id, ({ workstation, actor }) => removeAddress(workstation.store, actor, id)),

  'paper.settings': (_input, session) => paperSettings(signedIn(session).workstation.store),
  'paper.saveSettings': (settings, session) =>
    act(session, 'paper', undefined, ({ workstation, actor }) => savePaperSettings(workstation.store, actor, settings)),
};
