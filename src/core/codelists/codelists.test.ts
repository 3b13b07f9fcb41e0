import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { type CodeListName, SHIPPED_LISTS, WORD_LIST_NAMES } from '../../domain/codeLists.ts';
import { codeListErrors } from '../../renderer/text/vi/errors/codelists.ts';
import { auditRows } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { bookFor, openDefaultBooks, peekNumber } from '../registers/index.ts';
import { codeList, codeWords, documentKinds, importCodeList, listCodeLists, resetCodeList } from './index.ts';

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

const put = (name: CodeListName, entries: readonly object[]) =>
  codeOf(() => importCodeList(t.store, actor, name, JSON.stringify({ ...SHIPPED_LISTS[name], version: '2027.01', entries })));

test('the words of the lists in use are answered whole, and the shipped ones again after the way back', () => {
  const shipped = codeWords(t.store);
  expect(shipped.urgency).toEqual({
    replaced: false,
    words: { 0: 'Thường', 1: 'Khẩn', 2: 'Thượng khẩn', 3: 'Hỏa tốc', 4: 'Hỏa tốc hẹn giờ' },
  });
  expect(put('urgency', [{ code: '1', name: 'Gấp' }])).toBe('taken');
  expect(put('status-codes', [{ code: '14', name: 'Trả lại' }])).toBe('taken');
  expect(put('business-types', [{ code: '1', name: 'Hủy bỏ' }])).toBe('taken');
  expect(codeWords(t.reopen())).toEqual({
    urgency: { replaced: true, words: { 1: 'Gấp' } },
    'status-codes': { replaced: true, words: { 14: 'Trả lại' } },
    'business-types': { replaced: true, words: { 1: 'Hủy bỏ' } },
  });
  for (const name of WORD_LIST_NAMES) resetCodeList(t.store, actor, name);
  expect(codeWords(t.store)).toEqual(shipped);
});
test('a list of words or abbreviations that cannot be shown or printed is refused, in words', () => {
  for (const [name, entries, code] of [
    ['urgency', [{ code: '1', name: ' ' }], 'codelists.not_this_list'],
    ['urgency', [{ code: '7', name: 'Gấp' }], 'codelists.not_this_list'],
    ['status-codes', [{ code: '1', name: 'Đã đến' }], 'codelists.not_this_list'],
    ['business-types', [{ code: '1' }], 'codelists.not_this_list'],
    ['abbreviations', [{ code: 'Q/Đ', name: 'Quyết định' }], 'codelists.not_this_list'],
    [
      'abbreviations',
      [
        { code: 'QĐ', name: 'Quyết định' },
        { code: 'QDI', name: 'Quyết định' },
      ],
      'codelists.named_twice',
    ],
  ] as const) {
    expect(put(name, entries), JSON.stringify(entries)).toBe(code);
    expect(codeListErrors[code]).toContain('Danh mục đang dùng vẫn nguyên');
    expect(codeList(t.store, name)).toEqual(SHIPPED_LISTS[name]);
  }
});
test('numbers carry the abbreviation of the list in use; công văn keeps having none', () => {
  t.store.tx(() => openDefaultBooks(t.store, 'H99.242', 'UBND'), 'test:books');
  const notation = (kind: string) => peekNumber(t.store, bookFor(t.store, 'H99.242', 'outgoing', kind), kind).notation;
  expect(['Quyết định', 'Báo cáo', 'Công văn'].map(notation)).toEqual(['QĐ-UBND', 'BC-UBND', 'UBND-VP']);
  put('abbreviations', [
    { code: 'QĐI', name: 'Quyết định' },
    { code: 'CV', name: 'Công văn' },
  ]);
  expect(['Quyết định', 'Báo cáo', 'Công văn'].map(notation)).toEqual(['QĐI-UBND', 'BC-UBND', 'UBND-VP']);
  resetCodeList(t.store, actor, 'abbreviations');
  expect(notation('Quyết định')).toBe('QĐ-UBND');
});
