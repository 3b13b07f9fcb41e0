/**
 * Numbered steps of the schema. A step that shipped is never edited: a change is a new step with the next number, and
 * a test that brings a store of the version before over it.
 */
import { foundation } from './0001-foundation.ts';
import { directory } from './0002-directory.ts';
import { search } from './0003-search.ts';
import { auditRole } from './0004-audit-role.ts';
import { axisSeen } from './0005-axis-seen.ts';
import { amendments } from './0006-amendments.ts';
import { deskRecords } from './0007-desk-records.ts';
import { vaultNames } from './0008-vault-names.ts';
import { deadlines } from './0009-deadlines.ts';
import { byHand } from './0010-by-hand.ts';
import { signing } from './0011-signing.ts';
import { searchDepth } from './0012-search-depth.ts';
import { peopleOrgans } from './0013-people-organs.ts';
import { connections } from './0014-connections.ts';
import { verify } from './0015-verify.ts';
import { openPackages } from './0016-open-packages.ts';
import { fastEntry } from './0017-fast-entry.ts';
import { deskWork } from './0018-desk-work.ts';
import { lists } from './0019-lists.ts';
import { paperDesk } from './0020-paper-desk.ts';
import { openClocks } from './0021-open-clocks.ts';
import { scanning } from './0022-scanning.ts';
import { books } from './0023-books.ts';
import { petitionClocks } from './0024-petition-clocks.ts';
import { nearArrivals } from './0025-near-arrivals.ts';
import { dossiers } from './0026-dossiers.ts';
import { pictureWords } from './0027-picture-words.ts';
import { paperKept } from './0028-paper-kept.ts';
import { pendingNumbers } from './0029-pending-numbers.ts';
import { keptForms } from './0030-kept-forms.ts';
import { bigYears } from './0031-big-years.ts';
import { verdictsOut } from './0032-verdicts-out.ts';
import { keptOf } from './0033-kept-of.ts';
import { takenOver } from './0034-taken-over.ts';
import { filesNamed } from './0035-files-named.ts';
import { whoNames } from './0036-who-names.ts';
import { destructionAgreed } from './0037-destruction-agreed.ts';
import { auditLookedUp } from './0038-audit-looked-up.ts';
import { requestsOpen } from './0039-requests-open.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'foundation', sql: foundation },
  { version: 2, name: 'directory', sql: directory },
  { version: 3, name: 'search', sql: search },
  { version: 4, name: 'audit-role', sql: auditRole },
  { version: 5, name: 'axis-seen', sql: axisSeen },
  { version: 6, name: 'amendments', sql: amendments },
  { version: 7, name: 'desk-records', sql: deskRecords },
  { version: 8, name: 'vault-names', sql: vaultNames },
  { version: 9, name: 'deadlines', sql: deadlines },
  { version: 10, name: 'by-hand', sql: byHand },
  { version: 11, name: 'signing', sql: signing },
  { version: 12, name: 'search-depth', sql: searchDepth },
  { version: 13, name: 'people-organs', sql: peopleOrgans },
  { version: 14, name: 'connections', sql: connections },
  { version: 15, name: 'verify', sql: verify },
  { version: 16, name: 'open-packages', sql: openPackages },
  { version: 17, name: 'fast-entry', sql: fastEntry },
  { version: 18, name: 'desk-work', sql: deskWork },
  { version: 19, name: 'lists', sql: lists },
  { version: 20, name: 'paper-desk', sql: paperDesk },
  { version: 21, name: 'open-clocks', sql: openClocks },
  { version: 22, name: 'scanning', sql: scanning },
  { version: 23, name: 'books', sql: books },
  { version: 24, name: 'petition-clocks', sql: petitionClocks },
  { version: 25, name: 'near-arrivals', sql: nearArrivals },
  { version: 26, name: 'dossiers', sql: dossiers },
  { version: 27, name: 'picture-words', sql: pictureWords },
  { version: 28, name: 'paper-kept', sql: paperKept },
  { version: 29, name: 'pending-numbers', sql: pendingNumbers },
  { version: 30, name: 'kept-forms', sql: keptForms },
  { version: 31, name: 'big-years', sql: bigYears },
  { version: 32, name: 'verdicts-out', sql: verdictsOut },
  { version: 33, name: 'kept-of', sql: keptOf },
  { version: 34, name: 'taken-over', sql: takenOver },
  { version: 35, name: 'files-named', sql: filesNamed },
  { version: 36, name: 'who-names', sql: whoNames },
  { version: 37, name: 'destruction-agreed', sql: destructionAgreed },
  { version: 38, name: 'audit-looked-up', sql: auditLookedUp },
  { version: 39, name: 'requests-open', sql: requestsOpen },
];
