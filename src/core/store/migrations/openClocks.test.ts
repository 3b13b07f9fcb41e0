import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';
import { SOURCES } from '../../deadlines/open.ts';
import { UNOWNED } from '../../deadlines/urgent.ts';

it('what is due and what is urgent is found without reading everything that is open', () => {
  const { store, remove } = openTestStore(systemClock);
  try {
    const plan = (sql: string): string =>
      (
        store.db
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all(sql.includes('$limit') ? { limit: 9, offset: 0, ...(sql.includes('$since') ? { since: 0 } : {}) } : {}) as {
          detail: string;
        }[]
      )
        .map((step) => step.detail)
        .join();
    expect(plan(SOURCES.find((source) => source.kind === 'handle')?.sql ?? '')).toContain('incoming_due');
    expect(plan(UNOWNED.replace('?', '1'))).toContain('incoming_urgent');
    for (const { sql } of SOURCES) expect(plan(sql)).not.toMatch(/SCAN [io]\b(?! USING INDEX incoming_due)/);
  } finally {
    store.close();
    remove();
  }
});
