import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { openStore } from '../index.ts';
import { MIGRATIONS } from './index.ts';

it('a store from before finds who names a file without looking through all packages', () => {
  const version = MIGRATIONS.find((step) => step.name === 'files-named')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.close();
    const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const planOf = (table: string, column: string): string =>
      JSON.stringify(store.db.prepare(`EXPLAIN QUERY PLAN SELECT 1 FROM ${table} WHERE ${column} = ?`).all('b'));
    for (const table of ['dispatch', 'package']) expect(planOf(table, 'blob_id')).toContain(`USING COVERING INDEX ${table}_blob`);
    for (const column of ['file_id', 'source_file_id']) expect(planOf('derived_copy', column)).toContain('INDEX derived_copy_');
    store.close();
  } finally {
    old.remove();
  }
});
