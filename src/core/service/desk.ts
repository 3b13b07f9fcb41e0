/** The page's calls on the line, the registers, files and uploads. */
import type { exchangeCalls, fileCalls, registerCalls } from '../../contract/page/exchange.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { ownOrgan } from '../documents/index.ts';
import { nextOf } from '../organs/index.ts';
import {
  bookById,
  cancelNumber,
  gapsOf,
  listBooks,
  makeSure,
  numberSource,
  periodsOf,
  printRegister,
  REGISTER_HEADINGS,
  registerColumns,
} from '../registers/index.ts';
import type { Workstation } from '../workstation.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

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

async function print(workstation: Workstation, actor: Actor, bookId: string, period: string) {
  const { store } = workstation;
  const book = bookById(store, bookId);
  const { place: _place, now: _now, ...office } = printPlace(workstation, ownOrgan(store, book.organId));
  const entries = registerColumns(store, book, period);
  const pdf = await printRegister({ ...office, title: book.name, period, direction: book.rule.direction, entries });
  return keepPrint(store, actor, pdf, `${book.name} ${period.replace('..', ' – ')}.pdf`, 'register.print', bookId, book.organId);
}

const upcoming = (nextNumber: number): { nextNumber?: number } => (nextNumber === 0 ? {} : { nextNumber });

export const registerHandlers: Handlers<typeof registerCalls, Session> = {
  'registers.books': (_input, session) => {
    const { store } = signedIn(session).workstation;
    const { organId } = currentOrgan(session);
    const own = listBooks(store).filter((book) => book.organId === organId);
    const books = own.map((book) => ({
      id: book.id,
      name: book.name,
      direction: book.rule.direction,
      rule: book.rule,
      periods: periodsOf(store, book),
      numbers: numberSource(store, book.id),
      ...upcoming(nextOf(store, book)),
    }));
    return { books };
  },
  'registers.entries': ({ bookId, period }, session) => {
    const { store } = signedIn(session).workstation;
    const book = bookById(store, bookId);
    return {
      entries: registerColumns(store, book, period),
      headings: [...REGISTER_HEADINGS[book.rule.direction]],
      unexplainedGaps: gapsOf(store, book, period),
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
  'registers.print': ({ bookId, period }, session) => {
    const { workstation, actor } = signedIn(session);
    return print(workstation, actor, bookId, period);
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
  'upload.begin': async ({ name, size }, session) => ({ uploadId: await signedIn(session).uploads.begin(name, size) }),
  'upload.chunk': async ({ uploadId, offset, bytes }, session) => {
    await signedIn(session).uploads.chunk(uploadId, offset, bytes);
    return {};
  },
  'upload.finish': ({ uploadId }, session) => signedIn(session).uploads.finish(uploadId),
};
