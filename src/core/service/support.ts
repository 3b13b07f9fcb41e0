/** The page's calls on the report for support. */
import { statfs, writeFile } from 'node:fs/promises';
import type { supportCalls } from '../../contract/page/support.ts';
import type { Handlers } from '../../contract/wire.ts';
import type { StepResult } from '../../domain/connection.ts';
import { Failure } from '../../domain/errors.ts';
import { connectionRefusal } from '../../domain/profile.ts';
import { type SupportReport, supportText } from '../../domain/supportWords.ts';
import { record } from '../audit/index.ts';
import { connectionFor, connectionViews, diagnose, transportOf } from '../axis/index.ts';
import { systemClock } from '../clock.ts';
import type { Core } from '../core.ts';
import { listOwnOrgans } from '../documents/index.ts';
import { deadMachineFacts, printDeadMachine, supportReport } from '../support/index.ts';
import type { Workstation } from '../workstation.ts';
import { keepPrint, printPlace } from './print.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

async function tested({ store, mode }: Workstation): Promise<{ organId: string; steps: readonly StepResult[] }[]> {
  const done: { organId: string; steps: readonly StepResult[] }[] = [];
  for (const { organId, endpoint } of connectionViews(store)) {
    if (endpoint === '' || connectionRefusal(mode, endpoint, organId) !== undefined) continue;
    const connection = connectionFor(store, organId);
    done.push({ organId, steps: await diagnose({ connection, transport: transportOf(connection), clock: systemClock }) });
  }
  return done;
}

export function supportHandlers(core: Core): Handlers<typeof supportCalls, Session> {
  const reportOf = async (session: Session, test: boolean): Promise<SupportReport> => {
    const { workstation, actor } = signedIn(session);
    if (test && !actor.roles.includes('administrator')) throw new Failure('session.not_allowed');
    const { store, mode, maintenance } = workstation;
    const dir = core.profileFolder();
    return supportReport({
      store,
      mode,
      maintenance,
      version: core.version,
      host: core.host,
      status: workstation.exchangeStatus(),
      tokens: core.processes.tokens,
      restarts: core.processes.restarts(),
      startedAt: core.startedAt,
      tally: core.tally.rows(),
      ...(dir === undefined
        ? {}
        : {
            freeDisk: async () => {
              const { bavail, bsize } = await statfs(dir);
              return bavail * bsize;
            },
          }),
      ...(workstation.beside === undefined ? {} : { ask: workstation.beside }),
      ...(test ? { tested: await tested(workstation) } : {}),
    });
  };
  /** What is saved is what was shown last on this page. */
  const shown = new WeakMap<Session, SupportReport>();
  return {
    'support.report': async ({ test }, session) => {
      const report = await reportOf(session, test);
      shown.set(session, report);
      return report;
    },
    'support.deadMachine': async (_input, session) => {
      const { workstation, actor } = signedIn(session);
      const { store, maintenance } = workstation;
      const organ = currentOrgan(session);
      const organs = listOwnOrgans(store).flatMap((one) => (one.closed ? [] : [one.organId]));
      const facts = deadMachineFacts(maintenance, organ.name, organs, core.version, store.now());
      const pdf = await printDeadMachine(facts, printPlace(workstation, organ));
      return keepPrint(store, actor, pdf, 'khi-may-hong.pdf', 'support.dead_machine');
    },
    'support.save': async (_input, session) => {
      const { workstation, actor } = signedIn(session);
      const report = shown.get(session) ?? (await reportOf(session, false));
      const path = await workstation.chooseSavePath(
        `Chan doan Tram Van thu ${new Date(report.at + 7 * 3_600_000).toISOString().slice(0, 10)}.txt`,
      );
      if (path === undefined) return { saved: false };
      await writeFile(path, `\uFEFF${supportText(report)}`);
      workstation.store.tx(() => record(workstation.store, actor, 'support.save', workstation.store.workstationId), 'support:save');
      return { saved: true };
    },
  };
}
