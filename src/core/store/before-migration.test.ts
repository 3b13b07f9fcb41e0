import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { systemClock } from '../clock.ts';
import { listPage } from '../search/index.ts';
import { restoredMark } from './backup/index.ts';
import { copiesBeforeMigrations, putBack } from './before-migration.ts';
import { openStore } from './index.ts';
import { migrateAhead } from './migrate-ahead.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import type { Store } from './types.ts';

let t: TestStore | undefined;
afterEach(() => {
  t?.remove();
  t = undefined;
});
const newest = MIGRATIONS.at(-1)?.version ?? 0;
const upTo = (version: number): readonly Migration[] => MIGRATIONS.filter((step) => step.version <= version);
/** A closed store as the version wrote it, with a document in it. */
function storeOf(version: number): TestStore {
  t = openTestStore(systemClock, { migrations: upTo(version) });
  const { store } = t;
  store.tx(() => putIncoming(store, { subject: 'văn bản cũ' }));
  store.close();
  return t;
}
const open = (at: TestStore, migrations?: readonly Migration[], dir = at.dir): Store =>
  openStore({ dir, keys: at.keys, clock: systemClock, ...(migrations ? { migrations } : {}) });
const version = (store: Store): unknown => store.db.pragma('user_version', { simple: true });
const subjects = (store: Store): unknown[] => store.db.prepare('SELECT subject FROM incoming').pluck().all();
const copyOf = (at: TestStore, of: number): string => join(at.dir, 'before-migration', String(of));

describe('a migration', () => {
  it('is preceded by a copy that opens as the version before, with what was there', () => {
    const old = storeOf(newest - 1);
    const store = open(old);
    store.tx(() => putIncoming(store, { subject: 'văn bản mới' }));
    store.close();
    expect(copiesBeforeMigrations(old.dir)).toEqual([newest - 1]);
    const copy = open(old, upTo(newest - 1), copyOf(old, newest - 1));
    expect([version(copy), subjects(copy)]).toEqual([newest - 1, ['văn bản cũ']]);
    copy.close();
    expect(readFileSync(join(copyOf(old, newest - 1), 'store.db')).includes('văn bản')).toBe(false);
  });

  it('that fails leaves the store and its copy, and the next try makes another only where something changed', () => {
    const old = storeOf(newest - 1);
    const broken = [...upTo(newest - 1), { version: newest, name: 'broken', sql: 'CREATE TABLE a (b); CREATE TABLE a (b)' }];
    expect(() => open(old, broken)).toThrow();
    const made = readFileSync(join(copyOf(old, newest - 1), 'copy.json'), 'utf8');
    expect(() => open(old, broken)).toThrow();
    expect(readFileSync(join(copyOf(old, newest - 1), 'copy.json'), 'utf8')).toBe(made);
    const store = open(old, upTo(newest - 1));
    expect(subjects(store)).toEqual(['văn bản cũ']);
    store.tx(() => putIncoming(store, { subject: 'thêm một văn bản' }));
    store.close();
    expect(() => open(old, broken)).toThrow();
    const copy = open(old, upTo(newest - 1), copyOf(old, newest - 1));
    expect(subjects(copy)).toHaveLength(2);
    copy.close();
  });

  it('is not begun where the copy before it does not hold', () => {
    t = openTestStore(systemClock, { migrations: upTo(newest - 1) });
    t.store.db.pragma('ignore_check_constraints = ON');
    t.store.db.exec('INSERT INTO sequence VALUES (2, 0)');
    t.store.close();
    const at = t;
    expect(() => open(at)).toThrow('store.copy_damaged');
    expect(copiesBeforeMigrations(at.dir)).toEqual([]);
    const still = open(at, upTo(newest - 1));
    expect(version(still)).toBe(newest - 1);
    still.close();
  });

  it('is done in a thread ahead of the opening, copy and words included, while others go on', async () => {
    const old = storeOf(2);
    const ahead = () => migrateAhead({ dir: old.dir, keys: old.keys });
    expect(await ahead()).toBe(true);
    expect(await ahead(), 'nothing is due').toBe(false);
    expect(copiesBeforeMigrations(old.dir)).toEqual([2]);
    const store = open(old);
    expect(listPage(store, 'incoming', { states: [], text: 'van ban cu', offset: 0, limit: 5 }).total).toBe(1);
    store.close();
    await expect(migrateAhead({ dir: old.dir, keys: { ...old.keys, database: new Uint8Array(32) } })).rejects.toThrow('store.wrong_key');
  });

  it('can be gone back on: what was written since is moved aside, and the store waits for its reconciliation', () => {
    const old = storeOf(newest - 1);
    const store = open(old);
    store.tx(() => putIncoming(store, { subject: 'sau khi nâng cấp' }));
    expect(() => putBack(old.dir, newest - 1, 7)).toThrow('store.already_open');
    store.close();
    expect(() => putBack(old.dir, 1, 7)).toThrow('store.no_such_copy');
    putBack(old.dir, newest - 1, 7);
    expect(restoredMark(old.dir)).toBeDefined();
    const again = open(old, upTo(newest - 1));
    expect(subjects(again)).toEqual(['văn bản cũ']);
    again.close();
    expect(existsSync(join(old.dir, 'set-aside-7', 'store.db'))).toBe(true);
    expect(existsSync(join(old.dir, 'vault'))).toBe(true);
  });

  it('keeps copies of the last two versions, and none for more than two months', () => {
    const old = storeOf(newest - 3);
    for (const to of [newest - 2, newest - 1, newest]) open(old, upTo(to)).close();
    expect(copiesBeforeMigrations(old.dir)).toEqual([newest - 2, newest - 1]);
    const later = { ...systemClock, now: () => Date.now() + 61 * 24 * 3600_000 };
    openStore({ dir: old.dir, keys: old.keys, clock: later }).close();
    expect(copiesBeforeMigrations(old.dir)).toEqual([]);
  });

  it('makes no copy of a new store', () => {
    t = openTestStore();
    expect(existsSync(join(t.dir, 'before-migration'))).toBe(false);
  });
});

describe('each migration', () => {
  const schema = (store: Store): unknown =>
    store.db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`).all();

  it.each(MIGRATIONS.slice(1).map((step) => [step.name, step.version] as const))(
    '%s takes a store of the version before over, whole, and the later ones go on from there',
    (_name, step) => {
      const old = storeOf(step - 1);
      const stepped = open(old, upTo(step));
      expect(version(stepped)).toBe(step);
      expect(subjects(stepped)).toEqual(['văn bản cũ']);
      expect(stepped.db.pragma('foreign_key_check')).toEqual([]);
      stepped.close();
      const store = open(old);
      expect([version(store), subjects(store)]).toEqual([newest, ['văn bản cũ']]);
      expect(store.db.pragma('quick_check', { simple: true })).toBe('ok');
      const fresh = openTestStore();
      expect(schema(store)).toEqual(schema(fresh.store));
      fresh.remove();
      store.close();
    },
  );
});
