/** The page's calls on the care of the store: check, backup, audit file, reconciliation. */
import type { auditCalls } from '../../contract/page/audit.ts';
import type { maintenanceCalls } from '../../contract/page/maintenance.ts';
import type { Handlers } from '../../contract/wire.ts';
import { auditPaper, exportAudit, listAudit, record, verifyInParts, viewerOf } from '../audit/index.ts';
import { compare, confirmBook, finish, hasTicket, reconciliationView } from '../reconcile/index.ts';
import { inTurns } from '../working/index.ts';
import { optional } from './optional.ts';
import { keepPrint, printPlace } from './print.ts';
import { type Session, signedIn } from './session.ts';
import { watched } from './work.ts';

export const auditHandlers: Handlers<typeof auditCalls, Session> = {
  'audit.list': ({ workId, ...query }, session) =>
    watched(session, workId, (steps) => {
      const { workstation, actor } = signedIn(session);
      return inTurns(listAudit(workstation.store, viewerOf(actor), optional(query)), steps);
    }),
  'audit.print': async (paper, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const { bytes, name } = await auditPaper(store, viewerOf(actor), paper, printPlace(workstation));
    return keepPrint(store, actor, bytes, name, 'audit.print');
  },
  'audit.check': async ({ workId }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const verdict = await watched(session, workId, (steps) => inTurns(verifyInParts(store), steps));
    const said = verdict.ok ? `ok ${verdict.rows}` : `${verdict.why} ${verdict.seq}`;
    store.tx(() => record(store, actor, 'audit.check', store.workstationId, said), 'audit:check');
    return verdict.ok ? { ok: true, rows: verdict.rows, ...verdict.head } : verdict;
  },
};

export const maintenanceHandlers: Handlers<typeof maintenanceCalls, Session> = {
  'maintenance.state': (_input, session) => signedIn(session).workstation.maintenance.state(),
  'maintenance.check': ({ repairSearch }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.maintenance.startCheck(actor, repairSearch);
    return {};
  },
  'maintenance.backup': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.maintenance.startBackup(actor);
    return {};
  },
  'maintenance.cancel': (_input, session) => {
    signedIn(session).workstation.maintenance.cancel();
    return {};
  },
  'maintenance.chooseBackupFolder': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const path = await workstation.chooseFolder();
    if (path === undefined) return { chosen: false };
    workstation.maintenance.addTarget(actor, path);
    return { chosen: true };
  },
  'maintenance.removeBackupFolder': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.maintenance.removeTarget(actor, id);
    return {};
  },
  'maintenance.setKeep': (rule, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.maintenance.setKeep(actor, rule);
    return {};
  },
  'audit.export': async ({ workId }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    const path = await workstation.chooseSavePath('nhat-ky.jsonl');
    if (path === undefined) return { saved: false, rows: 0, keySha256: '' };
    store.tx(() => record(store, actor, 'audit.export', store.workstationId), 'audit:export');
    return { saved: true, ...(await watched(session, workId, (steps) => exportAudit(store, path, steps))) };
  },
  'reconcile.state': (_input, session) => {
    const { store, right } = signedIn(session).workstation;
    const view = reconciliationView(store);
    if (!view) return {};
    const { claim, ...rest } = view;
    const shown = claim?.kind === 'refused' ? { kind: claim.kind } : claim;
    return { view: { ...rest, ...(shown ? { claim: shown } : {}), ticket: right !== undefined && hasTicket(right.dir) } };
  },
  'reconcile.compare': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return compare(workstation.store, workstation.exchange, actor);
  },
  'reconcile.confirmBook': (what, session) => {
    const { workstation, actor } = signedIn(session);
    confirmBook(workstation.store, actor, what);
    return {};
  },
  'reconcile.finish': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    finish(workstation.store, actor);
    workstation.changed('exchange');
    workstation.exchange.wake();
    void workstation.exchange.checkLine();
    return {};
  },
};
