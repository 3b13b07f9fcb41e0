/** The Vietnamese catalogue: the screens' words, typed, one file a room; the errors' sentences stand in `errors.ts`. */
import { SHELL_TEXTS } from '../../../domain/shellTexts.ts';
import { amendmentText } from './amendments.ts';
import { careText } from './care.ts';
import { commonText } from './common.ts';
import { connectionsText } from './connections.ts';
import { deadlinesText } from './deadlines.ts';
import { deskText } from './desk.ts';
import { directoryText } from './directory.ts';
import { dossiersText } from './dossiers.ts';
import { entryText } from './entry.ts';
import { exchangeText } from './exchange.ts';
import { folderText } from './folder.ts';
import { historyText } from './history.ts';
import { incomingText } from './incoming.ts';
import { listsText } from './lists.ts';
import { lookText } from './look.ts';
import { maintenanceText } from './maintenance.ts';
import { outgoingText } from './outgoing.ts';
import { papersText } from './papers.ts';
import { peopleText } from './people.ts';
import { provinceText } from './province.ts';
import { readingText } from './reading.ts';
import { registersText } from './registers.ts';
import { reportsText } from './reports.ts';
import { scanningText } from './scanning.ts';
import { searchText } from './search.ts';
import { settingsText } from './settings.ts';
import { signingText } from './signing.ts';
import { signingDeskText } from './signingDesk.ts';
import { startText } from './start.ts';
import { supportText } from './support.ts';
import { verifyText } from './verify.ts';

export const screens = {
  ...commonText,
  ...SHELL_TEXTS,
  ...startText,
  ...incomingText,
  ...listsText,
  ...entryText,
  ...outgoingText,
  ...signingText,
  ...signingDeskText,
  ...exchangeText,
  ...connectionsText,
  ...registersText,
  ...reportsText,
  ...directoryText,
  ...amendmentText,
  ...historyText,
  ...maintenanceText,
  ...folderText,
  ...provinceText,
  ...careText,
  ...settingsText,
  ...lookText,
  ...supportText,
  ...peopleText,
  ...deadlinesText,
  ...verifyText,
  ...searchText,
  ...scanningText,
  ...papersText,
  ...readingText,
  ...deskText,
  ...dossiersText,
} as const;
