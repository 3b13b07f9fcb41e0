/** Máy đọc giúp: proposals for the entry, and the documents that it may be once more. */
import type { readingCalls } from '../../contract/page/reading.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { likelyTwins } from '../reading/index.ts';
import { groupById, itemById, pagesOf } from '../scanning/index.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

export const readingHandlers: Handlers<typeof readingCalls, Session> = {
  'reading.ofScan': async ({ groupId }, session) => {
    const { workstation } = signedIn(session);
    const { reading, scanning, store } = workstation;
    const none = { state: 'absent', read: 0, pages: 0, fields: [] } as const;
    if (!reading || !scanning) return none;
    if (groupById(store, groupId).organ_id !== currentOrgan(session).organId) throw new Failure('scan.no_such_group');
    const [first] = pagesOf(store, groupId);
    const item = first && itemById(store, first.item_id);
    if (item?.whole === 1) {
      const found = await reading.ofFile({ id: item.id, blobId: item.blob_id }, () => workstation.changed('scanning', groupId));
      return { ...found, wholeBytes: item.size };
    }
    const { active, waiting } = scanning.reading();
    return reading.ofPages(scanning.texts(groupId), active || waiting > 0);
  },
  'reading.ofDocument': ({ incomingId }, session) => {
    const { workstation } = signedIn(session);
    const { store, reading } = workstation;
    if (store.db.prepare('SELECT 1 FROM incoming WHERE id = ?').get(incomingId) === undefined) throw new Failure('documents.not_found');
    return reading?.ofDocument(incomingId) ?? { state: 'absent', read: 0, pages: 0, fields: [] };
  },
  'reading.twins': (written, session) => {
    const { workstation } = signedIn(session);
    return { rows: likelyTwins(workstation.store, { ...written, organId: currentOrgan(session).organId }) };
  },
};
