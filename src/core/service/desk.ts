/** The page's calls on the line, files and uploads. */
import type { exchangeCalls, fileCalls } from '../../contract/page/exchange.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import { attachFile } from '../documents/attach.ts';
import { addHistory } from '../documents/history.ts';
import { isMade } from '../print/kept.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

export const exchangeHandlers: Handlers<typeof exchangeCalls, Session> = {
  'exchange.status': (_input, session) => signedIn(session).workstation.exchangeStatus(),
  'exchange.queue': ({ offset = 0, limit = 100 }, session) => signedIn(session).workstation.exchange.queue({ offset, limit }),
  'exchange.pause': ({ id, paused }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.exchange.pause(id, paused);
    workstation.store.tx(
      () => record(workstation.store, actor, paused ? 'exchange.pause' : 'exchange.resume', id ?? 'all'),
      'exchange:pause',
    );
    return {};
  },
  'exchange.limitBandwidth': ({ bytesPerSecond }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.exchange.limitBandwidth(bytesPerSecond);
    workstation.store.tx(() => record(workstation.store, actor, 'exchange.limit', 'bandwidth', String(bytesPerSecond)), 'exchange:limit');
    return {};
  },
  'exchange.sendNow': async ({ id }, session) => {
    await signedIn(session).workstation.exchange.sendNow(id);
    return {};
  },
  'training.network': async ({ cut }, session) => {
    await signedIn(session).workstation.cutNetwork(cut);
    return {};
  },
  'training.startDay': async (input, session) => {
    const { workstation } = signedIn(session);
    return workstation.trainingDay(optional(input));
  },
  'training.day': (_input, session) => signedIn(session).workstation.trainingDayState(),
  'training.pin': (_input, session) => {
    const { world } = signedIn(session).workstation;
    if (!world) throw new Failure('training.not_training');
    return { pin: world.pin };
  },
};

export const fileHandlers: Handlers<typeof fileCalls, Session> = {
  'files.info': ({ fileId }, session) => {
    const { name, size, detected } = signedIn(session).files.info(fileId);
    return { name, size, detected };
  },
  'files.read': async ({ fileId, offset, length }, session) => ({ bytes: await signedIn(session).files.read(fileId, offset, length) }),
  'files.saveOutside': async ({ fileId }, session) => {
    const { files, actor, workstation } = signedIn(session);
    const path = await workstation.chooseSavePath(files.info(fileId).name);
    if (path === undefined) return { saved: false };
    await files.saveOutside(fileId, path, actor);
    return { saved: true };
  },
  'files.saveMade': async ({ fileId }, session) => {
    const { files, actor, workstation } = signedIn(session);
    if (!isMade(workstation.store, fileId)) throw new Failure('session.not_allowed');
    const path = await workstation.chooseSavePath(files.info(fileId).name);
    if (path === undefined) return { saved: false };
    await files.saveOutside(fileId, path, actor);
    return { saved: true };
  },
  'files.attach': ({ uploadId, incomingId, outgoingId }, session) => {
    const { actor, workstation } = signedIn(session);
    const fileId = attachFile(workstation.store, actor, uploadId, {
      ...(incomingId === undefined ? {} : { incomingId: recordId(incomingId) }),
      ...(outgoingId === undefined ? {} : { outgoingId: recordId(outgoingId) }),
    });
    if (incomingId) workstation.changed('incoming', incomingId);
    if (outgoingId) workstation.changed('outgoing', outgoingId);
    return { fileId };
  },
  'files.printed': ({ fileId }, session) => {
    const { files, actor, workstation } = signedIn(session);
    const { store } = workstation;
    const { name, incoming_id: incomingId, outgoing_id: outgoingId } = files.info(fileId);
    const document = incomingId ? { incomingId } : outgoingId ? { outgoingId } : undefined;
    store.tx(() => {
      if (document) addHistory(store, actor, { ...document, act: 'file.printed', params: { name } });
      record(store, actor, 'file.printed', fileId, 'ok');
    }, 'file:printed');
    if (incomingId) workstation.changed('incoming', incomingId);
    if (outgoingId) workstation.changed('outgoing', outgoingId);
    return {};
  },
  'upload.begin': async ({ name, size }, session) => ({ uploadId: await signedIn(session).uploads.begin(name, size) }),
  'upload.chunk': async ({ uploadId, offset, bytes }, session) => {
    await signedIn(session).uploads.chunk(uploadId, offset, bytes);
    return {};
  },
  'upload.drop': async ({ uploadId }, session) => {
    await signedIn(session).uploads.drop(uploadId);
    return {};
  },
  'upload.finish': ({ uploadId }, session) => signedIn(session).uploads.finish(uploadId),
};
