/** The built workstation opens, shows what the core answers, and its page can do nothing it should not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { deskOf, PASSPHRASE, scannedPdf, setUpTraining } from './harness/desk.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';
import { wordsOf } from './harness/words.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;

describe.skipIf(!able)(
  `the shell in ${electronPath() === undefined ? 'the electron-host' : 'Electron'} [needs chromium or Electron]`,
  () => {
    let station: Workstation;
    const desk = deskOf(() => station);
    const { button, menu, said } = desk;
    beforeAll(async () => {
      station = await openWorkstation({ env: { TRAM_HOST_SAYS: '1' } });
    });
    afterAll(() => station?.close());

    test('the window opens and shows what the core answered over its port', async () => {
      expect(await station.page.title()).toBe('Trạm Văn thư');
      await station.page.getByText('Chế độ tập huấn').first().waitFor();
    });

    test('the page starts with less than 300 kB, compressed, styles included', () => {
      const folder = join('out', 'renderer');
      const html = readFileSync(join(folder, 'index.html'), 'utf8');
      const files = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
      const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).byteLength, 0);
      expect(files.length).toBeGreaterThan(1);
      expect(bytes / 1000).toBeLessThan(300);
    });

    test('no screen brings the drawing of pages along: it is fetched with the first page shown', () => {
      const folder = join('out', 'renderer', 'assets');
      const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
      const needs = (file: string): string[] =>
        [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)].map(([, needed = '']) => needed);
      const all = (file: string, seen = new Set<string>()): Set<string> => {
        if (seen.has(file)) return seen;
        seen.add(file);
        for (const needed of needs(file)) all(needed, seen);
        return seen;
      };
      const drawing = scripts.filter((file) => readFileSync(join(folder, file), 'utf8').includes('PDFDataRangeTransport'));
      expect(drawing.length).toBeGreaterThan(0);
      for (const screen of ['today', 'incoming', 'outgoing', 'papers', 'Registers', 'verify', 'search']) {
        const file = scripts.find((name) => name.startsWith(`${screen}-`) && needs(name).length > 3);
        expect(file, screen).toBeDefined();
        expect(
          drawing.filter((name) => all(file ?? '').has(name)),
          screen,
        ).toEqual([]);
      }
    });

    test('every answer carries the content security policy, and it is enforced', async () => {
      const seen = await station.page.evaluate(async () => {
        const attempt = (work: () => unknown): string => {
          try {
            work();
            return 'allowed';
          } catch {
            return 'blocked';
          }
        };
        const script = document.createElement('script');
        script.textContent = 'globalThis.injected = true';
        document.body.append(script);
        const { headers } = await fetch('./index.html');
        return {
          policy: headers.get('content-security-policy'),
          sniff: headers.get('x-content-type-options'),
          // biome-ignore lint/security/noGlobalEval: what must not work
          eval: attempt(() => eval('1')),
          fn: attempt(() => new Function('return 1')()),
          injected: 'injected' in globalThis,
          fetched: await fetch('https://example.invalid/').then(
            () => 'allowed',
            () => 'blocked',
          ),
        };
      });
      expect(seen.policy).toContain("default-src 'none'");
      expect(seen.policy).not.toContain("'unsafe-eval'");
      expect(seen).toMatchObject({ sniff: 'nosniff', eval: 'blocked', fn: 'blocked', injected: false, fetched: 'blocked' });
    });

    test('the page has no Node, opens no window and cannot leave', async () => {
      const page = await station.page.evaluate(() => ({
        names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
        opened: window.open('./index.html') !== null,
      }));
      expect(page).toEqual({ names: [], opened: false });
      const before = station.page.url();
      // Electron asks before there is a request; in the electron-host the request itself is refused.
      const refused = station.host === 'electron-host' ? station.page.waitForEvent('requestfailed') : undefined;
      await station.page.evaluate(() => {
        location.href = 'https://example.com/';
      });
      await refused;
      expect(await station.page.evaluate(() => document.title)).toBe('Trạm Văn thư');
      expect(station.page.url()).toBe(before);
    });

    test('a reload comes back to the same core', async () => {
      await station.page.reload();
      await station.page.getByText('Chế độ tập huấn').first().waitFor();
    });

    test('the first form says beside its first empty field what it still needs, and takes no code that is none', async () => {
      const { page } = station;
      const { field, refused } = desk;
      await button('Đơn vị thật').click();
      await field(/^Tên cơ quan/).waitFor();
      const osKeyStore = page.getByRole('checkbox');
      if ((await osKeyStore.count()) > 0) await osKeyStore.uncheck();
      const create = button('Lập sổ và lấy mã khôi phục');
      await create.click();
      await refused('Cần điền. Còn 4 ô nữa: Mã định danh cơ quan; Họ tên văn thư; Mật khẩu mở trạm (từ 10 ký tự); Nhập lại mật khẩu.');
      const office = field(/^Tên cơ quan/);
      expect(await office.evaluate((one) => [one === document.activeElement, one.ariaInvalid])).toEqual([true, 'true']);
      await office.fill('Ủy ban nhân dân xã Ví Dụ');
      await page.locator('.field-note').waitFor({ state: 'detached' });
      expect(await office.getAttribute('aria-invalid')).not.toBe('true');
      await field(/^Mã định danh cơ quan/).fill('xã Ví Dụ');
      await field(/^Họ tên văn thư/).fill('Trần Thị Mẫu');
      await field(/^Mật khẩu mở trạm/).fill(PASSPHRASE);
      await field(/^Nhập lại mật khẩu/).fill(PASSPHRASE);
      await create.click();
      await refused(wordsOf('organs.code_invalid'));
      await button('Chọn cách bắt đầu khác').click();
      await button('Chế độ tập huấn').waitFor();
    });

    test('work begins at Hôm nay, and the tray says what waits in figures only', async (context) => {
      const { page } = station;
      const code = await setUpTraining(station, desk);
      await desk.field('Mã khôi phục trên giấy').fill(code);
      await button('Kiểm tra và vào làm việc').click();
      await desk.today().waitFor();
      await page.getByRole('alert', { name: 'Văn bản khẩn chưa có người nhận' }).first().waitFor();
      if (station.host !== 'electron-host') return context.skip();
      await expect.poll(() => station.output()).toMatch(/máy: notification .*văn bản khẩn chưa có người nhận/);
      const [last = ''] =
        station
          .output()
          .match(/máy: tray\.toolTip .*/g)
          ?.slice(-1) ?? [];
      expect(last).toMatch(/Đã kết nối mạng.*Chế độ tập huấn/);
      expect(last).not.toMatch(/Về việc|Sở|Công điện/);
    });

    test('a person’s text size and colours are applied at once and are there after a reload', async () => {
      const { page } = station;
      await page.keyboard.press('Control+Digit9');
      await menu('Cài đặt');
      await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Giao diện' }).click();
      await page.getByRole('radio', { name: /^Tối/ }).check();
      await page.getByText('200 %', { exact: true }).click();
      const shown = () => page.evaluate(() => [document.documentElement.dataset.look, window.innerWidth < 800, devicePixelRatio]);
      await expect.poll(shown).toEqual(['dark', true, 2]);
      await page.reload();
      // Before anybody is signed in the machine shows what it knew last.
      await expect.poll(shown).toEqual(['dark', true, 2]);
      await desk.field('Mật khẩu mở trạm').fill(PASSPHRASE);
      await button('Mở trạm').click();
      await desk.today().waitFor();
      await page.keyboard.press('Control+Digit0');
      await expect.poll(async () => (await shown())[2]).toBe(1);
    });

    test('a language put into the folder is chosen, is there from the first word of a page, and is left again', async () => {
      const { page } = station;
      mkdirSync(join(station.profileDir, 'languages'), { recursive: true });
      const screens = { 'unlock.title': 'Open the station' };
      writeFileSync(
        join(station.profileDir, 'languages', 'en.json'),
        JSON.stringify({ language: 'en', name: 'English', screens, errors: {} }),
      );
      const choose = async (name: string): Promise<void> => {
        await menu('Cài đặt');
        await page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name: 'Giao diện' }).click();
        await page.getByRole('combobox', { name: 'Ngôn ngữ' }).selectOption({ label: name });
      };
      const enter = async (title: string): Promise<void> => {
        await page.getByRole('heading', { name: title, exact: true }).waitFor();
        await desk.field('Mật khẩu mở trạm').fill(PASSPHRASE);
        await button('Mở trạm').click();
        await desk.today().waitFor();
      };
      await menu('Hôm nay');
      await choose('English');
      // What the file leaves out stands in Vietnamese.
      await enter('Open the station');
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
      await choose('Tiếng Việt');
      await enter('Mở trạm');
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('vi');
    });

    test('the palette finds a screen by words without marks, and no key acts while a syllable is put together', async () => {
      const { page } = station;
      await page.keyboard.press('Control+Shift+KeyP');
      const box = page.getByRole('combobox', { name: 'Bảng lệnh' });
      await box.waitFor();
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Input.imeSetComposition', { text: 'sô', selectionStart: 2, selectionEnd: 2 });
      // Telex ends the syllable with Enter: the method's key, so the palette stays.
      await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' });
      expect(await box.isVisible()).toBe(true);
      await cdp.send('Input.insertText', { text: 'sổ' });
      await cdp.detach();
      await box.fill('so va bao cao');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Sổ và báo cáo', level: 1 }).waitFor();
      await page.keyboard.press('F1');
      await page.getByRole('complementary', { name: 'Hướng dẫn' }).getByRole('heading', { name: 'Sổ đăng ký' }).waitFor();
      await page.keyboard.press('F1');
    });

    test('a second start hands its place and files to this one: a PDF is asked about, a package is put aside, no path is told', async (context) => {
      if (station.host !== 'electron-host') return context.skip();
      const { page } = station;
      const pdf = join(station.profileDir, 'bản quét.pdf');
      const edxml = join(station.profileDir, 'goi.edxml');
      writeFileSync(pdf, await scannedPdf());
      writeFileSync(edxml, '<?xml version="1.0"?><edXML:Envelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>');
      const second = spawn(
        process.execPath,
        [
          join('build', 'electron-host', 'run.ts'),
          join('out', 'main', 'index.js'),
          `--profile-dir=${station.profileDir}`,
          '--go=search',
          pdf,
          edxml,
          join(station.profileDir, 'không có.pdf'),
        ],
        { stdio: 'ignore' },
      );
      expect((await once(second, 'exit'))[0]).toBe(0);
      await page.getByRole('dialog', { name: 'Mở tệp “bản quét.pdf”' }).waitFor();
      expect(await page.evaluate((folder) => document.documentElement.outerHTML.includes(folder), station.profileDir)).toBe(false);
      await button('Kiểm tra chữ ký số').click();
      await page.getByRole('dialog', { name: /goi\.edxml/ }).waitFor({ state: 'detached' });
      await page.getByRole('dialog', { name: 'Mở tệp “không có.pdf”' }).getByText(wordsOf('shell.file_unreadable')).waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click();
      await said(/Đã giữ gói văn bản “goi\.edxml”/);
      await page
        .getByRole('table')
        .getByRole('row')
        .filter({ hasText: /tep-|goi/ })
        .first()
        .waitFor();
    });

    test('closing ends in good order', async () => {
      expect(await station.close()).toBe(0);
    });
  },
);
