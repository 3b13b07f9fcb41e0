/** The page's calls on the exchange by hand. */
import { open } from 'node:fs/promises';
import type { folderCalls } from '../../contract/page/folder.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { record } from '../audit/index.ts';
import { listOwnOrgans } from '../documents/index.ts';
import {
  addPeer,
  bundleRows,
  carriedOf,
  confirmPeer,
  documentsToCarry,
  exportBundle,
  exportPlain,
  importFolder,
  ownFingerprint,
  ownKeyFile,
  peerRows,
  removePeer,
  slipBack,
  takeOpened,
} from '../folder/index.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

async function writeOut(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Failure('folder.not_written', { reason: (error as NodeJS.ErrnoException).code ?? '' }, { cause: error });
  }
}

export const folderHandlers: Handlers<typeof folderCalls, Session> = {
  'folder.state': (_input, session) => {
    const { store } = signedIn(session).workstation;
    return {
      fingerprint: ownFingerprint(store),
      organs: listOwnOrgans(store).map(({ organId, name }) => ({ organId, name })),
      peers: peerRows(store),
      bundles: bundleRows(store),
    };
  },
  'folder.saveKeyFile': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const path = await workstation.chooseSavePath(`khoa-trao-doi-${workstation.organ().organId}.json`);
    if (path === undefined) return { saved: false };
    await writeOut(path, ownKeyFile(workstation.store));
    workstation.store.tx(
      () => record(workstation.store, actor, 'folder.key_file', workstation.store.workstationId, 'ok'),
      'folder:key-file',
    );
    return { saved: true };
  },
  'folder.addPeer': ({ keyFile }, session) => {
    const { workstation, actor } = signedIn(session);
    const id = addPeer(workstation.store, actor, keyFile);
    workstation.changed('exchange');
    return { id };
  },
  'folder.confirmPeer': ({ id, digits, heardFrom }, session) => {
    const { workstation, actor } = signedIn(session);
    confirmPeer(workstation.store, actor, id, digits, heardFrom);
    workstation.changed('exchange');
    return {};
  },
  'folder.removePeer': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    removePeer(workstation.store, actor, id);
    workstation.changed('exchange');
    return {};
  },
  'folder.export': async ({ peerId, outgoingId, again }, session) => {
    const { workstation, actor } = signedIn(session);
    for (const id of documentsToCarry(workstation.store, optional({ peerId, outgoingId, again })))
      await workstation.checkSecrecy(id, actor);
    const folder = await workstation.chooseFolder('carry');
    if (folder === undefined) return { saved: false };
    const made = await exportBundle(workstation.store, actor, { folder, ...optional({ peerId, outgoingId, again }) });
    workstation.changed('outgoing', outgoingId);
    workstation.changed('exchange');
    return { saved: true, ...made };
  },
  'folder.import': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const folder = await workstation.chooseFolder('take');
    if (folder === undefined) return { chosen: false, bundles: [] };
    const bundles = await importFolder(workstation.store, actor, folder);
    await workstation.takeIn();
    workstation.changed('exchange');
    workstation.changed('outgoing');
    workstation.exchange.wake();
    return { chosen: true, bundles };
  },
  'folder.takeFile': async ({ uploadId }, session) => {
    const { workstation, actor } = signedIn(session);
    takeOpened(workstation.store, actor, uploadId);
    await workstation.takeIn();
    workstation.changed('quarantine');
    return {};
  },
  'folder.plain': async ({ outgoingId, names }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.checkSecrecy(outgoingId, actor);
    const folder = await workstation.chooseFolder('carry');
    if (folder === undefined) return { saved: false, folderName: '' };
    const { folderName } = await exportPlain(workstation.store, actor, {
      outgoingId,
      names,
      folder,
      fonts: workstation.fonts(),
      ...(workstation.mode === 'training' ? { watermark: 'TẬP HUẤN – KHÔNG PHẢI VĂN BẢN THẬT' } : {}),
    });
    workstation.changed('outgoing', outgoingId);
    return { saved: true, folderName };
  },
  'folder.slipBack': ({ slipId, note }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.changed('outgoing', slipBack(workstation.store, actor, slipId, note));
    return {};
  },
  'folder.ofDocument': ({ id }, session) => carriedOf(signedIn(session).workstation.store, id),
};
