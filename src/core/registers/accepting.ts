/** Which of our organs mail is taken in for: those at work, and closed ones until the day that was set at the merger. */
import { type OrganId, organId } from '../../domain/ids.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';

export function acceptingOrgans(store: Store): ReadonlySet<OrganId> {
  const rows = store.db
    .prepare<[string], string>('SELECT organ_id FROM organ WHERE closed_on IS NULL OR accept_until >= ?')
    .pluck()
    .all(legalDateOf(store.now()));
  return new Set(rows.map(organId));
}
