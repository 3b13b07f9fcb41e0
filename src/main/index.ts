/**
 * The shell: one instance, one locked-down window, the other processes under watch. No business rule lives here.
 * Switch: `--profile-dir=DIR` puts everything this installation keeps into DIR.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  shell,
  utilityProcess,
} from 'electron';
import { type Destination, TALK, type Told } from '../contract/page/talk.ts';
import { Desktop, HIDDEN, habitsOf, jumpList, speakAs } from './desktop.ts';
import { LanguageFiles } from './languages.ts';
import { guardUnsaved } from './leaving.ts';
import { lockDownContents } from './lockdown.ts';
import { fileLog } from './log.ts';
import { machineSettings, PLAIN_LOOK } from './machine-settings.ts';
import { askedOf, OpenedFiles } from './opened.ts';
import { osKeyStore } from './os-key-store.ts';
import { PAGE_SCHEME } from './page-files.ts';
import { givePagePorts } from './page-ports.ts';
import { talkWithPage } from './page-talk.ts';
import { createSupervisor, type ProcessName, parserPermissions, type Supervisor, type SupervisorOptions } from './supervisor.ts';
import { lockWithSystem } from './system-lock.ts';
import { systemNotice, systemTray } from './tray.ts';
import { chooseFolder, chooseModule, chooseSavePath, leaveUnsaved, openWindow, prepareSession, setSize } from './window.ts';
import { NAME, word } from './words.ts';

const outDir = dirname(dirname(fileURLToPath(import.meta.url)));
const resourcesDir = app.isPackaged ? join(process.resourcesPath, 'resources') : join(app.getAppPath(), 'resources');

app.setPath('userData', app.commandLine.getSwitchValue('profile-dir') || join(app.getPath('appData'), 'tram-van-thu'));
app.enableSandbox();
// Chromium itself has nothing to fetch; the product's own network use is the core's.
for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'disable-breakpad']) {
  app.commandLine.appendSwitch(name);
}
protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

let window: BrowserWindow | undefined;
if (app.requestSingleInstanceLock()) void run();
else {
  console.log('Trạm Văn thư đang mở rồi; cửa sổ đang mở được đưa lên trước.');
  app.exit(0);
}

/** Where this machine remembers which stores are its own: not among what people copy to another one. */
function machineDir(): string {
  const given = app.commandLine.getSwitchValue('profile-dir');
  if (given !== '') return join(given, 'machine');
  const { LOCALAPPDATA, XDG_STATE_HOME } = process.env;
  return join(LOCALAPPDATA ?? XDG_STATE_HOME ?? join(app.getPath('home'), '.local', 'state'), 'tram-van-thu-machine');
}

function supervise(
  onEnded: (process: ProcessName) => void,
  desk: Pick<SupervisorOptions, 'tellDesk' | 'habits' | 'languages' | 'drawAnew'>,
): Supervisor {
  const profilesDir = join(app.getPath('userData'), 'profiles');
  const entry = (name: string): string => join(outDir, 'main', `${name}.js`);
  return createSupervisor({
    ...desk,
    utilityProcess,
    MessageChannelMain,
    entries: {
      core: entry('core'),
      parser: entry('parser'),
      reader: entry('reader'),
      imaging: entry('imaging'),
      token: entry('token'),
      training: entry('training'),
    },
    profilesDir,
    machineDir: machineDir(),
    resourcesDir,
    version: app.getVersion(),
    host: process.env.TRAM_HOST === 'electron-host' ? 'electron-host' : 'electron',
    osKeyStore: osKeyStore(safeStorage),
    chooseSavePath: (name) => chooseSavePath(window, name),
    chooseFolder: (purpose) => chooseFolder(window, purpose),
    openPath: async (path) => (await shell.openPath(path)) === '',
    chooseModule: () => chooseModule(window),
    memoryOf: (pid) => {
      const held = app.getAppMetrics().find((one) => one.pid === pid)?.memory.workingSetSize;
      return held === undefined ? undefined : held * 1024;
    },
    packaged: app.isPackaged,
    log: fileLog(userFile('logs', 'shell.log')),
    parserExecArgv: parserPermissions({
      // Where Windows has it, appearances are drawn with its own Times New Roman.
      codeDirs: [
        outDir,
        join(app.getAppPath(), 'node_modules'),
        resourcesDir,
        ...(process.platform === 'win32' ? [join(process.env.SystemRoot ?? 'C:\\Windows', 'Fonts')] : []),
      ],
      profilesDir,
    }),
    onEnded: (process, _code, again) => {
      onEnded(process);
      if (process === 'core' && !again) giveUp();
    },
  });
}
/** The core keeps dying: nothing can be done in the window, and nothing that was saved is lost. */
function giveUp(): void {
  dialog.showErrorBox(NAME, word('shell.noCore'));
  app.exit(1);
}

