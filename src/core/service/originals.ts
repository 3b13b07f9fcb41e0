/** Files as they came, to be saved outside. */
import type { originalCalls } from '../../contract/page/originals.ts';
import type { Handlers } from '../../contract/wire.ts';
import { noteOriginalSaved, originalOf, originalsOf } from '../documents/originals.ts';
import { type Session, signedIn } from './session.ts';

export const originalHandlers: Handlers<typeof originalCalls, Session> = {
  'originals.list': (document, session) => ({
    files: originalsOf(signedIn(session).workstation.store, document).map(({ id, name, size, mended }) => ({ id, name, size, mended })),
  }),
  'originals.save': async ({ id, ...document }, session) => {
    const { files, actor, workstation } = signedIn(session);
    const original = originalOf(workstation.store, document, id);
    const path = await workstation.chooseSavePath(original.name);
    if (path === undefined) return { saved: false };
    // Two seconds of a dialogue: the document may have been destroyed meanwhile.
    const { blobId, name, isFile } = originalOf(workstation.store, document, id);
    await files.saveBlobOutside(blobId, path, actor, id);
    if (!isFile) noteOriginalSaved(workstation.store, actor, document, name, path);
    if (document.incomingId) workstation.changed('incoming', document.incomingId);
    if (document.outgoingId) workstation.changed('outgoing', document.outgoingId);
    return { saved: true };
  },
};
