/** Máy đọc giúp: proposals for the entry, and the documents that it may be once more. */
import type { readingCalls } from '../../contract/page/reading.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { likelyTwins } from '../reading/index.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

export const readingHandlers: Handlers<typeof readingCalls, Session> = {
  'reading.ofScan': ({ groupId }, session) => {
    const { workstation } = signedIn(session);
    const { reading, scanning } = workstation;
    if (!reading || !scanning) return { state: 'absent', read: 0, pages: 0, fields: [] };
    return reading.ofPages(scanning.texts(groupId));
  },
  'reading.ofDocument': ({ incomingId }, session) => {
    const { workstation } = signedIn(session);
    const { store, reading } = workstation;
    // What asks about a mark of secrecy is answered first.
    if (store.db.prepare('SELECT 1 FROM incoming WHERE id = ?').get(incomingId) === undefined) throw new Failure('documents.not_found');
    return reading?.ofDocument(incomingId) ?? { state: 'absent', read: 0, pages: 0, fields: [] };
  },
  'reading.twins': (written, session) => {
    const { workstation } = signedIn(session);
    return { rows: likelyTwins(workstation.store, { ...written, organId: currentOrgan(session).organId }) };
  },
};