const userFile = (...names: string[]): string => join(app.getPath('userData'), ...names);
const icon = (name: string): string => join(resourcesDir, 'icons', `${name}.png`);

async function run(): Promise<void> {
  lockDownContents(app);
  // The name under which Windows keeps notifications, the jump list and the place in the task bar together.
  app.setAppUserModelId('vn.tramvanthu.workstation');
  await app.whenReady();
  Menu.setApplicationMenu(null);
  const log = fileLog(userFile('logs', 'shell.log'));
  const settings = machineSettings(userFile('window.json'), (error) => log.warn('the window file failed', { error: String(error) }));
  const tell = (told: Told): void => void (window?.isDestroyed() === false && window.webContents.send(TALK, told));
  const files = new OpenedFiles(tell);
  const inSight = (to?: Destination): void => {
    if (window?.isMinimized()) window.restore();
    window?.show();
    window?.focus();
    if (to) void files.take({ go: to, paths: [] });
  };
  const languages = new LanguageFiles(userFile('languages'), settings, join(resourcesDir, 'languages'));
  await speakAs(languages);
  let leaving = false;
  const desktop = new Desktop({
    tray: systemTray,
    icons: { calm: icon('tray'), urgent: icon('tray-urgent') },
    notify: systemNotice(icon('app')),
    windowInSight: () => window?.isFocused() === true,
    openWindow: inSight,
    lock: () => supervisor.lock(),
    receive: () => supervisor.receive(),
    quit: () => {
      leaving = true;
      app.quit();
    },
  });
  const habits = habitsOf({ platform: process.platform, packaged: app.isPackaged, login: app, hasTray: desktop.hasTray, settings });
  let tellPage: (ended: ProcessName) => void = () => {};
  const supervisor = supervise(
    (process) => {
      tellPage(process);
      if (process === 'core') desktop.coreEnded();
    },
    {
      tellDesk: (state) => desktop.told(state),
      habits,
      languages,
      // The page asked for it: it is drawn anew, in the words that were chosen.
      drawAnew: () => void (window?.isDestroyed() === false && window.webContents.reload()),
    },
  );
  tellPage = givePagePorts({
    ipcMain,
    MessageChannelMain,
    supervisor,
    tellPage: (channel, notice) => window?.isDestroyed() === false && window.webContents.send(channel, notice),
    log,
  });
  let pageLeft = (): void => {};
  talkWithPage({
    ipcMain,
    files,
    tell,
    lookNow: () => settings.get().look ?? PLAIN_LOOK,
    onLook: (look) => {
      settings.set({ look });
      // The frame that the system draws around the window follows.
      nativeTheme.themeSource = look.theme === 'contrast' ? 'dark' : look.theme;
      if (window) setSize(window, look.size);
    },
    onEnded: () => desktop.ended(),
    onLeft: () => pageLeft(),
    log,
  });
  supervisor.start();
  prepareSession(outDir, languages);
  const hidden = process.argv.includes(HIDDEN) && habits().keepInTray;
  const opened = openWindow({ outDir, settings, icon: icon('app'), hidden });
  window = opened;
  opened.on('close', (event) => {
    if (leaving || !habits().keepInTray) return;
    event.preventDefault();
    opened.hide();
    if (settings.get().saidTray !== true) desktop.stays();
    settings.set({ saidTray: true });
  });
  pageLeft = guardUnsaved({
    window: opened,
    agree: () => leaveUnsaved(opened),
    tellPage: () => tell({ tell: 'leave' }),
    onStay: () => {
      leaving = false;
    },
  });
  const listTasks = (): void => {
    if (process.platform === 'win32')
      app.setJumpList(jumpList(process.execPath, app.isPackaged ? [] : [app.getAppPath()], process.execPath));
  };
  listTasks();
  languages.onChange(() => void speakAs(languages, desktop).then(listTasks));
  void files.take(askedOf(process.argv.slice(1), process.cwd()));
  app.on('second-instance', (_event, argv, cwd) => {
    inSight();
    void files.take(askedOf(argv.slice(1), cwd));
  });
  lockWithSystem(powerMonitor, () => supervisor.lock());
  app.on('before-quit', () => {
    leaving = true;
  });
  app.on('window-all-closed', () => app.quit());
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void supervisor.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
