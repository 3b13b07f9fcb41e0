/** The page's answers to questions about marks of secrecy. */
import type { secrecyCalls } from '../../contract/page/secrecy.ts';
import type { Handlers } from '../../contract/wire.ts';
import { answerDocument, answerUpload } from '../secrecy/index.ts';
import { type Session, signedIn } from './session.ts';

export const secrecyHandlers: Handlers<typeof secrecyCalls, Session> = {
  'secrecy.answer': async ({ kind, id, secret }, session) => {
    const { workstation, actor } = signedIn(session);
    if (kind === 'upload') {
      await answerUpload(workstation.store, actor, id, secret);
      return {};
    }
    await answerDocument(workstation.store, actor, kind, id, secret);
    workstation.changed(kind, secret ? undefined : id);
    if (secret) {
      workstation.changed('quarantine');
      workstation.changed('registers');
    }
    return {};
  },
};
