/** The page's calls on the directory of agencies and the groups of recipients. */
import type { directoryCalls } from '../../contract/page/directory.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import {
  acceptGroup,
  agencyDetail,
  answerQuestions,
  directoryChanges,
  directoryState,
  getGroup,
  listGroups,
  openQuestions,
  previewRule,
  provincesOf,
  removeGroup,
  saveGroup,
} from '../directory/index.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

const storeOf = (session: Session) => signedIn(session).workstation.store;

export const directoryHandlers: Handlers<typeof directoryCalls, Session> = {
  'directory.search': ({ text, limit }, session) => ({ rows: signedIn(session).workstation.directory.search(text, limit) }),
  'directory.refresh': async ({ confirm }, session) => {
    const { workstation, actor } = signedIn(session);
    // Fetching is the desk's; believing a list that lost an unusual share is the administrator's.
    if (confirm !== undefined && !actor.roles.includes('administrator')) throw new Failure('session.not_allowed');
    return { count: await workstation.refreshDirectory(actor, confirm) };
  },
  'directory.state': (_input, session) => directoryState(storeOf(session), provincesOf(storeOf(session))),
  'directory.agency': ({ organId }, session) => agencyDetail(storeOf(session), organId),
  'directory.changes': ({ updateId, offset, limit }, session) => directoryChanges(storeOf(session), updateId, offset, limit),
  'directory.questions': ({ offset, limit }, session) => openQuestions(storeOf(session), offset, limit),
  'directory.answer': ({ ids, accept }, session) => {
    const { workstation, actor } = signedIn(session);
    const answered = answerQuestions(workstation.store, actor, ids, accept);
    workstation.changed('directory');
    void workstation.directory.warm();
    return { answered };
  },
  'directory.groups.list': (_input, session) => ({ groups: listGroups(storeOf(session)) }),
  'directory.groups.get': ({ id }, session) => getGroup(storeOf(session), id),
  'directory.groups.preview': ({ rule }, session) => previewRule(storeOf(session), rule),
  'directory.groups.save': (group, session) => {
    const { workstation, actor } = signedIn(session);
    const id = saveGroup(workstation.store, actor, optional(group));
    workstation.changed('directory');
    return { id };
  },
  'directory.groups.accept': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    acceptGroup(workstation.store, actor, id);
    workstation.changed('directory');
    return {};
  },
  'directory.groups.remove': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    removeGroup(workstation.store, actor, id);
    workstation.changed('directory');
    return {};
  },
};
