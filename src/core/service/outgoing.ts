/** The page's calls on outgoing documents and signing acts. */
import type { outgoingCalls } from '../../contract/page/outgoing.ts';
import type { Handlers } from '../../contract/wire.ts';
import { printedAgainst } from '../documents/formCheck.ts';
import {
  cancelOutgoing,
  draftAmending,
  getOutgoing,
  issueOutgoing,
  listOutgoing,
  nextOutgoingNumber,
  numberOutgoing,
  saveDraft,
  sendAgain,
  setRemarks,
  takeBack,
} from '../documents/index.ts';
import { optional } from './optional.ts';
import { currentOrgan, listedOrgans, type Session, signedIn } from './session.ts';

export const outgoingHandlers: Handlers<typeof outgoingCalls, Session> = {
  'outgoing.list': (query, session) => listOutgoing(signedIn(session).workstation.store, { ...query, ...listedOrgans(session) }),
  'outgoing.get': ({ id }, session) => getOutgoing(signedIn(session).workstation.store, id),
  'outgoing.saveDraft': ({ id, ...draft }, session) => {
    const { workstation, actor } = signedIn(session);
    const recipients = draft.recipients.map(optional);
    const saved = saveDraft(workstation.store, actor, currentOrgan(session).organId, { ...optional(draft), recipients }, id);
    workstation.changed('outgoing', saved);
    return { id: saved };
  },
  'outgoing.remarks': ({ id, ...given }, session) => {
    const { workstation, actor } = signedIn(session);
    setRemarks(workstation.store, actor, id, given);
    workstation.changed('outgoing', id);
    return {};
  },
  'outgoing.sampleDraft': async (wanted, session) => {
    const { workstation, uploads } = signedIn(session);
    const sample = await workstation.sampleDraft(wanted);
    const { uploadId, size } = await uploads.take(sample.name, sample.pdf);
    return { uploadId, size, name: sample.name };
  },
  'outgoing.nextNumber': async ({ id }, session) => {
    const { store, parsing } = signedIn(session).workstation;
    const { number, code, date, numbers, left } = nextOutgoingNumber(store, id);
    const printed = code === undefined ? [] : await printedAgainst(store, parsing, id, { date, code });
    return optional({ number, code, date, numbers, left, printed: printed.length === 0 ? undefined : printed });
  },
  'outgoing.number': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    const { number, code, date } = numberOutgoing(workstation.store, actor, id);
    workstation.changed('outgoing', id);
    return { number, code, date };
  },
  'outgoing.issue': async ({ id, ...times }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.checkSecrecy(id, actor);
    const issued = await issueOutgoing(workstation.store, actor, id, optional(times));
    workstation.changed('outgoing', id);
    if (issued.paper > 0) workstation.changed('paper');
    workstation.exchange.wake();
    return issued;
  },
  'outgoing.cancel': ({ id, reason, allowedBy }, session) => {
    const { workstation, actor } = signedIn(session);
    cancelOutgoing(workstation.store, actor, id, reason, allowedBy);
    workstation.changed('outgoing', id);
    return {};
  },
  'outgoing.takeBack': ({ id, reason }, session) => {
    const { workstation, actor } = signedIn(session);
    const done = takeBack(workstation.store, actor, id, reason);
    workstation.changed('outgoing', id);
    workstation.exchange.wake();
    return done;
  },
  'outgoing.amend': ({ id, type }, session) => {
    const { workstation, actor } = signedIn(session);
    const draft = draftAmending(workstation.store, actor, id, type);
    workstation.changed('outgoing', draft);
    return { id: draft };
  },
  'outgoing.sendAgain': async ({ id, organId }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.checkSecrecy(id, actor);
    await sendAgain(workstation.store, actor, id, organId);
    workstation.changed('outgoing', id);
    workstation.exchange.wake();
    return {};
  },
};
