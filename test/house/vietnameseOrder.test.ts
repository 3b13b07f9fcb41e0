/** Every list of names stands in the order of the Vietnamese alphabet, which no ORDER BY of the store knows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { getGroup, listGroups, saveGroup } from '../../src/core/directory/index.ts';
import { listAddresses, saveAddress } from '../../src/core/paper/index.ts';
import { searchChoices } from '../../src/core/search/index.ts';
import { listBodies, saveBody } from '../../src/core/signing/powers.ts';
import { byVietnamese } from '../../src/domain/collate.ts';
import { clerk, ORGAN, openDesk } from '../entry/support.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const src = join(import.meta.dirname, '..', '..', 'src');
const NAMES = ['Đa Mẫu', 'Ẩn Mẫu', 'Dương Mẫu', 'Xã Mẫu 10', 'Ăn Mẫu', 'An Mẫu', 'Ea Mẫu', 'Âu Mẫu', 'Xã Mẫu 2', 'Ủy Mẫu', 'Út Mẫu'];
const SORTED = ['An Mẫu', 'Ăn Mẫu', 'Ẩn Mẫu', 'Âu Mẫu', 'Dương Mẫu', 'Đa Mẫu', 'Ea Mẫu', 'Út Mẫu', 'Ủy Mẫu', 'Xã Mẫu 2', 'Xã Mẫu 10'];

let t: TestStore;
beforeEach(() => {
  t = openTestStore({ now: () => Date.UTC(2026, 10, 22), random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  openDesk(t.store);
});
afterEach(() => t.remove());

test('groups and their members, addresses, bodies, organs', () => {
  expect([...NAMES].sort(byVietnamese)).toEqual(SORTED);
  for (const [i, name] of NAMES.entries()) {
    t.store.db
      .prepare(`INSERT INTO agency (organ_id, name, folded, valid_from, seen_at) VALUES (?, ?, ?, 0, 0)`)
      .run(`H99.9.${i + 1}`, name, name.toLowerCase());
    saveAddress(t.store, clerk, ORGAN, { name, address: 'Số 1 đường Ví Dụ', phone: '' });
    saveBody(t.store, clerk, { organId: ORGAN, name });
  }
  t.store.db.prepare(`INSERT INTO agency (organ_id, name, folded, valid_from, seen_at) VALUES ('H99.9', 'Cụm Mẫu', 'cum mau', 0, 0)`).run();
  for (const name of NAMES) saveGroup(t.store, clerk, { name, rule: { within: 'H99.9', only: 'all' } });
  const [group] = listGroups(t.store);
  expect(listGroups(t.store).map(({ name }) => name)).toEqual(SORTED);
  expect(getGroup(t.store, group?.id ?? '').members.map(({ name }) => name)).toEqual(SORTED);
  expect(listAddresses(t.store, ORGAN, '').map(({ name }) => name)).toEqual(SORTED);
  expect(listBodies(t.store).map(({ name }) => name)).toEqual(SORTED);
  for (const [i, name] of NAMES.entries())
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, ?, 'X')`).run(`H98.${i}`, name);
  expect(searchChoices(t.store).organs.map(({ name }) => name)).toEqual(
    [...SORTED.slice(0, 9 - 1), 'UBND xã Ví Dụ', ...SORTED.slice(8)].sort(byVietnamese),
  );
});

test('no room orders names by the store’s own order of bytes', () => {
  const files = readdirSync(join(src, 'core'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('migrations'),
  );
  const found = files.flatMap((file) =>
    [
      ...readFileSync(join(src, 'core', file), 'utf8').matchAll(
        /ORDER BY (?:\w\.)?(?:name|title|folded|sender_name|to_name|signer|who)\b(?! *=)[^\n]*/g,
      ),
    ].map(([line]) => `${file}: ${line}`),
  );
  // Names of tables, which nobody reads.
  expect(found.filter((line) => !line.startsWith(join('store', 'checking')))).toEqual([]);
});
