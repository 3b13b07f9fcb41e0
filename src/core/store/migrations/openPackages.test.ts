import { expect, it } from 'vitest';
import { openTestStore } from '../../../../test/support/store.ts';
import { systemClock } from '../../clock.ts';

it('packages set aside, and what waits for a dispatch, are found without reading all there ever were', () => {
  const { store, remove } = openTestStore(systemClock);
  try {
    const plan = (sql: string): string =>
      (store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map((step) => step.detail).join();
    expect(plan(`SELECT count(*) FROM package WHERE state = 'quarantined' AND closed_at IS NULL`)).toContain('package_aside');
    expect(plan(`SELECT count(*) FROM package WHERE acknowledged = 0 AND organ_id = 'x' AND state = 'listed'`)).toContain('USING INDEX');
    expect(plan(`SELECT 1 FROM dispatch WHERE after_id = 'x'`)).toContain('dispatch_after');
  } finally {
    store.close();
    remove();
  }
});
