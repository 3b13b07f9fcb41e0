/** What main refuses, in words that the page has. */
import type { SafeStorage } from 'electron';
import { expect, test } from 'vitest';
import { Failure } from '../domain/errors.ts';
import { osKeyStore } from './os-key-store.ts';

test('a key store of the system that does not open its own words is told as such', () => {
  const store = osKeyStore({
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text: string) => Buffer.from(text),
    decryptString: () => {
      throw new Error('no');
    },
  } as unknown as SafeStorage);
  const code = (work: () => unknown): string => {
    try {
      work();
      return 'accepted';
    } catch (error) {
      return error instanceof Failure ? error.error.code : String(error);
    }
  };
  expect(code(() => store.wrap(Buffer.from('x')))).toBe('accepted');
  expect(code(() => store.unwrap(Buffer.from('x')))).toBe('shell.key_store_refused');
});
