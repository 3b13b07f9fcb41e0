/**
 * Stand-in for the part of Electron's API that `src/main` uses, for machines where Electron's runtime cannot be had.
 * Runs the built main entry under Node and its window in Chromium. Development only, never shipped. Not imitated, so
 * never verified here: permission handlers, safeStorage, fuses, printing, asar, the updater; of tray, notifications, jump list,
 * start with the system and several screens only what is asked for is seen (`desktop.ts`).
 */
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { basename, join } from 'node:path';
import type { Dialog, MessageBoxSyncOptions, OpenDialogReturnValue, SafeStorage, SaveDialogReturnValue, Shell } from 'electron';
import { app } from './app.ts';

export { app } from './app.ts';
export { Notification, nativeImage, screen, Tray } from './desktop.ts';
export { protocol, session } from './session.ts';
export { MessageChannelMain, utilityProcess } from './utility-process.ts';
export { BrowserWindow, ipcMain } from './window.ts';

/** Says that there is no key store: the workstation then asks for a passphrase. */
export const safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'basic_text',
  encryptString: () => {
    throw new Error('electron-host has no key store');
  },
  decryptString: () => {
    throw new Error('electron-host has no key store');
  },
} satisfies Pick<SafeStorage, 'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'>;

/** A file is saved under `TRAM_HOST_SAVE_DIR`, opened as `TRAM_HOST_OPEN_FILE`, else the dialog counts as cancelled; a question gets its careful answer. */
export const dialog = {
  async showSaveDialog(...args: unknown[]): Promise<SaveDialogReturnValue> {
    const options = args.at(-1) as { defaultPath?: string };
    const folder = process.env.TRAM_HOST_SAVE_DIR;
    if (folder === undefined) return { canceled: true, filePath: '' };
    return { canceled: false, filePath: join(folder, basename(options.defaultPath ?? 'tep')) };
  },
  async showOpenDialog(): Promise<OpenDialogReturnValue> {
    const path = process.env.TRAM_HOST_OPEN_FILE;
    return path === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [path] };
  },
  showMessageBoxSync(...args: unknown[]): number {
    const options = args.at(-1) as MessageBoxSyncOptions;
    console.log(`${options.message}\n${options.detail ?? ''}`);
    const answer = process.env.TRAM_HOST_ANSWER;
    return answer === undefined ? (options.cancelId ?? 0) : Number(answer);
  },
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`);
  },
} satisfies {
  [K in 'showSaveDialog' | 'showOpenDialog' | 'showMessageBoxSync' | 'showErrorBox']: (...args: never[]) => ReturnType<Dialog[K]>;
};

/** The system's own opener where there is one; `TRAM_HOST_OPENER` is another command, for tests. */
function openWith(command: string, path: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(command, [path], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(`${command} is not here`));
    child.once('exit', (code) => resolve(code === 0 ? '' : `${command} ended with ${code}`));
    child.unref();
  });
}
export const shell = {
  openPath: (path: string) => openWith(process.env.TRAM_HOST_OPENER ?? 'xdg-open', path),
  openExternal: async () => {
    throw new Error('electron-host opens nothing outside');
  },
} satisfies Pick<Shell, 'openExternal' | 'openPath'>;

export const Menu = { setApplicationMenu: (_menu: unknown): void => {}, buildFromTemplate: (items: readonly unknown[]) => ({ items }) };
export const powerMonitor = new EventEmitter();
// The system's lock, as a test asks for it.
app.on('host-signal', () => powerMonitor.emit('lock-screen'));
export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'light', shouldUseDarkColors: false });
export const crashReporter = { start: (_options: unknown): void => {} };
export default { app };
