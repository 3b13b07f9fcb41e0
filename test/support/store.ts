/** A store in a fresh temporary folder, for tests of the rooms that live on it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { deriveKeys, type OpenStoreOptions, openStore, type Store, type StoreKeys } from '../../src/core/store/index.ts';

export interface TestStore {
  readonly store: Store;
  readonly dir: string;
  readonly keys: StoreKeys;
  /** Closes (where open) and opens the same store again. */
  reopen(): Store;
  /** Closes and removes the folder. */
  remove(): void;
}

export function openTestStore(clock: Clock = systemClock, more: Partial<OpenStoreOptions> = {}): TestStore {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-store-'));
  const keys = deriveKeys(randomBytes(32));
  let store = openStore({ dir, keys, clock, create: true, ...more });
  return {
    get store() {
      return store;
    },
    dir,
    keys,
    reopen() {
      store.close();
      store = openStore({ dir, keys, clock, ...more });
      return store;
    },
    remove() {
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
