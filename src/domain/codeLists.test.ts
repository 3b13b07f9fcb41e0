import { describe, expect, test } from 'vitest';
import { CODE_LIST_NAMES, SHIPPED_LISTS } from './codeLists.ts';
import { isOrganCode } from './organCodes.ts';
import { STATUS_CODES } from './statuses.ts';

describe('the shipped code lists', () => {
  test('each say which list they are, of which version and from which sources, and name nothing twice', () => {
    for (const name of CODE_LIST_NAMES) {
      const list = SHIPPED_LISTS[name];
      expect(list.list).toBe(name);
      expect(list.version).toMatch(/^\d{4}\.\d{2}/);
      expect(list.sources.length).toBeGreaterThan(0);
      const keys = list.entries.map((entry) => ('code' in entry ? entry.code : entry.name));
      expect(new Set(keys).size).toBe(keys.length);
      expect(JSON.stringify(list)).toBe(JSON.stringify(list).normalize('NFC'));
    }
  });
  test('have the decree’s abbreviations for the kinds that have one', () => {
    const abbreviations = new Map(SHIPPED_LISTS.abbreviations.entries.map((entry) => [entry.name, entry.code]));
    for (const kind of SHIPPED_LISTS['document-kinds'].entries) {
      if (kind.abbreviation !== '') expect(abbreviations.get(kind.name), kind.name).toBe(kind.abbreviation);
    }
  });
  test('know the statuses that the product sends', () => {
    expect(SHIPPED_LISTS['status-codes'].entries.map((entry) => entry.code)).toEqual([...STATUS_CODES]);
  });
  test('have 63 provinces, 34 of them open, each closed one with an open successor that is marked as inferred', () => {
    const provinces = SHIPPED_LISTS['level-one'].entries.filter((entry) => /^H\d\d$/.test(entry.code));
    const open = new Set(provinces.filter((entry) => entry.closedOn === undefined).map((entry) => entry.code));
    expect([provinces.length, open.size]).toEqual([63, 34]);
    for (const entry of provinces.filter((province) => province.closedOn !== undefined)) {
      expect(open.has(entry.successor ?? ''), entry.name).toBe(true);
      expect(entry.inferred, entry.name).toBe(true);
    }
  });
  test('have level-1 codes in the standard’s form, or a bare letter for a group', () => {
    for (const { code } of SHIPPED_LISTS['level-one'].entries) expect(isOrganCode(code) || /^[A-K]$/.test(code), code).toBe(true);
  });
});
