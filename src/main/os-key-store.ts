/** Electron's safeStorage as one of the ways in, where it really protects: DPAPI, or a secret service on Linux. */
import type { SafeStorage } from 'electron';
import { Failure } from '../domain/errors.ts';
import type { OsKeyStore } from './supervisor.ts';

export function osKeyStore(safeStorage: SafeStorage): OsKeyStore {
  // Without a secret service Electron on Linux "encrypts" with a password that stands in its source.
  const available = (): boolean =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()));
  const checked = <T>(work: () => T): T => {
    if (!available()) throw new Failure('shell.no_key_store');
    try {
      return work();
    } catch (cause) {
      throw new Failure('shell.key_store_refused', undefined, { cause });
    }
  };
  return {
    available,
    wrap: (plain) => checked(() => safeStorage.encryptString(Buffer.from(plain).toString('base64'))),
    unwrap: (wrapped) => checked(() => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64'))),
  };
}
