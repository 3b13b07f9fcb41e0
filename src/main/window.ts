/** The one window: sandboxed, without Node, its session in memory only. */
import { join } from 'node:path';
import { BrowserWindow, dialog, screen, session } from 'electron';
import { lockDownSession } from './lockdown.ts';
import type { MachineSettings } from './machine-settings.ts';
import { PAGE_SCHEME, PAGE_URL, type PageLanguages, pageFiles } from './page-files.ts';
import { placeFor, SMALLEST } from './place.ts';
import { NAME, word } from './words.ts';

/** Without `persist:` nothing of the page's session reaches the disk. */
const PARTITION = 'tram-van-thu';

/** Readies the session of all windows; call once. */
export function prepareSession(outDir: string, languages: PageLanguages): void {
  const own = session.fromPartition(PARTITION, { cache: false });
  own.protocol.handle(PAGE_SCHEME, pageFiles(join(outDir, 'renderer'), languages));
  lockDownSession(own);
}
export interface WindowOptions {
  readonly outDir: string;
  readonly settings: MachineSettings;
  readonly icon: string;
  /** Begins in the tray. */
  readonly hidden: boolean;
}
export function openWindow({ outDir, settings, icon, hidden }: WindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const { place } = settings.get();
  const window = new BrowserWindow({
    ...placeFor(
      place,
      [primary, ...others].map((display) => display.workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    icon,
    title: NAME,
    show: false,
    backgroundColor: '#ffffff',
    webPreferences: {
      partition: PARTITION,
      preload: join(outDir, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      disableDialogs: true,
      devTools: process.env.TRAM_DEV === '1',
    },
  });
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => {
    if (!hidden) window.show();
  });
  // On another screen the window keeps its size in the system's units; Chromium draws it at that screen's own scale.
  const remember = (): void => settings.set({ place: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  window.on('close', remember);
  // A page that crashed asks for a new port once it is back; the core did not notice.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  window.loadURL(PAGE_URL).catch(() => {
    dialog.showErrorBox(NAME, word('shell.noPage'));
  });
  return window;
}
/** The page holds back its closing while it has unsaved work. */
export function leaveUnsaved(window: BrowserWindow): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    title: NAME,
    message: word('shell.unsaved'),
    detail: word('shell.unsavedDetail'),
    buttons: [word('shell.unsavedStay'), word('shell.unsavedLeave')],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 1;
}
/** Text and everything with it larger: the page is laid out anew, as on a smaller screen. */
export const setSize = (window: BrowserWindow, percent: number): void => window.webContents.setZoomFactor(percent / 100);

/** Asks where to save a file outside the store. */
export async function chooseSavePath(window: BrowserWindow | undefined, suggestedName: string): Promise<string | undefined> {
  if (window === undefined || window.isDestroyed()) return undefined;
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title: word('shell.save'), defaultPath: suggestedName });
  return canceled || filePath === '' ? undefined : filePath;
}
/** Asks for the file of a signing device's driver. */
export async function chooseModule(window: BrowserWindow | undefined): Promise<string | undefined> {
  if (window === undefined || window.isDestroyed()) return undefined;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: word('shell.driver'),
    properties: ['openFile'],
    filters: [
      { name: word('shell.driverFiles'), extensions: ['dll', 'so', 'dylib'] },
      { name: word('shell.allFiles'), extensions: ['*'] },
    ],
  });
  return canceled ? undefined : filePaths[0];
}
export type FolderPurpose = 'backup' | 'carry' | 'take' | 'scanner';
/** Asks for a folder: for backups, to write what is carried by hand, to take in from. */
export async function chooseFolder(window: BrowserWindow | undefined, purpose: FolderPurpose = 'backup'): Promise<string | undefined> {
  if (window === undefined || window.isDestroyed()) return undefined;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: word(`shell.folder.${purpose}`),
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? undefined : filePaths[0];
}
