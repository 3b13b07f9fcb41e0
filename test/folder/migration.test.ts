import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { listPeers } from '../../src/core/folder/peers.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import { MIGRATIONS } from '../../src/core/store/migrations/index.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore } from '../support/store.ts';

it('a store from before the exchange by hand is brought over with its documents, organs collecting here', () => {
  const step = MIGRATIONS.find((migration) => migration.name === 'by-hand')?.version ?? 0;
  const keys = deriveKeys(randomBytes(32));
  const before = openTestStore(systemClock, { keys, migrations: MIGRATIONS.filter((migration) => migration.version < step) });
  try {
    before.store.tx(() => {
      before.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`).run();
      putIncoming(before.store, { subject: 'Về việc cũ', number: '1', notation: 'SM' });
    });
    before.store.close();
    const after = openStore({ dir: before.dir, keys, clock: systemClock });
    try {
      expect(after.db.prepare('SELECT subject, number_pending, merged_into, secrecy_asked FROM incoming').get()).toEqual({
        subject: 'Về việc cũ',
        number_pending: 0,
        merged_into: null,
        secrecy_asked: null,
      });
      expect(after.db.prepare('SELECT collects FROM organ').pluck().get()).toBe('here');
      expect(listPeers(after)).toEqual([]);
    } finally {
      after.close();
    }
  } finally {
    before.remove();
  }
});
