/** The page's calls on what a first start still lacks. */
import type { checklistCalls } from '../../contract/page/checklist.ts';
import type { Handlers } from '../../contract/wire.ts';
import { waysOf } from '../accounts/ways.ts';
import type { Core } from '../core.ts';
import { listOwnOrgans } from '../documents/index.ts';
import { checklist, sayFirstNumber, unsaidBooks } from '../firstStart/index.ts';
import { mayOrgan, type Session, signedIn } from './session.ts';

export function checklistHandlers(core: Core): Handlers<typeof checklistCalls, Session> {
  return {
    'checklist.list': (_input, session) => {
      const { workstation, actor } = signedIn(session);
      const { store, mode } = workstation;
      const dir = core.profileFolder();
      const ways = dir === undefined ? [] : waysOf(dir);
      const { backup } = workstation.maintenance.state();
      const names = new Map(listOwnOrgans(store).map((organ) => [organ.organId as string, organ.name]));
      return {
        items: checklist(store, {
          mode,
          recovery: ways.some(({ way }) => way === 'recovery'),
          ways: ways.filter(({ way }) => way !== 'recovery').length,
          backups: { places: backup.targets.length, ...(backup.last ? { last: backup.last.at } : {}) },
        }),
        books: unsaidBooks(store)
          .filter((book) => mayOrgan(actor, book.organId))
          .map(({ id, name, organId, rule }) => ({ id, name, organ: names.get(organId) ?? organId, first: rule.firstNumber })),
      };
    },
    'checklist.firstNumber': ({ bookId, firstNumber }, session) => {
      const { workstation, actor } = signedIn(session);
      sayFirstNumber(workstation.store, actor, bookId, firstNumber);
      workstation.changed('registers');
      return {};
    },
  };
}
