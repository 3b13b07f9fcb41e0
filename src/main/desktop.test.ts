import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Told } from '../contract/page/talk.ts';
import type { DeskState } from '../contract/shell/index.ts';
import { Desktop, type DesktopParts, habitsOf, jumpList, speakAs, type TrayItem } from './desktop.ts';
import { LanguageFiles } from './languages.ts';
import { machineSettings } from './machine-settings.ts';
import { askedOf, OpenedFiles } from './opened.ts';
import { placeFor, SMALLEST } from './place.ts';
import { speak, tooltip, word } from './words.ts';

const state = (change: Partial<DeskState> = {}): DeskState => ({
  open: true,
  signedIn: true,
  training: false,
  line: 'connected',
  waiting: 0,
  arrived: 0,
  urgent: 0,
  ...change,
});

describe('tray and notifications', () => {
  const seen: { tip: string; image: string; menu: readonly TrayItem[]; notices: string[]; acts: string[] } = {
    tip: '',
    image: '',
    menu: [],
    notices: [],
    acts: [],
  };
  const parts = (sight: boolean): DesktopParts => ({
    tray: (image) => {
      seen.image = image;
      return {
        setToolTip: (tip) => {
          seen.tip = tip;
        },
        setImage: (next) => {
          seen.image = next;
        },
        setMenu: (menu) => {
          seen.menu = menu;
        },
        onClick: () => undefined,
      };
    },
    icons: { calm: 'calm', urgent: 'urgent' },
    notify: ({ body }, click) => {
      seen.notices.push(body);
      click();
    },
    windowInSight: () => sight,
    openWindow: (to) => seen.acts.push(`open ${to ?? ''}`),
    lock: () => seen.acts.push('lock'),
    receive: () => seen.acts.push('receive'),
    quit: () => seen.acts.push('quit'),
  });
  beforeEach(() => {
    seen.notices = [];
    seen.acts = [];
  });
  const press = (label: string): void => seen.menu.find((item) => item.label === label)?.click?.();

  test('the tray says what waits, and its menu opens, locks, receives and quits', () => {
    const desktop = new Desktop(parts(true));
    expect(seen.tip).toContain('Chưa mở trạm');
    desktop.told(state({ waiting: 7, line: 'down', arrived: 2 }));
    expect(seen.tip).toBe('Trạm Văn thư\nChưa kết nối được mạng\n7 việc chờ gửi\n2 văn bản đến chưa vào sổ');
    for (const label of ['Mở trạm', 'Khóa màn hình trạm', 'Nhận văn bản ngay', 'Thoát']) press(label);
    expect(seen.acts).toEqual(['open ', 'lock', 'receive', 'quit']);
    desktop.told(state({ signedIn: false }));
    expect(seen.menu.find((item) => item.label === 'Khóa màn hình trạm')?.enabled).toBe(false);
    desktop.coreEnded();
    expect(seen.menu.find((item) => item.label === 'Nhận văn bản ngay')?.enabled).toBe(false);
  });
  test('an urgent arrival is told each time there are more, whatever is in sight, and leads to Hôm nay', () => {
    const desktop = new Desktop(parts(true));
    desktop.told(state({ urgent: 1 }));
    desktop.told(state({ urgent: 1, waiting: 3 }));
    desktop.told(state({ urgent: 2 }));
    desktop.told(state({ urgent: 0 }));
    expect(seen.notices).toEqual([
      '1 văn bản khẩn chưa có người nhận. Bấm để mở trạm.',
      '2 văn bản khẩn chưa có người nhận. Bấm để mở trạm.',
    ]);
    expect(seen.acts).toEqual(['open today', 'open today']);
    expect(seen.image).toBe('calm');
  });
  test('the end of long work is told only where the window is not in sight', () => {
    new Desktop(parts(true)).ended();
    expect(seen.notices).toEqual([]);
    new Desktop(parts(false)).ended();
    expect(seen.notices.length).toBe(1);
  });
  test('a tooltip is never longer than Windows shows', () => {
    expect(tooltip(state({ urgent: 99999, waiting: 99999, arrived: 99999, training: true, line: 'unknown' })).length).toBeLessThanOrEqual(
      127,
    );
  });
});

