import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { lockDownSession } from './lockdown.ts';
import { PAGE_ORIGIN } from './page-files.ts';

type Check = (contents: null, permission: string, origin: string) => boolean;
type Request = (contents: { getURL(): string }, permission: string, answer: (granted: boolean) => void) => void;

test('the page may put words on the clipboard and may nothing else; nobody else may even that', () => {
  let check: Check = () => true;
  let request: Request = () => undefined;
  lockDownSession({
    setPermissionCheckHandler: (handler: Check) => {
      check = handler;
    },
    setPermissionRequestHandler: (handler: Request) => {
      request = handler;
    },
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    on: () => undefined,
  } as unknown as Session);
  const asked = (permission: string, url: string): boolean => {
    let given = false;
    request({ getURL: () => url }, permission, (granted) => {
      given = granted;
    });
    expect(check(null, permission, url)).toBe(given);
    return given;
  };
  expect(asked('clipboard-sanitized-write', `${PAGE_ORIGIN}/index.html`)).toBe(true);
  expect(asked('clipboard-sanitized-write', `${PAGE_ORIGIN}.example/`)).toBe(false);
  expect(asked('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
  for (const permission of ['clipboard-read', 'notifications', 'media', 'geolocation', 'openExternal', 'fileSystem'])
    expect(asked(permission, `${PAGE_ORIGIN}/index.html`), permission).toBe(false);
});
