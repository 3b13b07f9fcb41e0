/** A store in a fresh temporary folder, for tests of the rooms that live on it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { migrate, openDatabase } from '../../src/core/store/database.ts';
import { deriveKeys, makeFolder, type OpenStoreOptions, openStore, type Store, type StoreKeys } from '../../src/core/store/index.ts';
import { MIGRATIONS } from '../../src/core/store/migrations/index.ts';

export interface TestStore {
  readonly store: Store;
  readonly dir: string;
  readonly keys: StoreKeys;
  /** Closes (where open) and opens the same store again. */
  reopen(): Store;
  /** Closes and removes the folder. */
  remove(): void;
}

let empty: { readonly dataKey: Uint8Array; readonly files: readonly (readonly [name: string, bytes: Buffer])[] } | undefined;

/**
 * Puts an empty store in today's form into a folder and returns its keys. It is made once in a process: to walk all
 * migrations costs a tenth of a second each time, to write what they made a hundredth. The stores of one process share
 * their keys and nothing else: the name of the workstation and all rows come when it is opened.
 */
export function putEmptyStore(dir: string): StoreKeys {
  if (empty === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'tvt-empty-'));
    const dataKey = randomBytes(32);
    const db = openDatabase(made, deriveKeys(dataKey).database, true);
    migrate(db, MIGRATIONS);
    db.close();
    empty = { dataKey, files: readdirSync(made).map((name) => [name, readFileSync(join(made, name))] as const) };
    rmSync(made, { recursive: true, force: true });
  }
  makeFolder(dir);
  for (const [name, bytes] of empty.files) writeFileSync(join(dir, name), bytes);
  // Of its own: who has keys may wipe them.
  return deriveKeys(empty.dataKey);
}

/** What depends on how a store is made says `create: true`, keys or migrations of its own: then it is made as the product makes it. */
export function openTestStore(clock: Clock = systemClock, more: Partial<OpenStoreOptions> = {}): TestStore {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-store-'));
  const made = more.create === true || more.keys !== undefined || more.migrations !== undefined;
  const keys = made ? deriveKeys(randomBytes(32)) : putEmptyStore(dir);
  const { create: _, ...again } = more;
  let store = openStore({ dir, keys, clock, ...(made ? { create: true } : {}), ...again });
  return {
    get store() {
      return store;
    },
    dir,
    keys,
    reopen() {
      store.close();
      store = openStore({ dir, keys, clock, ...again });
      return store;
    },
    remove() {
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