describe('in the language that was chosen for the screens', () => {
  afterEach(() => speak(undefined));
  const english = {
    'shell.open': 'Open',
    'shell.waiting_one': 'One item waits to be sent',
    'shell.waiting_other': '{{count}} items wait to be sent',
    'shell.urgentBody': '{{count}} urgent documents. $t(shell.open)',
    'shell.quit': 'Quit {{who}}',
    'shell.task.search': 'Search',
    'menu.today': 'Today',
  };
  test('tray, notifications and jump list speak it, with its plurals; what is missing or cannot be used stands in Vietnamese', () => {
    speak({ language: 'en', screens: english });
    expect(tooltip(state({ waiting: 1, arrived: 3 }))).toBe(
      'Trạm Văn thư\nĐã kết nối mạng\nOne item waits to be sent\n3 văn bản đến chưa vào sổ',
    );
    expect(tooltip(state({ waiting: 1200 }))).toContain('1200 items wait to be sent');
    expect([word('shell.open'), word('shell.quit'), word('shell.urgentBody', 2)]).toEqual([
      ...['Open', 'Thoát', '2 văn bản khẩn chưa có người nhận. Bấm để mở trạm.'],
    ]);
    expect(jumpList('x', [], 'x')[0]?.items.map(({ title }) => title)).toEqual(['Soạn văn bản', 'Vào sổ giấy', 'Search']);
  });
  test('a choice is heard at once: the menu of the tray is another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tram-van-thu-languages-'));
    try {
      const kept: { language?: string } = {};
      const languages = new LanguageFiles(folder, { get: () => kept, set: (change) => void Object.assign(kept, change) });
      const menus: string[] = [];
      const tray = {
        ...{ setToolTip: () => undefined, setImage: () => undefined, onClick: () => undefined },
        setMenu: (menu: readonly TrayItem[]) => void menus.push(menu.find(({ click }) => click !== undefined)?.label ?? ''),
      };
      const nothing = (): void => undefined;
      const acts = { openWindow: nothing, lock: nothing, receive: nothing, quit: nothing, notify: nothing, windowInSight: () => true };
      const desktop = new Desktop({ ...acts, tray: () => tray, icons: { calm: '', urgent: '' } });
      let changed = Promise.resolve();
      languages.onChange(() => {
        changed = speakAs(languages, desktop);
      });
      const steps = [
        () => languages.put('en', JSON.stringify({ language: 'en', name: 'English', screens: english })),
        () => languages.choose('en'),
        () => languages.put('en', JSON.stringify({ language: 'en', name: 'English', screens: { 'shell.open': 'Open it' } })),
        () => languages.put('en', '{'),
        () => languages.put('en', JSON.stringify({ language: 'fr', name: 'Français', screens: { 'shell.open': 'Ouvrir' } })),
        () => languages.put('en', JSON.stringify({ language: 'en', name: 'English', screens: english })),
        () => languages.remove('en'),
      ];
      for (const step of steps) {
        await step();
        await changed;
      }
      expect(menus).toEqual(['Mở trạm', 'Mở trạm', 'Open', 'Open it', 'Mở trạm', 'Mở trạm', 'Open', 'Mở trạm']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test('the jump list leads to drafting, to paper and to the search', () => {
  const [tasks] = jumpList('C:\\tram.exe', [], 'C:\\tram.exe');
  expect(tasks?.items.map(({ title, args }) => [title, args])).toEqual([
    ['Soạn văn bản', '--go=draft'],
    ['Vào sổ giấy', '--go=paper'],
    ['Tra cứu', '--go=search'],
  ]);
});

test('starting with the system is asked of it only where the product is installed', () => {
  const asked: unknown[] = [];
  const login = { getLoginItemSettings: () => ({ openAtLogin: true }), setLoginItemSettings: (set: unknown) => void asked.push(set) };
  const kept: { keepInTray?: boolean } = {};
  const settings = { get: () => kept, set: (change: { keepInTray: boolean }) => void Object.assign(kept, change) };
  const installed = habitsOf({ platform: 'win32', packaged: true, login, hasTray: true, settings });
  expect(installed({ openAtLogin: true, keepInTray: true })).toEqual({
    able: { openAtLogin: true, keepInTray: true },
    openAtLogin: true,
    keepInTray: true,
  });
  expect(asked).toEqual([{ openAtLogin: true, args: ['--hidden'] }]);
  const source = habitsOf({ platform: 'linux', packaged: false, login, hasTray: false, settings });
  expect(source({ openAtLogin: true, keepInTray: true })).toEqual({
    able: { openAtLogin: false, keepInTray: false },
    openAtLogin: false,
    keepInTray: false,
  });
  expect(asked.length).toBe(1);
});

describe('the place of the window', () => {
  const small = { x: 0, y: 0, width: 911, height: 512 };
  const big = { x: 1366, y: 0, width: 1920, height: 1040 };
  const left = (x: number, y: number, width: number, height: number) => ({ x, y, width, height, maximized: false });
  test('it stands as it was left, on any screen that is there', () => {
    expect(placeFor(left(1400, 20, 1500, 900), [small, big])).toEqual({ x: 1400, y: 20, width: 1500, height: 900 });
  });
  test('a screen that was taken away leaves it in sight on another', () => {
    const placed = placeFor(left(1400, 20, 1500, 900), [small]);
    expect(placed).toEqual({ width: 911, height: 512 });
  });
  test('it is never larger than a scaled screen, nor pushed above its edge', () => {
    expect(placeFor(undefined, [small])).toEqual({ width: 911, height: 512 });
    expect(placeFor(left(10, -500, 800, 600), [big])).toEqual({ width: 800, height: 600 });
    expect(placeFor(left(0, 0, 10, 10), [small])).toMatchObject(SMALLEST);
  });
});

describe('with files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tram-mo-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('what the machine remembers of the window survives a start, and a broken file costs nothing', () => {
    const path = join(folder, 'window.json');
    const troubles: unknown[] = [];
    const settings = machineSettings(path, (error) => troubles.push(error));
    settings.set({ look: { theme: 'dark', size: 150, still: true }, keepInTray: true });
    expect(machineSettings(path, () => undefined).get()).toEqual({ look: { theme: 'dark', size: 150, still: true }, keepInTray: true });
    writeFileSync(path, '{"place":{"x":"links"}');
    expect(machineSettings(path, (error) => troubles.push(error)).get()).toEqual({});
    expect(troubles.length).toBe(1);
    machineSettings(join(folder, 'away', 'window.json'), (error) => troubles.push(error)).set({ keepInTray: false });
    expect(troubles.length).toBe(2);
  });
  test('a start’s arguments: a place it knows, files it opens, nothing else', () => {
    expect(askedOf(['--go=draft', 'a.PDF', 'b.edxml', 'c.exe', '--evil=d.pdf', '--go=moon'], folder)).toEqual({
      go: 'draft',
      paths: [join(folder, 'a.PDF'), join(folder, 'b.edxml')],
    });
    expect(askedOf(['--go=moon'], folder)).toEqual({ paths: [] });
  });
  test('more files at once than anybody answers for are refused by name', async () => {
    const told: Told[] = [];
    const files = new OpenedFiles((one) => told.push(one));
    files.setReady(true);
    const paths = Array.from({ length: 11 }, (_, n) => join(folder, `${n}.pdf`));
    for (const path of paths) writeFileSync(path, '%PDF-1.7');
    await files.take({ paths });
    expect(told.at(-1)).toEqual({ tell: 'fileRefused', name: '10.pdf', code: 'shell.too_many_files' });
    for (let file = 1; file <= 10; file++) await files.done(file);
  });
  test('the page gets a file’s name and bytes, piece by piece, only once somebody is signed in, and never its path', async () => {
    const told: Told[] = [];
    const files = new OpenedFiles((one) => told.push(one));
    const path = join(folder, 'lớn.pdf');
    const bytes = Buffer.alloc(600 * 1024, 7);
    writeFileSync(path, bytes);
    writeFileSync(join(folder, 'rỗng.pdf'), '');
    await files.take({ paths: [path, join(folder, 'rỗng.pdf'), join(folder, 'không có.edxml')] });
    expect(told).toEqual([]);
    files.setReady(true);
    expect(told).toEqual([
      { tell: 'file', file: 1, name: 'lớn.pdf', size: bytes.byteLength },
      { tell: 'fileRefused', name: 'rỗng.pdf', code: 'files.empty' },
      { tell: 'fileRefused', name: 'không có.edxml', code: 'shell.file_unreadable' },
    ]);
    for (const offset of [0, 262_144, 524_288]) await files.piece(1, offset);
    const pieces = told.flatMap((one) => (one.tell === 'piece' ? [one.bytes] : []));
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    await files.done(1);
    await files.piece(1, 0);
    expect(told.filter((one) => one.tell === 'piece').length).toBe(3);
    expect(JSON.stringify(told.filter((one) => one.tell !== 'piece'))).not.toContain(folder);
    expect(readFileSync(path).byteLength).toBe(bytes.byteLength);
  });
});
