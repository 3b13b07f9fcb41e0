import { randomBytes } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { systemClock } from '../clock.ts';
import { deriveKeys, openStore } from './index.ts';
import { MIGRATIONS } from './migrations/index.ts';

let test: TestStore | undefined;
const open = (): TestStore => {
  test = openTestStore(systemClock, { create: true });
  return test;
};
afterEach(() => {
  test?.remove();
  test = undefined;
});

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
  return 'nothing refused';
};
const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};

describe('opening a store', () => {
  it('keeps what was written, and its workstation id, from one opening to the next', () => {
    const t = open();
    const id = t.store.workstationId;
    t.store.tx(() => t.store.setSetting('greeting', 'Kính gửi'));
    const again = t.reopen();
    expect(again.setting('greeting')).toBe('Kính gửi');
    expect(again.workstationId).toBe(id);
    expect(again.tx(() => again.nextSeq())).toBe(1);
  });

  it('tells SQLite to sync every commit, keep sorts in memory and enforce references', () => {
    const { db } = open().store;
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('recursive_triggers')).toBe(1);
    expect(pragma('cipher')).toBe('sqlcipher');
  });

  it('refuses another key as a wrong key and a damaged first page as damage', () => {
    const t = open();
    t.store.close();
    const other = deriveKeys(randomBytes(32));
    expect(codeOf(() => openStore({ dir: t.dir, keys: other, clock: systemClock }))).toBe('store.wrong_key');
    flip(join(t.dir, 'store.db'), 200);
    expect(codeOf(() => openStore({ dir: t.dir, keys: t.keys, clock: systemClock }))).toBe('store.damaged');
  });

  it('reports a cut database as damaged, and a changed page when it is read', () => {
    const t = open();
    t.store.tx(() => {
      for (let i = 0; i < 200; i++) t.store.setSetting(`k${i}`, 'x'.repeat(500));
    });
    t.store.close();
    const path = join(t.dir, 'store.db');
    const whole = readFileSync(path);
    flip(path, whole.byteLength - 3000);
    const store = t.reopen();
    expect(codeOf(() => store.tx(() => store.db.prepare('SELECT sum(length(value)) FROM setting').get()))).toBe('store.damaged');
    store.close();
    truncateSync(path, 9000);
    expect(codeOf(() => t.reopen())).toBe('store.damaged');
  });

  it('is refused while another holds the profile', () => {
    const t = open();
    expect(codeOf(() => openStore({ dir: t.dir, keys: t.keys, clock: systemClock }))).toBe('store.already_open');
    t.store.tx(() => t.store.setSetting('still', 'usable'));
  });

  it('never makes a store over an existing one, nor one where none is', () => {
    const t = open();
    t.store.close();
    expect(codeOf(() => openStore({ dir: t.dir, keys: t.keys, clock: systemClock, create: true }))).toBe('store.exists');
    expect(codeOf(() => openStore({ dir: join(t.dir, 'no'), keys: t.keys, clock: systemClock }))).toBe('store.missing');
  });

  it('is refused when it belongs to another workstation', () => {
    const t = open();
    t.store.close();
    expect(codeOf(() => openStore({ dir: t.dir, keys: t.keys, clock: systemClock, workstationId: 'other' }))).toBe(
      'store.other_workstation',
    );
  });
});

describe('migrations', () => {
  const newest = MIGRATIONS.at(-1)?.version ?? 0;
  const next = { version: newest + 1, name: 'test', sql: 'CREATE TABLE later (a TEXT) STRICT' };

  it('run once each, in order, and keep what was there', () => {
    const t = open();
    t.store.setSetting('kept', 'yes');
    t.store.close();
    const options = { dir: t.dir, keys: t.keys, clock: systemClock, migrations: [...MIGRATIONS, next] };
    openStore(options).close();
    const store = openStore(options);
    expect(store.setting('kept')).toBe('yes');
    expect(store.db.pragma('user_version', { simple: true })).toBe(newest + 1);
    store.close();
  });

  it('leave the store as it was when a step fails', () => {
    const t = open();
    t.store.close();
    const broken = { version: newest + 1, name: 'broken', sql: 'CREATE TABLE later (a TEXT); CREATE TABLE later (a TEXT)' };
    expect(() => openStore({ dir: t.dir, keys: t.keys, clock: systemClock, migrations: [...MIGRATIONS, broken] })).toThrow();
    const store = t.reopen();
    expect(store.db.pragma('user_version', { simple: true })).toBe(newest);
    expect(store.db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'later'").get()).toEqual({ n: 0 });
  });

  it('refuse a store that a newer program wrote, and do not touch it', () => {
    const t = open();
    t.store.close();
    openStore({ dir: t.dir, keys: t.keys, clock: systemClock, migrations: [...MIGRATIONS, next] }).close();
    expect(codeOf(() => t.reopen())).toBe('store.newer_version');
  });
});

describe('a transaction', () => {
  it('leaves nothing behind when its work throws', () => {
    const { store } = open();
    expect(() =>
      store.tx(() => {
        store.setSetting('half', 'done');
        store.nextSeq();
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(store.setting('half')).toBeUndefined();
    expect(store.tx(() => store.nextSeq())).toBe(1);
  });

  it('refuses a transaction inside it and work that goes on later', () => {
    const { store } = open();
    expect(() => store.tx(() => store.tx(() => 1))).toThrow('inside another');
    expect(() =>
      store.tx(async () => {
        store.setSetting('late', 'x');
      }),
    ).toThrow('synchronous');
    expect(store.setting('late')).toBeUndefined();
    expect(() => store.nextSeq()).toThrow('inside a transaction');
  });

  it('passes its marked points in order', () => {
    const points: string[] = [];
    const t = openTestStore(systemClock, { onPoint: (name) => points.push(name) });
    test = t;
    t.store.tx(() => points.push('work'), 'register');
    expect(points).toEqual(['tx:begin:register', 'work', 'tx:before-commit:register', 'tx:after-commit:register']);
  });

  it('never lets a number or an audit row be deleted or replaced', () => {
    const { store } = open();
    store.tx(() => {
      store.db
        .prepare(
          "INSERT INTO audit (seq, at, person_id, person, act, object, result, previous, hash) VALUES (1, 1, NULL, 'a', 'b', 'c', 'd', 'e', 'f')",
        )
        .run();
    });
    expect(() => store.db.exec('DELETE FROM audit')).toThrow('append-only');
    expect(() =>
      store.db.exec(
        "INSERT OR REPLACE INTO audit (seq, at, person_id, person, act, object, result, previous, hash) VALUES (1, 1, NULL, 'x', 'b', 'c', 'd', 'e', 'f')",
      ),
    ).toThrow('append-only');
  });
});
