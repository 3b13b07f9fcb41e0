import { join, sep } from 'node:path';
import type { IpcMainEvent, SafeStorage } from 'electron';
import { describe, expect, test } from 'vitest';
import { osKeyStore } from './os-key-store.ts';
import { fileOf } from './page-files.ts';
import { trusted } from './page-ports.ts';

describe('the doors of the shell', () => {
  test('only the main frame of the own origin is handed a port', () => {
    const from = (senderFrame: unknown): boolean => trusted({ senderFrame } as IpcMainEvent);
    expect(from({ origin: 'app://tram-van-thu', parent: null })).toBe(true);
    expect(from({ origin: 'app://tram-van-thu', parent: {} })).toBe(false);
    expect(from({ origin: 'https://tram-van-thu', parent: null })).toBe(false);
    expect(from({ origin: 'app://tram-van-thu.example', parent: null })).toBe(false);
    expect(from({ origin: 'null', parent: null })).toBe(false);
    expect(from(null)).toBe(false);
  });

  test('an address names a file inside the page folder or none', () => {
    const root = join(sep, 'out', 'renderer');
    expect(fileOf(root, 'app://tram-van-thu/assets/a.js?x#y')).toBe(join(root, 'assets', 'a.js'));
    for (const path of [
      '../main/index.js',
      '%2e%2e/main/index.js',
      '..%2fmain/index.js',
      '..%5cmain%5cindex.js',
      'C:/a.js',
      'a.js%00.html',
      '%',
      'a.exe',
      '',
    ]) {
      expect(fileOf(root, `app://tram-van-thu/${path}`), path).toBeUndefined();
    }
    expect(fileOf(root, 'app://other/index.html')).toBeUndefined();
    expect(fileOf(root, 'app://tram-van-thu.example/index.html')).toBeUndefined();
  });

  test.skipIf(process.platform !== 'linux')('a key store that would keep the key as good as plain is none', () => {
    const store = (backend: string) =>
      osKeyStore({
        isEncryptionAvailable: () => true,
        getSelectedStorageBackend: () => backend,
        encryptString: (text: string) => Buffer.from(text).reverse(),
        decryptString: (bytes: Buffer) => Buffer.from(bytes).reverse().toString(),
      } as unknown as SafeStorage);
    expect(store('basic_text').available()).toBe(false);
    expect(() => store('basic_text').wrap(new Uint8Array(32))).toThrow('shell.no_key_store');
    const real = store('gnome_libsecret');
    const key = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
    expect([...real.unwrap(real.wrap(key))]).toEqual([...key]);
  });
});
