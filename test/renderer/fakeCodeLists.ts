/** Code lists for looking at their screen: the shipped ones, one replaced. */
import type { codeListCalls } from '../../src/contract/page/codelists.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { CODE_LIST_NAMES, type CodeListName, SHIPPED_LISTS } from '../../src/domain/codeLists.ts';
import { Failure } from '../../src/domain/errors.ts';

export function fakeCodeLists(): Handlers<typeof codeListCalls, undefined> {
  const replaced = new Set<CodeListName>(['document-kinds']);
  return {
    'codelists.list': () => ({
      lists: CODE_LIST_NAMES.map((name) => {
        const { title, version, entries } = SHIPPED_LISTS[name];
        const own = replaced.has(name) ? { replaced: { at: Date.now() - 6e8, by: 'Lê Thị Ví Dụ' } } : {};
        return { name, title, version, shippedVersion: version, count: entries.length, ...own };
      }),
    }),
    'codelists.get': ({ list }) => SHIPPED_LISTS[list],
    'codelists.documentKinds': () => ({ kinds: [...SHIPPED_LISTS['document-kinds'].entries] }),
    'codelists.words': () => {
      const none = { replaced: false, words: {} };
      return { urgency: none, 'business-types': none, 'status-codes': none };
    },
    'codelists.import': () => {
      throw new Failure('codelists.not_this_list', { place: 'entries.3.type' });
    },
    'codelists.reset': ({ list }) => {
      replaced.delete(list);
      return {};
    },
  };
}
