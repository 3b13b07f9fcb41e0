/** The page's calls on restoring. Without a store open anyone at the machine may restore one; with one, an administrator. */
import type { restoreCalls } from '../../contract/page/restore.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { Core } from '../core.ts';
import { backupDocument, backupFileName, saveFromBackup, searchBackup, takeBack } from '../restore/single.ts';
import { type Session, signedIn } from './session.ts';

export function restoreHandlers(core: Core): Handlers<typeof restoreCalls, Session> {
  const desk = (session: Session) => {
    if (core.workstation && !signedIn(session).actor.roles.includes('administrator')) throw new Failure('session.not_allowed');
    return core.restoring;
  };
  /** Single documents go into the store that is open. */
  const open = (session: Session) => ({ backup: desk(session).opened(), ...signedIn(session) });
  return {
    'restore.look': async ({ where }, session) => {
      const restoring = desk(session);
      if (where === 'places') return { backups: restoring.look(core.workstation?.maintenance.places() ?? []), chosen: true };
      const path = await core.chooseFolder();
      return path === undefined ? { backups: [], chosen: false } : { backups: restoring.look([path]), chosen: true };
    },
    'restore.open': ({ key, way, secret }, session) => desk(session).open(key, way, secret ?? ''),
    'restore.begin': ({ acceptDamaged }, session) => {
      const restoring = desk(session);
      void restoring.begin(acceptDamaged);
      return {};
    },
    // After the switch nobody is signed in, and the page wants to know how it went.
    'restore.state': () => core.restoring.state(),
    'restore.cancel': (_input, session) => {
      desk(session).cancel();
      return {};
    },
    'restore.close': (_input, session) => {
      desk(session).close();
      return {};
    },
    'restore.search': ({ text }, session) => searchBackup(open(session).backup, text),
    'restore.document': ({ list, id }, session) => {
      const { backup, workstation } = open(session);
      return backupDocument(backup, workstation.store, list, id);
    },
    'restore.take': async ({ list, id }, session) => {
      const { backup, workstation, actor } = open(session);
      const taken = await takeBack(backup, workstation.store, actor, list, id);
      workstation.changed(list, id);
      return { taken };
    },
    'restore.saveFile': async ({ fileId }, session) => {
      const { backup, workstation, actor } = open(session);
      const path = await workstation.chooseSavePath(backupFileName(backup, fileId));
      if (path === undefined) return { saved: false };
      await saveFromBackup(backup, workstation.store, actor, fileId, path);
      return { saved: true };
    },
  };
}
