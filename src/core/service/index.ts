/** The core's door to the pages: a port is served with the closed map of calls, each guarded by session and role. */
import { PAGE_EVENT, type PageCalls, type PageEvent, pageCalls } from '../../contract/page/index.ts';
import { type Handlers, type Port, serve } from '../../contract/wire.ts';
import type { Core } from '../core.ts';
import { checklistHandlers } from './checklist.ts';
import { codeListHandlers } from './codelists.ts';
import { connectionHandlers } from './connections.ts';
import { copyHandlers } from './copies.ts';
import { deadlineHandlers } from './deadlines.ts';
import { exchangeHandlers, fileHandlers } from './desk.ts';
import { deskWorkHandlers } from './deskWork.ts';
import { destructionHandlers } from './destruction.ts';
import { directoryHandlers } from './directory.ts';
import { dossierHandlers } from './dossiers.ts';
import { entryHandlers } from './entry.ts';
import { folderHandlers } from './folder.ts';
import { handoverHandlers } from './handover.ts';
import { incomingHandlers } from './incoming.ts';
import { keptHandlers } from './kept.ts';
import { languageHandlers } from './languages.ts';
import { leavingHandlers } from './leaving.ts';
import { lessonHandlers } from './lessons.ts';
import { listHandlers } from './lists.ts';
import { lookHandlers } from './look.ts';
import { auditHandlers, maintenanceHandlers } from './maintenance.ts';
import { organHandlers } from './organs.ts';
import { originalHandlers } from './originals.ts';
import { outgoingHandlers } from './outgoing.ts';
import { packageHandlers } from './packages.ts';
import { paperHandlers } from './paper.ts';
import { peopleHandlers } from './people.ts';
import { petitionHandlers } from './petitions.ts';
import { provinceHandlers } from './province.ts';
import { readingHandlers } from './reading.ts';
import { bookHandlers, registerHandlers } from './registers.ts';
import { reportHandlers } from './reports.ts';
import { restoreHandlers } from './restore.ts';
import { isAct, refusal } from './roles.ts';
import { scanningHandlers } from './scanning.ts';
import { searchHandlers } from './search.ts';
import { secrecyHandlers } from './secrecy.ts';
import { type Session, signOut } from './session.ts';
import { sessionHandlers } from './setup.ts';
import { signingHandlers } from './signing.ts';
import { supportHandlers } from './support.ts';
import { tokenHandlers } from './tokens.ts';
import { transferHandlers } from './transfers.ts';
import { verifyHandlers } from './verify.ts';
import { workHandlers } from './work.ts';

export interface PageSession {
  readonly session: Session;
  push(event: PageEvent): void;
  /** Ends the signed-in session; the port stays and may unlock again. */
  lock(): Promise<void>;
}

/** Serves one page's port until it closes. */
export function servePage(core: Core, port: Port): PageSession {
  const session: Session = {};
  const handlers: Handlers<PageCalls, Session> = {
    ...sessionHandlers(core),
    ...peopleHandlers(core),
    ...organHandlers,
    ...incomingHandlers,
    ...entryHandlers,
    ...outgoingHandlers,
    ...exchangeHandlers,
    ...connectionHandlers,
    ...directoryHandlers,
    ...codeListHandlers,
    ...packageHandlers,
    ...registerHandlers,
    ...bookHandlers,
    ...reportHandlers,
    ...fileHandlers,
    ...maintenanceHandlers,
    ...auditHandlers,
    ...handoverHandlers,
    ...restoreHandlers(core),
    ...leavingHandlers,
    ...languageHandlers,
    ...lookHandlers,
    ...destructionHandlers,
    ...folderHandlers,
    ...secrecyHandlers,
    ...signingHandlers,
    ...provinceHandlers,
    ...tokenHandlers,
    ...supportHandlers(core),
    ...checklistHandlers(core),
    ...lessonHandlers,
    ...readingHandlers,
    ...searchHandlers,
    ...verifyHandlers,
    ...deadlineHandlers,
    ...transferHandlers,
    ...deskWorkHandlers,
    ...listHandlers,
    ...paperHandlers,
    ...copyHandlers,
    ...petitionHandlers,
    ...scanningHandlers,
    ...originalHandlers,
    ...workHandlers,
    ...dossierHandlers,
    ...keptHandlers,
  };
  const push = serve<PageCalls, Session>(port, {
    calls: pageCalls,
    handlers,
    context: session,
    guard(call, context) {
      const refused = refusal(call, context.signedIn?.actor.roles);
      if (refused === undefined && isAct(call)) context.touchedAt = core.now();
      return refused;
    },
    // The one door: a person sees and does only what their organs allow, whatever room answers.
    admit(_call, input, { signedIn: held }) {
      // Nor what is a petition's, where they are not named for the case.
      if (held?.petitions?.admits(input, held.actor.personId) === false) return { code: 'petitions.not_named' };
      if (held?.rows === undefined || held.actor.organs === undefined) return undefined;
      return held.rows.admits(input, held.actor.organs) ? undefined : { code: 'session.other_organ' };
    },
    shown(_call, output, { signedIn: held }) {
      if (held?.rows === undefined || held.actor.organs === undefined) return output;
      return held.rows.withoutOthers(output, held.actor.organs);
    },
    onFailed: (call, code) => core.tally.note(call, code),
    onUnexpected: (call, error) => core.log.error('unexpected error in a call', { call, error: describe(error) }),
  });
  port.onClose(() => void signOut(session));
  return {
    session,
    push: (event) => push(PAGE_EVENT, event),
    async lock() {
      await signOut(session);
      push(PAGE_EVENT, { topic: 'session' } satisfies PageEvent);
    },
  };
}

/** Name, code and place of an error, with its causes; never its data. */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  };
}
