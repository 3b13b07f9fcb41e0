/** The page's calls on code lists. */
import type { codeListCalls } from '../../contract/page/codelists.ts';
import type { Handlers } from '../../contract/wire.ts';
import { codeList, codeWords, documentKinds, importCodeList, listCodeLists, resetCodeList } from '../codelists/index.ts';
import { type Session, signedIn } from './session.ts';

export const codeListHandlers: Handlers<typeof codeListCalls, Session> = {
  'codelists.list': (_input, session) => ({ lists: listCodeLists(signedIn(session).workstation.store) }),
  'codelists.get': ({ list }, session) => codeList(signedIn(session).workstation.store, list),
  'codelists.documentKinds': (_input, session) => ({ kinds: [...documentKinds(signedIn(session).workstation.store)] }),
  'codelists.words': (_input, session) => codeWords(signedIn(session).workstation.store),
  'codelists.import': ({ list, text }, session) => {
    const { workstation, actor } = signedIn(session);
    importCodeList(workstation.store, actor, list, text);
    workstation.changed('codelists');
    return {};
  },
  'codelists.reset': ({ list }, session) => {
    const { workstation, actor } = signedIn(session);
    resetCodeList(workstation.store, actor, list);
    workstation.changed('codelists');
    return {};
  },
};
