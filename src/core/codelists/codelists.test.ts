import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { SHIPPED_LISTS } from '../../domain/codeLists.ts';
import { auditRows } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { codeList, documentKinds, importCodeList, listCodeLists, resetCodeList } from './index.ts';

let t: TestStore;
const actor: Actor = { name: 'Quản trị Mẫu', roles: ['administrator'] };
beforeEach(() => {
  t = openTestStore();
});
afterEach(() => t.remove());
const file = (change: object): string => JSON.stringify({ ...SHIPPED_LISTS['document-kinds'], ...change });
const codeOf = (work: () => void): unknown => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return (error as { error?: { code: string } }).error?.code;
  }
};
const take = (text: string) => codeOf(() => importCodeList(t.store, actor, 'document-kinds', text));

test('the shipped list is in use until another one is put in its place, and again after the way back', () => {
  expect(documentKinds(t.store)).toEqual(SHIPPED_LISTS['document-kinds'].entries);
  take(file({ version: '2027.01', entries: [{ name: 'Công văn', abbreviation: '', type: 1, note: 'theo mẫu của Trục' }] }));
  expect(documentKinds(t.reopen())).toMatchObject([{ name: 'Công văn', type: 1 }]);
  expect(listCodeLists(t.store)[0]).toMatchObject({ version: '2027.01', count: 1, replaced: { by: actor.name } });
  resetCodeList(t.store, actor, 'document-kinds');
  expect(codeList(t.store, 'document-kinds')).toEqual(SHIPPED_LISTS['document-kinds']);
  expect([...auditRows(t.store)].map((row) => [row.act, row.object, row.result])).toEqual([
    ['codelists.import', 'document-kinds', '2027.01'],
    ['codelists.reset', 'document-kinds', SHIPPED_LISTS['document-kinds'].version],
  ]);
});
test('a file that is no list, another list, half right or names a kind twice changes nothing', () => {
  expect(take('PK\u0003\u0004')).toBe('codelists.not_json');
  expect(take(JSON.stringify(SHIPPED_LISTS.urgency))).toBe('codelists.not_this_list');
  expect(take(file({ entries: [] }))).toBe('codelists.not_this_list');
  expect(take(file({ entries: [{ name: 'Công văn', abbreviation: '', type: '18' }] }))).toBe('codelists.not_this_list');
  expect(
    take(
      file({
        entries: [
          { name: 'Công văn', abbreviation: '', type: 1 },
          { name: 'Công văn', abbreviation: '', type: 2 },
        ],
      }),
    ),
  ).toBe('codelists.named_twice');
  expect(codeList(t.store, 'document-kinds')).toEqual(SHIPPED_LISTS['document-kinds']);
});
test('every shipped list can be saved and imported again as it is', () => {
  for (const { name } of listCodeLists(t.store)) {
    expect(
      codeOf(() => importCodeList(t.store, actor, name, `\uFEFF${JSON.stringify(SHIPPED_LISTS[name], null, 2)}`)),
      name,
    ).toBe('taken');
    expect(codeList(t.store, name).entries).toEqual(SHIPPED_LISTS[name].entries);
  }
});
