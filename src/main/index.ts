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
  powerMonitor,
  protocol,
  safeStorage,
  shell,
  utilityProcess,
} from 'electron';
import { lockDownContents } from './lockdown.ts';
import { fileLog } from './log.ts';
import { osKeyStore } from './os-key-store.ts';
import { PAGE_SCHEME } from './page-files.ts';
import { givePagePorts } from './page-ports.ts';
import { createSupervisor, type ProcessName, parserPermissions, type Supervisor } from './supervisor.ts';
import { lockWithSystem } from './system-lock.ts';
import { chooseFolder, chooseModule, chooseSavePath, openWindow, prepareSession } from './window.ts';

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

function supervise(onEnded: (process: ProcessName) => void): Supervisor {
  const profilesDir = join(app.getPath('userData'), 'profiles');
  const entry = (name: string): string => join(outDir, 'main', `${name}.js`);
  return createSupervisor({
    utilityProcess,
    MessageChannelMain,
    entries: { core: entry('core'), parser: entry('parser'), token: entry('token'), training: entry('training') },
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
    packaged: app.isPackaged,
    log: fileLog(join(app.getPath('userData'), 'logs', 'shell.log')),
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
  dialog.showErrorBox(
    'Trạm Văn thư',
    'Bộ phận xử lý của trạm dừng nhiều lần liên tiếp nên trạm phải đóng. Dữ liệu đã lưu vẫn còn nguyên. Hãy mở lại trạm; nếu vẫn gặp, báo cho người phụ trách kỹ thuật.',
  );
  app.exit(1);
}

async function run(): Promise<void> {
  lockDownContents(app);
  await app.whenReady();
  Menu.setApplicationMenu(null);
  let tellPage: (ended: ProcessName) => void = () => {};
  const supervisor = supervise((process) => tellPage(process));
  const log = fileLog(join(app.getPath('userData'), 'logs', 'shell.log'));
  tellPage = givePagePorts({
    ipcMain,
    MessageChannelMain,
    supervisor,
    tellPage: (channel, notice) => window?.isDestroyed() === false && window.webContents.send(channel, notice),
    log,
  });
  supervisor.start();
  prepareSession(outDir);
  window = openWindow(outDir);
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  lockWithSystem(powerMonitor, () => supervisor.lock());
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
