/** The closed map of what a page may ask of the core, and the events the core pushes to it. */

import { auditCalls } from './audit.ts';
import { checklistCalls } from './checklist.ts';
import { codeListCalls } from './codelists.ts';
import { connectionCalls } from './connections.ts';
import { copyCalls } from './copies.ts';
import { deadlineCalls } from './deadlines.ts';
import { deskWorkCalls } from './deskWork.ts';
import { destructionCalls } from './destruction.ts';
import { directoryCalls } from './directory.ts';
import { dossierCalls } from './dossiers.ts';
import { entryCalls } from './entry.ts';
import { exchangeCalls, fileCalls } from './exchange.ts';
import { folderCalls } from './folder.ts';
import { handoverCalls } from './handover.ts';
import { historyCalls } from './history.ts';
import { incomingCalls } from './incoming.ts';
import { keptCalls } from './kept.ts';
import { languageCalls } from './languages.ts';
import { leavingCalls } from './leaving.ts';
import { lessonCalls } from './lessons.ts';
import { listCalls } from './lists.ts';
import { lookCalls } from './look.ts';
import { maintenanceCalls } from './maintenance.ts';
import { organCalls } from './organs.ts';
import { originalCalls } from './originals.ts';
import { outgoingCalls } from './outgoing.ts';
import { packageCalls } from './packages.ts';
import { paperCalls } from './paper.ts';
import { peopleCalls } from './people.ts';
import { petitionCalls } from './petitions.ts';
import { provinceCalls } from './province.ts';
import { readingCalls } from './reading.ts';
import { bookCalls, registerCalls } from './registers.ts';
import { reportCalls } from './reports.ts';
import { restoreCalls } from './restore.ts';
import { scanningCalls } from './scanning.ts';
import { searchCalls } from './search.ts';
import { secrecyCalls } from './secrecy.ts';
import { sessionCalls } from './session.ts';
import { signingCalls } from './signing.ts';
import { supportCalls } from './support.ts';
import { tokenPageCalls } from './tokens.ts';
import { transferCalls } from './transfers.ts';
import { verifyCalls } from './verify.ts';
import { workCalls } from './work.ts';

export const pageCalls = {
  ...sessionCalls,
  ...peopleCalls,
  ...organCalls,
  ...incomingCalls,
  ...entryCalls,
  ...outgoingCalls,
  ...exchangeCalls,
  ...connectionCalls,
  ...directoryCalls,
  ...codeListCalls,
  ...packageCalls,
  ...registerCalls,
  ...bookCalls,
  ...reportCalls,
  ...fileCalls,
  ...originalCalls,
  ...maintenanceCalls,
  ...auditCalls,
  ...handoverCalls,
  ...readingCalls,
  ...restoreCalls,
  ...leavingCalls,
  ...languageCalls,
  ...lookCalls,
  ...destructionCalls,
  ...folderCalls,
  ...secrecyCalls,
  ...signingCalls,
  ...provinceCalls,
  ...tokenPageCalls,
  ...checklistCalls,
  ...lessonCalls,
  ...supportCalls,
  ...searchCalls,
  ...historyCalls,
  ...deadlineCalls,
  ...listCalls,
  ...verifyCalls,
  ...transferCalls,
  ...deskWorkCalls,
  ...paperCalls,
  ...copyCalls,
  ...petitionCalls,
  ...scanningCalls,
  ...workCalls,
  ...dossierCalls,
  ...keptCalls,
} as const;
export type PageCalls = typeof pageCalls;

/** Pushed to every page: what changed, so that it asks again; never content. */
export type PageEvent =
  | {
      readonly topic:
        | 'incoming'
        | 'outgoing'
        /** Opened, or put back among the unread: of the document itself nothing changed. */
        | 'incoming.opened'
        | 'outgoing.opened'
        | 'exchange'
        | 'registers'
        | 'quarantine'
        | 'directory'
        | 'codelists'
        | 'search'
        | 'deadlines'
        | 'verify'
        | 'paper'
        | 'petitions'
        | 'scanning'
        | 'dossiers';
      readonly id?: string;
    }
  /** The session ended on this port (lock, closing). */
  | { readonly topic: 'session' };

export * from './ports.ts';
