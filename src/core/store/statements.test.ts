import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';

let t: TestStore;
beforeEach(() => {
  t = openTestStore();
  for (const n of [1, 2, 3]) t.store.setSetting(`k${n}`, `v${n}`);
});
afterEach(() => t.remove());
const SQL = `SELECT key, value FROM setting WHERE key LIKE 'k%' ORDER BY key`;

describe('statements that are kept compiled', () => {
  it('do not pass the form of their rows on to another use of the same text', () => {
    const { db } = t.store;
    const rows = db.prepare(SQL);
    const keys = db.prepare(SQL).pluck();
    const raw = db.prepare(SQL).raw();
    for (let round = 0; round < 2; round++) {
      expect(keys.all()).toEqual(['k1', 'k2', 'k3']);
      expect(rows.get()).toEqual({ key: 'k1', value: 'v1' });
      expect(raw.get()).toEqual(['k1', 'v1']);
    }
    expect(keys.pluck(false).get()).toEqual({ key: 'k1', value: 'v1' });
  });

  it('may be walked while the same text is walked, broken off and used elsewhere', () => {
    const { db } = t.store;
    const seen: string[] = [];
    for (const outer of db.prepare<[], string>(SQL).pluck().iterate()) {
      for (const inner of db.prepare<[], string>(SQL).pluck().iterate()) {
        seen.push(outer + inner);
        if (inner === 'k2') break;
      }
    }
    expect(seen).toEqual(['k1k1', 'k1k2', 'k2k1', 'k2k2', 'k3k1', 'k3k2']);
    t.store.tx(() => t.store.setSetting('k4', 'v4'));
    expect(db.prepare(SQL).all()).toHaveLength(4);
  });

  it('say what is wrong with a text where it is prepared, and go on after a refused row', () => {
    const { db } = t.store;
    expect(() => db.prepare('SELECT FROM')).toThrow('syntax');
    const insert = db.prepare('INSERT INTO setting VALUES (?, ?)');
    expect(() => insert.run('k1', 'again')).toThrow('UNIQUE');
    expect(insert.run('k5', 'v5').changes).toBe(1);
    expect(() => insert.pluck()).toThrow('no rows');
  });

  it('know a schema that changed meanwhile', () => {
    const { db } = t.store;
    const all = db.prepare('SELECT * FROM organ');
    expect(all.columns().map((column) => column.name)).not.toContain('later');
    db.exec(`ALTER TABLE organ ADD COLUMN later TEXT DEFAULT 'x'`);
    db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('a', 'b', 'c')`).run();
    expect(all.get()).toMatchObject({ later: 'x' });
  });
});
