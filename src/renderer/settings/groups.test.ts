import { expect, test } from 'vitest';
import { t } from '../text/index.ts';
import { GROUPS, grouped } from './groups.ts';
import { SECTIONS } from './sections.ts';

const titles = (typed: string): string[] => grouped(SECTIONS, typed).flatMap(({ sections }) => sections.map(({ title }) => t(title)));

test('every section stands under one head', () => {
  const keys = GROUPS.flatMap(({ sections }) => sections);
  expect(new Set(keys).size).toBe(keys.length);
  expect(SECTIONS.filter(({ key }) => !keys.includes(key)).map(({ key }) => key)).toEqual([]);
  expect(grouped(SECTIONS, '').flatMap(({ sections }) => sections).length).toBe(SECTIONS.length);
});
test('sections are found by a few letters without marks, by their own words and their head’s', () => {
  expect(titles('ket noi')).toContain(t('settings.connections.title'));
  expect(titles('con dau')).toContain(t('seals.title'));
  expect(titles('chu ky so').length).toBeGreaterThan(2);
  expect(titles('khong co gi nhu the')).toEqual([]);
});
