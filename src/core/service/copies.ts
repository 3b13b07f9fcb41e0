/** The page's calls on copies. */
import type { copyCalls } from '../../contract/page/copies.ts';
import type { Handlers } from '../../contract/wire.ts';
import { cancelCopy, copiesOfDocument, copySigners, listCopies, makeCopy, printCopyBook } from '../copies/index.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

export const copyHandlers: Handlers<typeof copyCalls, Session> = {
  'copies.list': ({ year }, session) => listCopies(signedIn(session).workstation.store, currentOrgan(session).organId, year),
  'copies.signers': (_input, session) => ({ rows: copySigners(signedIn(session).workstation.store, currentOrgan(session).organId) }),
  'copies.ofDocument': ({ id }, session) => ({ rows: copiesOfDocument(signedIn(session).workstation.store, id) }),
  'copies.make': async ({ source, ...wanted }, session) => {
    const { workstation, actor } = signedIn(session);
    const { watermark } = printPlace(workstation);
    const room = {
      store: workstation.store,
      parsing: workstation.parsing,
      fonts: () => workstation.fonts(),
      ...(watermark === undefined ? {} : { watermark }),
    };
    const made = await makeCopy(room, actor, currentOrgan(session).organId, {
      ...optional(wanted),
      ...(source ? { source: optional(source) } : {}),
    });
    workstation.changed('paper');
    return made;
  },
  'copies.cancel': ({ id, reason, allowedBy }, session) => {
    const { workstation, actor } = signedIn(session);
    cancelCopy(workstation.store, actor, id, reason, allowedBy);
    workstation.changed('paper');
    return {};
  },
  'copies.print': async ({ year, ...make }, session) => {
    const { workstation, actor } = signedIn(session);
    const organ = currentOrgan(session);
    const pdf = await printCopyBook(workstation.store, organ.organId, year, printPlace(workstation, organ), make);
    return keepPrint(workstation.store, actor, pdf, `Sổ đăng ký bản sao ${year}.${make.as}`, 'copies.print', 'book', organ.organId);
  },
};
