import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import type { Store } from '../types.ts';
import { MIGRATIONS } from './index.ts';

const CORE = join(import.meta.dirname, '..', '..');

/** Tables whose rows are never deleted: what names them needs no index for it. */
const KEPT: ReadonlySet<string> = new Set([
  ...['organ', 'book', 'number_block', 'incoming', 'outgoing', 'package', 'petition', 'dossier', 'dossier_handover', 'destruction'],
  ...['signing_body'],
]);

interface Named {
  readonly child: string;
  readonly column: string;
  readonly parent: string;
}
function namesOf({ db }: Store): Named[] {
  const tables = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`)
    .pluck()
    .all();
  const keys = db.prepare<[string], { from: string; table: string }>('SELECT "from", "table" FROM pragma_foreign_key_list(?)');
  return tables.flatMap((child) => keys.all(child).map(({ from, table }) => ({ child, column: from, parent: table })));
}
const planOf = ({ db }: Store, { child, column }: Named): string =>
  db
    .prepare<[string], { detail: string }>(`EXPLAIN QUERY PLAN SELECT 1 FROM ${child} WHERE ${column} = ?`)
    .all('x')
    .map(({ detail }) => detail)
    .join('; ');

describe('who names a row that goes', () => {
  it('is found by an index in a store from before too, for every row that is ever deleted', () => {
    const version = MIGRATIONS.find((step) => step.name === 'who-names')?.version ?? 0;
    const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
    try {
      old.store.close();
      const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
      const named = namesOf(store).filter(({ parent }) => !KEPT.has(parent));
      // The schema was read at all.
      expect(named).toContainEqual({ child: 'dispatch', column: 'blob_id', parent: 'blob' });
      expect(named.filter((one) => !planOf(store, one).startsWith('SEARCH'))).toEqual([]);
      store.close();
    } finally {
      old.remove();
    }
  });

  it('is not asked of rows that are kept for ever: nothing in the core deletes one', () => {
    const sources = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
    );
    const deleted = sources.flatMap((path) =>
      [...readFileSync(join(CORE, path), 'utf8').matchAll(/DELETE\s+FROM\s+(\w+)(?![\w$])/gi)].map(([, table = '']) => table),
    );
    expect(deleted).toContain('blob');
    expect(deleted.filter((table) => KEPT.has(table))).toEqual([]);
  });
});
