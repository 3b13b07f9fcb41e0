/** The built workstation opens, shows what the core answers, and its page can do nothing it should not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import { electronPath } from '../../build/electron-runtime.ts';
import { openWorkstation, type Workstation } from './harness/index.ts';

const able = electronPath() !== undefined || findChromium() !== undefined;

describe.skipIf(!able)(
  `the shell in ${electronPath() === undefined ? 'the electron-host' : 'Electron'} [needs chromium or Electron]`,
  () => {
    let station: Workstation;
    beforeAll(async () => {
      station = await openWorkstation();
    });
    afterAll(() => station?.close());

    test('the window opens and shows what the core answered over its port', async () => {
      expect(await station.page.title()).toBe('Trạm Văn thư');
      await station.page.getByText('Chế độ tập huấn').first().waitFor();
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

    test('closing ends in good order', async () => {
      expect(await station.close()).toBe(0);
    });
  },
);
